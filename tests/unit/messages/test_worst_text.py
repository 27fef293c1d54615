"""Every builder of messages, modals and the home tab, fed the worst text in every field."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

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
    story,
)
from bot.messages import help as helping
from bot.messages import settings as settings_of
from bot.messages.cards import Setting
from bot.messages.text import messages_text
from bot.model.digest import DigestStory
from bot.model.lookup import Candidate, Question, Resolution, ResolutionKind, View
from bot.model.reading import Topic
from tests.unit.messages import adversarial, invented
from tests.unit.messages.slack_rules import mentions, message_problems, texts, view_problems
from tests.unit.messages.test_golden import PAGES, public_builders

MOMENT = {"today": invented.TODAY, "zone": invented.ZONE}
READ = Setting(today=invented.TODAY, zone=invented.ZONE, since_at=invented.SINCE)
Given = tuple[str, DigestStory]


def _feed(words: str) -> Any:
    feed, state = invented.feeds()[2]
    return replace(feed, title=words, outlet=words), replace(state, error=words)


def _resolution(story: DigestStory, kind: ResolutionKind) -> Resolution:
    candidates = tuple(Candidate(entity=entity, articles=3) for entity in story.entities * 9)
    return Resolution(kind=kind, candidates=candidates)


def _topics(words: str) -> list[Topic]:
    return [Topic(slug=f"t{n}", name=words, description=words, phrases=((words, 1.0),)) for n in range(120)]


def _home(words: str, one: DigestStory) -> home.Home:
    (channel,) = invented.home().channels
    return invented.home(
        follows=tuple(invented.follow(n, words) for n in range(300)),
        mutes=tuple(invented.follow(n, words, muted=True) for n in range(30)),
        channels=(replace(channel, name=words, last=replace(channel.last, reason=words)),) * 30,
        failures=(replace(invented.FAILURES[0], outlet=words, error=words),) * 300,
    )


def _digest(one: DigestStory, words: str) -> tuple[Any, ...]:
    return digest.digest_messages(
        invented.digest(
            stories=adversarial.many(one, 3),
            more=adversarial.many(one, 6)[3:],
            heading=words,
            unlisted=((words, 9),),
        )
    )


def _answer(one: DigestStory, words: str, **more: Any) -> Any:
    return invented.answer(
        question=Question(name=words[:200] or "x", **more),
        title=words,
        stories=adversarial.many(one, 5),
        appears_with=(words,) * 8,
        ambiguous=tuple(Candidate(entity=entity) for entity in one.entities),
    )


MESSAGES: dict[str, Callable[[str, DigestStory], Iterable[Any]]] = {
    "amend.without": lambda w, s: [amend.without(m, names=[w], urls=[w]) for m in _digest(s, w)],
    "amend.redrawn": lambda w, s: [amend.redrawn(m, s, READ) for m in _digest(s, w)],
    "asking.offer_message": lambda w, s: [
        asking.offer_message(w, w, choices=[(w, w[:2000])] * 9, undo="off", correction="c1")
    ],
    "choice.ambiguous_message": lambda w, s: [
        choice.ambiguous_message(
            Question(name=w), _resolution(s, ResolutionKind.AMBIGUOUS), today=invented.TODAY
        )
    ],
    "choice.unknown_message": lambda w, s: [
        choice.unknown_message(
            Question(name=w),
            _resolution(s, ResolutionKind.UNKNOWN),
            feeds=3,
            today=invented.TODAY,
            verbs=(w,),
        )
    ],
    "digest.digest_messages": lambda w, s: _digest(s, w),
    "files.file_messages": lambda w, s: files.file_messages(w, "\n".join([w] * 9)),
    "help.help_message": lambda w, s: [
        helping.help_message(help_rows(), word=w),
        helping.help_message((), word=w, near=("digest",)),
    ],
    "help.start_message": lambda w, s: [
        helping.start_message(help_rows(), invented.digest(heading=w, stories=(s,)))
    ],
    "lists.following_messages": lambda w, s: lists.following_messages(
        [invented.follow(n, w) for n in range(60)]
    ),
    "lists.muted_messages": lambda w, s: lists.muted_messages(
        [invented.follow(n, w, until_at=invented.NOW) for n in range(60)], zone=invented.ZONE
    ),
    "lists.feeds_messages": lambda w, s: lists.feeds_messages([_feed(w)] * 60),
    "lists.health_messages": lambda w, s: lists.health_messages([_feed(w)] * 60, zone=invented.ZONE),
    "lists.topics_messages": lambda w, s: lists.topics_messages(_topics(w)),
    "lists.audit_messages": lambda w, s: lists.audit_messages(
        [replace(invented.ENTRY, action=w, subject=w, detail=w)] * 60, zone=invented.ZONE
    ),
    "lists.status_message": lambda w, s: [lists.status_message(_home(w, s).channels[0], zone=invented.ZONE)],
    "lookup.answer_message": lambda w, s: [
        lookup.answer_message(_answer(s, w, view=view, here=here)) for view in View for here in (True, False)
    ],
    "notices.plain_message": lambda w, s: [notices.plain_message(w, w, undo="off")],
    "notices.confirm_message": lambda w, s: [notices.confirm_message(w, "off", yes=w)],
    "notices.incident_message": lambda w, s: [notices.incident_message(w)],
    "notices.delivery_problem": lambda w, s: [
        notices.delivery_problem(w, channel=w, local_on=invented.TODAY),
        notices.delivery_problem("is_archived", channel=w, local_on=invented.TODAY),
    ],
    "notices.feed_failing": lambda w, s: [
        notices.feed_failing(_feed(w)[0], error=w, since_at=invented.SINCE, zone=invented.ZONE)
    ],
    "notices.feed_recovered": lambda w, s: [notices.feed_recovered(_feed(w)[0])],
    "notices.correction_notice": lambda w, s: [notices.correction_notice(1, s.articles[0], former_title=w)],
    "notices.removal_notice": lambda w, s: [notices.removal_notice(2)],
    "notices.change_notice": lambda w, s: [notices.change_notice(s, since_at=invented.SINCE, **MOMENT)],
    "notices.alert_message": lambda w, s: [
        notices.alert_message(invented.follow(1, w, where="C1"), s, again=True, **MOMENT)
    ],
    "onboarding.welcome_message": lambda w, s: [onboarding.welcome_message()],
    "onboarding.preview_messages": lambda w, s: onboarding.preview_messages(
        _digest(s, w), key="sub1", channel=w
    ),
    "page_links.with_page_links": lambda w, s: [page_links.with_page_links(m, PAGES) for m in _digest(s, w)],
    "settings.settings_message": lambda w, s: [
        settings_of.settings_message([w] * 5, key="s1", may_change=True)
    ],
    "story.why_messages": lambda w, s: story.why_messages(s, **MOMENT),
    "story.timeline_messages": lambda w, s: story.timeline_messages(s, **MOMENT),
    "story.sources_messages": lambda w, s: story.sources_messages(s, **MOMENT),
}
SUBSCRIPTION = invented.subscription()
VIEWS: dict[str, Callable[[str, DigestStory], Any]] = {
    "home.home_view": lambda w, s: home.home_view(_home(w, s)),
    "modals.schedule_modal": lambda w, s: modals.schedule_modal(replace(SUBSCRIPTION, zone=w)),
    "modals.places_modal": lambda w, s: modals.places_modal(SUBSCRIPTION, s.entities),
    "modals.topics_modal": lambda w, s: modals.topics_modal(SUBSCRIPTION, _topics(w)),
    "modals.topic_modal": lambda w, s: modals.topic_modal(_topics(w)[0]),
    "modals.feeds_modal": lambda w, s: modals.feeds_modal([f"{n} {w}" for n in range(120)], [f"3 {w}"]),
    "modals.opml_modal": lambda w, s: modals.opml_modal(),
    "modals.follow_modal": lambda w, s: modals.follow_modal(w),
    "modals.setup_modal": lambda w, s: modals.setup_modal([f"1 {w}"], zone=w, places=s.entities),
    "modals.split_modal": lambda w, s: modals.split_modal(s),
    "modals.wrong_modal": lambda w, s: modals.wrong_modal(_answer(s, w)),
    "settings.rights_modal": lambda w, s: settings_of.rights_modal("listed", ["U1", "W2"]),
}
WORST = settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("name", MESSAGES)
@WORST
@given(words=adversarial.TEXT, one=adversarial.stories())
def test_no_text_makes_a_message_that_slack_refuses(name: str, words: str, one: DigestStory) -> None:
    made = list(MESSAGES[name](words, one))
    assert [problem for message in made for problem in message_problems(message)] == []
    assert not mentions(messages_text(made))


@pytest.mark.parametrize("name", VIEWS)
@WORST
@given(words=adversarial.TEXT, one=adversarial.stories())
def test_no_text_makes_a_view_that_slack_refuses(name: str, words: str, one: DigestStory) -> None:
    view = VIEWS[name](words, one)
    assert view_problems(view) == []
    assert [shown for shown in texts(view) if mentions(shown)] == []


def test_every_public_builder_is_tried() -> None:
    assert {*MESSAGES, *VIEWS} >= set(public_builders())
