"""Reading what was typed into a command, and printing a command as it is typed.

Called by services and edges. Goes by the table in `bot.commands.grammar` alone; what it cannot read it
refuses with a sentence that says what would work.
"""

from __future__ import annotations

import difflib
from datetime import date
from types import MappingProxyType

from bot.commands import records
from bot.commands.arguments import MISSING, Argument
from bot.commands.grammar import KINDS, SLASH, TABLE, VERBS, Form
from bot.commands.records import Command
from bot.commands.words import Token, joined, tokens_of
from bot.errors import UserError
from bot.model.entity import EntityKind

_QUOTED = 60  # characters of what somebody typed that a refusal repeats
_CLOSE = 0.75  # difflib's ratio: one letter in four wrong, missing or swapped ("digets" .83, "fedes" .8)


def parse(typed: str, *, verb: str = SLASH, today: date) -> Command:
    """The command that was typed.

    A verb first, else a lookup; quotation marks around the first word make it a name. A slash command
    at the start, as people type it into a mention, counts as `verb`.

    Args:
        typed: All behind the slash command.
        verb: The slash command itself: ``/policy``, ``/person`` or ``/city``.
        today: The present local date, for ``since monday``.

    Raises:
        UserError: It cannot be understood; the text says what would work.

    >>> parse("New York City 30d", today=date(2026, 8, 26)).question
    ... # doctest: +ELLIPSIS
    Question(name='New York City', kind=None, days=30, ...)
    >>> parse("digest at 8:30 pm ET mon,wed", today=date(2026, 8, 26))
    DigestAt(at=datetime.time(20, 30), zone='America/New_York', weekdays=(1, 3))
    """
    tokens = tokens_of(typed)
    if tokens and tokens[0].is_word(SLASH, *KINDS):
        verb = tokens.pop(0).text.lower()
    if verb in KINDS:
        return _parse_kind(tokens, KINDS[verb], today)
    if not tokens:
        return records.Start()
    form = _form_of(tokens)
    if form is None:
        refusal = _misspelt(tokens)
        if refusal is not None:
            raise UserError(refusal)
        form = _LOOKUP
    return _fill(form, tokens[len(form.words) :], today)


def _parse_kind(tokens: list[Token], kind: EntityKind, today: date) -> Command:
    if not tokens or (len(tokens) == 1 and tokens[0].is_word("help")):
        return records.Help()
    row = next(form for form in TABLE if form.words == (_KIND_VERBS[kind],))
    return _fill(row, tokens, today)


_KIND_VERBS = MappingProxyType({kind: slash.removeprefix("/") for slash, kind in KINDS.items()})
_LOOKUP = next(form for form in TABLE if form.makes is records.Lookup and not form.words)


def _form_of(tokens: list[Token]) -> Form | None:
    """The row with the most words in common; None for a lookup."""
    fitting = [form for form in TABLE if form.words and _starts(tokens, form.words)]
    if fitting:
        return max(fitting, key=lambda form: len(form.words))
    return None


def _starts(tokens: list[Token], words: tuple[str, ...]) -> bool:
    return len(tokens) >= len(words) and all(t.is_word(w) for t, w in zip(tokens, words, strict=False))


def _fill(form: Form, tokens: list[Token], today: date) -> Command:
    """The record of a row, its arguments read.

    Raises:
        UserError: An argument is missing, wrong, or followed by words that mean nothing.
    """
    given = len(tokens)
    values = dict(form.fixed)
    for argument in _reading_order(form):
        try:
            value = argument.read(tokens, today)
        except UserError as error:
            raise UserError(f"{error} For example: `{SLASH} {form.example}`.") from None
        if value is not MISSING:
            values[argument.field] = value
        elif not argument.optional:
            wanted = argument.usage.split()[0]
            raise UserError(f"`{SLASH} {form.usage}` needs {wanted}. For example: `{SLASH} {form.example}`.")
    if tokens:
        raise UserError(_left_over(form, tokens, given))
    command: Command = form.makes(**values)
    return command


def _reading_order(form: Form) -> list[Argument]:
    ends = [argument for argument in form.arguments if argument.from_end]
    return [*reversed(ends), *(argument for argument in form.arguments if not argument.from_end)]


