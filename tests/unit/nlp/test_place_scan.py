"""Known names in a text, abbreviations of states, what stands behind a comma, lists of counties."""

from pathlib import Path

import pytest

from bot.catalog.gazetteer import Gazetteer
from bot.nlp.place_scan import bare_county, clear_large, container_after, in_counties, iter_found


@pytest.fixture(scope="module")
def index():
    gazetteer = Gazetteer(Path(__file__).parents[3] / "config" / "data" / "gazetteer.sqlite")
    yield gazetteer
    gazetteer.close()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Flights from New York City to St. Paul resumed.", ["New York City", "St. Paul"]),
        ("the Isle of Man and Rio de Janeiro", ["Isle of Man", "Rio de Janeiro"]),
        ("Rapides Parish deputies", ["Rapides Parish"]),
        ("Boston's mayor", ["Boston"]),
        ("the Winston-Salem council", ["Winston-Salem"]),
        ("a Gori-based brigade", ["Gori"]),
        ("the U.S. and the UK", ["U.S.", "UK"]),
        ("it gave us hope in the uk", []),
        ("boston and springfield", []),
        ("Jackson, Miss., and Gary, Ind.", ["Jackson", "Miss.", "Gary", "Ind."]),
        ("Miss. Smith left", ["Smith"]),
        ("W.Va. and N.Y. lawmakers", ["W.Va.", "N.Y."]),
        ("Ms. Lee is OK. Really.", ["Lee"]),
        ("", []),
    ],
)
def test_names_are_found_longest_first(index, text, names):
    found = list(iter_found(text, index))
    assert [f.name for f in found] == names
    assert all(text[f.start : f.end] == f.name for f in found)


def test_peoples_are_marked_unless_a_larger_town_bears_the_name(index):
    found = {f.name: f.demonym for f in iter_found("Canadian and Georgian police in Florence", index)}
    assert found == {"Canadian": True, "Georgian": True, "Florence": False}


@pytest.mark.parametrize(
    ("text", "name", "outer"),
    [
        ("Paris, Texas", "Paris", "Texas"),
        ("Paris, Texas' mayor", "Paris", "Texas"),
        ("Salem, Mass., voted", "Salem", "Massachusetts"),
        ("Salem, MA 01970", "Salem", "Massachusetts"),
        ("London, Ontario", "London", "Ontario"),
        ("Tripoli, Libya", "Tripoli", "Libya"),
        ("Boston, Cambridge and Lynn", "Boston", None),
        ("Boston voted", "Boston", None),
        ("Boston, IN PART", "Boston", "Indiana"),
    ],
)
def test_what_a_town_is_said_to_lie_in(index, text, name, outer):
    container = container_after(text, len(name), index)
    assert (container.entity.name if container else None) == outer


@pytest.mark.parametrize(
    ("name", "clear"),
    [("Texas", True), ("France", True), ("Georgia", False), ("Lebanon", False), ("Boston", False)],
)
def test_large_places_are_clear_when_no_other_of_the_name_is_of_any_size(index, name, clear):
    assert (clear_large(index.candidates(name)) is not None) is clear


def test_no_candidates_are_not_clear():
    assert clear_large(()) is None


@pytest.mark.parametrize(
    ("text", "name", "listed"),
    [
        ("Harper counties", "Harper", True),
        ("Harper and Kingman counties", "Harper", True),
        ("Harvey, Harper, and St. Clair counties", "Harvey", True),
        ("Rapides and Grant parishes", "Rapides", True),
        ("Harper and Kingman voted", "Harper", False),
        ("Harper County", "Harper", False),
    ],
)
def test_lists_of_counties(text, name, listed):
    assert in_counties(text, len(name)) is listed


def test_bare_names_of_counties(index):
    assert bare_county("Gwinnett", index)[0].name == "Gwinnett County"
    assert bare_county("Rapides", index)[0].name == "Rapides Parish"
    assert bare_county("Xyzzy", index) == ()
