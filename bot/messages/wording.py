"""The words of a card: names with their roles, statuses, statements, changes, days.

Called by `bot.messages.cards` and by what shows stories and people. Pure text and runs of rich text; the
same template for every speaker, and no word of judgement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.messages.blocks import Element, day, link, text
from bot.messages.limits import cut, cut_words
from bot.model.article import Article
from bot.model.entity import Entity, EntityId, Place, PlaceType, Role
from bot.model.statement import Stance, Statement
from bot.model.story import Changes, Status, StatusKind, StoryView

NAME_CHARS = 200
VENUE_CHARS = 150
QUOTE_CHARS = 400
"""Beyond these, no real name, venue or 25 words go; a line of them always fits a message."""

QUOTE_WORDS = 25
"""Longest run of an official's own words that is shown (docs/policy.md)."""

_NOON = time(12)
_WEEK = timedelta(days=6)  # a bare "Wed" means the last one, at most six days back
_GLYPHS = {
    StatusKind.DISPUTED: "◆",
    StatusKind.ON_FILE: "■",
    StatusKind.ON_RECORD: "●",
    StatusKind.ORIGINS: "●",
    StatusKind.ONE_ORIGIN: "◐",
    StatusKind.NO_SOURCE: "○",
}
_WORDS = {
    StatusKind.DISPUTED: "DISPUTED",
    StatusKind.ON_FILE: "ON FILE",
    StatusKind.ON_RECORD: "ON THE RECORD",
    StatusKind.ORIGINS: "Several origins",
    StatusKind.ONE_ORIGIN: "One origin",
    StatusKind.NO_SOURCE: "No source given",
}

_TOLD = {"hearing", "press conference"}
_OCCASION = re.compile(
    r"^(?:to|before)\b|\b(?:hearing|testimony|deposition|conference|briefing|availability|gaggle)s?\b",
    re.IGNORECASE,
)
"""Venues of these kinds name an occasion, or else those who were told."""

Names = Mapping[EntityId, Entity]


def by_id(entities: Iterable[Entity]) -> Names:
    """Entities by id."""
    return {entity.id: entity for entity in entities}


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun.

    >>> counted(1, "story", "stories"), counted(3, "outlet")
    ('1 story', '3 outlets')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def local_day(at: datetime, zone: str) -> date:
    """The local date of an instant."""
    return at.astimezone(ZoneInfo(zone)).date()


def clock(at: datetime, zone: str) -> str:
    """An instant in a zone: ``Mon 24 Aug 8:00 AM``.

    >>> from datetime import UTC
    >>> clock(datetime(2026, 8, 24, 12, 0, tzinfo=UTC), "America/New_York")
    'Mon 24 Aug 8:00 AM'
    """
    local = at.astimezone(ZoneInfo(zone))
    half = "AM" if local.time() < _NOON else "PM"
    return f"{day(local.date())} {local.hour % 12 or 12}:{local.minute:02d} {half}"


def short_day(on: date, today: date) -> str:
    """``Wed`` in the last week, else ``19 Aug``, with the year where it is another one.

    >>> short_day(date(2026, 8, 26), date(2026, 8, 27)), short_day(date(2026, 8, 1), date(2026, 8, 27))
    ('Wed', '1 Aug')
    """
    if timedelta(0) <= today - on <= _WEEK:
        return day(on)[:3]
    return day(on)[4:] + (f" {on.year}" if on.year != today.year else "")


def levels(view: StoryView) -> str:
    """The levels of government as a label: ``CITY`` or a pair of them; empty where none is known."""
    return " \u00d7 ".join(level.value.upper() for level in view.levels)


def status_words(status: Status) -> str:
    """The rung in words that need no glyph: ``DISPUTED``, ``One origin``, ``3 origins``."""
    if status.kind is StatusKind.ORIGINS:
        return counted(status.origins, "origin")
    return _WORDS[status.kind]


def former_words(kind: StatusKind) -> str:
    """The rung that a story had, in words."""
    return _WORDS[kind]


def status_line(status: Status) -> str:
    """Glyph, words and count: ``◐ One origin traced (5 of 6 outlets, one interview)``."""
    words, line = status_words(status), status.line
    if not line.lower().startswith(words.lower()):
        line = " · ".join(part for part in (words, line) if part)
    return f"{_GLYPHS[status.kind]} {line}"


def present_role(entity: Entity, on: date) -> Role | None:
    """The office held on a day, else the last one known."""
    lasting = (role for role in entity.roles if role.ends_on is None or role.ends_on >= on)
    return next(lasting, entity.roles[0] if entity.roles else None)


def role_words(role: Role, *, stale: bool) -> str:
    """The office; with its date where it may be stale.

    >>> role_words(Role(title="Mayor of Springfield", as_of=date(2025, 1, 6)), stale=True)
    'Mayor of Springfield (as of 6 Jan 2025)'
    """
    if not stale:
        return role.title
    until = role.ends_on
    when = f"until {_dated(until)}" if until and until <= role.as_of else f"as of {_dated(role.as_of)}"
    return f"{role.title} ({when})"


def _dated(on: date) -> str:
    return f"{day(on)[4:]} {on.year}"


