"""What must be true across tables, beyond what keys and constraints enforce.

Used by `bot.storage.database.check` on both engines. Each rule is one query that finds the rows which
break it.
"""

from __future__ import annotations

from sqlalchemy import Connection, exists, func, select

from bot.model.digest import DeliveryKind, DeliveryState
from bot.storage.schema import about, articles, readings, story_articles, subjects, ungrouped, unread
from bot.storage.team_schema import deliveries, seen_views

_CURRENT = exists(
    select(story_articles.c.story_n).where(
        story_articles.c.article_n == articles.c.n, story_articles.c.left_at.is_(None)
    )
)
_FINAL = [state.value for state in DeliveryState if state.is_final]
_POSTS = [DeliveryKind.DIGEST.value, DeliveryKind.THREAD.value]

_RULES = (
    (
        "articles in a story that wait to be grouped",
        select(func.count())
        .select_from(articles)
        .where(_CURRENT, exists(select(ungrouped.c.article_n).where(ungrouped.c.article_n == articles.c.n))),
    ),
    (
        "names in the index without a subject",
        select(func.count())
        .select_from(about)
        .where(~exists(select(subjects.c.n).where(subjects.c.n == about.c.subject_n))),
    ),
    (
        "articles that are neither read nor wait to be",
        select(func.count())
        .select_from(articles)
        .where(
            ~exists(select(readings.c.article_n).where(readings.c.article_n == articles.c.n)),
            ~exists(select(unread.c.article_n).where(unread.c.article_n == articles.c.n)),
        ),
    ),
    (
        "sent messages without the platform's id",
        select(func.count())
        .select_from(deliveries)
        .where(
            deliveries.c.state == DeliveryState.SENT.value,
            deliveries.c.kind.in_(_POSTS),
            deliveries.c.message_ts == "",
        ),
    ),
    (
        "deliveries that are not final and that nobody would look at again",
        select(func.count())
        .select_from(deliveries)
        .where(deliveries.c.state.not_in(_FINAL), deliveries.c.wake_at.is_(None)),
    ),
    (
        "stories shown by a delivery that is not stored",
        select(func.count())
        .select_from(seen_views)
        .where(~exists(select(deliveries.c.id).where(deliveries.c.id == seen_views.c.delivery_id))),
    ),
)


def broken_rules(conn: Connection) -> tuple[str, ...]:
    """One line for each rule that some rows break, with their number; empty when all is well."""
    counted = ((conn.execute(query).scalar_one(), what) for what, query in _RULES)
    return tuple(f"{n} {what}" for n, what in counted if n)
