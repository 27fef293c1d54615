from bot.model.entity import Entity, EntityKind, Level, Place, PlaceType
from bot.stories.level import level_of, levels
from tests.unit.stories.made import article, body, mention, person, reading


def place(ident, kind, country="US"):
    return Entity(
        id=ident, kind=EntityKind.PLACE, name=ident, place=Place(type=kind, lat=0, lon=0, country=country)
    )


ENTITIES = {
    e.id: e
    for e in (
        person("person:mayor", "Elena Marsh"), body("org:ice", "ICE"), body("org:acme", "Acme", level=None),
        place("geonames:city", PlaceType.CITY), place("geonames:us", PlaceType.COUNTRY),
        place("geonames:fr", PlaceType.COUNTRY, "FR"), place("geonames:state", PlaceType.STATE),
    )
}  # fmt: skip


def found(*ids, field="text", feeds=(), feed_levels=None, **more):
    made = reading(mentions=[mention("X", i, ENTITIES[i].kind, field=field, **more) for i in ids])
    return levels([article("a1", feeds=feeds)], {"a1": made}, ENTITIES, feed_levels)


def test_a_mayor_and_a_federal_agency_are_a_pair():
    assert found("person:mayor", "org:ice") == (Level.CITY, Level.FEDERAL)


def test_a_place_decides_only_where_nobody_acts():
    assert found("geonames:city") == (Level.CITY,)
    assert found("org:ice", "org:ice", "geonames:state", field="title") == (Level.FEDERAL,)
    both = reading(
        mentions=[mention("X", "org:ice", field="title"), mention("Y", "geonames:state", EntityKind.PLACE)]
    )
    assert levels([article("a1")], {"a1": both}, ENTITIES) == (Level.FEDERAL,)


def test_other_countries_are_foreign_and_the_own_is_no_level():
    assert found("geonames:fr") == (Level.FOREIGN,)
    assert found("geonames:us") == ()


def test_companies_weak_links_and_unread_articles_tell_nothing():
    assert found("org:acme") == ()
    assert found("org:ice", weak=True) == ()
    assert levels([article("a1")], {}, ENTITIES) == ()


def test_a_feed_of_one_level_counts():
    assert found(feeds=("f1",), feed_levels={"f1": Level.CITY}) == (Level.CITY,)


def test_the_office_of_a_person_gives_the_level():
    assert level_of(ENTITIES["person:mayor"]) is Level.CITY
    assert level_of(person("p", "Ann", level=None)) is None
