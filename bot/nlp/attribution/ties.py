"""Which cue a quotation belongs to: the one it touches, the one beside it, or the one before it.

Called by `bot.nlp.attribution.finder` once all cues are found. The parser is weakest around quotation
marks, so these rules read the text between a quotation and a cue instead of the parse.
"""

from __future__ import annotations

import re

from bot.nlp.attribution.quotes import Quotation
from bot.nlp.attribution.record import Attribution, joined

_ONLY_DIVIDES = re.compile(r"[\s,.\-\u2013\u2014]*")
_SENTENCE_ENDS = re.compile(r"[.!?][\"\u201d\u2019)]*\s|\n\s*\S")
_DASH = "\u2014"
_REACH_BEHIND = 40  # code points between a quotation and the clause that follows it
_REACH_AHEAD = 160  # between a cue and the quotation that follows, "told … in …," included
_REACH_ON = 140  # between two quotations of one speaker with nothing but a clause between
_LONG_WORD, _LONGEST_NAME = 4, 6
_OPENINGS = (".", "!", "?", ",", ":", ";", "\u2014", "\u201d", '"')  # behind which somebody goes on talking
_KEEPS = frozenset({"c", "f", "d", "q", ":"})
_MAX_WORDS_BETWEEN = 3


def tie_quotations(text: str, found: list[Attribution], quotations: tuple[Quotation, ...]) -> None:
    """Give each quotation to its attribution, in place.

    Args:
        text: The field.
        found: Attributions in order of cue.
        quotations: Outermost quotations in order.
    """
    takers = [a for a in found if a.takes_quote]
    last: Attribution | None = None
    for quotation in quotations:
        for attribution in found:
            if not attribution.takes_quote and any(s <= quotation.start < e for s, e in attribution.content):
                attribution.content = joined([*attribution.content, *quotation.pieces])
        touching = [a for a in takers if any(s < quotation.end and quotation.start < e for s, e in a.content)]
        if touching:
            for attribution in touching:
                attribution.content = joined([*attribution.content, *quotation.pieces])
            last = touching[-1]
            continue
        if any(_covers(a, quotation) for a in found) or _is_name(text, quotation):
            continue
        taker = _beside(text, takers, quotation) or _going_on(text, last, quotation)
        if taker is not None:
            last = taker
            kept = taker.content if taker.frame in _KEEPS else []
            taker.content = joined([*kept, *quotation.pieces])
            taker.frame = taker.frame if kept else "q"


def _is_name(text: str, quotation: Quotation) -> bool:
    """Whether it is the title of a book, film or show: few words, the long ones all capitalised."""
    words = text[slice(*quotation.inner[0])].rstrip(" ,").split()
    long = [w for w in words if len(w) >= _LONG_WORD]
    if not 1 < len(words) <= _LONGEST_NAME or not long or words[-1].endswith((".", "!", "?")):
        return False
    return all(w[0].isupper() for w in long)


def _covers(attribution: Attribution, quotation: Quotation) -> bool:
    return any(s <= quotation.start + 1 and quotation.end - 1 <= e for s, e in attribution.content)


def _beside(text: str, takers: list[Attribution], quotation: Quotation) -> Attribution | None:
    """The clause right behind the quotation, or else the nearest one that leads up to it."""
    ahead: Attribution | None = None
    for attribution in takers:
        start, end = attribution.clause
        if quotation.start <= attribution.cue_span[0] < quotation.end:
            continue
        if start >= quotation.end:
            if start - quotation.end < _REACH_BEHIND and _is_tail(text, quotation, start):
                return ahead if ahead is not None and _leads_straight(text, ahead, quotation) else attribution
            if start - quotation.end >= _REACH_AHEAD:
                break
        elif 0 <= quotation.start - end < _REACH_AHEAD and _leads_to(text[end : quotation.start]):
            ahead = attribution
    return ahead


def _is_tail(text: str, quotation: Quotation, start: int) -> bool:
    """Whether a clause that starts there carries on the quotation's sentence (", she said")."""
    ended = text[quotation.inner[-1][0] : quotation.inner[-1][1]].rstrip().endswith(".")
    gap = text[quotation.end : start]
    return _ONLY_DIVIDES.fullmatch(gap) is not None and not (ended and "," not in gap and _DASH not in gap)


def _leads_straight(text: str, attribution: Attribution, quotation: Quotation) -> bool:
    """Whether a clause before the quotation opens it with comma or colon."""
    return text[attribution.clause[1] : quotation.start].rstrip().endswith((",", ":"))


def _leads_to(gap: str) -> bool:
    """Whether the words between a cue and a quotation lead up to it ("told them on Monday:")."""
    gap = gap.rstrip()
    if _SENTENCE_ENDS.search(gap) or gap.endswith((".", "!", "?")):
        return False
    return gap.endswith((",", ":")) or len(gap.split()) <= _MAX_WORDS_BETWEEN


def _going_on(text: str, last: Attribution | None, quotation: Quotation) -> Attribution | None:
    """The attribution before, where its speaker goes on in the same paragraph."""
    if last is None:
        return None
    end = max([last.clause[1], *(e for _, e in last.content)])
    gap = text[end : quotation.start]
    at_once = quotation.start >= end and "\n" not in gap and len(_SENTENCE_ENDS.findall(gap)) <= 1
    opens = not gap.strip() or gap.rstrip().endswith(_OPENINGS)
    return last if at_once and opens and len(gap) < _REACH_ON else None
