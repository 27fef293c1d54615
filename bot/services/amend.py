"""Messages already posted, put right: after a forgetting, a split or a merge.

Called by `bot.services.desk.curation` and `bot.services.updates`. It rewrites what is frozen and plans edits
as deliveries of their own; posting them is `bot.services.delivering`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.digests.compose import named_entities
from bot.messages.amend import redrawn, without
from bot.messages.blocks import Message
from bot.messages.cards import Setting
from bot.model.digest import Delivery, DeliveryId, DeliveryKind, DeliveryState, DigestStory
from bot.model.entity import EntityId
from bot.model.story import StoryId
from bot.model.workspace import Correction, UserId, WorkspaceId
from bot.services.overlay import Grouped
from bot.services.shelf import Shelves
from bot.storage.database import Database
from bot.storage.forget import Forgotten
from bot.storage.transaction import Transaction

_NOT_POSTED = (DeliveryState.FROZEN, DeliveryState.RETRY)
"""Nothing of these is on its way: what is rewritten is what will be posted."""

_PEOPLE = "UW"  # the first letter of a person's id, under which direct messages are kept

Rewrite = Callable[[Message, Delivery], Message]
Forget = Callable[[], tuple[Correction, Forgotten]]
ZoneOf = Callable[[WorkspaceId, UserId], str]


class Amend:
    """Puts posted messages right.

    Args:
        database: Where they are.
        shelves: Stories as they are now.
        clock: The present instant.
        zone_of: A person's zone; may ask the platform.
    """

    def __init__(
        self,
        database: Database,
        *,
        shelves: Shelves,
        clock: Callable[[], datetime],
        zone_of: ZoneOf = lambda _workspace, _user: "UTC",
    ) -> None:
        self._database = database
        self._shelves = shelves
        self._clock = clock
        self._zone_of = zone_of

    def forgetting_url(self, url: str, forget: Forget) -> tuple[Correction, Forgotten]:
        """Forget a page, and take it out of every message that showed it.

        Cards of stories that go on are drawn anew without it; where nothing is left, that is what they say.

        Args:
            url: Its address.
            forget: Forgets it in the store.

        Returns:
            What `forget` gave, its deliveries those that are edited.
        """
        with self._database.read() as tx:
            shown = _with_parts(tx, tx.forget.messages_with_url(url))
        made, gone = forget()
        draw = self._drawing(gone.stories, shown.values())
        edited = self._rewrite(shown, lambda message, row: without(draw(message, row), urls=[url]))
        return made, replace(gone, deliveries=edited)

    def forgetting_person(
        self, person: EntityId, names: Iterable[str], forget: Forget
    ) -> tuple[Correction, Forgotten]:
        """Forget a person, and take every line with one of the names out of the messages.

        Args:
            person: Whom.
            names: Name and aliases.
            forget: Forgets the person in the store.

        Returns:
            What `forget` gave, its deliveries those that are edited.
        """
        said = tuple(names)
        with self._database.read() as tx:
            shown = _with_parts(tx, tx.forget.messages_with_person(person))
        made, gone = forget()
        edited = self._rewrite(shown, lambda message, _row: without(message, names=said))
        return made, replace(gone, deliveries=edited)

    def redraw(self, ids: Iterable[StoryId], *, workspace: WorkspaceId) -> int:
        """Draw stories anew that changed, or that a team split or joined, in its own messages.

        Args:
            ids: The stories as they were shown.
            workspace: Whose messages.

        Returns:
            How many messages are edited.
        """
        wanted = tuple(ids)
        with self._database.read() as tx:
            rows = _with_parts(tx, tx.views.showing(wanted)).values()
        shown = {row.id: row for row in rows if row.workspace_id == workspace}
        return len(self._rewrite(shown, self._drawing(wanted, shown.values())))

    def _drawing(self, ids: Iterable[StoryId], rows: Iterable[Delivery]) -> Rewrite:
        """Draws the stories as they stand now, for the team and in the zone of each message."""
        now, wanted = self._clock(), tuple(ids)
        shown = tuple(rows)
        zones = {row.id: self._zone(row) for row in shown}  # may ask the platform
        with self._database.read() as tx:
            present = {
                team: [story for i in wanted if (story := self._story(tx, i, team, now))]
                for team in {row.workspace_id for row in shown}
            }

        def draw(message: Message, row: Delivery) -> Message:
            today = now.astimezone(ZoneInfo(zones[row.id])).date()
            for story in present[row.workspace_id]:
                since_at = story.view.story.first_at
                setting = Setting(today=today, zone=zones[row.id], since_at=since_at)
                message = redrawn(message, story, setting)
            return message

        return draw

    def _zone(self, row: Delivery) -> str:
        """The zone in which a message is read: of the channel's digest, else of the person it was sent to."""
        with self._database.read() as tx:
            found = tx.subscriptions.find_by_channel(row.workspace_id, row.channel_id)
        if found is not None:
            return found.zone
        return (
            self._zone_of(row.workspace_id, UserId(row.channel_id))
            if row.channel_id[:1] in _PEOPLE
            else "UTC"
        )

    def _story(
        self, tx: Transaction, story_id: StoryId, workspace: WorkspaceId, now: datetime
    ) -> DigestStory | None:
        found = Grouped(tx, workspace).find(story_id)
        shelf = self._shelves.load(tx, (found,) if found else (), until=now, workspace=workspace)
        if not shelf.views:
            return None
        view = shelf.views[0]
        return DigestStory(
            number=1,
            topic=view.topics[0] if view.topics else "",
            view=view,
            articles=shelf.of(view),
            entities=named_entities(view, shelf.entities),
        )

    def _rewrite(self, shown: Mapping[DeliveryId, Delivery], change: Rewrite) -> tuple[DeliveryId, ...]:
        """Rewrite frozen messages; those that are posted, or may be, get an edit. Says which."""
        now = self._clock()
        edited: list[DeliveryId] = []
        with self._database.write() as tx:
            present = tx.deliveries.by_ids(shown)
            for row_id, before in shown.items():
                payload = _changed(before, change)
                row = present.get(row_id)
                if row is None or payload is None:
                    continue
                tx.deliveries.replace(row, replace(row, payload=payload))
                if payload != before.payload and _may_stand(row):
                    number = len(tx.deliveries.parts(row_id))  # the same words may come back after others
                    tx.deliveries.plan([_edit(row, payload, now, number)])
                    edited.append(row_id)
        return tuple(edited)


