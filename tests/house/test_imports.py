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

PROGRAM = """
import json, sys
from bot.cli.main import run
status = run(sys.argv[1:])
print(json.dumps([status, [m for m in {heavy!r} if m in sys.modules]]))
"""


@pytest.mark.parametrize("command", ["", *sorted(COMMANDS)])
def test_help_is_light(command):
    arguments = [command, "--help"] if command else ["--help"]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(heavy=HEAVY), *arguments],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    status, loaded = json.loads(done.stdout.splitlines()[-1])
    assert (status, loaded) == (0, [])
    assert "xample" in done.stdout, "the help shows no example"
