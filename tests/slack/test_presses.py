"""Buttons, menus, modals and the home tab."""

import json
import re

import pytest

from tests.support.team import button, elements, words


def plain(message):
    return re.sub(r"\s+", " ", words(message))


def menu(message, action):
    return next((e, block) for e, block in elements(message, "static_select") if e["action_id"] == action)


@pytest.fixture
def boston(team):
    return team.type("Boston")


@pytest.mark.parametrize(
    ("action", "choice", "said"),
    [
        ("lookup_window", "7", "last 7 days"),
        ("lookup_level", "federal", "federal level, last 14 days"),
        ("lookup_view", "timeline", "last 14 days"),
    ],
)
def test_a_menu_changes_the_answer_in_place(team, boston, action, choice, said):
    element, block_id = menu(boston, action)
    changed = team.press(element, block_id=block_id, choice=choice)
    assert changed["replace_original"] is True
    assert said in plain(changed)


def test_pages_turn_back_and_forth(team, boston):
    older = team.press(button(boston, "Older"))
    assert plain(older) != plain(boston)
    newer = team.press(button(older, "Newer"))
    assert plain(newer) == plain(boston)


def test_share_shows_it_to_everybody_without_the_askers_buttons(team, boston):
    shared = team.press(button(boston, "Share to channel"))
    assert shared["response_type"] == "in_channel"
    assert shared["replace_original"] is False
    assert "Share to channel" not in plain(shared)


def test_an_answer_tells_the_office_however_it_was_asked_for(team):
    asked = team.type("about Marisol Reyes")
    assert "Councilor" in plain(asked).split("last")[0]
    element, block_id = menu(asked, "lookup_window")
    assert "Councilor" in plain(team.press(element, block_id=block_id, choice="30")).split("last")[0]
    assert "Councilor" in plain(team.press(button(asked, "Share to channel"))).split("last")[0]


def test_a_page_of_a_shared_answer_is_turned_for_one_person_only(team, boston):
    shared = team.press(button(boston, "Share to channel"))
    before = len(team.answers())
    team.send_press(button(shared, "Older"), ephemeral=False)
    answer = team.wait(before + 1)[before]
    assert (answer["response_type"], answer["replace_original"]) == ("ephemeral", False)


def test_the_menu_of_a_story_leads_to_its_views(team, boston):
    element, _ = next((e, b) for e, b in elements(boston, "overflow"))
    for choice in ("Why", "Timeline", "Sources"):
        value = next(o["value"] for o in element["options"] if o["text"]["text"] == choice)
        assert plain(team.press(element, choice=value)).startswith(choice)


def test_a_choice_between_namesakes_answers(team):
    asked = team.type("Bostan")
    assert "Did you mean" in plain(asked)
    chosen = next(e for e, _ in elements(asked, "button") if e["action_id"].startswith("lookup_choose"))
    answer = team.press(chosen)
    assert answer["replace_original"] is True
    assert "last 14 days" in plain(answer)


def test_a_button_of_another_time_says_so(team):
    answer = team.press({"type": "button", "action_id": "gone_for_good", "value": "x"})
    assert "/policy help" in plain(answer)


def on_home(team, count):
    return json.loads(json.dumps(team.wait(count, "views.publish")[count - 1]["view"]))


def test_the_home_tab_shows_the_channels_and_switches_them(team):
    team.type("digest on")
    team.event("app_home_opened", tab="home", channel="D1")
    shown = on_home(team, 1)
    assert "#city-desk · next Thu 5 Mar 8:00 AM" in plain(shown)
    assert "10 of 10 feeds read" in plain(shown)
    subscription = button(shown, "Preview")["value"]
    team.press({"type": "button", "action_id": "home_switch", "value": subscription}, home=True)
    assert "off" in plain(on_home(team, 2))


def opened(team, action, subscription):
    count = len(team.server.sent("views.open")) + 1
    team.press({"type": "button", "action_id": action, "value": subscription}, home=True)
    return team.wait(count, "views.open")[count - 1]["view"]


@pytest.fixture
def subscription(team, wired):
    team.type("digest on")
    return wired.subscribe.all()[0].id


GIVEN = {
    "at": {"selected_time": "06:45"},
    "zone": {"value": "Chicago"},
    "weekdays": {"selected_options": [{"value": "1"}, {"value": "3"}]},
    "max_stories": {"selected_option": {"value": "5"}},
    "quiet_day": {"selected_option": {"value": "silent"}},
    "hold": {"selected_option": {"value": "6"}},
}


def test_the_schedule_is_saved(team, wired, subscription):
    view = opened(team, "home_schedule", subscription)
    response = team.submit(view, **GIVEN)
    assert (response.status, response.body) == (200, "")
    stored = wired.subscribe.all()[0]
    assert (f"{stored.at:%H:%M}", stored.zone, stored.weekdays) == ("06:45", "America/Chicago", (1, 3))
    assert (stored.max_stories, stored.quiet_day, stored.hold_single_origin_h) == (5, "silent", 6)


def test_what_is_wrong_in_a_form_stands_below_its_input(team, subscription):
    view = opened(team, "home_schedule", subscription)
    wrong = {**GIVEN, "zone": {"value": "Mars"}, "weekdays": {"selected_options": []}}
    answer = json.loads(team.submit(view, **wrong).body)
    assert answer["response_action"] == "errors"
    assert set(answer["errors"]) == {"zone", "weekdays"}
    assert "Mars" in answer["errors"]["zone"]


def test_places_are_found_by_typing_and_saved(team, wired, subscription):
    found = team.suggest("Bosto")
    assert found == [] or all(choice["value"].startswith("geonames:") for choice in found)
    boston = team.suggest("Boston")[0]
    assert boston["text"]["text"].startswith("Boston")
    view = opened(team, "home_places", subscription)
    team.submit(view, places={"selected_options": [{"value": boston["value"]}]})
    assert wired.subscribe.all()[0].places == (boston["value"],)
    again = opened(team, "home_places", subscription)
    assert "Boston" in json.dumps(again)


def test_topics_are_saved_and_none_means_all(team, wired, subscription):
    view = opened(team, "home_topics", subscription)
    slug = view["blocks"][0]["element"]["options"][0]["value"]
    team.submit(view, topics={"selected_options": [{"value": slug}]})
    assert wired.subscribe.all()[0].topics == (slug,)
    team.submit(view, topics={"selected_options": []})
    assert wired.subscribe.all()[0].topics == ()


def test_another_workspaces_digest_cannot_be_reached(team, wired, subscription):
    with wired.database.write() as tx:
        found = tx.subscriptions.get(subscription)
        tx.subscriptions.remove(subscription)
        tx.subscriptions.save(type(found)(**{**_fields(found), "workspace_id": "T-other"}))
    team.press({"type": "button", "action_id": "home_schedule", "value": subscription}, home=True)
    told = team.wait(1, "chat.postMessage")[0]
    assert "That digest is gone" in plain(told)
    assert not team.server.sent("views.open")


def _fields(record):
    return {name: getattr(record, name) for name in record.__dataclass_fields__}
