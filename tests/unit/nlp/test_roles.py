"""Titles in the text: offices of government, with their place, never a former one."""

from __future__ import annotations

import pytest

from bot.model.entity import EntityId, EntityKind, Mention
from bot.nlp.found import Found
from bot.nlp.people import LinkedPerson
from bot.nlp.roles import roles_seen
from bot.nlp.titles import title_before
from tests.unit.nlp.articles import AT, TOLEDO

RUIZ = EntityId("person:ana-ruiz")


def seen(
    text: str, *, name: str = "Ana Ruiz", entity_id: EntityId = RUIZ
) -> list[tuple[str, EntityId | None]]:
    start = text.index(name)
    found = Found(field="title", start=start, end=start + len(name), text=name, kind=EntityKind.PERSON)
    person = LinkedPerson(
        entity_id=entity_id, name=name, found=(found,), titles=(title_before(text, start),), listed=False
    )
    at = text.find("Toledo")
    town = Mention(
        field="title", start=at, end=at + 6, text="Toledo", kind=EntityKind.PLACE, entity_id=TOLEDO
    )
    roles = roles_seen([person], {"title": text}, places=[town] if at >= 0 else [], seen_on=AT.date())
    assert all(r.seen_on == AT.date() and r.entity_id == entity_id for r in roles)
    return [(r.title, r.place) for r in roles]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Toledo Mayor Ana Ruiz spoke", [("Mayor", TOLEDO)]),
        ("Toledo's mayor, Ana Ruiz, spoke", [("mayor", TOLEDO)]),
        ("Mayor Ana Ruiz spoke", [("Mayor", None)]),
        ("Ana Ruiz, the mayor of Toledo, spoke", [("mayor", TOLEDO)]),
        ("Ana Ruiz is the police chief of Toledo.", [("police chief", TOLEDO)]),
        ("Ana Ruiz, police chief, spoke", [("police chief", None)]),
        ("ICE field office director Ana Ruiz spoke", [("ICE field office director", None)]),
        ("Ana Ruiz, an ICE field office director, spoke", [("ICE field office director", None)]),
        ("Toledo Public Schools Superintendent Ana Ruiz", [("Public Schools Superintendent", TOLEDO)]),
        ("On Monday director Ana Ruiz spoke", [("director", None)]),
        ("former Mayor Ana Ruiz spoke", []),
        ("Ana Ruiz, a former mayor, spoke", []),
        ("Dr. Ana Ruiz spoke", []),
        ("CEO Ana Ruiz spoke", []),
        ("Ana Ruiz told the mayor of Toledo", []),
    ],
)
def test_roles(text: str, roles: list[tuple[str, EntityId | None]]) -> None:
    assert seen(text) == roles


def test_a_local_name_gets_no_role() -> None:
    assert seen("Mayor Ruiz spoke", name="Ruiz", entity_id=EntityId("local:a1:0")) == []


def test_a_title_is_kept_once_with_its_place() -> None:
    text = "Mayor Ana Ruiz. Toledo Mayor Ana Ruiz"
    starts = [text.index("Ana"), text.rindex("Ana")]
    found = tuple(
        Found(field="title", start=s, end=s + 8, text="Ana Ruiz", kind=EntityKind.PERSON) for s in starts
    )
    person = LinkedPerson(
        entity_id=RUIZ,
        name="Ana Ruiz",
        found=found,
        titles=tuple(title_before(text, s) for s in starts),
        listed=False,
    )
    town = Mention(field="title", start=16, end=22, text="Toledo", kind=EntityKind.PLACE, entity_id=TOLEDO)
    (role,) = roles_seen([person], {"title": text}, places=[town], seen_on=AT.date())
    assert (role.title, role.place) == ("Mayor", TOLEDO)
