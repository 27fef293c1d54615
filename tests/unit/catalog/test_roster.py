"""Imported office-holders: both formats become entities, and a report says what differs."""

from __future__ import annotations

import json
from datetime import date

import pytest

from bot.catalog.roster import compare, merge, parse_roster
from bot.errors import ConfigError
from bot.model.entity import Entity, EntityId, EntityKind, Level, Role

ON = date(2026, 1, 10)
STATES = {
    "US-OH": Entity(id=EntityId("geonames:5165418"), kind=EntityKind.PLACE, name="Ohio"),
    "US-MA": Entity(id=EntityId("geonames:6254926"), kind=EntityKind.PLACE, name="Massachusetts"),
}
FULL = "Theodore B. Lindqvist"
CONGRESS = json.dumps([
    {
        "id": {"bioguide": "X1"},
        "name": {
            "first": "Theodore", "last": "Lindqvist", "nickname": "Theo", "official_full": FULL
        },
        "bio": {"birthday": "1960-01-01"},
        "terms": [
            {"type": "rep", "start": "2019-01-03", "end": "2023-01-03", "state": "OH", "district": 3},
            {"type": "sen", "start": "2023-01-03", "end": "2029-01-03", "state": "OH"},
        ],
    },
    {
        "id": {"bioguide": "X2"},
        "name": {"first": "Maya", "last": "Brandt"},
        "terms": [{"type": "rep", "start": "2025-01-03", "end": "2027-01-03", "state": "MA", "district": 1}],
    },
])  # fmt: skip
STATE = """
name: Priya Raman
given_name: Priya
roles:
- type: lower
  start_date: '2023-01-04'
  jurisdiction: ocd-jurisdiction/country:us/state:ma/government
  district: 5th Essex
- type: upper
  end_date: '2022-12-31'
  jurisdiction: ocd-jurisdiction/country:us/state:ma/government
other_names:
- name: Priya S. Raman
birth_date: 1970-02-03
"""
MAYOR = """
name: Amos Keller
roles:
- type: mayor
  start_date: 2021
  jurisdiction: ocd-jurisdiction/country:us/state:oh/place:toledo/government
"""


def parse(text: str) -> tuple[Entity, ...]:
    return parse_roster(text, find_region=STATES.get, as_of=ON)


def test_a_legislator_gets_the_last_term_and_all_spellings() -> None:
    brandt, lindqvist = parse(CONGRESS)
    assert (lindqvist.id, lindqvist.name) == ("person:theo-lindqvist", "Theo Lindqvist")
    assert lindqvist.aliases == ("Theodore B. Lindqvist", "Theodore Lindqvist")
    (role,) = lindqvist.roles
    assert (role.title, role.short, role.level) == ("Senator for Ohio", "Sen.", Level.FEDERAL)
    assert (role.place, role.org, role.starts_on) == ("geonames:5165418", "org:us-senate", date(2023, 1, 3))
    assert brandt.roles[0].title == "Representative for Massachusetts"
    assert brandt.listed


def test_a_state_legislator_keeps_only_current_roles() -> None:
    (raman,) = parse(STATE)
    assert raman.aliases == ("Priya S. Raman",)
    assert [r.title for r in raman.roles] == ["State Representative of Massachusetts"]
    assert raman.roles[0].level is Level.STATE
    assert "1970" not in repr(raman)


def test_a_mayor_belongs_to_the_town() -> None:
    (keller,) = parse(MAYOR)
    assert (keller.roles[0].title, keller.roles[0].level, keller.roles[0].place) == (
        "Mayor of Toledo",
        Level.CITY,
        None,
    )
    assert keller.roles[0].starts_on is None


def test_someone_without_a_known_office_is_left_out() -> None:
    assert parse("name: Ann Lee\nroles:\n- type: dogcatcher") == ()


@pytest.mark.parametrize("text", ['[{"nme": 1}]', "[1]", "- a: &x 1", '{"name": '])
def test_another_format_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match=r"roster"):
        parse(text)


def listed(name: str, **role: object) -> Entity:
    fields = {"title": "Senator for Ohio", "short": "Sen.", "level": Level.FEDERAL, "as_of": date(2025, 1, 1)}
    return Entity(
        id=EntityId(f"person:{name.lower().replace(' ', '-')}"),
        kind=EntityKind.PERSON,
        name=name,
        roles=(Role(**{**fields, "place": EntityId("geonames:5165418"), **role}),),
        listed=True,
    )


def test_report_names_new_changed_and_ended() -> None:
    old = (listed("Theo Lindqvist", short="Rep.", title="Representative for Ohio"), listed("Ira Voss"))
    report = compare(old, parse(CONGRESS), on=ON)
    assert report.new == ("Maya Brandt",)
    assert report.changed == ("Theo Lindqvist",)
    assert report.ended == (("Ira Voss", "Senator for Ohio"), ("Theo Lindqvist", "Representative for Ohio"))
    assert compare(parse(CONGRESS), parse(CONGRESS), on=ON) == type(report)()


def test_offices_of_other_kinds_do_not_end() -> None:
    mayor = listed("Dana Okafor", short="Mayor", title="Mayor of Toledo", level=Level.CITY)
    assert compare((mayor,), parse(CONGRESS), on=ON).ended == ()


def test_merge_keeps_known_ids_and_adds_offices() -> None:
    known = listed("Theodore Lindqvist", short="Rep.", title="Representative for Ohio")
    merged = {p.id: p for p in merge((known,), parse(CONGRESS))}
    assert set(merged) == {known.id, "person:maya-brandt"}
    assert [r.short for r in merged[known.id].roles] == ["Sen.", "Rep."]
    assert "Theo Lindqvist" in merged[known.id].aliases


def test_a_namesake_with_another_office_gets_an_id_of_its_own() -> None:
    other = listed("Maya Brandt", short="Mayor", title="Mayor of Toledo", level=Level.CITY)
    merged = {p.id for p in merge((other,), parse(CONGRESS))}
    assert {"person:maya-brandt", "person:maya-brandt-massachusetts"} <= merged
