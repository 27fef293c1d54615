from __future__ import annotations

import sqlite3

import psycopg
import pytest

from bot.errors import StorageError
from bot.storage.failures import sentence, storage_error

CASES = [
    (sqlite3.IntegrityError("UNIQUE constraint failed: feeds.url"), "already"),
    (psycopg.errors.UniqueViolation('duplicate key value violates unique constraint "uq"'), "already"),
    (sqlite3.OperationalError("database is locked"), "stayed locked"),
    (psycopg.errors.LockNotAvailable("canceling statement due to lock timeout"), "stayed locked"),
    (sqlite3.OperationalError("database or disk is full"), "is full"),
    (psycopg.errors.DiskFull("could not extend file: No space left on device"), "is full"),
    (sqlite3.OperationalError("unable to open database file"), "There is no database at"),
    (sqlite3.OperationalError("attempt to write a readonly database"), "may not be written"),
    (psycopg.errors.InsufficientPrivilege("permission denied for table feeds"), "may not be written"),
    (sqlite3.DatabaseError("file is not a database"), "is not a database"),
    (sqlite3.DatabaseError("database disk image is malformed"), "is damaged"),
    (sqlite3.OperationalError("no such table: feeds"), "policybot db upgrade"),
    (psycopg.errors.UndefinedTable('relation "feeds" does not exist'), "policybot db upgrade"),
    (psycopg.OperationalError('password authentication failed for user "u"'), "refused the user or password"),
    (psycopg.OperationalError("connection refused"), "cannot be reached"),
    (psycopg.OperationalError("failed to resolve host 'db'"), "cannot be reached"),
    (psycopg.OperationalError("server closed the connection unexpectedly"), "ended the connection"),
    (
        psycopg.errors.AdminShutdown("terminating connection due to administrator command"),
        "ended the connection",
    ),
]


@pytest.mark.parametrize(("error", "words"), CASES, ids=[str(e)[:40] for e, _ in CASES])
def test_each_failure_has_its_sentence(error: Exception, words: str) -> None:
    found = sentence(error, "/data/policy.db")
    assert words in found
    assert "/data/policy.db" in found
    assert "\n" not in found


def test_what_nobody_foresaw_is_told_in_the_drivers_first_line() -> None:
    found = sentence(ValueError("strange thing\nDETAIL: long"), "db")
    assert found == "The database db refused the work: strange thing"
    assert sentence(ValueError(), "db") == "The database db refused the work: ValueError"


def test_the_error_names_the_database() -> None:
    error = storage_error(ValueError("x"), "db")
    assert isinstance(error, StorageError)
    assert error.ids == {"database": "db"}
