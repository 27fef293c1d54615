"""Small faults of XML put right: ampersands, HTML's entities, characters that XML does not have.

Called by `bot.feeds.documents` for what the strict way could not read; most sloppy feeds need no more.
Pure. CDATA and comments stay as they are, and a document with a DOCTYPE is not touched.
"""

from __future__ import annotations

import re
from html import escape
from html.entities import html5

_XML_NAMES = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_CHARACTERS = (
    *(range(9, 11), range(13, 14), range(0x20, 0xD800), range(0xE000, 0xFFFE), range(0x10000, 0x110000)),
)
_PLACES = re.compile(
    rb"(<!\[CDATA\[.*?\]\]>|<!--.*?-->)"
    rb"|&(?:\#([0-9]{1,7}|[xX][0-9a-fA-F]{1,6});|([A-Za-z][A-Za-z0-9]{1,31});)?"
    rb"|[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]",
    re.DOTALL,
)


def repaired(document: bytes) -> bytes:
    """The document with these faults put right; the same where there are none.

    Args:
        document: From `bot.feeds.charset.to_utf8`, without DOCTYPE.

    >>> repaired(b"<a>AT&T &eacute; &nosuch; &amp; &#0;&#65;</a>").decode()
    '<a>AT&amp;T é &amp;nosuch; &amp; &#65;</a>'
    """
    return _PLACES.sub(_put_right, document)


def _put_right(match: re.Match[bytes]) -> bytes:
    kept, number, name = match.groups()
    if kept is not None:
        return kept
    if number is not None:
        return match[0] if _is_character(number.lower()) else b""
    if name is not None:
        return _entity(name, match[0])
    return b"&amp;" if match[0] == b"&" else b""


def _entity(name: bytes, given: bytes) -> bytes:
    if name in _XML_NAMES:
        return given
    meant = html5.get(f"{name.decode()};")
    return b"&amp;" + given[1:] if meant is None else escape(meant).encode()


def _is_character(number: bytes) -> bool:
    """Whether a reference is to a character that XML has (XML 1.0, 2.2)."""
    code = int(number[1:], 16) if number.startswith(b"x") else int(number)
    return any(code in span for span in _CHARACTERS)
