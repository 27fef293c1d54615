import pytest

from bot.stories import relays
from bot.stories.cues import names


def found(text, patterns):
    return {name.removeprefix("the ").removeprefix("The ") for p in patterns for name in names(text, p)}


@pytest.mark.parametrize(
    "text",
    [
        "As Liberty Signal first reported, officers help.",
        "The study is missing, according to Liberty Signal.",
        "It may close, per Liberty Signal.",
        "It may close, Liberty Signal reported.",
        "a claim first reported by Liberty Signal",
        "a report in Liberty Signal says so",
        "Liberty Signal's reporting shows it",
    ],
)
def test_an_outlet_is_credited(text):
    assert "Liberty Signal" in found(text, relays.REPORTED)


@pytest.mark.parametrize(
    "text",
    [
        "emails obtained by the Eye",
        "The Eye has learned",
        "an Eye analysis of listings",
        "an investigation by the Eye",
    ],
)
def test_an_outlets_own_digging(text):
    assert "Eye" in found(text, relays.DUG)


@pytest.mark.parametrize(
    "text", ["told the Eye", "in an interview with the Eye", "during an appearance on the Eye"]
)
def test_said_to_an_outlet(text):
    assert "Eye" in found(text, relays.INTERVIEWED)


def test_an_interview_with_nobody_named():
    assert relays.OWN_INTERVIEW.search("she said in an interview.")
    assert not relays.OWN_INTERVIEW.search("she said in an interview with the Eye.")


def test_a_dispatchs_dateline():
    assert names("PORT ALDER (AP) - A ferry ran aground.", relays.WIRE_LINE) == ["AP"]
    assert names("The House (all of it) - met.", relays.WIRE_LINE) == []
