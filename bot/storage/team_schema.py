"""Tables of what belongs to teams: workspaces, subscriptions, deliveries, follows, corrections, guards.

Used by the table groups of this room. Nothing here is shared between workspaces; every row carries the
workspace it belongs to, and goes with it.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.storage.schema import flag, instant, metadata, needed, number, words
from bot.storage.types import LocalDate, LocalTime, UTCDateTime


def _id() -> Column[str]:
    return Column("id", String, primary_key=True)


def _workspace(*, index: bool = True) -> Column[str]:
    return Column("workspace_id", String, nullable=False, index=index)


workspaces = Table(
    "workspaces",
    metadata,
    _id(),
    words("name"),
    instant("installed_at"),
    instant("revoked_at", null=True),
)

installations = Table(
    "installations",
    metadata,
    Column("workspace_id", String, primary_key=True),
    Column("user_id", String, primary_key=True),
    instant("installed_at"),
    needed("data", Text),
    needed("tokens", Text),  # ciphertext; 315 characters a token, so never a short String
)

subscriptions = Table(
    "subscriptions",
    metadata,
    _id(),
    _workspace(),
    needed("channel_id", String),
    words("places"),
    words("topics"),
    needed("at", LocalTime),
    needed("zone", String),
    words("weekdays"),
    needed("max_stories", SmallInteger),
    needed("quiet_day", String),
    needed("hold_single_origin_h", Integer),
    flag("active"),
    Column("paused_until_on", LocalDate),
    words("skips"),
    words("owner"),
    instant("created_at"),
    Column("next_due_at", UTCDateTime, index=True),
    Column("next_local_on", LocalDate),
    UniqueConstraint("workspace_id", "channel_id"),
)

deliveries = Table(
    "deliveries",
    metadata,
    _id(),
    Column("subscription_id", String),
    _workspace(index=False),
    needed("channel_id", String),
    needed("kind", String),
    needed("local_on", LocalDate),
    needed("part", Integer),
    Column("parent_id", String),
    instant("due_at"),
    needed("state", String),
    words("payload"),
    instant("since_at", null=True),
    instant("cutoff_at", null=True),
    needed("fence", Integer),
    instant("intent_at", null=True),
    instant("lease_until_at", null=True),
    needed("attempts", Integer),
    instant("next_attempt_at", null=True),
    words("message_ts"),
    instant("sent_at", null=True),
    words("reason"),
    instant("wake_at", null=True),  # when a worker should look at it next; null: it is final
    UniqueConstraint("subscription_id", "local_on", "kind", "part"),
)
_OPEN = deliveries.c.wake_at.is_not(None)
Index("ix_deliveries_wake", deliveries.c.wake_at, sqlite_where=_OPEN, postgresql_where=_OPEN)
Index("ix_deliveries_channel", deliveries.c.workspace_id, deliveries.c.channel_id, deliveries.c.due_at)
Index("ix_deliveries_parent", deliveries.c.parent_id)
Index("ix_deliveries_due", deliveries.c.due_at)

seen_views = Table(
    "seen_views",
    metadata,
    Column("subscription_id", String, primary_key=True),
    Column("story_id", String, primary_key=True),
    Column("at", UTCDateTime, primary_key=True),
    needed("delivery_id", String),
    needed("number", Integer),
    Column("view_n", Integer, ForeignKey("views.n", ondelete="CASCADE"), nullable=False, index=True),
    sqlite_with_rowid=False,
)
Index("ix_seen_views_delivery", seen_views.c.delivery_id)

follows = Table(
    "follows",
    metadata,
    _id(),
    _workspace(index=False),
    needed("owner", String),
    needed("target_kind", String),
    needed("target", Text),
    words("label"),
    flag("muted"),
    words("where"),
    instant("until_at", null=True),
    instant("created_at"),
    UniqueConstraint("workspace_id", "owner", "target_kind", "target", "muted"),
)
Index("ix_follows_target", follows.c.target_kind, follows.c.target)

corrections = Table(
    "corrections",
    metadata,
    _id(),
    _workspace(),
    needed("kind", String),
    needed("subject", Text),
    words("objects"),
    needed("by", String),
    instant("made_at"),
    instant("undone_at", null=True),
)

audit = Table(
    "audit",
    metadata,
    _id(),
    _workspace(index=False),
    needed("by", String),
    needed("action", String),
    words("subject"),
    words("detail"),
    instant("at"),
)
Index("ix_audit_workspace", audit.c.workspace_id, audit.c.at)

topic_edits = Table(
    "topic_edits",
    metadata,
    number(),
    _workspace(index=False),
    needed("slug", String),
    words("data"),  # empty: the team switched the topic off
    needed("by", String),
    instant("made_at"),
    instant("undone_at", null=True),
)
Index("ix_topic_edits_slug", topic_edits.c.workspace_id, topic_edits.c.slug)

meta = Table("meta", metadata, Column("key", String, primary_key=True), needed("value", Text))

once = Table(
    "once",
    metadata,
    Column("key", String, primary_key=True),
    Column("expires_at", UTCDateTime, nullable=False, index=True),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String, primary_key=True),
    needed("owner", String),
    instant("until_at"),
)

quotas = Table(
    "quotas",
    metadata,
    Column("key", String, primary_key=True),
    Column("window_at", UTCDateTime, primary_key=True),
    needed("used", Integer),
    sqlite_with_rowid=False,
)

pauses = Table("pauses", metadata, Column("key", String, primary_key=True), instant("until_at"))
