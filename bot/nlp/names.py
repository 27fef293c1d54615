"""The names of an article: curated ones first, then rules, then the model's spans, cleaned and voted on.

Called by `bot.nlp.reader`. One kind per spelling inside an article, surnames and names found once are found
everywhere, and a name inside a longer one is not a second one. It says what a span is (person, place,
organisation), never whom it names, except where a curated alias does.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.model.entity import EntityId, EntityKind, Field
from bot.nlp.annotate import FIELDS, Annotated, FieldText
from bot.nlp.given_names import GIVEN
from bot.nlp.lexicon import Lexicon
from bot.nlp.name_words import NOT_NAMES
from bot.nlp.patterns import iter_bodies
from bot.nlp.persons import fold, parse_person
from bot.nlp.place_index import PlaceIndex, is_large, place_of
from bot.nlp.spans import Span, iter_clean, kind_by_words
from bot.nlp.titles import title_before

# What each piece of evidence is worth against one span of the model; fitted on newswire, November 2026.
_MODEL, _WORDS, _TITLED, _SURNAME, _GAZETTEER = 2.0, 1.5, 2.0, 2.5, 1.0
_SHORT = 2  # letters of a name that is not looked for elsewhere: Li, Xi, Al
_LARGE_CITY = 100_000  # inhabitants; below, a place name is as likely a surname
_WORD = re.compile(r"[^\W_][\w.&'-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A name at one place of an article.

    Attributes:
        field: Part of the article.
        start: First code point.
        end: One past the last.
        text: As analysed (straight quotes, headline truecased).
        kind: Person, place or organisation.
        entity_id: Set where a curated alias decides it.
        demonym: An adjective or people's name.
        rank: 2 curated, 1 rule, 0 model or propagated; the higher wins an overlap.
    """

    field: Field
    start: int
    end: int
    text: str
    kind: EntityKind
    entity_id: EntityId | None = None
    demonym: bool = False
    rank: int = 0


def find_names(annotated: Annotated, lexicon: Lexicon, places: PlaceIndex | None = None) -> tuple[Found, ...]:
    """All names of an article.

    Args:
        annotated: The analysed article.
        lexicon: Curated names.
        places: Well-known place names; None to do without.

    Returns:
        Names in order of field and start; none overlap.
    """
    texts = {name: annotated.fields[name].cased for name in FIELDS if name in annotated.fields}
    found: list[Found] = []
    for name, text in texts.items():
        found += _field_names(name, text, annotated.fields[name], lexicon)
    found = _vote(found, texts, places)
    found += _propagated(found, texts)
    return tuple(sorted(found, key=lambda f: (FIELDS.index(f.field), f.start)))


def _field_names(name: Field, text: str, analysed: FieldText, lexicon: Lexicon) -> list[Found]:
    curated = [
        Found(
            field=name,
            start=h.start,
            end=h.end,
            text=text[h.start : h.end],
            kind=h.kind,
            entity_id=h.entity_id,
            rank=2,
        )
        for h in lexicon.iter_hits(text)
    ]
    ruled = [
        Found(field=name, start=b.start, end=b.end, text=text[b.start : b.end], kind=EntityKind.ORG, rank=1)
        for b in iter_bodies(text)
    ]
    sure = _longest_first([*curated, *ruled])
    taken = _Taken(sure)
    for raw in analysed.spans:
        for start, end in taken.gaps(raw.start, raw.end):
            for span in iter_clean(text, start, end, raw.label):
                sure.append(_of_span(name, text, span))
    return sure


def _of_span(name: Field, text: str, span: Span) -> Found:
    return Found(
        field=name,
        start=span.start,
        end=span.end,
        text=text[span.start : span.end],
        kind=span.kind,
        demonym=span.demonym,
    )


def _longest_first(found: Iterable[Found]) -> list[Found]:
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f.start - f.end, -f.rank, f.start)):
        if all(one.end <= k.start or one.start >= k.end for k in kept):
            kept.append(one)
    return kept


