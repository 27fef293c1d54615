"""Files handed over in Slack: uploaded in three steps, shown where they belong, or said in words instead."""

import pytest

from bot.services.desk.records import File, Reply
from bot.slack.answering import Answering
from bot.slack.callers import Caller, Way
from tests.support.team import words

CHART = File(
    name="coverage.png", content=b"\x89PNG", title="Coverage of Boston", alt="18 articles", says_all=False
)


@pytest.fixture
def direct(server):
    server.answers["conversations.open"] = lambda asked: {
        "ok": True,
        "channel": {"id": f"D-{asked['users']}"},
    }


def test_an_export_comes_as_a_direct_message_to_the_asker_alone(team, server, direct):
    told = team.type("feeds export")
    (file,) = server.files.values()
    assert (file["filename"], file["title"], file["channel"]) == ("feeds.opml", "Feeds as OPML", "D-U1")
    assert file["bytes"].startswith(b"<?xml")
    assert int(file["length"]) == len(file["bytes"])
    assert "feeds.opml is in our direct messages" in words(told)
    assert told["response_type"] == "ephemeral"


def test_without_the_scope_the_text_follows_the_way_out(team, server, direct):
    server.answers["files.getUploadURLExternal"] = lambda _asked: {"ok": False, "error": "missing_scope"}
    team.type("export Harlan Pryce")
    told = team.wait(2)
    assert "files:write" in words(told[0])
    assert "https://" in str(told)


def test_when_the_upload_fails_the_text_follows_with_the_reason(team, server, direct):
    server.answers["files.completeUploadExternal"] = lambda _asked: {"ok": False, "error": "ratelimited"}
    team.type("feeds export")
    told = team.wait(2)
    assert "Slack asks to wait" in words(told[0])
    assert "opml" in words(told[1])


def test_in_a_conversation_with_the_bot_the_file_itself_is_the_answer(team, server, direct):
    team.event("message", channel="D-U1", channel_type="im", text="feeds export", ts="1.1")
    team.wait(1, "files.completeUploadExternal")
    (file,) = server.files.values()
    assert file["channel"] == "D-U1"
    assert team.server.sent("chat.postMessage") == []


@pytest.mark.parametrize(("in_channel", "room"), [(True, "C1"), (False, "D-U1")])
def test_a_picture_has_its_alternative_text_and_goes_with_the_message(
    wired, server, direct, in_channel, room
):
    caller = Caller(way=Way.COMMAND, once="1", user="U1", channel="C1", response_url=f"{server.url}response")
    message = {"text": "Boston", "blocks": []}
    reply = Reply(messages=(message,), file=CHART, in_channel=in_channel)
    Answering(wired.slack).send(reply, caller, "local")
    (file,) = server.files.values()
    assert (file["alt_txt"], file["channel"]) == ("18 articles", room)
    assert [answer["text"] for answer in server.sent("response")] == ["Boston"]
