import pytest

from bot.stories.cues import names
from bot.stories.occasions import BROADCAST, DAYS, DOCUMENTS, VENUES


def kinds(table, text):
    return {kind for kind, pattern in table if pattern.search(text)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("said on The Hank Corbin Show", "broadcast"),
        ("in a television interview on Sunday", "broadcast"),
        ("In a letter to the Port Authority", "letter"),
        ("told reporters", "press conference"),
        ("In its statement, the university", "statement"),
        ("wrote in an email to parents", "statement"),
        ("in a post on X", "post"),
        ("testified before the committee", "hearing"),
        ("in his State of the City address", "speech"),
        ("in an op-ed", "op-ed"),
    ],
)
def test_venues(text, kind):
    assert kind in kinds(VENUES, text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("said on The Hank Corbin Show", "The Hank Corbin Show"),
        ('Speaking on the "Morning Mike" podcast', "Morning Mike"),
        ("on the Morning Mike podcast", "Morning Mike"),
        ("told radio host Hank Corbin", "Hank Corbin"),
        ('on the program "Nation This Week"', "Nation This Week"),
    ],
)
def test_names_of_shows(text, name):
    assert name in names(text, BROADCAST)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("according to a lawsuit filed Thursday", "filing"),
        ("an indictment unsealed", "indictment"),
        ("A judge ruled on Monday", "ruling"),
        ("An audit released Wednesday", "audit"),
        ("according to its annual report", "report"),
        ("in a memo obtained", "memo"),
        ("issued a blizzard warning", "warning"),
    ],
)
def test_papers(text, kind):
    assert kind in kinds(DOCUMENTS, text)


def test_ruling_out_is_no_ruling():
    assert kinds(DOCUMENTS, "The governor ruled out new money.") == set()


def test_days_on_which_and_not_by_which():
    assert DAYS.findall("She said Monday that it closes by Friday.") == ["Monday"]
