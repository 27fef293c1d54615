"""The three sample days, prepared once for all tests that begin behind them.

Polled from the sample feeds on loopback by the command line, read by the language model and grouped; each
test takes a copy. Used by the fixtures of tests/conftest.py.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from bot.cli.main import run
from bot.web.sample_server import SampleServer

SAMPLE = Path(__file__).resolve().parents[2] / "config" / "sample"
EVENINGS = ("2026-03-02T23:00:00Z", "2026-03-03T23:00:00Z", "2026-03-04T23:00:00Z")


@contextmanager
def environment(url: str) -> Iterator[None]:
    """Only this database, and feeds on loopback allowed, whatever the outside has set."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("POLICYBOT_")]:
            patch.delenv(name)
        patch.setenv("POLICYBOT_DATABASE_URL", url)
        patch.setenv("POLICYBOT_PRIVATE_FEEDS", "127.0.0.0/8")
        yield


@contextmanager
def silence() -> Iterator[None]:
    """What is printed meanwhile is no part of the output of the test that came first."""
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        yield


def upgrade(url: str) -> None:
    """Make the schema, and on a server the tables of the job queue."""
    with environment(url), silence():
        assert run(["db", "upgrade"]) == 0


def prepare(url: str) -> None:
    """Poll, read and group the three evenings into a database without a schema."""
    upgrade(url)
    with environment(url), silence(), SampleServer(SAMPLE) as server:
        assert run(["feeds", "import", server.opml_url, "--now", EVENINGS[0]]) == 0
        for day, evening in enumerate(EVENINGS, 1):
            server.show(day)
            assert run(["poll", "--all", "--now", evening]) == 0
