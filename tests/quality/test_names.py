"""Names and links on 105 invented articles; floors that never drop without a reason in the changelog."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from bot.catalog.agencies import load_agencies
from bot.catalog.gazetteer import Gazetteer
from bot.catalog.outlets import load_outlets
from bot.catalog.people import load_people
from bot.model.article import Article, ArticleId
from bot.model.reading import Reading
from bot.nlp.annotate import Annotator
from bot.nlp.reader import Reader

ROOT = Path(__file__).parents[2]
GOLD = Path(__file__).parent / "data" / "names.txt"
MARK = re.compile(r"\[([^\[\]|]+)\|([^\]]+)\]")
FIELDS = {"T": "title", "S": "summary", "B": "text"}
KINDS = {"p": "person", "o": "org", "l": "place"}

Span = tuple[str, int, int]


@dataclass(frozen=True)
class Labelled:
    """An article and its labels: kind and, where one is asked for, id by span."""

    article: Article
    kinds: dict[Span, str]
    links: dict[Span, str]


def unmarked(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The text of a marked line, and (start, end, label) of its marks."""
    text, marks, done = "", [], 0
    for match in MARK.finditer(line):
        text += line[done : match.start()]
        marks.append((len(text), len(text) + len(match[1]), match[2]))
        text, done = text + match[1], match.end()
    return text + line[done:], marks


def labelled() -> Iterator[Labelled]:
    for number, block in enumerate(GOLD.read_text(encoding="utf-8").split("\n@ ")[1:]):
        head, *lines = block.strip().splitlines()
        day, _, place = head.partition(" ")
        texts, kinds, links = {}, {}, {}
        for line in lines:
            field = FIELDS[line[0]]
            texts[field], marks = unmarked(line[3:])
            for start, end, label in marks:
                if label != "d":
                    kinds[field, start, end] = KINDS.get(label) or label.partition(":")[0]
                    links[field, start, end] = label if ":" in label else ""
        yield Labelled(article_of(number, day, place, texts), kinds, links)


def article_of(number: int, day: str, place: str, texts: dict[str, str]) -> Article:
    at = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    return Article(
        id=ArticleId(f"n{number}"),
        url="https://example.org",
        title=texts["title"],
        summary=texts["summary"],
        body=texts.get("text", ""),
        outlet="Example",
        place=place or None,
        published_at=at,
        first_seen_at=at,
    )


@pytest.fixture(scope="module")
def reader() -> Reader:
    config = ROOT / "config"
    return Reader(
        Annotator(),
        entities=(*load_agencies(config / "agencies.toml"), *load_people(config / "people.toml")),
        outlets=load_outlets(config / "outlets.toml"),
        places=Gazetteer(config / "data" / "gazetteer.sqlite"),
        statements=False,
    )


@pytest.fixture(scope="module")
def read(reader: Reader) -> list[tuple[Labelled, Reading]]:
    gold = list(labelled())
    assert len(gold) >= 100
    return list(zip(gold, reader.iter_readings(g.article for g in gold), strict=True))


def f1(hit: int, found: int, wanted: int) -> float:
    return 2 * hit / (found + wanted) if hit else 0.0


def kind_scores(read: list[tuple[Labelled, Reading]]) -> dict[str, float]:
    """F1 over exact spans and kinds, in all and of persons."""
    count: Counter[str] = Counter()
    for gold, reading in read:
        named = [m for m in reading.mentions if not m.weak and not m.demonym]
        found = {((m.field, m.start + 4 * m.text.startswith("The "), m.end), str(m.kind)) for m in named}
        wanted = set(gold.kinds.items())
        for name, kinds in (("all", set(KINDS.values())), ("person", {"person"})):
            a, b = ({x for x in s if x[1] in kinds} for s in (found, wanted))
            count.update({f"{name} hit": len(a & b), f"{name} found": len(a), f"{name} wanted": len(b)})
    return {n: f1(count[f"{n} hit"], count[f"{n} found"], count[f"{n} wanted"]) for n in ("all", "person")}


def link_errors(read: list[tuple[Labelled, Reading]], listed: set[str]) -> tuple[float, float, list[str]]:
    """Precision and recall of links to people and bodies, and every miss in words."""
    hit = found = wanted = 0
    errors = []
    for gold, reading in read:
        named = [m for m in reading.mentions if m.kind != "place"]
        got = {(m.field, m.start + 4 * m.text.startswith("The "), m.end): str(m.entity_id) for m in named}
        for span, want in gold.links.items():
            linked = got.get(span, "")
            linked = linked if linked in listed or linked == want else ""
            hit, found, wanted = hit + (linked == want != ""), found + (linked != ""), wanted + (want != "")
            if linked != want:
                errors.append(
                    f"{gold.article.title!r} {span}: {linked or 'nothing'} instead of {want or 'nothing'}"
                )
        errors += [
            f"{gold.article.title!r}: {i} out of nothing"
            for s, i in got.items()
            if i in listed - {""} and s not in gold.links
        ]
        found += sum(i in listed and s not in gold.links for s, i in got.items())
    return hit / found, hit / wanted, errors


def test_names_are_found_with_their_exact_spans_and_kinds(read: list[tuple[Labelled, Reading]]) -> None:
    scores = kind_scores(read)
    assert scores["all"] >= 0.96, scores
    assert scores["person"] >= 0.97, scores


def test_links_are_right_and_most_are_made(reader: Reader, read: list[tuple[Labelled, Reading]]) -> None:
    listed = {
        str(e.id)
        for e in (*load_agencies(ROOT / "config/agencies.toml"), *load_people(ROOT / "config/people.toml"))
    }
    precision, recall, errors = link_errors(read, listed)
    assert precision >= 0.97, errors
    assert recall >= 0.95, errors


def test_title_case_costs_little(reader: Reader) -> None:
    """The same articles with Every Word Of The Headline In Capitals."""
    gold = list(labelled())
    cased = []
    for one in gold:
        title = re.sub(r"(?<![\w'])[a-z]", lambda m: m[0].upper(), one.article.title)
        article = Article(**{n: getattr(one.article, n) for n in Article.__slots__} | {"title": title})
        cased.append(Labelled(article, one.kinds, one.links))
    as_written = kind_scores(list(zip(gold, reader.iter_readings(g.article for g in gold), strict=True)))
    in_capitals = kind_scores(list(zip(cased, reader.iter_readings(g.article for g in cased), strict=True)))
    assert as_written["all"] - in_capitals["all"] < 0.04


def test_private_namesakes_are_not_linked(read: list[tuple[Labelled, Reading]]) -> None:
    private = {"Grace Wu", "Daniel Wu", "Tim Healey", "Helen Abbott", "Patrick Flynn"}
    ids = {m.text: m.entity_id for _, r in read for m in r.mentions if m.text in private}
    assert set(ids) == private
    assert all(
        str(i).startswith("person:") and str(i).endswith(n.lower().replace(" ", "-")) for n, i in ids.items()
    )
