"""What several commands share: opening the application, ``--now``, progress bars, JSON lines.

Imported by the command modules. Imports no heavy room at its top.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar

import click

if TYPE_CHECKING:
    from bot.app import App
    from bot.messages.blocks import Message
    from bot.storage.database import Database

F = TypeVar("F", bound=Callable[..., Any])

_BAR_AFTER_S = 2.0


class Moment(click.ParamType[datetime]):
    """An ISO 8601 moment; UTC where it names no zone."""

    name = "ISO"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Parse it, or fail with an example that works."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no ISO 8601 time; try 2026-02-18T12:00:00Z", param, ctx)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def now_option(command: F) -> F:
    """Add ``--now ISO`` to a command that depends on the time."""
    return click.option(
        "--now",
        type=Moment(),
        default=None,
        help="Take this as the present time (UTC where no zone is named).",
    )(command)


def json_option(command: F) -> F:
    """Add ``--json`` to a command that a program might read."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")(command)


@contextmanager
def opened(now: datetime | None = None) -> Iterator[App]:
    """The wired application for one command; closed afterwards.

    Args:
        now: A fixed present, or None for the real clock.

    Yields:
        The application, its database migrated.
    """
    from bot.app import App
    from bot.settings import load

    with App(load(), now=now) as app:
        yield app


@contextmanager
def opened_without_database() -> Iterator[App]:
    """The wired application for a command that stores nothing; works with any database setting."""
    from bot.app import App
    from bot.settings import load

    with App(load(), stored=False) as app:
        yield app


@contextmanager
def unopened_database() -> Iterator[Database]:
    """The database without bringing it up to date first, for the commands that do just that."""
    from bot.app import App
    from bot.settings import load

    with App(load()) as app:
        yield app.bare_database


def print_messages(messages: Sequence[Message], form: str) -> None:
    """Print messages as text, or as one JSON object with the blocks of each.

    Args:
        messages: The parent first.
        form: ``text`` or ``blocks``.
    """
    from bot.messages.text import messages_text

    if form == "text":
        width = shutil.get_terminal_size((100, 24)).columns
        click.echo(messages_text(messages, width=min(width, 120)))
    elif len(messages) == 1:
        click.echo(json.dumps(messages[0], ensure_ascii=False, indent=1))
    else:
        thread = [{"text": m["text"], "blocks": m["blocks"]} for m in messages[1:]]
        click.echo(json.dumps({**messages[0], "thread": thread}, ensure_ascii=False, indent=1))


def echo_json(value: Any) -> None:
    """Print one value as JSON on a line of its own."""
    click.echo(json.dumps(value, ensure_ascii=False))


class Progress:
    """A progress bar on a terminal for work that takes longer than two seconds; silent elsewhere.

    Called as ``progress(done, total)`` by services, any number of times.
    """

    def __init__(self, label: str) -> None:
        self.label = label
        self._started = time.monotonic()
        self._bar: Any = None
        self._shown = 0

    def __call__(self, done: int, total: int) -> None:
        """Show how far the work is."""
        if not sys.stderr.isatty() or time.monotonic() - self._started < _BAR_AFTER_S:
            return
        if self._bar is None or self._bar.length != total:
            self._bar = click.progressbar(length=total, label=self.label, file=sys.stderr)
            self._bar.render_progress()
            self._shown = 0
        self._bar.update(done - self._shown)
        self._shown = done

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.render_finish()
