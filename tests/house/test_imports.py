"""``--help`` loads none of the heavy libraries, for the root and for every command."""

import json
import subprocess
import sys

import pytest

from bot.cli.main import COMMANDS

HEAVY = (
    "spacy",
    "sqlalchemy",
    "slack_bolt",
    "slack_sdk",
    "aiohttp",
    "feedparser",
    "lxml",
    "apscheduler",
    "numpy",
)

# One process for all: what a command loads is seen at it, because none before it may have loaded it.
PROGRAM = """
import contextlib, io, json, sys
from bot.cli.main import run
for command in sys.argv[1:]:
    with contextlib.redirect_stdout(io.StringIO()) as shown:
        status = run([command, "--help"] if command else ["--help"])
    print(json.dumps([command, status, [m for m in {heavy!r} if m in sys.modules], shown.getvalue()]))
"""


@pytest.fixture(scope="module")
def helped():
    """(status, heavy libraries loaded so far, what was shown) by command."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(heavy=HEAVY), "", *sorted(COMMANDS)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {command: (status, loaded, shown) for command, status, loaded, shown in rows}


@pytest.mark.parametrize("command", ["", *sorted(COMMANDS)])
def test_help_is_light(helped, command):
    status, loaded, shown = helped[command]
    assert (status, loaded) == (0, [])
    assert "xample" in shown, "the help shows no example"
