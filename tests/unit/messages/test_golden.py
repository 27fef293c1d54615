"""Every message as Block Kit JSON and as plain text, reviewed as a diff; rewritten by `make golden`."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot import messages
from bot.commands.grammar import help_rows
from bot.messages import (
    amend,
    asking,
    choice,
    digest,
    files,
    home,
    lists,
    lookup,
    modals,
    notices,
    onboarding,
    page_links,
    settings,
    story,
)
from bot.messages import help as helping
from bot.messages.cards import Setting
from bot.messages.text import blocks_text, messages_text
from bot.model.feed import Feed, FeedId
from bot.model.lookup import Question, Resolution, ResolutionKind, View
from bot.model.story import Changes
from tests.unit.messages import invented
from tests.unit.messages.slack_rules import message_problems, view_problems

GOLDEN = Path(__file__).parents[2] / "golden"
MOMENT = {"today": invented.TODAY, "zone": invented.ZONE}
FEED = Feed(
    id=FeedId("f1"),
    url="https://bay-chronicle.example/feed",
    imported_url="https://bay-chronicle.example/feed",
    outlet="Bay Chronicle",
    added_at=invented.SINCE,
)
REYES = Question(name="Mayor Reyes")
WHICH = Resolution(kind=ResolutionKind.AMBIGUOUS, candidates=invented.TWO_REYES)
NEAR = Resolution(kind=ResolutionKind.UNKNOWN, candidates=invented.TWO_REYES[:1])
NOBODY = Resolution(kind=ResolutionKind.UNKNOWN)


def _answer(**question: Any) -> dict[str, Any]:
    return lookup.answer_message(invented.answer(question=Question(name="Ana Reyes", **question)))


MESSAGES: dict[str, Callable[[], Any]] = {
    "digest-founding": lambda: digest.digest_messages(invented.digest()),
    "digest-disputed": lambda: digest.digest_messages(
        invented.digest(stories=(invented.DISPUTED_STORY,), more=(), failures=(), held=2)
    ),
    "digest-long": lambda: digest.digest_messages(
        invented.digest(unlisted=(("Immigration", 120), ("Housing", 3)))
    ),
    "digest-quiet": lambda: digest.digest_messages(invented.digest(stories=(), more=(), failures=())),
    "digest-failing": lambda: digest.digest_messages(invented.digest(stories=(), more=(), feeds_total=3)),
    "lookup-stories": lambda: [_answer()],
    "lookup-shared": lambda: [_answer(here=True)],
    "lookup-quotes": lambda: [_answer(view=View.QUOTES)],
    "lookup-timeline": lambda: [_answer(view=View.TIMELINE)],
    "lookup-nothing": lambda: [
        lookup.answer_message(invented.answer(articles=0, stories=(), total_stories=0, quotes=(), per_day=()))
    ],
    "lookup-which": lambda: [choice.ambiguous_message(REYES, WHICH, today=invented.TODAY)],
    "lookup-did-you-mean": lambda: [
        choice.unknown_message(Question(name="Ana Reys"), NEAR, feeds=41, today=invented.TODAY)
    ],
    "lookup-unknown": lambda: [
        choice.unknown_message(
            Question(name="folow"), NOBODY, feeds=41, today=invented.TODAY, verbs=("follow",)
        )
    ],
    "story-why": lambda: story.why_messages(invented.CLAIM_STORY, **MOMENT),
    "story-timeline": lambda: story.timeline_messages(invented.DISPUTED_STORY, **MOMENT),
    "story-sources": lambda: story.sources_messages(invented.DISPUTED_STORY, **MOMENT),
    "help": lambda: [helping.help_message(help_rows())],
    "help-digest": lambda: [helping.help_message(help_rows("digest"), word="digest")],
    "help-unknown": lambda: [helping.help_message((), word="digets", near=("digest",))],
    "start": lambda: [helping.start_message(help_rows(), invented.digest())],
    "list-following": lambda: lists.following_messages([FOLLOW]),
    "list-muted": lambda: lists.muted_messages(
        [invented.follow(2, "Springfield", until_at=invented.NOW)], zone=invented.ZONE
    ),
    "list-feeds": lambda: lists.feeds_messages(invented.feeds()),
    "list-health": lambda: lists.health_messages(invented.feeds(), zone=invented.ZONE),
    "list-topics": lambda: lists.topics_messages(invented.TOPICS),
    "list-audit": lambda: lists.audit_messages([invented.ENTRY], zone=invented.ZONE),
    "list-status": lambda: [lists.status_message(invented.home().channels[0], zone=invented.ZONE)],
    "notice-done": lambda: [
        notices.plain_message("Muted Springfield for 7 days.", undo="unmute Springfield")
    ],
    "notice-confirm": lambda: [
        notices.confirm_message(
            "Remove Ana Reyes everywhere, also from cards already posted?",
            'forget person "Ana Reyes"',
            yes="Forget",
        )
    ],
    "onboarding-welcome": lambda: [onboarding.welcome_message()],
    "onboarding-preview": lambda: onboarding.preview_messages(
        digest.digest_messages(invented.digest(more=())), key="sub1", channel="#port-ellis"
    ),
    "notice-incident": lambda: [notices.incident_message("i-42")],
    "notice-not-posted": lambda: [
        notices.delivery_problem("not_in_channel", channel="#port-ellis", local_on=invented.TODAY)
    ],
    "notice-feed-failing": lambda: [
        notices.feed_failing(FEED, error="time-out", since_at=invented.SINCE, zone=invented.ZONE)
    ],
    "notice-feed-recovered": lambda: [notices.feed_recovered(FEED)],
    "notice-correction": lambda: [
        notices.correction_notice(1, invented.CLAIM_ARTICLES[0], former_title="Old headline")
    ],
    "notice-removal": lambda: [notices.removal_notice(2)],
    "notice-change": lambda: [
        notices.change_notice(invented.DISPUTED_STORY, since_at=invented.SINCE, **MOMENT)
    ],
    "notice-alert": lambda: [notices.alert_message(FOLLOW, invented.CLAIM_STORY, **MOMENT)],
    "notice-alert-again": lambda: [
        notices.alert_message(HERE, invented.DISPUTED_STORY, again=True, **MOMENT)
    ],
    "ask-which": lambda: [
        asking.offer_message(
            "Which “Reyes” do you mean?",
            choices=[
                (asking.candidate_label(c, invented.TODAY), f"follow {c.entity.id}")
                for c in invented.TWO_REYES
            ],
        )
    ],
    "ask-followed": lambda: [
        asking.offer_message(
            "You follow Ana Reyes.",
            "Only you see what you follow.",
            choices=[("As a direct message", 'follow "Ana Reyes" dm')],
            undo='unfollow "Ana Reyes"',
        )
    ],
    "ask-split": lambda: [
        asking.offer_message("1 article of story `k7` is a story of its own now: `p2`.", correction="c1")
    ],
    "file-opml": lambda: files.file_messages("feeds.opml", OPML),
    "settings": lambda: [
        settings.settings_message(SETTINGS, key=SUBSCRIPTION.id, may_change=True),
    ],
    "settings-seen": lambda: [settings.settings_message(SETTINGS, key=None, may_change=False)],
    "amend-removed": lambda: [
        amend.without(message, names=["Rowan Pike"]) for message in digest.digest_messages(invented.digest())
    ],
    "amend-redrawn": lambda: [
        amend.redrawn(message, invented.DISPUTED_STORY, READ)
        for message in digest.digest_messages(
            invented.digest(stories=(invented.RENT_STORY,), more=(invented.CLAIM_STORY,))
        )
    ],
    "page-links": lambda: [
        page_links.with_page_links(message, PAGES) for message in digest.digest_messages(invented.digest())
    ],
}


class Pages:
    """Addresses of pages, without a signature."""

    def story(self, story: str) -> str:
        return f"https://pages.example/s/{story}"

    def entity(self, entity: str) -> str:
        return f"https://pages.example/e/{entity}"


PAGES = Pages()
READ = Setting(today=invented.TODAY, zone=invented.ZONE, since_at=invented.SINCE)
HERE = invented.follow(3, "Housing", where="C1", target_kind="topic", target="housing")
OPML = '<opml version="2.0">\n<outline text="Bay Chronicle" xmlUrl="https://bay-chronicle.example/feed"/>\n</opml>'
SETTINGS = (
    "Feeds, schedules, topics and stories may be changed by everyone.",
    "The digest here is on: every day at 08:00 America/New_York.",
    "Who changed what: `/policy audit`.",
)

FOLLOW = invented.follow(1, "Ana Reyes")
SUBSCRIPTION = invented.subscription()
VIEWS: dict[str, Callable[[], Any]] = {
    "home": lambda: home.home_view(invented.home()),
    "home-empty": lambda: home.home_view(home.Home(zone="UTC")),
    "modal-schedule": lambda: modals.schedule_modal(SUBSCRIPTION),
    "modal-places": lambda: modals.places_modal(SUBSCRIPTION, [invented.PORT_ELLIS]),
    "modal-topics": lambda: modals.topics_modal(SUBSCRIPTION, invented.TOPICS),
    "modal-topic": lambda: modals.topic_modal(invented.TOPICS[0]),
    "modal-feeds": lambda: modals.feeds_modal(["City hall", "Housing"], ["Housing"]),
    "modal-opml": modals.opml_modal,
    "modal-follow": lambda: modals.follow_modal("Ana Reyes"),
    "modal-split": lambda: modals.split_modal(invented.RENT_STORY),
    "modal-rights": lambda: settings.rights_modal("listed", ["U1", "U2"]),
    "modal-wrong": lambda: modals.wrong_modal(invented.answer(ambiguous=invented.TWO_REYES[1:])),
    "modal-setup": lambda: modals.setup_modal(["City hall"], zone="America/New_York", channel="C1"),
}


def _same(path: Path, made: str, *, rewrite: bool) -> None:
    if rewrite:
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8"), f"{path.name} differs; `make golden` rewrites it"


@pytest.mark.parametrize("name", MESSAGES)
def test_golden_message(name: str, request: pytest.FixtureRequest) -> None:
    rewrite = request.config.getoption("--golden")
    made = MESSAGES[name]()
    for number, message in enumerate(made):
        assert message_problems(message) == []
        suffix = f"-thread-{number}" if number else ""
        shown = json.dumps({"blocks": message["blocks"]}, ensure_ascii=False, indent=2)
        _same(GOLDEN / f"{name}{suffix}.json", f"{shown}\n", rewrite=rewrite)
    spoken = "\n\n".join(message["text"] for message in made)
    text = f"{messages_text(made)}\n\n== text ==\n{spoken}\n"
    _same(GOLDEN / f"{name}.txt", text, rewrite=rewrite)


@pytest.mark.parametrize("name", VIEWS)
def test_golden_view(name: str, request: pytest.FixtureRequest) -> None:
    view = VIEWS[name]()
    assert view_problems(view) == []
    shown = json.dumps(view, ensure_ascii=False, indent=2)
    _same(GOLDEN / f"{name}.json", f"{shown}\n", rewrite=request.config.getoption("--golden"))


_PARTS = {"packing.as_messages", "forms.modal"}
"""Parts of builders, without a message of their own."""
_SHOWN = {"Message", "tuple[Message, ...]", "View", "dict[str, Any]"}


def public_builders() -> list[str]:
    """Every function of the room that makes a message or a view, as ``module.name``."""
    modules = [
        importlib.import_module(f"bot.messages.{found.name}")
        for found in pkgutil.iter_modules(messages.__path__)
    ]
    made = (
        (f"{module.__name__.rpartition('.')[2]}.{name}", function)
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    )
    shown = {name for name, made in made if str(inspect.signature(made).return_annotation) in _SHOWN}
    return sorted(shown - _PARTS)


def test_every_public_builder_has_a_golden_file() -> None:
    called = Path(__file__).read_text(encoding="utf-8").replace("helping.", "help.")
    assert len(public_builders()) > 40
    assert [name for name in public_builders() if not re.search(rf"\b{re.escape(name)}[(,]", called)] == []


def test_golden_files_are_all_made() -> None:
    made = {*MESSAGES, *VIEWS}
    stale = [path.name for path in GOLDEN.glob("*.*") if path.stem.split("-thread-")[0] not in made]
    assert stale == []


def test_no_change_shows_no_changes_line() -> None:
    quiet = invented.changed(invented.CLAIM_STORY, Changes())
    (message,) = digest.digest_messages(invented.digest(stories=(quiet,), more=()))
    assert "New since" not in blocks_text(message["blocks"])
