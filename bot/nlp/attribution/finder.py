"""All attributions of one field: the constructions tried in order, quotations tied, inner ones dropped.

Called by `bot.nlp.statements`. It decides which attributions stand; who is meant and where it was said comes
after.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from bot.nlp.attribution.quotes import Quotation
from bot.nlp.attribution.record import Attribution
from bot.nlp.attribution.ties import tie_quotations
from bot.nlp.attribution.verbs import verb_attribution
from bot.nlp.attribution.words import according_attribution, adjective_attribution, noun_attribution


def find_attributions(doc: Doc, text: str, quotations: tuple[Quotation, ...]) -> list[Attribution]:
    """The attributions of a text, outermost only, in order of cue.

    What somebody is quoted as saying about a third person is that person's statement only at second hand, so
    an attribution inside another's content is left out.

    Args:
        doc: Its parse, offsets equal to the text's.
        text: The field as stored.
        quotations: Its outermost quotations.
    """
    candidates = (_attribution(token) for token in doc)
    found = [a for a in candidates if a is not None and not _is_quoted(a, quotations)]
    tie_quotations(text, found, quotations)
    found = [a for a in found if a.content]
    return [
        a
        for a in found
        if not any(_holds(outer, a) and not _holds(a, outer) for outer in found if outer is not a)
    ]


def _attribution(token: Token) -> Attribution | None:
    part = token.pos_
    if part in {"VERB", "AUX"}:
        if token.lower_ == "according":
            return according_attribution(token)
        return verb_attribution(token) or adjective_attribution(token)
    if part == "NOUN":
        return noun_attribution(token)
    if part == "ADJ":
        return adjective_attribution(token)
    return None


def _is_quoted(attribution: Attribution, quotations: tuple[Quotation, ...]) -> bool:
    at = attribution.cue_span[0]
    return any(q.start <= at < q.end for q in quotations)


def _holds(outer: Attribution, inner: Attribution) -> bool:
    """Whether one attribution's content holds the other's cue."""
    at = inner.cue_span[0]
    return any(start <= at < end for start, end in outer.content)
