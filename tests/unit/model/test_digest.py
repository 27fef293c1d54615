from dataclasses import replace

import pytest

from bot.model.digest import NEW_STORY, DeliveryState, Digest
from tests.unit.messages import invented

FULL = invented.digest()
FINAL = {DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.SKIPPED}


def test_all_stories_are_counted_those_of_the_thread_and_the_merely_counted_too():
    parent, thread = len(FULL.stories), len(FULL.more)
    assert parent
    assert replace(FULL, unlisted=()).total == parent + thread
    assert replace(FULL, unlisted=(("Housing", 3), ("Schools", 2))).total == parent + thread + 5
    assert replace(FULL, stories=(), more=(), unlisted=()).total == 0


def test_ids_are_in_the_order_in_which_they_are_read():
    first, second = FULL.stories[0], replace(FULL.stories[0], number=2)
    digest = replace(FULL, stories=(first,), more=(second,))
    assert digest.story_ids == (first.view.story.id, second.view.story.id)
    assert replace(FULL, stories=(), more=()).story_ids == ()


@pytest.mark.parametrize("state", DeliveryState)
def test_a_delivery_ends_sent_failed_or_skipped(state):
    assert state.is_final is (state in FINAL)


def test_a_story_is_new_unless_somebody_saw_it():
    assert NEW_STORY.is_new
    assert not NEW_STORY.is_empty
    assert all(story.changes is not None for story in FULL.stories)


def test_a_digest_of_nothing_is_possible():
    empty = Digest(
        heading="All places", local_on=FULL.local_on, since_at=FULL.since_at, until_at=FULL.until_at
    )
    assert (empty.total, empty.story_ids, empty.failures, empty.zone) == (0, (), (), "UTC")
