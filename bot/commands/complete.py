"""Completion: what can stand next in a command that is being typed, from the same table.

Called by the playground's composer and by shells. Names are handed in; it looks nothing up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.commands.arguments import Argument
from bot.commands.grammar import TABLE, Form

MOST = 12  # more than a screenful of suggestions is a list, which help shows better


def complete(typed: str, *, names: Sequence[str] = ()) -> tuple[str, ...]:
    """Whole lines that what is typed may become, in the order of the table, names last; at most twelve.

    Args:
        typed: All behind the slash command, so far.
        names: Known names, best first, for arguments that take one.

    >>> complete("digest s")
    ('digest status', 'digest skip')
    >>> complete("follow Bo", names=("Boston", "Austin"))
    ('follow Boston',)
    """
    words = typed.split()
    begun = words[-1] if words and not typed.endswith(" ") else ""
    before = words[: len(words) - (1 if begun else 0)]
    nexts = (word for word in (*_next_words(before), *_choices(before)) if word.startswith(begun.lower()))
    lines = [*(" ".join([*before, word]) for word in nexts), *_named(words, names)]
    return tuple(line for line in dict.fromkeys(lines) if line != " ".join(words))[:MOST]


def _next_words(before: Sequence[str]) -> Iterable[str]:
    """Words of the rows that start like this."""
    depth = len(before)
    lead = tuple(word.lower() for word in before)
    return [form.words[depth] for form in TABLE if len(form.words) > depth and form.words[:depth] == lead]


def _forms(before: Sequence[str]) -> list[Form]:
    """The rows whose own words are all there."""
    lead = tuple(word.lower() for word in before)
    fitting = [form for form in TABLE if form.words and lead[: len(form.words)] == form.words]
    most = max((len(form.words) for form in fitting), default=0)
    return [form for form in fitting if len(form.words) == most]


def _choices(before: Sequence[str]) -> Iterable[str]:
    """Words that an optional argument offers: ``dm`` and ``here`` of ``[dm|here]``."""
    found: list[str] = []
    for form in _forms(before) or [form for form in TABLE if not form.words and before]:
        given = len(before) - len(form.words)
        found += [word for argument in form.arguments for word in _offered(argument, given)]
    return found


def _offered(argument: Argument, given: int) -> list[str]:
    if not given:
        return []
    parts = (part.strip("[]") for part in argument.usage.split() if part.startswith("["))
    words = (word for part in parts for word in _words_of(part))
    return [word for word in words if word.islower() and "," not in word]


def _words_of(part: str) -> list[str]:
    """``level:city|state`` as ``level:city``, ``level:state``."""
    prefix, colon, rest = part.partition(":")
    return [f"{prefix}:{word}" for word in rest.split("|")] if colon else part.split("|")


def _named(words: Sequence[str], names: Sequence[str]) -> list[str]:
    """Lines with a name that goes on from what stands behind the command's own words."""
    forms = _forms(words)
    if forms and not any("NAME" in argument.usage for argument in forms[0].arguments):
        return []
    own = len(forms[0].words) if forms else 0
    rest = " ".join(words[own:]).lower()
    return [" ".join([*words[:own], name]) for name in names if rest and name.lower().startswith(rest)]
