"""Public-domain lists of office-holders: their formats to entities, and what differs between two lists.

Called by `bot.services` for ``policybot roster import`` and ``update``. Reads text that was opened or fetched
elsewhere: unitedstates/congress-legislators (JSON) and openstates/people (JSON or YAML). It takes
names and offices and leaves birthdays, addresses and all else behind.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import yaml

from bot.errors import ConfigError
from bot.model.entity import Entity, EntityId, EntityKind, Level, Role, slug_of

FindRegion = Callable[[str], Entity | None]
"""The state of an ISO code (`bot.catalog.gazetteer.Gazetteer.find_region`)."""

_CHAMBERS = {"sen": ("Senator", "Sen.", "org:us-senate"), "rep": ("Representative", "Rep.", "org:us-house")}
# openstates' word for a seat → title and short title; those of a federal or city body are left out.
_STATE_ROLES = {
    "upper": ("State Senator", "State Sen."),
    "lower": ("State Representative", "State Rep."),
    "legislature": ("State Legislator", "State Sen."),
    "governor": ("Governor", "Gov."),
    "lt_governor": ("Lieutenant Governor", "Lt. Gov."),
    "mayor": ("Mayor", "Mayor"),
    "secretary of state": ("Secretary of State", "Secretary of State"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterReport:
    """What differs between two lists, for people to read.

    Attributes:
        new: Persons that only the new list has, by name.
        changed: Persons whose offices began or changed, by name.
        ended: (name, title) of offices that the old list held current and the new one does not.
    """

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    ended: tuple[tuple[str, str], ...] = ()


def parse_roster(
    text: str, *, find_region: FindRegion, as_of: date, where: str = "roster"
) -> tuple[Entity, ...]:
    """Office-holders of a file in either format, told apart by its content.

    Args:
        text: Content of ``legislators-current.json``, or of one or many files of openstates/people.
        find_region: The gazetteer's states.
        as_of: Day of the list.
        where: Name of the file, for messages.

    Returns:
        Listed persons with current roles, sorted by id; people without an office are left out.

    Raises:
        ConfigError: If the file has neither format.
    """
    rows = _rows(text, where)
    people = []
    for row in rows:
        if not isinstance(row, Mapping) or not isinstance(row.get("name"), str | Mapping):
            raise ConfigError(
                f"{where} is neither legislators-current.json nor a file of openstates/people: "
                "each person needs a name and terms or roles.",
                path=where,
            )
        one = _legislator(row, find_region, as_of) if "terms" in row else _openstates(row, find_region, as_of)
        if one.roles:
            people.append(one)
    return tuple(sorted(people, key=lambda p: p.id))


def merge(old: Iterable[Entity], new: Iterable[Entity]) -> tuple[Entity, ...]:
    """The old list with the new one's people: known ones keep id and aliases, and get the new offices.

    Two are the same person when names agree and their offices touch (one level and place).

    Args:
        old: Listed people.
        new: Imported people.

    Returns:
        Sorted by id.
    """
    merged = {person.id: person for person in old}
    for person in new:
        known = find_same(person, merged.values())
        if known is None:
            new_id = person.id if person.id not in merged else _other_id(person)
            merged[new_id] = replace(person, id=new_id)
        else:
            merged[known.id] = _joined(known, person)
    return tuple(merged[i] for i in sorted(merged))


def compare(old: Iterable[Entity], new: Iterable[Entity], *, on: date) -> RosterReport:
    """What is new, changed and ended in a new list of the same offices.

    Args:
        old: Listed people.
        new: The imported list; only offices of its levels and short titles can have ended.
        on: Day for which offices count as current.

    Returns:
        Names sorted; all empty where nothing differs.
    """
    before, after = list(old), list(new)
    fresh: list[str] = []
    changed: list[str] = []
    for person in after:
        known = find_same(person, before)
        if known is None:
            fresh.append(person.name)
        elif not {_office(r) for r in person.roles} <= {_office(r) for r in known.roles}:
            changed.append(person.name)
    return RosterReport(
        new=tuple(sorted(fresh)), changed=tuple(sorted(changed)), ended=_ended(before, after, on)
    )


def find_same(person: Entity, among: Iterable[Entity]) -> Entity | None:
    """The entry of a list that is the same person, or None."""
    names = {slug_of(n) for n in (person.name, *person.aliases)}
    for other in among:
        same_name = other.id == person.id or names & {slug_of(n) for n in (other.name, *other.aliases)}
        if same_name and (not other.roles or not person.roles or _touch(person, other)):
            return other
    return None


def _rows(text: str, where: str) -> list[Any]:
    try:
        # BaseLoader makes texts, lists and mappings only: dates stay as written, and nothing is executed.
        is_json = text.lstrip()[:1] in {"[", "{"}
        data = json.loads(text) if is_json else yaml.load(text, Loader=yaml.BaseLoader)
    except (ValueError, yaml.YAMLError) as error:
        raise ConfigError(f"{where} cannot be read as JSON or YAML: {error}.", path=where) from error
    return data if isinstance(data, list) else [data]


def _legislator(row: Mapping[str, Any], find_region: FindRegion, as_of: date) -> Entity:
    name = row["name"] if isinstance(row["name"], Mapping) else {"official_full": row["name"]}
    first, last = str(name.get("first", "")), str(name.get("last", ""))
    nick, suffix = str(name.get("nickname", "")), str(name.get("suffix", ""))
    full = str(name.get("official_full") or f"{first} {last}").strip()
    forms = {full, f"{first} {last}", f"{nick} {last}" if nick else full, f"{first} {last} {suffix}".strip()}
    shown = f"{nick or first} {last}".strip() or full
    term = row["terms"][-1] if row["terms"] else None
    return Entity(
        id=EntityId(f"person:{slug_of(shown)}"),
        kind=EntityKind.PERSON,
        name=shown,
        aliases=tuple(sorted(f for f in forms if f.strip() and f != shown)),
        roles=(_term(term, find_region, as_of),) if term else (),
        listed=True,
    )


def _term(term: Mapping[str, Any], find_region: FindRegion, as_of: date) -> Role:
    title, short, org = _CHAMBERS.get(str(term.get("type")), ("Member of Congress", "Rep.", "org:congress"))
    state = find_region(f"US-{term.get('state')}")
    return Role(
        title=f"{title} for {state.name if state else term.get('state')}",
        short=short,
        level=Level.FEDERAL,
        place=state.id if state else None,
        org=EntityId(org),
        starts_on=_day(term.get("start")),
        ends_on=_day(term.get("end")),
        as_of=as_of,
    )


def _openstates(row: Mapping[str, Any], find_region: FindRegion, as_of: date) -> Entity:
    others = [o.get("name") for o in row.get("other_names") or [] if isinstance(o, Mapping)]
    roles = [_state_role(r, find_region, as_of) for r in row.get("roles") or [] if isinstance(r, Mapping)]
    name = " ".join(str(row["name"]).split())
    return Entity(
        id=EntityId(f"person:{slug_of(name)}"),
        kind=EntityKind.PERSON,
        name=name,
        aliases=tuple(sorted({str(o) for o in others if o and o != name})),
        roles=tuple(r for r in roles if r is not None and (r.ends_on is None or r.ends_on >= as_of)),
        listed=True,
    )


def _state_role(row: Mapping[str, Any], find_region: FindRegion, as_of: date) -> Role | None:
    """A role of openstates, whose jurisdiction reads ``ocd-jurisdiction/country:us/state:ma/government``."""
    named = _STATE_ROLES.get(str(row.get("type", "")).lower())
    parts = dict(p.split(":", 1) for p in str(row.get("jurisdiction", "")).split("/") if ":" in p)
    code = parts.get("state") or parts.get("district") or parts.get("territory")
    if named is None or code is None:
        return None
    state = find_region(f"US-{code.upper()}")
    town = parts.get("place", "").replace("_", " ").title()
    return Role(
        title=f"{named[0]} of {town or (state.name if state else code.upper())}",
        short=named[1],
        level=Level.CITY if town else Level.STATE,
        place=None if town or state is None else state.id,
        starts_on=_day(row.get("start_date")),
        ends_on=_day(row.get("end_date")),
        as_of=as_of,
    )


def _day(value: object) -> date | None:
    """A date where a whole one is given; openstates has years alone, too."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _touch(one: Entity, other: Entity) -> bool:
    places = {(r.level, r.place) for r in one.roles}
    levels = {r.level for r in one.roles if r.place is None}
    return any((r.level, r.place) in places or r.level in levels or r.place is None for r in other.roles)


def _other_id(person: Entity) -> EntityId:
    """An id for a namesake: with the place of the office, as the curated ones are made."""
    role = person.roles[0]
    return EntityId(f"{person.id}-{slug_of(role.title.rpartition(' for ')[2].rpartition(' of ')[2])}")


def _joined(known: Entity, person: Entity) -> Entity:
    aliases = {*known.aliases, *person.aliases, person.name} - {known.name}
    fresh = {_office(r) for r in person.roles}
    roles = (*person.roles, *(r for r in known.roles if _office(r) not in fresh))
    return replace(known, aliases=tuple(sorted(aliases)), roles=roles)


def _office(role: Role) -> tuple[str, str | None, Level | None]:
    return role.short, role.place, role.level


def _ended(before: Iterable[Entity], after: list[Entity], on: date) -> tuple[tuple[str, str], ...]:
    kinds = {(r.short, r.level) for p in after for r in p.roles}
    gone = []
    for person in before:
        known = find_same(person, after)
        held = {_office(r) for r in known.roles} if known else set()
        for role in person.roles:
            current = role.ends_on is None or role.ends_on >= on
            if current and (role.short, role.level) in kinds and _office(role) not in held:
                gone.append((person.name, role.title))
    return tuple(sorted(gone))
