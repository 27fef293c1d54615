"""The kinds of argument that a command can take: how each is read from tokens and shown again.

Called by `bot.commands.grammar`, whose table names them. A reader takes the tokens it understands off
the list and gives a value, or `MISSING`; what it cannot accept it refuses with a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final

from bot.commands.times import read_date, read_days, read_time, read_weekdays, read_zone, show_weekdays
from bot.commands.words import MAX_NAME, Token, joined, quote
from bot.errors import UserError

MISSING: Final = object()
"""What a reader gives where the argument was not typed."""

Reader = Callable[[list[Token], date], Any]
Shower = Callable[[Any, bool], str]
"""Shows a value; the flag asks for names in quotation marks."""

_STORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}")
_ID = re.compile(r"[\w.:-]{1,64}")
_URL = re.compile(r"https?://[^\s/<>|]+\.?[^\s<>|]*", re.IGNORECASE)
_DOMAIN = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
_HOURS = re.compile(r"(\d{1,3}) ?h?(?:ours?)?", re.IGNORECASE)
MAX_HOLD_H = 72  # three days: later than that, nobody else is going to report it
MAX_IN_PARENT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of a command.

    Attributes:
        field: The field of the record that it fills.
        usage: As help shows it; in brackets when it may be left out.
        read: Takes its tokens off the list.
        show: Writes the value again; empty for the value that it has when left out.
        from_end: Whether it is read from the end, before a name takes all that is left.
    """

    field: str
    usage: str
    read: Reader
    show: Shower
    from_end: bool = False

    @property
    def optional(self) -> bool:
        """Whether it may be left out."""
        return self.usage.startswith("[")


def name(field: str = "name", usage: str = "NAME") -> Argument:
    """All that is left, as one name."""

    def read(tokens: list[Token], _today: date) -> Any:
        text = joined(tokens)
        tokens.clear()
        if len(text) > MAX_NAME:
            raise UserError(f"That name has {len(text)} characters; {MAX_NAME} are enough.")
        return text or MISSING

    return Argument(field=field, usage=usage, read=read, show=show_name)


def show_name(value: str, quoted: bool) -> str:  # noqa: FBT001 — the shape of a Shower
    """A name as it is typed; in quotation marks where an option could be read in it."""
    return quote(value) if quoted and value else value


def _one(check: Callable[[str], Any]) -> Reader:
    """A reader of exactly one token."""

    def read(tokens: list[Token], _today: date) -> Any:
        return check(tokens.pop(0).text) if tokens else MISSING

    return read


def _show(value: Any, _quoted: bool) -> str:  # noqa: FBT001 — the shape of a Shower
    return "" if value is None else str(value)


def story(field: str = "story") -> Argument:
    """A story's number in the last digest, or its short id."""

    def check(word: str) -> str:
        word = word.removeprefix("#")
        if not _STORY.fullmatch(word):
            raise UserError(f"“{word}” is no story: give its number in the last digest, or its short id.")
        return word

    return Argument(field=field, usage="STORY", read=_one(check), show=_show)


def url(field: str = "url") -> Argument:
    """An http(s) address, as typed or as Slack wraps it."""

    def check(word: str) -> str:
        bare = word.removeprefix("<").removesuffix(">").split("|")[0]
        if not _URL.fullmatch(bare):
            raise UserError(f"“{word}” is not a web address; it starts with `https://`.")
        return bare

    return Argument(field=field, usage="URL", read=_one(check), show=_show)


def identifier(field: str, usage: str = "ID") -> Argument:
    """The short id that a list prints."""

    def check(word: str) -> str:
        if not _ID.fullmatch(word):
            raise UserError(f"“{word}” is no {usage}.")
        return word

    return Argument(field=field, usage=usage, read=_one(check), show=_show)


def domain(field: str = "target") -> Argument:
    """The host name of an outlet, without ``www.``."""

    def check(word: str) -> str:
        bare = word.lower().removeprefix("<").split("|")[-1].removesuffix(">")
        bare = bare.removeprefix("https://").removeprefix("http://").split("/")[0].removeprefix("www.")
        if not _DOMAIN.fullmatch(bare):
            raise UserError(f"“{word}” is not a domain such as `example.com`.")
        return bare

    return Argument(field=field, usage="DOMAIN", read=_one(check), show=_show)


