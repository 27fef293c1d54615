"""What an HTTP answer says about time and validators, in plain values.

Called by `bot.feeds.fetch`. Pure; a header that cannot be understood says nothing, it never raises.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from email.utils import parsedate_to_datetime

_LONGEST_S = 7 * 86400.0  # nothing that a server says postpones a poll by more; see feeds/schedule.py
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_NO_CACHE = re.compile(r"\b(?:no-cache|no-store)\b", re.IGNORECASE)


def parse_http_date(value: str) -> float | None:
    """Seconds since 1970 of an HTTP date, None when it is none.

    Args:
        value: ``Wed, 18 Feb 2026 02:57:06 GMT`` or an older form of it (RFC 9110, 5.6.7).

    >>> parse_http_date("Thu, 01 Jan 1970 00:01:00 GMT"), parse_http_date("soon")
    (60.0, None)
    """
    try:
        return parsedate_to_datetime(value).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def retry_after_s(value: str, *, now_s: float) -> float | None:
    """How long to wait by ``Retry-After``, at least 0 and at most a week; None when it does not say.

    Args:
        value: Seconds or a date; empty when there is no such header.
        now_s: Seconds since 1970.

    >>> retry_after_s("120", now_s=0), retry_after_s("Thu, 01 Jan 1970 00:01:00 GMT", now_s=0)
    (120.0, 60.0)
    """
    text = value.strip()
    if re.fullmatch(r"\d{1,12}(\.\d*)?", text):
        return min(float(text), _LONGEST_S)
    at = parse_http_date(text)
    return None if at is None else min(max(at - now_s, 0.0), _LONGEST_S)


def fresh_for_s(headers: Mapping[str, str], *, now_s: float) -> float | None:
    """How long an answer stays fresh, at most a week; None when it does not say.

    ``max-age`` goes before ``Expires`` (RFC 9111, 5.3), and an age that is used up counts as not said.

    Args:
        headers: Header names in any case.
        now_s: Seconds since 1970, for ``Expires`` where the answer has no ``Date``.

    >>> fresh_for_s({"Cache-Control": "public, max-age=600"}, now_s=0)
    600.0
    >>> fresh_for_s({"Expires": "Thu, 01 Jan 1970 00:01:00 GMT"}, now_s=0)
    60.0
    """
    control = headers.get("Cache-Control", "")
    if _NO_CACHE.search(control):
        return None
    if match := _MAX_AGE.search(control):
        age = headers.get("Age", "").strip()
        left = float(match[1]) - (float(age) if re.fullmatch(r"\d{1,12}", age) else 0.0)
    else:
        expires = parse_http_date(headers.get("Expires", ""))
        made = parse_http_date(headers.get("Date", ""))
        left = 0.0 if expires is None else expires - (now_s if made is None else made)
    return min(left, _LONGEST_S) if left > 0 else None


def validator(raw: Sequence[tuple[bytes, bytes]], name: bytes) -> str:
    """A validator exactly as received, empty when there is none or it could not be sent back the same.

    Args:
        raw: The headers as bytes.
        name: In lower case.

    >>> validator([(b"ETag", b'W/"a"')], b"etag")
    'W/"a"'
    """
    for key, value in raw:
        if key.lower() == name:
            try:
                return value.decode("utf-8")
            except UnicodeDecodeError:
                return ""
    return ""
