"""Build indexes that answer lookups without their tables (PostgreSQL)."""

from bot.storage.migrations.online import create_index, is_postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if not is_postgresql():  # SQLite's tables of this kind are their own indexes
        return
    create_index(
        "ix_about_subject",
        "about",
        ["subject_n", "published_at", "article_n"],
        postgresql_include=["is_private"],
    )
    create_index(
        "uq_story_articles_held",
        "story_articles",
        ["article_n"],
        unique=True,
        postgresql_include=["story_n"],
        postgresql_where="left_at IS NULL",
    )
