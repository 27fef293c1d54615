"""Which organisation a name is: a curated body, an acronym explained in the article, or its own name.

Called by `bot.nlp.reader` after names are known. Bodies named by pattern get the place in front of them as
their seat where the gazetteer of the caller knows it; teams and outlets never do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from bot.model.entity import Entity, EntityId, EntityKind, Field, slug_of
from bot.nlp.found import Found
from bot.nlp.patterns import Body, iter_bodies

_ACRONYM = re.compile(r"[A-Z][A-Za-z&.-]*[A-Z]s?$")
_SMALL = frozenset({"of", "the", "and", "for", "on", "in", "to", "&", "a", "at"})


def link_orgs(
    found: Sequence[Found],
    lexicon_id: Callable[[str], EntityId | None],
    is_curated: Callable[[EntityId], bool],
) -> dict[str, EntityId]:
    """Id of every organisation's spelling in an article.

    Args:
        found: All names of the article; others than organisations are left out.
        lexicon_id: Curated id of a spelling, None when it is not curated.
        is_curated: Whether a list has an id; such an id is never made from a name that the list lacks.

    Returns:
        By spelling.
    """
    named = [f for f in found if f.kind is EntityKind.ORG]
    ids = {f.text: f.entity_id or lexicon_id(f.text) for f in named}
    full = [name for name in ids if " " in name]
    linked: dict[str, EntityId] = {}
    for name, known in ids.items():
        long = next((f for f in full if is_acronym_of(name, f)), None) if known is None else None
        made = org_id(long or name)
        made = EntityId(f"{made}-unlisted") if is_curated(made) else made
        linked[name] = known or (ids[long] if long else None) or made
    return linked


def org_id(name: str) -> EntityId:
    """The id that a name itself gives.

    >>> org_id("Acme Builders")
    'org:acme-builders'
    """
    return EntityId(f"org:{slug_of(name)}")


def is_acronym_of(short: str, full: str) -> bool:
    """Whether capitals are the initials of a full name, small words left out or not.

    >>> is_acronym_of("SADC", "Southern African Development Community"), is_acronym_of("ICE", "Iowa Court")
    (True, False)
    """
    if not _ACRONYM.match(short):
        return False
    letters = short.replace(".", "").upper()
    words = re.findall(r"[^\W_]+|&", full)
    big = "".join(w[0] for w in words if w.lower() not in _SMALL)
    return len(letters) > 1 and letters in {big.upper(), "".join(w[0] for w in words).upper()}


def new_orgs(
    found: Sequence[Found],
    ids: Mapping[str, EntityId],
    *,
    is_curated: Callable[[EntityId], bool],
    seats: Mapping[tuple[Field, int], EntityId],
) -> tuple[Entity, ...]:
    """Entities for the organisations that no list has, by id.

    Args:
        found: All names of the article.
        ids: As `link_orgs` gave them.
        is_curated: Whether a list has an id.
        seats: Place named by the words that start at a place of a field.
    """
    made: dict[EntityId, Entity] = {}
    for one in found:
        if one.kind is not EntityKind.ORG or is_curated(ids[one.text]):
            continue
        known = made.get(ids[one.text])
        if known is None or len(one.text) > len(known.name):
            made[ids[one.text]] = _entity(one, ids[one.text], seats)
    return tuple(made[i] for i in sorted(made))


def body_of(one: Found) -> Body | None:
    """The pattern that a whole name follows, None when it follows none."""
    return next((b for b in iter_bodies(one.text) if b.start == 0 and b.end == len(one.text)), None)


def _entity(one: Found, entity_id: EntityId, seats: Mapping[tuple[Field, int], EntityId]) -> Entity:
    body = body_of(one)
    seat = seats.get((one.field, one.start)) if body else None
    return Entity(
        id=entity_id,
        kind=EntityKind.ORG,
        name=one.text,
        seat=seat,
        municipal=bool(body and body.municipal and seat),
    )
