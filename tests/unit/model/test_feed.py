import pytest

from bot.model.feed import FeedStatus, OutletType

WELL = {FeedStatus.OK, FeedStatus.RECOVERED, FeedStatus.NOT_MODIFIED, FeedStatus.MOVED}


@pytest.mark.parametrize("status", FeedStatus)
def test_a_poll_ended_well_or_not(status):
    assert status.is_success is (status in WELL)


def test_a_feed_that_was_never_asked_has_not_succeeded():
    assert not FeedStatus.NEW.is_success
    assert not FeedStatus.PAUSED.is_success


def test_official_and_made_up_outlets_are_kinds_of_their_own():
    assert {OutletType.GOVERNMENT, OutletType.COURT, OutletType.SATIRE} <= set(OutletType)
