"""The playground over HTTP, on the sample days: what a person does, in the order in which he would."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest

from tests.web.client import Client

ACTION = re.compile(r'data-action-id="([^"]+)"(?: data-block-id="([^"]*)")?(?: data-value="([^"]*)")?')


def buttons(entry: dict[str, Any], action: str) -> list[dict[str, str]]:
    """The buttons of an entry whose action begins so, as the page's script hands them in."""
    found = (m for m in ACTION.finditer(entry["html"]) if m[1].startswith(action))
    return [
        {"action": m[1], "block": unescape(m[2] or ""), "value": unescape(m[3] or ""), "entry": entry["id"]}
        for m in found
    ]


def state(playground: Client) -> dict[str, Any]:
    return playground.get("/api/state").value


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/", "text/html"), ("/static/style.css", "text/css"), ("/static/playground.js", "text/javascript")],
)
def test_files_are_served_and_load_nothing_from_elsewhere(playground: Client, path: str, kind: str) -> None:
    answer = playground.get(path)
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith(kind)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//|@import|url\(|<script>|style=", answer.text)


@pytest.mark.parametrize(
    "path", ["/nothing", "/static/", "/static/../server.py", "/static/%2e%2e/wire.py", "/story/", "/story"]
)
def test_other_addresses_are_not_found(playground: Client, path: str) -> None:
    answer = playground.get(path)
    assert answer.status == 404
    assert "There is nothing at this address." in answer.text


def test_script_addresses_are_not_found_as_json(playground: Client) -> None:
    assert playground.get("/api/nothing").value == {"error": "There is nothing at this address."}
    assert playground.post("/api/state").status == 404


def test_the_first_digest_is_there_with_its_thread(playground: Client) -> None:
    shown = state(playground)
    digest = shown["entries"][0]
    assert shown["stage"].startswith("Sample day ")
    assert digest["kind"] == "post"
    assert digest["time"].startswith("8:0")
    assert "Policy digest · All places · Tue 3 Mar" in digest["html"]
    assert next(e["thread"] for e in shown["entries"] if e["thread"]) == digest["id"]
    assert {block["type"] for block in digest["blocks"]} >= {"header", "rich_text", "section", "context"}


@pytest.mark.parametrize(
    "typed",
    ["/policy", "/policy help", "/policy help digest", "/policy today", "/policy digest status", "help"],
)
def test_commands_are_answered_to_the_asker_alone(playground: Client, typed: str) -> None:
    answered = playground.type(typed)
    assert answered
    assert {entry["kind"] for entry in answered} == {"only-you"}


def test_what_was_typed_stands_in_the_channel(playground: Client) -> None:
    playground.type("/policy   help  ")
    typed = [entry for entry in state(playground)["entries"] if entry["kind"] == "typed"][-1]
    assert typed["typed"] == "/policy help"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("/policy digest at noonish", "For example"),
        ("/policy digets off", "Did you mean"),
        ("/policy why 99", "has stories 1 to"),
        ("/policy timeline nothing", "no story"),
        ("/nothing", "is no command of this app"),
        ("/policy <script>alert(1)</script>", "&lt;script&gt;"),
    ],
)
def test_wrong_commands_give_a_sentence(playground: Client, typed: str, words: str) -> None:
    (entry,) = playground.type(typed)
    assert words in entry["html"]
    assert "<script" not in entry["html"]


@pytest.mark.parametrize("body", [{}, {"text": ""}, {"text": "   "}, {"text": 7}])
def test_nothing_typed_is_told(playground: Client, body: dict[str, Any]) -> None:
    answer = playground.post("/api/command", **body)
    assert answer.status == 400
    assert "for example /policy help" in answer.value["error"]


def test_a_name_of_two_places_is_asked_back_and_the_choice_takes_its_place(playground: Client) -> None:
    (asked,) = playground.type("/policy Springfield")
    massachusetts, illinois = buttons(asked, "lookup_choose")
    assert "IL" not in massachusetts["value"]
    after = playground.post("/api/press", **illinois).value["entries"]
    entry = next(e for e in after if e["id"] == asked["id"])
    assert entry["version"] == 1
    assert "city in IL" in entry["html"]
    month = next(iter(buttons(entry, "lookup_window")))
    changed = playground.post("/api/press", **{**month, "value": "30"}).value["entries"]
    assert "last 30 days" in next(e for e in changed if e["id"] == asked["id"])["html"]


def test_a_misspelt_name_gets_the_nearest(playground: Client) -> None:
    (entry,) = playground.type("/policy Sprngfield")
    assert "Did you mean Springfield" in entry["html"]


def test_the_menu_of_a_story_answers(playground: Client) -> None:
    digest = state(playground)["entries"][0]
    why = next(b for b in buttons(digest, "story_menu") if b["value"].startswith("why:"))
    before = len(state(playground)["entries"])
    told = playground.post("/api/press", **why).value["entries"][before:]
    assert told[0]["kind"] == "only-you"
    assert "Why · " in told[0]["html"]
    page = playground.get(f"/story/{why['value'].partition(':')[2]}")
    assert page.status == 200
    assert "Where each article goes back to" in page.text


