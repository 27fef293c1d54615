"""The founding story and eleven others through every view of them, as signed requests, with golden files.

One team has one digest posted on the second evening. Then, story by story, somebody looks its subject up and
shares it, takes the story apart, follows and mutes it, splits and joins it and takes both back; at last a
page of each is forgotten.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.app import App
from bot.messages import actions
from bot.messages.cards import BRIEF
from bot.settings import load
from tests.support.slack_server import SlackServer
from tests.support.stores import THREE_DAYS, Stores
from tests.support.team import SECRET, Team, button, elements
from tests.unit.messages.slack_rules import links, message_problems, texts, view_problems

GOLDEN = Path(__file__).parents[1] / "golden" / "stories"
EVENING = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)
STORIES = {
    "claim-about-the-police": ("ICE field director says Boston police", "Harlan Pryce"),
    "processing-site": ("ICE plans new processing site", "Hartford"),
    "parking-lot-homes": ("Boston plans 402 homes", "Imani Okafor"),
    "bus-monitors": ("Springfield schools to hire 60 bus monitors", "Schools and universities"),
    "facility-fees": ("Senator Reyes files bill to cap", "Tobias Reyes"),
    "bus-lane-tickets": ("Councilor Reyes wants Boston", "Marisol Reyes"),
    "wind-permits": ("Massachusetts joins suit over wind", "Josephine Tarrant"),
    "school-lunch": ("Judge blocks federal cut to school lunch", "Department of Agriculture"),
    "labor-board": ("Senate confirms Meridith Vance", "National Labor Relations Board"),
    "battery-trains": ("MBTA to test battery trains", "Ruth Kessler"),
    "flood-insurance": ("House panel advances bill on flood", "Lena Stavros"),
    "data-centers": ("Illinois Senate passes rules", "Illinois Senate"),
}
STEPS = ("digest", "lookup", "share", "why", "timeline", "follow", "mute", "split", "merge", "forget")
Told = dict[tuple[str, str], list[dict[str, Any]]]


class Clock:
    """The second evening, and on."""

    at = EVENING

    def __call__(self) -> datetime:
        return self.at


class Desk:
    """One team that goes through its stories."""

    def __init__(self, app: App, team: Team, clock: Clock) -> None:
        self.app, self.team, self.clock = app, team, clock
        self.told: Told = {}

    def post(self) -> None:
        """The digest with all stories, posted."""
        self.team.type("digest on")
        self.team.type("digest max 20")
        self.team.type("digest now")
        self.deliver()

    def deliver(self) -> None:
        while self.app.deliverer.deliver():
            self.clock.at += timedelta(seconds=2)

    def typed(self, text: str) -> list[dict[str, Any]]:
        """All messages that answer a command."""
        before = len(self.team.answers())
        self.team.type(text)
        return self.team.answers()[before:]

    def through(self, slug: str, headline: str, subject: str) -> None:
        """Every step but the last for one story of the digest."""
        card = card_of(self.posted(), headline)
        number = next(words for words in texts(card) if words[0].isdigit()).partition(" ")[0]
        answer = self.typed(f"about {subject}")
        menu = card_of(answer[0]["blocks"], headline)[0]["accessory"]
        self.told[slug, "digest"] = [{"blocks": card}]
        self.told[slug, "lookup"] = answer
        self.told[slug, "share"] = [self.team.press(button(answer[0], "Share to channel"))]
        for verb in ("why", "timeline"):
            self.told[slug, verb] = self.typed(f"{verb} {number}")
        for verb in ("follow", "mute"):
            choice = next(o["value"] for o in menu["options"] if o["value"].startswith(f"{verb}:"))
            self.told[slug, verb] = [self.team.press(menu, choice=choice)]
        self.told[slug, "split"] = self.split(number)
        other = "1" if number != "1" else "2"
        merged = self.typed(f"merge {number} {other}")
        self.told[slug, "merge"] = [*merged, self.team.press(button(merged[0], "Undo"))]
        self.deliver()
        self.clock.at += timedelta(minutes=1)  # nobody asks faster

    def split(self, number: str) -> list[dict[str, Any]]:
        """The modal, what comes of it and its undo; for a story of one article the sentence that says so."""
        opened = len(self.team.server.sent("views.open"))
        posted = len(self.team.server.sent("chat.postMessage"))
        if self.articles_of(number) == 1:
            return self.typed(f"split {number}")
        self.team.send_command(f"split {number}")
        view = self.team.wait(opened + 1, "views.open")[opened]["view"]
        choices = next(b for b in view["blocks"] if b.get("block_id") == "articles")["element"]["options"]
        self.team.submit(view, articles={"selected_options": choices[-1:]})
        done = self.team.wait(posted + 1, "chat.postMessage")[posted]
        return [view, done, self.team.press(button(done, "Undo"))]

    def articles_of(self, number: str) -> int:
        """How many articles a story of the digest has by now."""
        with self.app.database.read() as tx:
            shown = tx.views.numbered(self.app.subscribe.all()[0].id)
            articles = tx.articles.by_ids(tx.stories.get(shown[int(number)]).article_ids)
        return sum(article.published_at <= self.clock.at for article in articles)

    def forget(self, slug: str, headline: str) -> None:
        """The page of the story's headline, asked for, forgotten, and gone from the posted card."""
        card = card_of(self.posted(), headline)
        url = links(card)[0]
        asked = self.typed(f"forget url {url}")
        edits = len(self.team.server.sent("chat.update"))
        done = self.team.press(button(asked[0], "Remove it"))
        self.deliver()
        edited = self.team.wait(edits + 1, "chat.update")[edits]
        assert url not in json.dumps(edited["blocks"])
        self.clock.at += timedelta(minutes=1)
        self.told[slug, "forget"] = [*asked, done, {"blocks": card_of(edited["blocks"], key_of(card))}]

    def posted(self) -> list[dict[str, Any]]:
        """The blocks of the digest and of its thread as they were posted."""
        return [block for message in self.team.server.messages[:2] for block in message.body["blocks"]]


