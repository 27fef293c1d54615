"""From mark-up to clean text and links: what feeds put around their words is taken off here.

Called by `bot.feeds.identity` for titles, summaries and bodies. Pure; its output is plain text that may
still say anything at all, so it is escaped again wherever it is shown.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.feeds.charset import WESTERN
from bot.feeds.flatmarkup import read_flat
from bot.feeds.plainmarkup import BREAK, read_plain
from bot.feeds.urls import absolute

_BLOCK = (
    "address|article|aside|blockquote|br|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|"
    "form|h1|h2|h3|h4|h5|h6|header|hr|iframe|img|li|main|nav|ol|option|p|picture|pre|section|select|summary|"
    "table|tbody|td|tfoot|th|thead|title|tr|ul|video"
)
_INLINE = (
    "a|abbr|audio|b|bdi|big|button|cite|code|del|dfn|em|embed|font|html|head|body|i|input|ins|kbd|label|link|mark|"
    "meta|noscript|object|param|q|s|samp|script|small|source|span|strike|strong|style|sub|sup|svg|template|"
    "textarea|time|tt|u|var|wbr"
)
_BLOCKS = frozenset(_BLOCK.split("|"))
_TAG = re.compile(rf"</?(?:{_BLOCK}|{_INLINE})(?:\s[^<>]*)?/?>|<!--", re.IGNORECASE)
_UNSEEN = frozenset(
    {"script", "style", "template", "noscript", "iframe", "object", "svg", "textarea", "select"}
)
# Control characters, lone surrogates, non-characters, byte order marks, invisible direction marks.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufdd0-\ufdef"
    "\ufeff\ufff0-\uffff\ud800-\udfff]"
)
_MOST_PASSES = 3  # text that was escaped twice is met; more often is not
_MOST_CHARS = 400_000  # no article is longer; a feed may be 10 MB
_MOST_LINKS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """Clean text of a piece of mark-up, and the addresses it links to in the order met."""

    text: str
    links: tuple[str, ...] = ()


_NOTHING = Extract(text="")


def strip_controls(text: str) -> str:
    r"""The text without characters that no reader sees and no database stores; Windows' own are mended.

    >>> strip_controls("a\ud800b\x00c\u200bd\x85")
    'abcd…'
    """
    return text if text.isascii() and text.isprintable() else _CONTROLS.sub(_replacement, text)


def _replacement(match: re.Match[str]) -> str:
    return WESTERN.get(ord(match[0]), "")


def clean_text(markup: str, *, paragraphs: bool = False) -> str:
    """The words of a piece of mark-up.

    Args:
        markup: HTML, text, or text that was escaped once too often.
        paragraphs: Keep the edges of blocks as line breaks instead of blanks.

    Returns:
        Entities decoded (undefined ones stay as text), tags gone, runs of white space one blank.

    >>> clean_text("<p>The <b>M</b>ayor</p><p>spoke &amp;lt;b&amp;gt;twice&amp;lt;/b&amp;gt; &undef;</p>")
    'The Mayor spoke twice &undef;'
    """
    if "<" not in markup and "&" not in markup and not paragraphs:
        return _tidy(markup[:_MOST_CHARS], paragraphs=False) if markup else ""
    return _text_and_hrefs(markup, paragraphs=paragraphs)[0]


def extract(markup: str, base: str, *, paragraphs: bool = False) -> Extract:
    """The words of a piece of mark-up and its links, in one reading.

    Args:
        markup: HTML or text.
        base: Address that relative links are resolved against.
        paragraphs: As in `clean_text`.

    >>> extract('Read <a href="/a">this</a>', "https://example.org/feed")
    Extract(text='Read this', links=('https://example.org/a',))
    """
    if not markup:
        return _NOTHING
    text, hrefs = _text_and_hrefs(markup, paragraphs=paragraphs)
    return Extract(text=text, links=_links(hrefs, base) if hrefs else ())


def find_links(markup: str, base: str) -> tuple[str, ...]:
    """The http(s) addresses that a piece of mark-up links to, each once, in the order met.

    Args:
        markup: HTML.
        base: Address that relative links are resolved against.

    >>> find_links('<a href="b">x</a> <a href="javascript:alert(1)">y</a>', "https://example.org/a/")
    ('https://example.org/a/b',)
    """
    return extract(markup, base).links


def _text_and_hrefs(markup: str, *, paragraphs: bool) -> tuple[str, tuple[str, ...]]:
    """Clean text, and what the links of the first reading that met any point at."""
    text = markup[:_MOST_CHARS]
    hrefs: tuple[str, ...] = ()
    for _ in range(_MOST_PASSES):
        if "<" in text and _TAG.search(text):
            text, found = _read(text.replace(BREAK, " ") if BREAK in text else text)
            hrefs = hrefs or found
        elif "&" in text and (decoded := html.unescape(text)) != text:
            text = decoded
        else:
            break
    return _tidy(text, paragraphs=paragraphs), hrefs


def _read(markup: str) -> tuple[str, tuple[str, ...]]:
    """The text with the edges of blocks marked, and what its links point at."""
    return read_plain(markup) or read_flat(markup, blocks=_BLOCKS, hidden=_UNSEEN, edge=BREAK)


def _tidy(text: str, *, paragraphs: bool) -> str:
    """White space in order and controls gone; most lines are so already and need only be looked at."""
    lines = []
    for part in text.split(BREAK):
        line = part.strip()
        if not line.isprintable() or "  " in line:
            line = " ".join(strip_controls(line).split())
        if line:
            lines.append(line)
    return ("\n" if paragraphs else " ").join(lines)


def _links(hrefs: Iterable[str], base: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for href in hrefs:
        if address := absolute(href, base):
            found[address] = None
            if len(found) == _MOST_LINKS:
                break
    return tuple(found)
