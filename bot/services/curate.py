"""What people put right: stories split and joined, wrong links taken out, pages and people forgotten.

Called by the command line (as the operator, for everybody) and the Slack edge (as a team, for itself). How a
correction is laid over what all share is `bot.services.overlay`; which of the two holds for whom is
docs/decisions/0080-corrections-of-one-team.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.errors import NotFoundError, UserError
from bot.model.article import ArticleId
from bot.model.digest import SubscriptionId
from bot.model.entity import Entity, EntityId
from bot.model.story import Story, StoryId
from bot.model.workspace import (
    LOCAL_WORKSPACE,
    AuditEntry,
    Correction,
    CorrectionKind,
    UserId,
    WorkspaceId,
)
from bot.services.grouping import GROUPING
from bot.services.overlay import GROUPS, Grouped, Part, dated, overlaid, parts_of, written
from bot.services.story import story_id_of
from bot.storage.database import Database
from bot.storage.forget import Forgotten
from bot.storage.transaction import Transaction
from bot.stories.naming import most_common, name_story

OPERATOR = UserId("operator")
"""Who corrects at the command line."""

_NEXT = timedelta(
    microseconds=1
)  # corrections are laid over stories in their order, so no two share an instant
_INVERSE = {CorrectionKind.SPLIT: CorrectionKind.MERGE, CorrectionKind.MERGE: CorrectionKind.SPLIT}


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who corrects, and for whom.

    Attributes:
        workspace: Whose stories; the operator's are those that all share.
        user: Who, for the audit.
        subscription: The channel's, where a story may be named by its number.
    """

    workspace: WorkspaceId = LOCAL_WORKSPACE
    user: UserId = OPERATOR
    subscription: SubscriptionId | None = None

    @property
    def is_operator(self) -> bool:
        """Whether it holds for everybody."""
        return self.workspace == LOCAL_WORKSPACE


