"""Words of a text as the topic lexicon compares them, and the token trie that finds its phrases.

Called by ``bot.nlp.topics`` for articles and for the lexicon's own phrases, so that both are folded by one
rule: case, possessives, dotted acronyms, hyphens. Never weighs anything.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

Trie = dict[str, "Trie | int"]
"""Nested by token; the number of the phrase that ends at a node stands under `END`."""

END = ""  # no token is empty
_WORD = re.compile(r"(?:[A-Za-z]\.){2,}(?:['\u2019]s\b)?|[^\W_]+(?:[&'\u2019][^\W_]+)*")
_MEMORY = 200_000  # distinct spellings kept: about 20 MB; a year of one city's news has fewer
_POSSESSIVE = ("'s", "\u2019s", "'", "\u2019")
_NOUN = 3  # shorter words are no nouns: "i" must not match "is"
# Plurals of policy news that the rules of `plural_of` would get wrong.
_IRREGULAR = {"child": "children", "man": "men", "person": "people", "wife": "wives", "woman": "women"}


def fold_word(word: str) -> str:
    """The form in which one word is compared: lower case, no possessive, no dots.

    >>> [fold_word(w) for w in ("Taxes", "Mayor's", "F.B.I.", "workers\u2019")]
    ['taxes', 'mayor', 'fbi', 'workers']
    """
    word = word.lower()
    for ending in _POSSESSIVE:
        word = word.removesuffix(ending)
    return word.replace(".", "")


def plural_of(token: str) -> str:
    """The regular plural of a folded noun, or "" where the token already ends like one.

    >>> [plural_of(t) for t in ("tax", "city", "bus", "raid", "teachers", "policeman", "ICE")]
    ['taxes', 'cities', 'buses', 'raids', '', 'policemen', '']
    """
    if len(token) < _NOUN or not token.isalpha() or token.isupper():
        return ""
    for ending, plural in _IRREGULAR.items():
        if token.endswith(ending):
            return token.removesuffix(ending) + plural
    if token.endswith(("ss", "us", "x", "z", "ch", "sh")):
        return token + "es"
    if token.endswith("y") and token[-2:-1] not in "aeiou":
        return token[:-1] + "ies"
    return "" if token.endswith("s") else token + "s"


def acronym_of(word: str) -> str:
    """A word's capitals without dots and possessive, or "" where it is not written in capitals.

    >>> acronym_of("ICE"), acronym_of("U.S.'s"), acronym_of("Ice"), acronym_of("A")
    ('ICE', 'US', '', '')
    """
    core = word.replace("\u2019", "'").removesuffix("'s").replace(".", "")
    return core if len(core) > 1 and core.isupper() else ""


class Folder:
    """Folds the words of a text, remembering each spelling it has met.

    Args:
        capitals: Acronyms of the lexicon that differ from a common word ("ICE", "US"): where a text writes
            them in capitals they stay so, unless the whole text shouts.
    """

    def __init__(self, capitals: Container[str] = ()) -> None:
        self._capitals = capitals
        self._known: dict[str, str] = {}
        self._shouted: dict[str, str] = {}

    def tokens(self, text: str) -> list[str]:
        """The folded words of `text`, in order; empty where it has none.

        >>> Folder({"ICE"}).tokens("ICE agents' ice-cream"), Folder({"ICE"}).tokens("ICE CREAM")
        (['ICE', 'agents', 'ice', 'cream'], ['ice', 'cream'])
        """
        shouted = text.isupper()
        known = self._shouted if shouted else self._known
        found = []
        for word in _WORD.findall(text):
            token = known.get(word)
            if token is None:
                token = known[word] = self._fold(word, shouted=shouted)
            found.append(token)
        if len(known) > _MEMORY:
            known.clear()
        return found

    def _fold(self, word: str, *, shouted: bool) -> str:
        capitals = acronym_of(word)
        if capitals in self._capitals and ("." in word or not shouted):
            return capitals
        return fold_word(word)


def words(text: str) -> list[str]:
    """The words of `text` as written, in order.

    >>> words("AT&T's e-mail, U.S. aid")
    ["AT&T's", 'e', 'mail', 'U.S.', 'aid']
    """
    return _WORD.findall(text)


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each word of `text`, one for each of its tokens.

    >>> spans("U.S. aid")
    ((0, 4), (5, 8))
    """
    return tuple(m.span() for m in _WORD.finditer(text))


def build_trie(phrases: Iterable[list[str]]) -> Trie:
    """A trie over folded phrases; each is known by its place in the iterable.

    >>> build_trie([["tax"], ["tax", "cut"]])
    {'tax': {'': 0, 'cut': {'': 1}}}
    """
    root: Trie = {}
    for number, tokens in enumerate(phrases):
        node = root
        for token in tokens:
            child = node.setdefault(token, {})
            assert isinstance(child, dict)
            node = child
        node[END] = number
    return root


def iter_matches(trie: Trie, tokens: list[str]) -> Iterator[tuple[int, int, int]]:
    """First token, end and number of each phrase found: the leftmost, then the longest, never overlapping.

    >>> list(iter_matches(build_trie([["tax"], ["tax", "cut"]]), ["a", "tax", "cut", "tax"]))
    [(1, 3, 1), (3, 4, 0)]
    """
    at, count = 0, len(tokens)
    while at < count:
        node = trie.get(tokens[at])
        if node is None:
            at += 1
            continue
        end, best, ahead = at + 1, -1, at + 1
        while isinstance(node, dict):
            number = node.get(END)
            if isinstance(number, int):
                best, end = number, ahead
            if ahead == count:
                break
            node = node.get(tokens[ahead])
            ahead += 1
        if best >= 0:
            yield at, end, best
        at = end
