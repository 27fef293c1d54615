"""Tables of what is read: feeds, articles, subjects, readings, stories and their views.

Used by the table groups of this room and by the migrations' check; tables of what belongs to teams are in
``team_schema``. Rows join on small integers ``n``; the records' own text ids stand once, in the table that
owns them, which keeps a million articles inside the disk budget (docs/decisions/0020).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.types import LocalDate, UTCDateTime, UTCSeconds

HEAD = "0003"
"""Newest migration; `bot.storage.upgrade` compares it with the database without loading Alembic."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def number() -> Column[int]:
    """The integer key that other tables join on."""
    return Column("n", Integer, primary_key=True, autoincrement=True)


def words(name: str) -> Column[str]:
    """A text that may be empty but is never null."""
    return Column(name, Text, nullable=False, server_default="")


def instant(name: str, *, null: bool = False) -> Column[Any]:
    """An aware UTC instant."""
    return Column(name, UTCDateTime, nullable=null)


def needed(name: str, kind: Any) -> Column[Any]:
    """A column that every row fills."""
    return Column(name, kind, nullable=False)


def flag(name: str) -> Column[bool]:
    """Yes or no, no by default."""
    return Column(name, Boolean, nullable=False, server_default=text("false"))


def _of(target: str, *, primary: bool = False) -> Column[object]:
    """A join to another table's ``n``; the row goes when that row goes."""
    name = {"articles": "article_n", "feeds": "feed_n", "stories": "story_n"}[target]
    return Column(
        name,
        Integer,
        ForeignKey(f"{target}.n", ondelete="CASCADE"),
        primary_key=primary,
        nullable=False,
        autoincrement=False,
    )


def _key(name: str) -> Column[object]:
    """An integer that is part of the primary key."""
    return Column(name, Integer, primary_key=True, autoincrement=False)


feeds = Table(
    "feeds",
    metadata,
    number(),
    Column("id", String, nullable=False, unique=True),
    needed("url", Text),
    needed("imported_url", Text),
    words("outlet"),
    Column("outlet_id", String),
    words("title"),
    Column("place", String),
    Column("level", String),
    needed("packs", Text),
    words("html_url"),
    needed("excerpt_chars", SmallInteger),
    Column("workspace_id", String, nullable=False, server_default=""),  # empty: shared by all
    flag("paused"),
    instant("added_at"),
    instant("removed_at", null=True),
)
Index(
    "uq_feeds_url",
    feeds.c.workspace_id,
    feeds.c.url,
    unique=True,
    sqlite_where=feeds.c.removed_at.is_(None),
    postgresql_where=feeds.c.removed_at.is_(None),
)
Index("ix_feeds_url", feeds.c.url)

feed_aliases = Table(
    "feed_aliases",
    metadata,
    Column("url", Text, primary_key=True),
    Column("feed_n", Integer, ForeignKey("feeds.n", ondelete="CASCADE"), primary_key=True, index=True),
    instant("added_at"),
    sqlite_with_rowid=False,
)

feed_states = Table(
    "feed_states",
    metadata,
    _of("feeds", primary=True),
    needed("status", String),
    words("error"),
    needed("error_streak", Integer),
    instant("failing_since_at", null=True),
    instant("owner_told_at", null=True),
    instant("last_polled_at", null=True),
    instant("last_success_at", null=True),
    Column("next_poll_at", UTCDateTime, nullable=False, index=True),
    words("etag"),
    words("last_modified"),
    words("body_sha256"),
    needed("items_per_week", Float),
    flag("first_read"),
    words("moved_to"),
    needed("moved_count", Integer),
    instant("moved_since_at", null=True),
    instant("lease_until_at", null=True),
)

articles = Table(
    "articles",
    metadata,
    number(),
    Column("id", String, nullable=False, unique=True),
    needed("url", Text),
    needed("title", Text),
    words("summary"),
    words("outlet"),
    Column("outlet_id", String),
    Column("place", String),
    words("byline"),
    needed("language", String),
    words("links"),
    words("categories"),
    Column("published_at", UTCDateTime, nullable=False, index=True),
    instant("updated_at", null=True),
    Column("first_seen_at", UTCDateTime, nullable=False, index=True),
    flag("seen_on_add"),
    needed("content_sha256", LargeBinary),
    flag("is_private"),  # carried by no shared feed
)

# Queues: a row while there is something to do. A mark on the article would rewrite the whole row on
# PostgreSQL, twice an article, and double its size on the disk.
unread = Table("unread", metadata, _of("articles", primary=True))
ungrouped = Table("ungrouped", metadata, _of("articles", primary=True))

