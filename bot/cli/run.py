"""``policybot run``: everything in one process, or one of the processes that share a database.

Called by `bot.cli.main`. Parses, calls the runner that `bot.app` makes and prints; it decides nothing.
"""

from __future__ import annotations

import os
import signal
import threading

import click

from bot.cli.common import opened

STOP_WITHIN_S = 8.0  # a process that is asked to end must be gone in ten seconds

EPILOG = """\b
Examples:
  policybot run                           all in one process
  policybot run web --bind 0.0.0.0:8000   one of several (docs/operate.md)
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

        with opened() as app:  # what is wrong is told before anything listens, and once
            app.database.require_current()
            if app.has_slack_web:
                app.require_slack_web()
        click.echo(f"Listening on {bind}. Ctrl-C stops.", err=True)
        WebServer(make_web, bind=bind, workers=workers, threads=threads).run()


def _run_all() -> None:
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with opened() as app, app.health_served():
        runner = app.make_runner()
        runner.start()
        click.echo(f"Running. {runner.describe()} Ctrl-C stops.", err=True)
        stopped.wait()
        click.echo("Stopping …", err=True)
        done = runner.stop(within_s=STOP_WITHIN_S)
    if not done:
        # A job still hangs on the network; everything it does is stored step by step, so it can be left.
        os._exit(0)
