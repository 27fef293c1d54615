"""Help: all commands, one of them, and what the bare command answers.

Called by services through the edges with the rows of the command table. It adds nothing to what the rows
say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from bot.messages import cards, wording
from bot.messages.blocks import Block, Message, context, header, rich, text
from bot.messages.cards import Line, Setting
from bot.messages.fallback import spoken
from bot.model.command import CommandHelp
from bot.model.digest import Digest

SLASH = "/policy"
TOP = 3  # what the bare command shows of today


def help_message(rows: Sequence[CommandHelp], *, word: str = "", near: Iterable[str] = ()) -> Message:
    """All rows by group; with a word, its rows with an example each.

    Args:
        rows: Of the table, already chosen by `word`; may be none.
        word: The word that was asked for.
        near: Verbs that an unknown word may have been meant for.
    """
    if word and not rows:
        return _unknown(word, list(near))
    title = f"Help on {word}" if word else "Policy Digest: what you can type"
    groups = (_section(group, members, examples=bool(word)) for group, members in _groups(rows))
    sections = [block for blocks in groups for block in blocks]
    close = context(f"{SLASH} help WORD explains one command · answers are only for you unless you add here")
    said = [f"{_typed(row.usage)}: {row.summary}." for row in rows]
    return Message(text=spoken([f"{title}.", *said]), blocks=[header(title), *sections, close])


def _unknown(word: str, near: list[str]) -> Message:
    hint = wording.one_of([f"{SLASH} help {verb}" for verb in near]) or f"{SLASH} help"
    line = f"There is no command “{word}”. Try {hint}; any other word is looked up as a name."
    return Message(text=spoken([line]), blocks=[rich([text(line)])])


def _groups(rows: Iterable[CommandHelp]) -> list[tuple[str, list[CommandHelp]]]:
    """Rows by group, groups in the order of their first row."""
    order = {row.group: None for row in rows}
    place = {group: n for n, group in enumerate(order)}
    ordered = sorted(rows, key=lambda row: place[row.group])
    return [(group, list(members)) for group, members in groupby(ordered, key=lambda row: row.group)]


def _typed(words: str) -> str:
    return f"{SLASH} {words}".strip()


def _section(group: str, rows: list[CommandHelp], *, examples: bool) -> list[Block]:
    lines: list[Line] = []
    for row in rows:
        lines.append([text(_typed(row.usage), code=True), text(f" {row.summary}")])
        if examples and row.example != row.usage:
            lines.append([text("for example "), text(_typed(row.example), code=True)])
    return [rich([text(group.upper(), bold=True)]), rich(*lines)]


def start_message(rows: Sequence[CommandHelp], today: Digest) -> Message:
    """What the bare command answers: today's top three, then the commands people use most.

    Args:
        rows: Of the table; the lookups among them and the digest's are shown.
        today: Today's stories so far.
    """
    setting = Setting(today=today.local_on, zone=today.zone, since_at=today.since_at)
    stories = (*today.stories, *today.more)[:TOP]
    lines = [line for story in stories for line in cards.brief_lines(story, setting) if line]
    none = [text(f"No stories yet for {today.heading} today.")]
    usual = [row for row in rows if row.verb in {"", "today", "digest", "follow", "help"}]
    firsts = {row.verb: row for row in reversed(usual)}
    shown = [row for row in usual if firsts[row.verb] is row or row.usage.startswith("NAME")]
    blocks = [
        header(f"Policy digest · {today.heading}"),
        rich(*(lines or [none])),
        *_section("Commands", [row for row in shown if row.usage], examples=False),
        context(f"{SLASH} help lists them all"),
    ]
    said = [cards.aloud(story, setting) for story in stories]
    return Message(text=spoken(["Today so far.", *said], f"{SLASH} help lists all commands."), blocks=blocks)
