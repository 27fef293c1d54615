"""Typed names: cleaned, folded, taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lookups.typed_names import PersonParts, acronym, clean, fold, office_of, person_parts, split_title


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("Michelle Wu", "Michelle Wu"),
        ("  Michelle\n Wu?", "Michelle Wu"),
        ("\u201cBoston\u201d", "Boston"),
        ("Wu's", "Wu"),
        ("Charles\u2019", "Charles"),
        ("O'Neil", "O'Neil"),
        ("", ""),
    ],
)
def test_clean(typed, cleaned):
    assert clean(typed) == cleaned


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Michelle Wu", PersonParts("michelle", "wu", "wu")),
        ("Wu", PersonParts("", "wu", "wu")),
        ("Robert F. Kennedy Jr.", PersonParts("robert", "kennedy", "kennedy", "jr")),
        ("J.D. Vance", PersonParts("j", "vance", "vance")),
        ("Bill de Blasio", PersonParts("bill", "blasio", "de blasio")),
        ("de Blasio", PersonParts("", "blasio", "de blasio")),
        ("Alexandria Ocasio-Cortez", PersonParts("alexandria", "ocasio cortez", "ocasio cortez")),
        ("Al Gore", PersonParts("al", "gore", "gore")),
        ("Jr.", PersonParts("", "jr", "jr")),
        ("", PersonParts("", "", "")),
    ],
)
def test_person_parts(name, parts):
    assert person_parts(name) == parts


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("Mayor Wu", ("mayor", "Wu")),
        ("Lt. Gov. Kim Driscoll", ("lieutenant governor", "Kim Driscoll")),
        ("Attorney General Andrea Campbell", ("attorney general", "Andrea Campbell")),
        ("U.S. Sen. Ed Markey", ("senator", "Ed Markey")),
        ("Boston Mayor Wu", ("mayor", "Wu")),
        ("Mayor", ("", "Mayor")),
        ("Michelle Wu", ("", "Michelle Wu")),
        ("", ("", "")),
    ],
)
def test_split_title(name, split):
    assert split_title(name) == split


def test_offices_have_one_spelling():
    assert office_of("Sen.") == office_of("senator") == office_of("US Senator") == "senator"
    assert office_of("Miss") == ""


def test_acronyms_have_two_to_eight_capitals():
    assert acronym("AT&T") == "AT&T"
    assert acronym("A") is acronym("Ice") is acronym("ABCDEFGHIJ") is None


@given(st.text(max_size=30))
def test_folding_is_idempotent_and_blind_to_case(name):
    assert fold(fold(name)) == fold(name)
    assert fold(name.casefold()) == fold(name)
