"""Attributions by noun, adjective and "according to"."""

import pytest


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Okafor's claim that the pier is safe was wrong.", "Okafor's", "claim", "that the pier is safe"),
        ("Okafor made the claim that the pier is safe.", "Okafor", "claim", "that the pier is safe"),
        ("A promise by Okafor to close the pier was broken.", "Okafor", "promise", "to close the pier"),
        ("Okafor's criticism of the plan was harsh.", "Okafor's", "criticism", "the plan"),
        ("Okafor is a critic of the plan.", "Okafor", "critic", "the plan"),
        ("Okafor was confident that the pier is safe.", "Okafor", "confident", "that the pier is safe"),
        ("Okafor is worried about the pier.", "Okafor", "worried", "the pier"),
        ("According to Okafor, the pier is safe.", "Okafor", "According to", "the pier is safe"),
        ("The pier is safe, according to Okafor.", "Okafor", "according to", "The pier is safe"),
        ("The pier, according to Okafor, is safe.", "Okafor", "according to", "The pier + is safe"),
    ],
)
def test_constructions(told, text, source, cue, content):
    assert (source, cue, content) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "The claim was wrong.",
        "The claim that the pier is safe was wrong.",
        "A critic of the plan left.",
        "It is certain that the pier is safe.",
        "The worried parents left.",
        "They acted according to plan B.",
    ],
)
def test_nobody_no_attribution(told, text):
    assert [found for found in told(text) if found[1] != "according to"] == []


def test_a_sourced_sentence_is_sourced_whole(told):
    text = "The pier is a site that the city uses to store salt, according to Okafor."
    assert told(text)[-1][2] == "The pier is a site that the city uses to store salt"


def test_the_outlet_and_the_one_it_reports_on_are_two(told):
    text = "According to the Riverton Gazette, Okafor said the pier is safe."
    found = told(text, ("Riverton Gazette", "Okafor"))
    assert [source for source, _, _ in found] == ["the Riverton Gazette", "Okafor"]


def test_according_at_the_very_end_is_survived(told):
    assert told("The pier is safe according") == []
