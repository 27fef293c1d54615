"""Any document as UTF-8."""

from __future__ import annotations

import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.charset import to_utf8

UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be")
ROOT = "<rss>Café “plan” 東京</rss>"


@pytest.mark.parametrize("encoding", UNICODE)
@pytest.mark.parametrize(
    "declared", ["", '<?xml version="1.0" encoding="utf-8"?>', "<?xml version='1.0'?>\n"]
)
def test_unicode_is_told_by_its_first_bytes(encoding, declared):
    body = (declared + ROOT).encode(encoding)
    assert to_utf8(body, "").decode() == ROOT


@pytest.mark.parametrize(
    ("text", "encoding", "claimed"),
    [
        ("Café", "latin-1", "iso-8859-1"),
        ("“Café”", "cp1252", "windows-1252"),
        ("“Café”", "cp1252", "iso-8859-1"),
        ("“Café”", "cp1252", "utf-8"),
        ("Łódź", "iso-8859-2", "iso-8859-2"),
        ("Привет", "koi8-r", "koi8-r"),
        ("東京", "shift_jis", "Shift_JIS"),
        ("東京", "euc-jp", "euc-jp"),
        ("東京", "iso-2022-jp", "ISO-2022-JP"),
        ("北京", "gb18030", "gb2312"),
        ("서울", "cp949", "euc-kr"),
        ("Café", "utf-8", "iso-8859-1"),
        ("Café", "utf-8", "no-such-charset"),
        ("Café", "latin-1", "no-such-charset"),
    ],
)
def test_other_charsets_are_believed_where_the_bytes_are_not_utf_8(text, encoding, claimed):
    body = f"<rss>{text}</rss>"
    by_header = to_utf8(body.encode(encoding), f"text/xml; charset={claimed}")
    declaration = f'<?xml version="1.0" encoding="{claimed}"?>'
    by_declaration = to_utf8(declaration.encode() + body.encode(encoding), "text/xml")
    assert by_header.decode() == by_declaration.decode() == body


def test_the_header_goes_before_the_declaration():
    body = '<?xml version="1.0" encoding="koi8-r"?><a>Łódź</a>'.encode("iso-8859-2")
    assert to_utf8(body, "text/xml; charset=iso-8859-2").decode() == "<a>Łódź</a>"


def test_single_stray_bytes_do_not_spoil_the_rest():
    assert to_utf8("<a>Łódź ".encode() + b"\x93x\x94</a>", "").decode() == "<a>Łódź “x”</a>"


@given(
    st.binary(max_size=300),
    st.sampled_from(["", "text/xml; charset=big5", "x; charset=\x00", "charset=idna"]),
)
def test_any_bytes_give_utf_8(body, content_type):
    to_utf8(body, content_type).decode()


def test_only_what_stands_before_the_root_is_taken_away():
    assert (
        to_utf8(codecs.BOM_UTF8 + b"\r\n\0 <?xml version='1.0'?> \n<a><?xml x?> </a>\n", "")
        == b"<a><?xml x?> </a>\n"
    )
    assert to_utf8(b" \n", "") == b""


@pytest.mark.parametrize(
    "name",
    ["punycode", "unicode_escape", "raw_unicode_escape", "idna", "zlib", "rot13", "undefined", "charmap"],
)
def test_codecs_that_are_no_charset_of_documents_are_not_believed(name):
    body = f'<?xml version="1.0" encoding="{name}"?><a>{"x" * 100}\\ud800é</a>'.encode("latin-1")
    assert to_utf8(body, f"text/xml; charset={name}").decode().endswith("\\ud800é</a>")


@pytest.mark.parametrize(
    "start", [b" " * 2_000_000, b"\0" * 2_000_000, b"\xef\xbb\xbf" * 500_000, b"\r\n\t" * 500_000]
)
def test_what_stands_before_a_document_takes_no_time(start):
    begun = time.perf_counter()
    to_utf8(start + b"<?xml version='1.0'?><rss/>", "")
    assert time.perf_counter() - begun < 0.5
