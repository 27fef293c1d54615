"""The contracts of pyproject.toml refuse each kind of wrong arrow, and a room without a place."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# What is wrong: the module that does it, what it imports, and the contract that it breaks.
ONE_WAY = "The road runs one way"
WRONG = {
    "a room imports a service": ("bot.feeds", "bot.services", ONE_WAY),
    "a service imports an edge": ("bot.services", "bot.slack", ONE_WAY),
    "the model imports a room": ("bot.model", "bot.storage", ONE_WAY),
    "two rooms on one line": ("bot.nlp", "bot.catalog", ONE_WAY),
    "two edges on one line": ("bot.slack", "bot.web", ONE_WAY),
    "an edge reads the settings' owner": ("bot.web", "bot.app", ONE_WAY),
    "a room reads the settings": ("bot.stories", "bot.settings", ONE_WAY),
    "SQLAlchemy outside storage": ("bot.services", "sqlalchemy", "SQLAlchemy and Alembic"),
    "feedparser outside feeds": ("bot.services", "feedparser", "The HTTP client, feedparser and lxml"),
    "spaCy outside nlp": ("bot.stories", "spacy", "spaCy"),
    "APScheduler outside jobs": ("bot.services", "apscheduler", "APScheduler and procrastinate"),
    "Slack's library outside slack": ("bot.messages", "slack_sdk", "Slack's libraries"),
    "asyncio outside feeds": ("bot.jobs", "asyncio", "asyncio"),
}


def copied(folder: Path) -> Path:
    """The program's code and its contracts, to be changed."""
    shutil.copytree(ROOT / "bot", folder / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.fixture
def copy(tmp_path):
    return copied(tmp_path)


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).parent / "lint-imports"
    environment = os.environ | {"PYTHONPATH": str(folder)}
    return subprocess.run(
        [command, "--no-cache"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What the linter says when everything wrong is done at once, each in a module of its own."""
    folder = copied(tmp_path_factory.mktemp("wrong"))
    for number, (room, imported, _) in enumerate(WRONG.values()):
        path = folder.joinpath(*room.split(".")) / f"wrong_{number}.py"
        path.write_text(f'"""Wrong on purpose."""\n\nimport {imported}\n')
    result = lint(folder)
    assert result.returncode == 1
    return result.stdout.partition("Broken contracts")[2]


def test_the_house_as_it_stands_is_in_order(copy):
    result = lint(copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_arrow_is_refused(told, case):
    room, imported, contract = WRONG[case]
    line = f"{room}.wrong_{list(WRONG).index(case)} -> {imported} "
    assert line in told, f"{case} was let through:\n{told}"
    heading = told[: told.index(line)].rpartition("\n---")[0].rpartition("\n")[2]
    assert heading.startswith(contract)


def test_a_new_room_without_a_place_is_refused(copy):
    (copy / "bot" / "attic").mkdir()
    (copy / "bot" / "attic" / "__init__.py").write_text("")
    result = lint(copy)
    assert result.returncode == 1
    assert "attic" in result.stdout
