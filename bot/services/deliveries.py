"""Deliveries as people look into them: which there are, what became of one, and another try.

Called by the command line. It never posts: it reads rows, and gives a failed one back to
`bot.services.delivering`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import UserError
from bot.messages.notices import is_known, problem_words
from bot.model.digest import Delivery, DeliveryId, DeliveryKind, DeliveryState
from bot.model.workspace import ChannelId
from bot.storage.database import Database
from bot.storage.transaction import Transaction

MEANINGS = {
    DeliveryState.PLANNED: "Its time is set; it is composed when that comes.",
    DeliveryState.FROZEN: "Composed; it is posted as soon as channel and workspace may.",
    DeliveryState.INTENT: "Being posted; if its worker died, the history is asked after the settle time.",
    DeliveryState.UNKNOWN: "No answer came. It is looked up in the channel's history before any other try.",
    DeliveryState.RETRY: "Slack did not post it; it is tried again.",
    DeliveryState.SENT: "Posted.",
    DeliveryState.FAILED: "Not posted, and not tried again by itself.",
    DeliveryState.SKIPPED: "Nothing was to be posted.",
}
"""What each state means for a person (docs/operate.md has the diagram)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A delivery with what there is to say of it, and the rows that hang on it."""

    delivery: Delivery
    meaning: str
    way_out: str
    parts: tuple[Delivery, ...]


class Deliveries:
    """Looks into deliveries.

    Args:
        database: Where they are.
        clock: The present instant.
    """

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def find_all(
        self, *, channel: str | None = None, state: DeliveryState | None = None, limit: int = 20
    ) -> tuple[Delivery, ...]:
        """Deliveries, the newest due first; None leaves a condition out."""
        where = ChannelId(channel) if channel else None
        with self._database.read() as tx:
            return tx.deliveries.history(channel=where, state=state, limit=limit)

    def explain(self, delivery_id: str) -> Explained:
        """One delivery with its replies and edits; ends in `NotFoundError` when there is none."""
        with self._database.read() as tx:
            found = tx.deliveries.get(DeliveryId(delivery_id))
            parts = tx.deliveries.parts(found.id)
        return Explained(delivery=found, meaning=MEANINGS[found.state], way_out=_way_out(found), parts=parts)

    def retry(self, delivery_id: str) -> Delivery:
        """Give a failed delivery back to be posted; safe, because it is known not to have been posted.

        It is due again from now on, however old it is.

        Raises:
            UserError: It is in another state, a later digest told its stories, or somebody else changed it.
        """
        with self._database.write() as tx:
            found = tx.deliveries.get(DeliveryId(delivery_id))
            if found.state is not DeliveryState.FAILED:
                raise UserError(
                    f"{found.id} is {found.state.value}: only a failed delivery is tried again. "
                    f"{MEANINGS[found.state]}"
                )
            later = _later(tx, found)
            if later is not None:
                raise UserError(
                    f"{later.id} of {later.local_on} was posted since, and has its stories too. "
                    "/policy digest now in the channel posts what has come after it."
                )
            now = self._clock()
            again = replace(
                found, state=DeliveryState.RETRY, attempts=0, due_at=now, next_attempt_at=now, reason=""
            )
            if not tx.deliveries.replace(found, again):
                raise UserError(f"{found.id} has just changed. policybot deliveries explain {found.id}")
        return again


def _later(tx: Transaction, delivery: Delivery) -> Delivery | None:
    """A digest that was sent after this one, if any: it began where the last sent one had ended.

    That is one of a later date, or another part of the same date, asked for by hand.
    """
    if delivery.kind is not DeliveryKind.DIGEST or delivery.subscription_id is None:
        return None
    last = tx.deliveries.last_sent(delivery.subscription_id)
    mine = (delivery.local_on, delivery.part)
    return last if last is not None and (last.local_on, last.part) > mine else None


def _way_out(delivery: Delivery) -> str:
    if delivery.state is DeliveryState.FAILED:
        known = is_known(delivery.reason)
        words = f"{problem_words(delivery.reason, delivery.channel_id)} Then: " if known else ""
        return f"{words}policybot deliveries retry {delivery.id}"
    if delivery.state is DeliveryState.UNKNOWN and is_known(code := delivery.reason.rpartition(": ")[2]):
        return problem_words(code, delivery.channel_id)
    if delivery.state is DeliveryState.SKIPPED:
        return "/policy digest now in the channel posts what has come since the last one."
    return ""
