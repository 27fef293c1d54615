"""Where the quotation marks of a text open and close.

Called by `bot.nlp.attribution.finder` and `bot.nlp.statements`. Knows straight, curly, double, single,
nested and broken-off marks, and quotations that run over paragraphs. Works on the plain text alone: it
needs no parse, and it never decides who is quoted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model.statement import Span

_LEFT, _RIGHT = "\u2018", "\u2019"  # single curly marks; the right one is also the apostrophe
_MARKS = re.compile(rf"``|''|[\"“”„«»{_LEFT}{_RIGHT}']|\s*\n\s*")
_REACH = 600  # code points in which a single mark must close; bounds the work on text full of apostrophes
_MAX_PARAGRAPHS = 12  # a quotation that opens every one of more paragraphs is a page of marks, not a speech
_OPENERS = {"“": "double", "„": "double", "«": "angle"}
_CLOSERS = {"”": "double", "»": "angle"}
_STRAIGHT = frozenset({'"', "``", "''"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """One quotation that is not itself inside another.

    Attributes:
        pieces: Its spans, marks included; one for each paragraph that it runs over.
        inner: The same without the marks.
    """

    pieces: tuple[Span, ...]
    inner: tuple[Span, ...]

    @property
    def start(self) -> int:
        """First code point, the opening mark."""
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        """One past the last code point, the closing mark."""
        return self.pieces[-1][1]


@dataclass(slots=True)
class _Open:
    """A quotation that has not closed yet; `starts` holds (mark, first inner code point) by paragraph."""

    kind: str
    starts: list[Span]
    ends: list[Span]


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Outermost quotations in order; one that never closes is left out.

    A paragraph that ends inside a quotation carries it on only if the next one opens with the same mark, as
    newspapers do; else the mark was a stray one (inches, a lost mark) and is dropped.

    >>> text = 'He said "no", then “it is «over»”.'
    >>> [text[q.start : q.end] for q in find_quotations(text)]
    ['"no"', '“it is «over»”']
    >>> find_quotations('a 6" pipe')
    ()
    """
    found: list[Quotation] = []
    stack: list[_Open] = []
    for match in _MARKS.finditer(text):
        if "\n" in match[0]:
            stack = _carried(stack, text, match)
        else:
            _turn(stack, found, text, match)
    return tuple(found)


def _turn(stack: list[_Open], found: list[Quotation], text: str, match: re.Match[str]) -> None:
    """Opens or closes at one mark."""
    mark, start, end = match[0], match.start(), match.end()
    if stack and start == stack[-1].starts[-1][0]:
        return  # the mark that carried a quotation into this paragraph
    kind = _kind(mark)
    role = _role(stack, kind, text, match)
    if role == "open":
        stack.append(_Open(kind, [(start, end)], []))
    elif role == "close":
        at = max(i for i, frame in enumerate(stack) if frame.kind == kind)
        frame = stack[at]
        del stack[at:]
        frame.ends.append((start, end))
        if not stack:
            found.append(_quotation(frame))


def _quotation(frame: _Open) -> Quotation:
    pairs = list(zip(frame.starts, frame.ends, strict=True))
    return Quotation(
        pieces=tuple((opened[0], closed[1]) for opened, closed in pairs),
        inner=tuple((opened[1], closed[0]) for opened, closed in pairs),
    )


def _kind(mark: str) -> str:
    if mark in _STRAIGHT:
        return "straight"
    if mark in {_LEFT, _RIGHT}:
        return "single"
    return "prime" if mark == "'" else _OPENERS.get(mark) or _CLOSERS[mark]


def _role(stack: list[_Open], kind: str, text: str, match: re.Match[str]) -> str:
    """Whether a mark opens, closes or is neither (an apostrophe, a stray mark)."""
    mark, start, end = match[0], match.start(), match.end()
    is_open = any(frame.kind == kind for frame in stack)
    before, after = text[start - 1 : start], text[end : end + 1]
    if kind in {"single", "prime"}:
        return _single_role(is_open=is_open, text=text, match=match)
    if mark in _OPENERS and not (is_open and stack[-1].kind == kind and before and not before.isspace()):
        return "open"
    if mark in _CLOSERS:
        # A closing curly mark in an opening place is a typist's slip: ”Mr. Speaker …”
        slip = not is_open and after.isalnum() and (not before or before.isspace())
        return "close" if is_open else "open" if slip else ""
    if is_open:
        return "close"
    return "open" if after and not after.isspace() else ""


def _single_role(*, is_open: bool, text: str, match: re.Match[str]) -> str:
    """The same for single marks, most of which are apostrophes."""
    mark, start, end = match[0], match.start(), match.end()
    before, after = text[start - 1 : start], text[end : end + 1]
    if is_open and mark != _LEFT and before and not before.isspace() and not after.isalnum():
        # The plural possessive in 'the voters' choice' is not the end while a better one follows.
        owns = before in "sS" and after == " " and text[end + 1 : end + 2].islower()
        return "" if owns and _closes_later(text, end, mark) else "close"
    opens = mark != _RIGHT and not before.isalnum() and (after.isalnum() or after in '“"$[.…') and bool(after)
    if not opens or is_open or before in {_RIGHT, "'"}:
        return ""
    return "open" if _closes_later(text, end, _RIGHT if mark == _LEFT else "'") else ""


def _closes_later(text: str, start: int, mark: str) -> bool:
    """Whether a mark that can close stands in the same paragraph."""
    stop = text.find("\n", start, start + _REACH)
    stop = min(len(text), start + _REACH) if stop < 0 else stop
    at = text.find(mark, start, stop)
    while at >= 0:
        if not text[at - 1].isspace() and not text[at + 1 : at + 2].isalnum():
            return True
        at = text.find(mark, at + 1, stop)
    return False


def _carried(stack: list[_Open], text: str, paragraph: re.Match[str]) -> list[_Open]:
    """The quotation that goes on beyond a paragraph's end, if any."""
    if not stack:
        return stack
    frame, end = stack[0], paragraph.end()
    following = re.match(r"``|''|[\"“„]", text[end : end + 2])
    if not following or _kind(following[0]) != frame.kind or len(frame.starts) >= _MAX_PARAGRAPHS:
        return []
    frame.ends.append((paragraph.start(), paragraph.start()))
    frame.starts.append((end, end + len(following[0])))
    return [frame]
