"""What headers say about time and validators."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.headers import fresh_for_s, parse_http_date, retry_after_s, validator

WEEK_S = 7 * 86400


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("90", 90),
        (" 90 ", 90),
        ("1.5", 1.5),
        ("999999999999", WEEK_S),
        ("Thu, 01 Jan 1970 00:20:00 GMT", 200),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Thursday, 01-Jan-70 00:20:00 GMT", 200),
        ("", None),
        ("-5", None),
        ("soon", None),
        ("99999999999999", None),
    ],
)
def test_retry_after(value, seconds):
    assert retry_after_s(value, now_s=1000) == seconds


@given(st.text(max_size=60))
def test_no_text_breaks_the_dates(text):
    parse_http_date(text)
    wait = retry_after_s(text, now_s=0)
    assert wait is None or 0 <= wait <= WEEK_S
    fresh = fresh_for_s({"Cache-Control": text, "Expires": text, "Date": text, "Age": text}, now_s=0)
    assert fresh is None or 0 < fresh <= WEEK_S


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Cache-Control": "max-age=600"}, 600),
        ({"Cache-Control": 'public,MAX-AGE="600"'}, 600),
        ({"Cache-Control": "s-maxage=600"}, None),
        ({"Cache-Control": "max-age=600", "Age": "500"}, 100),
        ({"Cache-Control": "max-age=600", "Age": "700"}, None),
        ({"Cache-Control": "max-age=0", "Expires": "Thu, 01 Jan 1970 00:20:00 GMT"}, None),
        ({"Cache-Control": "no-store, max-age=600"}, None),
        ({"Expires": "Thu, 01 Jan 1970 00:20:00 GMT"}, 200),
        ({"Expires": "Thu, 01 Jan 1970 00:20:00 GMT", "Date": "Thu, 01 Jan 1970 00:10:00 GMT"}, 600),
        ({"Expires": "0"}, None),
        ({"Cache-Control": "max-age=999999999"}, WEEK_S),
    ],
)
def test_freshness(headers, seconds):
    assert fresh_for_s(headers, now_s=1000) == seconds


def test_validators_come_back_byte_for_byte_or_not_at_all():
    raw = [(b"Content-Type", b"x"), (b"ETAG", 'W/"ü "'.encode()), (b"etag", b"second")]
    assert validator(raw, b"etag").encode() == 'W/"ü "'.encode()
    assert validator([(b"ETag", b'"\xff"')], b"etag") == ""
    assert validator(raw, b"last-modified") == ""
