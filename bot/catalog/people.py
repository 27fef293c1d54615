"""Office-holders and other public figures: ``config/people.toml`` to entities with roles.

Called by services, which hand the people to `bot.nlp` and to lookups, and by ``policybot doctor``. Offices
only, with their dates: nothing else about a person is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.catalog.agencies import PLACE_ID
from bot.catalog.tables import Entry, check_unique, entries_of, read_file
from bot.errors import ConfigError
from bot.model.entity import Entity, EntityId, EntityKind, Level, Role

_EXAMPLE = '[[person]] id = "lily-wu-wichita", name = "Lily Wu", [[person.role]] title = "Mayor of Wichita"'


def load_people(path: Path) -> tuple[Entity, ...]:
    """The people of a file, sorted by id; a `ConfigError` says what is wrong with it."""
    return parse_people(read_file(path), where=path.name)


def parse_people(text: str, *, where: str = "people.toml") -> tuple[Entity, ...]:
    r"""People from TOML text.

    Args:
        text: Tables ``[[person]]``, sorted by id, each with any number of ``[[person.role]]``.
        where: Name of the file, for messages.

    Returns:
        Listed persons ``person:<id>``, sorted by id; roles newest first.

    A `ConfigError` is raised if an entry or role is wrong, out of order, double, or shares a one-word alias.

    >>> role = '[[person.role]]\ntitle = "Mayor of X"\nas_of = 2026-01-01'
    >>> text = '[[person]]\nid = "a-b"\nname = "A B"\n' + role
    >>> parse_people(text)[0].roles[0].title
    'Mayor of X'
    """
    entries = entries_of(text, "person", where=where, example=_EXAMPLE)
    people = tuple(_person(entry) for entry in entries)
    alone = {e.id: [a for a in p.aliases if " " not in a] for e, p in zip(entries, people, strict=True)}
    check_unique(entries, alone)
    return people


def check_bodies(people: Iterable[Entity], agencies: Iterable[Entity]) -> None:
    """Refuse roles in bodies that no list has.

    Raises:
        ConfigError: Naming the first such person and body.
    """
    known = {body.id for body in agencies}
    for person in people:
        for role in person.roles:
            if role.org is not None and role.org not in known:
                body = role.org.removeprefix("org:")
                raise ConfigError(
                    f"people.toml: person {person.id.removeprefix('person:')!r} has the org {body!r}, "
                    f"which agencies.toml does not have; add it there or leave it out.",
                    person=person.id,
                )


def _person(entry: Entry) -> Entity:
    entry.only("id", "name", "aliases", "role", "deceased")
    roles = entry.values.get("role", [])
    if not isinstance(roles, list):
        entry.fail("needs its roles as tables [[person.role]]")
    return Entity(
        id=EntityId(f"person:{entry.id}"),
        kind=EntityKind.PERSON,
        name=entry.text("name"),
        aliases=entry.texts("aliases"),
        roles=_newest_first(_role(entry, values) for values in roles),
        listed=True,
        deceased=entry.flag("deceased"),
    )


def _role(person: Entry, values: Any) -> Role:
    if not isinstance(values, dict):
        person.fail("needs its roles as tables [[person.role]]")
    entry = Entry(
        where=person.where, kind="role of person", id=person.id, values=values, example=person.example
    )
    entry.only("title", "short", "level", "place", "org", "starts_on", "ends_on", "as_of")
    level = entry.one_of("level", [str(x) for x in Level])
    place = entry.matching("place", PLACE_ID, "a place of the gazetteer such as geonames:4930956")
    org = entry.slug("org")
    starts_on, ends_on, as_of = entry.day("starts_on"), entry.day("ends_on"), entry.day("as_of")
    if as_of is None:
        entry.fail("needs 'as_of', the day on which it was known to be true")
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        entry.fail(f"ends on {ends_on}, before it starts on {starts_on}")
    return Role(
        title=entry.text("title"),
        short=entry.text("short", ""),
        level=Level(level) if level else None,
        place=EntityId(place) if place else None,
        org=EntityId(f"org:{org}") if org else None,
        starts_on=starts_on,
        ends_on=ends_on,
        as_of=as_of,
    )


def _newest_first(roles: Iterable[Role]) -> tuple[Role, ...]:
    """Roles that last before those that ended, each by the day they began."""
    return tuple(
        sorted(roles, key=lambda r: (r.ends_on is None, str(r.starts_on or ""), r.title), reverse=True)
    )
