"""A story as a card."""

from __future__ import annotations

from dataclasses import replace

from bot.messages import cards
from bot.messages.fallback import words_of
from bot.messages.limits import characters
from bot.model.story import Reply
from tests.unit.messages import invented
from tests.unit.messages.slack_rules import links

SETTING = cards.Setting(today=invented.TODAY, zone=invented.ZONE, since_at=invented.SINCE)


def _words(line: cards.Line) -> str:
    return "".join(words_of(run) for run in line)


def test_card_is_a_label_with_its_menu_and_the_lines() -> None:
    label, body = cards.card(invented.CLAIM_STORY, SETTING)
    assert label["text"]["text"] == "1 · CITY \u00d7 FEDERAL"
    assert label["accessory"]["type"] == "overflow"
    assert links(body)[0] == "https://bay-chronicle.example/0"


def test_story_whose_headline_article_is_gone_shows_another_one() -> None:
    view = replace(invented.CLAIM_VIEW, headline_article="gone")
    assert cards.headline(replace(invented.CLAIM_STORY, view=view)) == invented.CLAIM_ARTICLES[0]


def test_story_without_articles_says_removed() -> None:
    story = replace(invented.CLAIM_STORY, articles=())
    _, body = cards.card(story, SETTING)
    assert links(body) == []
    assert _words(cards.headline_line(story)) == "Removed"


def test_excerpt_stands_only_where_there_is_no_statement() -> None:
    assert "Coast Report: The agency adds" in _words(cards.said_line(invented.BUS_STORY, SETTING))
    with_excerpt = replace(invented.CLAIM_STORY, excerpt="An excerpt")
    assert "An excerpt" not in _words(cards.said_line(with_excerpt, SETTING))
    assert cards.said_line(replace(invented.BUS_STORY, excerpt=""), SETTING) == []


def test_own_words_come_before_reported_ones() -> None:
    reported = replace(invented.PIKE_SAID, id="s7", quoted=False, words="Rowan Pike said")
    view = replace(invented.CLAIM_VIEW, statements=(reported, invented.PIKE_SAID))
    line = _words(cards.said_line(replace(invented.CLAIM_STORY, view=view), SETTING))
    assert f"“{invented.CLAIM}”" in line


def test_statement_that_repeats_the_headline_is_not_shown() -> None:
    echo = replace(invented.PIKE_SAID, words='Port Ellis police help "behind the scenes"', quoted=False)
    view = replace(invented.CLAIM_VIEW, statements=(echo,))
    line = cards.said_line(replace(invented.CLAIM_STORY, view=view, excerpt="An excerpt"), SETTING)
    assert _words(line) == "Bay Chronicle: An excerpt"


def test_newest_reply_is_shown_when_nobody_denies() -> None:
    older = replace(invented.DENIAL, id="s8", words="That is false")
    view = replace(
        invented.DISPUTED_VIEW,
        status=replace(invented.DISPUTED_VIEW.status, denial=None),
        reply=Reply(concerned=(invented.REYES.id,), statements=(older, invented.DENIAL), feeds=41),
    )
    line = cards.other_side_line(replace(invented.DISPUTED_STORY, view=view), SETTING)
    assert invented.DENIAL.words in _words(line)


def test_no_reply_needs_somebody_concerned_and_feeds_that_were_read() -> None:
    for reply in (Reply(), Reply(concerned=(invented.REYES.id,)), Reply(concerned=("person:x",), feeds=3)):
        view = replace(invented.CLAIM_VIEW, reply=reply)
        assert cards.other_side_line(replace(invented.CLAIM_STORY, view=view), SETTING) == []


def test_corrected_article_is_linked() -> None:
    _, body = cards.card(invented.DISPUTED_STORY, SETTING)
    assert invented.CLAIM_ARTICLES[1].url in links(body)


def test_lines_are_left_out_from_the_end_until_it_fits() -> None:
    block = cards.fitted(
        [cards.headline_line(invented.CLAIM_STORY), *[[*cards.headline_line(invented.RENT_STORY)]] * 9], 300
    )
    assert characters([block]) <= 300
    assert links(block)[0] == "https://bay-chronicle.example/0"


def test_aloud_has_full_stops_and_no_dots_to_read_out() -> None:
    said = cards.aloud(invented.CLAIM_STORY, SETTING)
    assert said.startswith("1. Border Service chief")
    assert "·" not in said
    assert "◐" not in said
