"""Who publishes: ``config/outlets.toml`` to `Outlet` records.

Called by services (who published this, which outlets count as one) and ``policybot doctor``; `bot.nlp` gets
the names too, because articles credit outlets. It judges no outlet.
"""

from __future__ import annotations

from pathlib import Path

from bot.catalog.tables import Entry, check_unique, entries_of, read_file
from bot.model.feed import Outlet, OutletId, OutletType

_EXAMPLE = '[[outlet]] id = "wbur", name = "WBUR", family = "wbur", type = "broadcaster", place = "US-MA"'
_PLACE = r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?"
_DOMAIN = r"(?!www\.)[a-z0-9-]+(?:\.[a-z0-9-]+)+"


def load_outlets(path: Path) -> tuple[Outlet, ...]:
    """The outlets of a file, sorted by id; a `ConfigError` says what is wrong with it."""
    return parse_outlets(read_file(path), where=path.name)


def parse_outlets(text: str, *, where: str = "outlets.toml") -> tuple[Outlet, ...]:
    r"""Outlets from TOML text.

    Args:
        text: Tables ``[[outlet]]``, sorted by id.
        where: Name of the file, for messages.

    Returns:
        Outlets sorted by id; names, aliases and domains belong to one outlet each.

    A `ConfigError` is raised if an entry is wrong, out of order, or shares a name or a domain with another.

    >>> parse_outlets('[[outlet]]\nid = "wbur"\nname = "WBUR"\nfamily = "bu"')[0].type
    <OutletType.NEWS: 'news'>
    """
    entries = entries_of(text, "outlet", where=where, example=_EXAMPLE)
    outlets = tuple(_outlet(entry) for entry in entries)
    check_unique(entries, {o.id: (o.name, *o.aliases) for o in outlets})
    check_unique(entries, {o.id: o.domains for o in outlets})
    return outlets


def _outlet(entry: Entry) -> Outlet:
    entry.only("id", "name", "family", "owner", "type", "place", "aliases", "domains")
    family = entry.slug("family")
    if family is None:
        entry.fail("needs a 'family'; an outlet that is alone repeats its id")
    domains = entry.texts("domains")
    for domain in domains:
        Entry(
            where=entry.where, kind=entry.kind, id=entry.id, values={"domains": domain}, example=entry.example
        ).matching("domains", _DOMAIN, "a host name in small letters without www.")
    return Outlet(
        id=OutletId(entry.id),
        name=entry.text("name"),
        family=family,
        owner=entry.text("owner", ""),
        type=OutletType(entry.one_of("type", [str(x) for x in OutletType], "news") or "news"),
        place=entry.matching("place", _PLACE, "a region or country such as US-MA or GB"),
        aliases=entry.texts("aliases"),
        domains=domains,
    )
