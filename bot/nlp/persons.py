"""Which spellings inside one article are the same person: Michelle Wu, Mayor Wu, Wu, M. Wu.

Called by `bot.nlp.reader` with the person names of an article in reading order. Rules only (pairwise
F1 .98 on news): nothing is linked across articles here, and two people of one surname stay apart.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.nlp.given_names import GIVEN, gender_of, same_given
from bot.nlp.name_words import PARTICLES, SUFFIXES
from bot.nlp.titles import bare, leading_title

_GENERATIONS = {"jr": "jr", "sr": "sr", "ii": "ii", "iii": "iii", "iv": "iv", "2nd": "ii", "3rd": "iii"}


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name taken apart; all parts folded (lower case, no accents).

    Attributes:
        given: First name; empty where only one word stands.
        middle: What stands between.
        last: Surname with its particles (``de la cruz``); the only word where there is one.
        suffix: Generation (``jr``), or empty.
        nick: A short form in quotation marks or brackets.
    """

    given: str
    middle: tuple[str, ...]
    last: str
    suffix: str = ""
    nick: str = ""

    @property
    def is_full(self) -> bool:
        """Whether given name and surname are both there."""
        return bool(self.given)

    @property
    def words(self) -> tuple[str, ...]:
        """All words in order, without suffix and short form."""
        return tuple(w for w in (self.given, *self.middle, *self.last.split()) if w)


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person's name at one place of an article.

    Attributes:
        text: The span, with or without titles.
        gender: ``m`` or ``f`` where the title before it tells (Mr., Mrs.), else empty.
    """

    text: str
    gender: str = ""


def fold(text: str) -> str:
    r"""Lower case, straight quotes, no accents.

    >>> fold("Nicolás O\u2019Hara")
    "nicolas o'hara"
    """
    plain = text.replace("\u2019", "'").replace("\u2018", "'").casefold()
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


@lru_cache(maxsize=8192)
def parse_person(text: str) -> PersonName:
    """A name taken apart.

    >>> parse_person("Sen. Robert F. Kennedy Jr.")
    PersonName(given='robert', middle=('f',), last='kennedy', suffix='jr', nick='')
    >>> parse_person("Maria de la Cruz").last, parse_person("Wu").last
    ('de la cruz', 'wu')
    """
    words = _words(text[leading_title(text) :])
    suffix = _GENERATIONS.get(words[-1], "") if words else ""
    while len(words) > 1 and words[-1] in SUFFIXES:
        words.pop()
    nick = next((w.strip("\"'()") for w in words[1:-1] if w[0] in "\"'("), "")
    words = [w for w in words if w[0] not in "\"'("] or words
    if len(words) == 1 or not words:
        return PersonName("", (), " ".join(words), suffix)
    first = len(words) - 1
    while first > 1 and words[first - 1] in PARTICLES:
        first -= 1
    if first == 1 and words[0] in PARTICLES and words[0] not in GIVEN:
        return PersonName("", (), " ".join(words), suffix)
    return PersonName(words[0], tuple(words[1:first]), " ".join(words[first:]), suffix, nick)


def same_person(one: PersonName, other: PersonName) -> bool:
    """Whether two full names can be one person's.

    >>> same_person(parse_person("Bob Casey Jr."), parse_person("Robert P. Casey"))
    True
    >>> same_person(parse_person("Bill Clinton"), parse_person("Hillary Clinton"))
    False
    """
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return False
    if one.last == other.last or _compound(one.last, other.last):
        return _given_agree(one, other) and _middles_agree(one.middle, other.middle)
    return _inside(one.words, other.words) or _inside(other.words, one.words)


def cluster(mentions: Sequence[PersonMention]) -> tuple[int, ...]:
    """Number of the person each mention names, from 0 in order of first mention.

    Args:
        mentions: Of one article, in reading order.

    >>> names = ("Ann Lee", ""), ("Bob Lee", ""), ("Lee", "f")
    >>> cluster([PersonMention(*n) for n in names])
    (0, 1, 0)
    """
    names = [parse_person(m.text) for m in mentions]
    clusters = _full_clusters(names, mentions)
    for number, name in enumerate(names):
        if not name.is_full:
            _place_short(number, name, mentions[number].gender, clusters)
    order = sorted(clusters, key=lambda c: min(c.members))
    where = {member: n for n, one in enumerate(order) for member in one.members}
    return tuple(where[n] for n in range(len(mentions)))


class _Cluster:
    """One person while an article is read: names so far, gender, and where each mention stands."""

    def __init__(self, name: PersonName, gender: str) -> None:
        self.names = [name]
        self.gender = gender or gender_of(name.given)
        self.members: list[int] = []

    def add(self, number: int, name: PersonName, gender: str) -> None:
        if name not in self.names:
            self.names.append(name)
        self.gender = self.gender or gender
        self.members.append(number)

    def may_be(self, gender: str) -> bool:
        return not gender or not self.gender or gender == self.gender

    def takes(self, name: PersonName) -> bool:
        return all(same_person(name, other) for other in self.names if other.is_full)

    def match(self, word: str, suffix: str) -> int:
        """How well a single name fits: 3 surname, 2 part of a compound, 1 given name, 0 not at all."""
        if suffix and any(n.suffix and n.suffix != suffix for n in self.names):
            return 0
        if any(n.last == word or n.last.split()[-1] == word for n in self.names):
            return 3
        if any(
            word in n.last.replace("-", " ").split() or _inside(tuple(word.split()), n.words[1:])
            for n in self.names
        ):
            return 2
        return int(
            any(word in {n.given, n.nick} or same_short(word, n.given) for n in self.names if n.is_full)
        )


def same_short(word: str, given: str) -> bool:
    """Whether a single word is a short form of a given name (never an initial).

    >>> same_short("bob", "robert"), same_short("r", "robert")
    (True, False)
    """
    return len(word) > 1 and len(given) > 1 and same_given(word, given)


def _full_clusters(names: list[PersonName], mentions: Sequence[PersonMention]) -> list[_Cluster]:
    clusters: list[_Cluster] = []
    full = [n for n, name in enumerate(names) if name.is_full]
    for number in sorted(full, key=lambda n: (-_detail(names[n]), n)):
        name, gender = names[number], mentions[number].gender
        fits = [c for c in clusters if c.takes(name) and c.may_be(gender)]
        if fits:
            chosen = min(fits, key=lambda c: (name not in c.names, _distance(c, number)))
        else:
            chosen = _Cluster(name, gender)
            clusters.append(chosen)
        chosen.add(number, name, gender)
    return clusters


def _detail(name: PersonName) -> int:
    """More telling names first, so that J. Smith finds John and Jane already there."""
    return 4 * (len(name.given.rstrip(".")) > 1) + len(name.middle) + bool(name.suffix)


def _place_short(number: int, name: PersonName, gender: str, clusters: list[_Cluster]) -> None:
    fits = [
        (c.match(name.last, name.suffix), c)
        for c in clusters
        if not (gender and c.gender and gender != c.gender)
    ]
    best = max((fit for fit, _ in fits), default=0)
    if best:
        chosen = min((c for fit, c in fits if fit == best), key=lambda c: _distance(c, number))
    else:
        chosen = _Cluster(name, gender)
        clusters.append(chosen)
    chosen.add(number, name, gender)


def _distance(one: _Cluster, number: int) -> tuple[bool, int]:
    """Nearest mention before; one that only comes later is farther than any."""
    before = [number - m for m in one.members if m < number]
    return (False, min(before)) if before else (True, min(abs(m - number) for m in one.members))


def _words(text: str) -> list[str]:
    words = fold(text).replace(",", " ").split()
    cleaned = [w.removesuffix("'s") for w in words]
    kept = [bare(w).strip(".") if w[0] not in "\"'(" else w for w in cleaned if w.strip("'.-")]
    return [w for w in kept if w]


def _given_agree(one: PersonName, other: PersonName) -> bool:
    if same_given(one.given, other.given):
        return True
    if any(
        nick and same_given(nick, given) for nick, given in ((one.nick, other.given), (other.nick, one.given))
    ):
        return True
    return other.given in one.middle or one.given in other.middle


def _middles_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not one or not other:
        return True
    return any(a[0] == b[0] and (len(a) == 1 or len(b) == 1 or a == b) for a in one for b in other)


def _compound(one: str, other: str) -> bool:
    """Whether one surname is the other's part: Rodriguez and Rodriguez-Lopez."""
    a, b = (set(w.replace("-", " ").split()) - PARTICLES for w in (one, other))
    return bool(a and b) and (a <= b or b <= a)


def _part_of(word: str, name: PersonName) -> bool:
    """Whether words are a part of a compound surname, or a surname that stands in the middle."""
    return word in name.last.replace("-", " ").split() or _inside(tuple(word.split()), name.words[1:])


def _inside(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    size = len(short)
    return 0 < size < len(long) and any(long[n : n + size] == short for n in range(len(long) - size + 1))
