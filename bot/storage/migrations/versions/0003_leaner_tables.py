"""Drop what the new indexes replace; keep growing indexes full and queues short (PostgreSQL)."""

from alembic import op

from bot.storage.migrations.online import is_postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Indexes whose new entries come at their end: their pages stay full, and no later entry falls between.
_GROWING = (
    "pk_articles",
    "ix_articles_first_seen_at",
    "ix_articles_published_at",
    "pk_article_feeds",
    "pk_readings",
    "pk_stories",
    "pk_story_articles",
    "ix_story_articles_article",
    "uq_story_articles_current",
    "ix_stories_last_at",
    "ix_stories_updated_at",
    "pk_bodies",
    "ix_bodies_stored_at",
    "ix_about_article_n",
    "ix_article_keys_article_n",
)
_QUEUES = ("unread", "ungrouped")


def upgrade() -> None:
    if not is_postgresql():
        return
    op.drop_constraint("pk_about", "about", type_="primary")
    op.drop_index("uq_story_articles_current", "story_articles")
    op.execute("ALTER INDEX uq_story_articles_held RENAME TO uq_story_articles_current")
    for index in _GROWING:
        op.execute(f"ALTER INDEX {index} SET (fillfactor = 100)")
    for queue in _QUEUES:  # a queue that is emptied as fast as it fills leaves its dead rows everywhere
        op.execute(
            f"ALTER TABLE {queue} SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)"
        )
