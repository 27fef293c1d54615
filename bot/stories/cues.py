"""The words by which an article names who said it.

Called by `bot.stories.trails`. Patterns over plain text, so that an article counts even where it was not
parsed. They find names; whether a name is a person's, a body's or an outlet's is told elsewhere.
"""

from __future__ import annotations

import re

from bot.stories.phrases import ADVERBS, BODY, NAME, PAPERS, SAID_BY, SAY, WORD, either

SUBJECT = re.compile(rf"(?P<name>{NAME})(?:,\s[^,.\u201c\"]{{2,110}},)?\s{ADVERBS}{SAY}\b")
"""Somebody before the verb: "Ruth Calloway said", "Lund, who leads the agency, told"."""

_NO_OFFICE = either("in on at to from by that for with it he she they")

SAYING = re.compile(
    rf"(?P<name>{NAME})\s[^.;:\u201c\"]{{1,90}}?,\s(?:saying|arguing|warning|telling|insisting|claiming|calling)\b"
)
"""Somebody who does something, "saying" why."""

INVERTED = re.compile(rf"\b{SAID_BY}\s(?:(?!{_NO_OFFICE}\s)[a-z][\w-]*\s){{0,6}}(?P<name>{NAME})")
"""Somebody behind it: "said engineer Lou Barca"."""

BODY_SAID = re.compile(
    rf"(?<![\w-])(?P<name>(?:(?:{WORD}|state|city|county|federal|local|campus|medical)\s){{0,5}}"
    rf"(?:[a-z]+\s)?{BODY})"
    r"(?:(?:'s|\u2019s)?\s(?:spokes\w+|officials?|lawyers?|leaders?))?"
    rf"(?:,\s[^,.]{{2,80}},)?\s{ADVERBS}(?:{SAY}|issued|released|reported|found)\b"
)
"""A body before the verb: "the university said", "Brook County police announced"."""

ACCORDING = re.compile(rf"\b[Aa]ccording to (?:(?:the|a|an|its|his|her|state|local)\s)*(?P<name>{NAME})")

AUTHOR = re.compile(
    rf"\b{PAPERS} (?:\w+day )?(?:from|by) "
    rf"(?P<name>(?:the |its |his |her )?(?:{NAME}(?: {BODY})?|(?:[a-z]+ )?{BODY}))"
)
"""Whose paper it is: "a news release from Brook County police"."""

OWNER = re.compile(
    rf"(?P<name>{NAME})(?:'s|\u2019s)?(?: new| latest| annual)? {PAPERS} "
    r"(?:shows?|says?|said|finds?|found|puts?|warns?|estimates?)\b"
)
"""Whose figures they are: "Census Bureau figures show"."""

LABEL = re.compile(rf"^(?P<name>{NAME}): (?=['\"\u2018\u201c])")
"""A speaker as headlines have it: "Draper: 'I never took a dime'"; without the quotation it may be a place or
a section: "Kenya: Traders warn of a new tax", "Notice: Hall closed"."""

SPEAKERS = (SUBJECT, INVERTED, BODY_SAID, SAYING, AUTHOR, OWNER, ACCORDING, LABEL)
"""In the order in which they are tried."""

ROLE = re.compile(rf"\b(?P<role>[a-z]+)(?:,\s[^,.]{{2,60}},)?\s{ADVERBS}{SAY}\b")
"""Somebody called by an office or a calling alone: "its commandant claimed", "a passenger said"."""

PRONOUN = re.compile(rf"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t)\s{ADVERBS}(?:{SAY}|added)\b")

REMARKS = re.compile(
    r"\b(?:made|makes|making) (?:the|his|her|those|these|that) (?:\w+ )?"
    rf"{either('comment remark claim statement announcement pledge threat promise')}s?\b"
)
"""A sentence that goes on with what the one before it told."""

SPOKES = re.compile(
    r"\b(?:spokes(?:man|woman|person|people)|chief executive|CEO|(?:lawyer|attorney)s? for)\b"
)
"""Somebody who speaks for a body."""

SPOKEN_FOR = re.compile(rf"(?P<name>{NAME})(?:'s|\u2019s) (?:spokes\w+|chief executive|CEO)\b")

ANONYMOUS = re.compile(
    r"\b(?:on (?:the )?condition of anonymity|asked not to be (?:named|identified)"
    r"|not authorized to (?:speak|discuss)|sources (?:said|say|told)"
    rf"|{either('people persons? officials? sources? aides? employees?')} (?:\w+ ){{0,4}}"
    r"(?:familiar with|with knowledge of|briefed on|close to|who (?:were not|was not|asked|spoke)))"
)

FULL_NAME = re.compile(rf"{WORD}(?:\s{WORD}){{1,4}}")

NO_NAMES = frozenset(
    [
        *("I", "The", "A", "But", "And", "In", "He", "She", "They", "It", "We", "You", "That", "This"),
        *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    ]
)
"""Capitalised words that stand where a name could."""


def names(text: str, pattern: re.Pattern[str]) -> list[str]:
    """The name that each match of a pattern found, whichever of its groups it stands in, without a full stop.

    >>> names("Ann Lee said so.", SUBJECT)
    ['Ann Lee']
    """
    return [
        name.rstrip(".")
        for match in pattern.finditer(text)
        for key, name in match.groupdict().items()
        if name and key.startswith("name")
    ]
