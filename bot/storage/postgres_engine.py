"""PostgreSQL: how it is opened.

Used by `bot.storage.database`. Readers see one snapshot for a whole ``with`` block, as they do on SQLite;
writers lock the rows they claim.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import URL, Connection, create_engine, event

from bot.storage.locks import Lead, ServerLead

_POOL = 8
_OVERFLOW = 32
_CONNECT_TIMEOUT_S = 10

# A machine that is gone says no goodbye; after these 25 s the server frees what it had claimed or locked.
_KEEPALIVE = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"

# Pages come from memory or from an SSD, where reading one here and there costs little more than in a row.
# With the server's own 4.0 it reads and sorts all that was said of a well-known name, to show the
# newest: 15 ms instead of 3 (150,000 articles, November 2026).
_PAGES = "-c random_page_cost=1.1"


class PostgresEngine:
    """One PostgreSQL database.

    Args:
        url: Its address; the driver is always psycopg 3.
        timeout_s: How long a statement waits for a lock, in seconds.
    """

    name = "PostgreSQL"
    note = "several processes may use it at once"

    def __init__(self, url: URL, timeout_s: float) -> None:
        self.where = url.set(drivername="postgresql").render_as_string(hide_password=True)
        address = url.set(drivername="postgresql+psycopg")
        options = f"-c timezone=UTC -c lock_timeout={int(timeout_s * 1000)} {_KEEPALIVE} {_PAGES}"
        connect_args = {"connect_timeout": _CONNECT_TIMEOUT_S, "options": options}
        self.writer = create_engine(
            address, connect_args=connect_args, pool_size=_POOL, max_overflow=_OVERFLOW, pool_pre_ping=True
        )
        self.reader = self.writer.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self.hasty_writer = self.writer.execution_options()

        @event.listens_for(self.hasty_writer, "begin")
        def _do_not_wait(conn: Connection) -> None:
            conn.exec_driver_sql("SET LOCAL synchronous_commit TO off")

    @property
    def version(self) -> str:
        """Version of the server."""
        with self.reader.connect() as conn:
            return str(conn.exec_driver_sql("SHOW server_version").scalar_one())

    def time(self) -> datetime:
        """The server's own clock, aware."""
        with self.reader.connect() as conn:
            found: datetime = conn.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
            return found

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Nothing to hold: the server takes any number of writers."""
        yield

    def create(self) -> None:
        """Nothing to make: the server's owner makes the database."""

    def lead(self, name: str) -> Lead:
        """The right to be the only process of a kind with this database."""
        return ServerLead(self.writer, name)

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.writer.dispose()
