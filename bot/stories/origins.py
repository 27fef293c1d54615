"""Where the articles of a story go back to, as a graph: article → relay → origin.

Called by `bot.stories.view`. Precision goes before recall: articles are tied to one origin only by words that
stand in them, and each tie keeps its words. Reads records only; it never asks the web.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.model.article import Article, ArticleId
from bot.model.reading import Reading
from bot.model.story import Origin, OriginGraph, OriginKind, Tie, TieReason
from bot.stories.bonds import Bond, Witness, bonds, is_satire
from bot.stories.casting import Cast
from bot.stories.copies import print_of
from bot.stories.cues import names
from bot.stories.labels import NOTICE, kind_of, label_of
from bot.stories.mastheads import Masthead
from bot.stories.outlets import OutletBook
from bot.stories.relays import STRONG
from bot.stories.sentences import sentences
from bot.stories.ties import conflicting
from bot.stories.trail import NOWHERE, Trail, same_speaker
from bot.stories.trails import main_trail, trails


def trace(
    articles: Sequence[Article], readings: Mapping[ArticleId, Reading], outlets: OutletBook
) -> OriginGraph:
    """The origins of one story.

    Args:
        articles: Its articles, any order.
        readings: What was found in them; those not read yet may be missing.
        outlets: Who publishes.

    Returns:
        Every article with exactly one tie; origins by number of outlets, unnamed ones last, then by first
        article. Empty for no articles.
    """
    ordered = sorted(articles, key=lambda a: (a.published_at, a.id))
    cast = Cast(sentence.text for article in ordered for sentence in sentences(article))
    credited = sorted({name for article in ordered for name in _first_reporters(article)})
    witnesses = [
        _witness(
            article, readings.get(article.id), Masthead(article, ordered, outlets, credited), cast, outlets
        )
        for article in ordered
    ]
    joined, used = _join(witnesses, bonds(witnesses))
    origins = sorted(
        (_origin([witnesses[n] for n in group]) for group in joined),
        key=lambda o: (o.kind is OriginKind.UNNAMED, -len(o.outlets)),
    )
    origin_of = {article_id: origin for origin in origins for article_id in origin.article_ids}
    ties = [
        _tie(witness, origin_of[witness.article.id], used.get(n), outlets)
        for n, witness in enumerate(witnesses)
    ]
    return OriginGraph(origins=tuple(origins), ties=tuple(ties))


def _first_reporters(article: Article) -> Iterator[str]:
    """Names that an article credits in words that fit outlets alone."""
    for sentence in sentences(article):
        for pattern in STRONG:
            yield from names(sentence.text, pattern)


def _witness(
    article: Article, reading: Reading | None, masthead: Masthead, cast: Cast, outlets: OutletBook
) -> Witness:
    satire = is_satire(article, outlets)
    found = () if satire else trails(article, reading.statements if reading else (), masthead, cast)
    trail = main_trail(article, found)
    if trail is NOWHERE and outlets.is_official(article):
        trail = Trail(documents=frozenset({NOTICE}), words=article.title)
    return Witness(
        article=article,
        outlet=masthead.own,
        family=outlets.family(article),
        trail=trail,
        print=print_of(article),
        masthead=masthead,
        is_satire=satire,
    )


def _join(witnesses: Sequence[Witness], found: Iterable[Bond]) -> tuple[list[list[int]], dict[int, Bond]]:
    """Groups of articles joined by bonds, and the bond by which each article came to its group.

    A bond is passed over when it would bring together two articles whose speaker is one and whose occasions
    are two.
    """
    group_of = {n: [n] for n in range(len(witnesses))}
    used: dict[int, Bond] = {}
    for bond in found:
        one, two = group_of[bond.earlier], group_of[bond.later]
        if one is two or (bond.reason is not TieReason.COPY and _clash(witnesses, one, two)):
            continue
        one += two
        for n in two:
            group_of[n] = one
        used.setdefault(bond.later, bond)
    groups = {id(group): sorted(group) for group in group_of.values()}
    return sorted(groups.values()), used


def _clash(witnesses: Sequence[Witness], ones: Sequence[int], twos: Sequence[int]) -> bool:
    return any(
        same_speaker(witnesses[one].trail, witnesses[two].trail)
        and conflicting(witnesses[one].trail, witnesses[two].trail)
        for one in ones
        for two in twos
    )


def _origin(group: Sequence[Witness]) -> Origin:
    first = group[0].article
    kind = kind_of([witness.trail for witness in group])
    return Origin(
        id=f"o-{first.id}",
        kind=kind,
        label=label_of(kind, group),
        speaker=next((w.trail.entity for w in group if w.trail.entity), None),
        venue=next((w.trail.venue for w in group if w.trail.venue), ""),
        outlets=tuple(sorted({witness.article.outlet for witness in group})),
        families=tuple(sorted({witness.family for witness in group})),
        article_ids=tuple(witness.article.id for witness in group),
    )


def _tie(witness: Witness, origin: Origin, bond: Bond | None, outlets: OutletBook) -> Tie:
    relay = bond.relay if bond else ""
    if not relay and witness.trail.credits and witness.trail is not NOWHERE:
        relay = min(witness.trail.credits)
    known = outlets.named(relay) if relay else None
    return Tie(
        article_id=witness.article.id,
        origin_id=origin.id,
        reason=_reason(witness, bond),
        relay=known.name if known else relay,
        words=witness.trail.words,
    )


def _reason(witness: Witness, bond: Bond | None) -> TieReason:
    """By which rule: that of the bond, else what the article says of itself."""
    trail = witness.trail
    if bond is not None:
        return bond.reason
    if trail.credits:
        return TieReason.RELAY
    if trail.is_own or (trail.given_to and not trail.has_speaker):
        return TieReason.OWN_REPORTING
    if trail.has_speaker or trail.given_to or trail.role:
        return TieReason.SHARED_STATEMENT
    if trail.documents:
        return TieReason.DOCUMENT
    return TieReason.OWN_REPORTING if trail.is_anonymous else TieReason.NONE_NAMED
