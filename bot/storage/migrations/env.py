"""What Alembic runs for each command: the connection is handed in by `bot.storage.upgrade`.

Called by Alembic alone. It never opens a database by itself and never logs. Each migration is a transaction.
"""

from __future__ import annotations

from alembic import context

from bot.storage import team_schema as _team_schema  # noqa: F401 - adds its tables to the metadata
from bot.storage.schema import metadata
from bot.storage.upgrade import note_needs

# Alembic fills `context` while it runs this file; whoever merely imports it (the doctest run) gets nothing.
if hasattr(context, "config"):
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        transaction_per_migration=True,
        on_version_apply=lambda ctx, step, *_, **_more: note_needs(ctx.connection, step.up_revision.module),
    )
    with context.begin_transaction():
        context.run_migrations()
