"""The tables of words: written as they are compared, and none contradicts another."""

import re

import pytest

from bot.nlp import name_words, place_words
from bot.nlp.common_words import COMMON, is_common
from bot.nlp.known_orgs import KNOWN, RISKY
from bot.nlp.name_words import words_of

TABLES = {
    f"{module.__name__.rpartition('.')[2]}.{name}": table
    for module in (name_words, place_words)
    for name, table in vars(module).items()
    if name.isupper() and isinstance(table, frozenset)
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_lower_case_words(name):
    assert TABLES[name]
    assert [word for word in TABLES[name] if not re.fullmatch(r"[a-z][a-z0-9&'\u2019-]*", word)] == []


def test_all_tables_are_seen():
    assert {"name_words.ORG_ENDS", "name_words.SUFFIXES", "place_words.STREETS"} <= TABLES.keys()
    assert len(TABLES) >= 14


def test_blocks_of_words_are_split_at_any_space():
    assert words_of(" bank\n  board\tbank ") == {"bank", "board"}
    assert words_of("") == frozenset()


def test_what_stands_before_few_persons_stands_before_places():
    assert place_words.STRONG_LOCATIVES <= place_words.LOCATIVES | place_words.STANDING
    assert place_words.STANDING <= place_words.LOCATIVES | place_words.STRONG_LOCATIVES


class TestCommonWords:
    @pytest.mark.parametrize(
        "word",
        ["vote", "votes", "voted", "voting", "planned", "planning", "cities", "denied", "quickly", "isn't",
         "mayor's", "they'll", "stopped", "biggest", "bigger", "the"],
    )  # fmt: skip
    def test_a_base_form_and_its_regular_others(self, word):
        assert is_common(word)

    @pytest.mark.parametrize("word", ["egypt", "quist", "nvidia", "boston", "", "s", "ing", "zzz", "Vote"])
    def test_no_common_word(self, word):
        assert not is_common(word)

    def test_more_words_count_with_their_other_forms(self):
        assert not is_common("quipus")
        assert is_common("quipus", {"quipu"})
        assert not is_common("quipus", {"qui"})

    @pytest.mark.parametrize("word", ["ford", "march", "jordan", "chad", "china"])
    def test_what_is_as_often_a_name_is_left_out(self, word):
        assert word not in COMMON

    def test_every_base_form_is_common(self):
        assert all(map(is_common, COMMON))


class TestOrganisations:
    def test_what_is_also_a_word_only_speaks_for_one(self):
        assert not KNOWN & RISKY
        assert {"Apple", "Target", "Meta"} <= RISKY
        assert {"Boeing", "AARP", "Boston Bruins"} <= KNOWN

    def test_names_are_as_they_are_written(self):
        assert [name for name in KNOWN | RISKY if name != " ".join(name.split()) or not name] == []
        assert [name for name in KNOWN | RISKY if not re.search(r"[A-Z0-9]", name)] == []

    def test_no_name_swallowed_its_neighbour(self):
        """A missing comma would join two names."""
        assert [name for name in KNOWN if "\n" in name or len(name.split()) > 6] == []
