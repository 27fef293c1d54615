"""The versions of model, lexicons and roster that articles were read with, as small integer keys.

Used by `bot.storage.articles` and `bot.storage.readings`; there are a handful of them.
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from bot.storage.schema import reading_versions
from bot.storage.sql import insert_new


def version_n(conn: Connection, version: str) -> int:
    """The key of a version, made where it is missing."""
    query = select(reading_versions.c.n).where(reading_versions.c.version == version)
    found = conn.execute(query).scalar()
    if found is None:
        insert_new(conn, reading_versions, [{"version": version}])
        found = conn.execute(query).scalar_one()
    return int(found)


def other_versions(conn: Connection, version: str) -> list[int]:
    """The keys of all versions but this one, ascending; those whose articles are all gone stay among them."""
    query = select(reading_versions.c.n).where(reading_versions.c.version != version)
    return list(conn.execute(query.order_by(reading_versions.c.n)).scalars())
