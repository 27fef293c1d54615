"""What speaks against two articles being one event although their words are alike.

Made with each clip, asked by `bot.stories.likeness` for each pair that might be grouped. A veto only ever
lowers a likeness; it never joins anything. How often each is wrong is in docs/decisions/0004-clustering.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model.article import Article
from bot.model.entity import EntityId, EntityKind
from bot.model.reading import Reading
from bot.stories.figures import figures

DOCKET = re.compile(
    r"\b(?:(?:H\.?\s?R|S|H|A|HB|SB|AB|HF|SF|LD|H\.?\s?J\.?\s?Res|S\.?\s?J\.?\s?Res)\.?\s?(?P<bill>\d{1,5})"
    r"|(?:No\.|Docket|Case)\s?(?P<docket>\d{1,2}[-:][\w-]*\d{2,6}))\b"
)
"""Bill numbers ("H.R. 1234", "SB 9") and docket numbers ("No. 23-719")."""

HOME_COUNTRY = EntityId("geonames:6252001")
"""The United States: named in half of all articles, so it sets none apart."""

Ids = frozenset[EntityId]
NOBODY: Ids = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What may set an article apart.

    Attributes:
        dockets: Docket and bill numbers.
        headline_places: Places named in the headline.
        places: Places named in headline and summary, adjectives left out.
        people: People named there.
        headline_figures: What the headline counts, with its value.
    """

    dockets: frozenset[str] = frozenset()
    headline_places: Ids = NOBODY
    places: Ids = NOBODY
    people: Ids = NOBODY
    headline_figures: frozenset[tuple[str, float]] = frozenset()


NO_FACTS = Facts()


def facts_of(article: Article, reading: Reading | None) -> Facts:
    """What sets an article apart, from its headline and summary and from what was read in them.

    Args:
        article: The article.
        reading: What was found in it; without one, people and places set nothing apart.

    Returns:
        Its facts; one shared record where there are none.

    >>> sorted(_dockets("Senate passes H.R. 1234; case No. 23-719"))
    ['23-719', 'hr1234']
    """
    facts = Facts(
        dockets=_dockets(f"{article.title} . {article.summary}"),
        headline_places=_named(reading, EntityKind.PLACE, ("title",)),
        places=_named(reading, EntityKind.PLACE, ("title", "summary")),
        people=_named(reading, EntityKind.PERSON, ("title", "summary")),
        headline_figures=frozenset((figure.key, figure.value) for figure in figures(article.title)),
    )
    return NO_FACTS if facts == NO_FACTS else facts


def _dockets(text: str) -> frozenset[str]:
    found = (match.group() if match["bill"] else match["docket"] for match in DOCKET.finditer(text))
    return frozenset(re.sub(r"[^\w-]", "", number).lower() for number in found)


def _named(reading: Reading | None, kind: EntityKind, fields: tuple[str, ...]) -> Ids:
    mentions = reading.mentions if reading else ()
    return frozenset(
        mention.entity_id
        for mention in mentions
        if mention.kind is kind
        and mention.field in fields
        and mention.entity_id not in {None, HOME_COUNTRY}
        and not mention.weak
        and not mention.demonym
    )


def conflict(one: Facts, two: Facts) -> bool:
    """Whether the facts of two articles exclude each other.

    >>> conflict(Facts(dockets=frozenset({"hr1"})), Facts(dockets=frozenset({"hr2"})))
    True
    >>> conflict(Facts(dockets=frozenset({"hr1"})), Facts())
    False
    """
    if one is NO_FACTS or two is NO_FACTS:
        return False
    return (
        _differ(one.dockets, two.dockets)
        or _elsewhere(one, two)
        or (_differ(one.people, two.people) and _differ(one.places, two.places))
        or _count_differently(one, two)
    )


def _differ(one: frozenset[str] | Ids, two: frozenset[str] | Ids) -> bool:
    return bool(one and two and not one & two)


def _elsewhere(one: Facts, two: Facts) -> bool:
    """Whether each headline names places that the other article does not."""
    return _differ(one.headline_places, two.places) and _differ(two.headline_places, one.places)


def _count_differently(one: Facts, two: Facts) -> bool:
    """Whether the headlines count the same thing and give other numbers."""
    values = dict(one.headline_figures)
    return any(values.get(key, value) != value for key, value in two.headline_figures)
