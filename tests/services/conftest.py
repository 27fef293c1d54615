"""Services on a real database, one by one: plain fakes stand for what lies beyond the database."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

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
def database(database_url: str) -> Iterator[Database]:
    """An empty one."""
    found = Database(database_url, timeout_s=5, token_keys=make.TOKEN_KEYS)
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
