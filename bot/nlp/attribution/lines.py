"""Attributions made by layout: "Lee: 'No'", "WALLACE: …", "“No” — Lee", "Plan is dead: officials".

Called by `bot.nlp.attribution.finder` with a whole field. It reads lines of text; the parse only lends
the tokens that the other modules expect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from bot.model.statement import Span
from bot.nlp.attribution.clauses import trimmed
from bot.nlp.attribution.cues import word_set
from bot.nlp.attribution.quotes import Quotation
from bot.nlp.attribution.record import MIN_CONTENT, Attribution

_NAME = r"[A-Z][\w.'\u2019-]*(?: (?:[A-Z][\w.'\u2019-]*|of|the|and|for)){0,5}"
_SPEAKER = re.compile(
    rf"[ \t\"\u201c]*(?P<who>{_NAME})(?P<topic> on [^:\n]{{3,50}})?(?P<cue>:)[ \t]+(?P<what>[^\n]{{3,}})"
)
_TAIL = re.compile(r"(?P<what>[^\n:]{15,})(?P<cue>:) (?P<who>[\w.'\u2019 -]{2,30}?)[.]?\s*$")
_SIGNED = re.compile(rf"\s{{0,3}}(?P<cue>[\u2013\u2014\u2015]|--|-) ?(?P<who>{_NAME})")
_SHOUTED = re.compile(r"[A-Z][A-Z.'\u2019 -]{2,}")
_SPEAKING = word_set(
    """
    report reports poll study survey police officials official sources source experts lawyer lawyers
    prosecutors mayor governor judge court documents data analysis ap cops researchers union feds sheriff records
    """
)
_PEOPLE = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_MIN_SIGNED_WORDS = 4  # a shorter quotation before a dash is a title or a catchword


def iter_line_attributions(doc: Doc, text: str, quotations: tuple[Quotation, ...]) -> Iterator[Attribution]:
    """Attributions by colon or dash, in order of place.

    Args:
        doc: The field's parse with named entities.
        text: The field as stored.
        quotations: Its outermost quotations.

    Yields:
        Colons count where the words before them name somebody; dashes only right behind a quotation.
    """
    at = 0
    for line in text.split("\n"):
        yield from _by_colon(doc, line, at, first=not text[:at].strip())
        at += len(line) + 1
    for quotation in quotations:
        signed = _SIGNED.match(text, quotation.end)
        long_enough = len(text[quotation.start : quotation.end].split()) >= _MIN_SIGNED_WORDS
        if signed and long_enough and _names_somebody(doc, *signed.span("who")):
            for made in _made(doc, signed.span("cue"), signed.span("who"), list(quotation.pieces)):
                made.takes_quote = False
                yield made


def _by_colon(doc: Doc, line: str, at: int, *, first: bool) -> Iterator[Attribution]:
    match = _SPEAKER.match(line)
    if match:
        start, end = (at + p for p in match.span("who"))
        shouted = _SHOUTED.fullmatch(match["who"]) is not None
        if shouted or (first and _names_somebody(doc, start, end)):
            cue = (
                at + (match.start("topic") + 1 if match["topic"] else match.start("cue")),
                at + match.end("cue"),
            )
            what = trimmed(doc, at + match.start("what"), at + match.end("what"))
            yield from _made(doc, cue, (start, end), [what])
            return
    tail = _TAIL.match(line) if first else None
    if tail and (
        tail["who"].split()[-1].lower() in _SPEAKING
        or _is_entity(doc, at + tail.start("who"), at + tail.end("who"))
    ):
        yield from _made(
            doc,
            (at + tail.start("cue"), at + tail.end("cue")),
            (at + tail.start("who"), at + tail.end("who")),
            [trimmed(doc, at + tail.start("what"), at + tail.end("what"))],
        )


def _made(doc: Doc, cue: Span, who: Span, content: list[Span]) -> Iterator[Attribution]:
    sign, source = _token_at(doc, cue[0]), _token_at(doc, who[1] - 1)
    if sign is None or source is None or any(e - s < MIN_CONTENT for s, e in content):
        return
    yield Attribution(
        cue=sign, cue_span=cue, source=source, source_span=who, content=content, frame=":", takes_quote=True
    )


def _token_at(doc: Doc, at: int) -> Token | None:
    span = doc.char_span(at, at + 1, alignment_mode="expand") if at < len(doc.text) else None
    return span[0] if span is not None and len(span) else None


def _names_somebody(doc: Doc, start: int, end: int) -> bool:
    last = doc.text[start:end].split()[-1].lower()
    return last in _SPEAKING or _is_entity(doc, start, end)


def _is_entity(doc: Doc, start: int, end: int) -> bool:
    """Whether the words end with a person's, body's or place's name."""
    return any(e.label_ in _PEOPLE and e.end_char == end and e.start_char >= start for e in doc.ents)
