"""Origins traced once: the same articles, read the same, go back to the same origins.

Used by `bot.services.shelf`, whose stories are shown again and again: in every lookup that meets them, to
every channel. It remembers by value, so that nothing is ever out of date.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from threading import Lock

from bot.model.article import Article, ArticleId
from bot.model.reading import Reading
from bot.model.story import OriginGraph
from bot.stories.origins import trace
from bot.stories.outlets import OutletBook

MOST = 1_000
"""Stories remembered, those asked for last: a day's of a large server; with short texts some ten MB."""


class Tracer:
    """Traces as `bot.stories.origins.trace` does; may be asked by several threads.

    Args:
        most: Stories remembered.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._known: OrderedDict[Hashable, OriginGraph] = OrderedDict()
        self._lock = Lock()

    def __call__(
        self, articles: Sequence[Article], readings: Mapping[ArticleId, Reading], outlets: OutletBook
    ) -> OriginGraph:
        """The origins of one story; see `bot.stories.origins.trace`.

        Args:
            articles: Its articles, any order.
            readings: What was found in them; those not read yet may be missing.
            outlets: Who publishes; the same at every call.
        """
        said = (readings[a.id].statements if a.id in readings else () for a in articles)
        key = tuple(zip(articles, said, strict=True))
        with self._lock:
            found = self._known.get(key)
            if found is not None:
                self._known.move_to_end(key)
                return found
        made = trace(articles, readings, outlets)
        with self._lock:
            self._known[key] = made
            if len(self._known) > self._most:
                self._known.popitem(last=False)
        return made
