"""The two dispatchers: work is done here, in the thread that asked, or by whichever worker takes the job.

Made by `bot.processes`, used by `bot.jobs.work` through the Dispatcher port. A job is a wake-up and carries
nothing: what there is to do stands in the domain's tables, so that a lost or doubled job does no harm
(docs/decisions/0115). It knows names of tasks, not what they do.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import local
from typing import Any

from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.schema import SchemaManager
from psycopg_pool import ConnectionPool, PoolTimeout

from bot.errors import StorageError

Task = Callable[[], object]

_CONNECT_S = 10.0
_UNUSED = "10 minutes"  # without the heartbeat of any worker: tables of a former version that nobody needs


class Here:
    """Does what is sent, one after the other, in the thread that sent the first of it.

    Args:
        tasks: What each name means.
    """

    def __init__(self, tasks: Mapping[str, Task] | None = None) -> None:
        self.tasks: dict[str, Task] = dict(tasks or {})
        self._thread = local()

    def send(self, task: str) -> None:
        """Do it now; what it sends in turn is done after it. An error ends all that this thread had to do."""
        waiting: deque[str] | None = getattr(self._thread, "waiting", None)
        if waiting is not None:
            if task not in waiting:
                waiting.append(task)
            return
        self._thread.waiting = waiting = deque([task])
        try:
            while waiting:
                self.tasks[waiting.popleft()]()
        finally:
            self._thread.waiting = None

    def call_help(self, task: str) -> None:
        """Nothing: nobody else is there."""


class Queue:
    """Defers jobs with procrastinate, in tables of their own beside the domain's.

    Args:
        url: Of the PostgreSQL database.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._app = App(connector=SyncPsycopgConnector())
        self._pool: ConnectionPool | None = None

    def send(self, task: str) -> None:
        """Have a worker do it; asking again before one begins changes nothing.

        Ends in `StorageError` if the database cannot be used.
        """
        with self._opened() as app:
            try:
                app.configure_task(task, queue=task, queueing_lock=task).defer()
            except AlreadyEnqueued:
                return

    def call_help(self, task: str) -> None:
        """Have another worker do the same at the same time."""
        self.send(task)

    def create(self) -> bool:
        """Create the tables for this version of procrastinate; drop those of versions that nobody runs.

        Returns:
            Whether they were missing.

        Ends in `StorageError` if the database cannot be used.
        """
        with self._opened() as app:
            if app.check_connection():
                return False
            tables = SchemaManager.get_schema().replace("%", "%%")
            # One string is one transaction, and who comes second waits for the first and finds it done.
            app.connector.execute_query(f"CREATE SCHEMA {_schema()}; {tables}")
            for name in _former(app):
                app.connector.execute_query(f"DROP SCHEMA {name} CASCADE")
        return True

    def require(self) -> None:
        """Refuse to go on without the tables.

        Raises:
            StorageError: They are missing, or the database cannot be used.
        """
        with self._opened() as app:
            if not app.check_connection():
                raise StorageError("The tables of the job queue are missing; run `policybot db upgrade`.")

    def close(self) -> None:
        """Close its connections for good."""
        if self._pool is not None:
            self._pool.close()

    @contextmanager
    def _opened(self) -> Iterator[App]:
        try:
            if self._pool is None:
                self._pool = self._connect()
                self._app.open(self._pool)
            yield self._app
        except (ConnectorException, PoolTimeout) as error:
            raise StorageError(f"The job queue cannot be used: {error.__cause__ or error}") from error

    def _connect(self) -> ConnectionPool:
        check = ConnectionPool.check_connection
        pool = ConnectionPool(**_connection(self._url, most=2), open=False, check=check)
        try:
            pool.open(wait=True, timeout=_CONNECT_S)
        except PoolTimeout:
            pool.close()
            raise
        return pool


def connect_lane(url: str) -> PsycopgConnector:
    """The connections of one thread of a worker: two, and one more that hears of new jobs."""
    return PsycopgConnector(**_connection(url, most=2))


def _connection(url: str, *, most: int) -> dict[str, Any]:
    """Arguments of a connection pool whose connections see the tables of this version only."""
    options = f"-c search_path={_schema()} -c timezone=UTC"
    return {"conninfo": url, "kwargs": {"options": options}, "min_size": 1, "max_size": most}


def _schema() -> str:
    """The name of the PostgreSQL schema: another one for each version of the tables.

    Workers of the former version go on in theirs until they are stopped; nothing is ever migrated.
    """
    return "policybot_jobs_" + hashlib.sha256(SchemaManager.get_schema().encode()).hexdigest()[:8]


def _former(app: App) -> list[str]:
    """Schemas of other versions in which no worker lives."""
    rows = app.connector.execute_query_all(
        r"SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE 'policybot\_jobs\_%%' ORDER BY nspname"
    )
    others = [str(row["name"]) for row in rows if row["name"] != _schema()]
    alive = "SELECT count(*) AS n FROM {}.procrastinate_workers WHERE last_heartbeat > now() - interval '{}'"
    return [
        name
        for name in others
        if not app.connector.execute_query_one(alive.format(name, _UNUSED))["n"]  # names are our own
    ]
