"""What went wrong in the database, in one sentence for a person.

Used by `bot.storage.database` around every transaction. Each sentence says what happened, where, and what
would work; the drivers' own errors never leave this room.
"""

from __future__ import annotations

from bot.errors import StorageError

_LOCKED = (
    "The database {where} stayed locked by another process; wait for it to finish or stop it, then try again."
)
_FULL = "The disk that holds the database {where} is full; free some space. Nothing stored so far is lost."
_MISSING = (
    "There is no database at {where}, or its folder may not be read; run `policybot db upgrade`, "
    "or set POLICYBOT_DATABASE_URL."
)
_READ_ONLY = (
    "The database {where} may not be written by this user; change its owner or permissions "
    "(the folder must be writable too)."
)
_FOREIGN = "The file {where} is not a database; set POLICYBOT_DATABASE_URL to another path."
_DAMAGED = "The database {where} is damaged; run `policybot db check`, then `policybot db restore FILE`."
_SCHEMA = "The database {where} does not exist or lacks a table of this version; run `policybot db upgrade`."
_REFUSED = "PostgreSQL at {where} refused the user or password; correct POLICYBOT_DATABASE_URL."
_UNREACHABLE = (
    "PostgreSQL at {where} cannot be reached; check that it runs and that POLICYBOT_DATABASE_URL is right."
)
_CUT = "PostgreSQL at {where} ended the connection; the transaction was undone, try again."

_TAKEN = "What was to be stored is in the database {where} already, under the same name or address."

_SENTENCES = (
    (_TAKEN, ("unique constraint", "duplicate key")),
    (_LOCKED, ("database is locked", "database table is locked", "lock timeout", "locknotavailable")),
    (_FULL, ("disk is full", "no space left", "disk full")),
    (_MISSING, ("unable to open database file", "no such file")),
    (_READ_ONLY, ("readonly database", "permission denied", "read-only")),
    (_FOREIGN, ("file is not a database", "file is encrypted")),
    (_DAMAGED, ("malformed", "disk i/o error")),
    (_REFUSED, ("password authentication failed", "no password supplied")),
    (_CUT, ("server closed the connection", "terminating connection", "connection is lost")),
    (_UNREACHABLE, ("connection refused", "could not translate", "failed to resolve", "connection timeout")),
    (_SCHEMA, ("no such table", "no such column", "does not exist")),
)


def sentence(error: BaseException, where: str) -> str:
    """What went wrong and what would work, from a driver's error.

    >>> sentence(OSError("database is locked"), "/tmp/a.db")[:48]
    'The database /tmp/a.db stayed locked by another '
    """
    text = f"{type(error).__name__} {error}".lower()
    for template, words in _SENTENCES:
        if any(word in text for word in words):
            return template.format(where=where)
    first_line = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return f"The database {where} refused the work: {first_line}"


def storage_error(error: BaseException, where: str) -> StorageError:
    """The same as an error to raise.

    >>> storage_error(OSError("disk is full"), "/tmp/a.db").ids["database"]
    '/tmp/a.db'
    """
    return StorageError(sentence(error, where), database=where)
