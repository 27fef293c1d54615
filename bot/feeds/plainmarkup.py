"""Mark-up so plain that its words can be told without building a tree of it.

Called by `bot.feeds.clean` for every summary and body; most of them hold paragraphs, links and pictures, well
quoted, and nothing else. It gives what a browser's parser would give, or says that it cannot. Pure.
"""

from __future__ import annotations

import html
import re

BREAK = "\x1e"
"""Stands for the edge of a block until spaces are put in order; no text holds it after `bot.feeds.clean`."""

# Elements whose text stays where it is written: no table (text in front of a cell is moved out of it) and
# nothing that hides its text or reads it by rules of its own.
_BLOCKS = (
    "address|article|aside|blockquote|br|center|dd|details|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|"
    "img|li|main|nav|ol|p|pre|section|summary|ul"
)
_INLINE = (
    "a|abbr|b|bdi|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup|time|tt|"
    "u|var|wbr"
)
# Possessive throughout: what does not fit is given up at once, however long it is.
_ATTRIBUTES = r'(?:[ \t\r\n\f]++[a-z][a-z0-9:_-]*+(?:="[^"<>]*+")?+)*+[ \t\r\n\f]*+/?+>'
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCKS}){_ATTRIBUTES}", re.IGNORECASE | re.ASCII)
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE}){_ATTRIBUTES}", re.IGNORECASE | re.ASCII)
_ANCHOR = re.compile(rf"<a(?=[ \t\r\n\f]){_ATTRIBUTES}", re.IGNORECASE | re.ASCII)
_ATTRIBUTE = re.compile(r'[ \t\r\n\f]([a-z][a-z0-9:_-]*)(?:="([^"]*)")?', re.IGNORECASE | re.ASCII)
# References that every reader takes the same way; the others have rules of their own (HTML, 13.2.5.72).
_ODD_REFERENCE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[nm]dash|hellip|#(?:3[0-9]|160|8[0-9]{3}));)"
)


def read_plain(markup: str) -> tuple[str, tuple[str, ...]] | None:
    r"""The words of plain mark-up.

    Args:
        markup: HTML without `BREAK` in it.

    Returns:
        The text, with `BREAK` for each tag of a block, and the addresses of links as written, in order; None
        where only a parser can tell.

    >>> read_plain('<p>The <b>M</b>ayor &amp; <a href="/a">others</a></p>')
    ('\x1eThe Mayor & others\x1e', ('/a',))
    >>> read_plain("<table><tr>x<td>y</table>") is None
    True
    """
    text = _BLOCK_TAG.sub(BREAK, markup)
    if "<" in text:
        text = _INLINE_TAG.sub("", text)
        if "<" in text:
            return None
    if "&" in markup:
        if _ODD_REFERENCE.search(markup):
            return None
        text = html.unescape(text)
    return text, _hrefs(markup) if "href" in markup.lower() else ()


def _hrefs(markup: str) -> tuple[str, ...]:
    """The first ``href`` of each link, as written."""
    found = []
    for anchor in _ANCHOR.finditer(markup):
        for attribute in _ATTRIBUTE.finditer(anchor[0]):
            if attribute[1].lower() == "href":
                found.append(html.unescape(attribute[2] or ""))
                break
    return tuple(found)
