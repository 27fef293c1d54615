"""One's own articles, annotated or grouped without being stored: ``policybot read`` and ``group``.

Called by `bot.cli.lab`. Reads and makes the JSON Lines of docs/formats.md; never touches the database.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Protocol

from bot.errors import UserError
from bot.model.article import Article, ArticleId
from bot.model.entity import Entity, EntityId, EntityKind, Mention
from bot.model.reading import Reading
from bot.model.statement import Statement
from bot.nlp.reader import GivenMention, Reader
from bot.stories.clips import make_clip
from bot.stories.cluster import Clusterer

_FIELDS = {"title": "title", "summary": "summary", "text": "body"}
_KINDS = {"person", "place", "org"}
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
_EXAMPLE = '{"id": "1", "title": "Council passes budget", "summary": "", "published": "2026-03-02T12:00:00Z"}'

Row = dict[str, Any]


class Places(Protocol):
    """Where a place lies; the gazetteer."""

    def find_place(self, place_id: EntityId, /) -> Entity | None:
        """The place, or None."""


def parse_rows(lines: Iterable[str], *, name: str) -> tuple[Row, ...]:
    """Rows of a JSON Lines file, checked before anything is made of them.

    Args:
        lines: Text lines; empty ones are passed over.
        name: Of the file, for messages.

    Returns:
        One mapping a line, in order.

    Raises:
        UserError: A line is no article; the message names file, line and fault.
    """
    rows, seen = [], set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row = _parse_row(line, f"{name}:{number}")
        if row["id"] in seen:
            raise UserError(f"{name}:{number}: the id {row['id']!r} was there before; ids must differ.")
        seen.add(row["id"])
        rows.append(row)
    return tuple(rows)


def _parse_row(line: str, where: str) -> Row:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise UserError(f"{where}: not JSON ({error}). A line looks like {_EXAMPLE}") from error
    if (
        not isinstance(row, dict)
        or not isinstance(row.get("id"), str)
        or not isinstance(row.get("title"), str)
    ):
        raise UserError(f"{where}: an article needs the texts id and title. A line looks like {_EXAMPLE}")
    wrong = [
        k for k in ("summary", "text", "outlet", "url", "place") if not isinstance(row.get(k) or "", str)
    ]
    if wrong:
        raise UserError(f"{where}: {', '.join(wrong)} must be text.")
    _moment(row, where)
    return row


def _moment(row: Mapping[str, Any], where: str) -> datetime:
    value = row.get("published")
    if value is None:
        return _UNDATED
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise UserError(f"{where}: published is {value!r}; write 2026-03-02T12:00:00Z.") from error
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def to_article(row: Mapping[str, Any]) -> Article:
    """The article of a row, as if it had come from a feed.

    >>> to_article({"id": "7", "title": "A", "text": "B", "place": "US-MA"}).body
    'B'
    """
    moment = _moment(row, str(row["id"]))
    return Article(
        id=ArticleId(row["id"]),
        url=row.get("url") or "",
        title=row["title"],
        summary=row.get("summary") or "",
        body=row.get("text") or "",
        outlet=row.get("outlet") or "",
        place=row.get("place") or None,
        language="en",
        published_at=moment,
        first_seen_at=moment,
    )


def to_given(row: Mapping[str, Any]) -> tuple[GivenMention, ...]:
    """The spans that a row brings along to be linked.

    Raises:
        UserError: A span is not inside its field or its kind is unknown.
    """
    spans = []
    for span in row.get("mentions") or ():
        text = row.get(span.get("field")) if span.get("field") in _FIELDS else None
        start, end = span.get("start"), span.get("end")
        if not isinstance(text, str) or type(start) is not int or type(end) is not int:
            raise UserError(f"article {row['id']!r}: a mention needs field, start and end; got {span!r}.")
        if not 0 <= start < end <= len(text) or span.get("kind") not in _KINDS:
            raise UserError(
                f"article {row['id']!r}: no such span, or kind is not person, place or org: {span!r}."
            )
        spans.append(GivenMention(field=span["field"], start=start, end=end, kind=EntityKind(span["kind"])))
    return tuple(spans)


def read(
    rows: Sequence[Row],
    reader: Reader,
    places: Places,
    *,
    given: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Iterator[Row]:
    """Annotate articles.

    Args:
        rows: As `parse_rows` gives them.
        reader: The annotator.
        places: For coordinates.
        given: Link the spans in each row's ``mentions`` instead of finding names.
        progress: Called with articles done and in all.

    Yields:
        ``{"id", "mentions", "topics", "statements"}`` of each article, in order.
    """
    spans = {ArticleId(row["id"]): to_given(row) for row in rows} if given else None
    articles = [to_article(row) for row in rows]
    for done, reading in enumerate(reader.iter_readings(articles, given=spans), 1):
        progress(done, len(rows))
        yield to_row(reading, places)


def to_row(reading: Reading, places: Places) -> Row:
    """A reading as a row of output; links by way of something else are left out."""
    return {
        "id": reading.article_id,
        "mentions": [_mention_row(m, places) for m in reading.mentions if not m.weak],
        "topics": [{"slug": t.slug, "score": round(t.score, 4)} for t in reading.topics],
        "statements": [_statement_row(s) for s in reading.statements],
    }


def _mention_row(mention: Mention, places: Places) -> Row:
    row: Row = {
        "field": mention.field,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": mention.kind.value,
        "entity": mention.entity_id,
    }
    place = (
        places.find_place(mention.entity_id)
        if mention.entity_id and mention.kind is EntityKind.PLACE
        else None
    )
    if place is not None and place.place is not None:
        row |= {"lat": place.place.lat, "lon": place.place.lon}
    return row | ({"demonym": True} if mention.demonym else {})


def _statement_row(statement: Statement) -> Row:
    return {
        "field": statement.field,
        "source": list(statement.source) if statement.source else None,
        "cue": list(statement.cue),
        "content": [list(span) for span in statement.content],
    }


def group(
    rows: Sequence[Row],
    *,
    trace: Callable[[Sequence[Article]], Mapping[ArticleId, str]],
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Iterator[Row]:
    """Group articles into stories, in order of time, equal times as one poll.

    Args:
        rows: As `parse_rows` gives them.
        trace: Gives each article of one story the word for its origin.
        progress: Called with articles done and in all.

    Yields:
        ``{"id", "story", "origin"}`` of each article, in order of the input.
    """
    articles = sorted((to_article(row) for row in rows), key=lambda a: a.published_at)
    story_of: dict[ArticleId, str] = {}
    clusterer, done = Clusterer(), 0
    for moment, batch in groupby(articles, key=lambda a: a.published_at):
        poll = [make_clip(article) for article in batch]
        for regrouping in (clusterer.add(poll, moment), clusterer.recluster(moment)):
            story_of.update(regrouping.moved)
        done += len(poll)
        progress(done, len(rows))
    origin_of = _origins(articles, story_of, trace)
    for row in rows:
        article_id = ArticleId(row["id"])
        yield {"id": row["id"], "story": story_of[article_id], "origin": origin_of[article_id]}


def _origins(
    articles: Sequence[Article],
    story_of: Mapping[ArticleId, str],
    trace: Callable[[Sequence[Article]], Mapping[ArticleId, str]],
) -> dict[ArticleId, str]:
    stories: dict[str, list[Article]] = {}
    for article in articles:
        stories.setdefault(story_of[article.id], []).append(article)
    found: dict[ArticleId, str] = {}
    for story, members in stories.items():
        found |= {article_id: f"{story}/{origin}" for article_id, origin in trace(members).items()}
    return found
