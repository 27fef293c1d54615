"""What one place name of a text may mean: abbreviations, demonyms, bare counties, features, Washington.

Called by `bot.nlp.places` for every span. It turns a span into candidates and says how sure the kind is;
which candidate is meant is for `bot.nlp.place_rank`, which sees the whole article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.model.entity import Entity, EntityId, PlaceType
from bot.nlp.place_index import PlaceIndex, is_large, people_of, place_of
from bot.nlp.place_scan import Container, bare_county, container_after, in_counties

_LEAD = re.compile(
    r"^(?:(?:the|greater|downtown|uptown|metro|metropolitan|central|inner|rural|upstate|mainland|"
    r"(?:city|town|village|borough|state|commonwealth|county|republic|kingdom|province) of|"
    r"(?:north|south|east|west|northeast|northwest|southeast|southwest)(?:ern)?)\s+)+(?=\S)",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['\u2019]s?$")
_DOTTED = re.compile(r"(?:[A-Z][A-Za-z]{0,4}\.\s?){1,3}")
_CODE = re.compile(r"[A-Z]{2}")
_STATE_OFFICES = (
    r"state|lawmakers?|legislat\w+|governor|gov\.|senate|senators?|house|assembly|attorney general|"
    r"supreme court|secretary of state|congress\w+|delegation|voters|residents"
)
_OF_STATE = re.compile(rf"\s+(?:{_STATE_OFFICES})\b", re.IGNORECASE)
_STATE_OF = re.compile(r"\bstate of\s+$", re.IGNORECASE)
_OF_CITY = re.compile(r",?\s+D\.?\s?C\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """What a span may mean.

    Attributes:
        key: Spans of one key get one place.
        name: The name alone, in lower case: the qualified and the bare "Paris" share it.
        candidates: Largest first; empty when nothing of that name is known.
        inside: Where the text says that it lies.
        demonym: The span is an adjective or a people's name.
    """

    key: str
    name: str
    candidates: tuple[Entity, ...]
    inside: EntityId | None = None
    demonym: bool = False


def look_up(text: str, start: int, end: int, index: PlaceIndex, *, home: str | None = None) -> Lookup:
    """Candidates of a span.

    Args:
        text: The field.
        start: First code point of the span.
        end: One past the last.
        index: The gazetteer.
        home: ISO 3166-2 code of the feed's home region.
    """
    span = _POSSESSIVE.sub("", text[start:end].strip())
    if in_counties(text, end) and (counties := bare_county(span, index)):
        return Lookup(key=f"{span.casefold()} county", name=f"{span.casefold()} county", candidates=counties)
    container = container_after(text, end, index)
    found = _named(span, text, start, index)
    if found.demonym or not found.candidates:
        return found
    contained = _contained(found, container, index)
    if contained is not found or found.name not in _STATE_AND_CITY:
        return contained
    return _state_or_city(found, text, start, end, home)


def _named(span: str, text: str, start: int, index: PlaceIndex) -> Lookup:
    behind_comma = text[:start].rstrip(" \n").endswith(",")
    if _DOTTED.fullmatch(span) or (behind_comma and _CODE.fullmatch(span)):
        state = index.find_state(span)
        if state is not None and place_of(state).region != "US-DC":  # D.C. is the city
            return Lookup(key=state.id, name=state.name.casefold(), candidates=(state,))
    short = _LEAD.sub("", span)
    for name in dict.fromkeys((span, short)):
        candidates = index.candidates(name)
        if people := people_of(name.capitalize() if name.isupper() else name, candidates, index):
            return _of_people(name, people)
        if candidates:
            return Lookup(key=name.casefold(), name=name.casefold(), candidates=candidates)
    state = index.find_state(f"{span}.") if span[:1].isupper() and not _CODE.fullmatch(span) else None
    candidates = (state,) if state else ()
    return Lookup(key=span.casefold(), name=span.casefold(), candidates=candidates)


def _of_people(name: str, people: tuple[Entity, ...]) -> Lookup:
    """A demonym; where a country has it too, no state is meant: nobody calls Atlanta's police Georgian."""
    countries = tuple(p for p in people if place_of(p).type is PlaceType.COUNTRY)
    return Lookup(
        key=f"~{name.casefold()}", name=name.casefold(), candidates=countries or people, demonym=True
    )


def _contained(found: Lookup, container: Container | None, index: PlaceIndex) -> Lookup:
    if container is None or any(c.id == container.entity.id for c in found.candidates):
        return found
    if not any(index.contains(container.entity.id, c.id) for c in found.candidates):
        return replace(found, key=f"{found.name}|{container.entity.id}", inside=container.entity.id)
    inside = tuple(c for c in found.candidates if index.contains(container.entity.id, c.id))
    return replace(
        found, key=f"{found.name}|{container.entity.id}", candidates=inside, inside=container.entity.id
    )


def _state_or_city(found: Lookup, text: str, start: int, end: int, home: str | None) -> Lookup:
    """Washington and New York: the state with state offices behind it or "state of" before it.

    Else Washington is the capital, and stands for the government; at home in the state, the state, except
    in a dateline.
    """
    state, city = _STATE_AND_CITY[found.name]
    if _OF_CITY.match(text, end):
        return _only(found, city, PlaceType.CITY)
    if _OF_STATE.match(text, end) or _STATE_OF.search(text, 0, start):
        return _only(found, state, PlaceType.STATE)
    if found.name != "washington":
        return found
    at_home = home == state and not text[start:end].isupper()
    return _only(found, state, PlaceType.STATE) if at_home else _only(found, city, PlaceType.CITY)


def _only(found: Lookup, region: str, kind: PlaceType) -> Lookup:
    kept = tuple(c for c in found.candidates if (place_of(c).region, place_of(c).type) == (region, kind))
    return replace(found, key=f"{found.name}!{kind}", candidates=kept[:1] or found.candidates)


_STATE_AND_CITY = {"washington": ("US-WA", "US-DC"), "new york": ("US-NY", "US-NY")}

_FEATURE_LEAD = re.compile(
    r"^(?:Port|University|Lake|River|Mount|Bay|Gulf|Isle|Strait|Cape|Diocese|Archdiocese) (?:of )?"
)


def feature_host(span: str, index: PlaceIndex) -> tuple[Entity, ...]:
    """The places whose name a feature bears: Jackson Township, Port of Oakland, Boston Harbor.

    Only for spans that somebody says are places; in running text they would be streets and schools.
    """
    words = _FEATURE_LEAD.sub("", _LEAD.sub("", span)).split()
    for n in range(len(words) - 1, 0, -1):
        if candidates := index.candidates(" ".join(words[:n])):
            return tuple(c for c in candidates if not is_large(c))
    return index.candidates(" ".join(words)) if len(words) < len(span.split()) else ()
