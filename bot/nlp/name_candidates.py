"""What could be a name in one field: curated names, known bodies, rules on words, and the model's spans.

Called by `bot.nlp.names`, which then weighs the candidates over the whole article. Names that a list or a
rule is sure of stand first; the model's spans fill what is left between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.model.entity import Entity, EntityId, EntityKind, Field
from bot.nlp.annotate import FieldText, plain
from bot.nlp.common_words import is_common
from bot.nlp.found import CURATED, RULE, Found, Taken, longest_first
from bot.nlp.given_names import GIVEN
from bot.nlp.known_orgs import KNOWN
from bot.nlp.lexicon import Lexicon
from bot.nlp.name_words import NOT_NAMES, ORG_ENDS, PARTICLES, PLACE_ENDS, SUFFIXES, words_of
from bot.nlp.orgs import is_acronym_of
from bot.nlp.patterns import iter_bodies
from bot.nlp.spans import Span, iter_clean, looks_like_person
from bot.nlp.titles import OFFICES, bare, is_title

_CAPITAL = re.compile(r"[^\W\d_][\w.'-]*")
_IN_BRACKETS = re.compile(r" \(([A-Z][A-Za-z&.-]{1,9})\)")
_OUTLET_WORDS = words_of(
    "hill nation slate reason salon dawn wired puck vox dispatch bulwark republican spiegel"
)
_CREDIT_BEFORE = re.compile(r"(?:told|according to|by|via|in) (?:the )?$", re.IGNORECASE)
_CREDIT_BEHIND = re.compile(r"(?:'s)? (?:reported|reports|said|magazine|newspaper|wrote|quoted|first)\b")
_MOST_WORDS = 5  # behind a given name: an initial, two particles, a surname and a suffix
# Given names that are as often a place, a month or a word: no person by themselves in front of a capital.
_DOUBTFUL = words_of(
    """
    alexandria april austin august carolina chad charlotte chelsea christian clay dallas dawn dean diego
    duke earl ford georgia grace grant guy harrison hope houston israel ivy jackson jade jean jordan joy
    june kent king lance lane lincoln logan london madison mark may mercedes miles milan norman paris
    penny prince rich rob rod rose santiago savannah shane sofia stan summer sydney tate tucker ty van
    vance victoria virginia wade will winston
    """
)


def candidates(field: Field, analysed: FieldText, lexicon: Lexicon) -> list[Found]:
    """Candidates of a field; none overlap.

    Args:
        field: Name of the field.
        analysed: Its text and the model's spans.
        lexicon: Curated names.
    """
    text = analysed.cased
    sure = longest_first([*_curated(field, analysed, lexicon), *_bodies(field, text)])
    taken = Taken(sure)
    modelled = [
        _found(field, text, span)
        for raw in analysed.spans
        for span in _of_model(text, raw.start, raw.end, raw.label, taken)
    ]
    people = [p for p in _given_names(field, text) if taken.is_free(p.start, p.end)]
    kept = [
        f for f in longest_first([*sure, *modelled, *people]) if f.rank == CURATED or not _in_title(text, f)
    ]
    return kept + [a for a in _acronyms(kept, text) if Taken(kept).is_free(a.start, a.end)]


def _curated(field: Field, analysed: FieldText, lexicon: Lexicon) -> Iterator[Found]:
    """Curated and well-known names, in the text as analysed and, for headlines, as written."""
    texts = {analysed.cased, plain(analysed.text[: len(analysed.cased)])}
    for text in texts:
        for hit in (*lexicon.iter_hits(text), *known_orgs().iter_hits(text)):
            known = lexicon.find_entity(hit.entity_id) is not None
            name = text[hit.start : hit.end]
            if hit.kind is EntityKind.PERSON and " " not in name and not _is_alone(text, hit.start, hit.end):
                continue
            if _is_word(name) and not _is_credited(text, hit.start, hit.end):
                continue
            yield Found(
                field=field,
                start=hit.start,
                end=hit.end,
                text=name,
                kind=hit.kind,
                entity_id=hit.entity_id if known else None,
                rank=CURATED if known else RULE,
            )


def _is_word(name: str) -> bool:
    """Whether a curated name is also an ordinary word: Time, Slate, The Hill."""
    low = name.removeprefix("The ").lower()
    return not name.isupper() and " " not in low and (low in _OUTLET_WORDS or is_common(low))


def _is_credited(text: str, start: int, end: int) -> bool:
    """Whether the words around a name treat it as a publisher."""
    return _CREDIT_BEFORE.search(text[:start]) is not None or _CREDIT_BEHIND.match(text, end) is not None


def _is_alone(text: str, start: int, end: int) -> bool:
    """Whether a word is no part of a longer name: Trump, but not Melania Trump or Trump Tower."""
    before = text[:start].rpartition(" ")[0].rpartition(" ")[2] if text[start - 1 : start] == " " else ""
    behind = _CAPITAL.match(text, end + 1) if text[end : end + 1] == " " else None
    named_before = (
        before[:1].isupper() and not is_title(before) and not before.endswith((".", ":", ",", "'s"))
    )
    return not named_before and not (
        behind is not None and behind[0][0].isupper() and not is_common(behind[0].lower())
    )


def _bodies(field: Field, text: str) -> Iterator[Found]:
    for body in iter_bodies(text):
        yield Found(
            field=field,
            start=body.start,
            end=body.end,
            text=text[body.start : body.end],
            kind=EntityKind.ORG,
            rank=RULE,
        )


def _of_model(text: str, start: int, end: int, label: str, taken: Taken) -> Iterator[Span]:
    """Clean names in what curated ones leave of a span; scraps beside them are no names of their own."""
    for left, right in taken.gaps(start, end):
        whole = (left, right) == (start, end)
        for span in iter_clean(text, left, right, label):
            if (
                whole
                or span.kind is EntityKind.PERSON
                or looks_like_person(text[span.start : span.end].split())
            ):
                yield span


def _given_names(field: Field, text: str) -> Iterator[Found]:
    """A given name and the capitalised words behind it: Vikram Misri."""
    done = 0
    for first in _CAPITAL.finditer(text):
        word = first[0].lower()
        if first.start() < done or word not in GIVEN or word in _DOUBTFUL or not first[0][0].isupper():
            continue
        end = _surname_end(text, first.end())
        if end > first.end():
            done = end
            name = text[first.start() : end]
            yield Found(field=field, start=first.start(), end=end, text=name, kind=EntityKind.PERSON)


def _surname_end(text: str, at: int) -> int:
    """End of the surname behind a given name; the given name's own end where none follows."""
    end = at
    for _ in range(_MOST_WORDS):
        behind = _CAPITAL.match(text, at + 1) if text[at : at + 1] == " " else None
        if behind is None:
            break
        word, low = behind[0].removesuffix("'s"), bare(behind[0])
        if len(word) > _INITIAL and low not in SUFFIXES:
            word = word.rstrip(".'-")
            low = bare(word)
        if low in PARTICLES and word.islower():
            at = behind.start() + len(word)
            continue
        if not word[:1].isupper() or not _is_surname(word, low):
            break
        at = behind.start() + len(word)
        end = end if len(word.rstrip(".")) == 1 else at
        if word != behind[0]:
            break
    return end


