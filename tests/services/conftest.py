"""Services on a real SQLite file, one by one: plain fakes stand for what lies beyond the database."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.storage.database import Database
from tests.storage import make


class Clock:
    """A present that a test moves on."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, **time: float) -> None:
        self.at += timedelta(**time)


@pytest.fixture
def database(empty_file: Path, tmp_path: Path) -> Iterator[Database]:
    """An empty SQLite file."""
    path = shutil.copy(empty_file, tmp_path / "policy.sqlite3")
    found = Database(f"sqlite:///{path}", timeout_s=5, token_keys=make.TOKEN_KEYS)
    yield found
    found.close()


@pytest.fixture
def clock() -> Clock:
    return Clock(make.NOW)


@pytest.fixture
def new_id() -> Callable[[], str]:
    """Ids in order: id-1, id-2."""
    numbers = itertools.count(1)
    return lambda: f"id-{next(numbers)}"
