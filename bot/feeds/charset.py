"""Any document as UTF-8 without declaration, so that every parser of this room reads the same characters.

Called by `bot.feeds.parse` before anything is parsed. Pure. What servers and declarations claim counts only
where the bytes do not speak for themselves: text of another charset almost never happens to be UTF-8.
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How "<" or "<?" begins a document without a byte order mark (XML 1.0, appendix F).
_STARTS = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_XML = re.compile(rb"<\?xml\b[^>]{0,300}\?>", re.IGNORECASE)
_MOST_MARKS = 2  # two byte order marks in a row are met, of files put together
_BLANKS = b" \t\r\n\0"
_HTTP = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_SEVEN_BITS = re.compile(r"iso-?2022|utf-?7|^hz", re.IGNORECASE)
# Supersets that the world means when it names the smaller one (WHATWG Encoding, 4.2).
_MEANT = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
    "iso-8859-9": "cp1254",
}
_CHARSETS = re.compile(
    r"utf-.*|ascii|iso8859-.*|iso2022_.*|cp\d+|koi8-.*|mac-.*|gb.*|big5.*|euc_.*|shift_jis.*|johab|hz|tis-620|ptcp154"
)
# Read byte by byte below; these charsets are what every wrong label says.
_WESTERN = frozenset(
    {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252", "cp1252"}
)


def _stray(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8, as the Western characters that they nearly always are."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("latin-1").translate(WESTERN), error.end


WESTERN = {
    code: bytes([code]).decode("cp1252") for code in range(128, 160) if code not in {129, 141, 143, 144, 157}
}
"""Control characters 128 to 159 that stand for what Windows-1252 has in their place."""

codecs.register_error("feeds.stray", _stray)


def to_utf8(body: bytes, content_type: str) -> bytes:
    """A document in UTF-8, without byte order mark, white space and XML declaration at its start.

    Args:
        body: As fetched.
        content_type: As the server gave it; empty when it gave none.

    >>> to_utf8("<?xml version='1.0' encoding='iso-8859-1'?><a>é</a>".encode("latin-1"), "").decode()
    '<a>é</a>'
    >>> to_utf8("<a>é</a>".encode(), "text/xml; charset=iso-8859-1").decode()
    '<a>é</a>'
    """
    document = body if _is_utf8(body, content_type) else _decode(body, content_type).encode("utf-8", "ignore")
    for _ in range(_MOST_MARKS):
        document = document.lstrip(_BLANKS).removeprefix(codecs.BOM_UTF8)
    document = document.lstrip(_BLANKS)
    declaration = _XML.match(document)
    return document[declaration.end() :].lstrip(_BLANKS) if declaration is not None else document


def _is_utf8(body: bytes, content_type: str) -> bool:
    """Whether the bytes are UTF-8 and mean it."""
    if body.startswith((b"\xff", b"\xfe", b"\0", b"<\0")):
        return False
    if any(_SEVEN_BITS.search(claim) for claim in _claims(body, content_type)):
        return False
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _decode(body: bytes, content_type: str) -> str:
    """The text of a document that is not UTF-8 throughout."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "feeds.stray" if encoding == "utf-8" else "replace")
    for start, encoding in _STARTS:
        if body.startswith(start):
            return body.decode(encoding, "replace")
    for claim in _claims(body, content_type):
        if claim not in _WESTERN and _is_charset(claim):
            with suppress(UnicodeDecodeError):
                return body.decode(_MEANT.get(claim, claim))
    return body.decode("utf-8", "feeds.stray")


def _is_charset(claim: str) -> bool:
    """Whether Python knows a name, and it is a charset of documents.

    Its other codecs (``punycode``, ``unicode_escape``, ``zlib``) transform, some in the square of the length.
    """
    try:
        return _CHARSETS.fullmatch(codecs.lookup(claim).name) is not None
    except (LookupError, ValueError):
        return False


def _claims(body: bytes, content_type: str) -> tuple[str, ...]:
    """What is claimed of the charset, the server's word first (RFC 7303, 3)."""
    http, xml = _HTTP.search(content_type), _DECLARED.search(body[:1024])
    found = (http[1] if http else "", xml[1].decode() if xml else "")
    return tuple(claim.lower() for claim in found if claim)
