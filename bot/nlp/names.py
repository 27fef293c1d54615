"""The names of an article: candidates of each field, weighed together, then found everywhere.

Called by `bot.nlp.reader`. One spelling has one kind inside an article; surnames and names that were found
once are found at every place. It says what a span is (person, place, organisation), never whom it names,
except where a curated alias does.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from bot.model.entity import Entity, EntityKind, Field
from bot.nlp.annotate import FIELDS, Annotated
from bot.nlp.common_words import is_common
from bot.nlp.found import MODEL, Found, Taken
from bot.nlp.known_orgs import RISKY
from bot.nlp.lexicon import Lexicon
from bot.nlp.name_candidates import candidates
from bot.nlp.name_words import NOT_NAMES, SUFFIXES
from bot.nlp.persons import fold, parse_person
from bot.nlp.place_index import PlaceIndex, is_large, place_of
from bot.nlp.spans import kind_by_words
from bot.nlp.titles import bare, title_before

# What each piece of evidence is worth against the model's own vote (its share of a spelling's spans);
# fitted on news texts, November 2026.
_MODEL, _WORDS, _TITLED, _SURNAME, _GAZETTEER, _KNOWN, _RECURS = 2.0, 2.5, 2.0, 2.5, 1.5, 1.5, 2.5
_SHORT = 2  # letters of a name that is not looked for elsewhere: Li, Xi, Al
_LARGE_CITY = 100_000  # inhabitants; below, a place name is as likely a surname
_WORD = re.compile(r"[^\W_][\w&.'-]*")

Texts = Mapping[Field, str]


def find_names(annotated: Annotated, lexicon: Lexicon, places: PlaceIndex | None = None) -> tuple[Found, ...]:
    """All names of an article.

    Args:
        annotated: The analysed article.
        lexicon: Curated names.
        places: The gazetteer, for well-known places; None to do without.

    Returns:
        Names in order of field and start; none overlap.
    """
    texts: Texts = {name: annotated.fields[name].cased for name in FIELDS if name in annotated.fields}
    found = [f for name in texts for f in candidates(name, annotated.fields[name], lexicon)]
    found = _split_by_people(_weighed(found, texts, places), texts)
    found += _propagated(found, texts)
    return tuple(sorted(found, key=lambda f: (FIELDS.index(f.field), f.start)))


def is_known_place(found: Sequence[Entity]) -> bool:
    """Whether the first of a name's candidates is a state, a country or a large city."""
    return bool(found) and (is_large(found[0]) or place_of(found[0]).population >= _LARGE_CITY)


def _weighed(found: list[Found], texts: Texts, places: PlaceIndex | None) -> list[Found]:
    """Give every spelling the kind that most speaks for in the whole article."""
    seen: dict[str, Counter[EntityKind]] = defaultdict(Counter)
    titled: set[str] = set()
    for one in found:
        if one.rank == MODEL and not one.demonym:
            seen[one.text][one.kind] += 1
            if title_before(texts[one.field], one.start) is not None:
                titled.add(one.text)
    kinds: dict[str, EntityKind] = {}
    surnames = {parse_person(f.text).last for f in found if f.rank != MODEL and _is_full_person(f)}
    for name in sorted(seen, key=lambda n: (-n.count(" "), n)):
        is_surname = fold(name) in surnames
        scores = _evidence(name, seen[name], places, is_surname=is_surname)
        scores[EntityKind.PERSON] += _TITLED * (name in titled) + _SURNAME * is_surname
        scores[EntityKind.PERSON] += _RECURS * _surname_recurs(name, texts, places)
        kinds[name] = max(EntityKind, key=scores.__getitem__)
        if kinds[name] is EntityKind.PERSON and " " in name:
            surnames.add(parse_person(name).last)
    return [f if f.rank != MODEL or f.demonym else replace(f, kind=kinds[f.text]) for f in found]


