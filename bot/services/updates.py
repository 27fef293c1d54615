"""What changed in stories whose cards are posted: the card is drawn anew, and the thread told what counts.

Called by `bot.jobs` at ticks of the clock. Told are a status that changed on the day of the digest, and for a
week corrections, retractions and headlines whose figures changed; an article more is for the next digest
(docs/decisions/0078-posted-cards.md).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.digests.compose import named_entities
from bot.messages.blocks import Message
from bot.messages.notices import change_notice, correction_notice
from bot.model.article import Article, ArticleVersion
from bot.model.digest import Delivery, DeliveryKind, DigestStory, Subscription
from bot.model.story import Changes
from bot.services.amend import Amend, part_of
from bot.services.overlay import Grouped
from bot.services.shelf import Shelves
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from bot.storage.views import ShownCard
from bot.stories.changes import compare

_CUT = "updates.cut"
_EVERY = timedelta(minutes=5)  # looking is dearer than an alert, and an edited card less urgent
_OVERLAP = timedelta(minutes=5)
_STATUS_FOR = timedelta(hours=24)  # then the next digest tells it
_CORRECTED_FOR = timedelta(days=7)  # as in digests: a correction of what was shown longer ago is no news
_TOLD_S = 30 * 86_400.0
_FIGURE = re.compile(r"\d[\d,.]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Update:
    """What is told of one card.

    Attributes:
        card: As it was posted.
        subscription: Whose digest it is in.
        message: The reply in its thread; None where the card is only drawn anew.
        about: What the reply tells; it is told once.
        broadcast: Whether the channel sees the reply too: a new status, and nothing else.
    """

    card: ShownCard
    subscription: Subscription
    message: Message | None
    about: str
    broadcast: bool


class Updates:
    """Keeps posted cards true.

    Args:
        database: Where everything is.
        shelves: Stories as they are now.
        amend: Draws cards anew.
        clock: The present instant.
    """

    def __init__(
        self, database: Database, *, shelves: Shelves, amend: Amend, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._shelves = shelves
        self._amend = amend
        self._clock = clock

    def plan(self) -> int:
        """Plan edits and replies for what changed since the last time; every five minutes at most.

        Returns:
            How many replies were planned. The first run plans none.
        """
        now = self._clock()
        with self._database.read() as tx:
            stored = tx.meta.find(_CUT)
            since = datetime.fromisoformat(stored) if stored else now
            if stored and now - since < _EVERY:
                return 0
            subscriptions = [s for s in tx.subscriptions.all() if s.active] if stored else []
            found = [u for s in subscriptions for u in self._of_channel(tx, s, since - _OVERLAP, now)]
        told = self._store(found, now)
        for subscription in subscriptions:
            ids = {u.card.view.story.id for u in found if u.subscription == subscription}
            if ids:
                self._amend.redraw(sorted(ids), workspace=subscription.workspace_id)
        return told

    def _store(self, found: Sequence[_Update], now: datetime) -> int:
        told = 0
        with self._database.write() as tx:
            for update in found:
                row = tx.deliveries.find(update.card.delivery_id)
                if row is None or update.message is None or not _is_news(tx, update, now):
                    continue
                tx.deliveries.plan([_notice(row, update.message, now, broadcast=update.broadcast)])
                told += 1
            tx.meta.put(_CUT, now.isoformat())
        return told

    def _of_channel(
        self, tx: Transaction, subscription: Subscription, since: datetime, now: datetime
    ) -> Iterator[_Update]:
        """What changed in the cards of one channel."""
        cards = tx.views.cards_since(subscription.id, now - _CORRECTED_FOR)
        touched = [card for card in cards if _is_touched(tx, card, since)]
        grouped = Grouped(tx, subscription.workspace_id)
        stories = {card.view.story.id: grouped.find(card.view.story.id) for card in touched}
        present = [story for story in stories.values() if story is not None]
        shelf = self._shelves.load(tx, present, until=now, workspace=subscription.workspace_id)
        views = {view.story.id: view for view in shelf.views}
        for card in touched:
            story = stories[card.view.story.id]
            view = views.get(story.id) if story is not None else None
            if view is None:
                continue
            articles = shelf.of(view)
            versions = [v for a in articles for v in tx.articles.versions(a.id) if v.replaced_at >= card.at]
            changes = compare(card.view, view, articles, versions)
            shown = DigestStory(
                number=card.number,
                topic=view.topics[0] if view.topics else "",
                view=view,
                articles=articles,
                entities=named_entities(view, shelf.entities),
                changes=changes,
            )
            if changes.status_from is not None or changes.edits or changes.corrections:
                yield _told(shown, card, versions, subscription, now)


def _is_touched(tx: Transaction, card: ShownCard, since: datetime) -> bool:
    """Whether the story's articles, or their texts, changed since then."""
    story = tx.stories.follow(card.view.story.id)
    if story is None:
        return False
    if story.updated_at >= since:
        return True
    return any(a.updated_at and a.updated_at >= since for a in tx.articles.by_ids(story.article_ids))


def _told(
    story: DigestStory,
    card: ShownCard,
    versions: Sequence[ArticleVersion],
    subscription: Subscription,
    now: datetime,
) -> _Update:
    """What is told of a card: a new status before a correction; nothing where neither counts."""
    message: Message | None = None
    about, zone = "", subscription.zone
    is_status = story.changes.status_from is not None and now - card.at < _STATUS_FOR
    corrected = _corrected(story.changes, story.articles, versions)
    if is_status:
        today = now.astimezone(ZoneInfo(zone)).date()
        message = change_notice(story, today=today, zone=zone, since_at=card.at)
        about = story.view.status.kind.value
    elif corrected is not None:
        article, former = corrected
        message = correction_notice(card.number, article, former_title=former)
        about = f"{article.id}:{article.title}"
    return _Update(card=card, subscription=subscription, message=message, about=about, broadcast=is_status)


def _corrected(
    changes: Changes, articles: Sequence[Article], versions: Sequence[ArticleVersion]
) -> tuple[Article, str] | None:
    """An article that says it was corrected, or whose headline has other figures; and its former headline."""
    former = {version.article_id: version.title for version in reversed(versions)}
    for article in articles:
        was = former.get(article.id, article.title)
        if article.id in changes.corrections:
            return article, was if was != article.title else ""
        if was != article.title and _FIGURE.findall(was) != _FIGURE.findall(article.title):
            return article, was
    return None


def _is_news(tx: Transaction, update: _Update, now: datetime) -> bool:
    """Whether nobody was told this of the card before."""
    words = hashlib.sha256(update.about.encode()).hexdigest()[:16]
    key = f"update:{update.card.delivery_id}:{update.card.number}:{words}"
    return tx.guards.first_time(key, now=now, ttl_s=_TOLD_S)


def _notice(row: Delivery, message: Message, now: datetime, *, broadcast: bool) -> Delivery:
    shown = {**message, "broadcast": True} if broadcast else message
    payload = json.dumps({"parent": shown}, ensure_ascii=False, sort_keys=True)
    return part_of(row, DeliveryKind.NOTICE, payload, now)
