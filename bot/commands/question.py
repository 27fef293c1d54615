"""The argument of a lookup: a name and, behind it in any order, what of it is wanted.

Called by `bot.commands.grammar`. Words that end a name may be part of it ("New York City", "Stay Here"):
an option is only taken where a name is left before it, and never from between quotation marks.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.commands.arguments import MISSING, Argument, show_name
from bot.commands.times import read_date, read_days
from bot.commands.words import MAX_NAME, Token, joined
from bot.errors import UserError
from bot.model.entity import EntityKind, Level
from bot.model.lookup import Question, View

_LONGEST_DATE = 3  # words: "August 1, 2026"
_LEVEL = "level:"
_LEVELS = tuple(level.value for level in Level)


FULL_USAGE = "NAME [14d|since DATE] [level:city|state|federal] [quotes|timeline] [here]"
SHORT_USAGE = "NAME […]"
"""For the rows behind the first one, which shows what may follow the name."""


def question(kind: EntityKind | None = None, usage: str = SHORT_USAGE) -> Argument:
    """A name and, behind it in any order, what of it is wanted."""

    def read(tokens: list[Token], today: date) -> Any:
        options: dict[str, Any] = {}
        while len(tokens) > 1 and not tokens[-1].quoted:
            found = _option(tokens, today)
            if found is None:
                break
            if found[0] in options:
                raise UserError("Two of these say the same thing: give one window, one level and one view.")
            options.update([found])
        text = joined(tokens)
        tokens.clear()
        if not text or text.lower().startswith(_LEVEL):
            return MISSING
        if len(text) > MAX_NAME:
            raise UserError(f"That name has {len(text)} characters; {MAX_NAME} are enough.")
        if {"days", "since_on"} <= options.keys():
            raise UserError("Give one window, either `14d` or `since DATE`.")
        return Question(name=text, kind=kind, **options)

    return Argument(
        field="question",
        usage=usage,
        read=read,
        show=_show_question,
    )


def _option(tokens: list[Token], today: date) -> tuple[str, Any] | None:
    """The option at the end of the tokens, taken off; None where a name ends there."""
    word = tokens[-1].text.lower()
    window = read_days(word)
    if window is not None:
        tokens.pop()
        return "days", window
    if word.startswith(_LEVEL):
        tokens.pop()
        return "level", _level(word.removeprefix(_LEVEL))
    if word in {View.QUOTES, View.TIMELINE}:
        tokens.pop()
        return "view", View(word)
    if word == "here":
        tokens.pop()
        return "here", True
    return _since(tokens, today)


def _level(word: str) -> Level:
    if word not in _LEVELS:
        raise UserError(f"“{word}” is no level of government. It is one of {', '.join(_LEVELS)}.")
    return Level(word)


def _since(tokens: list[Token], today: date) -> tuple[str, date] | None:
    """``since`` and up to three words of date, with a name before it; None where there is none.

    Raises:
        UserError: What stands behind ``since`` is no date, or one to come.
    """
    for length in range(1, min(_LONGEST_DATE, len(tokens) - 2) + 1):
        if not tokens[-length - 1].is_word("since"):
            continue
        words = joined(tokens[-length:])
        found = read_date(words, today, past=True)
        if found is None:
            raise UserError(f"“{words}” is not a date. Try `since monday` or `since {today.isoformat()}`.")
        if found > today:
            raise UserError(f"{found.isoformat()} is still to come. Try `since monday`.")
        del tokens[-length - 1 :]
        return "since_on", found
    return None


def _show_question(value: Question, quoted: bool) -> str:  # noqa: FBT001 — the shape of a Shower
    parts = [show_name(value.name, quoted)]
    if value.since_on is not None:
        parts.append(f"since {value.since_on.isoformat()}")
    elif value.days != Question(name="").days:
        parts.append(f"{value.days}d")
    if value.level is not None:
        parts.append(_LEVEL + value.level)
    if value.view is not View.STORIES:
        parts.append(value.view.value)
    if value.here:
        parts.append("here")
    return " ".join(parts)
