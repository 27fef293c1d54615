"""Edited topics, tried on what is stored before anything is saved.

Called by the command line and the Slack edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.catalog.topics import load_topics
from bot.model.reading import Topic
from bot.nlp.topic_change import TopicChange, check_change
from bot.storage.database import Database

_MOST = 20_000  # articles tried: two seconds at ten thousand a second


def check_topics(
    database: Database, topics: Sequence[Topic], path: Path, *, since: datetime, until: datetime
) -> tuple[tuple[str, TopicChange], ...]:
    """What each topic of a file that differs from those in force would catch and lose.

    Args:
        database: Where the articles are.
        topics: Those in force.
        path: A file like ``config/topics.toml``.
        since: Start of the articles tried, by publication.
        until: End of them.

    Returns:
        (slug, change) of each new or different topic, in the file's order.
    """
    known = {topic.slug: topic for topic in topics}
    edited = [topic for topic in load_topics(path) if known.get(topic.slug) != topic]
    with database.read() as tx:
        ids = [article.id for article in tx.articles.window(since, until, limit=_MOST)]
        articles = tx.articles.by_ids(ids, bodies=True)
    return tuple((topic.slug, check_change(topics, topic, articles)) for topic in edited)
