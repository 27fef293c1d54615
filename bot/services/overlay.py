"""What a team put right, laid over what all teams share: stories split and joined, wrong links taken out.

Called by the services that show stories, and by `bot.services.curate`, which applies the operator's own
corrections to the shared stories with the same rules (docs/decisions/0080-corrections-of-one-team.md).
Pure but for `Grouped`, which reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from bot.lookups.typed_names import fold
from bot.model.article import Article, ArticleId
from bot.model.entity import EntityId
from bot.model.reading import Reading
from bot.model.story import Story, StoryId
from bot.model.workspace import LOCAL_WORKSPACE, Correction, CorrectionKind, WorkspaceId
from bot.storage.transaction import Transaction
from bot.stories.rulings import Ruling

GROUPS = frozenset({CorrectionKind.SPLIT, CorrectionKind.MERGE})
"""The kinds of correction that say which articles belong together."""

_LOOK_BACK = timedelta(days=45)  # a past day is replayed with stories that had an article so long before


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Articles that a correction names as one group, and the story that they are."""

    story_id: StoryId
    article_ids: tuple[ArticleId, ...]


def written(parts: Iterable[Part]) -> tuple[str, ...]:
    """Parts as the objects of a correction: a story's id and its articles in each.

    >>> written([Part(story_id=StoryId("s1"), article_ids=(ArticleId("a"), ArticleId("b")))])
    ('s1 a b',)
    """
    return tuple(" ".join((part.story_id, *part.article_ids)) for part in parts)


def parts_of(correction: Correction) -> tuple[Part, ...]:
    """The parts that a split made or a merge joined, the story that keeps its id first."""
    found = (text.split() for text in correction.objects)
    return tuple(
        Part(story_id=StoryId(first), article_ids=tuple(ArticleId(i) for i in rest)) for first, *rest in found
    )


def rulings_of(corrections: Iterable[Correction]) -> tuple[Ruling, ...]:
    """The splits and merges among the corrections, as `bot.stories.cluster` obeys them, in their order."""
    found = []
    for one in corrections:
        groups = tuple(part.article_ids for part in parts_of(one)) if one.kind in GROUPS else ()
        if one.kind is CorrectionKind.MERGE:
            groups = (tuple(i for group in groups for i in group),)
        if groups:
            found.append(Ruling(groups=groups))
    return tuple(found)


def overlaid(stories: Sequence[Story], corrections: Iterable[Correction]) -> tuple[Story, ...]:
    """Stories as a team grouped them.

    A split keeps its story's id where the articles are that were left there, and articles that came later
    stay with them. Of two corrections that contradict each other the later one holds.

    Args:
        stories: As all share them.
        corrections: In the order in which they were made; other kinds are passed over.

    Returns:
        The stories by id, those without articles left out; `first_at` and `last_at` are those of the story
        that an id or article comes from, until `bot.services.shelf` dates them by their articles.
    """
    groups = _Groups(stories)
    for correction in corrections:
        if correction.kind is CorrectionKind.SPLIT:
            groups.split(parts_of(correction))
        elif correction.kind is CorrectionKind.MERGE:
            groups.merge(parts_of(correction))
    return groups.stories()


class _Groups:
    """Articles by story, while corrections are applied to them."""

    def __init__(self, stories: Sequence[Story]) -> None:
        self._members = {story.id: list(story.article_ids) for story in stories}
        self._from = {story.id: story for story in stories}

    def split(self, parts: Sequence[Part]) -> None:
        for story_id in tuple(self._members):
            here = set(self._members[story_id])
            held = [part for part in parts if here.intersection(part.article_ids)]
            kept = next((part for part in held if part.story_id == story_id), held[0] if held else None)
            for part in held:
                if part is not kept:
                    self._move(part.article_ids, story_id, part.story_id)

    def merge(self, parts: Sequence[Part]) -> None:
        wanted = {i for part in parts for i in part.article_ids}
        touched = [s for s, members in self._members.items() if wanted.intersection(members)]
        if len(touched) < 2:  # noqa: PLR2004  # one story or none: there is nothing to join
            return
        kept = parts[0].story_id if parts[0].story_id in touched else min(touched)
        for story_id in touched:
            if story_id != kept:
                self._move(tuple(self._members[story_id]), story_id, kept)

    def stories(self) -> tuple[Story, ...]:
        return tuple(
            replace(self._from[i], id=i, article_ids=tuple(dict.fromkeys(members)), merged_into=None)
            for i, members in sorted(self._members.items())
            if members
        )

    def _move(self, ids: Iterable[ArticleId], before: StoryId, after: StoryId) -> None:
        moved = [i for i in self._members[before] if i in set(ids)]
        self._members[before] = [i for i in self._members[before] if i not in set(moved)]
        self._members.setdefault(after, []).extend(moved)
        self._from.setdefault(after, self._from[before])


