"""Scores, rivals, negatives and explanations of the topic matcher."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.reading import Topic
from bot.nlp.topics import TopicMatcher, confidence, folded, inflected, lexicon_version

TRANSIT = Topic(
    slug="transit",
    name="Transit",
    phrases=(("bus", 2.0), ("bus lane", 4.0), ("red line", 4.0), ("fare", 3.0)),
    excludes=("bus boycott", "red line in the sand"),
    threshold=0.3,
)
HOUSING = Topic(slug="housing", name="Housing", phrases=(("rent", 3.0), ("tenant", 3.0)), threshold=0.3)
IMMIGRATION = Topic(slug="immigration", name="Immigration", phrases=(("ICE", 5.0),), threshold=0.3)
SPORT = Topic(slug="sport", name="Sport", phrases=(("playoff", 5.0),), negative=True)
MATCHER = TopicMatcher([TRANSIT, HOUSING, IMMIGRATION, SPORT])


def slugs(*fields):
    return [t.slug for t in MATCHER.score(*fields)]


def only(*fields):
    (topic,) = MATCHER.score(*fields)
    return topic


def test_no_phrase_means_not_policy():
    assert MATCHER.score("A night at the opera") == ()
    assert MATCHER.score("", "", "") == ()


def test_a_singular_matches_its_plural_and_the_phrase_is_given_as_written():
    assert only("City paints Bus Lanes").phrases == ("Bus Lanes",)


def test_each_phrase_is_named_once_with_its_strongest_place_first():
    found = only("New Bus Lane", "A bus lane for every fare", "Fares")
    assert found.phrases == ("Bus Lane", "fare", "Fares")


def test_an_exclude_hides_the_phrase_inside_it():
    assert slugs("The bus lane opens") == ["transit"]
    assert slugs("Museum recalls the bus boycott") == []
    assert slugs("President draws a red line in the sand") == []


def test_an_exclude_hides_the_phrases_of_every_topic():
    other = Topic(slug="rights", name="Rights", phrases=(("bus boycott", 4.0),), threshold=0.3)
    matcher = TopicMatcher([TRANSIT, other])
    assert [t.slug for t in matcher.score("The bus boycott at fifty")] == ["rights"]


def test_capitals_of_the_lexicon_match_capitals_only():
    assert slugs("ICE arrests four") == ["immigration"]
    assert slugs("Thin ice closes the pond") == []
    assert slugs("ICE CLOSES THE POND") == []


def test_the_title_weighs_more_than_the_summary_and_the_body():
    title, summary, body = only("Red line"), only("", "Red line"), only("", "", "Red line " * 3)
    assert title.score > summary.score > body.score


def test_only_the_beginning_of_the_body_is_read():
    body = "bus lane " * 3
    assert slugs("", "", body) == ["transit"]
    assert slugs("", "", "x " * 1_000 + body) == []


def test_repetition_counts_ever_less():
    once, twice, often = (only("fare " * n).score for n in (1, 2, 50))
    assert once < twice < often < 0.8


def test_a_negative_class_suppresses_a_weaker_topic():
    assert slugs("Bus to the playoff") == []
    assert slugs("Red line fare rises as playoff nears") == ["transit"]


def test_a_negative_class_is_never_an_answer():
    assert slugs("Playoff tonight") == []


def test_two_topics_share_the_confidence():
    alone, shared = only("tenant"), MATCHER.score("tenant fare")
    assert [t.slug for t in shared] == ["transit", "housing"]  # a tie: the order of the lexicon
    assert shared[0].score == shared[1].score < alone.score


def test_a_topic_with_less_than_half_the_evidence_of_the_best_is_left_out():
    assert slugs("Red line fare and bus lane, and rent") == ["transit"]


def test_the_threshold_decides():
    strict = dataclasses.replace(HOUSING, threshold=0.6)
    assert TopicMatcher([HOUSING]).score("rent")[0].score == pytest.approx(0.5)
    assert TopicMatcher([strict]).score("rent") == ()


def test_negative_weights_speak_against_a_topic_and_are_not_named():
    topic = Topic(slug="parks", name="Parks", phrases=(("park", 3.0), ("parking", -2.0), ("tree", 3.0)))
    matcher = TopicMatcher([topic])
    plain, less = matcher.score("park tree")[0], matcher.score("park tree parking")[0]
    assert less.score < plain.score
    assert less.phrases == ("park", "tree")
    assert matcher.score("parking") == ()


def test_at_most_three_topics():
    topics = [Topic(slug=s, name=s, phrases=((f"{s}{s}{s}", 3.0),)) for s in "abcde"]
    assert len(TopicMatcher(topics).score("aaa bbb ccc ddd eee")) == 3


def test_a_written_plural_beats_the_plural_of_a_singular():
    topic = Topic(slug="money", name="Money", phrases=(("stock", 1.0), ("stocks", 6.0)))
    assert TopicMatcher([topic]).score("stocks")[0].score == pytest.approx(0.75)


def test_the_version_follows_the_lexicon_and_not_its_description():
    edited = dataclasses.replace(HOUSING, phrases=(("rent", 2.0),))
    described = dataclasses.replace(HOUSING, description="Homes.")
    assert TopicMatcher([HOUSING]).version == lexicon_version([described]) != lexicon_version([edited])


def test_confidence_needs_more_for_than_against():
    assert confidence(3, 3, 3) == 0
    assert 0 < confidence(3, 3, 1) < confidence(3, 3, 0)


@pytest.mark.parametrize("written", ["Tax-cut", "TAX cut", "tax cut"])
def test_folded_ignores_hyphens_and_case(written):
    assert folded(written.lower()) == ("tax", "cut")


def test_inflected_leaves_a_plural_alone():
    assert inflected("finals") == (("finals",),)
    assert inflected("---") == ((),)


@given(
    st.lists(st.sampled_from(["bus", "Red Line", "ICE", "rent", "playoff", "fares", "of", "."]), max_size=12)
)
def test_scores_lie_in_the_unit_interval_best_first_and_phrases_are_verbatim(parts):
    title = " ".join(parts)
    found = MATCHER.score(title)
    assert all(0 < t.score <= 1 and t.phrases for t in found)
    assert [t.score for t in found] == sorted((t.score for t in found), reverse=True)
    assert all(phrase in title for t in found for phrase in t.phrases)


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_can_be_scored_and_gives_the_same_twice(title, summary):
    assert MATCHER.score(title, summary) == MATCHER.score(title, summary)
