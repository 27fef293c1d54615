"""Persons of an article: clustered, linked, and given an id of their own where no list has them."""

from __future__ import annotations

from bot.model.article import ArticleId
from bot.model.entity import EntityKind
from bot.nlp.found import Found
from bot.nlp.linking import Context, PersonLinker
from bot.nlp.people import LinkedPerson, link_people, new_people
from tests.unit.nlp.articles import AT, TOLEDO, person

LINKER = PersonLinker((person("Ana Ruiz", place=TOLEDO),), {TOLEDO: "US-OH"})


def people(text: str, *names: str, home: str = "") -> tuple[LinkedPerson, ...]:
    found, at = [], 0
    for name in names:
        at = text.index(name, at)
        found.append(Found(field="title", start=at, end=at + len(name), text=name, kind=EntityKind.PERSON))
        at += len(name)
    context = Context(on=AT.date(), home=home)
    return link_people(found, {"title": text}, linker=LINKER, context=context, article_id=ArticleId("a1"))


def ids(*args: str, home: str = "") -> list[str]:
    return [str(p.entity_id) for p in people(*args, home=home)]


def test_listed_full_and_local_names_get_their_kind_of_id() -> None:
    text = "Ana Ruiz, Bo Keller and Quux met. Keller left."
    assert ids(text, "Ana Ruiz", "Bo Keller", "Quux", "Keller") == [
        "person:ana-ruiz",
        "person:bo-keller",
        "local:a1:2",
    ]


def test_a_titled_surname_links_at_home_only() -> None:
    assert ids("Mayor Ruiz spoke", "Ruiz", home="US-OH") == ["person:ana-ruiz"]
    assert ids("Mayor Ruiz spoke", "Ruiz", home="US-KS") == ["local:a1:0"]


def test_private_namesakes_are_persons_of_their_own() -> None:
    (officer,) = people("Officer Ana Ruiz returned", "Ana Ruiz")
    assert (officer.entity_id, officer.listed) == ("local:a1:0", False)
    (aged,) = people("Ana Ruiz, 34, returned", "Ana Ruiz")
    assert (aged.entity_id, aged.listed) == ("local:a1:0", False)
    assert new_people((officer, aged)) == ()


def test_only_full_unlisted_names_become_entities() -> None:
    found = people("Ana Ruiz, Bo Keller and Quux met", "Ana Ruiz", "Bo Keller", "Quux")
    made = new_people(found)
    assert [(e.id, e.name, e.listed) for e in made] == [("person:bo-keller", "Bo Keller", False)]


def test_bodies_and_places_are_left_out() -> None:
    place = Found(field="title", start=0, end=4, text="Quux", kind=EntityKind.PLACE)
    context = Context(on=AT.date())
    assert (
        link_people([place], {"title": "Quux"}, linker=LINKER, context=context, article_id=ArticleId("a"))
        == ()
    )
