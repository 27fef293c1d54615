"""Raw NER spans to clean ones: titles, possessives, articles, datelines and line ends cut off.

Called by `bot.nlp.names` for every span of the model. Pure functions over a text and a span; they decide
where a name starts and ends and what the words alone tell about its kind, never whom it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.model.entity import EntityKind
from bot.nlp.common_words import is_common
from bot.nlp.given_names import GIVEN
from bot.nlp.name_words import NOT_NAMES, ORG_ENDS, PARTICLES, PARTISANS, PLACE_ENDS, SUFFIXES, words_of
from bot.nlp.titles import bare, is_title, leading_title

KIND_OF_LABEL = {
    "PERSON": EntityKind.PERSON,
    "ORG": EntityKind.ORG,
    "GPE": EntityKind.PLACE,
    "LOC": EntityKind.PLACE,
    "NORP": EntityKind.PLACE,
}
"""The model's labels that can be a name here; the others (dates, laws, works) are none."""

_TWO, _MOST_WORDS = 2, 5  # a given name and a surname; with middle names, particles and Jr.
_BREAK = re.compile(r"\n|\s{3,}|\s[-|\u2013\u2014\u2022/]+\s|[\u2022|;\[\]]|\.\.\.|\u2026")
_EDGE_START = re.compile(r"^(?:[\s\W_]+|(?:the|an|a)\s+(?=\S))+", re.IGNORECASE)
_EDGE_END = re.compile(r"(?:['\u2019]s?|[^\w.)]+|\s+|(?<![A-Z])\.|(?<=[a-z]{3})\.)$")
_NO_NAME_STARTS = frozenset(
    {"hurricane", "typhoon", "cyclone", "uss", "hms", "operation", "covid-19", "tropical"}
)
_NO_NAME_ENDS = words_of(
    "act award awards championship championships cup day games grant law medal olympics open prize series"
)
_CALLINGS = ("er", "or", "ist", "man", "woman")  # endings of what stands before a name: Educator Ben Chavis
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]\.)+|\b(?:Jr|Sr|Inc|Corp|Co|Ltd|Bros|St|Mass|Calif|Conn|Wash|Ill|Pa|Va|Md|Fla)\.)$"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A cleaned span: half-open code points, the kind the model gave it, adjective or not."""

    start: int
    end: int
    kind: EntityKind
    demonym: bool = False


def iter_clean(text: str, start: int, end: int, label: str) -> Iterator[Span]:
    """The names inside one raw span.

    Args:
        text: The field, with straight quotes.
        start: First character of the span.
        end: One past the last.
        label: The model's label.

    Yields:
        None, one, or (where a line break or "and" joins two names) several spans.

    >>> text = "Boston Mayor Michelle Wu's plan"
    >>> [text[s.start : s.end] for s in iter_clean(text, 7, 26, "PERSON")]
    ['Michelle Wu']
    """
    kind = KIND_OF_LABEL.get(label)
    if kind is None and bare(text[start:end].rsplit(maxsplit=1)[-1]) in ORG_ENDS:
        kind = EntityKind.ORG
    if kind is None:
        return
    for piece in _pieces(text, start, end):
        left, right = trimmed(text, *piece)
        if kind is EntityKind.PERSON:
            left, right = _person_core(text, left, right)
        elif label in {"ORG", "GPE"}:
            left, right = trimmed(text, left, left + len(_without_lower_end(text[left:right])))
        words = text[left:right].split()
        if words and _is_name(words, label):
            yield Span(left, right, kind, demonym=label == "NORP")


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    r"""The span without articles, punctuation and a possessive at its edges.

    >>> text = "the Fed's"
    >>> text[slice(*trimmed(text, 0, len(text)))]
    'Fed'
    """
    lead = _EDGE_START.match(text[start:end])
    start += lead.end() if lead else 0
    while start < end and not _ABBREVIATED.search(text[start:end]):
        tail = _EDGE_END.search(text[start:end])
        if tail is None:
            break
        end -= tail.end() - tail.start()
    if start < end and text[end - 1] == ")" and text[start:end].count("(") != text[start:end].count(")"):
        return trimmed(text, start, end - 1)
    return start, end


