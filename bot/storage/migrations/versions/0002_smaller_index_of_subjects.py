"""Build a smaller index of what articles are about (PostgreSQL)."""

from bot.storage.migrations.online import create_index, is_postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if is_postgresql():  # SQLite's table is its own index
        create_index("ix_about_subject", "about", ["subject_n", "published_at"])
