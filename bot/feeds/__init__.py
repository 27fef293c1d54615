"""From bytes to articles: when to poll, fetching, parsing, cleaning, identity, OPML.

Called by ``bot.services.ingest`` and ``bot.services.feeds``. The only room that opens connections to the
outside web and the only one with asyncio; it never touches the database.
"""