def whole_number(field: str, low: int, high: int) -> Argument:
    """A whole number between two bounds, both included."""

    def check(word: str) -> int:
        if not (word.isascii() and word.isdigit() and low <= int(word) <= high):
            raise UserError(f"“{word}” is not a whole number from {low} to {high}.")
        return int(word)

    return Argument(field=field, usage="N", read=_one(check), show=_show)


def hours(field: str = "hours") -> Argument:
    """Hours, or ``off`` for 0."""

    def check(word: str) -> int:
        if word.lower() == "off":
            return 0
        match = _HOURS.fullmatch(word)
        if match is None or not 1 <= int(match[1]) <= MAX_HOLD_H:
            raise UserError(f"“{word}” is neither `off` nor hours from `1h` to `{MAX_HOLD_H}h`.")
        return int(match[1])

    return Argument(
        field=field, usage="Nh|off", read=_one(check), show=lambda value, _: f"{value}h" if value else "off"
    )


def choice(field: str, words: tuple[str, ...], default: str) -> Argument:
    """One of a few words at the end."""

    def read(tokens: list[Token], _today: date) -> Any:
        if len(tokens) > 1 and tokens[-1].is_word(*words):
            return tokens.pop().text.lower()
        return MISSING

    return Argument(
        field=field,
        usage=f"[{'|'.join(words)}]",
        read=read,
        show=lambda value, _: "" if value == default else value,
        from_end=True,
    )


def days(usage: str, field: str = "days", *, default: int | None = None, alone: bool = False) -> Argument:
    """A length such as ``7d`` at the end; `alone` where nothing else must stand before it."""

    def read(tokens: list[Token], _today: date) -> Any:
        if len(tokens) <= (0 if alone else 1) or tokens[-1].quoted:
            return MISSING
        found = read_days(tokens[-1].text)
        if found is None:
            return MISSING
        tokens.pop()
        return found

    return Argument(
        field=field,
        usage=usage,
        read=read,
        show=lambda value, _: "" if value == default else f"{value}d",
        from_end=True,
    )


def time_of_day(field: str = "at") -> Argument:
    """A time of one or two words."""

    def read(tokens: list[Token], _today: date) -> Any:
        if not tokens:
            return MISSING
        if len(tokens) > 1:
            found = read_time(f"{tokens[0].text} {tokens[1].text}")
            if found is not None:
                del tokens[:2]
                return found
        found = read_time(tokens[0].text)
        if found is None:
            raise UserError(f"“{tokens[0].text}” is not a time of day. Try `8am` or `20:00`.")
        tokens.pop(0)
        return found

    def show(value: time, _quoted: bool) -> str:  # noqa: FBT001 — the shape of a Shower
        return value.strftime("%H:%M")

    return Argument(field=field, usage="HH:MM", read=read, show=show)


def weekdays(field: str = "weekdays") -> Argument:
    """Days, wherever they stand behind the time: people write them before and behind the zone."""

    def read(tokens: list[Token], _today: date) -> Any:
        words = [token for token in tokens[1:] if read_weekdays([token.text]) is not None]
        for token in words:
            tokens.remove(token)
        found = read_weekdays([token.text for token in words])
        return MISSING if found is None else found

    def show(value: tuple[int, ...] | None, _quoted: bool) -> str:  # noqa: FBT001 — the shape of a Shower
        return "" if value is None else show_weekdays(value)

    return Argument(field=field, usage="[weekdays|daily|mon,wed]", read=read, show=show, from_end=True)


def zone(field: str = "zone") -> Argument:
    """A time zone, of one or more words."""

    def read(tokens: list[Token], _today: date) -> Any:
        if not tokens:
            return MISSING
        words = joined(tokens)
        tokens.clear()
        return read_zone(words)

    return Argument(field=field, usage="[Zone]", read=read, show=_show)


def day(field: str = "on") -> Argument:
    """A date to come."""

    def read(tokens: list[Token], today: date) -> Any:
        words = joined(tokens)
        tokens.clear()
        if not words:
            return MISSING
        found = read_date(words, today, past=False)
        if found is None:
            raise UserError(f"“{words}” is not a date. Try `tomorrow` or `{today.isoformat()}`.")
        if found < today:
            raise UserError(f"{found.isoformat()} is over.")
        return found

    return Argument(field=field, usage="DATE", read=read, show=lambda value, _: value.isoformat())
