"""Who holds which office in a story, as its articles tell: "Coast Guard commandant Victor Sayle".

Used by `bot.stories.trails`, so that "the commandant said" in one article is known for Sayle from another.
Reads the texts of one story only; where two people fit, it names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile

from bot.stories.words import STOP_WORDS

Words = tuple[str, ...]

_OFFICES = """
acting act president vice mayor governor gov senator sen representative rep congressman congresswoman
chief executive director secretary attorney general judge justice sheriff officer sgt sergeant lt
lieutenant adm admiral capt captain col colonel gen dr mr mrs ms prof professor rev councilor councilman
councilwoman councilmember member commissioner commandant chairman chairwoman chair speaker leader
minority majority manager house senate white auditor treasurer superintendent spokesman spokeswoman
spokesperson host engineer former deputy assistant minister prime king queen prince pope bishop pastor ceo
boss head marshal coroner examiner ambassador premier chancellor principal dean owner founder republican
democrat democratic u.s us state city county federal police fire council inspector administrator
comptroller clerk prosecutor lawmaker lawyer economist analyst grower trucker conductor passenger driver
witness resident neighbor developer contractor coach farmer fisherman nurse teacher activist landlord
tenant author organizer chairperson
"""
OFFICES = frozenset(_OFFICES.split())
"""Words before a name that are no part of it."""

_COMMON = "state city county federal police fire council house senate white former us u.s act acting"
COMMON = frozenset(_COMMON.split())
"""Offices' attributes that name nobody by themselves."""

FIRST_AND_LAST = 2

_PERSON = r"[A-Z][\w'\u2019-]+(?:\s[A-Z]\.)?\s[A-Z][\w'\u2019-]+"
_WORD = re.compile(r"[A-Z][\w.]*")
_BEFORE = re.compile(rf"((?:[\w.'\u2019-]+\s){{1,4}})({_PERSON})")
_BEHIND = re.compile(rf"({_PERSON}),\s(?:the|a|an|who|whose)?\s?([^,.\u201c\"]{{3,70}})[,.]")


class Cast:
    """People of a story by office."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        """Read who is who from the texts of a story."""
        self._by_office: dict[str, set[str]] = {}
        for given in texts:
            text = _WORD.sub(_lowered, given)
            for before, person in _BEFORE.findall(text):
                close = takewhile(lambda word: word.casefold() not in STOP_WORDS, reversed(before.split()))
                self._note(close, person)
            for person, behind in _BEHIND.findall(text):
                self._note(behind.split(), person)

    def _note(self, words: Iterable[str], person: str) -> None:
        names = [w for w in person.casefold().split() if w.rstrip(".") not in OFFICES]
        if len(names) < FIRST_AND_LAST:
            return
        for word in words:
            office = word.casefold().strip(".,")
            if office in OFFICES - COMMON:
                self._by_office.setdefault(office, set()).add(f"{names[0]} {names[-1]}")

    def find(self, office: str) -> Words | None:
        """The only person of the story who is called by an office; None where none or several are.

        >>> cast = Cast(["Coast Guard commandant Victor Sayle spoke."])
        >>> cast.find("commandant"), cast.find("mayor")
        (('victor', 'sayle'), None)
        """
        people = self._by_office.get(office.casefold(), set())
        return tuple(next(iter(people)).split()) if len(people) == 1 else None


def _lowered(match: re.Match[str]) -> str:
    """An office in lower case, wherever it stands, so that it is not taken for a first name."""
    word = match.group()
    return word.lower() if word.casefold().rstrip(".") in OFFICES else word
