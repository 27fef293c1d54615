"""Deliveries from planned to posted on a real database, against a platform that fails as it is told to."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from bot.digests.delivery import Timing
from bot.errors import ChannelGoneError, InstallationRevokedError, PlatformError, RateLimitedError, UserError
from bot.model.digest import Delivery, DeliveryId, DeliveryKind, DeliveryState, Subscription, SubscriptionId
from bot.model.workspace import ChannelId, UserId, WorkspaceId
from bot.services.deliveries import Deliveries
from bot.services.delivering import Deliverer
from bot.services.planning import Planner, delivery_id, planned_delivery
from bot.services.publish import Frozen
from bot.services.turns import note_restored
from bot.storage.database import Database
from tests.support.platform import Platform, Present, landed, lost

DUE = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TODAY = DUE.date()
TIMING = Timing()
BOUND = (TIMING.post_timeout + TIMING.settle).total_seconds()
SENT, FAILED, SKIPPED = DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.SKIPPED
UNKNOWN, RETRY, PLANNED = DeliveryState.UNKNOWN, DeliveryState.RETRY, DeliveryState.PLANNED
BUSY = RateLimitedError("wait", retry_after_s=30)


@pytest.fixture
def database(sqlite_url):
    found = Database(sqlite_url)
    yield found
    found.close()


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def either(request):
    """A database of each kind."""
    found = Database(request.getfixturevalue(request.param))
    yield found
    found.close()


@pytest.fixture
def clock():
    return Present(DUE)


@pytest.fixture
def platform(clock):
    return Platform(clock)


class Post:
    """A deliverer and what a test asks of its database."""

    def __init__(self, database, platform, clock):
        self.database, self.platform, self.clock = database, platform, clock
        self.composed, self.replies, self.sleep_s = [], 0, 0.0
        self.deliverer = Deliverer(
            database,
            freeze=self.freeze,
            publisher=platform,
            timing=TIMING,
            clock=clock,
            at_point=self.reach,
        )

    def freeze(self, delivery, until):
        self.composed.append(delivery.id)
        thread = [{"text": f"reply {n}", "blocks": []} for n in range(1, self.replies + 1)]
        payload = {"parent": {"text": str(delivery.local_on), "blocks": []}, "thread": thread}
        return Frozen(payload=payload, shown=(), since_at=until - timedelta(days=1), cutoff_at=until)

    def reach(self, number):
        if number == 3:  # the intent is durable, nothing is sent
            self.clock.move(seconds=self.sleep_s)
            self.sleep_s = 0.0

    def plan(self, *rows):
        with self.database.write() as tx:
            tx.deliveries.plan(rows)

    def work(self, *, for_s=0.0, every_s=0.25):
        """Step whatever wants it, for some time of the clock."""
        until = self.clock.at + timedelta(seconds=for_s)
        while True:
            while self.deliverer.deliver():
                continue
            if self.clock.at >= until:
                return
            self.clock.move(seconds=every_s)

    def row(self, delivery):
        with self.database.read() as tx:
            return tx.deliveries.get(getattr(delivery, "id", delivery))

    def states(self):
        with self.database.read() as tx:
            return {row.id: row.state for row in tx.deliveries.history(limit=1000)}


@pytest.fixture
def post(database, platform, clock):
    return Post(database, platform, clock)


def subscribed(post, name="1", **fields):
    """A channel that has a digest at eight."""
    made = Subscription(
        id=SubscriptionId(f"sub-{name}"),
        workspace_id=WorkspaceId("T1"),
        channel_id=ChannelId(f"C{name}"),
        at=time(8, 0),
        owner=UserId("U1"),
        created_at=DUE - timedelta(days=30),
    )
    made = replace(made, **fields)
    with post.database.write() as tx:
        tx.subscriptions.save(made)
    return made


def digest(subscription, on=TODAY, **fields):
    return replace(planned_delivery(subscription, on), **fields)


def frozen_row(name, channel="C1", **fields):
    """Something to post that needs no composing."""
    given = {
        "id": DeliveryId(name),
        "subscription_id": None,
        "workspace_id": WorkspaceId("T1"),
        "channel_id": ChannelId(channel),
        "kind": DeliveryKind.NOTICE,
        "local_on": DUE.date(),
        "due_at": DUE,
        "state": DeliveryState.FROZEN,
        "payload": json.dumps({"parent": {"text": name, "blocks": []}}),
    }
    return Delivery(**{**given, **fields})


@pytest.fixture
def one(post):
    """One digest, due now."""
    made = digest(subscribed(post))
    post.plan(made)
    return made


# One message a second, in order, and rests


def test_a_channel_gets_one_message_a_second_and_others_do_not_wait(either, platform, clock):
    """Eight threads step at once; also where every one of them sees its own snapshot."""
    post = Post(either, platform, clock)
    post.plan(*(frozen_row(f"n{n}") for n in range(6)), *(frozen_row(f"o{n}", f"D{n}") for n in range(6)))
    post.work()
    assert len([one for one in platform.posted if one.channel == "C1"]) == 1
    assert len(platform.posted) == 7
    post.work(for_s=10)
    times = [one.at for one in platform.posted if one.channel == "C1"]
    assert len(times) == 6
    assert all(later - earlier >= timedelta(seconds=1) for earlier, later in pairwise(times))


def test_replies_come_below_their_message_in_their_order(post, platform):
    post.replies = 5
    made = digest(subscribed(post))
    post.plan(made)
    post.work(for_s=10)
    first, *replies = platform.posted
    assert [one.text for one in replies] == [f"reply {n}" for n in range(1, 6)]
    assert {one.thread_ts for one in replies} == {first.ts}
    assert set(post.states().values()) == {SENT}


def test_a_reply_waits_until_the_one_before_it_is_settled(post, platform):
    post.replies = 2
    made = digest(subscribed(post))
    post.plan(made)
    post.work()
    platform.script("post", lost())
    post.work(for_s=BOUND + 100, every_s=1)
    assert [one.text for one in platform.posted] == [str(made.local_on), "reply 1", "reply 2"]
    assert platform.tried == 4


def test_replies_of_what_was_not_posted_are_not_posted(post, platform):
    parent = frozen_row("parent", state=FAILED)
    post.plan(parent, frozen_row("reply", kind=DeliveryKind.THREAD, part=1, parent_id=parent.id))
    post.work()
    assert post.row("reply").state is SKIPPED
    assert not platform.posted


def test_a_busy_platform_lets_the_whole_workspace_rest(post, platform, clock):
    for n in range(3):
        post.plan(frozen_row(f"n{n}", f"C{n}"))
    platform.script("post", *[BUSY] * 3)
    post.work(for_s=29)
    assert not platform.posted
    assert platform.tried <= 3, "those that were under way at once"
    platform.answers.clear()
    post.plan(frozen_row("other", workspace_id=WorkspaceId("T2")))
    post.work()
    assert platform.ids() == ["other"]
    post.work(for_s=3)
    assert sorted(platform.ids()) == ["n0", "n1", "n2", "other"]
    assert {post.row(f"n{n}").attempts for n in range(3)} == {1}, "a named wait is no failed try"


def test_a_shorter_rest_does_not_end_a_longer_one(post, platform):
    post.plan(frozen_row("a", "C1"), frozen_row("b", "C2"))
    platform.script("post", RateLimitedError("", retry_after_s=60), RateLimitedError("", retry_after_s=1))
    post.work(for_s=50)
    assert platform.tried <= 2
    post.work(for_s=20)
    assert len(platform.posted) == 2


# What nobody knows is looked up


@pytest.mark.parametrize(("answer", "tries"), [(landed, 1), (lost, 2)])
def test_a_post_without_an_answer_is_looked_up_before_another_try(post, platform, one, answer, tries):
    platform.script("post", answer())
    post.work(for_s=BOUND - 1, every_s=2)
    assert (platform.looked, platform.tried, post.row(one).state) == (0, 1, UNKNOWN)
    post.work(for_s=30, every_s=1)
    assert (platform.looked, platform.tried, post.row(one).state) == (1, tries, SENT)
    assert platform.ids() == [one.id]


@pytest.mark.parametrize(
    "error", [PlatformError("no", code="missing_scope"), InstallationRevokedError("no", code="token_revoked")]
)
def test_what_cannot_be_looked_up_stays_unknown_and_its_owner_is_told_once(post, platform, clock, one, error):
    platform.script("post", landed())
    platform.script("find", *[error] * 1000)
    post.work(for_s=12 * 3600, every_s=400)
    row = post.row(one)
    assert (row.state, row.reason) == (UNKNOWN, f"the history cannot be read: {error.code}")
    assert (platform.tried, len(platform.told)) == (1, 1)
    assert "do not post it twice" in platform.told[0]
    assert platform.looked < 60, "asked ever less often, at last four times an hour"
    platform.answers.clear()
    post.work(for_s=1000, every_s=60)
    assert post.row(one).state is SENT
    assert platform.ids() == [one.id]


def test_a_busy_history_lets_the_workspace_rest_too(post, platform, one):
    platform.script("post", landed())
    platform.script("find", BUSY)
    post.work(for_s=BOUND + 2, every_s=1)
    post.plan(frozen_row("other", "C9"))
    post.work(for_s=20, every_s=1)
    assert (platform.looked, platform.tried) == (1, 1)
    post.work(for_s=20, every_s=1)
    assert sorted(platform.ids()) == sorted([one.id, "other"])
    assert not platform.told


def test_nothing_is_looked_up_while_the_workspace_rests(post, platform, one):
    platform.script("post", landed(), BUSY)
    post.work(for_s=BOUND - 5, every_s=1)
    post.plan(frozen_row("other", "C9"))
    post.work(for_s=20, every_s=1)
    assert platform.looked == 0
    post.work(for_s=30, every_s=1)
    assert post.row(one).state is SENT


def test_an_intent_that_grew_old_before_it_was_sent_is_not_sent(post, platform, one):
    """The machine slept between the commit and the call: another worker may have looked already."""
    post.sleep_s = 300
    post.deliverer.deliver()
    assert (platform.tried, post.row(one).state) == (0, RETRY)
    post.work()
    assert (platform.ids(), platform.looked, post.row(one).attempts) == ([one.id], 0, 1)


def test_an_edit_without_an_answer_is_made_again(post, platform):
    post.plan(frozen_row("posted", state=SENT, message_ts="7.7"))
    post.plan(frozen_row("edit", kind=DeliveryKind.EDIT, part=1, parent_id=DeliveryId("posted")))
    platform.script("edit", lost())
    post.work(for_s=BOUND + 30, every_s=1)
    assert [one.edits for one in platform.posted] == ["7.7"]
    assert platform.looked == 0


def test_a_refusal_ends_it_and_tells_the_owner(post, platform, one):
    platform.script("post", ChannelGoneError("gone", code="is_archived"))
    post.work(for_s=3600, every_s=60)
    assert (post.row(one).state, post.row(one).reason) == (FAILED, "is_archived")
    assert platform.tried == 1
    assert "Unarchive it" in platform.told[0]


def test_a_reply_that_is_refused_is_no_missing_digest(post, platform):
    post.replies = 1
    made = digest(subscribed(post))
    post.plan(made)
    post.work()
    platform.script("post", PlatformError("no", code="msg_too_long"))
    post.work(for_s=20)
    assert sorted(post.states().values()) == [FAILED, SENT]
    assert not platform.told


# Late, and several at once


@pytest.mark.parametrize("state", [PLANNED, DeliveryState.FROZEN, RETRY])
def test_what_is_not_on_its_way_when_the_window_ends_is_missed(post, platform, clock, state):
    payload = "" if state is PLANNED else json.dumps({"parent": {"text": "old", "blocks": []}, "thread": []})
    late = digest(subscribed(post), state=state, payload=payload)
    post.plan(late)
    clock.move(hours=12, seconds=1)
    post.work()
    assert (post.row(late).state, platform.tried) == (SKIPPED, 0)


def test_of_several_that_wait_the_newest_is_posted_for_all(post, platform, clock):
    """Planned each day while nothing could be delivered; the days before are within the window."""
    channel = subscribed(post)
    days = [date(2026, 3, day) for day in (1, 2)]
    rows = [digest(channel, on) for on in days]
    rows.append(digest(channel, days[1], id=DeliveryId("by-hand"), part=1, due_at=DUE + timedelta(hours=1)))
    post.plan(*rows)
    clock.at = DUE + timedelta(hours=2)
    post.work()
    assert platform.ids() == post.composed == ["by-hand"]
    assert [post.row(row).state for row in rows] == [SKIPPED, SKIPPED, SENT]


def test_a_digest_that_is_not_due_yet_takes_no_place(post, platform, one):
    post.plan(digest(subscribed(post), DUE.date() + timedelta(days=1)))
    post.work()
    assert platform.ids() == [one.id]


def test_the_next_digest_waits_until_the_one_before_is_settled(post, platform, clock):
    """Its content begins where the last posted one ended, so both would tell the same stories."""
    channel = subscribed(post)
    first = digest(channel, date(2026, 3, 1), due_at=DUE - timedelta(seconds=20))
    second = digest(channel)
    post.plan(first)
    platform.script("post", landed())
    clock.at = first.due_at
    post.work()
    post.plan(second)
    clock.at = DUE
    post.work(for_s=30, every_s=1)
    assert post.composed == [first.id]
    post.work(for_s=60, every_s=1)
    assert post.composed == platform.ids() == [first.id, second.id]


def test_what_nobody_can_settle_holds_nothing_up(post, platform, clock):
    channel = subscribed(post)
    first, second = digest(channel, date(2026, 3, 1)), digest(channel)
    post.plan(first)
    platform.script("post", lost())
    platform.script("find", *[PlatformError("no", code="missing_scope")] * 1000)
    clock.at = first.due_at
    post.work(for_s=3600, every_s=60)
    post.plan(second)
    clock.at = DUE
    post.work()
    assert platform.ids() == [second.id]
    assert post.row(first).state is UNKNOWN


def test_six_zones_get_one_digest_a_date_through_planner_and_deliverer(post, platform, clock):
    """Three weeks in which Europe, Chile and Lord Howe change their clocks, a tick every eight hours."""
    zones = (
        "America/New_York",
        "Europe/Berlin",
        "Australia/Lord_Howe",
        "America/Santiago",
        "Africa/Cairo",
        "UTC",
    )
    planner, clock.at = Planner(post.database, catch_up=TIMING.catch_up), datetime(2026, 3, 24, tzinfo=UTC)
    channels = [
        subscribed(post, str(n), zone=zone, at=time(2, 30), created_at=clock.at)
        for n, zone in enumerate(zones)
    ]
    with post.database.write() as tx:
        tx.subscriptions.schedule(dict.fromkeys((c.id for c in channels), (clock.at, date(2026, 3, 24))))
    for _ in range(20 * 3):
        planner.plan(clock.at)
        post.work()
        clock.move(hours=8)
    days = {date(2026, 3, 24) + timedelta(days=n) for n in range(19)}
    for channel in channels:
        texts = [one.text for one in platform.posted if one.channel == channel.channel_id]
        assert len(texts) == len(set(texts)), "none twice"
        assert {str(day) for day in days} <= set(texts), "none left out"


# After a backup was put back


@pytest.fixture
def put_back(post, clock):
    """A backup from before eight is put back at nine."""
    clock.move(hours=1)
    with post.database.write() as tx:
        note_restored(tx, now=clock.at)


@pytest.mark.parametrize("was_posted", [True, False])
def test_what_was_due_before_a_restore_is_looked_up_first(post, platform, clock, one, was_posted, request):
    if was_posted:
        platform.post({"text": "as posted then", "blocks": []}, channel="C1", delivery_id=one.id)
    request.getfixturevalue("put_back")
    post.work()
    assert platform.ids() == [one.id]
    row = post.row(one)
    assert (row.state, row.message_ts, platform.looked) == (SENT, "1.0", 1)
    assert row.cutoff_at == (one.due_at if was_posted else clock.at), "where the next one begins"


@pytest.mark.usefixtures("put_back")
def test_a_reply_that_was_posted_after_the_backup_is_found_in_its_thread(post, platform, clock):
    parent = frozen_row("parent", state=SENT, message_ts="7.7")
    reply = frozen_row("reply", kind=DeliveryKind.THREAD, part=1, parent_id=parent.id)
    post.plan(parent, reply)
    platform.post({"text": "reply"}, channel="C1", delivery_id="reply", thread_ts="7.7")
    post.work()
    assert platform.ids() == ["reply"]
    assert post.row(reply).state is SENT


@pytest.mark.usefixtures("put_back")
def test_what_cannot_be_looked_up_after_a_restore_waits(post, platform, one):
    platform.script("find", PlatformError("no", code="missing_scope"))
    post.work()
    assert (platform.tried, post.row(one).state) == (0, PLANNED)
    post.work(for_s=1000, every_s=60)
    assert platform.ids() == [one.id]


@pytest.mark.usefixtures("put_back")
def test_what_is_due_after_a_restore_is_not_looked_up(post, platform, clock):
    post.plan(digest(subscribed(post), due_at=clock.at + timedelta(minutes=1)))
    post.work(for_s=61, every_s=1)
    assert (platform.looked, len(platform.posted)) == (0, 1)


# Given back by hand


@pytest.fixture
def desk(database, clock):
    return Deliveries(database, clock=clock)


def test_a_failed_one_is_posted_days_later_when_somebody_wants_it(post, platform, clock, desk, one):
    platform.script("post", ChannelGoneError("gone", code="is_archived"))
    post.work()
    clock.move(days=3)
    desk.retry(one.id)
    post.work()
    assert platform.ids() == [one.id]


def test_a_failed_one_is_not_posted_after_a_later_one_told_its_stories(post, platform, clock, desk, one):
    platform.script("post", ChannelGoneError("gone", code="is_archived"))
    post.work()
    clock.move(days=1)
    later = digest(subscribed(post), clock.at.date())
    post.plan(later)
    post.work()
    with pytest.raises(UserError, match=f"{later.id} of 2026-03-03 was posted since"):
        desk.retry(one.id)


def test_an_unknown_one_says_what_would_help(post, platform, desk, one):
    platform.script("post", landed())
    platform.script("find", PlatformError("no", code="missing_scope"))
    post.work(for_s=BOUND + 1, every_s=1)
    assert "lacks a permission" in desk.explain(one.id).way_out


def test_ids_are_the_same_whoever_plans(one):
    assert one.id == delivery_id(SubscriptionId("sub-1"), DUE.date())