def card_of(blocks: list[dict[str, Any]], words: str) -> list[dict[str, Any]]:
    """The two blocks of the card that has the words, or the one of the thread."""
    for head, body in pairwise([{}, *blocks]):
        if words in json.dumps([head, body] if "accessory" in head else body, ensure_ascii=False):
            if body.get("block_id", "").startswith(BRIEF):
                return [body]
            if "accessory" in head:
                return [head, body]
    raise AssertionError(f"{words!r} is not among {list(texts(blocks))}")


def key_of(card: list[dict[str, Any]]) -> str:
    """What names the story in its menu, or in the block of the thread."""
    if "accessory" in card[0]:
        return str(card[0]["accessory"]["options"][0]["value"])
    return ":".join(card[0]["block_id"].split(":")[:2])


@pytest.fixture(scope="module")
def told(shared: dict[str, Any], stores: Stores, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """What every story said at every step."""
    folder, clock = tmp_path_factory.mktemp("stories"), Clock()
    url = stores.copy(THREE_DAYS, folder / "policy.sqlite3")
    with ExitStack() as stack:
        server = stack.enter_context(SlackServer())
        settings = load(
            env_file=None,
            database_url=url,
            slack_bot_token="xoxb-test",
            slack_signing_secret=SECRET,
            slack_api_url=server.url,
            slack_timeout_s=2,
        )
        app = stack.enter_context(App(settings, sample=True, now=clock))
        app.__dict__.update(shared)
        stack.callback(app.__dict__.pop, "gazetteer")
        name_outlets(app)
        team = Team(app.make_slack_app(), server)
        stack.callback(team.app.listener_runner.listener_executor.shutdown, wait=True)
        desk = Desk(app, team, clock)
        desk.post()
        for slug, (headline, subject) in STORIES.items():
            desk.through(slug, headline, subject)
        for slug, (headline, _) in STORIES.items():
            desk.forget(slug, headline)
        yield desk.told


def name_outlets(app: App) -> None:
    """The outlets by their names, as where the sample's own list is known at the poll."""
    with app.database.engine.writer.begin() as conn:
        for outlet in app.outlets:
            for table in ("feeds", "articles"):
                sql = f"UPDATE {table} SET outlet = :name, outlet_id = :id WHERE outlet = :id"
                conn.execute(text(sql), {"name": outlet.name, "id": outlet.id})


def shown(messages: list[dict[str, Any]]) -> str:
    """What the messages of a step show, as it pastes into the Block Kit Builder; random ids made equal."""
    blocks = [block for message in messages for block in message["blocks"]]
    text = json.dumps({"blocks": blocks}, ensure_ascii=False, indent=2)
    return re.sub(r'"c[0-9a-f]{8}"', '"c00000000"', text) + "\n"


@pytest.mark.parametrize("slug", STORIES)
@pytest.mark.parametrize("step", STEPS)
def test_the_step_shows_what_its_golden_file_has(
    told: Told, slug: str, step: str, request: pytest.FixtureRequest
) -> None:
    messages, path = told[slug, step], GOLDEN / slug / f"{step}.json"
    if request.config.getoption("--golden"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(shown(messages), encoding="utf-8")
    assert shown(messages) == path.read_text(encoding="utf-8"), "`make golden` rewrites it"


@pytest.mark.parametrize("slug", STORIES)
def test_every_step_keeps_slacks_rules_and_unfurls_nothing(told: Told, slug: str) -> None:
    for step in STEPS:
        for message in told[slug, step]:
            if message.get("type") == "modal":
                assert view_problems(message) == []
                continue
            assert message_problems({"text": "-", **message}) == []
            if "text" in message:
                assert (message["unfurl_links"], message["unfurl_media"]) == (False, False)


def test_what_is_shared_carries_the_status_of_each_story_in_its_text_too(told: Told) -> None:
    (shared,) = told["claim-about-the-police", "share"]
    assert shared["response_type"] == "in_channel"
    rungs = ("DISPUTED", "ON FILE", "ON THE RECORD", "origin", "No source given")
    stories = [
        b
        for b in shared["blocks"]
        if b.get("accessory", {}).get("action_id", "").startswith(actions.STORY_MENU)
    ]
    assert stories
    assert sum(any(rung in line for rung in rungs) for line in shared["text"].splitlines()[1:]) >= len(
        stories
    )


def test_nothing_says_in_our_own_voice_that_the_police_did_it(told: Told) -> None:
    for step in STEPS:
        for message in told["claim-about-the-police", step]:
            said = " ".join(texts(message["blocks"]))
            assert (
                "police help" not in said.lower().replace("boston police quietly help agents", "")
                or "“" in said
            )


def test_golden_files_are_all_made() -> None:
    found = {str(path.relative_to(GOLDEN)) for path in GOLDEN.rglob("*.json")}
    assert found == {f"{slug}/{step}.json" for slug in STORIES for step in STEPS}


def test_menus_of_a_message_are_told_apart(told: Told) -> None:
    (answer,) = told["bus-lane-tickets", "lookup"][:1]
    ids = [
        element["action_id"]
        for kind in ("overflow", "button", "static_select")
        for element, _ in elements(answer, kind)
    ]
    assert len(set(ids)) == len(ids)
