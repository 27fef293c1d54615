"""Linking to listed people: the full name, or title, place and time together; else nobody."""

from __future__ import annotations

from datetime import date

import pytest

from bot.model.entity import EntityId, Level
from bot.nlp.linking import Context, Person, PersonLinker, fullest
from tests.unit.nlp.articles import OHIO, TOLEDO, person

WICHITA = EntityId("geonames:4281730")
REGIONS = {TOLEDO: "US-OH", WICHITA: "US-KS", OHIO: "US-OH"}
ANA = person("Ana Ruiz", slug="ana-ruiz-toledo", place=TOLEDO)
LIA = person("Lia Ruiz", slug="lia-ruiz-wichita", place=WICHITA, title="Mayor of Wichita")
KELLER = person(
    "Amos Keller", aliases=("Kellerov",), title="Director of Parks", short="Director", level=Level.FEDERAL,
    org=EntityId("org:parks"),
)  # fmt: skip
FORMER = person(
    "Ira Voss",
    place=OHIO,
    title="Governor of Ohio",
    short="Gov.",
    level=Level.STATE,
    ends_on=date(2024, 1, 1),
)
LINKER = PersonLinker((ANA, LIA, KELLER, FORMER), REGIONS)
ON = date(2026, 3, 1)


def link(*names: str, office: str = "", context: Context | None = None, **more: bool) -> EntityId | None:
    offices = frozenset({office}) if office else frozenset()
    return LINKER.link(Person(names=names, offices=offices, **more), context or Context(on=ON))


def test_a_full_name_links_anywhere() -> None:
    assert link("Ana Ruiz") == ANA.id
    assert link("Ana M. Ruiz", "Ruiz") == ANA.id
    assert link("Rosa Ruiz") is None


def test_a_titled_surname_needs_the_place() -> None:
    assert link("Ruiz", office="mayor", context=Context(on=ON, home="US-OH")) == ANA.id
    assert link("Ruiz", office="mayor", context=Context(on=ON, home="US-KS")) == LIA.id
    assert link("Ruiz", office="mayor", context=Context(on=ON, places=frozenset({TOLEDO}))) == ANA.id
    assert link("Ruiz", office="mayor") is None
    assert link("Ruiz", office="governor", context=Context(on=ON, home="US-OH")) is None
    assert link("Ruiz", context=Context(on=ON, home="US-OH")) is None


def test_two_that_fit_equally_well_link_to_nobody() -> None:
    both = Context(on=ON, places=frozenset({TOLEDO, WICHITA}))
    assert link("Ruiz", office="mayor", context=both) is None


def test_a_titled_surname_needs_the_time() -> None:
    home = Context(on=ON, home="US-OH")
    assert link("Voss", office="governor", context=home) is None
    assert link("Voss", office="governor", context=home, former=True) == FORMER.id
    in_office = Context(on=date(2023, 6, 1), home="US-OH")
    assert link("Voss", office="governor", context=in_office) == FORMER.id


def test_a_body_named_with_the_title_helps() -> None:
    assert link("Keller", office="director", context=Context(on=ON)) == KELLER.id
    with_body = Context(on=ON, bodies=frozenset({EntityId("org:parks")}))
    assert link("Keller", office="director", context=with_body) == KELLER.id


def test_one_word_alias_links_alone() -> None:
    assert link("Kellerov") == KELLER.id
    assert link("Keller") is None


@pytest.mark.parametrize("evidence", [{"private_title": True}, {"aged": True}])
def test_private_namesakes_stay_apart(evidence: dict[str, bool]) -> None:
    assert link("Ana Ruiz", **evidence) is None


def test_an_age_is_overruled_by_the_office_itself() -> None:
    assert link("Ana Ruiz", office="mayor", context=Context(on=ON, home="US-OH"), aged=True) == ANA.id


def test_the_version_follows_the_people() -> None:
    assert PersonLinker((ANA,)).version != PersonLinker((ANA, LIA)).version
    assert PersonLinker((ANA,)).version == PersonLinker((ANA,)).version


def test_fullest_spelling_first() -> None:
    assert fullest(["Ruiz", "A. Ruiz", "Ana Ruiz", "Ruiz"]) == ("Ana Ruiz", "A. Ruiz", "Ruiz")
