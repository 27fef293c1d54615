"""The contracts of pyproject.toml refuse each kind of wrong arrow, and a room without a place."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

WRONG = {
    "a room imports a service": ("bot/feeds/wrong.py", "import bot.services"),
    "a service imports an edge": ("bot/services/wrong.py", "import bot.slack"),
    "the model imports a room": ("bot/model/wrong.py", "import bot.storage"),
    "two rooms on one line": ("bot/nlp/wrong.py", "import bot.catalog"),
    "two edges on one line": ("bot/slack/wrong.py", "import bot.web"),
    "an edge reads the settings' owner": ("bot/web/wrong.py", "import bot.app"),
    "a room reads the settings": ("bot/stories/wrong.py", "import bot.settings"),
    "SQLAlchemy outside storage": ("bot/services/wrong.py", "import sqlalchemy"),
    "feedparser outside feeds": ("bot/services/wrong.py", "import feedparser"),
    "spaCy outside nlp": ("bot/stories/wrong.py", "import spacy"),
    "APScheduler outside jobs": ("bot/services/wrong.py", "import apscheduler"),
    "Slack's library outside slack": ("bot/messages/wrong.py", "import slack_sdk"),
    "Pillow outside messages": ("bot/services/wrong.py", "import PIL"),
    "asyncio outside feeds": ("bot/jobs/wrong.py", "import asyncio"),
    "a new room without a place": ("bot/attic/__init__.py", ""),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "bot", folder / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).parent / "lint-imports"
    environment = os.environ | {"PYTHONPATH": str(folder)}
    return subprocess.run(
        [command, "--cache-dir", str(folder / ".cache")],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_house_as_it_stands_is_in_order(copy):
    result = lint(copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_arrow_is_refused(copy, case):
    name, line = WRONG[case]
    path = copy / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'"""Wrong on purpose."""\n\n{line}\n')
    try:
        result = lint(copy)
    finally:
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    assert result.returncode == 1, f"{case} was let through:\n{result.stdout}"
