"""Office-holders: the shipped file is right, and what is wrong in an edited one is said."""

from __future__ import annotations

from datetime import date

import pytest

from bot.catalog.agencies import load_agencies
from bot.catalog.people import check_bodies, load_people, parse_people
from bot.errors import ConfigError
from bot.model.entity import EntityKind, Level
from tests.unit.catalog.paths import CONFIG

OKAFOR = """
[[person]]
id = "dana-okafor"
name = "Dana Okafor"
aliases = ["D. Okafor", "Okafor"]

[[person.role]]
title = "Member of the Toledo City Council"
short = "Councilor"
level = "city"
place = "geonames:5174035"
starts_on = 2018-01-01
ends_on = 2022-01-01
as_of = 2025-11-15

[[person.role]]
title = "Mayor of Toledo"
short = "Mayor"
level = "city"
place = "geonames:5174035"
org = "city-of-toledo"
starts_on = 2022-01-01
as_of = 2025-11-15

[[person]]
id = "eli-stone"
name = "Eli Stone"
"""


def test_a_person_is_read_with_roles_newest_first() -> None:
    okafor, stone = parse_people(OKAFOR)
    assert (okafor.id, okafor.kind, okafor.listed) == ("person:dana-okafor", EntityKind.PERSON, True)
    assert [r.short for r in okafor.roles] == ["Mayor", "Councilor"]
    assert okafor.roles[0].org == "org:city-of-toledo"
    assert okafor.roles[1].ends_on == date(2022, 1, 1)
    assert stone.roles == ()


@pytest.mark.parametrize(
    ("wrong", "right", "words"),
    [
        ("as_of = 2025-11-15", "", "needs 'as_of'"),
        ("ends_on = 2022-01-01", "ends_on = 2017-01-01", "before it starts"),
        ('place = "geonames:5174035"', 'place = "Toledo"', "place of the gazetteer"),
        ('level = "city"', 'level = "local"', "one of city"),
        ('short = "Mayor"', 'shrt = "Mayor"', "unknown key 'shrt'"),
        (
            'name = "Eli Stone"',
            'name = "Eli Stone"\naliases = ["Okafor"]',
            "'Okafor', which 'dana-okafor' has too",
        ),
        ('name = "Eli Stone"', 'name = "Eli Stone"\nrole = ["mayor"]', r"\[\[person.role\]\]"),
    ],
)
def test_mistakes_are_named(wrong: str, right: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        parse_people(OKAFOR.replace(wrong, right, 1))


def test_a_role_in_an_unknown_body_is_refused() -> None:
    with pytest.raises(ConfigError, match="'city-of-toledo'"):
        check_bodies(parse_people(OKAFOR), ())


def test_shipped_people_hold_the_offices_that_the_product_needs() -> None:
    people = load_people(CONFIG / "people.toml")
    check_bodies(people, load_agencies(CONFIG / "agencies.toml"))
    on = date(2025, 11, 15)
    serving = [r for p in people for r in p.roles if r.ends_on is None or r.ends_on > on]
    assert len(people) >= 150
    assert len({r.place for r in serving if r.short == "Mayor"}) >= 60
    assert len({r.place for r in serving if r.short == "Gov." and r.level is Level.STATE}) == 50
    by_name = {p.name: p for p in people}
    assert by_name["Todd Lyons"].roles[0].org == "org:ice"
    assert by_name["Michelle Wu"].roles[0].place != by_name["Lily Wu"].roles[0].place