def kind_by_words(name: str) -> EntityKind | None:
    """What the words of a name alone say it is; None where they say nothing.

    >>> kind_by_words("Acme Holdings Inc."), kind_by_words("Dana Okafor"), kind_by_words("Berlin")
    (<EntityKind.ORG: 'org'>, <EntityKind.PERSON: 'person'>, None)
    """
    words = name.split()
    low = [bare(w).replace(".", "") for w in words]
    if len(words) == 1:
        return None
    if low[-1] in ORG_ENDS or (low[0] in {"university", "ministry", "department", "bank"} and low[1] == "of"):
        return EntityKind.ORG
    if low[-1] in PLACE_ENDS:
        return EntityKind.PLACE
    return EntityKind.PERSON if looks_like_person(words) else None


def looks_like_person(words: list[str]) -> bool:
    """Whether the words are a given name and up to three more that fit behind it.

    >>> looks_like_person(["Maria", "de", "la", "Cruz"]), looks_like_person(["Grace", "Church"])
    (True, False)
    """
    low = [bare(w) for w in words]
    if (
        not _TWO <= len(words) <= _MOST_WORDS
        or low[0] not in GIVEN
        or low[-1] in ORG_ENDS | PLACE_ENDS | NOT_NAMES
    ):
        return False
    return all(_fits_person(w, n) for w, n in zip(words[1:], low[1:], strict=True))


def _fits_person(word: str, low: str) -> bool:
    if low in PARTICLES or low.replace(".", "") in SUFFIXES:
        return True
    return word[0].isupper() and (not word.isupper() or len(low) <= _TWO)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for cut in _BREAK.finditer(text, start, end):
        yield at, cut.start()
        at = cut.end()
    yield at, end


def _person_core(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut titles before a person's name, and titles, numbers and lower-case words behind it."""
    start += leading_title(text[start:end])
    words = list(re.finditer(r"\S+", text[start:end]))
    while len(words) > _TWO and _is_calling(words[0][0], words[1][0]):
        start += words[1].start() - words[0].start()
        words = list(re.finditer(r"\S+", text[start:end]))
    keep = len(words)
    while keep > 1 and not _may_end_person(words[keep - 1][0]):
        keep -= 1
    if keep and keep < len(words):
        end = start + words[keep - 1].end()
    return trimmed(text, start, end)


def _is_calling(word: str, behind: str) -> bool:
    """Whether a word in front of a given name says what somebody does."""
    low = word.lower()
    return low not in GIVEN and behind.lower() in GIVEN and (low.endswith(_CALLINGS) or is_common(low))


def _without_lower_end(name: str) -> str:
    """A body's or place's name does not end in a lower-case word: "U.S. military" is the U.S."""
    words = name.split(" ")
    while len(words) > 1 and words[-1][:1].islower():
        words.pop()
    return " ".join(words)


def _may_end_person(word: str) -> bool:
    return word[0].isupper() and (not is_title(word) or bare(word) in GIVEN)


def _is_name(words: list[str], label: str) -> bool:
    first, low = words[0], [bare(w) for w in words]
    if label == "NORP":
        return first[0].isupper() and not PARTISANS.intersection(low)
    if all(w in NOT_NAMES for w in low) or not any(c.isalpha() for c in first):
        return False
    if all(is_title(w) for w in words) and not GIVEN.intersection(low):
        return False
    if label == "ORG" and len(words) > 1 and low[-1] in _NO_NAME_ENDS:
        return False
    if low[0] in _NO_NAME_STARTS and len(words) > 1:
        return False
    return any(w[0].isupper() for w in words) or first[:2] in {"al", "e-"}
