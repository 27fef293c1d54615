"""The database: schema, migrations and one module per kind of record, on SQLite and PostgreSQL.

Called by services alone. Takes and gives records of ``bot.model``; no SQLAlchemy type leaves this room.
"""
