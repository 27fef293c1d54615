"""What one article says of where its news comes from: who spoke, where, to whom, by whose report.

Called by `bot.stories.origins` for each article of a story. Takes the statements that were read and fills in
what they lack from the text itself; articles are compared with each other in `bot.stories.ties`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.model.article import Article
from bot.model.statement import Statement
from bot.stories import cues, occasions, relays
from bot.stories.casting import Cast
from bot.stories.mastheads import Masthead
from bot.stories.sentences import Sentence, quotations, sentences
from bot.stories.speakers import find_speaker
from bot.stories.trail import NOWHERE, Trail, same_speaker
from bot.stories.words import terms

_GENERIC = """
show podcast radio news the tv television host network hour report program live tonight with of and on x
"""
_SHORT = "department agency company university office ministry board council authority union group bank"
SHORT = frozenset(_SHORT.split())
"""What a body is called for short once it was named."""

_PROPER = re.compile(r"\b[A-Z][\w\u2019'-]*")
GENERIC = frozenset(_GENERIC.split())
"""Words that tell no venue from another."""


def trails(
    article: Article, statements: Sequence[Statement], masthead: Masthead, cast: Cast
) -> tuple[Trail, ...]:
    """The leads in an article, one per speaker, in order of their first sentence.

    Args:
        article: The article.
        statements: What was read in it; may be empty.
        masthead: Tells outlets from other names.
        cast: Who holds which office in the story.

    Returns:
        Its trails; empty when it names no source.
    """
    title, *telling = sentences(article)
    found: list[Trail] = []
    for sentence in telling:
        inside = [s for s in statements if sentence.holds(s.field, s.cue[0])]
        trail = _read(sentence, inside, masthead, cast)
        place = _place(trail, sentence, found)
        if place is not None:
            found[place] = _join(found[place], trail)
        elif trail.leads_somewhere:
            found.append(trail)
    if not found and (headline := _read(title, [], masthead, cast)).leads_somewhere:
        return (headline,)  # a feed of headlines, or a text that leaves the source to its headline
    return tuple(found)


def main_trail(article: Article, found: Sequence[Trail]) -> Trail:
    """The trail that an article's headline is about: its speaker stands in it; else the first of all."""
    title = set(re.findall(r"[^\W_]+", article.title.casefold()))
    named = (trail for trail in found if any(person[-1] in title for person in trail.people))
    return next(named, found[0] if found else NOWHERE)


def _place(trail: Trail, sentence: Sentence, found: Sequence[Trail]) -> int | None:
    """The trail that a sentence goes on with; None where it begins one or belongs to none."""
    if not found:
        return None
    last = len(found) - 1
    if trail.has_speaker:
        same = [
            n for n, other in enumerate(found) if same_speaker(trail, other) or _is_short_for(trail, other)
        ]
        return same[0] if same else (last if _names_last(trail, sentence, found[-1]) else None)
    if cues.PRONOUN.search(sentence.text) or cues.REMARKS.search(sentence.text):
        return last
    if trail.given_to or trail.is_own or trail.is_anonymous or trail.role:
        return None
    return last if trail.venues or trail.credits or trail.quotes or trail.documents else None


def _is_short_for(trail: Trail, other: Trail) -> bool:
    """Whether a trail's speaker is "the department", which an earlier sentence named."""
    return bool(other.bodies) and all(len(body) == 1 and body[0] in SHORT for body in trail.bodies or ((),))


def _names_last(trail: Trail, sentence: Sentence, last: Trail) -> bool:
    """Whether a sentence only now tells who spoke in the one before, or for whom."""
    if cues.REMARKS.search(sentence.text) or (last.role and not last.has_speaker):
        return bool(trail.people)
    if cues.SPOKES.search(sentence.text) and last.has_speaker:
        return bool(trail.people) and not cues.SPOKEN_FOR.search(sentence.text)
    return (
        not last.has_speaker
        and not last.given_to
        and not last.is_own
        and bool(last.documents & trail.documents)
    )


def _join(one: Trail, two: Trail) -> Trail:
    return replace(
        one,
        people=tuple(dict.fromkeys(one.people + two.people)),
        bodies=tuple(dict.fromkeys(one.bodies + two.bodies)),
        role=one.role or two.role,
        entity=one.entity or two.entity,
        quotes=one.quotes + two.quotes,
        venues=one.venues | two.venues,
        venue_names=one.venue_names | two.venue_names,
        venue=one.venue or two.venue,
        given_to=one.given_to | two.given_to,
        days=one.days | two.days,
        credits=one.credits | two.credits,
        documents=one.documents | two.documents,
        is_own=one.is_own or two.is_own,
        is_anonymous=one.is_anonymous or two.is_anonymous,
        words=one.words or two.words,
        content=one.content | two.content,
    )


def _read(sentence: Sentence, statements: Sequence[Statement], masthead: Masthead, cast: Cast) -> Trail:
    text = sentence.text
    venues, venue_names = _venues(text, statements)
    speaker = find_speaker(text, statements, masthead, cast, venue_names)
    given_to = _outlets(text, relays.INTERVIEWED, masthead)
    if relays.OWN_INTERVIEW.search(text) and not given_to:
        given_to = frozenset({masthead.own})
    dug = _outlets(text, relays.DUG, masthead)
    credited = (
        _outlets(text, (*relays.REPORTED, relays.WIRE_LINE), masthead) | dug | _relays(statements, masthead)
    )
    trail = Trail(
        people=speaker.people,
        bodies=speaker.bodies,
        role=speaker.role,
        entity=speaker.entity,
        quotes=tuple(tuple(_plain(quote)) for quote in quotations(text)),
        venues=venues,
        venue_names=frozenset(_plain(" ".join(_PROPER.findall(" ".join(venue_names))))) - GENERIC,
        venue=venue_names[0] if venue_names else "",
        given_to=given_to,
        days=frozenset(occasions.DAYS.findall(text)),
        credits=(credited | _relays(statements, masthead)) - given_to - {masthead.own},
        documents=frozenset(kind for kind, pattern in occasions.DOCUMENTS if pattern.search(text)),
        is_own=masthead.own in dug,
        is_anonymous=bool(cues.ANONYMOUS.search(text)),
        content=frozenset(terms(text)),
    )
    return replace(trail, words=text) if trail.leads_somewhere or trail.has_venue else trail


def _outlets(text: str, patterns: Iterable[re.Pattern[str]], masthead: Masthead) -> frozenset[str]:
    found = (masthead.find(name) for pattern in patterns for name in cues.names(text, pattern))
    return frozenset(key for key in found if key)


def _relays(statements: Sequence[Statement], masthead: Masthead) -> frozenset[str]:
    named = (masthead.find(statement.relay) or "" for statement in statements if statement.relay)
    return frozenset(named) - {""}


def _venues(text: str, statements: Sequence[Statement]) -> tuple[frozenset[str], list[str]]:
    """Kinds of venue named in a sentence, and their names as written."""
    kinds = {s.venue_kind for s in statements if s.venue_kind and s.venue_kind != "interview"}
    names = [s.venue for s in statements if s.venue]
    for kind, pattern in occasions.VENUES:
        if pattern.search(text):
            kinds.add(kind)
            names += cues.names(text, pattern)
    return frozenset(kinds), names


def _plain(words: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:'[^\W_]+)?", words.casefold().replace("\u2019", "'"))
