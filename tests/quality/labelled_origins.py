"""The labelled origins: stories of invented articles with the letter of the origin each goes back to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.model.article import Article, ArticleId

DATA = Path(__file__).parent / "data"
HEAD = re.compile(r"\[(.)\] (\S+) \| (.*?) \| (.*)")
UNSOURCED = "-"


@dataclass(frozen=True)
class LabelledStory:
    """A story: its name and its articles, each with its letter."""

    name: str
    articles: tuple[tuple[str, Article], ...]


def labelled(*names: str) -> Iterator[LabelledStory]:
    """The stories of the sets named, or of all."""
    for path in sorted(DATA.glob("origins-*.txt")):
        if not names or path.stem.removeprefix("origins-") in names:
            yield from _stories(path.read_text(encoding="utf-8").splitlines())


def _stories(lines: list[str]) -> Iterator[LabelledStory]:
    name, articles = "", []
    for number, line in enumerate(lines):
        if re.fullmatch(r"# [a-z0-9-]+", line):
            if articles:
                yield LabelledStory(name, tuple(articles))
            name, articles = line[2:], []
        elif match := HEAD.fullmatch(line):
            articles.append((match[1], _article(f"{name}:{len(articles)}", match, lines[number + 1])))
    yield LabelledStory(name, tuple(articles))


def _article(ident: str, match: re.Match[str], text: str) -> Article:
    at = datetime.fromisoformat(f"{match[2]}:00+00:00")
    return Article(
        id=ArticleId(ident), url=f"https://news.example/{ident}", title=match[4], body=text, outlet=match[3],
        published_at=at, first_seen_at=at,
    )  # fmt: skip
