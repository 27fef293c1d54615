"""Words and phrases as the topic lexicon compares them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlp.topic_tokens import Folder, build_trie, fold_word, iter_matches, plural_of, spans, words


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Mayor's", "mayor"),
        ("Mayor\u2019s", "mayor"),
        ("F.B.I.", "fbi"),
        ("F.B.I.'s", "fbi"),
        ("AT&T's", "at&t"),
        ("TAXES", "taxes"),
    ],
)
def test_fold_word(written, folded):
    assert fold_word(written) == folded


@pytest.mark.parametrize(
    ("singular", "plural"),
    [
        ("tax", "taxes"),
        ("church", "churches"),
        ("bus", "buses"),
        ("agency", "agencies"),
        ("highway", "highways"),
        ("woman", "women"),
        ("taxes", ""),  # already a plural
        ("i", ""),  # "is" is no plural
        ("ICE", ""),  # nor are acronyms inflected
        ("401k", ""),
    ],
)
def test_plural_of(singular, plural):
    assert plural_of(singular) == plural


def test_words_keeps_ampersands_and_dots_and_splits_hyphens():
    assert words("AT&T's pre-k plan in the U.S. (again)") == [
        "AT&T's",
        "pre",
        "k",
        "plan",
        "in",
        "the",
        "U.S.",
        "again",
    ]


class TestFolder:
    def test_keeps_capitals_that_the_lexicon_tells_apart(self):
        assert Folder({"ICE"}).tokens("ICE on thin ice") == ["ICE", "on", "thin", "ice"]

    def test_a_shouting_text_says_nothing_by_its_capitals(self):
        assert Folder({"ICE"}).tokens("ICE ON THE ROADS") == ["ice", "on", "the", "roads"]

    def test_dots_make_an_acronym_even_in_a_shouting_text(self):
        assert Folder({"US"}).tokens("U.S. TELLS US") == ["US", "tells", "us"]

    def test_a_spelling_met_in_a_shouting_text_does_not_stick(self):
        folder = Folder({"ICE"})
        folder.tokens("ICE ON THE ROADS")
        assert folder.tokens("ICE raid") == ["ICE", "raid"]

    @given(st.text(max_size=200))
    def test_every_token_has_a_span(self, text):
        assert len(Folder().tokens(text)) == len(spans(text)) == len(words(text))


class TestMatches:
    TRIE = build_trie([["bus"], ["bus", "lane"], ["lane", "closed", "for", "good"]])

    def test_the_longest_phrase_wins(self):
        assert list(iter_matches(self.TRIE, ["a", "bus", "lane"])) == [(1, 3, 1)]

    def test_a_phrase_that_breaks_off_gives_way_to_the_shorter_one(self):
        assert list(iter_matches(self.TRIE, ["bus", "lane", "closed"])) == [(0, 2, 1)]
        assert list(iter_matches(self.TRIE, ["lane", "closed", "bus"])) == [(2, 3, 0)]

    def test_nothing_found(self):
        assert list(iter_matches(self.TRIE, ["lane"])) == []
        assert list(iter_matches(self.TRIE, [])) == []

    @given(st.lists(st.sampled_from(["bus", "lane", "closed", "for", "good", "x"]), max_size=20))
    def test_matches_are_in_order_and_never_overlap(self, tokens):
        found = list(iter_matches(self.TRIE, tokens))
        assert all(start < end for start, end, _ in found)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(found))
