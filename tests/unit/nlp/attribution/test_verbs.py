"""Attributions by verb, construction by construction."""

import pytest

from bot.nlp.attribution.verbs import cue_of, verb_attribution


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Dana Okafor said the pier will close.", "Dana Okafor", "said", "the pier will close"),
        (
            "Okafor told parents that every school would get a nurse.",
            "Okafor",
            "told",
            "that every school would get a nurse",
        ),
        ("The pier will close, Okafor said.", "Okafor", "said", "The pier will close"),
        ("The pier, Okafor said, will close.", "Okafor", "said", "The pier + will close"),
        ("Okafor went on to say that the pier will close.", "Okafor", "to say", "that the pier will close"),
        ("Okafor criticized the plan.", "Okafor", "criticized", "the plan"),
        (
            "Okafor blasted the plan as a gift to the rich.",
            "Okafor",
            "blasted",
            "the plan as a gift to the rich",
        ),
        ("Okafor accused the board of fraud.", "Okafor", "accused", "the board of fraud"),
        ("Okafor called for new rules.", "Okafor", "called", "new rules"),
        ("Okafor spoke out against the plan.", "Okafor", "spoke", "the plan"),
        ("Okafor urged the state to pay.", "Okafor", "urged", "to pay"),
        ("Okafor wants to close the pier.", "Okafor", "wants", "to close the pier"),
        ("The mayor hopes for rain.", "The mayor", "hopes", "rain"),
        ("The mayor hated the plan.", "The mayor", "hated", "the plan"),
        ("Mayor Okafor regards the plan as a threat.", "Mayor Okafor", "regards", "the plan as a threat"),
        ("The plan was criticized by Okafor.", "Okafor", "criticized", "The plan"),
        ("Okafor pointed out that the pier is old.", "Okafor", "pointed", "that the pier is old"),
        ("Okafor, who said the pier will close, left.", "who", "said", "the pier will close"),
        ("Okafor left, saying that the pier will close.", "Okafor", "saying", "that the pier will close"),
        (
            "The union alleged in a lawsuit that the owner cut the heat.",
            "The union",
            "alleged",
            "that the owner cut the heat",
        ),
        ("Okafor did not say that the pier is safe.", "Okafor", "did not say", "that the pier is safe"),
        ("The pier will fail, warned Luis Ferrante.", "Luis Ferrante", "warned", "The pier will fail"),
        (
            "Polls this early mean little, argues Ines Duartes.",
            "Ines Duartes",
            "argues",
            "Polls this early mean little",
        ),
    ],
)
def test_constructions(told, text, source, cue, content):
    assert (source, cue, content) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "The pier opened on Saturday.",
        "The proposed plan failed.",
        "The plan was criticized.",
        "Okafor told a crowd on Monday.",
        "Okafor called an emergency meeting.",
        "Okafor spoke on Monday.",
        "It is said that the pier is old.",
    ],
)
def test_no_attribution_without_source_or_content(told, text):
    assert told(text) == []


def test_a_verb_of_saying_waits_for_its_quotation(word):
    found = verb_attribution(word("“We go on,” Okafor said.", "said"))
    assert found is not None
    assert found.takes_quote


def test_a_relative_clause_behind_a_comma_is_not_content(told):
    text = "Okafor praised the plan, which the council had killed in March."
    assert told(text)[0][2] == "the plan"


@pytest.mark.parametrize(
    ("text", "verb", "speech"),
    [("Okafor pointed out the flaw.", "pointed", True), ("Okafor believes it.", "believes", False)],
)
def test_the_lexicon_is_asked_with_the_particle(word, text, verb, speech):
    assert cue_of(word(text, verb)).speech is speech


def test_unknown_verbs_and_particles_are_no_cues(word):
    assert cue_of(word("Okafor pointed up.", "pointed")) is not cue_of(word("Okafor ate soup.", "ate"))
    assert cue_of(word("Okafor ate soup.", "ate")) is None
