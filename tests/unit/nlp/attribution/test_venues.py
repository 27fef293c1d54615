"""Where, when, and by whose report."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlp.attribution.venues import Venue, find_day, find_outlet, find_relay, find_venue

THURSDAY = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("around", "text", "kind"),
    [
        ("Lee said on the Carla Finch Show on Monday", "Carla Finch Show", "broadcast"),
        ("Lee said on The Carla Finch Show", "The Carla Finch Show", "broadcast"),
        ("Lee told WQRV on Monday", "WQRV", "broadcast"),
        ("Lee said on CNN", "CNN", "broadcast"),
        ("Lee said on Fox News Sunday", "Fox News Sunday", "broadcast"),
        ("In a radio interview, Lee said", "a radio interview", "broadcast"),
        ("Lee said on a podcast", "a podcast", "broadcast"),
        ("Lee wrote in a letter to Governor Quell", "a letter to Governor Quell", "letter"),
        ("In her two-page letter, Lee said", "her two-page letter", "letter"),
        ("Lee alleged in a lawsuit", "a lawsuit", "filing"),
        ("In court documents, Lee said", "court documents", "filing"),
        ("In an affidavit Lee swore", "an affidavit", "filing"),
        (
            "Lee testified before the Senate Oversight Committee",
            "before the Senate Oversight Committee",
            "hearing",
        ),
        ("Lee said at a hearing on Monday", "a hearing", "hearing"),
        ("Lee told lawmakers", "lawmakers", "hearing"),
        ("At a news conference, Lee said", "a news conference", "press conference"),
        ("Lee told reporters", "reporters", "press conference"),
        ("Lee said in a written statement", "a written statement", "statement"),
        ("in a press release, Lee said", "a press release", "statement"),
        ("Lee wrote on X", "X", "post"),
        ("Lee wrote on Truth Social", "Truth Social", "post"),
        ("Lee said in a Facebook post", "a Facebook post", "post"),
        ("In an interview with the Gazette, Lee said", "an interview with the Gazette", "interview"),
        ("Lee said at a campaign rally", "a campaign rally", ""),
        ("Lee said", "", ""),
    ],
)
def test_venues(around, text, kind):
    assert find_venue(around) == Venue(text, kind)


@pytest.mark.parametrize(
    "around",
    ["Lee said of CNN", "Lee said WHO on Monday", "Lee said in a move in May", "Lee told her sister"],
)
def test_places_of_something_else(around):
    assert find_venue(around).kind == ""


def test_a_tweet_is_a_post_without_more_words():
    assert find_venue("Lee said", "tweet") == Venue("", "post")


@pytest.mark.parametrize(
    ("name", "outlet"),
    [
        ("The Riverton Gazette", "Riverton Gazette"),
        ("the New York Post", "New York Post"),
        ("WQRV", "WQRV"),
        ("Channel 9 News", "Channel 9 News"),
        ("gazette.com", "gazette.com"),
        ("Riverton Police Department", ""),
        ("Dana Okafor", ""),
        ("", ""),
    ],
)
def test_outlets_are_known_by_their_names(name, outlet):
    assert find_outlet(name) == outlet


@pytest.mark.parametrize(
    ("around", "outlet"),
    [
        ("As the Riverton Gazette reported, Lee said", "Riverton Gazette"),
        ("Lee said …, the Lakeside Herald reports.", "Lakeside Herald"),
        ("Lee told the Daily Beacon", "Daily Beacon"),
        ("Lee said, according to the Riverton Gazette,", "Riverton Gazette"),
        ("as first reported by the Lakeside Herald", "Lakeside Herald"),
        ("citing the Riverton Gazette", "Riverton Gazette"),
        ("In an interview with the Riverton Gazette, Lee said", "Riverton Gazette"),
        ("Lee sued the Riverton Gazette, she said", ""),
        ("Lee, a reader of the Lakeside Herald, said", ""),
        ("Lee said", ""),
    ],
)
def test_credits(around, outlet):
    assert find_relay(around) == outlet


@pytest.mark.parametrize(
    ("around", "day"),
    [
        ("Lee said on Wednesday", date(2026, 3, 11)),
        ("Lee said Thursday", THURSDAY),
        ("Lee said on Friday", date(2026, 3, 6)),
        ("Lee said yesterday", date(2026, 3, 11)),
        ("Lee said today", THURSDAY),
        ("Lee said on March 3", date(2026, 3, 3)),
        ("Lee said on Dec. 30", date(2025, 12, 30)),
        ("Lee said on Sept. 9, 2024", date(2024, 9, 9)),
        ("Lee said on Feb. 30", None),
        ("Lee said on April 1, 2030", None),
        ("Lee said in March", None),
        ("Lee said", None),
    ],
)
def test_days(around, day):
    assert find_day(around, THURSDAY) == day


def test_the_leap_day_of_another_year_is_no_day():
    assert find_day("Lee said on Feb. 29", date(2026, 1, 5)) is None


@given(st.text(max_size=200), st.dates())
def test_no_day_lies_after_the_article(around, published):
    day = find_day(f"Lee said Monday {around}", published)
    assert day is None or day <= published


@given(st.text(alphabet="AaBb .,'0$\n", max_size=300))
def test_what_is_found_stands_in_the_text(around):
    assert find_venue(around).text in around
    assert find_relay(around) in around
