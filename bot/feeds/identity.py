"""From an entry to an article, and which stored article it is: identity survives what feeds do to it.

Called by `bot.services.ingest`: `draft_article` for every entry of a poll, then `settle` with what storage
knows under the drafts' keys. Pure; storage keeps keys as opaque strings.

A key says "same item" only while it is trusted: a guid or link that several different items of one poll
share says nothing, and a guid that now stands on other words and another link was used again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.feeds.draft import Draft, article_id
from bot.feeds.words import likeness
from bot.model.article import Article, ArticleId

_SAME_WORDS = 0.5  # two titles of one item in one poll share at least half of their words
_REVISED_WORDS = 0.3  # a headline rewritten keeps about a third of the words of title and summary together
_TELLING_CHARS = 80  # shorter texts ("Closed today.") repeat without being the same item


class Outcome(StrEnum):
    """What a draft turned out to be."""

    NEW = "new"
    CHANGED = "changed"
    JOINED = "joined"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """One article of a poll, and what to do with it.

    Attributes:
        article: As it should be stored now.
        outcome: ``new``: insert it; ``changed``: write it and keep `previous` as an earlier version;
            ``joined``: a further feed carries it, write `Article.feeds`; ``same``: nothing to write.
        keys: All keys by which it is to be found from now on.
        previous: What was stored before; None for a new one.
    """

    article: Article
    outcome: Outcome
    keys: tuple[str, ...]
    previous: Article | None = None


def settle(drafts: Sequence[Draft], known: Mapping[str, Article]) -> tuple[Settled, ...]:
    """Which articles the entries of one poll of one feed are.

    Args:
        drafts: Those of one poll, in the feed's order.
        known: Stored articles by key, for at least all `Draft.keys`.

    Returns:
        One for each different article, in the order of the drafts; of drafts that are the same article the
        first counts.

    >>> settle((), {})
    ()
    """
    trusted = _trusted(drafts)
    at_their_links = {known[d.url_key].id for d in drafts if d.url_key in trusted and d.url_key in known}
    matches = [_match(draft, trusted, known, at_their_links) for draft in drafts]
    taken = {found.id for found in matches if found is not None}
    settled: dict[ArticleId, Settled] = {}
    for draft, match in zip(drafts, matches, strict=True):
        found = match or _by_words(draft, known, taken)
        if found is not None:
            taken.add(found.id)
        keys = tuple(key for key in draft.keys if _is_own(key, draft, trusted, known, found))
        one = _renewed(draft, found, keys) if found is not None else _fresh(draft, keys)
        before = settled.get(one.article.id)
        settled[one.article.id] = (
            one if before is None else replace(before, keys=tuple(dict.fromkeys((*before.keys, *one.keys))))
        )
    return tuple(settled.values())


def _trusted(drafts: Sequence[Draft]) -> frozenset[str]:
    """Keys that name one item within this poll."""
    groups: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        for key in draft.keys:
            groups[key].append(draft)
    return frozenset(key for key, group in groups.items() if _is_one(key, group))


def _is_one(key: str, group: Sequence[Draft]) -> bool:
    """Whether all drafts under a key are one item."""
    first = group[0]
    if key == first.hash_key:
        return len({d.url_key for d in group}) == 1 or len({d.guid_key for d in group}) == 1
    if key == first.url_key:  # two guids at once are two items, unless they say the same
        return all(
            d.article.title == first.article.title
            or (d.guid_key == first.guid_key and _alike(d.article, first.article) >= _SAME_WORDS)
            for d in group
        )
    return all(
        d.hash_key == first.hash_key
        or (d.url_key == first.url_key and _alike(d.article, first.article) >= _SAME_WORDS)
        for d in group
    )


def _alike(one: Article, other: Article) -> float:
    return likeness(one.title, other.title)


def _match(
    draft: Draft, trusted: frozenset[str], known: Mapping[str, Article], at_their_links: set[ArticleId]
) -> Article | None:
    """The stored article that a trusted link or guid names, but not a guid that wandered to another item."""
    by_guid = known.get(draft.guid_key) if draft.guid_key in trusted else None
    by_url = known.get(draft.url_key) if draft.url_key in trusted else None
    if by_url is not None or by_guid is None or by_guid.id in at_their_links:
        return by_url
    return by_guid if _is_revision(draft, by_guid) else None


def _is_revision(draft: Draft, stored: Article) -> bool:
    """Whether a guid still stands on the item it stood on, which now has another link.

    Headlines of a series resemble each other ("Alert for Monday", "Alert for Tuesday"), so that a new title
    beside a new link is a revision only under the same date.
    """
    new = draft.article
    if new.title == stored.title or not draft.url_key:
        return True
    words = likeness(f"{new.title} {new.summary}", f"{stored.title} {stored.summary}")
    return new.published_at == stored.published_at and words >= _REVISED_WORDS


def _by_words(draft: Draft, known: Mapping[str, Article], taken: set[ArticleId]) -> Article | None:
    """The stored article of the same words, where neither guid nor link knew it and no draft is it."""
    found = known.get(draft.hash_key)
    if found is None or found.id in taken:
        return None
    new = draft.article
    telling = len(new.title) + len(new.summary) + len(new.body) >= _TELLING_CHARS
    same_page = new.url.partition("?")[0] == found.url.partition("?")[0]
    return found if telling or same_page else None


def _is_own(
    key: str, draft: Draft, trusted: frozenset[str], known: Mapping[str, Article], found: Article | None
) -> bool:
    """Whether a key may name this draft from now on: it is trusted, and no other article has it."""
    other = known.get(key)
    if key == draft.hash_key:
        return other is None or (found is not None and other.id == found.id)
    return key in trusted and (other is None or (found is not None and other.id == found.id))


def _fresh(draft: Draft, keys: tuple[str, ...]) -> Settled:
    """A new article, whose id follows from the best key that is its own."""
    article = draft.article
    best = next((key for key in (draft.url_key, draft.guid_key, draft.hash_key) if key in keys), "")
    seed = best or f"item:{article.feeds[0]}:{draft.guid_key}:{draft.url_key}:{draft.hash_key}"
    own = article_id(seed)
    fresh = article if own == article.id else replace(article, id=own)
    return Settled(article=fresh, outcome=Outcome.NEW, keys=keys)


def _renewed(draft: Draft, stored: Article, keys: tuple[str, ...]) -> Settled:
    """A stored article met again; only the feed that brought it first may change its words."""
    new, feed_id = draft.article, draft.article.feeds[0]
    if feed_id not in stored.feeds:
        joined = replace(stored, feeds=(*stored.feeds, feed_id))
        return Settled(article=joined, outcome=Outcome.JOINED, keys=keys, previous=stored)
    if feed_id != stored.feeds[0] or new.content_sha256 == stored.content_sha256:
        return Settled(article=stored, outcome=Outcome.SAME, keys=keys, previous=stored)
    changed = replace(
        stored,
        title=new.title,
        summary=new.summary,
        body=new.body,
        links=new.links,
        categories=new.categories,
        byline=new.byline or stored.byline,
        content_sha256=new.content_sha256,
        updated_at=new.first_seen_at,
    )
    return Settled(article=changed, outcome=Outcome.CHANGED, keys=keys, previous=stored)


def all_keys(drafts: Iterable[Draft]) -> tuple[str, ...]:
    """Every key of some drafts once, sorted: what storage is asked for before `settle`.

    Args:
        drafts: In any order.

    >>> all_keys(())
    ()
    """
    return tuple(sorted({key for draft in drafts for key in draft.keys}))
