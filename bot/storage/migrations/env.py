"""What Alembic runs for each command: the connection is handed in by `bot.storage.upgrade`.

Called by Alembic alone. It never opens a database by itself and never logs.
"""

from __future__ import annotations

from alembic import context

from bot.storage import team_schema as _team_schema  # noqa: F401 - adds its tables to the metadata
from bot.storage.schema import metadata

# Alembic fills `context` while it runs this file; whoever merely imports it (the doctest run) gets nothing.
if hasattr(context, "config"):
    context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
