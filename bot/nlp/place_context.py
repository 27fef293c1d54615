"""What the words around a name say: dateline, street, school, person, town.

Called by `bot.nlp.place_spots` for each known name. Pure functions over a text and a found name.
"""

from __future__ import annotations

import re

from bot.model.entity import PlaceType
from bot.nlp.given_names import GIVEN
from bot.nlp.place_index import is_large, place_of
from bot.nlp.place_scan import Found
from bot.nlp.place_words import (
    BEFORE_OTHER,
    FEATURES,
    INHABITANTS,
    LOCATIVES,
    OFFICES,
    STANDING,
    STREETS,
    STRONG_LOCATIVES,
)
from bot.nlp.titles import title_before

_CAPITALS = r"[A-Z][A-Z.'-]+(?: [A-Z][A-Z.'-]+){0,3}"
_DASH = r"(?:--|[\u2014\u2013])"
_DATELINE = re.compile(
    rf"(?<![\w,] )(?<!\w)(?P<name>{_CAPITALS})(?:, [A-Z][\w.]*(?: [A-Z][\w.]*)?)?"
    rf"\s*(?:\([^)]{{2,30}}\)\s*)?(?:{_DASH}|-(?=\s))"
    # behind a byline without a full stop: "March 29 CONCORD -- Officials say"
    rf"|(?P<late>(?<=[a-z\d] )[A-Z]{{4,}}(?: [A-Z]{{3,}}){{0,2}})(?= {_DASH} )"
)
_PARTY = re.compile(r"\b(?:R|D|I|DFL|GOP)-$")
_NEXT_NAME = re.compile(r"[ \u00a0]([A-Z][\w'-]*)")
_NEXT_WORD = re.compile(r"[ \u00a0]([a-z'-]+)")
_LAST_WORD = re.compile(r"([\w.'-]+)[ \u00a0]+(?:the )?$")
_LAST_NAME = re.compile(r"([A-Z][\w'-]*|[A-Z]\.) $")
_OF = re.compile(r"(\w+) of $")
_SENTENCE_START = re.compile(r"(?:^|[.!?:][\"')]?\s+|\n\s*|[\"(]\s*)$")
_WINDOW = 30  # code points before a name that are looked at


def datelines(text: str) -> list[tuple[int, int]]:
    r"""Stretches of town names in capitals before a dash.

    >>> text = "CONCORD, N.H. (AP) \u2014 The Senate voted."
    >>> [text[start:end] for start, end in datelines(text)]
    ['CONCORD']
    """
    return [m.span("name" if m["name"] else "late") for m in _DATELINE.finditer(text)]


def behind_party(text: str, start: int) -> bool:
    """Whether a legislator's party stands before a name.

    >>> behind_party("Sen. Ann Lee, D-Ocala, said", 16)
    True
    """
    return _PARTY.search(text, max(0, start - 5), start) is not None


def is_other(found: Found, text: str) -> bool:
    """Whether the words around make a name a street, a church, a school, a team or a person."""
    before = text[max(0, found.start - _WINDOW) : found.start]
    following = _NEXT_NAME.match(text, found.end)
    word = following[1].casefold() if following else ""
    of = _OF.search(before)
    if (word in STREETS and not found.abbreviated) or (of and of[1].casefold() in BEFORE_OTHER):
        return True
    if found.name.startswith(("St. ", "Saint ")) and text.startswith("'s", found.end):
        return True  # a church or a school: "St. Mary's students"
    if found.demonym or found.abbreviated:
        return False
    if title_before(text, found.start) is not None or _behind_given_name(before):
        return True
    return bool(word) and word not in OFFICES and (word in FEATURES or not _stands_before_names(found))


def surroundings(text: str, start: int, end: int) -> float:
    """What the words next to a name say for a town; about -0.3 to 2.

    >>> surroundings("was arrested in Salem on Monday", 16, 21)
    0.8
    """
    before = _LAST_WORD.search(text, max(0, start - _WINDOW), start)
    word = before[1].casefold() if before else ""
    evidence = 0.8 if word in STRONG_LOCATIVES else 0.4 if word in LOCATIVES else 0.0
    following = _NEXT_WORD.match(text, end)
    if following and following[1] in INHABITANTS:
        evidence += 1.2
    if _SENTENCE_START.search(text, max(0, start - 4), start):
        evidence -= 0.3
    return evidence


def stands_in(text: str, start: int) -> bool:
    """Whether a word stands before a name that stands before places, hardly ever before persons.

    >>> stands_in("officials in Rotterdam", 13), stands_in("told Rotterdam", 5)
    (True, False)
    """
    before = _LAST_WORD.search(text, max(0, start - _WINDOW), start)
    return before is not None and before[1].casefold() in STANDING


def goes_on_as_other(text: str, end: int) -> bool:
    """Whether the next word makes a name a street, a school or the like."""
    following = _NEXT_NAME.match(text, end)
    return following is not None and following[1].casefold() in STREETS | FEATURES


def _behind_given_name(before: str) -> bool:
    match = _LAST_NAME.search(before)
    return match is not None and (match[1].casefold() in GIVEN or match[1].endswith("."))


def _stands_before_names(found: Found) -> bool:
    """States, countries and counties stand before other names ("Ohio Republicans"), towns seldom do."""
    first = found.candidates[0]
    return is_large(first) or place_of(first).type is PlaceType.COUNTY
