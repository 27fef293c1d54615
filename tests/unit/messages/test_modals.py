"""The modals: each shows what is set now and names its fields."""

from __future__ import annotations

from datetime import time

import pytest

from bot.messages import modals
from bot.messages.actions import read_question
from tests.unit.messages import invented
from tests.unit.messages.slack_rules import view_problems

SUBSCRIPTION = invented.subscription(at=time(20, 30), max_stories=7, hold_single_origin_h=9, weekdays=(1, 3))


def _elements(view: dict[str, object]) -> dict[str, dict[str, object]]:
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


def test_schedule_shows_what_is_set_even_if_it_is_unusual() -> None:
    found = _elements(modals.schedule_modal(SUBSCRIPTION))
    assert found["at"]["initial_time"] == "20:30"
    assert found["zone"]["initial_value"] == invented.ZONE
    assert [choice["value"] for choice in found["weekdays"]["initial_options"]] == ["1", "3"]
    assert found["max_stories"]["initial_option"]["value"] == "7"
    assert found["hold"]["initial_option"]["value"] == "9"
    assert found["quiet_day"]["initial_option"]["value"] == "line"


def test_negative_topics_are_not_offered() -> None:
    found = _elements(modals.topics_modal(SUBSCRIPTION, invented.TOPICS))["topics"]
    assert [choice["value"] for choice in found["options"]] == ["immigration", "housing", "transport"]
    assert [choice["value"] for choice in found["initial_options"]] == ["housing"]


def test_own_topic_shows_its_phrases_one_a_line() -> None:
    found = _elements(modals.topic_modal(invented.TOPICS[0]))
    assert found["phrases"]["initial_value"] == "sanctuary\ndeportation"
    assert "initial_value" not in _elements(modals.topic_modal(None))["phrases"]


def test_first_steps_take_the_zone_of_the_profile() -> None:
    view = modals.setup_modal(
        ["City hall"], zone="America/New_York", channel="C1", places=[invented.PORT_ELLIS]
    )
    found = _elements(view)
    assert set(found) == {"places", "packs", "channel", "at", "zone"}
    assert found["zone"]["initial_value"] == "America/New_York"
    assert found["at"]["initial_time"] == "08:00"
    assert found["places"]["initial_options"][0]["value"] == invented.PORT_ELLIS.id


@pytest.mark.parametrize("count", [0, 1, 150])
def test_any_number_of_packs_makes_a_modal_that_slack_takes(count: int) -> None:
    packs = [f"Pack {n}" for n in range(count)]
    assert view_problems(modals.feeds_modal(packs)) == []
    assert view_problems(modals.setup_modal(packs, zone="UTC")) == []


def test_split_offers_the_articles_and_keeps_the_story() -> None:
    view = modals.split_modal(invented.RENT_STORY)
    options = _elements(view)["articles"]["options"]
    assert [choice["value"] for choice in options] == ["a10", "a11", "a12"]
    assert options[0]["text"]["text"] == "Harbor Ledger: Council votes on rent cap"
    assert view["private_metadata"] == "m2"


def test_wrong_person_offers_the_others_and_nobody() -> None:
    view = modals.wrong_modal(invented.answer(ambiguous=invented.TWO_REYES[1:]))
    options = _elements(view)["entity"]["options"]
    assert [choice["text"]["text"] for choice in options] == [
        "Lou Reyes, Mayor of Springfield",
        "None of these",
    ]
    assert read_question(view["private_metadata"]).name == "Ana Reyes"


def test_subscription_comes_back_with_the_form() -> None:
    for view in (
        modals.schedule_modal(SUBSCRIPTION),
        modals.places_modal(SUBSCRIPTION, ()),
        modals.topics_modal(SUBSCRIPTION, invented.TOPICS),
    ):
        assert view["private_metadata"] == "sub1"
