"""Which attributions stand: the outermost, and what an outlet relays."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.nlp.attribution.finder import relayed


def test_what_a_speaker_says_of_others_is_his_statement_alone(told):
    text = "Okafor said Quell believes the pier is safe."
    assert told(text) == [("Okafor", "said", "Quell believes the pier is safe")]


def test_nothing_inside_a_quotation_is_an_attribution(told):
    text = "“Quell says the pier is safe and I believe her,” Okafor said."
    assert [source for source, _, _ in told(text)] == ["Okafor"]


def test_an_outlets_report_gives_both(find):
    text = "The Riverton Gazette reported that Okafor said the pier is safe."
    outer, inner = find(text, ("Riverton Gazette", "Okafor"))
    assert relayed(outer, inner)
    assert not relayed(inner, outer)


def test_a_persons_report_does_not(find):
    text = "Quell reported that Okafor said the pier is safe."
    assert len(find(text)) == 1


def test_attributions_come_in_order_of_cue(find):
    text = "Okafor said the pier is safe. Quell denied the claim. According to Lee, it will rain."
    cues = [a.cue_span for a in find(text)]
    assert cues == sorted(cues)
    assert len(cues) == 3


def test_an_empty_text_has_none(find):
    assert find("") == []
    assert find(" \n\n ") == []


@pytest.mark.parametrize(
    "text",
    [
        "a" * 5000,
        "said " * 300,
        "“" * 500,
        "said: said: said:",
        ", said , , said",
        "said\n" * 50,
        "“”" * 50,
        "\ufeff\u200b said “x",
    ],
)
def test_odd_input_is_survived(find, text):
    started = time.perf_counter()
    for attribution in find(text):
        for start, end in [attribution.cue_span, *attribution.content]:
            assert 0 <= start < end <= len(text)
    assert time.perf_counter() - started < 5


@given(
    st.lists(st.sampled_from([*"abc “”\"'\n.,:—", " said ", " Lee ", " told ", " that "]), max_size=60).map(
        "".join
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_spans_lie_in_the_text_whatever_it_is(find, pieces):
    text = "".join(pieces)
    for attribution in find(text):
        for start, end in [attribution.cue_span, *attribution.content]:
            assert 0 <= start < end <= len(text)
