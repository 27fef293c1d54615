"""Attributions by colon, dash and the tail of a headline."""

import pytest


@pytest.mark.parametrize(
    ("text", "named", "expected"),
    [
        ("Okafor: ‘We will not go’", ("Okafor",), ("Okafor", ":", "‘We will not go’")),
        ("Mayor Okafor: Pier is safe", ("Okafor",), ("Mayor Okafor", ":", "Pier is safe")),
        ("Okafor on the pier: ‘It is safe’", ("Okafor",), ("Okafor", "on the pier:", "‘It is safe’")),
        ("‘A gift’: Mayor Okafor hails deal", ("Okafor",), ("Mayor Okafor", ":", "‘A gift’")),
        ("Okafor to voters: ‘Go home’", ("Okafor",), ("Okafor", "to voters:", "‘Go home’")),
        ("Poll: Most want the pier", (), ("Poll", ":", "Most want the pier")),
        ("The pier will close in May: officials", (), ("officials", ":", "The pier will close in May")),
        ("The pier will close in May: Okafor", ("Okafor",), ("Okafor", ":", "The pier will close in May")),
        ("Pier sale was legal, judge rules", (), ("judge", "rules", "Pier sale was legal")),
        (
            "“We go on for ever and a day” — Dana Okafor",
            ("Dana Okafor",),
            ("Dana Okafor", "—", "“We go on for ever and a day”"),
        ),
    ],
)
def test_layouts(told, text, named, expected):
    assert expected in told(text, named)


@pytest.mark.parametrize(
    "text",
    [
        "Update: The pier is safe",
        "The latest: Pier closed",
        "Opinion: Close the pier",
        "Hours: 9 to 5",
        "Pier closes at 5:30 on Sundays",
        "Okafor:",
        "https://news.example/pier",
    ],
)
def test_labels_are_nobody(told, text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Kenya: Traders warn of a new tax", ("Kenya",)),
        ("Port Ellery: A new pier opens on Monday", ("Port Ellery",)),
        ("HARTLEY: Nearly 70 groups objected to the plan on Monday", ("HARTLEY",)),
        ("HARTLEY: Nearly 70 groups objected to the plan on Monday", ()),
        ("“A bigot”: Members slam Hartley lawmaker", ("Hartley",)),
    ],
)
def test_a_place_before_a_colon_is_where_not_who(find, text, places):
    assert [a for a in find(text, places=places) if a.frame == ":"] == []


def test_a_place_is_heard_where_its_words_are_quoted(find):
    assert len(find("Kenya: ‘We will not sign the treaty’", places=("Kenya",))) == 1
    assert len(find("‘We will not sign the treaty’: Kenya on border talks", places=("Kenya",))) == 1


def test_a_description_behind_a_name_is_nobodys_words(told):
    assert told("Ida Okafor: The singer who became a mayor", ("Ida Okafor",)) == []


def test_a_transcript_gives_each_line_to_its_speaker(told):
    text = "Here is the exchange.\n\nREPORTER: Is it safe?\n\nOKAFOR: It is safe and dry."
    assert [(source, content) for source, _, content in told(text)] == [
        ("REPORTER", "Is it safe?"),
        ("OKAFOR", "It is safe and dry"),
    ]


def test_a_colon_inside_the_body_is_no_headline(told):
    text = "The vote was close.\n\nOkafor: a life in pictures"
    assert told(text, ("Okafor",)) == []


def test_a_dash_behind_a_catchword_is_punctuation(told):
    assert told("The “big dig” — Boston knows it", ("Boston",)) == []
