"""Where an article names places: known names and the model's spans, with what speaks for and against each.

Called by `bot.nlp.places`. It leaves out streets, schools, teams and whatever persons and organisations
have taken, and adds what the model missed: datelines, towns before a state, towns near home, repetitions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.model.entity import EntityKind, Field, PlaceType
from bot.nlp.annotate import Annotated, FieldText
from bot.nlp.given_names import GIVEN
from bot.nlp.name_words import NOT_NAMES, PARTISANS
from bot.nlp.place_context import behind_party, datelines, goes_on_as_other, is_other, stands_in, surroundings
from bot.nlp.place_index import PlaceIndex, is_large, place_of
from bot.nlp.place_scan import Found, clear_large, container_after, in_counties, iter_found
from bot.nlp.place_words import COMMON, FEATURES, STREETS

Stretch = tuple[Field, int, int]
"""Part of an article, first code point, one past the last."""

# How much evidence a name needs, and what is beyond doubt; fitted on news texts in November 2026.
_SURE, _LIKELY, _ENOUGH, _SOME = 2.0, 1.0, 0.6, 0.1
_ENOUGH_FOR = {EntityKind.PERSON: _LIKELY, EntityKind.ORG: 0.7, None: _ENOUGH}
_BESIDE_A_PLACE = 0.8
_BY_LABEL = {"GPE": 1.5, "LOC": 1.0, "NORP": 0.5, "ORG": 0.5, "PERSON": -0.6}
_BY_NO_LABEL = 0.3
_LOCAL, _BIG = 0.4, 0.2
_COMMON_WORD, _SURNAME, _GIVEN_NAME = -1.0, -1.0, -0.5
_BIG_CITY = 100_000
_WINDOW = 40  # code points before a name in which its neighbour stands
_AND_AFTER = re.compile(r"(?:,? and |, )(?=[A-Z])")
_AND_BEFORE = re.compile(r"((?:[A-Z][\w.'-]*[ -]){0,2}[A-Z][\w'-]*)(?:,? and |, )$")
_JOINT = re.compile(r"'s|,? and |, |[\s'\u2019]+")
_SMALL_WORD = re.compile(r"\b[a-z]{3,}\b")
_ARTICLE = re.compile(r"^(?:the|a|an) ", re.IGNORECASE)
_TAIL = re.compile(r"(?:['\u2019]s?|\W+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A stretch that may name a place.

    Attributes:
        field: Part of the article.
        start: First code point.
        end: One past the last.
        name: As looked up.
        evidence: What speaks for it, from 0 to about 3.
        rival: What the same words were taken for, if for a person or a body.
    """

    field: Field
    start: int
    end: int
    name: str
    evidence: float
    rival: EntityKind | None = None


