"""Quotations find their cue."""

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We go on,” Okafor said.", [("Okafor", "“We go on,”")]),
        ("“We go on,” said Okafor.", [("Okafor", "“We go on,”")]),
        ("Okafor said, “We go on.”", [("Okafor", "“We go on.”")]),
        ("Okafor said:\n\n“We go on.”", [("Okafor", "“We go on.”")]),
        ("“We go on,” Okafor said, “and on.”", [("Okafor", "“We go on,” + “and on.”")]),
        ("“We go on,” Okafor said. “And on.”", [("Okafor", "“We go on,” + “And on.”")]),
        ("“Why go on?” Okafor asked.", [("Okafor", "“Why go on?”")]),
        (
            "“We go on,” Okafor told the paper on a cold Monday in March. “And on.”",
            [("Okafor", "“We go on,” + “And on.”")],
        ),
        (
            "Okafor asked, “Why go on?” Quell replied, “Why not?”",
            [("Okafor", "“Why go on?”"), ("Quell", "“Why not?”")],
        ),
    ],
)
def test_who_says_which(told, text, expected):
    assert [(source, content) for source, _, content in told(text) if content.startswith("“")] == expected


def test_a_closed_sentence_is_not_given_to_the_next_speaker(told):
    text = "“We go on,” Okafor said, “and on.” The bureau did not respond."
    assert told(text) == [
        ("Okafor", "said", "“We go on,” + “and on.”"),
        ("The bureau", "did not respond", ""),
    ]


def test_a_quotation_over_paragraphs_stays_whole(told):
    text = "“We go on,” Okafor said. “We go far.\n\n“We go home.”"
    assert told(text)[0][2] == "“We go on,” + “We go far. + “We go home.”"


def test_the_title_of_a_book_is_not_what_was_said(told):
    text = "Okafor, who wrote “Harbor Lights,” said the pier will close."
    assert told(text)[-1] == ("Okafor, who wrote “Harbor Lights,”", "said", "the pier will close")


def test_a_quotation_far_from_any_cue_belongs_to_nobody(told):
    text = "Okafor left. The pier was dark and empty and nobody was there.\n\n“We go on and on and on.”"
    assert told(text) == []


def test_content_that_opens_a_quotation_holds_it_whole(told):
    text = "Okafor called the deal “a gift to the rich. A crime.”"
    assert told(text)[0][2] == "the deal “a gift to the rich. A crime.”"