def is_well_known(name: str, places: PlaceIndex) -> bool:
    """Whether a name is that of a state, a country or a large city."""
    first = next(iter(places.candidates(name)), None)
    return first is not None and (is_large(first) or place_of(first).population >= _LARGE_CITY)


class _Taken:
    """Stretches of a text that are names already."""

    def __init__(self, found: Iterable[Found]) -> None:
        self._spans = sorted((f.start, f.end) for f in found)

    def gaps(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """What is left of a stretch."""
        for left, right in self._spans:
            if left >= end:
                break
            if right > start:
                if left > start:
                    yield start, left
                start = max(start, right)
        if start < end:
            yield start, end

    def is_free(self, start: int, end: int) -> bool:
        return all(end <= left or start >= right for left, right in self._spans)


def _vote(found: list[Found], texts: Mapping[Field, str], places: PlaceIndex | None) -> list[Found]:
    """Give every spelling the kind that most speaks for in the whole article."""
    seen: dict[str, Counter[EntityKind]] = defaultdict(Counter)
    titled: set[str] = set()
    for one in found:
        if not one.rank and not one.demonym:
            seen[one.text][one.kind] += 1
            if title_before(texts[one.field], one.start) is not None:
                titled.add(one.text)
    kinds: dict[str, EntityKind] = {}
    surnames: set[str] = set()
    for name in sorted(seen, key=lambda n: (-n.count(" "), n)):
        scores = _evidence(name, seen[name], places)
        scores[EntityKind.PERSON] += _TITLED * (name in titled) + _SURNAME * (fold(name) in surnames)
        kinds[name] = max(EntityKind, key=lambda k, s=scores: s[k])
        if kinds[name] is EntityKind.PERSON and " " in name:
            surnames.add(parse_person(name).last)
    return [one if one.rank or one.demonym else replace(one, kind=kinds[one.text]) for one in found]


def _evidence(name: str, seen: Counter[EntityKind], places: PlaceIndex | None) -> Counter[EntityKind]:
    """What speaks for each kind: the model's share of votes, the words, the gazetteer."""
    scores: Counter[EntityKind] = Counter()
    for kind, count in seen.items():
        scores[kind] += _MODEL * count / seen.total()
    by_words = kind_by_words(name)
    if by_words is not None:
        scores[by_words] += _WORDS
    if places is not None and is_well_known(name, places):
        scores[EntityKind.PLACE] += _GAZETTEER
    return scores


def _propagated(found: list[Found], texts: Mapping[Field, str]) -> list[Found]:
    """The same spellings, and surnames of full names, where neither list nor model saw them."""
    kinds = {f.text: f.kind for f in found if not f.demonym and not f.rank}
    for one in [f for f in found if f.kind is EntityKind.PERSON]:
        last = one.text.split()[-1]
        if parse_person(one.text).is_full and len(last) > _SHORT and last.lower() not in NOT_NAMES | GIVEN:
            kinds.setdefault(last, EntityKind.PERSON)
    by_word: dict[str, list[str]] = defaultdict(list)
    for name in sorted(kinds, key=len, reverse=True):
        first = _WORD.match(name)
        if first is not None and len(name) > _SHORT:
            by_word[first[0]].append(name)
    more: list[Found] = []
    for field, text in texts.items():
        taken = _Taken(f for f in found if f.field == field)
        for word in _WORD.finditer(text):
            for name in by_word.get(_bare_possessive(word[0]), ()):
                end = word.start() + len(name)
                if (
                    text.startswith(name, word.start())
                    and not text[end : end + 1].isalnum()
                    and taken.is_free(word.start(), end)
                ):
                    more.append(Found(field=field, start=word.start(), end=end, text=name, kind=kinds[name]))
                    break
    return more


def _bare_possessive(word: str) -> str:
    return word[:-2] if word.endswith("'s") else word.rstrip("'.")
