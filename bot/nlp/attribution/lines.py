"""Attributions made by layout: "Lee: 'No'", "WALLACE: …", "“No” — Lee", "Plan is dead: officials".

Called by `bot.nlp.attribution.finder` with a whole field. It reads lines of text; the parse only lends
the tokens that the other modules expect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Token

from bot.model.statement import Span
from bot.nlp.attribution.clauses import text_of, trimmed
from bot.nlp.attribution.cues import word_set
from bot.nlp.attribution.quotes import Quotation
from bot.nlp.attribution.record import MIN_CONTENT, Attribution

_NAME = r"[A-Z][\w.'\u2019-]*(?: (?:[A-Z][\w.'\u2019-]*|of|the|and|for)){0,5}"
_SPEAKER = re.compile(
    rf"[ \t\"\u201c]*(?P<who>{_NAME})(?P<topic> (?:on|to) [^:\n]{{3,50}})?(?P<cue>:)[ \t]+"
    r"(?P<what>[^\n]{3,})"
)
_TAIL = re.compile(r"(?P<what>[^\n:]{15,})(?P<cue>:) (?P<who>[\w.'\u2019 -]{2,30}?)[.]?\s*")
_TAIL_VERB = re.compile(
    r"(?P<what>[^:\n]{10,}), (?P<who>[\w.'\u2019 -]{2,40}) (?P<cue>says?|said|rules|warns|finds|shows"
    r"|reports|claims|argues|admits|confirms|insists|announces|suggests)[.]?\s*"
)
_THEN_NAME = re.compile(r"(?P<cue>:) +(?=[A-Z])")
_TITLE_WORDS = 3  # before the name of who is quoted: "Council President Ferrante"
_SIGNED = re.compile(rf"\s{{0,3}}(?P<cue>[\u2013\u2014\u2015]|--|-) ?(?P<who>{_NAME})")
_SHOUTED = re.compile(r"[A-Z][A-Z.'\u2019 -]{2,}")
_TURN = re.compile(r"^[ \t]*[A-Z][A-Z.'\u2019 -]{2,}:[ \t]", re.MULTILINE)
_TURNS = 2  # so many make a transcript; else a shouted word that opens a report is where it comes from
_SPEAKING = word_set(
    """
    report reports poll study survey police officials official sources source experts lawyer lawyers
    prosecutors mayor governor judge court documents data analysis ap cops researchers union feds
    sheriff records
    """
)
_MIN_SIGNED_WORDS = 4  # a shorter quotation before a dash is a title or a catchword
_MARKS = "'\"\u2018\u2019\u201c\u201d"
_INSIDE = frozenset({"relcl", "acl"})  # "The singer who became a reverend" describes, nobody says it
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD", "VB"})  # VB for demands: "Mayor: Fix the roads"


class Name(NamedTuple):
    """A name in the field.

    Attributes:
        start: First code point.
        end: One past the last.
        is_place: Whether it names a place: "Kenya: Traders warn" says where, not who.
    """

    start: int
    end: int
    is_place: bool


def iter_line_attributions(
    doc: Doc, text: str, quotations: tuple[Quotation, ...], named: Sequence[Name]
) -> Iterator[Attribution]:
    """Attributions by colon or dash, in order of place.

    Args:
        doc: The field's parse.
        text: The field as stored.
        quotations: Its outermost quotations.
        named: The names of people, bodies and places in it.

    Yields:
        Colons count where the words before them name somebody; dashes only right behind a quotation.
    """
    at, first = 0, True
    is_transcript = len(_TURN.findall(text)) >= _TURNS
    for line in text[: len(text_of(doc))].split("\n"):
        yield from _by_colon(doc, line, at, named, first=first, is_transcript=is_transcript)
        at += len(line) + 1
        first = first and not line.strip()
    if quotations and not text[: quotations[0].start].strip():
        yield from _quotation_first(doc, text, quotations[0], named)
    for quotation in quotations:
        signed = _SIGNED.match(text, quotation.end)
        long_enough = len(text[quotation.start : quotation.end].split()) >= _MIN_SIGNED_WORDS
        if signed and long_enough and _names_somebody(text, signed.span("who"), named):
            for made in _made(doc, signed.span("cue"), signed.span("who"), list(quotation.pieces)):
                made.takes_quote = False
                yield made


def _quotation_first(
    doc: Doc, text: str, quotation: Quotation, named: Sequence[Name]
) -> Iterator[Attribution]:
    """A headline that opens with its quotation: "'A gift': Renner attacks deal"."""
    colon = _THEN_NAME.match(text, quotation.end)
    if colon is None:
        return
    start = colon.end()
    for left, right, is_place in named:
        if is_place and left > start:  # "'Bigot': Democrats slam US lawmaker"
            continue
        titled = (
            start <= left and len(text[start:left].split()) <= _TITLE_WORDS and ":" not in text[start:left]
        )
        if titled and not text.startswith(("'s", "\u2019s"), right):
            yield from _made(doc, colon.span("cue"), (start, right), list(quotation.pieces))
            return


def _by_colon(
    doc: Doc, line: str, at: int, named: Sequence[Name], *, first: bool, is_transcript: bool
) -> Iterator[Attribution]:
    match = _SPEAKER.match(line)
    if match:
        who = _moved(match, "who", at)
        is_shouted = _SHOUTED.fullmatch(match["who"]) is not None
        people = [name for name in named if not name.is_place or match["what"][0] in _MARKS]
        heard = first and not is_shouted and _names_somebody(text_of(doc), who, people)
        heard = heard and _is_said(doc, _moved(match, "what", at))
        if (is_shouted and (is_transcript or not first)) or heard:
            cue = _moved(match, "cue", at)
            cue = (_moved(match, "topic", at)[0] + 1, cue[1]) if match["topic"] else cue
            yield from _made(doc, cue, who, [trimmed(doc, *_moved(match, "what", at))])
            return
    tail = (_TAIL.fullmatch(line) or _TAIL_VERB.fullmatch(line)) if first else None
    if tail and (tail["cue"] != ":" or _names_somebody(text_of(doc), _moved(tail, "who", at), named)):
        cue, who = _moved(tail, "cue", at), _moved(tail, "who", at)
        yield from _made(doc, cue, who, [trimmed(doc, *_moved(tail, "what", at))])


def _is_said(doc: Doc, span: Span) -> bool:
    """Whether words behind a colon can be somebody's: a quotation or a clause, not "A life in pictures"."""
    words = doc.char_span(*span, alignment_mode="expand")
    if words is None or any(mark in words.text for mark in _MARKS):
        return words is not None
    return any(token.tag_ in _FINITE and token.dep_ not in _INSIDE for token in words)


def _moved(match: re.Match[str], group: str, at: int) -> Span:
    """The group's span in the field, where the line starts at `at`."""
    return (at + match.start(group), at + match.end(group))


def _made(doc: Doc, cue: Span, who: Span, content: list[Span]) -> Iterator[Attribution]:
    sign, source = _token_at(doc, cue[0]), _token_at(doc, who[1] - 1)
    if sign is None or source is None or any(e - s < MIN_CONTENT for s, e in content):
        return
    yield Attribution(
        cue=sign, cue_span=cue, source=source, source_span=who, content=content, frame=":", takes_quote=True
    )


def _token_at(doc: Doc, at: int) -> Token | None:
    span = doc.char_span(at, at + 1, alignment_mode="expand") if at < len(text_of(doc)) else None
    return span[0] if span is not None and len(span) else None


def _names_somebody(text: str, span: Span, named: Sequence[Name]) -> bool:
    """Whether the words end with a name, or with a word for those who are heard in headlines."""
    words = text[slice(*span)].split()
    return words[-1].lower() in _SPEAKING or any(
        name.end == span[1] and name.start >= span[0] for name in named
    )