class Curate:
    """Takes corrections.

    Args:
        database: Where everything is.
        clock: The present instant.
        new_id: Gives an id that nobody had before.
        contact: Where whoever runs the server is reached.
    """

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
        contact: str = "",
    ) -> None:
        self._contact = contact
        self._database = database
        self._clock = clock
        self._new_id = new_id

    def split(self, ref: str, articles: Sequence[str], by: By = By()) -> Correction:
        """Make some articles of a story a story of their own.

        Args:
            ref: The story's id or number.
            articles: Ids of the articles that do not belong to it.
            by: Who, and for whom.

        Returns:
            The correction; `bot.services.overlay.parts_of` gives both stories.

        Raises:
            UserError: There is no such story, or the articles are not some of its articles, but not all.
        """
        now = self._clock()
        with self._database.write() as tx:
            tx.keep_others_out(GROUPING)
            story = _story(tx, ref, by)
            apart = tuple(i for i in story.article_ids if i in set(articles))
            unknown = [i for i in articles if i not in story.article_ids]
            if unknown or not apart:
                raise UserError(
                    f"Story {story.id} has no article {', '.join(unknown) or '(none was named)'}."
                )
            if len(apart) == len(story.article_ids):
                raise UserError(f"These are all articles of story {story.id}; leave at least one in it.")
            rest = tuple(i for i in story.article_ids if i not in set(apart))
            new_id = _free_id(tx, story, apart[0])
            parts = (
                Part(story_id=story.id, article_ids=rest),
                Part(story_id=new_id, article_ids=apart),
            )
            correction = self._add(tx, by, CorrectionKind.SPLIT, story.id, written(parts))
            if by.is_operator:
                _regroup(tx, (story,), (correction,), now)
            elif tx.stories.find(new_id) is None:  # what the team is shown of it is stored under this id
                own = replace(story, id=new_id, article_ids=(), merged_into=story.id, continues=None)
                tx.stories.save([own], at=now)
        return correction

    def merge(self, ref: str, other: str, by: By = By()) -> Correction:
        """Make two stories one, under the id of the first.

        Raises:
            UserError: There is no such story, or both are the same.
        """
        with self._database.write() as tx:
            tx.keep_others_out(GROUPING)
            one, two = _story(tx, ref, by), _story(tx, other, by)
            if one.id == two.id:
                raise UserError(f"{ref} and {other} are the same story already.")
            parts = [Part(story_id=s.id, article_ids=s.article_ids) for s in (one, two)]
            correction = self._add(tx, by, CorrectionKind.MERGE, one.id, written(parts))
            if by.is_operator:
                _regroup(tx, (one, two), (correction,), self._clock())
        return correction

    def not_this_person(
        self,
        name: str,
        wrong: EntityId,
        articles: Iterable[ArticleId] = (),
        by: By = By(),
    ) -> Correction:
        """Note that a name does not mean somebody, everywhere or in some articles.

        Args:
            name: As typed or as it stands in an article.
            wrong: Whom it was taken for.
            articles: Nothing in these means that person; empty for: the name never does.
            by: Who, and for whom.

        Returns:
            The correction.
        """
        with self._database.write() as tx:
            objects = (wrong, *articles)
            return self._add(tx, by, CorrectionKind.NOT_THIS_PERSON, name, objects)

    def forget_url(self, url: str, by: By = By()) -> tuple[Correction, Forgotten]:
        """Delete a page everywhere, and keep it from coming back; cannot be undone.

        Raises:
            UserError: No stored article has this address, or others read it too.
        """
        with self._database.write() as tx:
            if not by.is_operator and not tx.forget.is_private(url, by.workspace):
                raise UserError(self._refusal("page"))
            forgotten = tx.forget.url(url)
            if not forgotten.articles:
                raise UserError(f"No stored article has the address {url}.")
            correction = self._add(tx, by, CorrectionKind.FORGET_URL, _nameless(url), ())
        return correction, forgotten

    def forget_person(self, person: Entity, by: By = By()) -> tuple[Correction, Forgotten]:
        """Unlink a person everywhere, and keep the person from being linked again until it is undone.

        Raises:
            UserError: It is not the operator who asks: it would be for all workspaces.
        """
        if not by.is_operator:
            raise UserError(self._refusal("person"))
        with self._database.write() as tx:
            forgotten = tx.forget.person(person.id)
            correction = self._add(tx, by, CorrectionKind.FORGET_PERSON, person.id, ())
        return correction, forgotten

    def _refusal(self, what: str) -> str:
        where = f" at {self._contact}" if self._contact else ""
        return (
            f"All workspaces of this server read the same pages: only whoever runs it can forget a {what}, "
            f"so ask{where}. Here `/policy mute` leaves things out."
        )

    def undo(self, correction_id: str, by: By = By()) -> Correction:
        """Take a correction back.

        Raises:
            NotFoundError: This team made no such correction.
            UserError: It was taken back before, or cannot be.
        """
        now = self._clock()
        with self._database.write() as tx:
            tx.keep_others_out(GROUPING)
            found = tx.corrections.find(correction_id)
            if found is None or found.workspace_id != by.workspace:
                raise NotFoundError(f"There is no correction {correction_id}.", correction=correction_id)
            if found.kind is CorrectionKind.FORGET_URL:
                raise UserError("A forgotten page cannot be brought back: nothing of it was kept.")
            if not tx.corrections.undo(correction_id, at=now):
                raise UserError(f"Correction {correction_id} was undone before.")
            if by.is_operator and found.kind in GROUPS:
                left = tx.corrections.active(workspace=by.workspace)
                _regroup(tx, _stories_of(tx, found), (_inverse(found), *left), now)
            self._note(tx, by, f"undid: {words_of(found)}", found.subject, found.id)
        return found

    def corrections(self, by: By = By()) -> tuple[Correction, ...]:
        """What this team put right and holds, oldest first."""
        with self._database.read() as tx:
            return tx.corrections.active(workspace=by.workspace)

    def _add(
        self, tx: Transaction, by: By, kind: CorrectionKind, subject: str, objects: tuple[str, ...]
    ) -> Correction:
        latest = max((c.made_at for c in tx.corrections.active(workspace=by.workspace)), default=None)
        now = self._clock()
        correction = Correction(
            id=f"c{self._new_id()}",
            workspace_id=by.workspace,
            kind=kind,
            subject=subject,
            objects=objects,
            by=by.user,
            made_at=now if latest is None else max(now, latest + _NEXT),
        )
        tx.corrections.add(correction)
        self._note(tx, by, words_of(correction), subject, correction.id)
        return correction

    def _note(self, tx: Transaction, by: By, action: str, subject: str, detail: str) -> None:
        entry = AuditEntry(
            id=self._new_id(),
            workspace_id=by.workspace,
            by=by.user,
            action=action,
            subject=subject,
            detail=detail,
            at=self._clock(),
        )
        tx.audit.add(entry)


