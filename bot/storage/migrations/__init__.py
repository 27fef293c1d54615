"""Migrations of the database, one file a step, never edited once released.

Applied by `bot.storage.upgrade`, also from an installed wheel; nothing else imports them.
"""