def _misspelt(tokens: list[Token]) -> str | None:
    """Why the tokens are not looked up as a name: they start like a command that they do not complete."""
    if tokens[0].is_word(*VERBS):
        return _second_word_missing(tokens)
    if len(tokens) == 1 or tokens[0].quoted:
        return None
    rest = joined(tokens[1:])
    verbs = (verb for verb in nearest_verbs(tokens[0].text) if tokens[1].is_word(*_seconds(verb)))
    verb = next(verbs, None)
    if verb is None:
        return None
    return f"Did you mean `{SLASH} {verb} {rest}`? To look up a name: `{SLASH} about …`."


def _second_word_missing(tokens: list[Token]) -> str:
    verb = tokens[0].text.lower()
    near = _nearest(tokens[1].text, _seconds(verb)) if len(tokens) > 1 else ()
    if near:
        return f"Did you mean `{SLASH} {verb} {near[0]}`?"
    rows = [form for form in TABLE if form.words[:1] == (verb,)]
    usages = " or ".join(f"`{SLASH} {form.usage}`" for form in rows)
    return f"`{verb}` is typed {usages}. For example: `{SLASH} {rows[0].example}`."


def _left_over(form: Form, tokens: list[Token], given: int) -> str:
    """What to say of words behind a complete command."""
    extra = _short(joined(tokens))
    verb = form.words[0]
    seconds = _seconds(verb) if len(form.words) == 1 and len(tokens) == given else ()
    near = _nearest(tokens[0].text, seconds)
    if near:
        return f"Did you mean `{SLASH} {verb} {near[0]}`?"
    if seconds:
        return f"`{verb}` does not know “{extra}”. It knows {', '.join(seconds)}: `{SLASH} help {verb}`."
    typed = " ".join(form.words)
    return (
        f"`{SLASH} {form.usage}` ends before “{extra}”. For example: `{SLASH} {form.example}`. "
        f"To look up a name that starts like a command: `{SLASH} about {typed.capitalize()} {extra}`."
    )


def _short(words: str) -> str:
    """Words as a sentence quotes them: what is longer says nothing more."""
    return words if len(words) <= _QUOTED else f"{words[: _QUOTED - 1]}…"


def _seconds(verb: str) -> tuple[str, ...]:
    """The second words of a verb, in the order of the table."""
    return tuple(dict.fromkeys(f.words[1] for f in TABLE if len(f.words) > 1 and f.words[0] == verb))


def _nearest(word: str, words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(difflib.get_close_matches(word.lower(), words, n=3, cutoff=_CLOSE))


def nearest_verbs(typed: str) -> tuple[str, ...]:
    """The verbs that the first word may have been meant for, best first; for a name that is unknown.

    >>> nearest_verbs("folow Boston")
    ('follow', 'unfollow')
    """
    tokens = tokens_of(typed)
    if not tokens or tokens[0].quoted or tokens[0].is_word(*VERBS):
        return ()
    return _nearest(tokens[0].text, VERBS)


def print_command(command: Command) -> str:
    """The command as it is typed behind ``/policy``; `parse` reads it back to the same record.

    Raises:
        ValueError: It cannot be typed (a name with quotation marks in it, a page of an answer).

    >>> from bot.model.lookup import Question
    >>> print_command(records.Lookup(question=Question(name="Stay Here", days=30)))
    '"Stay Here" 30d'
    """
    for form in TABLE:
        if not (isinstance(command, form.makes) and _fits(form, command)):
            continue
        for quoted in (False, True):
            typed = _print(form, command, quoted=quoted)
            if _reads_back(typed, command):
                return typed
    raise ValueError(f"cannot be typed: {command!r}")


def _fits(form: Form, command: Command) -> bool:
    return all(getattr(command, name) == value for name, value in form.fixed.items())


def _print(form: Form, command: Command, *, quoted: bool) -> str:
    shown = (argument.show(getattr(command, argument.field), quoted) for argument in form.arguments)
    return " ".join(part for part in (*form.words, *shown) if part)


def _reads_back(typed: str, command: Command) -> bool:
    question = command.question if isinstance(command, records.Lookup) else None
    on = command.on if isinstance(command, records.DigestSkip) else None
    try:
        return parse(typed, today=on or (question and question.since_on) or date.min) == command
    except UserError:
        return False
