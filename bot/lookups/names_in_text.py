"""The names in somebody's message that something can be said about.

Called by `bot.services.answer`. Goes by the names that are met in articles alone: it needs no language model,
and what it offers can be answered. It decides nothing about whom a name means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.lookups.name_index import Known, NameIndex
from bot.lookups.typed_names import clean, fold, office_of, split_title

MOST_NAMES = 5
"""Offered of one message, in its order: each is a button, and a longer row is not read."""

_READ_CHARS = 4_000  # a message of Slack is cut there
_LONGEST = 6  # words: "Massachusetts Bay Transportation Authority" has four, a title may stand before it
_WORD = re.compile(r"[^\W_][\w.'\u2019&-]*")
_LEAST_SURNAME = 3  # letters; shorter ones are met as ordinary words, and stand with a given name or title


def names_in(text: str, index: NameIndex) -> tuple[str, ...]:
    """Names of people, places and bodies with articles, as they stand in a text, at most five.

    The longest name at a place counts; each entity once. Where there is none, the topics that are named.

    Args:
        text: Any text.
        index: The names that are known.
    """
    found: dict[frozenset[str], str] = {}
    words = [match[0].rstrip(".'\u2019-") for match in _WORD.finditer(text[:_READ_CHARS])]
    at = 0
    while at < len(words):
        spotted = next(_at(words, at, index), None)
        if spotted is None:
            at += 1
            continue
        name, ids, length = spotted
        found.setdefault(ids, name)
        at += length
    return tuple(dict.fromkeys(found.values()))[:MOST_NAMES] or _topics(words, index)


def _at(words: list[str], at: int, index: NameIndex) -> Iterator[tuple[str, frozenset[str], int]]:
    """Names that begin at a word, the longest first: as typed, whose they are, and how many words."""
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        span = words[at : at + length]
        if not (_is_capital(span[0]) and _is_capital(span[-1])):
            continue
        name = clean(" ".join(span))
        met = [one for one in _known(name, index) if one.articles]
        if met:
            yield name, frozenset(str(one.entity.id) for one in met), length


def _known(name: str, index: NameIndex) -> tuple[Known, ...]:
    """Everybody who is called so: by the whole name, behind a title, or by a surname alone."""
    exact = index.exact(name)
    if exact:
        return exact
    office, rest = split_title(name)
    if office and office_of(name.removesuffix(rest)) == office:
        return index.exact(rest) or index.of_surname(rest)
    return index.of_surname(name) if " " not in name and len(name) >= _LEAST_SURNAME else ()


def _is_capital(word: str) -> bool:
    return word[:1].isupper()


def _topics(words: list[str], index: NameIndex) -> tuple[str, ...]:
    """Words that are the name of a topic, or open it."""
    found = {topic: word for word in reversed(words) if (topic := index.topic(word))}
    order = {fold(word): n for n, word in reversed(list(enumerate(words)))}
    return tuple(sorted(found.values(), key=lambda word: order[fold(word)]))[:MOST_NAMES]
