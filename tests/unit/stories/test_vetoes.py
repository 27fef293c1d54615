import pytest

from bot.model.entity import EntityKind
from bot.stories.vetoes import HOME_COUNTRY, NO_FACTS, conflict, facts_of
from tests.unit.stories.made import article, mention, reading

BOSTON, WICHITA = "geonames:1", "geonames:2"


def read(title_places=(), summary_places=(), people=(), **more):
    places = [mention("X", p, EntityKind.PLACE, field="title", **more) for p in title_places]
    places += [mention("X", p, EntityKind.PLACE, field="summary", **more) for p in summary_places]
    return reading(mentions=places + [mention("Y", p, field="summary") for p in people])


def facts(title="Budget vote", summary="", made=None):
    return facts_of(article("a", title, summary=summary), made)


def test_an_article_without_facts_shares_one_record():
    assert facts() is NO_FACTS


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("House passes H.R. 1234", "Senate blocks HR 1234", False),
        ("House passes H.R. 1234", "House passes H.R. 77", True),
        ("Court hears No. 23-719", "Court hears No. 23-720", True),
        ("House passes H.R. 1234", "House passes bill", False),
    ],
)
def test_bills_and_dockets(one, two, expected):
    assert conflict(facts(one), facts(two)) is expected


def test_two_cities_in_two_headlines_are_two_events():
    boston, wichita = facts(made=read([BOSTON])), facts(made=read([WICHITA]))
    assert conflict(boston, wichita)
    assert not conflict(boston, facts(made=read([WICHITA], [BOSTON])))
    assert not conflict(boston, facts(made=read()))


def test_the_home_country_adjectives_and_weak_links_set_nothing_apart():
    boston = facts(made=read([BOSTON]))
    assert not conflict(boston, facts(made=read([HOME_COUNTRY])))
    assert not conflict(boston, facts(made=read([WICHITA], demonym=True)))
    assert not conflict(boston, facts(made=read([WICHITA], weak=True)))


def test_other_people_alone_are_no_veto_but_with_other_places_they_are():
    here = facts(made=read([], [BOSTON], ["person:a"]))
    assert not conflict(here, facts(made=read([], [BOSTON], ["person:b"])))
    assert conflict(here, facts(made=read([], [WICHITA], ["person:b"])))


def test_headlines_that_count_the_same_thing_differently():
    assert conflict(facts("12 officers charged"), facts("3 officers charged"))
    assert not conflict(facts("12 officers charged"), facts("12 officers held"))
    assert not conflict(facts("12 officers charged"), facts("3 trucks seized"))
