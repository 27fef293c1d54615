"""What the answers of some feeds change in the database: the second half of a poll.

Called by `bot.services.polling` inside one transaction, for a batch of feeds at a time. It knows nothing of
fetching and parsing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.feeds.draft import Draft, shared_key
from bot.feeds.exchange import FetchResult
from bot.feeds.identity import Outcome, Settled, all_keys, settle
from bot.feeds.parsed import ParsedFeed
from bot.feeds.schedule import Decision, decide, host_of, rest_host
from bot.model.article import Article, ArticleId
from bot.model.feed import Feed, FeedId, FeedState
from bot.services.door import open_door
from bot.storage.transaction import Transaction
from bot.telemetry import metrics

_AT_ONCE = 1000  # articles in one statement: the rows of ten thousand take as much memory as the articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one feed gave: its entries as drafts, or its failure.

    Attributes:
        feed: Which.
        state: Before the poll.
        result: How the request ended; without body.
        parsed: What the feed says of itself, without its entries; None when nothing was read.
        dates: Those of its entries.
        drafts: Its entries.
    """

    feed: Feed
    state: FeedState
    result: FetchResult
    parsed: ParsedFeed | None = None
    dates: tuple[datetime, ...] = ()
    drafts: tuple[Draft, ...] = ()


def decided(answer: Answer, settled: Sequence[Settled], now: datetime) -> Decision:
    """What a feed's poll makes of its state; a feed that dates nothing goes by when we met its items.

    Items met together count once, so that the first read of such a feed does not look like a busy day.
    """
    parsed, published = answer.parsed, None
    if parsed is not None:
        published = answer.dates or sorted({one.article.published_at for one in settled})
    return decide(answer.state, answer.result, parsed=parsed, published=published, now=now)


def settle_all(tx: Transaction, answers: Sequence[Answer], now: datetime) -> tuple[tuple[Settled, ...], ...]:
    """Which articles the drafts of each feed are; a later feed sees what an earlier one brought."""
    keys = all_keys(draft for answer in answers for draft in answer.drafts)
    ids = tx.articles.known(keys)
    stored = {article.id: article for article in tx.articles.by_ids(ids.values(), bodies=True)}
    known: dict[str, Article] = {key: stored[i] for key, i in ids.items() if i in stored}
    # A page that was forgotten stays away from private feeds too, whose keys for it are others.
    unknown = {name for key in keys if key not in known for name in (key, shared_key(key))}
    door = open_door(tx, unknown, now)
    settled: list[tuple[Settled, ...]] = []
    for answer in answers:
        own = tuple(
            one
            for one in settle(answer.drafts, known)
            if one.outcome is not Outcome.NEW
            or not (
                door.refuses(one.article, one.keys) or door.forgotten.intersection(map(shared_key, one.keys))
            )
        )
        for one in own:
            known |= dict.fromkeys(one.keys, one.article)
        settled.append(own)
    return tuple(settled)


def write(tx: Transaction, settled: Sequence[Settled], now: datetime) -> dict[FeedId, int]:
    """Store what is new or changed; gives the number of new articles by the feed that brought them."""
    fresh: dict[ArticleId, tuple[Article, tuple[str, ...]]] = {}
    changed: list[Article] = []
    joined: list[tuple[ArticleId, FeedId]] = []
    keys: list[tuple[ArticleId, str]] = []
    for one in settled:
        article = one.article
        if one.outcome is Outcome.NEW:
            fresh[article.id] = (article, one.keys)
            continue
        if article.id in fresh:  # brought by another feed of the same batch
            known_keys = fresh[article.id][1]
            fresh[article.id] = (article, tuple(dict.fromkeys((*known_keys, *one.keys))))
            continue
        if one.outcome is Outcome.CHANGED:
            changed.append(article)
        elif one.outcome is Outcome.JOINED:
            joined.append((article.id, article.feeds[-1]))
        keys += [(article.id, key) for key in one.keys]
    new = list(fresh.values())
    for start in range(0, len(new), _AT_ONCE):
        tx.articles.add(new[start : start + _AT_ONCE])
    for article, _ in fresh.values():
        if not article.seen_on_add:
            age = article.first_seen_at - article.published_at
            metrics.ARRIVAL_SECONDS.observe(max(0.0, age.total_seconds()))
    for article in changed:
        tx.articles.update(article, at=now)
    tx.articles.attach(joined)
    tx.articles.add_keys(keys)
    return Counter(article.feeds[0] for article, _ in fresh.values())


def follow_up(
    tx: Transaction, answers: Sequence[Answer], decisions: Sequence[Decision], now: datetime
) -> None:
    """Write the feeds' own states, and what a poll changes beyond them.

    A feed that was not asked, because a host on its way rests, keeps its state and is put off.

    Args:
        tx: Writing.
        answers: What the feeds gave.
        decisions: What each poll makes of its feed's state.
        now: The present instant.
    """
    both = tuple(zip(answers, decisions, strict=True))
    tx.feeds.save_states(decision.state for answer, decision in both if answer.result.asked)
    for answer, decision in both:
        if decision.new_url:
            _move(tx, answer.feed, decision.new_url, now)
    resting = {
        host_of(answer.result.final_url): (answer.feed.id, decision.host_rests_until)
        for answer, decision in both
        if decision.host_rests_until is not None
    }
    for host, (told, until) in sorted(resting.items()):
        at_host = (s for f, s in tx.feeds.named_in(host) if host_of(f.url) == host and f.id != told)
        tx.feeds.postpone(rest_host(at_host, until=until))
    left_alone = {
        a.feed.id: now + timedelta(seconds=a.result.pause_s or 0) for a in answers if not a.result.asked
    }
    tx.feeds.postpone(left_alone)
    tx.feeds.release(left_alone)


def _move(tx: Transaction, feed: Feed, url: str, now: datetime) -> None:
    """Poll a feed at its new address from now on, unless another feed is polled there already."""
    there = tx.feeds.find_by_url(url, workspace=feed.workspace_id)
    if there is not None and there.removed_at is None and there.id != feed.id:
        return
    stored = tx.feeds.find(feed.id)  # as it is now: somebody may have paused or removed it meanwhile
    if stored is not None:
        tx.feeds.add_alias(feed.id, stored.url, at=now)
        tx.feeds.update(replace(stored, url=url))
