"""Workspaces and what belongs to one of them: installations, corrections, audit entries.

Articles and stories are shared by all workspaces; the records here never are. Tokens are held in clear
only in memory; `bot.storage` encrypts them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

WorkspaceId = NewType("WorkspaceId", str)
ChannelId = NewType("ChannelId", str)
UserId = NewType("UserId", str)

LOCAL_WORKSPACE = WorkspaceId("local")
"""The workspace of the command line, where no chat platform is connected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """One team on the chat platform (an enterprise grid's organisation counts as one too)."""

    id: WorkspaceId
    name: str = ""
    installed_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """How much a workspace has.

    Attributes:
        digests: Channels that get one.
        feeds: Of its own.
        follows: Of its people, muted ones included.
    """

    digests: int = 0
    feeds: int = 0
    follows: int = 0


class CorrectionKind(StrEnum):
    """What a person can put right; each can be undone."""

    NOT_THIS_PERSON = "not_this_person"
    SPLIT = "split"
    MERGE = "merge"
    FORGET_URL = "forget_url"
    FORGET_PERSON = "forget_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One thing a person put right, respected ever after until it is undone.

    Attributes:
        id: Unique.
        workspace_id: Whose correction it is.
        kind: What was put right.
        subject: Entity, story or URL that it is about.
        objects: The rest: article ids, other story ids, the right entity.
        by: Who made it.
        made_at: When.
        undone_at: When it was taken back; None while it holds.
    """

    id: str
    workspace_id: WorkspaceId
    kind: CorrectionKind
    subject: str
    objects: tuple[str, ...] = ()
    by: UserId
    made_at: datetime
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One change that somebody made, in words."""

    id: str
    workspace_id: WorkspaceId
    by: UserId
    action: str
    subject: str = ""
    detail: str = ""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What the chat platform gave when somebody installed the app; tokens are never printed.

    Attributes:
        workspace_id: The organisation's id on an enterprise grid, else the team's.
        user_id: Who installed it.
        app_id: The app.
        enterprise_id: The organisation, empty outside a grid.
        team_id: The team, empty for an organisation-wide installation.
        is_enterprise_install: Whether it is organisation-wide.
        bot_id: The bot.
        bot_user_id: The user that the bot posts as.
        bot_token: Secret.
        bot_scopes: What the bot may do.
        bot_refresh_token: Secret; empty without token rotation.
        bot_token_expires_at: None without token rotation.
        user_token: Secret; empty when none was asked for.
        user_scopes: What it may do for the user.
        user_refresh_token: Secret; empty without token rotation.
        user_token_expires_at: None without token rotation.
        installed_at: When.
    """

    workspace_id: WorkspaceId
    user_id: UserId
    app_id: str = ""
    enterprise_id: str = ""
    team_id: str = ""
    is_enterprise_install: bool = False
    bot_id: str = ""
    bot_user_id: str = ""
    bot_token: str = field(default="", repr=False)
    bot_scopes: tuple[str, ...] = ()
    bot_refresh_token: str = field(default="", repr=False)
    bot_token_expires_at: datetime | None = None
    user_token: str = field(default="", repr=False)
    user_scopes: tuple[str, ...] = ()
    user_refresh_token: str = field(default="", repr=False)
    user_token_expires_at: datetime | None = None
    installed_at: datetime
