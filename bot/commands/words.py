"""Words of a command: cutting what was typed into tokens, and putting names back so that they survive it.

Called by `bot.commands.arguments` and `bot.commands.grammar`. Knows quotation marks and the characters
that chat platforms escape; knows no command.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_TYPED = 4_000  # Slack cuts what is typed into a message at this length; nothing sensible is longer
MAX_NAME = 200  # the longest name in the gazetteer has 79 characters; room for a title before it

# Straight, curly, low and angle double marks: phones and Slack turn straight marks into curly ones.
_OPENING = '"“”„«»'
_TOKEN = re.compile(rf"[{_OPENING}]([^{_OPENING}]*)[{_OPENING}]|(\S+)")
_ESCAPES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


@dataclass(frozen=True, slots=True)
class Token:
    """One word, or the words between two quotation marks."""

    text: str
    quoted: bool = False

    def is_word(self, *words: str) -> bool:
        """Whether it is one of `words`, in any case and not quoted."""
        return not self.quoted and self.text.lower() in words


def tokens_of(typed: str) -> list[Token]:
    """What was typed, in tokens.

    Slack escapes ``& < >`` in what people type; control characters count as space. An unpaired
    quotation mark is part of its word.

    >>> [t.text for t in tokens_of('mute word “wall street”  7d')]
    ['mute', 'word', 'wall street', '7d']
    """
    for escaped, plain in _ESCAPES:
        typed = typed.replace(escaped, plain)
    typed = "".join(c if c.isprintable() else " " for c in typed[:MAX_TYPED])
    found = (_token(match) for match in _TOKEN.finditer(typed))
    return [token for token in found if token.text]


def _token(match: re.Match[str]) -> Token:
    inside, word = match.groups()
    if word is None:
        return Token(" ".join(inside.split()), quoted=True)
    return Token(word.strip(_OPENING))


def joined(tokens: list[Token]) -> str:
    """The tokens as one name.

    >>> joined(tokens_of("  New   York City "))
    'New York City'
    """
    return " ".join(token.text for token in tokens)


def quote(name: str) -> str:
    """A name in quotation marks, so that no word of it is taken for an option.

    >>> quote("Stay Here")
    '"Stay Here"'
    """
    return f'"{name}"'
