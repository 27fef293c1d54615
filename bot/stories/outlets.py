"""Who published an article, and which outlet a name or an address stands for.

Built once from the curated outlets and handed to `bot.stories.origins`. An outlet that no list knows counts
under its display name, and as a family of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from bot.model.article import Article
from bot.model.feed import Outlet, OutletId, OutletType

OFFICIAL = frozenset({OutletType.GOVERNMENT, OutletType.COURT})
"""Outlets whose own pages are the record: an agency's releases, a court's opinions."""

_NOT_PART = re.compile(r"\([^)]*\)|[^\w\s&]")
_ARTICLE = re.compile(r"^the\s+")


def outlet_key(name: str) -> str:
    """The form in which two spellings of an outlet's name are the same.

    >>> outlet_key("The Boston Globe"), outlet_key("Boston Globe (Metro)")
    ('boston globe', 'boston globe')
    """
    return _ARTICLE.sub("", " ".join(_NOT_PART.sub(" ", name.replace("'s ", " ")).casefold().split()))


class OutletBook:
    """Outlets by id, name, alias and domain."""

    def __init__(self, outlets: Iterable[Outlet] = ()) -> None:
        """A book of these outlets; of two with one name the first in order of id is found."""
        self._by_id: dict[OutletId, Outlet] = {}
        self._by_name: dict[str, Outlet] = {}
        self._by_domain: dict[str, Outlet] = {}
        for outlet in sorted(outlets, key=lambda o: o.id):
            self._by_id[outlet.id] = outlet
            for name in (outlet.name, *outlet.aliases):
                self._by_name.setdefault(outlet_key(name), outlet)
            for domain in outlet.domains:
                self._by_domain.setdefault(domain.casefold(), outlet)

    def publisher(self, article: Article) -> Outlet | None:
        """Who published an article; None where no list knows."""
        known = self._by_id.get(article.outlet_id) if article.outlet_id else None
        return known or self.named(article.outlet)

    def is_official(self, article: Article) -> bool:
        """Whether an article is itself a document: a government or a court published it."""
        publisher = self.publisher(article)
        return publisher is not None and publisher.type in OFFICIAL

    def named(self, name: str) -> Outlet | None:
        """The outlet of a name or alias; None where no list knows."""
        return self._by_name.get(outlet_key(name))

    def at(self, url: str) -> Outlet | None:
        """The outlet that an address belongs to, subdomains included; None where no list knows.

        >>> courier = Outlet(id=OutletId("c"), name="Courier", family="c", domains=("courier.example",))
        >>> OutletBook([courier]).at("https://www.courier.example/a").name
        'Courier'
        """
        host = (urlsplit(url).hostname or "").casefold()
        while "." in host:
            if host in self._by_domain:
                return self._by_domain[host]
            host = host.partition(".")[2]
        return None

    def key(self, name: str) -> str:
        """One key for all spellings of an outlet, listed or not."""
        known = self.named(name)
        return outlet_key(known.name if known else name)

    def family(self, article: Article) -> str:
        """The publisher family that an article counts under."""
        known = self.publisher(article)
        return known.family if known else outlet_key(article.outlet)
