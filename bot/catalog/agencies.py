"""Public bodies and well-known organisations: ``config/agencies.toml`` to entities.

Called by services, which hand the entities to `bot.nlp` and to lookups, and by ``policybot doctor``. Bodies
that follow a pattern ("<City> Police Department") are no entries here: `bot.nlp.patterns` finds them.
"""

from __future__ import annotations

from pathlib import Path

from bot.catalog.tables import Entry, check_unique, entries_of, read_file
from bot.model.entity import Entity, EntityId, EntityKind, Level

PLACE_ID = r"(?:geonames:\d+|fips:\d{5}|region:[a-z0-9-]+)"
"""A place of the gazetteer."""
_EXAMPLE = (
    '[[agency]] id = "fbi", name = "Federal Bureau of Investigation", aliases = ["FBI"], level = "federal"'
)


def load_agencies(path: Path) -> tuple[Entity, ...]:
    """The bodies of a file, sorted by id; a `ConfigError` says what is wrong with it."""
    return parse_agencies(read_file(path), where=path.name)


def parse_agencies(text: str, *, where: str = "agencies.toml") -> tuple[Entity, ...]:
    r"""Bodies from TOML text.

    Args:
        text: Tables ``[[agency]]``, sorted by id.
        where: Name of the file, for messages.

    Returns:
        Listed organisations ``org:<id>``, sorted by id.

    A `ConfigError` is raised if an entry is wrong, out of order, double, or its parent is no entry.

    >>> parse_agencies('[[agency]]\nid = "fbi"\nname = "FBI"\nlevel = "federal"')[0].id
    'org:fbi'
    """
    entries = entries_of(text, "agency", where=where, example=_EXAMPLE)
    bodies = tuple(_body(entry) for entry in entries)
    check_unique(entries, {e.id: (b.name, *b.aliases) for e, b in zip(entries, bodies, strict=True)})
    known = {body.id for body in bodies}
    for entry, body in zip(entries, bodies, strict=True):
        if body.parent is not None and body.parent not in known:
            entry.fail(f"has the parent {entry.values['parent']!r}, which is no entry")
    return bodies


def _body(entry: Entry) -> Entity:
    entry.only("id", "name", "aliases", "level", "parent", "seat", "municipal")
    level = entry.one_of("level", [str(x) for x in Level])
    parent = entry.slug("parent")
    seat = entry.matching("seat", PLACE_ID, "a place of the gazetteer such as geonames:4930956")
    municipal = entry.flag("municipal")
    if municipal and seat is None:
        entry.fail("is municipal, so it needs a seat")
    return Entity(
        id=EntityId(f"org:{entry.id}"),
        kind=EntityKind.ORG,
        name=entry.text("name"),
        aliases=entry.texts("aliases"),
        level=Level(level) if level else None,
        seat=EntityId(seat) if seat else None,
        parent=EntityId(f"org:{parent}") if parent else None,
        municipal=municipal,
        listed=True,
    )
