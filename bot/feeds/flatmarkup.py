"""Mark-up of any kind read tag by tag, without a tree: in time and memory that grow with its length alone.

Called by `bot.feeds.clean` for what `bot.feeds.plainmarkup` leaves, and by `bot.feeds.discover` for pages. A
browser's tree of 30 KB that mean harm takes gigabytes, because open elements are repeated in every paragraph.
Pure.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# HTML, 13.2.5: what a tokenizer takes for a tag, a comment, or a declaration that is none. Possessive.
_TOKEN = re.compile(
    r"""<!--(?:-?>|.*?(?:--!?>|\Z))
      | <(?P<end>/?)(?P<name>[a-z][^\s/>]*+)
        (?P<attributes>
          (?:[\s/]++ | =?[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+ | =)*+)>
      | <[!?/][^>]*+>""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE | re.ASCII,
)
_ATTRIBUTE = re.compile(
    r"""(=?[^\s/>=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"'][^\s>]*+))?+)?+""", re.DOTALL | re.ASCII
)
_COMMENT_ENDS = ("-->", "--!>", "<!->")
# Inside these nothing is a tag but their own end (HTML, 13.2.5.1); without one they reach to the end.
_RAW = frozenset({"script", "style", "iframe", "noscript", "textarea", "title", "xmp", "noembed", "noframes"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text, or a tag.

    Attributes:
        text: Text as written, references not decoded; empty for a tag.
        name: The tag's name in lower case; empty for text.
        is_end: Whether it is an end tag.
        raw: The tag's attributes as written.
    """

    text: str = ""
    name: str = ""
    is_end: bool = False
    raw: str = field(default="", repr=False)

    def attributes(self) -> dict[str, str]:
        """The tag's attributes by lower-case name, decoded; of two of one name the first."""
        found: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(self.raw):
            value = match[2] or match[3] or match[4] or ""
            found.setdefault(match[1].lower(), html.unescape(value))
        return found


def pieces(markup: str) -> Iterator[Piece]:
    """Text and tags in order; comments and declarations left out.

    Args:
        markup: HTML of any kind.

    Yields:
        Stretches of text as written, and tags.

    >>> [piece.text or piece.name for piece in pieces('<p class="a>b">x<!-- y --> &amp; <br/>z <3')]
    ['p', 'x', ' &amp; ', 'br', 'z <3']
    """
    # Where no ">" follows nothing ends any more: without this, each "<" would be looked at to the end.
    last = markup.rfind(">") + 1
    at = 0
    while match := _TOKEN.search(markup, at, last):
        if match.start() > at:
            yield Piece(text=markup[at : match.start()])
        at = match.end()
        if not match["name"]:
            if match[0].startswith("<!--") and not match[0].endswith(_COMMENT_ENDS):
                return  # never closed: it reaches to the end
            continue
        name = match["name"].lower()
        yield Piece(name=name, is_end=bool(match["end"]), raw=match["attributes"])
        if name in _RAW and not match["end"]:
            end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE | re.ASCII).search(markup, at)
            until = end.start() if end is not None else len(markup)
            if until > at:
                yield Piece(text=markup[at:until])
            at = until
            last = max(last, at)
    if rest := markup[at:].partition("<!--")[0]:
        yield Piece(text=rest)


def read_flat(
    markup: str, *, blocks: frozenset[str], hidden: frozenset[str], edge: str
) -> tuple[str, tuple[str, ...]]:
    """The words of mark-up and what its links point at.

    Args:
        markup: HTML of any kind.
        blocks: Names of elements that begin on a line of their own.
        hidden: Names of elements of which nothing is shown; one that is never closed hides nothing, unless
            nothing inside it could be a tag.
        edge: Put where a block begins or ends.

    Returns:
        Text, decoded, and addresses as written.

    >>> show = {"blocks": frozenset({"p"}), "hidden": frozenset({"script"}), "edge": "|"}
    >>> read_flat("<p>A &lt; B<script>x</script></p><a href='/c'>d", **show)
    ('|A < B|d', ('/c',))
    """
    closed = {name for name in hidden if f"</{name}" in markup.lower()} | _RAW
    words: list[str] = []
    hrefs: list[str] = []
    inside, depth = "", 0
    for piece in pieces(markup):
        if inside:
            depth += 0 if piece.name != inside else -1 if piece.is_end else 1
            inside = inside if depth else ""
        elif piece.name in hidden and piece.name in closed and not piece.is_end:
            inside, depth = piece.name, 1
            words.append(edge if piece.name in blocks else "")
        elif piece.name in blocks:
            words.append(edge)
        elif piece.name == "a" and not piece.is_end and (href := piece.attributes().get("href")) is not None:
            hrefs.append(href)
        elif piece.text:
            words.append(piece.text)
    return html.unescape("".join(words)), tuple(hrefs)
