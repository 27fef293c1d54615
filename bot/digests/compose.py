"""Which stories a digest shows, in which order, under which number.

Called by `bot.services.publish` with stories that are already ranked. Pure; it decides nothing about
words, which is for `bot.messages`, nor about when a digest is due.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.model.article import Article
from bot.model.digest import NEW_STORY, Digest, DigestStory, FeedFailure, Scores, Subscription
from bot.model.entity import Entity, EntityId
from bot.model.feed import FeedId
from bot.model.reading import Topic
from bot.model.story import Changes, StatusKind, StoryView

OTHER = Topic(slug="other", name="Other")
"""The last section: stories without a topic of the list."""

EXCERPT_CHARS = 140
"""Longest excerpt of a feed's own summary; a feed may allow fewer, or none (docs/policy.md)."""

MOST_IN_THREAD = 30
"""Stories listed below a digest: one reply, two at most. The others are counted by topic, and looked up by it
(docs/decisions/0110-the-length-of-a-thread.md)."""

_USUAL_MOST = 8  # stories in the message where no channel says otherwise
_SINGLE = frozenset({StatusKind.ONE_ORIGIN, StatusKind.NO_SOURCE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A story as `bot.stories` ranked it.

    Attributes:
        view: The story as of the cut-off.
        articles: Its articles, in order of publication.
        scores: Why it stands where it stands.
        changes: What is new since this channel last saw it.
    """

    view: StoryView
    articles: tuple[Article, ...]
    scores: Scores | None = None
    changes: Changes = NEW_STORY


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What a digest covers.

    Attributes:
        local_on: The local date it is for.
        since_at: Start, the last sent cut-off.
        until_at: The cut-off.
        zone: Zone in which dates are written; the subscription's where there is one.
    """

    local_on: date
    since_at: datetime
    until_at: datetime
    zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What was read for it.

    Attributes:
        feeds_total: Feeds in scope.
        failures: Those that could not be read.
        articles: Articles read in the window.
        excerpt_chars: Longest excerpt that a feed allows, where it is not the usual one.
    """

    feeds_total: int
    failures: tuple[FeedFailure, ...] = ()
    articles: int = 0
    excerpt_chars: Mapping[FeedId, int] | None = None


def compose(
    ranked: Sequence[Ranked],
    *,
    subscription: Subscription | None,
    heading: str,
    window: Window,
    coverage: Coverage,
    topics: Sequence[Topic],
    entities: Mapping[EntityId, Entity],
    max_stories: int | None = None,
) -> Digest:
    """The digest of a channel, or of nobody in particular.

    The best stories up to the cap stand in the message, the next in the thread, the rest is counted; each
    part is ordered by topic in the fixed order of `topics`, inside a topic by rank, and numbered as it is
    read. Left out are stories in which nothing changed, and for a channel that wishes so, young stories of
    one origin.

    Args:
        ranked: Best first.
        subscription: The channel's; None for a preview of everything.
        heading: Places or interests in words.
        window: What it covers.
        coverage: What was read for it.
        topics: In the order of their sections.
        entities: All that the cards may name.
        max_stories: Stories in the message where there is no subscription.
    """
    told = [story for story in ranked if not story.changes.is_empty]
    held = {story.view.story.id for story in told if is_held(story.view, subscription, window.until_at)}
    shown = [story for story in told if story.view.story.id not in held]
    most = subscription.max_stories if subscription else (max_stories or _USUAL_MOST)
    maker = _Maker(subscription=subscription, topics=topics, entities=entities, coverage=coverage)
    stories = maker.numbered(shown[:most], first=1)
    return Digest(
        subscription_id=subscription.id if subscription else None,
        heading=heading,
        zone=subscription.zone if subscription else window.zone,
        local_on=window.local_on,
        since_at=window.since_at,
        until_at=window.until_at,
        stories=stories,
        more=maker.numbered(shown[most : most + MOST_IN_THREAD], first=len(stories) + 1),
        unlisted=maker.counted(shown[most + MOST_IN_THREAD :]),
        feeds_total=coverage.feeds_total,
        failures=coverage.failures,
        articles=coverage.articles,
        held=len(held),
    )


def is_held(view: StoryView, subscription: Subscription | None, now: datetime) -> bool:
    """Whether a story waits for a second origin in this channel.

    A disputed story, a document or words on the record are never held; nor is a story for longer than
    the channel's hours since its first article.
    """
    if subscription is None or not subscription.hold_single_origin_h:
        return False
    hold = timedelta(hours=subscription.hold_single_origin_h)
    return view.status.kind in _SINGLE and now - view.story.first_at < hold


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    """What all stories of one digest share."""

    subscription: Subscription | None
    topics: Sequence[Topic]
    entities: Mapping[EntityId, Entity]
    coverage: Coverage

    def numbered(self, ranked: Sequence[Ranked], *, first: int) -> tuple[DigestStory, ...]:
        """The stories by section, then rank, with their numbers."""
        order = {topic.slug: place for place, topic in enumerate(self.topics)}
        sections = [(self._topic(story.view), story) for story in ranked]
        sections.sort(key=lambda pair: order.get(pair[0].slug, len(order)))
        return tuple(
            self._story(story, topic, number) for number, (topic, story) in enumerate(sections, start=first)
        )

    def counted(self, ranked: Sequence[Ranked]) -> tuple[tuple[str, int], ...]:
        """How many stories each section has, in the order of sections."""
        names = [story.topic_name for story in self.numbered(ranked, first=1)]
        return tuple(Counter(names).items())

    def _topic(self, view: StoryView) -> Topic:
        """The story's section: its best topic that the channel asked for, else its best one."""
        known = {topic.slug: topic for topic in self.topics if not topic.negative}
        own = [known[slug] for slug in view.topics if slug in known]
        wanted = self.subscription.topics if self.subscription else ()
        return next((topic for topic in own if topic.slug in wanted), own[0] if own else OTHER)

    def _story(self, story: Ranked, topic: Topic, number: int) -> DigestStory:
        return DigestStory(
            number=number,
            topic=topic.slug,
            topic_name=topic.name,
            view=story.view,
            articles=story.articles,
            entities=named_entities(story.view, self.entities),
            changes=story.changes,
            scores=story.scores,
            excerpt=excerpt(story, self.coverage.excerpt_chars or {}),
        )


def named_entities(view: StoryView, entities: Mapping[EntityId, Entity]) -> tuple[Entity, ...]:
    """The entities that a card of the story names, by first use."""
    denial = view.status.denial
    speakers: Iterable[EntityId | None] = (
        *(statement.speaker for statement in view.statements),
        denial.speaker if denial else None,
        *(statement.speaker for statement in view.reply.statements),
        *view.reply.concerned,
    )
    known = (entities.get(found) for found in dict.fromkeys(speakers) if found is not None)
    return tuple(entity for entity in known if entity is not None)


def excerpt(story: Ranked, allowed: Mapping[FeedId, int]) -> str:
    """The start of the headline article's own summary, as long as its feeds allow; empty for none."""
    article = next((a for a in story.articles if a.id == story.view.headline_article), None)
    if article is None:
        return ""
    most = min((allowed.get(feed, EXCERPT_CHARS) for feed in article.feeds), default=EXCERPT_CHARS)
    summary = " ".join(article.summary.split())
    if len(summary) <= most:
        return summary if most else ""
    start = summary[: max(most - 1, 0)].rsplit(" ", 1)[0].rstrip(" ,;:")
    return f"{start}…" if start else ""
