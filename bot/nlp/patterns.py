"""Bodies named by rule: "<City> Police Department", "<State> Department of …", "<County> Sheriff's Office".

Called by `bot.nlp.names` (where such a body stands) and `bot.nlp.reader` (which place it belongs to). No
list can hold the bodies of 3,000 counties; their names follow patterns. Pure; knows no gazetteer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.nlp.name_words import NOT_NAMES
from bot.nlp.titles import is_title

_WORD = r"(?:[A-Z][\w'-]+|St\.|Ft\.|Mt\.)"
_HEAD = rf"(?P<head>{_WORD}(?: {_WORD}){{0,3}})"
_CITY_BODIES = """
Police Department|Police Commission|Police Commissioners|Fire Department|Fire Rescue|City Council|City Hall
Town Council|Common Council|County Council|County Commission|County Board of Supervisors
Board of Supervisors|Board of Aldermen|Board of Health|Board of Education|School Board|School Committee
School District|Unified School District|Independent School District|Public Schools|Public Library
Public Health Commission|Housing Authority|Transit Authority|Transportation Authority
Redevelopment Authority|Water Department|Planning Commission|Planning Board|Zoning Board
Parks Department|Parks and Recreation Department|Health Department|Planning & Development Agency
Select Board|Water and Sewer Commission|Port Authority|Election Commission
""".strip().replace("\n", "|")
_COUNTY_BODIES = """
Sheriff's Office|Sheriff's Department|District Attorney's Office|Superior Court|Circuit Court
""".strip()
_STATE_BODIES = """
Supreme Court|Supreme Judicial Court|Court of Appeals|State Police|Highway Patrol|National Guard
Legislature|General Assembly|House of Representatives|Senate|State Senate|Attorney General's Office
Board of Regents|Turnpike Authority|Democratic Party|Republican Party|Secretary of State's Office
Department of (?:[A-Z][a-z]+(?:,? (?:and |& )?)?){1,5}
""".strip().replace("\n", "|")
_BODY = re.compile(rf"\b{_HEAD} (?P<body>{_CITY_BODIES}|{_COUNTY_BODIES}|{_STATE_BODIES})(?![\w-])")
_MUNICIPAL = re.compile(rf"(?:{_CITY_BODIES}|{_COUNTY_BODIES})$")


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation named by pattern: its span, and the span of the place in front."""

    start: int
    end: int
    head_end: int
    municipal: bool


def iter_bodies(text: str) -> Iterator[Body]:
    """Bodies in a text with straight quotes, left to right.

    >>> text = "On Monday the Toledo City Council voted."
    >>> [text[b.start : b.end] for b in iter_bodies(text)]
    ['Toledo City Council']
    """
    for match in _BODY.finditer(text):
        start = _skip_lead(text, match.start("head"), match.end("head"))
        end = match.start() + len(match[0].rstrip(" ,"))
        if start < match.end("head"):
            yield Body(start, end, match.end("head"), _MUNICIPAL.search(match["body"]) is not None)


def _skip_lead(text: str, start: int, end: int) -> int:
    """Cut words that only stand there because a sentence begins or a title precedes."""
    while start < end:
        word = text[start:end].split(" ", 1)[0]
        is_lead = word.lower() in NOT_NAMES or is_title(word) or word in _NEVER_HEADS
        if word in _HEADS or not is_lead:
            return start
        start += len(word) + 1
    return end


_HEADS = frozenset({"New", "St.", "Ft.", "Mt."})
_NEVER_HEADS = frozenset(
    {
        "City",
        "State",
        "Former",
        "Federal",
        "Local",
        "When",
        "While",
        "After",
        "Before",
        "Because",
        "Since",
        "Although",
    }
)
