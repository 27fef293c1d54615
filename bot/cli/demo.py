"""``policybot demo``: the product on the bundled sample feeds or on one's own, without an account.

Called by `bot.cli.main`. Prints the digest and two lookups; on a terminal it then serves the playground on
loopback until Ctrl-C. Everything happens in a temporary folder.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import print_messages
from bot.cli.playground import DAYS, FIRST_EVENING, open_own, open_samples
from bot.messages.wording import counted

if TYPE_CHECKING:
    from bot.app import App
    from bot.settings import Settings
    from bot.web.sample_server import SampleServer

LOOKUPS = ("Marisol Reyes", "Springfield")
HOURS = 48

EPILOG = """\b
Examples:
  policybot demo
  policybot demo --once
  policybot demo --feeds my-feeds.opml
"""


@click.command(epilog=EPILOG)
@click.option("--once", is_flag=True, help="Print and exit, also on a terminal.")
@click.option(
    "--feeds",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read the feeds of this OPML file instead of the samples.",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Of the playground; any free one by default."
)
def demo(*, once: bool, feeds: Path | None, port: int) -> None:
    """Print the digest and two lookups of three sample days; on a terminal, then serve the playground.

    The playground is a page that behaves like the Slack channel. The sample articles, their outlets and
    their people are invented. Everything happens in a temporary folder; the page is served on loopback.
    """
    serve = not once and sys.stdin.isatty() and sys.stdout.isatty()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="policybot-demo-")))
        if feeds is None:
            _samples(stack, folder, serve=serve, port=port)
        else:
            _own_feeds(stack, folder, feeds, serve=serve, port=port)


def _samples(stack: ExitStack, folder: Path, *, serve: bool, port: int) -> None:
    """Three days of the sample feeds in print; then day by day in the playground, from the start."""
    from bot.web.sample_server import SampleServer

    settings = _settings(folder, "print", private=True)
    server = stack.enter_context(SampleServer(_sample_folder(settings)))
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
    if serve:
        _serve(open_samples(stack, _settings(folder, "play", private=True), server, port=port))


def _show(settings: Settings, server: SampleServer) -> None:
    from bot.app import App

    evening = FIRST_EVENING
    with App(settings, now=lambda: evening, sample=True) as app:  # one, so that the model is loaded once
        for day in range(1, DAYS + 1):
            evening = FIRST_EVENING + timedelta(days=day - 1)
            server.show(day)
            if day == 1:
                report = app.feeds.import_list(server.opml_url)
                click.echo(f"{len(report.added)} sample feeds on {server.url}")
            polled = app.ingest.poll(all_feeds=True)
            app.ingest.catch_up()
            click.echo(f"Day {day}: {polled.new_articles} new articles from {polled.polled} feeds")
        _print_digest(app)
        _print_lookups(app, LOOKUPS)


def _own_feeds(stack: ExitStack, folder: Path, feeds: Path, *, serve: bool, port: int) -> None:
    """The feeds of a file, read once; then the playground on the same database."""
    from bot.app import App

    app = stack.enter_context(App(_settings(folder, "own")))
    report = app.feeds.import_list(str(feeds))
    click.echo(f"{counted(len(report.added), 'feed')} from {feeds}; reading them …")
    polled = app.ingest.poll(all_feeds=True)
    app.ingest.catch_up()
    click.echo(f"{counted(polled.new_articles, 'new article')} from {counted(polled.polled, 'feed')}")
    _print_digest(app)
    _print_lookups(app, app.answer.known_names()[:2])
    if serve:
        _serve(open_own(stack, app, port=port))


def _print_digest(app: App) -> None:
    _title(f"policybot digest --hours {HOURS}")
    print_messages(app.publish.preview(hours=HOURS).messages, "text")


def _print_lookups(app: App, names: tuple[str, ...]) -> None:
    for name in names:
        _title(f'policybot lookup "{name}"')
        print_messages([app.answer.reply_to(name).message], "text")


def _serve(url: str) -> None:
    import threading

    click.echo(f"\nThe playground is at {url}\nOpen it in a browser; Ctrl-C ends it and removes everything.")
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        click.echo("\nEnded.")


def _title(command: str) -> None:
    click.echo(f"\n── {command} " + "─" * max(3, 76 - len(command)) + "\n")


def _settings(folder: Path, name: str, *, private: bool = False) -> Settings:
    """Settings with a database of their own; the sample feeds are on loopback."""
    from bot.settings import load

    more = {"private_feeds": "127.0.0.0/8"} if private else {}
    return load(database_url=f"sqlite:///{folder / name}.sqlite3", **more)


def _sample_folder(settings: Settings) -> Path:
    from bot.catalog.files import config_dir, find_file

    return find_file(config_dir(settings.config_dir), "sample")
