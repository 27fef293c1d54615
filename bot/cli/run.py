"""``policybot run``: everything in one process, or one of the processes that share a database.

Called by `bot.cli.main`. Parses, calls the runner that `bot.processes` makes and prints; it decides nothing.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from bot.cli.common import opened

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from bot.app import App
    from bot.jobs.runner import Runner

QUEUES = (
    "poll",
    "read",
    "group",
    "deliver",
    "tell",
    "tidy",
)  # bot.jobs.work.TASKS, which `--help` must not import

STOP_WITHIN_S = 8.0  # a process that is asked to end must be gone in ten seconds

EPILOG = """\b
Examples:
  policybot run                           all in one process
  policybot run web --bind 0.0.0.0:8000   one of several processes (docs/operate.md)
"""

CLOCK_EPILOG = """\b
Example:
  policybot run clock
"""

WORKER_EPILOG = """\b
Examples:
  policybot run worker
  policybot run worker --queues poll,read,group      one that needs no token of Slack
  policybot run worker --queues deliver,tell --concurrency 8
"""

WEB_EPILOG = """\b
Examples:
  policybot run web
  policybot run web --bind 0.0.0.0:8000 --workers 2 --threads 16
"""


@click.group(epilog=EPILOG, invoke_without_command=True)
@click.pass_context
def run(ctx: click.Context) -> None:
    """Poll, group, post digests when they are due, and answer in Slack; Ctrl-C stops cleanly.

    Without a command, all of it in one process. Needs POLICYBOT_SLACK_BOT_TOKEN and POLICYBOT_SLACK_APP_TOKEN
    (docs/slack.md).
    """
    if ctx.invoked_subcommand is None:
        _run_all()


@run.command("web", epilog=WEB_EPILOG)
@click.option("--bind", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT", help="Listen here.")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes.")
@click.option(
    "--threads", type=click.IntRange(1, 256), default=16, show_default=True, help="Requests at once in each."
)
def web(*, bind: str, workers: int, threads: int) -> None:
    """Answer Slack over HTTP, and serve health and metrics; SIGTERM stops cleanly."""
    from bot.web.serving import WebServer, shared_counters

    with shared_counters():
        from bot.app import make_web
        from bot.processes import freeze_loaded

        def make() -> WSGIApplication:
            made = make_web()
            freeze_loaded()
            return made

        with opened() as app:  # what is wrong is told before anything listens, and once
            app.database.require_current()
            if app.has_slack_web:
                app.require_slack_web()
        click.echo(f"Listening on {bind}. Ctrl-C stops.", err=True)
        WebServer(make, bind=bind, workers=workers, threads=threads).run()


@run.command("clock", epilog=CLOCK_EPILOG)
def clock() -> None:
    """Wake workers for what is due; of several clocks one ticks, and another takes over when it dies.

    With a SQLite file, on which no workers run, it does their work too.
    """
    from bot.processes import make_clock

    _serve(make_clock)


@run.command("worker", epilog=WORKER_EPILOG)
@click.option(
    "--queues", default=",".join(QUEUES), show_default=True, metavar="NAMES", help="Take these jobs."
)
@click.option(
    "--concurrency", type=click.IntRange(1, 64), default=4, show_default=True,
    help="Jobs at once of deliver, tell and tidy; of poll, and of read and group, one at a time.",
)  # fmt: skip
def worker(*, queues: str, concurrency: int) -> None:
    """Poll, read, group, deliver, tell and tidy when a clock asks for it; start as many as you like.

    Needs PostgreSQL. A worker that dies loses nothing: others take up its work within a minute.
    """
    _serve_worker(_names(queues), concurrency)


def _names(queues: str) -> tuple[str, ...]:
    """The names of a list.

    Raises:
        BadParameter: One of them is no queue.
    """
    names = tuple(dict.fromkeys(name.strip() for name in queues.split(",") if name.strip()))
    unknown = sorted(set(names) - set(QUEUES))
    if unknown or not names:
        wrong = f"{', '.join(unknown)} is no queue" if unknown else "no queue is named"
        raise click.BadParameter(f"{wrong}; there are {', '.join(QUEUES)}.", param_hint="--queues")
    return names


def _serve_worker(names: tuple[str, ...], at_once: int) -> None:
    from bot.processes import make_worker

    _serve(lambda app: make_worker(app, queues=names, at_once=at_once))


def _run_all() -> None:
    from bot.processes import make_runner

    _serve(make_runner)


def _serve(make: Callable[[App], Runner]) -> None:
    """Run what is made until this process is told to stop."""
    from bot.processes import freeze_loaded

    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with opened() as app, app.health_served():
        runner = make(app)
        runner.start()
        freeze_loaded()
        click.echo(" ".join(filter(None, ("Running.", runner.describe(), "Ctrl-C stops."))), err=True)
        stopped.wait()
        click.echo("Stopping …", err=True)
        done = runner.stop(within_s=STOP_WITHIN_S)
    if not done:
        # A job still hangs on the network; everything it does is stored step by step, so it can be left.
        os._exit(0)
