"""Any document as UTF-8 without declaration, so that every parser of this room reads the same characters.

Called by `bot.feeds.parse` before anything is parsed. Pure. What servers and declarations claim counts only
where the bytes do not speak for themselves: text of another charset almost never happens to be UTF-8.
"""

from __future__ import annotations

import codecs
import re

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
_BEFORE = re.compile(rb"(?:\xef\xbb\xbf|[ \t\r\n\0])*(?:<\?xml\b[^>]{0,300}\?>)?[ \t\r\n\0]*", re.IGNORECASE)
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
    start = _BEFORE.match(document)
    return document[start.end() :] if start is not None else document


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
        if claim not in _WESTERN:
            try:
                return body.decode(_MEANT.get(claim, claim))
            except (UnicodeDecodeError, LookupError, ValueError):
                continue
    return body.decode("utf-8", "feeds.stray")


def _claims(body: bytes, content_type: str) -> tuple[str, ...]:
    """What is claimed of the charset, the server's word first (RFC 7303, 3)."""
    http, xml = _HTTP.search(content_type), _DECLARED.search(body[:1024])
    found = (http[1] if http else "", xml[1].decode() if xml else "")
    return tuple(claim.lower() for claim in found if claim)
