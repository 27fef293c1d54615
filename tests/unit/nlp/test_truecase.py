"""Headlines back to sentence case: the article decides, then the table, then common words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlp.common_words import is_common
from bot.nlp.truecase import forms_of, is_headline_cased, learn, truecase


@pytest.mark.parametrize(
    ("title", "cased"),
    [
        ("Council Votes to Cut Bus Fares", "Council votes to cut bus fares"),
        ("Ruiz Says ICE Left Toledo", "Ruiz says ICE left Toledo"),
        ("COUNCIL VOTES TO CUT FARES IN TOLEDO", "Council votes to cut fares in Toledo"),
        ("Budget Fight: Council Wins Again", "Budget fight: Council wins again"),
        ("Send Them to Us, Mayor Says", "Send them to us, mayor says"),
        ("Council votes to cut fares", "Council votes to cut fares"),
        ("Ruiz", "Ruiz"),
    ],
)
def test_common_words_lose_their_capital(title: str, cased: str) -> None:
    assert truecase(title, forms={}, table={}) == cased


def test_the_articles_own_forms_come_before_the_table() -> None:
    title = "Price Talks With Board Fail Again"
    assert truecase(title, forms={}, table={"price": "price"}).startswith("Price talks with board")
    forms = forms_of("Talks with Price over the Board went on, and Price left the Board.")
    assert (
        truecase(f"Why {title}", forms=forms, table={"price": "price"})
        == "Why Price talks with Board fail again"
    )


def test_known_names_keep_their_capitals() -> None:
    title = "Storm Hits Long Beach Before Dawn"
    start = title.index("Long Beach")
    assert "Long Beach" in truecase(title, forms={}, table={}, names=[(start, start + len("Long Beach"))])
    assert "long beach" in truecase(title, forms={}, table={})


def test_forms_are_counted_away_from_sentence_starts() -> None:
    forms = forms_of('Fares rose. "Fares fell," he said of fares; Ruiz met Ruiz.', "Fares Rise In Toledo")
    assert forms["fares"] == "fares"
    assert forms["ruiz"] == "Ruiz"
    assert "toledo" not in forms
    assert learn(["In Toledo, the council"]) == {"toledo": "Toledo", "the": "the", "council": "council"}


@pytest.mark.parametrize("word", ["votes", "voted", "stopping", "policies", "biggest", "won't", "quickly"])
def test_regular_forms_are_common(word: str) -> None:
    assert is_common(word)


@pytest.mark.parametrize("word", ["toledo", "trump", "egypt", "ford", "okafor"])
def test_names_are_not_common(word: str) -> None:
    assert not is_common(word)


@given(st.text(max_size=60))
def test_the_length_never_changes_and_twice_is_once(title: str) -> None:
    once = truecase(title, forms={}, table={})
    assert len(once) == len(title)
    assert is_headline_cased(once) or truecase(once, forms={}, table={}) == once
