"""The job edge: APScheduler's ticks and the dispatcher that runs work in the background.

Called by ``bot.app``. Due times live in the database; nothing here knows what a feed or a digest is.
"""