def _with_parts(tx: Transaction, ids: Iterable[DeliveryId]) -> dict[DeliveryId, Delivery]:
    """Messages with the replies in their threads, and the edits of both."""
    found = tx.deliveries.by_ids(ids)
    new = tuple(found)
    while new:
        parts = {part.id: part for row_id in new for part in tx.deliveries.parts(row_id)}
        new = tuple(i for i in parts if i not in found)
        found |= parts
    return found


def _changed(row: Delivery, change: Rewrite) -> str | None:
    """A payload with all its messages changed; None where there is none."""
    if not row.payload:
        return None
    frozen: dict[str, Any] = json.loads(row.payload)
    frozen["parent"] = change(frozen["parent"], row)
    if "thread" in frozen:
        frozen["thread"] = [change(message, row) for message in frozen["thread"]]
    return json.dumps(frozen, ensure_ascii=False, sort_keys=True)


def _may_stand(row: Delivery) -> bool:
    """Whether a message of its own may stand in the channel; an edit is none."""
    gone = (DeliveryState.FAILED, DeliveryState.SKIPPED, DeliveryState.PLANNED)
    return row.kind is not DeliveryKind.EDIT and row.state not in (*_NOT_POSTED, *gone)


def _edit(row: Delivery, payload: str, now: datetime, number: int) -> Delivery:
    """The row that replaces a posted message; it waits until that one is known to be posted."""
    message = json.dumps({"parent": json.loads(payload)["parent"]}, ensure_ascii=False, sort_keys=True)
    return part_of(row, DeliveryKind.EDIT, message, now, number)


def part_of(row: Delivery, kind: DeliveryKind, payload: str, now: datetime, number: int = 0) -> Delivery:
    """A frozen edit of a message, or a reply to it, under an id that the same content always has."""
    key = hashlib.sha256(f"{row.id} {kind.value} {number} {payload}".encode()).hexdigest()[:12]
    return Delivery(
        id=DeliveryId(f"d-{key}"),
        subscription_id=None,  # a date may have any number of them
        workspace_id=row.workspace_id,
        channel_id=row.channel_id,
        kind=kind,
        local_on=row.local_on,
        parent_id=row.id,
        due_at=now,
        state=DeliveryState.FROZEN,
        payload=payload,
        cutoff_at=now,
    )
