"""Whether two trails lead to one origin: the shared statement, the shared paper, and what speaks against it.

Called by `bot.stories.origins` for each pair of articles of a story. Precision first: the same person may say
the same words in two interviews, so what tells the occasions apart always wins.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bot.stories.casting import Words
from bot.stories.trail import Trail, same_speaker
from bot.stories.words import stem

MOST_APART = timedelta(hours=48)
"""Statements further apart are two, whatever their words (a stock phrase comes back every week)."""

SHORT_QUOTE = 3
"""Words in a row that tie two articles of one speaker; one more where only one of them tells a venue."""

ALIKE = 0.35
"""Share of the smaller trail's terms in the other from which on two reported clauses are one."""

DOCUMENT_ALIKE = 0.25
"""The same for papers of one kind: the kind already speaks for them."""

KIN = (
    frozenset({"broadcast", "interview"}),
    frozenset({"statement", "post"}),
)
"""Kinds of venue that two reporters may give to one occasion."""


def conflicting(one: Trail, two: Trail) -> bool:
    """Whether two trails of one speaker tell of two occasions: other venues, other outlets, other days."""
    if (
        one.venue_names
        and two.venue_names
        and one.venues & two.venues
        and not one.venue_names & two.venue_names
    ):
        return True
    if one.given_to and two.given_to and not one.given_to & two.given_to:
        return True
    if _elsewhere(one, two) or _elsewhere(two, one):
        return True
    if one.days and two.days and not one.days & two.days:
        return True
    apart = one.venues and two.venues and not one.venues & two.venues
    return bool(apart and not any(one.venues & kin and two.venues & kin for kin in KIN))


def _elsewhere(one: Trail, two: Trail) -> bool:
    """Whether one was said to an outlet and the other, as far as is told, at a public occasion."""
    public = two.venues - {"broadcast"}
    return bool(one.given_to and not one.venues and public and not two.given_to)


def same_statement(one: Trail, two: Trail, apart: timedelta) -> bool:
    """Whether two articles rest on one statement of one speaker.

    Args:
        one: Main trail of an article.
        two: Main trail of another.
        apart: Time between the two articles.
    """
    if apart > MOST_APART or conflicting(one, two):
        return False
    if not same_speaker(one, two):
        return _speaks_for(one, two) or _speaks_for(two, one)
    shared = longest_shared(one.quotes, two.quotes)
    if one.given_to & two.given_to or one.venue_names & two.venue_names or one.venues & two.venues:
        return True
    if one.has_venue != two.has_venue:
        return shared > SHORT_QUOTE
    return shared >= SHORT_QUOTE or (not one.has_venue and alike(one, two) >= ALIKE)


def _speaks_for(one: Trail, two: Trail) -> bool:
    """Whether a person in one trail speaks for the body in the other, at the same kind of occasion."""
    if not one.people or two.people or not one.venues & two.venues:
        return False
    return _names_body(one, two) and alike(one, two) >= ALIKE


def _names_body(one: Trail, two: Trail) -> bool:
    """Whether one trail's sentences name the body that speaks in the other, in either direction."""
    pairs = ((one, two), (two, one))
    return any(stem(w) in here.content for here, there in pairs for body in there.bodies for w in body)


def same_document(one: Trail, two: Trail) -> bool:
    """Whether two articles rest on one paper: the same kind, told in like words, by nobody who differs."""
    if not one.documents & two.documents or any(t.is_own or t.given_to for t in (one, two)):
        return False
    if one.has_speaker and two.has_speaker and not (same_speaker(one, two) or _names_body(one, two)):
        return False
    return alike(one, two) >= DOCUMENT_ALIKE


def alike(one: Trail, two: Trail) -> float:
    """Share of the smaller trail's terms that the other has too, 0 to 1."""
    least = min(len(one.content), len(two.content))
    return len(one.content & two.content) / least if least else 0.0


def longest_shared(ones: Iterable[Words], twos: Iterable[Words]) -> int:
    """Length in words of the longest run that a quotation of each side shares.

    >>> longest_shared([("we", "will", "flood", "the", "zone")], [("flood", "the", "zone", "now")])
    3
    """
    others = list(twos)
    return max((_run(one, two) for one in ones for two in others), default=0)


def _run(one: Words, two: Words) -> int:
    best, before = 0, [0] * (len(two) + 1)
    for word in one:
        row = [0] * (len(two) + 1)
        for n, other in enumerate(two, 1):
            if word == other:
                row[n] = before[n - 1] + 1
        best, before = max(best, *row), row
    return best
