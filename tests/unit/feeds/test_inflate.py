"""Content codings, undone and counted."""

from __future__ import annotations

import gzip
import zlib
from itertools import chain

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import FetchError
from bot.feeds.inflate import Inflater


def bare(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


PACKERS = {
    "": lambda data: data,
    "identity": lambda data: data,
    "UTF-8": lambda data: data,
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "gzip, br": lambda data: brotli.compress(gzip.compress(data)),
}


def inflate(codings: str, packed: bytes, *, piece: int = 7, limit: int = 100_000) -> bytes:
    inflater = Inflater(codings, limit)
    parts = (inflater.feed(packed[i : i + piece]) for i in range(0, len(packed), piece))
    out = b"".join(chain.from_iterable(parts))
    inflater.finish()
    return out


@pytest.mark.parametrize("codings", PACKERS)
@given(data=st.binary(min_size=3, max_size=3000), piece=st.integers(1, 500))
@settings(max_examples=20)
def test_what_was_packed_comes_out_again_whatever_the_pieces(codings, data, piece):
    data = b"<rss>" + data
    assert inflate(codings, PACKERS[codings](data), piece=piece) == data


def test_bare_deflate_is_told_from_zlib():
    assert inflate("deflate", bare(b"<rss/>" * 50)) == b"<rss/>" * 50


def test_several_gzip_members_and_padding():
    assert inflate("gzip", gzip.compress(b"ab") + gzip.compress(b"cd") + b"\0" * 20) == b"abcd"


def test_a_body_that_only_says_it_is_gzip_passes_as_it_is():
    assert inflate("gzip", b"<rss></rss>") == b"<rss></rss>"


def test_gzip_without_a_word_is_inflated():
    assert inflate("", gzip.compress(b"<rss/>"), piece=100) == b"<rss/>"


@pytest.mark.parametrize("codings", ["", "gzip", "deflate", "br", "gzip, br"])
def test_the_limit_holds_before_and_after_inflating(codings):
    packed = PACKERS[codings](b" " * 500_000)
    with pytest.raises(FetchError) as caught:
        inflate(codings, packed, limit=100_000, piece=4096)
    assert caught.value.status == "too_large"


@pytest.mark.parametrize("codings", ["gzip", "deflate", "br", "gzip, gzip", "br, gzip, deflate"])
def test_bombs_come_out_in_small_pieces_and_end_at_the_limit(codings):
    packed = b"\0" * 12_000_000
    for name in codings.split(", "):
        packed = PACKERS[name](packed)
    lengths = []
    with pytest.raises(FetchError, match="larger than 10 MB"):
        lengths.extend(map(len, Inflater(codings, 10_000_000).feed(packed)))
    assert max(lengths) <= 2 * 262_144
    assert sum(lengths) <= 10_000_000


@pytest.mark.parametrize("codings", ["gzip", "deflate", "br"])
def test_a_body_that_ends_early_is_malformed(codings):
    with pytest.raises(FetchError, match="damaged") as caught:
        inflate(codings, PACKERS[codings](bytes(range(256)) * 20)[:-9])
    assert caught.value.status == "malformed"


@pytest.mark.parametrize("codings", ["zstd", "compress", "gzip, gzip, gzip, gzip"])
def test_unknown_and_countless_codings_are_malformed(codings):
    with pytest.raises(FetchError) as caught:
        Inflater(codings, 10)
    assert caught.value.status == "malformed"


def test_nothing_at_all_is_no_fault_of_the_coding():
    assert inflate("gzip", b"") == b""
