"""From an article to what it says: names, places, topics, statements.

Called by ``bot.services.ingest`` through ``bot.nlp.reader``. The only room that knows spaCy; nothing of
spaCy leaves it. It reads no file but the model and never touches the database.
"""
