"""Installations: one a workspace, known for a moment, renewed by one, gone with everything when removed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.workspace import Installation, UserId, WorkspaceId
from bot.services.installations import GRACE, Installations
from tests.storage.make import BLUE, NOW, RED, follow, subscription

GIVEN = Installation(
    workspace_id=RED, user_id=UserId("U1"), app_id="A1", team_id=RED, bot_id="B1", bot_user_id="U0",
    bot_token="xoxb-red", installed_at=NOW,
)  # fmt: skip
OTHER = replace(GIVEN, workspace_id=BLUE, team_id=BLUE, bot_token="xoxb-blue")


class Seconds:
    def __init__(self):
        self.at = 0.0

    def __call__(self):
        return self.at


@pytest.fixture
def seconds():
    return Seconds()


@pytest.fixture
def installations(database, clock, seconds):
    found = Installations(database, clock=clock, seconds=seconds)
    found.install(GIVEN, name="Red")
    return found


@pytest.fixture
def elsewhere(database, clock):
    """Another process."""
    return Installations(database, clock=clock)


def stored_of(database, workspace=RED):
    with database.read() as tx:
        return len(tx.subscriptions.of_workspace(workspace)), tx.follows.find(f"fo-{workspace}") is not None


@pytest.fixture
def settled(database):
    """Both workspaces have a channel and a follow."""
    with database.write() as tx:
        for workspace in (RED, BLUE):
            tx.subscriptions.save(subscription(f"sub-{workspace}", workspace_id=workspace))
            tx.follows.save(follow(f"fo-{workspace}", workspace_id=workspace))


def test_it_is_found_with_its_token(installations, elsewhere):
    assert installations.find(RED) == elsewhere.find(RED) == GIVEN
    assert installations.find(BLUE) is None


def test_a_workspace_installs_again_and_has_the_new_token_only(installations, elsewhere, database):
    again = replace(GIVEN, user_id=UserId("U2"), bot_token="xoxb-new")
    installations.install(again, name="Red")
    assert elsewhere.find(RED).bot_token == "xoxb-new"
    with database.read() as tx:
        assert tx.workspaces.find_installation(RED, UserId("U1")) is None


def test_settings_outlive_a_new_installation(installations, settled, database):
    installations.install(replace(GIVEN, bot_token="xoxb-new"), name="Red")
    assert stored_of(database) == (1, True)


def test_what_was_read_counts_for_a_moment(installations, elsewhere, seconds):
    installations.find(RED)
    elsewhere.revoked(RED)
    seconds.at = 1.9
    assert installations.find(RED) == GIVEN
    assert installations.find(RED, fresh=True) is None
    assert installations.find(RED) is None


def test_after_a_moment_it_is_read_anew(installations, elsewhere, seconds):
    elsewhere.revoked(RED)
    seconds.at = 2.0
    assert installations.find(RED) is None


def test_that_somebody_has_not_installed_is_not_kept(installations, elsewhere):
    assert installations.find(BLUE) is None
    elsewhere.install(OTHER, name="Blue")
    assert installations.find(BLUE) == OTHER


def test_renewed_tokens_take_the_place_of_the_old(installations, elsewhere):
    installations.renew(replace(GIVEN, bot_token="xoxe-2"))
    assert installations.find(RED).bot_token == elsewhere.find(RED).bot_token == "xoxe-2"


def test_tokens_of_a_removed_installation_do_not_come_back(installations, elsewhere):
    elsewhere.removed(RED)
    installations.renew(replace(GIVEN, bot_token="xoxe-2"))
    assert elsewhere.find(RED, fresh=True) is None


def test_one_renews_at_a_time(installations, elsewhere, clock):
    assert installations.begin_renewal(RED, "p1")
    assert not elsewhere.begin_renewal(RED, "p2")
    assert elsewhere.begin_renewal(BLUE, "p2"), "another workspace is another matter"
    installations.end_renewal(RED, "p1")
    assert elsewhere.begin_renewal(RED, "p2")
    clock.pass_(seconds=31)
    assert installations.begin_renewal(RED, "p1"), "whoever died while renewing holds up nobody for long"


def test_revoked_tokens_are_gone_and_settings_stay(installations, settled, database, elsewhere):
    installations.revoked(RED)
    assert elsewhere.find(RED) is None
    assert stored_of(database) == (1, True)
    assert installations.purge_all() == 0


def test_a_removed_workspace_is_purged_with_all_it_has_and_nobody_else(installations, settled, database):
    installations.install(OTHER, name="Blue")
    installations.removed(RED)
    assert stored_of(database) == (1, True), "that is noted first, and done after"
    installations.purge(RED)
    assert stored_of(database) == (0, False)
    assert stored_of(database, BLUE) == (1, True)
    assert installations.find(BLUE, fresh=True) == OTHER


def test_a_purge_without_a_removal_does_nothing(installations, settled, database):
    installations.purge(RED)
    assert stored_of(database) == (1, True)
    assert installations.find(RED, fresh=True) == GIVEN


def test_what_was_left_of_a_removed_one_does_not_come_back(installations, settled, database):
    installations.removed(RED)
    installations.install(replace(GIVEN, bot_token="xoxb-new"), name="Red")
    assert stored_of(database) == (0, False)
    assert installations.find(RED, fresh=True).bot_token == "xoxb-new"
    assert installations.purge_all() == 0


def test_retention_takes_up_what_was_left_undone(installations, settled, database):
    installations.removed(RED)
    assert installations.purge_all() == 1
    assert stored_of(database) == (0, False)
    assert installations.purge_all() == 0


def test_long_after_its_tokens_were_revoked_a_workspace_counts_as_removed(
    installations, settled, database, clock
):
    installations.revoked(RED)
    clock.at += GRACE
    assert installations.purge_all() == 0
    clock.pass_(seconds=1)
    assert installations.purge_all() == 1
    assert stored_of(database) == (0, False)


@pytest.mark.parametrize(
    ("minutes", "newer"), [(-10, True), (0, True), (0.9, True), (1.1, False), (60, False)]
)
def test_an_old_event_is_not_of_the_present_installation(installations, minutes, newer):
    """Slack brings one again for an hour; clocks differ by a minute."""
    assert installations.is_newer(RED, NOW + timedelta(minutes=minutes)) is newer


def test_of_no_installation_nothing_is_newer(installations):
    assert not installations.is_newer(WorkspaceId("T-nobody"), NOW - timedelta(days=1))


def test_a_state_is_good_once(installations, elsewhere):
    assert elsewhere.use_state("one", ttl_s=600)
    assert not installations.use_state("one", ttl_s=600)
    assert installations.use_state("two", ttl_s=600)
