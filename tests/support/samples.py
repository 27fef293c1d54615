"""The three sample days, prepared once for all tests that begin behind them.

Polled from the sample feeds on loopback by the command line, read by the language model and grouped; each
test takes a copy of the file. Used by the fixtures of tests/conftest.py.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.cli.main import run
from bot.web.sample_server import SampleServer

SAMPLE = Path(__file__).resolve().parents[2] / "config" / "sample"
EVENINGS = ("2026-03-02T23:00:00Z", "2026-03-03T23:00:00Z", "2026-03-04T23:00:00Z")


@contextmanager
def environment(database: Path) -> Iterator[None]:
    """Only this database, and feeds on loopback allowed, whatever the outside has set."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("POLICYBOT_")]:
            patch.delenv(name)
        patch.setenv("POLICYBOT_DATABASE_URL", f"sqlite:///{database}")
        patch.setenv("POLICYBOT_PRIVATE_FEEDS", "127.0.0.0/8")
        yield


def prepare(database: Path) -> None:
    """Poll, read and group the three evenings into a new file."""
    with environment(database), SampleServer(SAMPLE) as server:
        assert run(["feeds", "import", server.opml_url, "--now", EVENINGS[0]]) == 0
        for day, evening in enumerate(EVENINGS, 1):
            server.show(day)
            assert run(["poll", "--all", "--now", evening]) == 0


def copy(database: Path, to: Path) -> None:
    """A copy of a prepared file with all that lies beside it."""
    for path in database.parent.glob(f"{database.name}*"):
        shutil.copy(path, to.with_name(to.name + path.name.removeprefix(database.name)))