bodies = Table(
    "bodies",
    metadata,
    _of("articles", primary=True),
    Column("stored_at", UTCDateTime, nullable=False, index=True),
    needed("body", Text),
)

article_keys = Table(
    "article_keys",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),  # 64 bits of the key's hash
    Column("article_n", Integer, ForeignKey("articles.n", ondelete="CASCADE"), nullable=False, index=True),
    sqlite_with_rowid=False,
)

gone_keys = Table(
    "gone_keys",
    metadata,
    Column(
        "key", BigInteger, primary_key=True, autoincrement=False
    ),  # of an article that must not be stored again
    Column("gone_at", UTCDateTime, index=True),  # null: for good
)

article_feeds = Table(
    "article_feeds",
    metadata,
    _of("articles", primary=True),
    Column("feed_n", Integer, ForeignKey("feeds.n", ondelete="CASCADE"), primary_key=True, index=True),
    needed("position", SmallInteger),
    sqlite_with_rowid=False,
)

article_versions = Table(
    "article_versions",
    metadata,
    _of("articles", primary=True),
    Column("replaced_at", UTCDateTime, primary_key=True),
    needed("url", Text),
    needed("title", Text),
    words("summary"),
    words("body"),
    words("reading"),  # the reading of that wording, for replays
)

subjects = Table(
    "subjects",
    metadata,
    number(),
    Column("id", String, nullable=False, unique=True),
    needed("kind", String),
    words("name"),
    words("data"),  # the rest of the Entity; empty for topics and for entities known only by id
)

reading_versions = Table(
    "reading_versions", metadata, number(), Column("version", String, nullable=False, unique=True)
)

readings = Table(
    "readings",
    metadata,
    _of("articles", primary=True),
    Column("version_n", Integer, nullable=False, index=True),
    words("mentions"),
    words("topics"),
    words("rest"),  # titles met and entities met in text, where there are any
)

# The largest table, hence whole seconds. On SQLite it is its own index; on PostgreSQL an index answers
# lookups without it, and it has no key: that of the readings keeps two processes from writing one article.
about = Table(
    "about",
    metadata,
    _key("subject_n"),
    Column("published_at", UTCSeconds, primary_key=True),
    Column("article_n", Integer, ForeignKey("articles.n", ondelete="CASCADE"), primary_key=True, index=True),
    flag("is_private"),
    sqlite_with_rowid=False,
)

Index(
    "ix_about_subject",
    about.c.subject_n,
    about.c.published_at,
    about.c.article_n,
    postgresql_include=["is_private"],
).ddl_if(dialect="postgresql")

roles_seen = Table(
    "roles_seen",
    metadata,
    _of("articles", primary=True),
    _key("position"),
    Column("subject_n", Integer, nullable=False, index=True),
    needed("title", Text),
    needed("seen_on", LocalDate),
    sqlite_with_rowid=False,
)

statements = Table(
    "statements",
    metadata,
    _of("articles", primary=True),
    _key("position"),
    Column("speaker_n", Integer),
    instant("published_at"),
    needed("data", Text),
    sqlite_with_rowid=False,
)
Index(
    "ix_statements_speaker",
    statements.c.speaker_n,
    statements.c.published_at,
    sqlite_where=statements.c.speaker_n.is_not(None),
    postgresql_where=statements.c.speaker_n.is_not(None),
)

stories = Table(
    "stories",
    metadata,
    number(),
    Column("id", String, nullable=False, unique=True),
    instant("first_at"),
    Column("last_at", UTCDateTime, nullable=False, index=True),
    Column("continues", String),
    Column("region", String, nullable=False, server_default=""),
    Column("updated_at", UTCDateTime, nullable=False, index=True),
    Column("merged_into", String),
    instant("merged_at", null=True),
    instant("created_at"),
)

story_articles = Table(
    "story_articles",
    metadata,
    _of("stories", primary=True),
    _of("articles", primary=True),
    Column("joined_at", UTCDateTime, primary_key=True),
    instant("left_at", null=True),  # null: still a member; kept otherwise, so that a past day can be replayed
    sqlite_with_rowid=False,
)
Index("ix_story_articles_article", story_articles.c.article_n, story_articles.c.joined_at)
Index(
    "uq_story_articles_current",
    story_articles.c.article_n,
    unique=True,
    sqlite_where=story_articles.c.left_at.is_(None),
    postgresql_where=story_articles.c.left_at.is_(None),
    postgresql_include=["story_n"],
)

views = Table(
    "views",
    metadata,
    number(),
    _of("stories"),
    needed("sha256", LargeBinary),
    Column("made_at", UTCDateTime, nullable=False, index=True),
    needed("data", Text),
    UniqueConstraint("story_n", "sha256"),
)
