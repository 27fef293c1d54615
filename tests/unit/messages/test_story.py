"""One story taken apart: every article is listed, linked, and tied with words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.messages.story import sources_messages, timeline_messages, why_messages
from bot.messages.text import messages_text
from bot.model.digest import DigestStory
from bot.model.story import Origin, OriginGraph, OriginKind, Tie, TieReason
from tests.unit.messages import adversarial, invented
from tests.unit.messages.slack_rules import links, mentions, message_problems

MOMENT = {"today": invented.TODAY, "zone": invented.ZONE}
VIEWS = (why_messages, timeline_messages, sources_messages)


def test_why_gives_the_rule_and_the_words_of_each_tie() -> None:
    shown = messages_text(why_messages(invented.CLAIM_STORY, **MOMENT), width=1_000)
    assert "A statement · one interview · The Dale Morrow Show · 5 outlets" in shown
    assert "credits Bay Chronicle: “Rowan Pike said on The Dale Morrow Show”" in shown
    assert "names no source" in shown


def test_timeline_is_in_order_with_what_was_said() -> None:
    shown = messages_text(timeline_messages(invented.DISPUTED_STORY, **MOMENT), width=1_000)
    assert shown.index("Tue 25 Aug 9:00 AM · Bay Chronicle") < shown.index("Wed 26 Aug 5:00 AM · Harbor")
    assert "↳ Ana Reyes, Mayor of Port Ellis, denies" in shown


def test_sources_count_one_owner_once() -> None:
    origin = replace(invented.RADIO, families=("gannet",))
    view = replace(invented.CLAIM_VIEW, graph=OriginGraph(origins=(origin,)))
    shown = messages_text(sources_messages(replace(invented.CLAIM_STORY, view=view), **MOMENT), width=500)
    assert "5 outlets of 1 owner: one owner counts once" in shown
    assert "No reply from Ana Reyes" in shown


def test_buttons_lead_to_the_other_views() -> None:
    row = why_messages(invented.CLAIM_STORY, **MOMENT)[-1]["blocks"][-1]
    assert [button["value"] for button in row["elements"]] == ["timeline k7", "sources k7", "split k7"]


def _long(count: int) -> DigestStory:
    articles = tuple(invented.article(n, f"Headline {n}", f"Outlet {n}") for n in range(count))
    ties = tuple(
        Tie(article_id=a.id, origin_id="o", reason=TieReason.COPY, words="w" * 400) for a in articles
    )
    origin = Origin(
        id="o",
        kind=OriginKind.REPORTING,
        label="own reporting",
        outlets=tuple(a.outlet for a in articles),
        article_ids=tuple(a.id for a in articles),
    )
    view = invented.view(
        "z1", articles, invented.CLAIM_STATUS, graph=OriginGraph(origins=(origin,), ties=ties)
    )
    return replace(invented.CLAIM_STORY, view=view, articles=articles)


@pytest.mark.parametrize("make", VIEWS)
def test_story_of_three_hundred_articles_keeps_every_link(make: object) -> None:
    messages = make(_long(300), **MOMENT)
    assert [problem for message in messages for problem in message_problems(message)] == []
    linked = {url for message in messages for url in links(message["blocks"])}
    assert {a.url for a in _long(300).articles} <= linked


@settings(max_examples=15, deadline=None)
@given(story=adversarial.stories())
def test_no_text_breaks_a_limit_or_mentions_anybody(story: DigestStory) -> None:
    for make in VIEWS:
        messages = make(story, **MOMENT)
        assert [problem for message in messages for problem in message_problems(message)] == []
        assert not mentions(messages_text(messages))
