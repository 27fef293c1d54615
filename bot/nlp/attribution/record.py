"""The attribution as this package builds it up, and the cutting of its spans.

Made by `verbs`, `words` and `lines`, completed by `ties`, read by `bot.nlp.statements`. It holds spaCy
tokens and therefore never leaves the room.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from bot.model.statement import Span
from bot.nlp.attribution.clauses import text_of, trimmed

# A line end, but for one inside a sentence: a line that was only wrapped.
_PARAGRAPH = re.compile(r"\s*\n[ \t]*\n\s*|(?<![a-z,\s])[ \t]*\n\s*|[ \t]*\n\s*(?![\sa-z])")
_AUXILIARIES = frozenset({"aux", "auxpass", "neg"})
_STRAY = " \n\"')],;:-"
MIN_CONTENT = 2  # code points; less is a stray sign left over by the cutting


@dataclass(slots=True, kw_only=True)
class Attribution:
    """One attribution while it is being built.

    Attributes:
        cue: Head word of the cue.
        cue_span: The cue with its auxiliaries and negation.
        source: Head word of the source; None where none is named.
        source_span: The source as written.
        content: Spans of what was said, in order; empty while only a quotation could fill it.
        frame: How the content hangs on the cue: a letter of `cues`, ``f`` fronted, ``p`` preposition,
            ``n`` noun, ``j`` adjective, ``d`` "according to", ``:`` colon or dash, ``q`` quotation.
        takes_quote: Whether a quotation beside it may be its content.
        speech: Whether it reports an utterance, not a belief or wish.
    """

    cue: Token
    cue_span: Span
    source: Token | None
    source_span: Span | None
    content: list[Span] = field(default_factory=list)
    frame: str = ""
    takes_quote: bool = False
    speech: bool = True

    @property
    def clause(self) -> Span:
        """From the first to the last code point of source and cue."""
        if self.source_span is None:
            return self.cue_span
        return (
            min(self.source_span[0], self.cue_span[0]),
            max(self.source_span[1], self.cue_span[1]),
        )


def token_span(token: Token) -> Span:
    """Code points of one token."""
    return (token.idx, token.idx + len(token))


def cue_span(verb: Token) -> Span:
    """The verb with the auxiliaries and the negation right before it."""
    first = verb
    for word in reversed(list(verb.lefts)):
        if word.dep_ in _AUXILIARIES:
            first = word
        elif word.dep_ != "advmod":
            break
    return (first.idx, verb.idx + len(verb))


def source_span(token: Token, cue: Token) -> Span:
    """The source's phrase as written, up to the cue where a parser's slip swallowed it."""
    left, right = token.left_edge, token.right_edge
    if left.i <= cue.i <= right.i:
        return token_span(token) if cue.i < token.i else (left.idx, token.idx + len(token))
    return tidied(text_of(token.doc), (left.idx, right.idx + len(right)), keep_comma=token.i < cue.i)


def tidied(text: str, span: Span, *, keep_comma: bool) -> Span:
    """A source without stray marks: a dateline, an opening mark, a bracket that never closes.

    Args:
        text: The field as analysed.
        span: The source's phrase.
        keep_comma: Whether a closing comma belongs to it, as in "Lee, a nurse, said".
    """
    start, end = span
    words = text[start:end]
    dash = max(words.rfind(mark) for mark in (" -- ", " - ", " \u2014 ")) if words[:1].isupper() else -1
    start += dash + len(words[dash:]) - len(words[dash:].lstrip("-\u2014 ")) if dash >= 0 else 0
    while start < end and text[start] in _STRAY:
        start += 1
    bracket = text.find("(", start, end)
    if bracket > start and text.find(")", bracket, end) < 0:
        end = bracket
    odd = text.count('"', start, end) % 2 == 1
    closing = text.find('"', end, end + 2) if odd else -1
    if closing >= 0:
        return (start, closing + 1)
    while end > start and (
        text[end - 1] in " \n"
        or (text[end - 1] == '"' and odd)
        or (text[end - 1] in ",:;" and not keep_comma)
    ):
        end -= 1
    return (start, end) if start < end else span


def without(doc: Doc, spans: list[Span], hole: Span) -> list[Span]:
    """The spans without what lies in the hole, each trimmed; scraps are dropped."""
    kept: list[Span] = []
    for start, end in spans:
        if hole[1] <= start or hole[0] >= end:
            kept.append((start, end))
            continue
        pieces = (trimmed(doc, start, min(hole[0], end)), trimmed(doc, max(hole[1], start), end))
        kept.extend(p for p in pieces if p[1] - p[0] >= MIN_CONTENT)
    return kept


def keep_to_paragraphs(text: str, found: list[Attribution]) -> None:
    """Cut sources and contents at the ends of paragraphs, which the parser does not see, in place.

    Args:
        text: The field as stored.
        found: Attributions before quotations are tied; a quotation may run over paragraphs, a clause may not.
    """
    breaks = [m.span() for m in _PARAGRAPH.finditer(text)]
    if not breaks:
        return
    for attribution in found:
        start, end = _around(breaks, attribution.cue_span[0], len(text))
        cut = [(max(s, start), min(e, end)) for s, e in attribution.content]
        attribution.content = [(s, e) for s, e in cut if e - s >= MIN_CONTENT]
        source = attribution.source
        if attribution.source_span is not None and source is not None:
            start, end = _around(breaks, source.idx, len(text))
            attribution.source_span = (
                max(attribution.source_span[0], start),
                min(attribution.source_span[1], end),
            )


def _around(breaks: list[Span], at: int, length: int) -> Span:
    """The paragraph around a place: from the last break before it to the next behind it."""
    number = bisect_right(breaks, (at, at))
    start = breaks[number - 1][1] if number else 0
    return (start, breaks[number][0] if number < len(breaks) else length)


def joined(spans: list[Span]) -> list[Span]:
    """Sorted spans, those that overlap or touch made one.

    >>> joined([(5, 9), (0, 3), (2, 4)])
    [(0, 4), (5, 9)]
    """
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
