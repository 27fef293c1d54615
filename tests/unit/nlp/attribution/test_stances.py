"""Said, denied, declined, and what is only supposed."""

import pytest

from bot.model.statement import Stance
from bot.nlp.attribution.stances import is_asserted, stance_of


@pytest.mark.parametrize(
    "text",
    [
        "Okafor denied that the pier is for sale.",
        "Okafor denied the allegation.",
        "Okafor disputed the report.",
        "Okafor rejected the claim that she lied.",
        "Okafor dismissed the rumor as nonsense.",
        "Okafor called the claim false.",
        "“That is not true,” Okafor said.",
        "“It never happened,” Okafor said.",
        "Okafor continued to deny the allegation.",
    ],
)
def test_denials(find, text):
    assert stance_of(find(text)[-1]) is Stance.DENIED


@pytest.mark.parametrize(
    "text",
    [
        "Judge Okafor denied the request for a new trial.",
        "The board denied Okafor the license.",
        "Okafor did not deny that the pier is for sale.",
        "Okafor might deny the allegation.",
        "Okafor rejected the offer.",
        "Okafor called the plan bold.",
        "Okafor declined to run for the senate.",
        "Okafor said the report on false claims about the pier is late and that nobody should wait for it.",
        "Researchers said fake news had an impact.",
    ],
)
def test_other_uses_of_the_same_words(find, text):
    assert {stance_of(a) for a in find(text)} <= {Stance.SAID}


@pytest.mark.parametrize(
    "text",
    [
        "Okafor declined to comment.",
        "Okafor declined an interview.",
        "Okafor refused to say how she would vote.",
        "Okafor did not respond to a request for comment.",
        "“No comment,” Okafor said.",
    ],
)
def test_non_answers(find, text):
    assert stance_of(find(text)[0]) is Stance.DECLINED


@pytest.mark.parametrize(
    ("text", "asserted"),
    [
        ("Okafor said that the pier is safe.", True),
        ("Okafor has never said that the pier is safe.", False),
        ("Okafor did not say that the pier is safe.", False),
        ("Okafor would say that the pier is safe.", False),
        ("Okafor failed to say that the pier is safe.", False),
        ("Okafor went on to say that the pier is safe.", True),
        ("The sale will fail if Okafor says that the pier is safe.", False),
        ("Okafor asked whether the pier is safe.", False),
        ("Okafor explained why the pier is safe.", False),
        ("Okafor demanded that the board close the pier.", False),
        ("“We do not ask,” Okafor said, “and we never will.”", True),
    ],
)
def test_what_the_text_asserts(find, text, asserted):
    assert is_asserted(find(text)[0]) is asserted
