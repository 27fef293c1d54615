"""All names that can be looked up: by whole name, surname, beginning, and likeness.

Built by `bot.services.answer` from the entities that have stories and from the roster; asked by
`bot.lookups.resolve`. It is never changed: a new one is built when names or counts changed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice
from types import MappingProxyType

from rapidfuzz import fuzz, process

from bot.lookups.typed_names import acronym, fold, office_of, person_parts
from bot.model.entity import Entity, EntityId, EntityKind
from bot.model.reading import Topic

LEAST_LIKENESS = 78.0
"""Of 100: below it "did you mean" shows names that nobody meant (tried on misspelt names, 2026-11)."""

_LEAST_TOPIC = 4  # letters that may stand for a topic
_LEAST_WORD = 70.0  # likeness of single words by which names are found that are then compared as a whole
_MOST_COMPARED = 2_000  # names compared as a whole; a common given name alone may bring ten thousand
_LENGTHS = 2  # letters by which a misspelt word may be longer or shorter
_NO_FORMS: Mapping[str, frozenset[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An entity that can be looked up.

    Attributes:
        entity: The entity.
        articles: Articles of the window that mention it; 0 for a roster entry without any.
        last_seen_at: Publication of the newest of them.
        region: ISO 3166-2 code of the state it belongs to, where it belongs to one.
    """

    entity: Entity
    articles: int = 0
    last_seen_at: datetime | None = None
    region: str = ""


class NameIndex:
    """Entities and topics by name.

    Args:
        known: Entities with stories, and the roster; each once.
        topics: Topics that can be asked for by name.
        short_forms: Lower-case given name → names that the same person may go by.
    """

    def __init__(
        self,
        known: Iterable[Known],
        *,
        topics: Iterable[Topic] = (),
        short_forms: Mapping[str, frozenset[str]] = _NO_FORMS,
    ) -> None:
        self.known = tuple(known)
        self.short_forms = short_forms
        self._topics = {fold(name): t.slug for t in topics if not t.negative for name in (t.slug, t.name)}
        self._by_id = {one.entity.id: one for one in self.known}
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._acronyms: dict[str, list[int]] = defaultdict(list)
        self._surnames: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(self.known):
            self._add(number, one.entity)

    def find(self, entity_id: EntityId) -> Known | None:
        """The entity of an id, if it can be looked up."""
        return self._by_id.get(entity_id)

    def topic(self, name: str) -> str:
        """Slug of the topic of that name, or of the only one that begins so; empty when there is none."""
        folded = fold(name)
        begun = {slug for known, slug in self._topics.items() if known.startswith(folded)}
        return self._topics.get(folded) or (
            begun.pop() if len(folded) >= _LEAST_TOPIC and len(begun) == 1 else ""
        )

    def exact(self, name: str) -> tuple[Known, ...]:
        """Entities of that name or alias; an acronym's capitals must be typed."""
        letters = acronym(name)
        numbers = [*self._exact.get(fold(name), ()), *self._acronyms.get(letters or "", ())]
        return tuple(self.known[n] for n in dict.fromkeys(numbers))

    def of_surname(self, surname: str) -> tuple[Known, ...]:
        """Persons of a surname, with or without its particles."""
        return tuple(self.known[n] for n in self._surnames.get(fold(surname), ()))

    def with_prefix(self, prefix: str, most: int) -> tuple[Known, ...]:
        """Entities whose name begins so, in order of their names, at most `most`."""
        folded, names = fold(prefix), self._sorted_names
        found: dict[int, None] = {}
        for name in islice(names, bisect_left(names, folded), None):
            if not name.startswith(folded) or len(found) >= most:
                break
            found |= dict.fromkeys(self._exact[name])
        return tuple(self.known[n] for n in found)

    def similar(self, name: str, most: int) -> tuple[tuple[Known, float], ...]:
        """Entities with a name like this one and the likeness of 100, most alike first.

        An acronym in small letters is wholly like it: "ice" may have meant ICE.
        """
        folded = fold(name)
        if not folded:
            return ()
        found = dict.fromkeys(self._acronyms.get(folded.upper(), ()), 100.0)
        compared = self._sharing_words(folded.split())
        best = process.extract(folded, compared, scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS, limit=most)
        for alike, score, _ in best:
            for number in self._exact[alike]:
                found.setdefault(number, score)
        return tuple((self.known[n], score) for n, score in islice(found.items(), most))

    def _add(self, number: int, entity: Entity) -> None:
        for name in (entity.name, *entity.aliases):
            letters = acronym(name)
            if letters and entity.kind is not EntityKind.PERSON:
                self._acronyms[letters].append(number)
            else:
                _append(self._exact[fold(name)], number)
            if entity.kind is EntityKind.PERSON:
                parts = person_parts(name)
                for surname in {parts.last, parts.surname} - {""}:
                    _append(self._surnames[surname], number)

    @cached_property
    def _sorted_names(self) -> Sequence[str]:
        return sorted(self._exact)

    @cached_property
    def _by_word(self) -> Mapping[str, Sequence[str]]:
        """Word → the whole names in which it stands."""
        by_word: dict[str, list[str]] = defaultdict(list)
        for name in self._sorted_names:
            for word in dict.fromkeys(name.split()):
                by_word[word].append(name)
        return by_word

    @cached_property
    def _buckets(self) -> Mapping[tuple[str, int], Sequence[str]]:
        """Words by first letter and length, and by last three letters and length.

        A misspelt word is looked for among those only: comparing it with all words of 200,000 names takes
        a hundred milliseconds.
        """
        buckets: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in self._by_word:
            buckets[word[0], len(word)].append(word)
            buckets[word[-3:], len(word)].append(word)
        return buckets

    def _sharing_words(self, words: Sequence[str]) -> list[str]:
        """Whole names with a word like one of these, those of rare words first."""
        alike = {like for word in words for like in self._similar_words(word)}
        names: dict[str, None] = {}
        for word in sorted(alike, key=lambda w: (len(self._by_word[w]), w)):
            names |= dict.fromkeys(self._by_word[word])
            if len(names) > _MOST_COMPARED:
                break
        return list(names)

    def _similar_words(self, word: str) -> list[str]:
        lengths = range(max(1, len(word) - _LENGTHS), len(word) + _LENGTHS + 1)
        keys = [(key, n) for n in lengths for key in (word[0], word[-3:])]
        near = list(dict.fromkeys(w for key in keys for w in self._buckets.get(key, ())))
        found = process.extract(word, near, scorer=fuzz.ratio, score_cutoff=_LEAST_WORD, limit=20)
        return [like for like, _, _ in found]


def holds_office(entity: Entity, office: str) -> bool:
    """Whether one of a person's roles is that office ("mayor", as `office_of` spells it)."""
    for role in entity.roles:
        title = fold(role.title).removeprefix("acting ")
        at_an_end = title.startswith(f"{office} ") or title.endswith(f" {office}")
        if office in {office_of(role.short), office_of(title)} or at_an_end:
            return True
    return False


def _append(numbers: list[int], number: int) -> None:
    if number not in numbers[-1:]:
        numbers.append(number)
