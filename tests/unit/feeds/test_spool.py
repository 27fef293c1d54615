"""A body as it comes in."""

from __future__ import annotations

import gc
import hashlib
from pathlib import Path

import pytest

from bot.feeds.spool import Spool


@pytest.fixture(autouse=True, scope="module")
def settled():
    """What other tests left open is closed, and what they left in memory is not looked through again."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def open_files() -> int:
    gc.collect()
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize(
    "pieces", [[], [b""], [b"a", b"b"], [b"x" * 100_000] * 20, [b"y" * 10_000_000, b"z"]]
)
def test_what_goes_in_comes_out_once(pieces):
    before, spool = open_files(), Spool()
    for piece in pieces:
        spool.add(piece)
    whole = b"".join(pieces)
    assert spool.sha256 == hashlib.sha256(whole).hexdigest()
    assert spool.memory_bytes == (len(whole) if len(whole) < 131_072 else 0)
    assert spool.take() == whole
    assert open_files() == before


def test_what_nobody_takes_leaves_no_file_open():
    before, spool = open_files(), Spool()
    spool.add(b"x" * 200_000)
    assert open_files() == before + 1
    del spool
    assert open_files() == before
