"""``policybot demo``: the main job on the bundled sample feeds, without an account or a server.

Called by `bot.cli.main`. Parses, calls the services on the sample feeds and prints; it decides nothing.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import print_messages

if TYPE_CHECKING:
    from bot.app import App
    from bot.settings import Settings

FIRST_EVENING = datetime(2026, 3, 2, 23, tzinfo=UTC)
DAYS = 3
LOOKUPS = ("Marisol Reyes", "Springfield")

EPILOG = """\b
Example:
  policybot demo
"""


@click.command(epilog=EPILOG)
def demo() -> None:
    """Poll the sample feeds of three days, print the digest and two lookups, and say what to type next.

    The sample articles, their outlets and their people are invented. Everything happens in a temporary
    folder and on loopback.
    """
    from bot.settings import load
    from bot.web.sample_server import SampleServer

    with tempfile.TemporaryDirectory(prefix="policybot-demo-") as folder:
        settings = load(
            database_url=f"sqlite:///{Path(folder) / 'demo.sqlite3'}", private_feeds="127.0.0.0/8"
        )
        with SampleServer(_sample_folder(settings)) as server:
            _show(settings, server)
    click.echo(
        "\nThe articles above are samples: invented, on invented outlets.\n"
        "Next, on your own feeds:\n"
        "  . .venv/bin/activate\n"
        "  policybot feeds import FILE.opml     (or: policybot feeds add URL)\n"
        "  policybot poll\n"
        "  policybot digest\n"
        '  policybot lookup "NAME"'
    )


def _show(settings: Settings, server: object) -> None:
    from bot.web.sample_server import SampleServer

    assert isinstance(server, SampleServer)
    for day in range(1, DAYS + 1):
        server.show(day)
        with _opened(settings, FIRST_EVENING + timedelta(days=day - 1)) as app:
            if day == 1:
                report = app.feeds.import_list(server.opml_url)
                click.echo(f"{len(report.added)} sample feeds on {server.url}")
            polled = app.ingest.poll(all_feeds=True)
            app.ingest.catch_up()
            click.echo(f"Day {day}: {polled.new_articles} new articles from {polled.polled} feeds")
            if day < DAYS:
                continue
            _title("policybot digest --hours 48")
            print_messages(app.publish.preview(hours=48).messages, "text")
            for name in LOOKUPS:
                _title(f'policybot lookup "{name}"')
                print_messages([app.answer.reply_to(name).message], "text")


def _title(command: str) -> None:
    click.echo(f"\n── {command} " + "─" * max(3, 76 - len(command)) + "\n")


def _opened(settings: Settings, now: datetime) -> App:
    from bot.app import App

    return App(settings, now=now, sample=True)


def _sample_folder(settings: Settings) -> Path:
    from bot.catalog.files import config_dir, find_file

    return find_file(config_dir(settings.config_dir), "sample")
