"""Every way in which Slack refuses: the state of the delivery, and the sentence wherever somebody looks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.feeds.opml import FeedList, ListedFeed
from bot.messages.notices import PROBLEMS
from bot.model.digest import DeliveryKind, DeliveryState
from bot.model.workspace import WorkspaceId
from bot.services.desk.feeds import add_listed
from bot.services.desk.records import Asker
from bot.services.quotas import STANDARD
from tests.support.team import words

REFUSALS = {
    "not_in_channel": "not in #city-desk. Type /invite",
    "channel_not_found": "If it is private, type /invite",
    "is_archived": "#city-desk is archived",
    "restricted_action": "limited",
    "shared_channel_not_allowed": "shared with another company",
    "team_access_not_granted": "admin still has to approve",
    "missing_scope": "lacks a permission",
    "account_inactive": "switched off",
    "token_revoked": "Install it again",
    "msg_blocks_too_long": "Set fewer stories",
}


@pytest.fixture
def refuse(server):
    """Posts to the channel are refused with a code; direct messages arrive."""
    told = []

    def with_code(code):
        def post(asked):
            if asked["channel"] == "C1":
                return {"ok": False, "error": code}
            told.append(asked)
            return {"ok": True, "ts": "1.1"}

        server.answers["chat.postMessage"] = post
        return told

    return with_code


def deliver(wired, clock):
    for _ in range(5):
        wired.deliverer.deliver()
        clock.at += timedelta(seconds=2)


def digest_row(wired):
    with wired.database.read() as tx:
        return next(row for row in tx.deliveries.history() if row.kind is DeliveryKind.DIGEST)


@pytest.mark.parametrize(("code", "sentence"), REFUSALS.items())
def test_a_refused_digest_fails_with_a_sentence_for_owner_status_home_and_command_line(
    team, wired, clock, refuse, code, sentence
):
    team.type("digest on")
    told = refuse(code)
    team.type("digest now")
    deliver(wired, clock)
    row = digest_row(wired)
    assert (row.state, row.reason) == (DeliveryState.FAILED, code)
    assert len(told) == 1, "once"
    assert sentence in told[0]["text"]
    assert sentence in words(team.type("digest status"))
    team.event("app_home_opened", tab="home", channel="D1")
    assert sentence in words(team.wait(1, "views.publish")[0]["view"])
    way_out = wired.deliveries.explain(row.id).way_out.replace("`", "").replace("C1", "#city-desk")
    assert sentence in way_out
    assert f"policybot deliveries retry {row.id}" in way_out


def test_what_was_refused_is_posted_once_the_cause_is_gone(team, wired, clock, refuse, server):
    team.type("digest on")
    refuse("is_archived")
    team.type("digest now")
    deliver(wired, clock)
    del server.answers["chat.postMessage"]
    wired.deliveries.retry(digest_row(wired).id)
    deliver(wired, clock)
    assert digest_row(wired).state is DeliveryState.SENT


def test_a_wait_is_a_retry_and_nobody_is_troubled(team, wired, clock, server):
    team.type("digest on")
    server.fault_of = lambda method, _arguments: "rate_limited" if method == "chat.postMessage" else ""
    team.type("digest now")
    wired.deliverer.deliver()
    row = digest_row(wired)
    assert (row.state, row.reason) == (DeliveryState.RETRY, "Slack asks to wait")
    assert "tried again soon" in words(team.type("digest status"))
    server.fault_of = lambda _method, _arguments: ""
    clock.at += timedelta(minutes=1)
    deliver(wired, clock)
    assert digest_row(wired).state is DeliveryState.SENT


def test_no_answer_is_looked_up_before_any_other_try(team, wired, clock, server):
    team.type("digest on")
    server.fault_of = lambda method, _arguments: "dropped_after" if method == "chat.postMessage" else ""
    team.type("digest now")
    wired.deliverer.deliver()
    assert digest_row(wired).state is DeliveryState.UNKNOWN
    assert "not yet known" in words(team.type("digest status"))


def test_a_guest_is_told_whom_to_ask(team, server):
    server.answers["users.info"] = lambda asked: {
        "ok": True,
        "user": {"id": asked["user"], "is_restricted": True},
    }
    assert "Guests cannot do this. Ask a full member" in words(team.type("digest on"))


def test_the_quota_of_feeds_is_named_with_the_way_out(wired):
    tools = replace(wired.desk._tools, quotas=replace(STANDARD, feeds=0))
    listed = FeedList(feeds=(ListedFeed(url="https://quarry.example/feed", title="Quarry News"),))
    asker = Asker(workspace=WorkspaceId("T1"), user="U1", channel="C1")
    with pytest.raises(UserError, match=r"limit of this workspace is reached\. `/policy feeds list`"):
        add_listed(tools, listed, asker)


def test_an_invitation_is_asked_for_before_the_first_digest_fails(team, server):
    server.channel["is_member"] = False
    assert "type /invite @Policy Digest there" in " ".join(words(team.type("digest on")).split())


def test_every_problem_that_is_named_is_tried_here_or_at_the_desk():
    said = {"user_is_restricted", "ratelimited", "quota", "unknown", "externally_shared", "approval_pending"}
    other = {"is_private", "msg_too_long"}  # other codes of Slack lead to these sentences
    assert set(PROBLEMS) - set(REFUSALS) == said | other
