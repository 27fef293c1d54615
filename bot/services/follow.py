"""Follows and mutes: whom a name means as something to follow, and what follows and mutes do to stories.

Called by `bot.services.desk` (people follow and mute), `bot.services.publish` (digests) and
`bot.services.alerts`. Whose they are and what they reach is docs/decisions/0075-whose-follow-it-is.md;
nothing here lists what a workspace follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from bot.errors import UserError
from bot.lookups.typed_names import fold
from bot.model.article import Article
from bot.model.digest import Subscription
from bot.model.lookup import Follow
from bot.model.story import StoryId, StoryView
from bot.model.workspace import WorkspaceId
from bot.storage.database import Database
from bot.storage.transaction import Transaction

MOST_FOLLOWS = 500
"""Of one owner: beyond that nobody knows what he follows, and every digest would read them all."""


_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is followed or muted.

    Attributes:
        kind: ``entity``, ``topic``, ``story``, ``word`` or ``source``.
        id: Entity id, topic slug, story id, word or domain.
        label: As shown.
    """

    kind: str
    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What follows and mutes ask of a digest; frozen with it, so that a replay asks the same.

    Attributes:
        follows: Entity ids, topic slugs and story ids that come first, sorted.
        muted: The same of what is left out, sorted.
        words: Words that a headline must not have, folded, sorted.
        sources: Domains of outlets that do not count as a reason to show a story, sorted.
    """

    follows: tuple[str, ...] = ()
    muted: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


NO_WISHES = Wishes()


def wishes_of(rows: Iterable[Follow]) -> Wishes:
    """What these follows and mutes ask for together; a mute wins over a follow of the same."""
    held = tuple(rows)
    muted = {row.target for row in held if row.muted}

    def targets(*kinds: str) -> tuple[str, ...]:
        return tuple(sorted(row.target for row in held if row.muted and row.target_kind in kinds))

    return Wishes(
        follows=tuple(sorted({row.target for row in held if not row.muted} - muted)),
        muted=targets("entity", "topic", "story"),
        words=tuple(sorted(fold(word) for word in targets("word"))),
        sources=targets("source"),
    )


def find_wishes(tx: Transaction, subscription: Subscription | None, *, now: datetime) -> Wishes:
    """What is asked of a channel's digest: by the channel, and by whoever set the digest up.

    Args:
        tx: One snapshot.
        subscription: The channel's; None for a preview of everything, of which nobody asks anything.
        now: Mutes that have ended by then count no more.
    """
    if subscription is None:
        return NO_WISHES
    owners = (subscription.channel_id, subscription.owner)
    return wishes_by(tx, owners, workspace=subscription.workspace_id, now=now)


def wishes_by(tx: Transaction, owners: Iterable[str], *, workspace: WorkspaceId, now: datetime) -> Wishes:
    """What people and channels ask together of what only they see; empty names are passed over."""
    rows = tx.follows.of_owners(workspace, [owner for owner in owners if owner], now=now)
    return wishes_of(_present(tx, row) for row in rows)


def _present(tx: Transaction, row: Follow) -> Follow:
    """A follow of a story that was merged, as one of the story that carries on."""
    found = tx.stories.follow(StoryId(row.target)) if row.target_kind == "story" else None
    return replace(row, target=found.id) if found is not None else row


def hides(wishes: Wishes, view: StoryView, articles: Iterable[Article]) -> bool:
    """Whether mutes leave a story out: by a name, topic or word, or because only muted outlets carry it.

    Args:
        wishes: As found.
        view: The story.
        articles: Its articles.
    """
    told = {view.story.id, *view.entities, *view.topics}
    if told.intersection(wishes.muted):
        return True
    carried = tuple(articles)
    headline = next((a.title for a in carried if a.id == view.headline_article), "")
    if any(_has_word(headline, word) for word in wishes.words):
        return True
    return bool(carried and wishes.sources) and all(is_from(a.url, wishes.sources) for a in carried)


def _has_word(headline: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", fold(headline)) is not None


def host_of(url: str) -> str:
    """The host of an address, without ``www.``; empty where it has none.

    >>> host_of("https://www.Example.com/1")
    'example.com'
    """
    return (urlsplit(url).hostname or "").lower().removeprefix("www.")


def is_from(url: str, domains: Iterable[str]) -> bool:
    """Whether an address lies at one of these domains or below it.

    >>> [is_from(f"https://{host}/1", ["example.com"]) for host in ("news.example.com", "anexample.com")]
    [True, False]
    """
    host = host_of(url)
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


class Follows:
    """Keeps follows and mutes.

    Args:
        database: Where they are.
        clock: The present instant.
        new_id: Gives an id that nobody had before.
        most: How many one owner may have.
    """

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
        most: int = MOST_FOLLOWS,
    ) -> None:
        self._most = most
        self._database = database
        self._clock = clock
        self._new_id = new_id

    def follow(self, target: Target, *, workspace: WorkspaceId, owner: str, where: str) -> Follow:
        """Follow; a mute of the same by the same owner ends with it.

        Args:
            target: Whom or what.
            workspace: Whose.
            owner: The person, or the channel for which it is done.
            where: ``digest``, ``dm`` or a channel's id.

        Returns:
            The follow as stored.

        Ends in `UserError` if the owner follows as much as one owner may.
        """
        return self._save(target, workspace, owner, muted=False, where=where)

    def mute(self, target: Target, *, workspace: WorkspaceId, owner: str, days: int | None = None) -> Follow:
        """Mute for some days, or for good; a follow of the same by the same owner ends with it."""
        until_at = None if days is None else self._clock() + timedelta(days=days)
        return self._save(target, workspace, owner, muted=True, where="digest", until_at=until_at)

    def held_by(self, owners: Iterable[str], *, workspace: WorkspaceId) -> tuple[Follow, ...]:
        """What these people or channels follow and mute, by label."""
        with self._database.read() as tx:
            found = tx.follows.of_owners(workspace, [o for o in owners if o], now=self._clock())
        return tuple(sorted(found, key=lambda follow: (follow.label.lower(), follow.id)))

    def ended_by(self, owners: Iterable[str], *, workspace: WorkspaceId) -> tuple[Follow, ...]:
        """What these people or channels muted for a time that is over, as far as stored, oldest first."""
        now = self._clock()
        with self._database.read() as tx:
            found = tx.follows.of_owners(workspace, [o for o in owners if o], now=_LONG_AGO)
        return tuple(f for f in found if f.until_at is not None and f.until_at <= now)

    def find(self, follow_id: str, *, workspace: WorkspaceId) -> Follow | None:
        """The follow or mute with this id; None for one of another workspace."""
        with self._database.read() as tx:
            found = tx.follows.find(follow_id)
        return found if found is not None and found.workspace_id == workspace else None

    def end(self, follow: Follow) -> None:
        """End a follow or mute."""
        with self._database.write() as tx:
            tx.follows.remove(follow.id)

    def _save(
        self,
        target: Target,
        workspace: WorkspaceId,
        owner: str,
        *,
        muted: bool,
        where: str,
        until_at: datetime | None = None,
    ) -> Follow:
        now = self._clock()
        follow = Follow(
            id=self._new_id(),
            workspace_id=workspace,
            owner=owner,
            target_kind=target.kind,
            target=target.id,
            label=target.label,
            muted=muted,
            where=where,
            until_at=until_at,
            created_at=now,
        )
        with self._database.write() as tx:
            held = tx.follows.of_owners(workspace, [owner], now=now)
            if len(held) >= self._most:
                raise UserError(f"{self._most} names are enough. `/policy following` shows what could go.")
            for other in held:
                if (other.target_kind, other.target) == (target.kind, target.id) and other.muted != muted:
                    tx.follows.remove(other.id)
            tx.follows.save(follow)
        return follow
