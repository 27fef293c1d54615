"""Looking into deliveries: what there is, what it means, and when another try is safe."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import NotFoundError, UserError
from bot.model.digest import DeliveryKind, DeliveryState
from bot.services.deliveries import MEANINGS, Deliveries
from tests.storage.make import DAY, NOW, RED, delivery, subscription


@pytest.fixture
def deliveries(database, clock):
    return Deliveries(database, clock=clock)


@pytest.fixture
def stored(database):
    """Store rows, with their channels' subscription."""

    def store(*rows):
        with database.write() as tx:
            tx.subscriptions.save(subscription())
            tx.deliveries.plan(rows)
        return rows[0]

    return store


def test_every_state_has_its_meaning():
    assert set(MEANINGS) == set(DeliveryState)
    assert len(set(MEANINGS.values())) == len(MEANINGS)


@pytest.mark.parametrize("state", DeliveryState)
def test_a_row_is_explained(deliveries, stored, state):
    stored(delivery(state=state))
    found = deliveries.explain("d1")
    assert (found.delivery.id, found.meaning, found.parts) == ("d1", MEANINGS[state], ())
    helps = {DeliveryState.FAILED, DeliveryState.SKIPPED}
    assert bool(found.way_out) is (state in helps)


def test_what_is_not_there_is_said(deliveries):
    with pytest.raises(NotFoundError, match="d404"):
        deliveries.explain("d404")


def test_a_known_reason_says_what_to_do_first(deliveries, stored):
    stored(delivery(state=DeliveryState.FAILED, reason="is_archived"))
    way_out = deliveries.explain("d1").way_out
    assert "archived" in way_out
    assert way_out.endswith("Then: policybot deliveries retry d1")


def test_an_unknown_reason_is_only_tried_again(deliveries, stored):
    stored(delivery(state=DeliveryState.FAILED, reason="nobody knows"))
    assert deliveries.explain("d1").way_out == "policybot deliveries retry d1"


def test_replies_hang_on_their_digest(deliveries, stored):
    stored(
        delivery(state=DeliveryState.SENT),
        *(delivery(f"t{n}", kind=DeliveryKind.THREAD, part=n, parent_id="d1") for n in (1, 2)),
    )
    assert [row.id for row in deliveries.explain("d1").parts] == ["t1", "t2"]


def test_rows_are_found_by_channel_and_state(deliveries, stored):
    stored(
        delivery("old", due_at=NOW - DAY, local_on=(NOW - DAY).date(), state=DeliveryState.SENT),
        delivery("new", due_at=NOW),
        delivery("there", channel_id="C-other", local_on=(NOW + DAY).date(), due_at=NOW + DAY),
    )
    assert [row.id for row in deliveries.find_all()] == ["there", "new", "old"]
    assert [row.id for row in deliveries.find_all(channel="C-sub1")] == ["new", "old"]
    assert [row.id for row in deliveries.find_all(state=DeliveryState.SENT)] == ["old"]
    assert [row.id for row in deliveries.find_all(limit=1)] == ["there"]
    assert deliveries.find_all(channel="C404") == ()


def test_a_failed_one_is_due_again_from_now_on(deliveries, stored, database):
    failed = delivery(state=DeliveryState.FAILED, attempts=9, reason="is_archived", due_at=NOW - 3 * DAY)
    stored(failed)
    again = deliveries.retry("d1")
    assert (again.state, again.attempts, again.due_at, again.reason) == (DeliveryState.RETRY, 0, NOW, "")
    with database.read() as tx:
        assert tx.deliveries.get(failed.id) == again
        assert tx.deliveries.next_wake_at() == NOW


@pytest.mark.parametrize("state", [s for s in DeliveryState if s is not DeliveryState.FAILED])
def test_what_has_not_failed_is_not_tried_again(deliveries, stored, state):
    stored(delivery(state=state))
    with pytest.raises(UserError, match=f"d1 is {state.value}: only a failed"):
        deliveries.retry("d1")


def test_a_later_digest_told_its_stories(deliveries, stored):
    stored(
        delivery(state=DeliveryState.FAILED, local_on=(NOW - DAY).date()),
        delivery("d2", state=DeliveryState.SENT, sent_at=NOW, cutoff_at=NOW),
    )
    with pytest.raises(UserError, match=r"d2 of .* was posted since"):
        deliveries.retry("d1")


def test_another_digest_of_the_same_date_told_its_stories(deliveries, stored):
    """It was asked for by hand when the scheduled one had failed."""
    by_hand = delivery("d2", part=1, state=DeliveryState.SENT, sent_at=NOW, cutoff_at=NOW)
    stored(delivery(state=DeliveryState.FAILED), by_hand)
    with pytest.raises(UserError, match=r"d2 of .* was posted since"):
        deliveries.retry("d1")


def test_an_earlier_digest_is_no_hindrance(deliveries, stored):
    stored(
        delivery(state=DeliveryState.FAILED),
        delivery("d0", state=DeliveryState.SENT, local_on=(NOW - DAY).date(), sent_at=NOW, cutoff_at=NOW),
    )
    assert deliveries.retry("d1").state is DeliveryState.RETRY


def test_a_notice_is_tried_again_whatever_was_posted(deliveries, stored):
    stored(
        delivery(state=DeliveryState.FAILED, kind=DeliveryKind.NOTICE, part=1, local_on=(NOW - DAY).date()),
        delivery("d2", state=DeliveryState.SENT, sent_at=NOW, cutoff_at=NOW),
    )
    assert deliveries.retry("d1").state is DeliveryState.RETRY


def test_a_retry_is_not_retried(deliveries, stored, clock):
    stored(delivery(state=DeliveryState.FAILED))
    deliveries.retry("d1")
    clock.pass_(seconds=1)
    with pytest.raises(UserError, match="is retry"):
        deliveries.retry("d1")


def test_a_row_keeps_its_place_and_content(deliveries, stored):
    failed = delivery(
        state=DeliveryState.FAILED, payload='{"parent": {}}', cutoff_at=NOW - timedelta(hours=1), fence=4
    )
    stored(failed)
    again = deliveries.retry("d1")
    changed = {"state", "attempts", "due_at", "next_attempt_at", "reason"}
    for name in failed.__dataclass_fields__:
        assert name in changed or getattr(again, name) == getattr(failed, name)
    assert replace(failed).workspace_id == RED
