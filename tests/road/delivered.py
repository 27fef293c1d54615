"""A channel that gets its digests: composed, frozen and marked as sent, without a chat platform."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

from bot.app import App
from bot.model.digest import Delivery, DeliveryState, Subscription
from bot.services.planning import planned_delivery
from bot.settings import load

CHANNEL = "C1"
BEFORE = datetime(2026, 2, 20, tzinfo=UTC)


def at(day: int, hour: int = 23, minute: int = 30) -> datetime:
    """A moment of the sample's days."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def opened(now: datetime) -> App:
    """The application at a fixed moment."""
    return App(load(env_file=None), now=now)


def subscribe(channel: str = CHANNEL, **fields: object) -> Subscription:
    """Subscribe a channel long before the sample's days."""
    with opened(BEFORE) as app:
        saved = replace(app.subscribe.save(channel), **fields)
        with app.database.write() as tx:
            tx.subscriptions.save(saved)
    return saved


def deliver(now: datetime, subscription: Subscription) -> Delivery:
    """Compose the channel's digest at this moment and mark it as sent."""
    with opened(now) as app:
        planned = replace(planned_delivery(subscription, now.date()), due_at=now)
        frozen = app.publish.freeze(planned, now)
        sent = replace(
            planned,
            state=DeliveryState.SENT,
            payload=json.dumps(frozen.payload, ensure_ascii=False, sort_keys=True),
            since_at=frozen.since_at,
            cutoff_at=frozen.cutoff_at,
            message_ts="1.2",
            sent_at=now,
        )
        with app.database.write() as tx:
            tx.deliveries.plan([planned])
            assert tx.deliveries.replace(planned, sent)
            tx.views.show(subscription.id, sent.id, frozen.shown, at=frozen.cutoff_at)
    return sent


def words(delivery: Delivery) -> str:
    """All that a delivery shows, as one text."""
    payload = json.loads(delivery.payload)
    return json.dumps([payload["parent"], payload["thread"]], ensure_ascii=False)
