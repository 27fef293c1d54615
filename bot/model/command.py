"""What help says of one command: a row of the table in `bot.commands.grammar`.

Made by `bot.commands`, shown by `bot.messages` and written into docs/commands.md. It says how a command
is typed, never what it does when it runs.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandHelp:
    """One way to type a command.

    Attributes:
        verb: Its first word, by which ``help WORD`` finds it; empty for the bare command.
        group: Heading under which help lists it.
        usage: How it is typed, without the slash command: ``digest at HH:MM [Zone] [days]``.
        summary: What it does, in one sentence without a full stop.
        example: One that works as it stands, without the slash command.
        changes: Whether it changes anything for others, and therefore needs the role for it.
    """

    verb: str
    group: str
    usage: str
    summary: str
    example: str
    changes: bool = False
