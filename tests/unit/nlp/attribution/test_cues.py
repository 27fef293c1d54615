"""The tables of cues are well formed and say what the rules rely on."""

import pytest

from bot.nlp.attribution import cues
from bot.nlp.attribution.cues import (
    ADJECTIVES,
    LIGHT_VERBS,
    MEDIA,
    MISREAD,
    NOUNS,
    PARTICLE_VERBS,
    PARTISANS,
    VERBS,
)


def test_frames_are_letters_that_the_rules_know():
    assert {letter for cue in (*VERBS.values(), *PARTICLE_VERBS.values()) for letter in cue.frames} <= set(
        "cqoxa"
    )


def test_every_verb_takes_something():
    assert [verb for verb, cue in VERBS.items() if not cue.frames and not cue.preps] == []


def test_lemmas_are_lower_case_single_words():
    words = [*VERBS, *NOUNS, *ADJECTIVES, *LIGHT_VERBS, *MEDIA, *PARTISANS]
    assert [w for w in words if w != w.lower() or " " in w] == []
    assert all(len(verb.split()) == 2 for verb in PARTICLE_VERBS)


@pytest.mark.parametrize(
    "verb", ["say", "tell", "write", "deny", "call", "urge", "warn", "criticize", "announce"]
)
def test_what_is_said_is_speech(verb):
    assert VERBS[verb].speech


@pytest.mark.parametrize("verb", ["want", "believe", "hope", "plan", "fear", "think", "know", "support"])
def test_what_is_thought_is_not(verb):
    assert not VERBS[verb].speech


def test_rows_of_one_verb_add_up():
    assert VERBS["criticize"].frames == "ao"
    assert VERBS["hope"].frames == "cx"
    assert VERBS["hope"].preps == {"for"}


def test_tables_cannot_be_changed():
    with pytest.raises(TypeError):
        cues.VERBS["say"] = cues.VERBS["tell"]  # type: ignore[index]


def test_misread_lemmas_lead_to_cues_and_are_none_themselves():
    assert set(MISREAD.values()) <= VERBS.keys()
    assert not MISREAD.keys() & VERBS.keys()
