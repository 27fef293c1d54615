"""All attributions of one field: the constructions tried in order, quotations tied, inner ones dropped.

Called by `bot.nlp.statements`. It decides which attributions stand; who is meant and where it was said comes
after.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from bot.nlp.attribution.clauses import text_of
from bot.nlp.attribution.lines import Name, iter_line_attributions
from bot.nlp.attribution.quotes import Quotation
from bot.nlp.attribution.record import Attribution, keep_to_paragraphs
from bot.nlp.attribution.silences import silence
from bot.nlp.attribution.ties import tie_quotations
from bot.nlp.attribution.venues import find_outlet
from bot.nlp.attribution.verbs import verb_attribution
from bot.nlp.attribution.words import according_attribution, adjective_attribution, noun_attribution

_TOLD = frozenset({"c", "f", "q"})
"""Frames that hold words somebody spoke."""


def find_attributions(
    doc: Doc, text: str, quotations: tuple[Quotation, ...], named: Sequence[Name]
) -> list[Attribution]:
    """The attributions of a text, in order of cue.

    What somebody is quoted as saying about a third person is that person's statement only at second hand,
    so an attribution inside another's content is left out. An outlet's report is the exception: "the Gazette
    reported that Lee said" gives both, for Lee's statement is what the Gazette relays.

    Args:
        doc: Its parse, offsets equal to the text's.
        text: The field as stored.
        quotations: Its outermost quotations.
        named: The names of people, bodies and places in it.
    """
    candidates = (_attribution(token) for token in doc)
    found = [a for a in candidates if a is not None and not _is_quoted(a, quotations)]
    keep_to_paragraphs(text, found)
    lines = iter_line_attributions(doc, text, quotations, named)
    found += [line for line in lines if not any(_same_cue(line, a) for a in found)]
    found.sort(key=lambda a: a.cue_span)
    tie_quotations(text, found, quotations)
    found = [a for a in found if a.content or a.frame == "s"]
    return [a for a in found if not any(_swallows(outer, a) for outer in found if outer is not a)]


def _same_cue(one: Attribution, other: Attribution) -> bool:
    return one.cue_span[0] < other.cue_span[1] and other.cue_span[0] < one.cue_span[1] and bool(other.content)


def relayed(outer: Attribution, inner: Attribution) -> bool:
    """Whether one attribution is an outlet's report of the other."""
    if not _holds(outer, inner) or not inner.speech or inner.frame not in _TOLD or outer.source_span is None:
        return False
    start, end = outer.source_span
    return bool(find_outlet(text_of(outer.cue.doc)[start:end].strip(" ,")))


def _swallows(outer: Attribution, inner: Attribution) -> bool:
    return _holds(outer, inner) and not _holds(inner, outer) and not relayed(outer, inner)


def _attribution(token: Token) -> Attribution | None:
    part = token.pos_
    if part in {"VERB", "AUX"}:
        if token.lower_ == "according":
            return according_attribution(token)
        return silence(token) or verb_attribution(token) or adjective_attribution(token)
    if part == "NOUN":
        return noun_attribution(token)
    if part == "ADJ":
        return silence(token) or adjective_attribution(token)
    return None


def _is_quoted(attribution: Attribution, quotations: tuple[Quotation, ...]) -> bool:
    at = attribution.cue_span[0]
    return any(q.start <= at < q.end for q in quotations)


def _holds(outer: Attribution, inner: Attribution) -> bool:
    """Whether one attribution's content holds the other's cue."""
    at = inner.cue_span[0]
    return any(start <= at < end for start, end in outer.content)
