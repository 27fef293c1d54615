"""Articles, listed people and a tiny gazetteer for the tests of this room; nobody here exists."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.model.article import Article, ArticleId
from bot.model.entity import Entity, EntityId, EntityKind, Level, Place, PlaceType, Role

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
TOLEDO = EntityId("geonames:5174035")
OHIO = EntityId("geonames:5165418")


def article(title: str, summary: str = "", body: str = "", **more: object) -> Article:
    fields = {"id": ArticleId("a1"), "url": "https://example.org/1", "outlet": "Example"}
    return Article(
        **{**fields, **more}, title=title, summary=summary, body=body, published_at=AT, first_seen_at=AT
    )


def person(name: str, *, slug: str = "", aliases: tuple[str, ...] = (), **role: object) -> Entity:
    fields = {"title": "Mayor of Toledo", "short": "Mayor", "level": Level.CITY, "as_of": date(2026, 1, 1)}
    return Entity(
        id=EntityId(f"person:{slug or name.lower().replace(' ', '-')}"),
        kind=EntityKind.PERSON,
        name=name,
        aliases=aliases,
        roles=(Role(**{**fields, **role}),),
        listed=True,
    )


def body(slug: str, name: str, *aliases: str, **more: object) -> Entity:
    return Entity(
        id=EntityId(f"org:{slug}"), kind=EntityKind.ORG, name=name, aliases=aliases, listed=True, **more
    )


def place(place_id: EntityId, name: str, kind: PlaceType, population: int, region: str = "US-OH") -> Entity:
    return Entity(
        id=place_id,
        kind=EntityKind.PLACE,
        name=name,
        place=Place(type=kind, lat=41.0, lon=-83.0, country="US", region=region, population=population),
    )


class Places:
    """Ohio and its Toledo: just enough of a gazetteer."""

    def __init__(self) -> None:
        towns = (
            place(TOLEDO, "Toledo", PlaceType.CITY, 270_000),
            place(OHIO, "Ohio", PlaceType.STATE, 11_700_000),
        )
        self._by_name = {t.name: t for t in towns}
        self._by_id = {t.id: t for t in towns}

    def candidates(self, name: str) -> tuple[Entity, ...]:
        return (self._by_name[name],) if name in self._by_name else ()

    def demonyms(self, word: str) -> tuple[Entity, ...]:
        return (self._by_name["Ohio"],) if word == "Ohioan" else ()

    def find_state(self, text: str) -> Entity | None:
        return self._by_name["Ohio"] if text in {"Ohio", "OH"} else None

    def find_region(self, code: str) -> Entity | None:
        return self._by_name["Ohio"] if code == "US-OH" else None

    def find_place(self, place_id: EntityId) -> Entity | None:
        return self._by_id.get(place_id)

    def contains(self, outer: EntityId, inner: EntityId) -> bool:
        return (outer, inner) == (OHIO, TOLEDO)