def place_words(place: Place) -> str:
    """What kind of place it is, and where.

    >>> place_words(Place(type=PlaceType.CITY, lat=42, lon=-71, country="US", region="US-MA"))
    'city in MA'
    """
    if place.type in {PlaceType.COUNTRY, PlaceType.REGION}:
        return place.type.value
    inside = place.type is not PlaceType.STATE and place.region.removeprefix("US-")
    return f"{place.type.value} in {inside or place.country}"


def titled(entity: Entity, on: date) -> str:
    """A name with the office held on a day: ``Jane Doe, Mayor of Springfield``."""
    role = present_role(entity, on)
    return entity.name if role is None else f"{entity.name}, {role_words(role, stale=role.is_stale_on(on))}"


def speaker(statement: Statement, names: Names, on: date) -> str:
    """Who said it, as shown."""
    known = names.get(statement.speaker) if statement.speaker else None
    if known is not None:
        return cut(titled(known, on), NAME_CHARS)
    return cut(statement.speaker_text, NAME_CHARS) or "A source without a name"


def one_of(names: list[str]) -> str:
    """Names as alternatives.

    >>> one_of(["Jane Doe", "the police", "ICE"])
    'Jane Doe, the police or ICE'
    """
    return " or ".join(part for part in (", ".join(names[:-1]), names[-1]) if part) if names else ""


def verbatim(statement: Statement, article: Article) -> str | None:
    """The statement's words, at most 25 of them; None where the stored article does not have them.

    Words around an attribution are joined by an ellipsis; each part must stand in the text.
    """
    stored = _folded(f"{article.title}\n{article.summary}\n{article.body}")
    parts = [_folded(part) for part in re.split(r"…|\.\.\.|\[…\]", statement.words)]
    if not any(parts) or any(part not in stored for part in parts):
        return None
    return cut(cut_words(statement.words, QUOTE_WORDS), QUOTE_CHARS)


def _folded(words: str) -> str:
    return " ".join(words.split())


def venue_words(statement: Statement) -> str:
    """Where something was said; a body that it was told to is named as such.

    >>> from bot.model.article import ArticleId
    >>> from bot.model.statement import StatementId
    >>> told = Statement(
    ...     id=StatementId("s1"), article_id=ArticleId("a1"), field="text", source=(0, 1), cue=(1, 2),
    ...     content=((2, 3),), words="No", quoted=False, venue="the school committee",
    ...     venue_kind="hearing",
    ... )
    >>> venue_words(told)
    'to the school committee'
    """
    venue = cut(statement.venue, VENUE_CHARS)
    if statement.venue_kind not in _TOLD or not venue or _OCCASION.search(venue):
        return venue
    return f"to {venue}"


def where_and_when(statement: Statement, article: Article, today: date, zone: str) -> str:
    """``The Morning Hour, Wed``; where the day is not told, that of the report."""
    if statement.said_on is not None:
        when = short_day(statement.said_on, today)
    else:
        when = f"reported {short_day(local_day(article.published_at, zone), today)}"
    return ", ".join(part for part in (venue_words(statement), when) if part)


def statement_line(
    statement: Statement, article: Article, names: Names, today: date, zone: str
) -> list[Element]:
    """Who, where and when, and the words linked to where they were read; empty if not verbatim."""
    said = words_line(statement, article, today, zone)
    stance = ", denies" if statement.stance is Stance.DENIED else ""
    return [text(speaker(statement, names, today), bold=True), text(f"{stance} · "), *said] if said else []


def words_line(statement: Statement, article: Article, today: date, zone: str) -> list[Element]:
    """Where and when, and the words linked to where they were read; empty if not verbatim."""
    place = where_and_when(statement, article, today, zone)
    if statement.stance is Stance.DECLINED:
        return [text(f"{place}: "), link("declined to comment", article.url)]
    words = verbatim(statement, article)
    if words is None:
        return []
    if statement.quoted:
        return [text(f"{place}: "), link(f"“{words}”", article.url)]
    return [text(f"{place}, in the words of {cut(article.outlet, NAME_CHARS)}: "), link(words, article.url)]


def changes_words(changes: Changes, since: str) -> str:
    """What is new in a story the channel has seen; empty for a new one.

    >>> changes_words(Changes(outlets=("The Ledger",)), "Mon 24 Aug")
    'New since Mon 24 Aug: +1 outlet (The Ledger), no new origin'
    """
    if changes.is_new or changes.is_empty:
        return ""
    parts = []
    if changes.outlets:
        few = f" ({', '.join(changes.outlets)})" if len(changes.outlets) <= 3 else ""  # noqa: PLR2004 — one line
        parts.append(f"+{counted(len(changes.outlets), 'outlet')}{few}")
    if changes.origins:
        parts.append(f"+{counted(len(changes.origins), 'origin')} ({', '.join(changes.origins)})")
    elif changes.outlets:
        parts.append("no new origin")
    if changes.statements:
        parts.append(f"+{counted(len(changes.statements), 'statement')}")
    if changes.status_from is not None:
        parts.append(f"status was {former_words(changes.status_from)}")
    parts += [f"{what}: {old} → {new}" for what, old, new in changes.figures]
    parts += [f"headline was “{old}”" for old, _ in changes.edits]
    if changes.corrections:
        parts.append(counted(len(changes.corrections), "correction"))
    return f"New since {since}: {', '.join(parts)}"
