"""The addresses of story and entity pages: signed for one workspace, good for one page, for a time.

The edges link to pages with it and ask it whether an address is one of ours (decision 0131). It keeps no
list: what an address says is signed, and a key that is taken away withdraws every address it signed.
"""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from urllib.parse import quote, urlencode

from bot.errors import UserError
from bot.messages.blocks import Message
from bot.messages.page_links import with_page_links
from bot.model.entity import EntityId
from bot.model.story import StoryId
from bot.model.workspace import LOCAL_WORKSPACE, WorkspaceId
from bot.storage.database import Database

PREFIX = "/page/"
"""Below it all pages of all workspaces are."""

_VERSION = "page/1"  # signed too, so that a signature for anything else never opens a page
_SIGNATURE_BYTES = 18  # of SHA-256's 32: 144 bits in 24 characters, without the `=` that chat clients cut off


class Kind(StrEnum):
    """What a page is about."""

    STORY = "story"
    ENTITY = "entity"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageKey:
    """Which page an address leads to, and until when.

    Attributes:
        workspace: Whose private feeds and corrections count on it.
        kind: What it is about.
        id: Of the story or entity.
        until_on: Last day, in UTC, on which the address is good.
    """

    workspace: WorkspaceId
    kind: Kind
    id: str
    until_on: date


class ForeignAddressError(UserError):
    """The address is not one of ours, or somebody changed it."""


class ExpiredAddressError(UserError):
    """The address is one of ours, and its time is over."""


class PageLinks:
    """Makes addresses and checks them.

    Args:
        base: Public address of the web process, without a slash at the end.
        keys: Secrets, the newest first: it signs, all of them check.
        keep: For how long an address is good; no longer than articles are kept.
        clock: The present instant.
    """

    def __init__(
        self, base: str, keys: Sequence[str], *, keep: timedelta, clock: Callable[[], datetime]
    ) -> None:
        self._base = base
        self._keys = tuple(key.encode() for key in keys)
        self._keep = keep
        self._clock = clock

    def linked(self, message: Message, workspace: WorkspaceId) -> Message:
        """A message for somebody of a workspace, with links to the pages of what it shows."""
        return with_page_links(message, _Addresses(self, workspace))

    def address(self, workspace: WorkspaceId, kind: Kind, page_id: str) -> str:
        """The address of a page, good from now on for as long as pages are kept."""
        until_on = (self._clock() + self._keep).date()
        key = PageKey(workspace=workspace, kind=kind, id=page_id, until_on=until_on)
        path = "/".join(quote(part, safe="") for part in (workspace, kind, page_id))
        query = urlencode({"until": until_on.isoformat(), "key": _signature(self._keys[0], key)})
        return f"{self._base}{PREFIX}{path}?{query}"

    def opened(self, path: str, query: Mapping[str, str]) -> PageKey:
        """Which page an address opens.

        Args:
            path: Decoded.
            query: Decoded.

        Raises:
            ForeignAddressError: It is not one of ours, was changed, or its key was taken away.
            ExpiredAddressError: Its time is over.
        """
        key = _read(path, query)
        given = query.get("key", "")
        # Every key is tried, and a comparison takes as long whatever was given.
        fits = [_same(_signature(secret, key), given) for secret in self._keys] if key else []
        if key is None or not any(fits):
            raise ForeignAddressError(
                "This link is not complete, was changed, or was withdrawn. Open the page from Slack again."
            )
        if self._clock().date() > key.until_on:
            raise ExpiredAddressError(
                f"This link was good until {key.until_on.isoformat()}. Open the page from Slack again."
            )
        return key


class Readers:
    """For whom pages are made.

    Args:
        database: Where workspaces and their channels are.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def is_open(self, workspace: WorkspaceId) -> bool:
        """Whether the workspace still has the app; the one of the command line always has."""
        if workspace == LOCAL_WORKSPACE:
            return True
        with self._database.read() as tx:
            found = tx.workspaces.find(workspace)
        return found is not None and found.revoked_at is None

    def zone_of(self, workspace: WorkspaceId) -> str:
        """In which days are counted: the zone of the workspace's oldest channel with a digest, else UTC."""
        with self._database.read() as tx:
            own = tx.subscriptions.of_workspace(workspace)
        return min(own, key=lambda s: (not s.active, s.created_at, s.id)).zone if own else "UTC"


def _read(path: str, query: Mapping[str, str]) -> PageKey | None:
    """What an address says, signed or not; None where it is no page's."""
    workspace, kind, page_id = (*path.removeprefix(PREFIX).split("/", 2), "", "")[:3]
    if not path.startswith(PREFIX) or not workspace or kind not in set(Kind) or not page_id:
        return None
    try:
        until_on = date.fromisoformat(query.get("until", ""))
    except ValueError:
        return None
    return PageKey(workspace=WorkspaceId(workspace), kind=Kind(kind), id=page_id, until_on=until_on)


def _signature(secret: bytes, key: PageKey) -> str:
    signed = json.dumps([_VERSION, key.workspace, key.kind, key.id, key.until_on.isoformat()])
    digest = hmac.digest(secret, signed.encode(), "sha256")[:_SIGNATURE_BYTES]
    return urlsafe_b64encode(digest).decode()


def _same(ours: str, given: str) -> bool:
    return hmac.compare_digest(ours.encode(), given.encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class _Addresses:
    """The pages of one workspace, as `bot.messages.page_links` asks for them."""

    links: PageLinks
    workspace: WorkspaceId

    def story(self, story: StoryId) -> str:
        return self.links.address(self.workspace, Kind.STORY, story)

    def entity(self, entity: EntityId) -> str:
        return self.links.address(self.workspace, Kind.ENTITY, entity)
