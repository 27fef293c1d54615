import pytest

from bot.stories.casting import Cast
from bot.stories.mastheads import Masthead
from bot.stories.outlets import OutletBook
from bot.stories.speakers import Speaker, find_speaker, name_words
from tests.unit.stories.made import article, statement

OWN = article("a", outlet="Harbor Ledger")
MASTHEAD = Masthead(OWN, [OWN], OutletBook())


def find(text, *statements, cast=(), venues=()):
    return find_speaker(text, statements, MASTHEAD, Cast(cast), venues)


def test_a_person_and_a_body():
    assert find("Sen. Ruth Calloway said so.").people == (("ruth", "calloway"),)
    assert find("The university said so.").bodies == (("university",),)


def test_an_outlet_is_no_speaker():
    assert find("The Harbor Ledger said so.") == Speaker()


def test_an_office_is_looked_up_in_the_story():
    assert find("Its commandant claimed so.", cast=["commandant Victor Sayle"]).people == (
        ("victor", "sayle"),
    )
    assert find("A passenger said so.") == Speaker(role="passenger")


def test_a_spokesperson_speaks_for_the_bodies_named():
    found = find("Meridian Air cuts flights, spokesman Troy Beal said.")
    assert found.people == (("troy", "beal"),)
    assert ("meridian", "air") in found.bodies


def test_a_full_name_beside_an_occasion_speaks_but_not_the_host():
    assert find("Ruth Calloway came out against it in a post on X.").people == (("ruth", "calloway"),)
    text = "Speaking with host Nora Gunn, he joked."
    assert find(text, venues=["Nora Gunn"]) == Speaker()


def test_what_was_read_links_the_name_and_fills_in_a_pronoun():
    read = statement(speaker="person:ann-lee", speaker_text="Ann Lee")
    assert find("Ann Lee said so.", read).entity == "person:ann-lee"
    assert find("He said so.", read).people == (("ann", "lee"),)
    assert find("He said so.", statement(speaker=None, speaker_text="Report")) == Speaker()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Acting ICE director Tobias Lund", ("tobias", "lund")),
        ("St. Brigid Hospital", ("st", "brigid", "hospital")),
        ("Brook County police", ("brook", "county", "police")),
        ("the Department of Transportation", ("department", "transportation")),
        ("Mayor", ()),
    ],
)
def test_words_of_a_name(name, words):
    assert name_words(name) == words
