"""Migrations of the database, applied by `bot.storage.upgrade`; one file a step, never edited later."""
