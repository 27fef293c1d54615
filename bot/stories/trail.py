"""A trail: one lead to an origin inside an article, and whether two trails name one speaker.

Made by `bot.stories.trails`, compared by `bot.stories.ties`. A record of plain words; it reads no text.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.entity import EntityId
from bot.stories.casting import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """One lead to an origin inside an article.

    Attributes:
        people: Names of its speaker where that is a person: lower case, offices left out.
        bodies: Names of the body that speaks, or for which its speaker speaks.
        role: What the speaker is called where nobody tells the name ("passenger").
        entity: Whom the reading linked.
        quotes: Words of each quotation, lower case.
        venues: Kinds of venue named.
        venue_names: Telling words of the venues' names.
        venue: A venue as written; empty when none has a name.
        given_to: Outlets that it was said to.
        days: Days of the week named beside it.
        credits: Outlets credited with the report.
        documents: Kinds of paper it rests on.
        is_own: Found out by the outlet itself.
        is_anonymous: Said by people who are not named.
        words: The sentence that showed it first, verbatim.
        content: Terms of its sentences.
    """

    people: tuple[Words, ...] = ()
    bodies: tuple[Words, ...] = ()
    role: str = ""
    entity: EntityId | None = None
    quotes: tuple[Words, ...] = ()
    venues: frozenset[str] = frozenset()
    venue_names: frozenset[str] = frozenset()
    venue: str = ""
    given_to: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    credits: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    is_own: bool = False
    is_anonymous: bool = False
    words: str = ""
    content: frozenset[str] = frozenset()

    @property
    def has_speaker(self) -> bool:
        """Whether a person or body is named as speaking."""
        return bool(self.people or self.bodies)

    @property
    def leads_somewhere(self) -> bool:
        """Whether it names any source at all, be it by a calling."""
        return bool(
            self.has_speaker
            or self.role
            or self.given_to
            or self.credits
            or self.documents
            or self.is_own
            or self.is_anonymous
        )

    @property
    def has_venue(self) -> bool:
        """Whether it tells where the words were said."""
        return bool(self.venues or self.given_to)


_PLAIN = "state city county federal department office agency board council commission"
PLAIN = frozenset(_PLAIN.split())
TELLING_WORDS = 2
"""Words beside the plain ones by which two forms of a body's name are known as one: "medical examiner"."""

NOWHERE = Trail()


def same_speaker(one: Trail, two: Trail) -> bool:
    """Whether two trails name one speaker: one linked entity, one surname, or one body with fewer words.

    >>> lund, tobias = Trail(people=(("lund",),)), Trail(people=(("tobias", "lund"),))
    >>> same_speaker(lund, tobias), same_speaker(tobias, Trail(people=(("greta", "lund"),)))
    (True, False)
    """
    if one.entity and two.entity and one.entity.partition(":")[0] == two.entity.partition(":")[0]:
        return one.entity == two.entity
    if any(_one_person(a, b) for a in one.people for b in two.people):
        return True
    if set(one.bodies) & set(two.people) or set(two.bodies) & set(one.people):
        return True  # a company's name looks like a person's until somebody speaks for it
    return any(_one_body(a, b) for a in one.bodies for b in two.bodies)


def _one_person(one: Words, two: Words) -> bool:
    return one[-1] == two[-1] and (len(one) == 1 or len(two) == 1 or one[0] == two[0])


def _one_body(one: Words, two: Words) -> bool:
    first, second = set(one), set(two)
    return first <= second or second <= first or len(first & second - PLAIN) >= TELLING_WORDS