class Spotter:
    """Finds the spots of one article.

    Args:
        annotated: The analysed article.
        index: The gazetteer.
        people: Stretches that are persons' names.
        bodies: Stretches that are organisations' names.
    """

    def __init__(
        self,
        annotated: Annotated,
        index: PlaceIndex,
        *,
        people: Iterable[Stretch] = (),
        bodies: Iterable[Stretch] = (),
    ) -> None:
        self._fields = annotated.fields
        self._index = index
        self._home = index.find_region(annotated.article.place) if annotated.article.place else None
        self._rivals = dict.fromkeys(people, EntityKind.PERSON)
        self._rivals |= dict.fromkeys(bodies, EntityKind.ORG)
        self._surnames = _surnames(annotated)
        self._small_words = _small_words(annotated)

    def spots(self) -> tuple[Spot, ...]:
        """All spots, by field; none overlap."""
        weighed = [spot for name, text in self._fields.items() for spot in self._of_field(name, text)]
        sure = {s.name.casefold() for s in weighed if s.evidence >= _LIKELY and s.rival is None}
        beside = self._beside([s for s in weighed if s.evidence >= _least(s, sure)])
        return tuple(
            s
            for s in weighed
            if s.evidence + _BESIDE_A_PLACE * ((s.field, s.start) in beside) >= _least(s, sure)
        )

    def _beside(self, sure: Iterable[Spot]) -> frozenset[tuple[Field, int]]:
        """Where the neighbours of sure spots begin, in lists: "Peabody and Danvers"."""
        starts: set[tuple[Field, int]] = set()
        for spot in sure:
            text = self._fields[spot.field].cased
            if after := _AND_AFTER.match(text, spot.end):
                starts.add((spot.field, after.end()))
            if before := _AND_BEFORE.search(text, max(0, spot.start - _WINDOW), spot.start):
                starts.add((spot.field, before.start(1)))
        return frozenset(starts)

    def _of_field(self, field: Field, analysed: FieldText) -> Iterator[Spot]:
        text, lines = analysed.cased, datelines(analysed.cased)
        done: list[tuple[int, int]] = []
        for found in iter_found(text, self._index):
            free, rival = self._rival(field, found, text)
            at_dateline = any(s <= found.start < e for s, e in lines)
            if not free or (not at_dateline and self._is_other(found, text)):
                continue
            evidence = _SURE if at_dateline else self._evidence(found, analysed)
            done.append((found.start, found.end))
            yield Spot(field=field, start=found.start, end=found.end, name=found.name,
                       evidence=evidence, rival=rival)  # fmt: skip
        for span in analysed.spans:
            if span.label in {"GPE", "LOC"}:
                yield from self._unknown(field, text, *_trimmed(text, span.start, span.end), done)

    def _is_other(self, found: Found, text: str) -> bool:
        return not behind_party(text, found.start) and is_other(found, text)

    def _evidence(self, found: Found, analysed: FieldText) -> float:
        text = analysed.cased
        label = _label(analysed, found.start, found.end)
        if found.abbreviated or found.demonym or behind_party(text, found.start):
            return _SURE
        if in_counties(text, found.end):
            return _SURE
        county = place_of(found.candidates[0]).type is PlaceType.COUNTY
        if county or clear_large(found.candidates) or container_after(text, found.end, self._index):
            return _ENOUGH if label == "PERSON" else _SURE
        if is_large(found.candidates[0]) and label != "PERSON":
            return _LIKELY
        return self._evidence_of_town(found, text, label)

    def _evidence_of_town(self, found: Found, text: str, label: str) -> float:
        name = found.name.casefold()
        if label == "PERSON" and name not in self._surnames and stands_in(text, found.start):
            label = ""
        evidence = _BY_LABEL.get(label, _BY_NO_LABEL) + surroundings(text, found.start, found.end)
        evidence += _LOCAL * self._is_local(found)
        evidence += _BIG * (place_of(found.candidates[0]).population >= _BIG_CITY)
        evidence += _COMMON_WORD * (name in COMMON | NOT_NAMES | self._small_words)
        evidence += _GIVEN_NAME * (name in GIVEN)
        evidence += _SURNAME * (name in self._surnames)
        return max(evidence, 0.0)

    def _unknown(
        self, field: Field, text: str, start: int, end: int, done: list[tuple[int, int]]
    ) -> Iterator[Spot]:
        """A span of the model that the gazetteer does not know, if it looks like a place."""
        words = [w.strip(".").casefold() for w in text[start:end].split()]
        if not words or not text[start].isupper() or any(s < end and e > start for s, e in done):
            return
        if words[-1] in STREETS | FEATURES or words[0] in GIVEN or goes_on_as_other(text, end):
            return
        lone = len(words) == 1 and not stands_in(text, start) and not text[:start].endswith(" of ")
        if (
            lone
            or words[0] == "st"
            or set(words) & (NOT_NAMES | PARTISANS)
            or any(c.isdigit() for c in text[start:end])
        ):
            return
        if not any(f == field and s < end and e > start for f, s, e in self._rivals):
            yield Spot(field=field, start=start, end=end, name=text[start:end], evidence=_LIKELY)

    def _rival(self, field: Field, found: Found, text: str) -> tuple[bool, EntityKind | None]:
        """Whether the words may be a place, and whether a person or a body is said to stand there.

        They may not inside a longer name, unless that is a list of places ("Holyoke and Chicopee").
        """
        for (rival_field, start, end), kind in self._rivals.items():
            if rival_field == field and start < found.end and end > found.start:
                rest = text[start : found.start] + text[found.end : end]
                return self._is_no_name(rest), kind
        return True, None

    def _is_no_name(self, rest: str) -> bool:
        """Whether what a longer name has more than the place is nothing, or other places."""
        parts = [part for part in _JOINT.split(rest) if part]
        return all(part[0].islower() or self._index.candidates(part) for part in parts)

    def _is_local(self, found: Found) -> bool:
        home = self._home
        return home is not None and any(self._index.contains(home.id, c.id) for c in found.candidates)


def _least(spot: Spot, sure: AbstractSet[str]) -> float:
    """Evidence that a spot needs: less where its name is a place elsewhere in the article."""
    if spot.name.casefold() in sure:
        return _SOME if spot.rival else 0.0
    return _ENOUGH_FOR[spot.rival]


def _label(analysed: FieldText, start: int, end: int) -> str:
    """The model's label over a stretch; empty when it saw nothing there."""
    return next((s.label for s in analysed.spans if s.start < end and s.end > start), "")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without an article before it and a possessive behind it."""
    lead, tail = _ARTICLE.match(text[start:end]), _TAIL.search(text[start:end])
    return start + (len(lead[0]) if lead else 0), end - (len(tail[0]) if tail else 0)


def _surnames(annotated: Annotated) -> frozenset[str]:
    """Last words of the model's persons: "Henry" is Chiquita Henry's name, not the county."""
    words: set[str] = set()
    for analysed in annotated.fields.values():
        for span in analysed.spans:
            parts = analysed.cased[span.start : span.end].removesuffix("'s").split()
            if span.label == "PERSON" and len(parts) > 1:
                words.add(parts[-1].casefold())
    return frozenset(words)


def _small_words(annotated: Annotated) -> frozenset[str]:
    """Words that stand in small letters too, and their singulars: beside casinos, Casino is no town."""
    words = {w for analysed in annotated.fields.values() for w in _SMALL_WORD.findall(analysed.cased)}
    return frozenset(words | {word.removesuffix("s") for word in words})
