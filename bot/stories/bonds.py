"""Pairs of articles that go back to one origin, strongest first, and why.

Called by `bot.stories.origins`, which joins them as long as nothing speaks against it. Holds the rules of
docs/policy.md for copies, relays, corrections, shared statements, papers and publisher families.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.model.article import Article
from bot.model.feed import OutletType
from bot.model.story import TieReason
from bot.stories.copies import Print, is_copy
from bot.stories.mastheads import Masthead
from bot.stories.outlets import OutletBook
from bot.stories.ties import alike, conflicting, same_document, same_statement
from bot.stories.trail import Trail, same_speaker

RELATED = 0.2
"""Share of common terms from which a credited outlet's article is the one that is meant."""

CORRECTION = re.compile(r"^\W*(?:correction|clarification|retraction|editor['\u2019]s note)\b", re.IGNORECASE)
SATIRE = re.compile(r"\bsatir(?:e|ical)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """An article of a story with all that tracing needs of it.

    Attributes:
        article: The article.
        outlet: Key of its outlet.
        family: Publisher family.
        trail: What it says of where its news comes from.
        print: Its words, for copies.
        masthead: Outlets as understood in it.
        is_satire: Made up, and therefore nobody's source and nobody's witness.
    """

    article: Article
    outlet: str
    family: str
    trail: Trail
    print: Print
    masthead: Masthead
    is_satire: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """Two articles, by their place in the story, and the rule that binds them.

    Attributes:
        later: The article that is tied.
        earlier: The one that it is tied to.
        reason: The rule.
        relay: Outlet credited, as the key of its name.
    """

    later: int
    earlier: int
    reason: TieReason
    relay: str = ""


def is_satire(article: Article, book: OutletBook) -> bool:
    """Whether an article is made up: its outlet is listed as satire, or says so itself."""
    publisher = book.publisher(article)
    if publisher is not None and publisher.type is OutletType.SATIRE:
        return True
    return any(SATIRE.search(text) for text in (article.outlet, *article.categories))


def bonds(witnesses: Sequence[Witness]) -> Iterator[Bond]:
    """All bonds of a story.

    Args:
        witnesses: In order of publication.

    Yields:
        Strongest rule first: copies, corrections, relays, statements, papers, families.
    """
    sober = [n for n, witness in enumerate(witnesses) if not witness.is_satire]
    pairs = list(combinations(sober, 2))
    for one, two in pairs:
        if is_copy(witnesses[one].print, witnesses[two].print):
            yield Bond(later=two, earlier=one, reason=TieReason.COPY)
    yield from _corrections(witnesses, sober)
    yield from _relays(witnesses, sober)
    for one, two in pairs:
        if _share_statement(witnesses[one], witnesses[two]):
            yield Bond(later=two, earlier=one, reason=TieReason.SHARED_STATEMENT)
    for one, two in pairs:
        if same_document(witnesses[one].trail, witnesses[two].trail):
            yield Bond(later=two, earlier=one, reason=TieReason.DOCUMENT)
    for one, two in pairs:
        if _one_newsroom(witnesses[one], witnesses[two]):
            yield Bond(later=two, earlier=one, reason=TieReason.FAMILY)


def _corrections(witnesses: Sequence[Witness], sober: Sequence[int]) -> Iterator[Bond]:
    """A correction goes back to what it corrects: the outlet's own article that is most like it."""
    for later in sober:
        if not CORRECTION.search(witnesses[later].article.title):
            continue
        own = [n for n in sober if n != later and witnesses[n].outlet == witnesses[later].outlet]
        if own:
            first = max(own, key=lambda n: (alike(witnesses[n].trail, witnesses[later].trail), -n))
            yield Bond(later=later, earlier=first, reason=TieReason.COPY)


def _relays(witnesses: Sequence[Witness], sober: Sequence[int]) -> Iterator[Bond]:
    """An article goes back to the credited outlet's, or with others to a report that is not among them."""
    unseen: dict[str, int] = {}
    for later in sober:
        witness = witnesses[later]
        for credit in sorted(witness.trail.credits | witness.trail.given_to - {witness.outlet}):
            earlier = _credited(witnesses, sober, later, credit)
            if earlier is None:
                earlier = unseen.setdefault(credit, later)
            if earlier != later:
                yield Bond(later=later, earlier=earlier, reason=TieReason.RELAY, relay=credit)
        linked = _linked(witnesses, sober, later)
        if linked is not None:
            yield Bond(later=later, earlier=linked, reason=TieReason.RELAY, relay=witnesses[linked].outlet)


def _credited(witnesses: Sequence[Witness], sober: Sequence[int], later: int, credit: str) -> int | None:
    """The credited outlet's article that is meant: the same speaker's, else the most alike, else none."""
    trail = witnesses[later].trail
    theirs = [
        n
        for n in sober
        if n != later
        and witnesses[n].outlet == credit
        and credit not in witnesses[n].trail.credits
        and _may_be_meant(trail, witnesses[n].trail)
    ]
    if not theirs:
        return None
    return max(
        theirs,
        key=lambda n: (same_speaker(trail, witnesses[n].trail), alike(trail, witnesses[n].trail), -n),
    )


def _may_be_meant(one: Trail, two: Trail) -> bool:
    """Whether an article can be the one that another credits: one speaker on one occasion, or like words."""
    if same_speaker(one, two):
        return not conflicting(one, two)
    return not (one.has_speaker and two.has_speaker) or alike(one, two) >= RELATED


def _linked(witnesses: Sequence[Witness], sober: Sequence[int], later: int) -> int | None:
    """The article of the story that another one links to, where its text names no source of its own."""
    witness = witnesses[later]
    if witness.trail.leads_somewhere:
        return None
    links = {_bare(link) for link in witness.article.links}
    return next((n for n in sober if n != later and _bare(witnesses[n].article.url) in links), None)


def _bare(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|/?(?:[?#].*)?$", "", url)


def _share_statement(one: Witness, two: Witness) -> bool:
    apart = abs(one.article.published_at - two.article.published_at)
    return same_statement(one.trail, two.trail, apart)


def _one_newsroom(one: Witness, two: Witness) -> bool:
    """Whether two outlets of one owner each report on their own: they count once."""
    both = (one, two)
    own = all(w.trail.is_own or (w.trail.is_anonymous and not w.trail.has_speaker) for w in both)
    return own and one.family == two.family and one.outlet != two.outlet
