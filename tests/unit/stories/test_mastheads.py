import pytest

from bot.stories.mastheads import Masthead
from bot.stories.outlets import OutletBook
from tests.unit.stories.made import article

POST = article("a", outlet="Mill Valley Post")
STORY = [POST, article("b", outlet="The Ashford Globe"), article("c", outlet="Channel 4")]


def find(name, *credited):
    return Masthead(POST, STORY, OutletBook(), credited).find(name)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("the Post", "mill valley post"),
        ("MVP", "mill valley post"),
        ("Ashford Globe", "ashford globe"),
        ("the Globe", "ashford globe"),
        ("Channel 4", "channel 4"),
        ("WKLD", "wkld"),
        ("Dockside Tribune", "dockside tribune"),
        ("Reuters", "reuters"),
    ],
)
def test_names_of_outlets(name, key):
    assert find(name) == key


@pytest.mark.parametrize("name", ["Ruth Calloway", "Port Authority", "medical examiner", "Peach Council", ""])
def test_other_names(name):
    assert find(name) is None


def test_a_name_credited_elsewhere_in_words_that_fit_outlets_alone():
    assert find("Harbor Almanac") is None
    assert find("the Harbor Almanac", "Harbor Almanac") == "harbor almanac"
