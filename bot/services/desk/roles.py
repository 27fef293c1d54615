"""Who may change what concerns others: everyone, channel managers, or a list of people.

Asked by `bot.services.desk.desk` before every command, press and form that changes feeds, schedules, topics
or stories; the one place that decides it (docs/decisions/0076-who-may-change.md). What people follow
themselves is never asked about here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

from bot.commands.grammar import TABLE
from bot.commands.records import Command
from bot.errors import UserError
from bot.messages.notices import PROBLEMS
from bot.model.digest import SubscriptionId
from bot.model.workspace import ChannelId, UserId, WorkspaceId
from bot.services.desk.records import Asker, Tools
from bot.storage.transaction import Transaction


class Who(StrEnum):
    """Whose word counts."""

    EVERYONE = "everyone"
    MANAGERS = "managers"
    LISTED = "listed"


_REFUSALS = {
    Who.MANAGERS: (
        "Only channel managers change this: admins, whoever made the channel, and whoever set its digest up. "
        "Ask one of them; what you follow yourself (`/policy follow NAME dm`) is yours alone."
    ),
    Who.LISTED: (
        "Only the people named in `/policy settings` and admins change this. Ask one of them; what you "
        "follow yourself (`/policy follow NAME dm`) is yours alone."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """Who may change feeds and schedules of a workspace.

    Attributes:
        who: Everyone, channel managers, or the people listed.
        people: Those listed, sorted; kept while another choice holds.
    """

    who: Who = Who.EVERYONE
    people: tuple[UserId, ...] = ()


def find_rights(tx: Transaction, workspace: WorkspaceId) -> Rights:
    """Who may change things; everyone until somebody says otherwise."""
    stored = tx.meta.find(_key(workspace))
    if not stored:
        return Rights()
    given = json.loads(stored)
    return Rights(who=Who(given["who"]), people=tuple(UserId(person) for person in given["people"]))


def save_rights(tx: Transaction, workspace: WorkspaceId, rights: Rights) -> None:
    """Store who may change things from now on."""
    stored = {"who": rights.who.value, "people": sorted(set(rights.people))}
    tx.meta.put(_key(workspace), json.dumps(stored))


def _key(workspace: WorkspaceId) -> str:
    return f"rights:{workspace}"


def is_change(command: Command) -> bool:
    """Whether a command changes something for others, as its row of the table says.

    >>> from bot.commands.records import Today, FeedsPause
    >>> is_change(Today()), is_change(FeedsPause(feed="f1"))
    (False, True)
    """
    return any(
        form.changes
        and isinstance(command, form.makes)
        and all(getattr(command, name) == value for name, value in form.fixed.items())
        for form in TABLE
    )


def require(tools: Tools, asker: Asker, *, about: str = "") -> None:
    """Let only those go on who may change things.

    Args:
        tools: What the desk works with.
        asker: Who asks, and in which channel.
        about: The subscription that a button or form is about, where it is not the channel's own.

    Raises:
        UserError: The asker may not; the sentence says who can help.
    """
    refusal = find_refusal(tools, asker, about=about)
    if refusal:
        raise UserError(refusal)


def may_change(tools: Tools, asker: Asker) -> bool:
    """Whether the asker may change feeds and the digest of the channel where it is asked."""
    return not find_refusal(tools, asker)


def find_refusal(tools: Tools, asker: Asker, *, about: str = "") -> str:
    """Why somebody may not change things, with the way out; empty where he may."""
    person = tools.people.person(asker.workspace, asker.user)
    if person.guest:
        return PROBLEMS["user_is_restricted"]
    if person.admin:
        return ""
    with tools.database.read() as tx:
        rights = find_rights(tx, asker.workspace)
        if rights.who is Who.EVERYONE:
            return ""
        if rights.who is Who.MANAGERS:
            allowed = _manages(tx, tools, asker, about)
        else:
            allowed = asker.user in rights.people
    return "" if allowed else _REFUSALS[rights.who]


def _manages(tx: Transaction, tools: Tools, asker: Asker, about: str) -> bool:
    """Whether somebody made the channel or set its digest up."""
    found = tx.subscriptions.find(SubscriptionId(about)) if about else None
    if found is None and asker.channel:
        found = tx.subscriptions.find_by_channel(asker.workspace, asker.channel)
    if found is not None and found.workspace_id == asker.workspace and found.owner == asker.user:
        return True
    channel = found.channel_id if found is not None else asker.channel
    return bool(channel) and _made(tools, asker, ChannelId(channel))


def _made(tools: Tools, asker: Asker, channel: ChannelId) -> bool:
    return tools.channels.describe(asker.workspace, channel).creator == asker.user
