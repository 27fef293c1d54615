"""Names of the gazetteer in a text: what could be a place by its words alone, wherever it stands.

Called by `bot.nlp.places`. It finds the longest known names among capitalised words, abbreviations of
states, and the state or country that follows a town ("Paris, Texas"). It decides nothing: most of what it
finds in ordinary text are people and streets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.model.entity import Entity, PlaceType
from bot.nlp.place_index import PlaceIndex, is_large, people_of, place_of

_WORD = re.compile(
    r"(?:[A-Z]\.[ ]?){2,}"  # U.S., N.Y., D. C.
    r"|(?:[NSEW]\. ?)(?:Va|Mex|Dak)\."  # W.Va., N. Dak.
    r"|(?:St|Ste|Mt|Ft)\.(?= [A-Z])"
    r"|[^\W\d_](?:[\w\u2019']*\w)?"
)
_INNER = frozenset(
    {"of", "and", "de", "del", "la", "las", "le", "los", "du", "upon", "on", "the", "in", "al", "el"}
)
"""Small words inside names: Isle of Man, Rio de Janeiro, Bosnia and Herzegovina."""
_LONGEST = 5  # words
_POSSESSIVE = re.compile(r"['\u2019]s?$")
_DOTTED = re.compile(r"(?:[A-Z][A-Za-z]{0,4}\. ?){1,2}")
_AFTER_COMMA = re.compile(r",\s+([A-Z][\w.\u2019'-]*(?: [A-Z][\w.\u2019'-]*){0,3})")
_NAME = r"[A-Z][\w.'-]*(?: [A-Z][\w.'-]*)?"
_COUNTIES = re.compile(rf"(?:(?:, {_NAME}){{0,8}},? and {_NAME})? (?:counties|parishes)\b")
_CODE = re.compile(r"[A-Z]{2}(?![A-Za-z])")
# Abbreviations that are words or names of their own: states only behind a comma ("Jackson, Miss.").
_RISKY = frozenset(
    {
        "OK.",
        "Miss.",
        "Me.",
        "Pa.",
        "Ind.",
        "Ill.",
        "Md.",
        "Del.",
        "Wash.",
        "La.",
        "Ga.",
        "Va.",
        "O.",
        "Ida.",
        "Cal.",
        "Mont.",
        "Alas.",
        "Penn.",
    }
)
_CLEAR = 300
"""How many times more people than all others of its name make a large place clear without context:
Texas is clear (no other of any size), Lebanon is not (a town in Tennessee has 1/180 of its people)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A known name in a text.

    Attributes:
        start: First code point in the field.
        end: One past the last.
        name: As looked up.
        candidates: What it may mean, largest first; one state for an abbreviation.
        abbreviated: Whether it is a state's abbreviation.
        demonym: Whether it is a people or an adjective.
    """

    start: int
    end: int
    name: str
    candidates: tuple[Entity, ...]
    abbreviated: bool = False
    demonym: bool = False


def iter_found(text: str, index: PlaceIndex) -> Iterator[Found]:
    """Known names among the capitalised words of a text, longest first, without overlaps, in order."""
    words = list(_WORD.finditer(text))
    i = 0
    while i < len(words):
        found = _longest(text, words, i, index) if words[i][0][0].isupper() else None
        if found is None:
            i += 1
            continue
        yield found
        while i < len(words) and words[i].start() < found.end:
            i += 1


def _longest(text: str, words: list[re.Match[str]], i: int, index: PlaceIndex) -> Found | None:
    start = words[i].start()
    if (state := _abbreviation(text, words[i], index)) is not None:
        return state  # before all else: "Pa." is also a town in Burkina Faso
    for j in range(_last(text, words, i), i - 1, -1):
        if j > i and words[j][0] in _INNER:
            continue
        end = words[j].end()
        name = text[start:end].rstrip()
        short = _POSSESSIVE.sub("", name)
        candidates = index.candidates(short)
        if in_counties(text, start + len(short)):
            candidates = bare_county(short, index) or candidates
        people = people_of(short, candidates, index)
        if people or candidates:
            return Found(
                start=start,
                end=start + len(short),
                name=short,
                candidates=people or candidates,
                demonym=bool(people),
            )
    return None


def _last(text: str, words: list[re.Match[str]], i: int) -> int:
    """Index of the last word that can belong to a name beginning at word `i`."""
    j = i
    while j + 1 < min(len(words), i + _LONGEST):
        gap, word = text[words[j].end() : words[j + 1].start()], words[j + 1][0]
        joined = gap in {" ", "-", "\u00a0"} or (gap == "" and words[j][0].endswith(" "))
        if not joined or not (word[0].isupper() or word in _INNER):
            break
        j += 1
    return j


def _abbreviation(text: str, word: re.Match[str], index: PlaceIndex) -> Found | None:
    dotted = _DOTTED.match(text, word.start())
    name = dotted[0].rstrip() if dotted else ""
    while name:
        state = index.find_state(name)
        if state is not None and (name not in _RISKY or text[: word.start()].endswith(", ")):
            end = word.start() + len(name)
            return Found(start=word.start(), end=end, name=name, candidates=(state,), abbreviated=True)
        name = name[: name.find(".") + 1] if name.count(".") > 1 and " " in name else ""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """The state, province or country behind a town: "Paris, Texas"."""

    entity: Entity
    start: int
    end: int


def container_after(text: str, end: int, index: PlaceIndex) -> Container | None:
    """What a name that ends at `end` is said to lie in, if a large place stands behind a comma.

    A US state where there is a choice ("Tbilisi, Georgia" is settled by `bot.nlp.place_rank`).
    """
    match = _AFTER_COMMA.match(text, end)
    if match is None:
        return None
    start, words = match.start(1), match[1].split(" ")
    for n in range(len(words), 0, -1):
        name = _POSSESSIVE.sub("", " ".join(words[:n]))
        for form in dict.fromkeys((name, name.rstrip("."))):
            entity = _large(form, index)
            if entity is not None:
                return Container(entity=entity, start=start, end=start + len(form))
    return None


def _large(name: str, index: PlaceIndex) -> Entity | None:
    if _CODE.fullmatch(name) or _DOTTED.fullmatch(name):
        state = index.find_state(name)
        if state is not None:
            return state
    large = [c for c in index.candidates(name) if is_large(c) or place_of(c).type is PlaceType.COUNTY]
    return large[0] if large else None


def clear_large(candidates: tuple[Entity, ...]) -> Entity | None:
    """The state, country or region that candidates mean whatever the context; None when in doubt."""
    if not candidates or not is_large(candidates[0]):
        return None
    first = place_of(candidates[0]).population or _CLEAR * 10_000
    others = max((place_of(c).population for c in candidates[1:]), default=0)
    return candidates[0] if first >= _CLEAR * others else None


def in_counties(text: str, end: int) -> bool:
    """Whether a name that ends at `end` stands in a list of counties: "Harper and Kingman counties".

    >>> in_counties("Harvey, Harper and Kingman counties", 6), in_counties("Harvey and Kingman", 6)
    (True, False)
    """
    return _COUNTIES.match(text, end) is not None


def bare_county(name: str, index: PlaceIndex) -> tuple[Entity, ...]:
    """The counties that a name may mean where "County" is left out ("north of Gwinnett")."""
    return index.candidates(f"{name} County") or index.candidates(f"{name} Parish")