_WORDS = {
    CorrectionKind.SPLIT: "split story",
    CorrectionKind.MERGE: "merged into story",
    CorrectionKind.NOT_THIS_PERSON: "took out a link of",
    CorrectionKind.FORGET_URL: "forgot page",
    CorrectionKind.FORGET_PERSON: "forgot person",
}


def words_of(correction: Correction) -> str:
    """What a correction did, in words, as the audit has it."""
    return _WORDS[correction.kind]


def _nameless(url: str) -> str:
    """An address without its words, which often name the person for whose sake the page was forgotten.

    >>> _nameless("https://harbor.example/2026/jane-doe-arrested")
    'harbor.example, page 6b3ac5eb'
    """
    return f"{urlsplit(url).hostname}, page {hashlib.sha256(url.encode()).hexdigest()[:8]}"


def _story(tx: Transaction, ref: str, by: By) -> Story:
    story_id, _ = story_id_of(tx, ref, subscription=by.subscription)
    found = Grouped(tx, by.workspace).find(story_id)
    visible = tx.articles.visible(found.article_ids, by.workspace) if found is not None else frozenset()
    if found is None or not visible:
        raise UserError(f"There is no story {ref}, or its articles are older than is kept.")
    return replace(found, article_ids=tuple(i for i in found.article_ids if i in visible))


def _free_id(tx: Transaction, story: Story, founder: ArticleId) -> StoryId:
    """The id for a part of a story; another team that made the same part may have it."""
    taken = {story.id}
    while True:
        new_id = name_story(founder, taken)
        known = tx.stories.find(new_id)
        if known is None or (known.merged_into == story.id and not known.article_ids):
            return new_id
        taken.add(new_id)


def _stories_of(tx: Transaction, correction: Correction) -> tuple[Story, ...]:
    ids = [i for part in parts_of(correction) for i in part.article_ids]
    return tuple(tx.stories.by_ids(tx.stories.of_articles(ids).values()).values())


def _inverse(correction: Correction) -> Correction:
    return replace(correction, kind=_INVERSE[correction.kind], undone_at=None)


def _regroup(
    tx: Transaction, before: Sequence[Story], corrections: Iterable[Correction], now: datetime
) -> None:
    """Apply corrections to the shared stories; one that lost all its articles leads to where they are."""
    after = overlaid(before, corrections)
    articles = {a.id: a for a in tx.articles.by_ids(i for story in after for i in story.article_ids)}
    story_of = {i: story.id for story in after for i in story.article_ids}
    gone = [s for s in before if s.id not in {story.id for story in after}]
    merged = [
        replace(
            s, article_ids=(), merged_into=most_common(story_of[i] for i in s.article_ids), updated_at=now
        )
        for s in gone
    ]
    tx.stories.save([*(replace(dated(s, articles), updated_at=now) for s in after), *merged], at=now)
