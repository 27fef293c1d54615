"""Up to three policy topics for an article, with the phrases that gave them.

Called by ``bot.nlp.reader`` with the topics that ``bot.catalog.topics`` or a team's edits define. A weighted
lexicon compiled to a token trie (``topic_tokens``): no model, no outlet, no feed, nothing learned at run
time, so that `why` can show every step. How the weights add up stands in docs/topics.md.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from typing import NamedTuple

from bot.model.reading import Topic, TopicScore
from bot.nlp.topic_tokens import (
    Folder,
    acronym_of,
    build_trie,
    fold_word,
    iter_matches,
    plural_of,
    spans,
    words,
)

TOPICS_PER_ARTICLE = 3  # as many as a card and `why` have room for
_TITLE, _SUMMARY, _BODY = 1.0, 0.6, 0.25  # an editor puts the subject into the headline, asides into the text
_BODY_CHARS = 2_000  # about 300 words: beyond them news turns to background
_REPEAT = 0.5  # each further time a phrase is met counts half of the time before
_HALF = 3.0  # evidence of one plain phrase (weight 3) in a title scores 0.5
_HINT = 1.5  # what a topic has below this (one weak word: "Senate", "city") does not dispute another's lead
_RIVAL = 0.5  # a further topic needs half of the evidence of the best


class _Hit(NamedTuple):  # made for every phrase met: half the cost of a frozen dataclass
    """One phrase met in one field: which phrase, where, and how much the place counts."""

    phrase: int
    field: int
    start: int
    end: int
    factor: float


class TopicMatcher:
    """Topics compiled for matching.

    Args:
        topics: Reader topics and negative classes; their order breaks ties.
    """

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._topics = tuple(topics)
        self.version = lexicon_version(self._topics)
        gives: dict[tuple[str, ...], dict[int, float]] = {}
        for number, topic in enumerate(self._topics):
            for phrase in topic.excludes:
                gives.setdefault(folded(phrase), {})
            for phrase, weight in topic.phrases:
                for tokens in inflected(phrase):
                    gives.setdefault(tokens, {}).setdefault(number, weight)
                gives[folded(phrase)][number] = weight  # what is written beats another phrase's plural
        gives.pop((), None)
        self._gives = tuple(tuple(g.items()) for g in gives.values())
        self._trie = build_trie(map(list, gives))
        self._folder = Folder(frozenset(t for tokens in gives for t in tokens if t.isupper()))

    def score(self, title: str, summary: str = "", body: str = "") -> tuple[TopicScore, ...]:
        """The topics of one article.

        Args:
            title: Headline, the strongest evidence.
            summary: The feed's summary; may be empty.
            body: Full text; only its beginning is read.

        Returns:
            At most three, best first, each with its phrases as written; empty means not policy.

        >>> tax = Topic(slug="taxes", name="Taxes", phrases=(("tax cut", 3.0),), threshold=0.3)
        >>> TopicMatcher([tax]).score("Senate Passes Tax Cuts")
        (TopicScore(slug='taxes', score=0.5, phrases=('Tax Cuts',)),)
        >>> TopicMatcher([tax]).score("A night at the opera")
        ()
        """
        fields = (title, summary, body[:_BODY_CHARS])
        hits = self._hits(fields)
        return self._decide(hits, fields) if hits else ()

    def _hits(self, fields: tuple[str, ...]) -> list[_Hit]:
        hits = []
        for field, (text, factor) in enumerate(zip(fields, (_TITLE, _SUMMARY, _BODY), strict=True)):
            if not text:
                continue
            for start, end, phrase in iter_matches(self._trie, self._folder.tokens(text)):
                if self._gives[phrase]:
                    hits.append(_Hit(phrase, field, start, end, factor))
        return hits

    def _evidence(self, hits: list[_Hit]) -> dict[int, float]:
        """Sum of the weights met, by topic; repetitions of a phrase count ever less."""
        sums: dict[int, float] = {}
        met: dict[int, int] = {}
        for hit in hits:
            times = met.get(hit.phrase, 0)
            met[hit.phrase] = times + 1
            part = hit.factor * _REPEAT**times
            for topic, weight in self._gives[hit.phrase]:
                sums[topic] = sums.get(topic, 0.0) + weight * part
        return sums

    def _decide(self, hits: list[_Hit], fields: tuple[str, ...]) -> tuple[TopicScore, ...]:
        sums = self._evidence(hits)
        against = max((s for n, s in sums.items() if self._topics[n].negative), default=0.0)
        ranked = sorted(
            (n for n, s in sums.items() if s > 0 and not self._topics[n].negative),
            key=lambda n: (-sums[n], n),
        )
        rivalry = sum(max(0.0, sums[n] - _HINT) for n in ranked)
        found: list[TopicScore] = []
        for number in ranked[:TOPICS_PER_ARTICLE]:
            rivals = rivalry - max(0.0, sums[number] - _HINT)
            score = confidence(sums[number], rivals, against)
            # The strongest topic decides: where it is too weak, a weaker one is not shown in its stead.
            if score <= 0 or score < self._topics[number].threshold:
                break
            if sums[number] < _RIVAL * sums[ranked[0]]:
                break
            slug = self._topics[number].slug
            found.append(TopicScore(slug=slug, score=score, phrases=self._written(number, hits, fields)))
        return tuple(found)

    def _written(self, topic: int, hits: list[_Hit], fields: tuple[str, ...]) -> tuple[str, ...]:
        """The phrases that spoke for a topic as the article writes them, each once, strongest place first."""
        places: dict[int, tuple[tuple[int, int], ...]] = {}
        seen: dict[int, str] = {}
        for hit in hits:
            speaks = any(n == topic and weight > 0 for n, weight in self._gives[hit.phrase])
            if speaks and hit.phrase not in seen:
                where = places.get(hit.field) or places.setdefault(hit.field, spans(fields[hit.field]))
                seen[hit.phrase] = fields[hit.field][where[hit.start][0] : where[hit.end - 1][1]]
        return tuple(seen.values())


def confidence(evidence: float, rivals: float, against: float) -> float:
    """The score of a topic, 0 to 1, rounded to four places.

    Args:
        evidence: Weights met for it, repetitions discounted.
        rivals: What the other policy topics have beyond a hint each, summed.
        against: The most that a negative class (sport, entertainment …) has.

    >>> confidence(3, 0, 0), confidence(9, 0, 0), confidence(3, 3, 0), confidence(3, 0, 4)
    (0.5, 0.875, 0.25, 0.0)
    """
    left = evidence - against
    if left <= 0:
        return 0.0
    return round((1 - math.pow(0.5, left / _HALF)) * evidence / (evidence + rivals), 4)


def folded(phrase: str) -> tuple[str, ...]:
    """A phrase of the lexicon as its tokens; words in capitals stay so and match capitals only.

    >>> folded("housing vouchers"), folded("ICE agents")
    (('housing', 'vouchers'), ('ICE', 'agents'))
    """
    return tuple(acronym_of(word) or fold_word(word) for word in words(phrase))


def inflected(phrase: str) -> tuple[tuple[str, ...], ...]:
    """A phrase and, where its last word is a singular, its plural: written in the plural it is only that.

    >>> inflected("tax cut"), inflected("finals")
    ((('tax', 'cut'), ('tax', 'cuts')), (('finals',),))
    """
    tokens = folded(phrase)
    plural = plural_of(tokens[-1]) if tokens else ""
    return (tokens, (*tokens[:-1], plural)) if plural else (tokens,)


def lexicon_version(topics: Sequence[Topic]) -> str:
    """Twelve hex digits that change with anything in the lexicon that can change a reading.

    >>> lexicon_version([])
    'e3b0c44298fc'
    """
    digest = hashlib.sha256()
    for t in topics:
        digest.update(repr((t.slug, t.phrases, t.excludes, t.threshold, t.negative)).encode())
    return digest.hexdigest()[:12]
