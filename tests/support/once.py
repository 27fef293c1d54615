"""What comes out the same every time is done once in a run of the tests.

Every command line that a test runs in process would parse the same files, compile the same topics, open the
same gazetteer and read the same sample articles. Here each is remembered by all that goes into it, so that
whatever is new is still done. Used by the tests of the whole road; those of language and of its quality have
nothing to do with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

import bot.catalog.agencies
import bot.catalog.gazetteer
import bot.catalog.outlets
import bot.catalog.people
import bot.catalog.topics
import bot.nlp.topics
from bot.catalog.gazetteer import Gazetteer
from bot.model.article import Article
from bot.model.reading import Reading
from bot.nlp.reader import Reader

# Pure functions and records that never change: (module, name).
SAME = (
    (bot.catalog.agencies, "parse_agencies"),
    (bot.catalog.outlets, "parse_outlets"),
    (bot.catalog.people, "parse_people"),
    (bot.catalog.topics, "parse_topics"),
    (bot.nlp.topics, "TopicMatcher"),
)
EVER = datetime(2000, 1, 1, tzinfo=UTC)


class SharedGazetteer(Gazetteer):
    """Stays open for the others until the run ends."""

    def close(self) -> None:
        pass

    def end(self) -> None:
        super().close()


class Once:
    """Remembers files by their text, topics by themselves, readings by version and article."""

    def __init__(self) -> None:
        self._same = [(module, name, cache(getattr(module, name))) for module, name in SAME]
        self._gazetteers: dict[Path, SharedGazetteer] = {}
        self._read = Reader.iter_readings
        self._readings: dict[tuple[str, Article], Reading] = {}

    @contextmanager
    def used(self) -> Iterator[None]:
        """In force while the block runs."""
        once = self

        def iter_readings(reader: Reader, articles: Iterable[Article]) -> Iterator[Reading]:
            return once.iter_readings(reader, articles)

        with pytest.MonkeyPatch.context() as patch:
            for module, name, cached in self._same:
                patch.setattr(module, name, cached)
            patch.setattr(bot.catalog.gazetteer, "Gazetteer", self.gazetteer)
            patch.setattr(Reader, "iter_readings", iter_readings)
            yield

    def close(self) -> None:
        """End what was kept open."""
        for one in self._gazetteers.values():
            one.end()

    def gazetteer(self, path: Path) -> SharedGazetteer:
        """The one of this file."""
        if path not in self._gazetteers:
            self._gazetteers[path] = SharedGazetteer(path)
        return self._gazetteers[path]

    def iter_readings(self, reader: Reader, articles: Iterable[Article]) -> Iterator[Reading]:
        """As the reader's own, but an article that it has read is not analysed again."""
        keys = [(reader.version, _as_read(article)) for article in articles]
        new = {key: None for key in keys if key not in self._readings}
        found = self._read(reader, [article for _, article in new])
        self._readings.update(zip(new, found, strict=True))
        return (self._readings[key] for key in keys)


def _as_read(article: Article) -> Article:
    """Without what depends on when and from which port a test polled; no reader looks at it."""
    return replace(article, feeds=(), first_seen_at=EVER, updated_at=None, seen_on_add=False)
