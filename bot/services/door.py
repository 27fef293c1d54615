"""What is never taken in again: pruned items, forgotten pages, items older than what is kept.

Asked by `bot.services.polling` for every item that no stored article is. Feeds list old items for months,
give them new dates and use one address for many items, so that neither age nor address alone decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model.article import Article
from bot.services.keep import find_cut
from bot.storage.transaction import Transaction

_WORDS = "hash:"  # how bot.feeds.identity begins the key that stands for an item's words


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What some items are held against.

    Attributes:
        cut_at: Nothing published before it is taken in; None before the first prune.
        gone: Keys of pruned articles.
        forgotten: Keys of forgotten pages.
    """

    cut_at: datetime | None = None
    gone: frozenset[str] = frozenset()
    forgotten: frozenset[str] = frozenset()

    def refuses(self, article: Article, keys: Sequence[str]) -> bool:
        """Whether an item that no stored article is must stay out.

        A new date on the same words under the same address is the pruned item again; new words with a date of
        their own are a new item, even where a feed uses one address for all it publishes.

        Args:
            article: As it would be stored.
            keys: Its identity keys.
        """
        if self.cut_at is not None and article.published_at < self.cut_at:
            return True
        if not self.forgotten.isdisjoint(keys):
            return True
        met = self.gone.intersection(keys)
        if article.published_at >= article.first_seen_at:  # without a believable date of its own
            return bool(met)
        return len(met) >= min(2, len(keys)) and any(key.startswith(_WORDS) for key in met)


def open_door(tx: Transaction, keys: Iterable[str], now: datetime) -> Door:
    """What items with these keys are held against; the keys among them that were pruned are kept longer.

    Args:
        tx: The writing transaction of a poll.
        keys: Of all items that may be new.
        now: The present instant.
    """
    keys = tuple(keys)
    gone = tx.articles.gone(keys)
    tx.articles.still_gone(gone, at=now)
    return Door(cut_at=find_cut(tx), gone=gone, forgotten=tx.articles.gone(gone, for_good=True))
