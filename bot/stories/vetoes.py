"""What speaks against two articles being one event although their words are alike.

Made with each clip, asked by `bot.stories.likeness` for each pair that might be grouped. A veto only ever
lowers a likeness; it never joins anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model.article import Article

DOCKET = re.compile(
    r"\b(?:(?:H\.?\s?R|S|H|A|HB|SB|AB|HF|SF|LD|H\.?\s?J\.?\s?Res|S\.?\s?J\.?\s?Res)\.?\s?(?P<bill>\d{1,5})"
    r"|(?:No\.|Docket|Case)\s?(?P<docket>\d{1,2}[-:][\w-]*\d{2,6}))\b"
)
"""Bill numbers ("H.R. 1234", "SB 9") and docket numbers ("No. 23-719")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What may set an article apart.

    Attributes:
        dockets: Docket and bill numbers, digits only with their prefix.
    """

    dockets: frozenset[str] = frozenset()


NO_FACTS = Facts()


def facts_of(article: Article) -> Facts:
    """What sets an article apart, from its headline and summary.

    Args:
        article: The article.

    Returns:
        Its facts; most articles have none.

    >>> sorted(_dockets("Senate passes H.R. 1234; case No. 23-719"))
    ['23-719', 'hr1234']
    """
    dockets = _dockets(f"{article.title} . {article.summary}")
    return Facts(dockets=dockets) if dockets else NO_FACTS


def _dockets(text: str) -> frozenset[str]:
    found = (match.group() if match["bill"] else match["docket"] for match in DOCKET.finditer(text))
    return frozenset(re.sub(r"[^\w-]", "", number).lower() for number in found)


def conflict(one: Facts, two: Facts) -> bool:
    """Whether the facts of two articles exclude each other.

    >>> conflict(Facts(dockets=frozenset({"hr1"})), Facts(dockets=frozenset({"hr2"})))
    True
    >>> conflict(Facts(dockets=frozenset({"hr1"})), Facts())
    False
    """
    return bool(one.dockets and two.dockets and not one.dockets & two.dockets)