def _surname_recurs(name: str, texts: Texts, places: PlaceIndex | None) -> bool:
    """Whether the second of two words comes back alone, as surnames do: Bernhard Langer … Langer."""
    first, _, last = name.partition(" ")
    if (
        not last
        or " " in last
        or kind_by_words(name) is not None
        or not _stands_alone(last)
        or is_common(first.lower())
    ):
        return False
    if not first.isalpha() or first.isupper() or (places is not None and places.candidates(first)):
        return False
    alone = re.compile(rf"(?<!{re.escape(first)} )\b{re.escape(last)}\b(?! [A-Z])")
    return any(alone.search(text) for text in texts.values())


def _evidence(
    name: str, seen: Counter[EntityKind], places: PlaceIndex | None, *, is_surname: bool
) -> dict[EntityKind, float]:
    """What speaks for each kind: the model's share of votes, the words, lists and the gazetteer."""
    scores = dict.fromkeys(EntityKind, 0.0)
    for kind, count in seen.items():
        scores[kind] += _MODEL * count / seen.total()
    by_words = kind_by_words(name)
    if by_words is not None:
        scores[by_words] += _WORDS
    if name in RISKY:
        scores[EntityKind.ORG] += _KNOWN
    if places is not None and is_known_place(places.candidates(name)):
        no_person = seen[EntityKind.PERSON] == 0 and not is_surname
        scores[EntityKind.PLACE] += _GAZETTEER + _MODEL * no_person
    return scores


def _split_by_people(found: list[Found], texts: Texts) -> list[Found]:
    """Cut a longer span of the model down to the full person's name that it contains."""
    full = {f.text for f in found if f.kind is EntityKind.PERSON and " " in f.text}
    return [_cut(one, full, texts[one.field]) for one in found]


def _cut(one: Found, full: AbstractSet[str], text: str) -> Found:
    if one.rank != MODEL or one.kind is EntityKind.PERSON or kind_by_words(one.text) is EntityKind.ORG:
        return one
    inner = next((name for name in sorted(full) if _is_inside(name, one.text)), None)
    if inner is None:
        return one
    start = text.index(inner, one.start)
    return replace(one, start=start, end=start + len(inner), text=inner, kind=EntityKind.PERSON)


def _is_inside(name: str, longer: str) -> bool:
    return f" {name} " in f" {longer} "


def _propagated(found: list[Found], texts: Texts) -> Iterator[Found]:
    """The same spellings, and surnames of full names, where neither list nor model saw them."""
    kinds = {f.text: f.kind for f in found if not f.demonym and f.rank == MODEL}
    given = {f.text.split()[0] for f in found if _is_full_person(f)}
    for one in found:
        last = surname_of(one.text)
        if _is_full_person(one) and _stands_alone(last) and last not in given:
            kinds.setdefault(last, EntityKind.PERSON)
    by_word: dict[str, list[str]] = defaultdict(list)
    for name in sorted(kinds, key=len, reverse=True):
        first = _WORD.match(name)
        if first is not None and len(name) > _SHORT:
            by_word[_bare(first[0])].append(name)
    for field, text in texts.items():
        taken = Taken(f for f in found if f.field == field)
        for word in _WORD.finditer(text):
            name = _name_at(text, word.start(), by_word.get(_bare(word[0]), ()))
            end = word.start() + len(name)
            if name and taken.is_free(word.start(), end):
                taken.add(word.start(), end)
                yield Found(field=field, start=word.start(), end=end, text=name, kind=kinds[name])


def _is_full_person(one: Found) -> bool:
    return one.kind is EntityKind.PERSON and " " in one.text


def surname_of(name: str) -> str:
    """The last word of a name that is no suffix, as written.

    >>> surname_of("John Ewing Jr.")
    'Ewing'
    """
    words = [w.rstrip(",") for w in name.split()]
    while len(words) > 1 and bare(words[-1]) in SUFFIXES:
        words.pop()
    return words[-1]


def _name_at(text: str, start: int, names: Sequence[str]) -> str:
    fits = (
        n
        for n in names
        if text.startswith(n, start) and not text[start + len(n) : start + len(n) + 1].isalnum()
    )
    return next(fits, "")


def _stands_alone(last: str) -> bool:
    low = last.lower()
    return len(last) > _SHORT and low not in NOT_NAMES and not is_common(low)


def _bare(word: str) -> str:
    return word.removesuffix("'s").rstrip("'.")
