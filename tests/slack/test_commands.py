"""What people type, as signed requests: acknowledged, and answered to the asker alone."""

import re
from datetime import timedelta

import pytest

from tests.support.team import button, elements, words

DAILY = "The next one comes"


def plain(message):
    return " ".join(re.sub(r"\s+", " ", words(message)).split())


def test_the_bare_command_shows_today_and_what_to_type(team):
    answer = team.type("")
    assert answer["response_type"] == "ephemeral"
    assert "Policy digest · All places" in plain(answer)
    assert "/policy help lists them all" in plain(answer)
    assert "Boston police" in plain(answer)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("help", "Policy Digest: what you can type"),
        ("help digest", "Help on digest"),
        ("help folow", "There is no command “folow”"),
        ("today", "stories from 10 feeds"),
        ("digest preview", "Policy digest · All places"),
        ("Boston", "city in MA"),
        ("Boston 7d quotes", "last 7 days"),
        ("Marisol Reyes timeline", "Marisol Reyes"),
        ("about Housing and development", "Housing and development"),
    ],
)
def test_a_command_is_answered_to_the_asker_alone(team, typed, said):
    answer = team.type(typed)
    assert (answer["response_type"], answer["replace_original"]) == ("ephemeral", False)
    assert said in plain(answer)
    assert answer["text"]


@pytest.mark.parametrize(
    ("verb", "typed", "said"),
    [
        ("/city", "Boston", "city in MA"),
        ("/person", "Reyes", "Marisol Reyes"),
        ("/city", "help", "what you can type"),
        ("/person", "Marisol Reyes", "Marisol Reyes"),
    ],
)
def test_short_commands_fix_the_kind(team, verb, typed, said):
    assert said in plain(team.type(typed, verb=verb))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("digest at noonish", "not a time of day"),
        ("digest at 8:00 Mars", "/policy digest at 08:00 New York weekdays"),
        ("digest status", "This channel has no digest yet. /policy digest on"),
        ("digest now", "/policy digest on"),
        ("digest max 99", "from 1 to 20"),
        ("why 2", "no digest, so no story has a number"),
        ("why s0000000", "There is no story s0000000"),
        ("digset on", "Did you mean /policy digest on"),
        ("Zzyzx Qwfp", "no name near it is known"),
    ],
)
def test_what_cannot_be_done_is_told_with_what_would_work(team, typed, said):
    assert said in plain(team.type(typed))


def test_here_answers_in_the_channel(team):
    assert team.type("Boston here")["response_type"] == "in_channel"
    assert team.type("Nobody Qwfp here")["response_type"] == "ephemeral", "a question back is for the asker"


def test_a_digest_is_switched_on_set_and_off_and_each_step_undone(team):
    on = team.type("digest on")
    assert "every day at 08:00 America/New_York" in plain(on)
    assert "The next one comes Thu 5 Mar 8:00 AM" in plain(on)
    at = team.type("digest at 7:30 weekdays")
    assert "on Mon, Tue, Wed, Thu, Fri at 07:30 America/New_York" in plain(at)
    back = team.press(button(at, "Undo"))
    assert "every day at 08:00 America/New_York" in plain(back)
    assert back["replace_original"] is True
    off = team.type("digest off")
    assert "no digest any more" in plain(off)
    again = team.press(button(off, "Undo"))
    assert DAILY in plain(again)
    assert "It is on already" in plain(team.type("digest on"))


def test_fields_of_a_digest_are_set(team, wired):
    team.type("digest on")
    assert "Up to 3 stories" in plain(team.type("digest max 3"))
    held = team.type("digest hold 6h")
    assert "up to 6 hours" in plain(held)
    assert "do not wait" in plain(team.press(button(held, "Undo")))
    skipped = team.type("digest skip tomorrow")
    assert "No digest on Thu 5 Mar" in plain(skipped)
    assert "The next one comes Fri 6 Mar" in plain(skipped)
    back = team.press(button(skipped, "Undo"))
    assert "Thu 5 Mar is not left out any more" in plain(back)
    assert "The next one comes Thu 5 Mar" in plain(back)
    assert "is not left out" in plain(team.type("digest skip tomorrow off"))
    team.type("digest skip tomorrow")
    status = team.type("digest status")
    assert "#city-desk" in plain(status)
    assert "Left out: Thu 5 Mar" in plain(status)
    (stored,) = wired.subscribe.all()
    assert (stored.max_stories, stored.hold_single_origin_h, stored.owner) == (3, 0, "U1")


def test_who_changed_what_is_kept(team, wired, clock):
    team.type("digest on", user="U7")
    team.type("digest max 3", user="U8")
    with wired.database.read() as tx:
        entries = tx.audit.of_workspace("local", since=clock() - timedelta(days=1))
    assert {(e.by, e.action) for e in entries} == {
        ("U8", "set the stories of the digest"),
        ("U7", "switched the digest on"),
    }


def test_a_bot_that_was_not_invited_says_so(team, server):
    server.channel["is_member"] = False
    assert "I am not in #city-desk yet: type /invite @Policy Digest there." in plain(team.type("digest on"))


def test_a_preview_is_for_the_asker_and_posted_by_one_press(team, wired, server):
    team.type("digest on")
    preview = team.type("digest preview")
    assert "Preview for #city-desk, only for you" in plain(preview) or len(team.answers()) > 2
    shown = next(m for m in team.answers() if elements(m, "button") and "Preview for" in plain(m))
    assert "I post today's digest now" in plain(team.press(button(shown, "Post it")))
    wired.deliverer.deliver()
    (posted,) = [m for m in server.sent("chat.postMessage") if "thread_ts" not in m]
    assert posted["channel"] == "C1"
    assert "Policy digest" in plain(posted)


def test_story_views_by_number_and_by_id(team, wired):
    story = re.search(r"\bs[a-z0-9]{7}\b", plain(team.type("Boston")))[0]
    assert "WHY" in plain(team.type(f"why {story}")).upper()
    assert "ARTICLES AND STATEMENTS" in plain(team.type(f"timeline {story}"))
    assert "Sources ·" in plain(team.type(f"sources {story}"))
    team.type("digest on")
    team.type("digest now")
    while wired.deliverer.deliver():
        continue
    assert "Why ·" in plain(team.type("why 1"))
    assert "no story 99" in plain(team.type("why 99"))


def test_the_owner_is_told_why_no_digest_came_and_what_helps(team, wired, server):
    team.type("digest on", user="U7")
    team.type("digest now", user="U7")
    server.answers["chat.postMessage"] = lambda message: (
        {"ok": False, "error": "is_archived"} if message["channel"] == "C1" else {"ok": True, "ts": "1.1"}
    )
    wired.deliverer.deliver()
    told = server.sent("chat.postMessage")[-1]
    assert told["channel"] == "U7"
    assert "is not in #city-desk. #city-desk is archived. Unarchive it" in plain(told)
