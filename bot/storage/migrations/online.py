"""Changes of indexes that stop nobody: on PostgreSQL they are built and dropped while others read and write.

Used by migrations. PostgreSQL does this outside transactions only, so a migration that uses one of these
holds nothing else, and each may be run again after it was interrupted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from alembic import op


def create_index(name: str, table: str, columns: Sequence[str], **options: Any) -> None:
    """Build an index; what an interrupted build left is thrown away first.

    Args:
        name: Of the index.
        table: On which it is.
        columns: In their order.
        **options: As those of Alembic's ``create_index``.
    """
    if not is_postgresql():
        op.create_index(name, table, columns, **options)
        return
    with _unhurried():
        op.drop_index(name, table_name=table, if_exists=True, postgresql_concurrently=True)
        op.create_index(name, table, columns, postgresql_concurrently=True, **options)


def drop_index(name: str, table: str) -> None:
    """Drop an index that no statement of this program or the former one needs."""
    if not is_postgresql():
        op.drop_index(name, table_name=table)
        return
    with _unhurried():
        op.drop_index(name, table_name=table, if_exists=True, postgresql_concurrently=True)


def is_postgresql() -> bool:
    """Whether the migration runs on PostgreSQL."""
    return op.get_context().dialect.name == "postgresql"


@contextmanager
def _unhurried() -> Iterator[None]:
    """Outside a transaction, waiting as long as it takes: others are not held up by this kind of waiting."""
    with op.get_context().autocommit_block():
        op.execute("SELECT set_config('policybot.lock_timeout', current_setting('lock_timeout'), false)")
        op.execute("SET lock_timeout = 0")
        try:
            yield
        finally:
            op.execute("SELECT set_config('lock_timeout', current_setting('policybot.lock_timeout'), false)")