def dated(story: Story, articles: Mapping[ArticleId, Article]) -> Story:
    """The story with those of its articles that are there, in order of publication, dated by them."""
    known = sorted(
        (articles[i] for i in story.article_ids if i in articles), key=lambda a: (a.published_at, a.id)
    )
    if not known:
        return replace(story, article_ids=())
    return replace(
        story,
        article_ids=tuple(article.id for article in known),
        first_at=known[0].published_at,
        last_at=known[-1].published_at,
    )


def relinked(reading: Reading, corrections: Iterable[Correction]) -> Reading:
    """A reading without the links that a team took out.

    "Not this person" names a spelling and the person that it does not mean; with articles behind, nothing in
    these articles means that person.

    Args:
        reading: As all share it.
        corrections: Of any kind; only "not this person" counts.
    """
    for one in corrections:
        if one.kind is CorrectionKind.NOT_THIS_PERSON:
            wrong, *ids = one.objects
            if not ids or reading.article_id in ids:
                reading = _without(reading, EntityId(wrong), "" if ids else fold(one.subject))
    return reading


def _without(reading: Reading, wrong: EntityId, name: str) -> Reading:
    """The reading in which a spelling (empty for any) does not mean an entity."""

    def is_wrong(entity_id: EntityId | None, text: str) -> bool:
        return entity_id == wrong and (not name or fold(text) == name)

    if all(m.entity_id != wrong for m in reading.mentions):
        return reading
    return replace(
        reading,
        mentions=tuple(
            replace(m, entity_id=None) if is_wrong(m.entity_id, m.text) else m for m in reading.mentions
        ),
        statements=tuple(
            replace(s, speaker=None) if is_wrong(s.speaker, s.speaker_text) else s for s in reading.statements
        ),
    )


def excluded_names(corrections: Iterable[Correction]) -> frozenset[tuple[str, EntityId]]:
    """(name, entity) that a lookup must not take for each other."""
    return frozenset(
        (one.subject, EntityId(one.objects[0]))
        for one in corrections
        if one.kind is CorrectionKind.NOT_THIS_PERSON
    )


def corrections_for(
    tx: Transaction, workspace: WorkspaceId | None, *, at: datetime | None = None
) -> tuple[Correction, ...]:
    """What holds for a team beyond the shared stories: its own corrections, and the operator's of links.

    The operator's splits and merges are in the shared stories already.

    Args:
        tx: One snapshot.
        workspace: Whose; None for the operator's alone.
        at: As of an instant; None for now.
    """
    shared = tx.corrections.active(workspace=LOCAL_WORKSPACE, kind=CorrectionKind.NOT_THIS_PERSON, at=at)
    if workspace is None or workspace == LOCAL_WORKSPACE:
        return shared
    return (*shared, *tx.corrections.active(workspace=workspace, at=at))


class Grouped:
    """The stories as one team sees them, now or as of an instant.

    Args:
        tx: One snapshot.
        workspace: Whose; None for what all share.
        as_of: The instant; None for now.
    """

    def __init__(
        self, tx: Transaction, workspace: WorkspaceId | None = None, *, as_of: datetime | None = None
    ) -> None:
        self._tx = tx
        self._as_of = as_of
        self.corrections = corrections_for(tx, workspace, at=as_of)

    def of_articles(self, ids: Iterable[ArticleId]) -> tuple[Story, ...]:
        """The stories that hold any of these articles, by id."""
        wanted = set(ids)
        merged = [one for one in self.corrections if one.kind is CorrectionKind.MERGE]
        together = [{i for part in parts_of(one) for i in part.article_ids} for one in merged]
        shared = self._shared(wanted)
        held = {i for story in shared for i in story.article_ids}
        more = {i for group in together if group & held for i in group} - held
        if more:
            shared = tuple({s.id: s for s in (*shared, *self._shared(more))}.values())
        return tuple(s for s in overlaid(shared, self.corrections) if wanted.intersection(s.article_ids))

    def find(self, story_id: StoryId) -> Story | None:
        """The story that carries on under this id, for this team."""
        shared = self._tx.stories.follow(story_id)
        if shared is None:
            return None
        found = {story.id: story for story in self.of_articles(shared.article_ids)}
        if story_id in found or shared.id in found:
            return found.get(story_id) or found[shared.id]
        lead = shared.article_ids[:1]
        return next((s for s in found.values() if set(lead) <= set(s.article_ids)), None)

    def _shared(self, ids: Iterable[ArticleId]) -> tuple[Story, ...]:
        if self._as_of is None:
            found = self._tx.stories.by_ids(self._tx.stories.of_articles(ids).values())
            return tuple(found[i] for i in sorted(found))
        wanted = set(ids)
        return tuple(s for s in self._then if wanted.intersection(s.article_ids))

    @cached_property
    def _then(self) -> tuple[Story, ...]:
        assert self._as_of is not None
        return self._tx.stories.as_of(self._as_of, since=self._as_of - _LOOK_BACK)
