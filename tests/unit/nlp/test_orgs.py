"""Bodies: curated ids, acronyms explained in the article, seats of bodies named by pattern."""

from __future__ import annotations

from bot.model.entity import EntityId, EntityKind
from bot.nlp.found import Found
from bot.nlp.orgs import body_of, is_acronym_of, link_orgs, new_orgs
from tests.unit.nlp.articles import TOLEDO


def org(text: str, start: int = 0, entity_id: str | None = None) -> Found:
    made = EntityId(entity_id) if entity_id else None
    return Found(
        field="title", start=start, end=start + len(text), text=text, kind=EntityKind.ORG, entity_id=made
    )


def never(_id: EntityId) -> bool:
    return False


def test_ids_are_curated_explained_or_made_of_the_name() -> None:
    found = [org("ICE", entity_id="org:ice"), org("Acme Water Trust"), org("AWT"), org("Quux")]
    ids = link_orgs(found, lambda _: None, never)
    assert ids == {
        "ICE": "org:ice",
        "Acme Water Trust": "org:acme-water-trust",
        "AWT": "org:acme-water-trust",
        "Quux": "org:quux",
    }


def test_a_spelling_that_is_curated_elsewhere_gets_that_id() -> None:
    assert link_orgs([org("AWT")], {"AWT": EntityId("org:water")}.get, never) == {"AWT": "org:water"}


def test_an_unlisted_name_never_takes_a_curated_id() -> None:
    ids = link_orgs([org("House")], lambda _: None, lambda i: i == "org:house")
    assert ids == {"House": "org:house-unlisted"}


def test_acronyms() -> None:
    assert is_acronym_of("DHS", "Department of Homeland Security")
    assert is_acronym_of("DoHS", "Department of Homeland Security")
    assert not is_acronym_of("DHS", "Department of Homeland Safety Board")
    assert not is_acronym_of("Ana", "A New Age")


def test_new_bodies_carry_the_seat_that_the_article_gives() -> None:
    found = [org("Toledo City Council", 4), org("Ohio Supreme Court", 40), org("Quux")]
    ids = link_orgs(found, lambda _: None, never)
    made = {
        e.name: e
        for e in new_orgs(found, ids, is_curated=never, seats={("title", 4): TOLEDO, ("title", 40): TOLEDO})
    }
    assert (made["Toledo City Council"].seat, made["Toledo City Council"].municipal) == (TOLEDO, True)
    assert (made["Ohio Supreme Court"].seat, made["Ohio Supreme Court"].municipal) == (TOLEDO, False)
    assert made["Quux"].seat is None
    assert new_orgs(found, ids, is_curated=lambda _: True, seats={}) == ()


def test_patterns_hold_for_whole_names_only() -> None:
    assert body_of(org("Toledo Police Department")) is not None
    assert body_of(org("Toledo Police Department Band")) is None
