"""What several handlers need: the channel's subscription, today in the asker's zone, the audit entry.

Used inside this package only.
"""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from bot.errors import UserError
from bot.messages.notices import plain_message
from bot.model.digest import Subscription
from bot.model.workspace import AuditEntry
from bot.services.desk.records import Asker, Reply, Tools

NO_DIGEST = "This channel has no digest yet. `/policy digest on` starts one, every day at 8:00."


def today(tools: Tools, zone: str) -> date:
    """The present date in a zone."""
    return tools.clock().astimezone(ZoneInfo(zone)).date()


def find_subscription(tools: Tools, asker: Asker) -> Subscription | None:
    """The subscription of the channel where it was asked."""
    return tools.subscribe.find(asker.channel, workspace=asker.workspace)


def get_subscription(tools: Tools, asker: Asker) -> Subscription:
    """The same, for what needs one.

    Raises:
        UserError: The channel has none.
    """
    found = find_subscription(tools, asker)
    if found is None:
        raise UserError(NO_DIGEST)
    return found


def note(tools: Tools, asker: Asker, action: str, *, subject: str = "", detail: str = "") -> None:
    """Keep in the audit who changed what."""
    entry = AuditEntry(
        id=tools.new_id(),
        workspace_id=asker.workspace,
        by=asker.user,
        action=action,
        subject=subject,
        detail=detail,
        at=tools.clock(),
    )
    with tools.database.write() as tx:
        tx.audit.add(entry)


def told(*sentences: str, undo: str = "") -> Reply:
    """A reply of sentences to the asker alone; see `plain_message`."""
    return Reply(messages=(plain_message(*(s for s in sentences if s), undo=undo),))
