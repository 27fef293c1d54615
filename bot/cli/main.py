"""The root of the command line: which module holds which command, and how errors end.

Called by ``bot.__main__``. A command's module is imported only when the command is named or listed, and
none of them imports a heavy room at its top.
"""

from __future__ import annotations

import importlib
import os
import secrets
import sys
from collections.abc import Sequence

import click

from bot import __version__
from bot.errors import BotError, UserError
from bot.telemetry.logs import get_logger

# Command → module below bot.cli that holds an attribute of the command's name (dashes as underscores).
COMMANDS = {
    "articles": "articles",
    "corrections": "curate",
    "db": "db",
    "deliveries": "deliveries",
    "demo": "demo",
    "digest": "digest",
    "doctor": "doctor",
    "export": "export",
    "feeds": "feeds",
    "forget": "curate",
    "group": "lab",
    "lookup": "lookup",
    "merge": "curate",
    "poll": "poll",
    "preview": "preview",
    "prune": "keep",
    "read": "lab",
    "replay": "replay",
    "reread": "reread",
    "roster": "roster",
    "run": "run",
    "slack": "slack",
    "split": "curate",
    "story": "story",
    "subscriptions": "subscriptions",
    "topics": "topics",
    "undo": "curate",
    "unlink": "curate",
    "why": "story",
    "workspaces": "workspaces",
}

EPILOG = """\b
Examples:
  policybot demo                          the whole road on sample feeds
  policybot feeds import my-feeds.opml    subscribe
  policybot poll                          read what is due
  policybot digest --hours 24             yesterday in one page
  policybot lookup "Michelle Wu"          who said what, and how many origins
"""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, sorted."""
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, or None when there is none."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"bot.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command


@click.group(cls=LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="policybot")
def cli() -> None:
    """Policy news, grouped by story; origins counted, not outlets.

    Settings come from POLICYBOT_* variables and a .env file; `policybot doctor` shows them.
    """


def run(arguments: Sequence[str]) -> int:
    """Run one command line.

    Args:
        arguments: Without the program's name.

    Returns:
        The exit status: 0, 1, 2 or 130.
    """
    try:
        result = cli.main(list(arguments), prog_name="policybot", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        # The reader left (`| head`); without this the interpreter complains at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001  # the edge: whatever it is, no traceback reaches a user
        status, sentence = _ending(error)
        click.echo(sentence, err=True)
        return status
    return result if isinstance(result, int) else 0


def _ending(error: Exception) -> tuple[int, str]:
    """Exit status and last words for what a command raised."""
    if isinstance(error, click.exceptions.Abort):
        return 130, "Stopped. What was stored stays stored; the same command goes on from there."
    if isinstance(error, UserError):
        return 2, str(error)
    if isinstance(error, BotError):
        return 1, f"Error: {error}"
    incident = secrets.token_hex(4)
    get_logger("cli").debug("unexpected", incident=incident, exc_info=error)
    what = f"something unexpected happened ({type(error).__name__}: {error}), incident {incident}"
    return 1, f"Error: {what}. POLICYBOT_LOG_LEVEL=debug shows where."