_INITIAL = 2  # "F." keeps its point


def _is_surname(word: str, low: str) -> bool:
    if low in SUFFIXES or len(word.rstrip(".")) == 1:
        return True
    no_name = low in NOT_NAMES or low in ORG_ENDS or low in PLACE_ENDS or is_title(word)
    return not no_name and not word.isupper() and not is_common(low)


def _in_title(text: str, one: Found) -> bool:
    """Whether a body's name only begins a title: the House of "House Speaker"."""
    behind = _CAPITAL.match(text, one.end + 1) if one.kind is EntityKind.ORG else None
    return behind is not None and f"{one.text} {behind[0]}".lower() in OFFICES


def _acronyms(found: list[Found], text: str) -> Iterator[Found]:
    """Acronyms in brackets behind the name that they stand for."""
    for one in found:
        match = _IN_BRACKETS.match(text, one.end) if one.kind is EntityKind.ORG else None
        if match is not None and is_acronym_of(match[1], one.text):
            yield Found(
                field=one.field,
                start=match.start(1),
                end=match.end(1),
                text=match[1],
                kind=EntityKind.ORG,
                rank=RULE,
            )


def _found(field: Field, text: str, span: Span) -> Found:
    return Found(
        field=field,
        start=span.start,
        end=span.end,
        text=text[span.start : span.end],
        kind=span.kind,
        demonym=span.demonym,
    )


@lru_cache(maxsize=1)
def known_orgs() -> Lexicon:
    """The well-known organisations, compiled for matching."""
    return Lexicon(
        Entity(id=EntityId(f"known:{name}"), kind=EntityKind.ORG, name=name) for name in sorted(KNOWN)
    )
