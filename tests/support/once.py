"""What comes out the same every time is done once in a run of the tests.

Every command line that a test runs in process would parse the same files, compile the same topics, open the
same gazetteer and read the same sample articles. Here each is remembered by all that goes into it, so that
whatever is new is still done. Used by the tests of the whole road; those of language and of its quality have
nothing to do with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import bot.catalog.agencies
import bot.catalog.outlets
import bot.catalog.people
import bot.catalog.topics
from bot.catalog.gazetteer import Gazetteer
from bot.model.article import Article
from bot.model.reading import Reading, Topic
from bot.nlp.reader import Reader
from bot.nlp.topics import TopicMatcher

PARSERS = (
    (bot.catalog.agencies, "parse_agencies"),
    (bot.catalog.outlets, "parse_outlets"),
    (bot.catalog.people, "parse_people"),
    (bot.catalog.topics, "parse_topics"),
)
EVER = datetime(2000, 1, 1, tzinfo=UTC)


class Once:
    """Remembers files by their text, topics and gazetteers by themselves, readings by version and article."""

    def __init__(self) -> None:
        self._parsers = [(module, name, cache(getattr(module, name))) for module, name in PARSERS]
        self._matcher = _made_once(TopicMatcher)
        self._gazetteer = _made_once(Gazetteer)
        self._opened: set[Gazetteer] = set()
        self._readings: dict[tuple[str, Article], Reading] = {}
        self._read, self._end = Reader.iter_readings, Gazetteer.close

    @contextmanager
    def used(self) -> Iterator[None]:
        """In force while the block runs."""

        def compile_topics(one: TopicMatcher, topics: Iterable[Topic]) -> None:
            vars(one).update(vars(self._matcher(tuple(topics))))

        def open_gazetteer(one: Gazetteer, path: Path) -> None:
            shared = self._gazetteer(path)
            self._opened.add(shared)
            vars(one).update(vars(shared))

        def read(reader: Reader, articles: Iterable[Article]) -> Iterator[Reading]:
            return self.readings(reader, articles)

        with pytest.MonkeyPatch.context() as patch:
            for module, name, cached in self._parsers:
                patch.setattr(module, name, cached)
            patch.setattr(TopicMatcher, "__init__", compile_topics)
            patch.setattr(Gazetteer, "__init__", open_gazetteer)
            patch.setattr(Gazetteer, "close", lambda _one: None)  # it stays open for the others
            patch.setattr(Reader, "iter_readings", read)
            yield

    def close(self) -> None:
        """End what was kept open."""
        for one in self._opened:
            self._end(one)

    def readings(self, reader: Reader, articles: Iterable[Article]) -> Iterator[Reading]:
        """As the reader's own, but an article that it has read is not analysed again."""
        keys = [(reader.version, _as_read(article)) for article in articles]
        new = {key: None for key in keys if key not in self._readings}
        found = self._read(reader, [article for _, article in new])
        self._readings.update(zip(new, found, strict=True))
        return (self._readings[key] for key in keys)


def _made_once(kind: type[Any]) -> Callable[..., Any]:
    """Makes an object of a class, once for the same arguments, whatever becomes of the class meanwhile."""
    fill = kind.__init__

    @cache
    def make(*given: Any) -> Any:
        one = object.__new__(kind)
        fill(one, *given)
        return one

    return make


def _as_read(article: Article) -> Article:
    """Without what depends on when and from which port a test polled; no reader looks at it."""
    return replace(article, feeds=(), first_seen_at=EVER, updated_at=None, seen_on_add=False)
