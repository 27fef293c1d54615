"""Limits: as much as they say, for each one apart, and what helps is in the words."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.model.workspace import LOCAL_WORKSPACE, UserId
from bot.services.quotas import STANDARD, Quotas
from tests.storage.make import BLUE, NOW, RED, subscription

ANA, BEN = UserId("U1"), UserId("U2")


@pytest.fixture
def asked(database):
    """Whether a person may ask once more."""

    def ask(workspace=RED, user=ANA, *, quotas=None, **later):
        with database.write() as tx:
            try:
                (quotas or Quotas(asked=3)).ask(tx, workspace, user, now=NOW + timedelta(**later))
            except UserError:
                return False
        return True

    return ask


def test_a_person_may_ask_so_often_a_minute_and_then_again(asked):
    assert [asked(seconds=n) for n in range(5)] == [True, True, True, False, False]
    assert not asked(seconds=59)
    assert asked(seconds=60)


def test_a_persons_limit_is_his_own(asked):
    assert [asked() for _ in range(4)][-1] is False
    assert asked(user=BEN)
    assert asked(workspace=BLUE), "the same id in another workspace is somebody else"


def test_the_operator_is_held_to_it_too(asked):
    assert [asked(LOCAL_WORKSPACE) for _ in range(4)] == [True, True, True, False]


def test_the_words_tell_the_limit_and_what_helps(database):
    with database.write() as tx, pytest.raises(UserError, match=r"more than 0 requests.*wait a minute"):
        Quotas(asked=0).ask(tx, RED, ANA, now=NOW)


def subscribed(database, *names, **more):
    with database.write() as tx:
        for name in names:
            tx.subscriptions.save(subscription(name, **more))


def may_subscribe(database, workspace=RED, *, most=2):
    with database.write() as tx:
        try:
            replace(STANDARD, subscriptions=most).subscribe(tx, workspace)
        except UserError:
            return False
    return True


def test_the_words_tell_the_limit_and_what_makes_room(database):
    subscribed(database, "one")
    with database.write() as tx, pytest.raises(UserError, match=r"^1 channels .*/policy digest off"):
        replace(STANDARD, subscriptions=1).subscribe(tx, RED)


def test_a_workspace_may_have_so_many_digests(database):
    assert may_subscribe(database)
    subscribed(database, "one")
    assert may_subscribe(database)
    subscribed(database, "two")
    assert not may_subscribe(database)


def test_a_digest_that_is_off_takes_no_room(database):
    subscribed(database, "one")
    subscribed(database, "two", active=False)
    assert may_subscribe(database)


def test_other_workspaces_take_no_room(database):
    subscribed(database, "one", "two", workspace_id=BLUE)
    assert may_subscribe(database)
    assert not may_subscribe(database, BLUE)


def test_the_operators_own_channels_are_not_counted(database):
    subscribed(database, "one", "two", "three", workspace_id=LOCAL_WORKSPACE)
    assert may_subscribe(database, LOCAL_WORKSPACE)
