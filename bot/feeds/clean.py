"""From mark-up to clean text and links: what feeds put around their words is taken off here.

Called by `bot.feeds.identity` for titles, summaries and bodies. Pure; its output is plain text that may
still say anything at all, so it is escaped again wherever it is shown.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from bot.feeds.charset import WESTERN

_BLOCKS = (
    "address|article|aside|blockquote|br|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|"
    "form|h[1-6]|header|hr|iframe|img|li|main|nav|ol|option|p|picture|pre|section|select|summary|table|tbody|td|"
    "tfoot|th|thead|title|tr|ul|video"
)
_INLINE = (
    "a|abbr|audio|b|bdi|big|button|cite|code|del|dfn|em|embed|font|html|head|body|i|input|ins|kbd|label|link|mark|"
    "meta|noscript|object|param|q|s|samp|script|small|source|span|strike|strong|style|sub|sup|svg|template|"
    "textarea|time|tt|u|var|wbr"
)
_BLOCK = re.compile(rf"<(?=/?(?:{_BLOCKS})\b)", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_BLOCKS}|{_INLINE})(?:\s[^<>]*)?/?>|<!--", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d?);", re.IGNORECASE)
_UNSEEN = ["script", "style", "template", "noscript", "iframe", "object", "svg", "textarea", "select"]
# Control characters, lone surrogates, non-characters, byte order marks, invisible direction marks.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufdd0-\ufdef"
    "\ufeff\ufff0-\uffff\ud800-\udfff]"
)
_BREAK = "\x1e"  # stands for the edge of a block until spaces are put in order; stripped from input first
_BLANKS = re.compile(r"\s+")
_MOST_PASSES = 3  # text that was escaped twice is met; more often is not
_MOST_CHARS = 400_000  # no article is longer; a feed may be 10 MB
_MOST_LINKS = 100

# What publishing systems append to a summary: WordPress, Drupal, Feedburner and the like.
_MARK = "(?:…|\\.\\.\\.|»|\u203a|→|>>?)"
_TAILS = re.compile(
    rf"""(?:
        The\ post\ .{{1,300}}?\ (?:first\ appeared|appeared\ first)\ on\ .{{1,120}}
      | This\ (?:article|story|post|piece)\ (?:originally\ appeared|first\ appeared|appeared\ first
            |was\ (?:originally|first)\ published)\ (?:on|in|at|by)\ .{{1,120}}
      | (?:Continue|Keep)\ [Rr]eading\b[^.!?]{{0,160}}
      | (?:Click|Tap)\ here\ (?:to|for)\b[^.!?]{{0,100}}
      | \[?\(?\s*(?:Read|Learn|See|Show)\ (?:[Mm]ore|the\ rest|(?:the\ )?full\ (?:story|article|post))
            \b[^.!?\]]{{0,80}}{_MARK}?\s*\)?\]?
      | More\s*{_MARK}
      | \[\s*(?:…|\.\.\.)\s*\] | \(\s*(?:more|…|\.\.\.)\s*\) | [»\u203a→]
    )\s*\.?\s*$""",
    re.VERBOSE,
)
_CUT = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|\.\.\.)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """Clean text of a piece of mark-up, and the addresses it links to in the order met."""

    text: str
    links: tuple[str, ...] = ()


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
    return _text_and_tree(markup, paragraphs=paragraphs)[0]


def extract(markup: str, base: str, *, paragraphs: bool = False) -> Extract:
    """The words of a piece of mark-up and its links, in one reading.

    Args:
        markup: HTML or text.
        base: Address that relative links are resolved against.
        paragraphs: As in `clean_text`.

    >>> extract('Read <a href="/a">this</a>', "https://example.org/feed")
    Extract(text='Read this', links=('https://example.org/a',))
    """
    text, tree = _text_and_tree(markup, paragraphs=paragraphs)
    return Extract(text=text, links=_links(tree, base) if tree is not None else ())


def find_links(markup: str, base: str) -> tuple[str, ...]:
    """The http(s) addresses that a piece of mark-up links to, each once, in the order met.

    Args:
        markup: HTML.
        base: Address that relative links are resolved against.

    >>> find_links('<a href="b">x</a> <a href="javascript:alert(1)">y</a>', "https://example.org/a/")
    ('https://example.org/a/b',)
    """
    return extract(markup, base).links


def drop_tail(text: str) -> str:
    """A summary without what publishing systems append to it; a cut is marked by one "…".

    Args:
        text: Clean text.

    >>> drop_tail("The council met. The post Council meets appeared first on Example Times.")
    'The council met.'
    >>> drop_tail("The council met and then […]")
    'The council met and then …'
    """
    kept = text
    while match := _TAILS.search(kept, max(0, len(kept) - 600)):
        left = kept[: match.start()].rstrip(" \n-\u2013—|·")
        if not left:
            break  # a summary that is nothing but this is left to the reader
        if _CUT.match(match[0]) and left[-1] not in '.!?…”"':
            return f"{left} …"
        kept = left
    return _CUT.sub(" …", kept) if kept.endswith(("...", "]")) else kept


def _text_and_tree(markup: str, *, paragraphs: bool) -> tuple[str, LexborHTMLParser | None]:
    text = strip_controls(markup[:_MOST_CHARS])
    tree = None
    for _ in range(_MOST_PASSES):
        if _TAG.search(text):
            parsed, text = _read(text)
            tree = tree or parsed
        elif "&" in text:
            decoded = html.unescape(text)
            if decoded == text:
                break
            text = decoded
        else:
            break
        if not (_TAG.search(text) or _ENTITY.search(text)):
            break
    return _tidy(strip_controls_but_breaks(text), paragraphs=paragraphs), tree


def strip_controls_but_breaks(text: str) -> str:
    r"""As `strip_controls`, once more after decoding, but keeping the edges of blocks.

    >>> strip_controls_but_breaks("a\x1eb\x00")
    'a\x1eb'
    """
    return _BREAK.join(strip_controls(part) for part in text.split(_BREAK))


def _read(markup: str) -> tuple[LexborHTMLParser, str]:
    tree = LexborHTMLParser(_BLOCK.sub(f"{_BREAK}<", markup))
    tree.strip_tags(_UNSEEN)
    root = tree.root
    return tree, root.text(deep=True, separator="") if root is not None else ""


def _tidy(text: str, *, paragraphs: bool) -> str:
    if not paragraphs:
        return _BLANKS.sub(" ", text.replace(_BREAK, " ")).strip()
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split(_BREAK))
    return "\n".join(line for line in lines if line)


def _links(tree: LexborHTMLParser, base: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for node in tree.css("a[href]"):
        if address := absolute(node.attributes.get("href") or "", base):
            found[address] = None
            if len(found) == _MOST_LINKS:
                break
    return tuple(found)


@lru_cache(maxsize=4096)
def absolute(href: str, base: str) -> str:
    """An http(s) address made absolute; empty for everything else (``javascript:``, ``mailto:``, broken).

    Args:
        href: As written.
        base: Address that it is relative to.

    >>> absolute("//example.org/a b", "https://x.example"), absolute("javascript:a()", "https://x.example")
    ('https://example.org/a%20b', '')
    """
    text = strip_controls(href).strip()
    try:
        joined = urljoin(base, text) if base else text
        parts = urlsplit(joined)
        if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
            return ""
        _ = parts.port
    except ValueError:
        return ""
    return "".join(c if c > " " and c not in '<>"' else f"%{ord(c):02X}" for c in joined)
