"""Short messages: each says what to do next."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from bot.messages import notices
from bot.messages.text import blocks_text
from bot.model.digest import DigestStory
from bot.model.feed import Feed, FeedId
from tests.unit.messages import adversarial, invented
from tests.unit.messages.slack_rules import links, message_problems

MOMENT = {"today": invented.TODAY, "zone": invented.ZONE}


def _feed(title: str = "", url: str = "https://a.example/feed") -> Feed:
    return Feed(
        id=FeedId("f1"),
        url=url,
        imported_url=url,
        outlet="Bay Chronicle",
        title=title,
        html_url="https://a.example/",
        added_at=invented.SINCE,
    )


@pytest.mark.parametrize("code", notices.PROBLEMS)
def test_every_problem_has_a_sentence_with_a_way_out(code: str) -> None:
    sentence = notices.problem_words(code, "#port-ellis")
    assert "{" not in sentence
    assert len(sentence.split(". ")) >= 2  # what is wrong, and what helps


def test_unknown_problem_names_its_code() -> None:
    assert "(odd_error)" in notices.problem_words("odd_error")


def test_undo_is_a_button_that_runs_a_command() -> None:
    message = notices.plain_message("Muted Springfield.", undo="unmute Springfield")
    (button,) = message["blocks"][-1]["elements"]
    assert button["value"] == "unmute Springfield"
    assert len(notices.plain_message("Done.")["blocks"]) == 1


def test_what_cannot_be_undone_is_asked_twice() -> None:
    message = notices.confirm_message("Remove it?", "forget url https://a.example/", yes="Forget")
    (button,) = message["blocks"][-1]["elements"]
    assert button["value"] == "forget url https://a.example/"
    assert button["confirm"]["text"]["text"] == "Remove it?"


def test_code_in_a_sentence_is_code_in_blocks_and_plain_in_text() -> None:
    message = notices.plain_message("Try `/policy help`.")
    runs = message["blocks"][0]["elements"][0]["elements"]
    assert runs[1] == {"type": "text", "text": "/policy help", "style": {"code": True}}
    assert message["text"] == "Try /policy help."


def test_failing_feed_names_since_when_why_and_what_to_type() -> None:
    message = notices.feed_failing(_feed(), error="time-out", since_at=invented.SINCE, zone=invented.ZONE)
    shown = blocks_text(message["blocks"])
    assert "Bay Chronicle has not been read since Tue 25 Aug 8:00 AM: time-out" in shown
    assert "/policy feeds pause f1" in shown
    assert links(message["blocks"]) == ["https://a.example/"]


def test_change_leads_with_the_status_and_what_it_was() -> None:
    message = notices.change_notice(invented.DISPUTED_STORY, since_at=invented.SINCE, **MOMENT)
    assert "DISPUTED" in message["text"].splitlines()[0]
    assert message["text"].splitlines()[0].endswith("(was One origin)")


def test_alert_names_the_follow_and_can_be_ended() -> None:
    message = notices.alert_message(invented.follow(1, "Ana Reyes"), invented.CLAIM_STORY, **MOMENT)
    assert message["text"].startswith("You follow Ana Reyes: a new story")
    assert message["blocks"][-1]["elements"][0]["value"] == "w1"


@settings(max_examples=20, deadline=None)
@given(adversarial.stories(), adversarial.TEXT)
def test_no_text_breaks_a_limit_or_mentions_anybody(story: DigestStory, words: str) -> None:
    made = [
        notices.plain_message(f"Said {words}", words),
        notices.feed_failing(_feed(words), error=words, since_at=invented.SINCE, zone=invented.ZONE),
        notices.feed_recovered(_feed(words, "javascript:alert(1)")),
        notices.correction_notice(1, story.articles[0], former_title=words),
        notices.change_notice(story, since_at=invented.SINCE, **MOMENT),
        notices.alert_message(invented.follow(1, words), story, **MOMENT),
        notices.delivery_problem(words, channel=words, local_on=invented.TODAY),
        notices.incident_message(words),
        notices.confirm_message(words, "x", yes=words),
    ]
    for message in made:
        assert message_problems(message) == []
