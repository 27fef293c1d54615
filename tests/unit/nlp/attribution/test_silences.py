"""Silence, in the ways that no verb of saying covers."""

import pytest

from bot.nlp.attribution.silences import silence


@pytest.mark.parametrize(
    ("text", "source", "cue", "asked"),
    [
        (
            "Okafor did not respond to a request for comment.",
            "Okafor",
            "did not respond",
            "a request for comment",
        ),
        ("Okafor did not immediately respond.", "Okafor", "did not immediately respond", ""),
        ("Okafor did not return calls seeking comment.", "Okafor", "did not return", "calls seeking comment"),
        ("Okafor could not be reached for comment.", "Okafor", "could not be reached", "comment"),
        ("Okafor declined an interview.", "Okafor", "declined", "an interview"),
        ("Okafor was not available for comment.", "Okafor", "available", "comment"),
        ("Okafor was unavailable for an interview.", "Okafor", "unavailable", "an interview"),
    ],
)
def test_ways_of_not_answering(told, text, source, cue, asked):
    assert (source, cue, asked) in told(text)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Okafor responded to a request for comment.", "responded"),
        ("Okafor did not return home.", "return"),
        ("The pier was reached by boat.", "reached"),
        ("The room was not available for weddings.", "available"),
        ("Did not respond.", "respond"),
    ],
)
def test_other_uses_tell_of_no_silence(word, text, form):
    assert silence(word(text, form)) is None
