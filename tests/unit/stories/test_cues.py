import pytest

from bot.stories import cues


@pytest.mark.parametrize(
    ("text", "pattern", "name"),
    [
        ("Sen. Ruth Calloway said so.", "SUBJECT", "Sen. Ruth Calloway"),
        ("Tobias Lund, who leads the agency, told them.", "SUBJECT", "Tobias Lund"),
        ("It will close, said engineer Lou Barca of the district.", "INVERTED", "Lou Barca"),
        ("Brook County police announced an arrest.", "BODY_SAID", "Brook County police"),
        ("The department's spokesman said no.", "BODY_SAID", "The department"),
        ("according to a news release from Brook County police", "AUTHOR", "Brook County police"),
        ("New Census Bureau figures show a loss.", "OWNER", "New Census Bureau"),
        ("according to the National Weather Service", "ACCORDING", "National Weather Service"),
        ("Rep. Lidia Cho is skeptical of a vote, saying she has heard it.", "SAYING", "Rep. Lidia Cho"),
        ("Draper: 'I never took a dime'", "LABEL", "Draper"),
    ],
)
def test_who_said_it(text, pattern, name):
    assert [n.strip() for n in cues.names(text, getattr(cues, pattern))][:1] == [name]


def test_the_object_of_a_verb_is_no_speaker():
    assert cues.names("Inspectors rated the Tolliver Bridge poor.", cues.INVERTED) == []


@pytest.mark.parametrize("text", ["Kenya: Traders warn of a new tax", "Notice: Hall closed on Friday"])
def test_a_place_or_a_section_before_a_colon_is_no_speaker(text):
    assert cues.names(text, cues.LABEL) == []


def test_criticising_is_not_saying():
    assert cues.names("Mayor Elena Marsh has criticised the agency.", cues.SUBJECT) == []


@pytest.mark.parametrize(
    "text",
    [
        "two people familiar with the plan",
        "who spoke on condition of anonymity",
        "three officials briefed on it",
    ],
)
def test_people_who_are_not_named(text):
    assert cues.ANONYMOUS.search(text)