def test_share_posts_for_everybody(playground: Client) -> None:
    (answer,) = playground.type("/policy Hartford")
    before = len(state(playground)["entries"])
    (share,) = buttons(answer, "lookup_share")
    shared = playground.post("/api/press", **share).value["entries"][before:]
    assert [entry["kind"] for entry in shared] == ["post"]
    entity = json.loads(buttons(answer, "follow")[0]["value"])["entity_id"]
    page = playground.get(f"/entity/{entity.replace(':', '%3A')}")
    assert page.status == 200
    assert "Articles per day" in page.text


def test_a_button_of_another_time_is_told(playground: Client) -> None:
    entry = playground.post("/api/press", action="gone", value="x").value["entries"][-1]
    assert "That button has no effect here" in entry["html"]


def test_home_shows_the_channel(playground: Client) -> None:
    home = playground.get("/api/home").value
    assert "#policy-news" in home["html"]
    assert "10 of 10 feeds read" in home["html"]


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("/po", "/policy "),
        ("/policy dig", "/policy digest"),
        ("/policy digest s", "/policy digest status"),
        ("/policy follow Spr", "/policy follow Springfield"),
        ("/policy Spring", "/policy Springfield"),
        ("/city Spring", "/city Springfield"),
    ],
)
def test_commands_and_names_are_completed(playground: Client, typed: str, line: str) -> None:
    query = typed.replace(" ", "%20")
    lines = playground.get(f"/api/complete?text={query}").value["lines"]
    assert line in lines
    assert len(lines) <= 12


def test_plain_words_are_not_completed(playground: Client) -> None:
    assert playground.get("/api/complete?text=Spring").value == {"lines": []}
    assert playground.get("/api/complete").value == {"lines": []}


def test_places_are_found_by_typing(playground: Client) -> None:
    options = playground.get("/api/options?text=Worcester").value["options"]
    assert any(option["label"].startswith("Worcester") for option in options)
    assert all(re.match("geonames:|fips:|region:", option["value"]) for option in options)
    begun = playground.get("/api/options?text=Worces").value["options"]
    assert any(option["label"] == "Worcester, city in MA" for option in begun)


def test_the_only_person_is_you(playground: Client) -> None:
    options = playground.get("/api/options?kind=multi_users_select&text=Wor").value["options"]
    assert options == [{"label": "You", "value": "you"}]


def test_the_page_says_what_it_shows_and_what_to_try(playground: Client) -> None:
    shown = state(playground)
    assert "invented" in shown["about"]
    assert [line.split()[0] for line in shown["tries"]] == ["/policy"] * 4


def test_a_file_comes_with_its_entry(playground: Client) -> None:
    entry = playground.type("/policy feeds export")[0]
    assert entry["file"] == {
        "name": "feeds.opml", "url": f"/api/file?entry={entry['id']}", "picture": False, "alt": "",
    }  # fmt: skip
    sent = playground.get(entry["file"]["url"])
    assert sent.headers["Content-Disposition"] == "attachment; filename*=UTF-8''feeds.opml"
    assert "<opml" in sent.text
    assert playground.get("/api/file?entry=m1").status == 404
    assert playground.get("/api/file").status == 404


def test_a_form_that_is_wrong_names_the_field(playground: Client) -> None:
    key = re.search(
        r'data-action-id="home_preview" data-value="([^"]+)"', playground.get("/api/home").value["html"]
    )
    assert key is not None
    values = {"at": "08:00", "zone": "Atlantis", "weekdays": [], "max_stories": "8", "quiet_day": "line"}
    sent = {"callback": "modal_schedule", "about": key[1], "values": {**values, "hold": "0"}}
    errors = playground.post("/api/submit", **sent).value["errors"]
    assert set(errors) == {"zone", "weekdays"}
    values |= {"zone": "America/New_York", "weekdays": ["1", "2", "3", "4", "5", "6", "7"]}
    taken = playground.post(
        "/api/submit", callback="modal_schedule", about=key[1], values={**values, "hold": "0"}
    )
    assert "errors" not in taken.value


def test_what_cannot_be_done_is_told_in_the_form(playground: Client) -> None:
    gone = playground.post("/api/submit", callback="gone", values={"at": "x"}).value
    assert "Open it again" in gone["errors"]["at"]
    place = playground.post(
        "/api/submit", callback="modal_places", about="", values={"places": ["fips:1"]}
    ).value
    assert "no place fips:1" in place["errors"]["places"]


def test_days_are_stepped_to_the_last_and_show_what_changed(playground: Client) -> None:
    digests = []
    while (before := state(playground))["next"]:
        known = {entry["id"] for entry in before["entries"]}
        after = playground.post("/api/step").value
        digests += [e for e in after["entries"] if e["id"] not in known and not e["thread"]]
    assert state(playground)["stage"] == "Sample day 3 of 3"
    assert "Policy digest · All places · Thu 5 Mar" in digests[-1]["html"]
    assert any("New since" in digest["html"] for digest in digests)
    assert playground.post("/api/step").value["stage"] == "Sample day 3 of 3"


def test_a_chart_is_shown_as_a_picture_with_words(playground: Client) -> None:
    (answer,) = playground.type("/policy Boston")
    (chart,) = buttons(answer, "lookup_chart")
    entry = playground.post("/api/press", **chart).value["entries"][-1]
    assert entry["file"]["picture"] is True
    assert entry["file"]["name"] == "coverage-boston.png"
    assert entry["file"]["alt"].startswith("Bar chart. Boston: articles per day, from ")
    assert playground.get(entry["file"]["url"]).body.startswith(b"\x89PNG")
