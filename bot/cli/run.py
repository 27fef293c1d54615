"""``policybot run``: the clock and Slack in one process, until it is told to stop.

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
Example:
  policybot run
"""


@click.command(epilog=EPILOG)
def run() -> None:
    """Poll, group, post digests when they are due, and answer in Slack; Ctrl-C stops cleanly.

    Needs POLICYBOT_SLACK_BOT_TOKEN and POLICYBOT_SLACK_APP_TOKEN (docs/slack.md).
    """
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
