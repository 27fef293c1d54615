"""Typed names and whom they mean: one clear winner, a choice, a topic, or the nearest names."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.lookups.name_index import Known, NameIndex
from bot.lookups.resolve import MOST_CHOICES, resolve
from bot.model.entity import Entity, EntityId, EntityKind, Place, PlaceType, Role
from bot.model.lookup import ResolutionKind
from bot.model.reading import Topic

SHORT_FORMS = {"bob": frozenset({"bob", "robert"}), "robert": frozenset({"robert", "bob"})}


def person(slug, name, *, articles=0, title="", short="", aliases=(), region="", seen=1):
    role = (Role(title=title, short=short, as_of=date(2026, 1, 1)),) if title else ()
    entity = Entity(
        id=EntityId(f"person:{slug}"), kind=EntityKind.PERSON, name=name, aliases=aliases, roles=role
    )
    last = datetime(2026, 1, seen, tzinfo=UTC) if articles else None
    return Known(entity=entity, articles=articles, last_seen_at=last, region=region)


def body(slug, name, *, aliases=(), articles=0):
    entity = Entity(id=EntityId(f"org:{slug}"), kind=EntityKind.ORG, name=name, aliases=aliases)
    return Known(entity=entity, articles=articles)


def place(number, name, *, kind=PlaceType.CITY, region="", population=0):
    where = Place(type=kind, lat=0, lon=0, country="US", region=region, population=population)
    return Entity(id=EntityId(f"geonames:{number}"), kind=EntityKind.PLACE, name=name, place=where)


MICHELLE = person(
    "michelle-wu-boston", "Michelle Wu", articles=18, title="Mayor of Boston", short="Mayor", region="US-MA"
)
LILY = person(
    "lily-wu-wichita", "Lily Wu", articles=2, title="Mayor of Wichita", short="Mayor", region="US-KS"
)
HEALEY = person(
    "maura-healey",
    "Maura Healey",
    articles=9,
    title="Governor of Massachusetts",
    short="Gov.",
    region="US-MA",
)
KENNEDY = person(
    "robert-kennedy", "Robert F. Kennedy Jr.", articles=7, title="Secretary of Health and Human Services"
)
JOHN_KENNEDY = person(
    "john-kennedy", "John Kennedy", articles=3, title="Senator from Louisiana", short="Sen."
)
OCASIO = person("ocasio-cortez", "Alexandria Ocasio-Cortez", articles=4, aliases=("AOC",))
PERALTA = person("jose-peralta", "José Peralta", articles=1)
DE_BLASIO = person("bill-de-blasio", "Bill de Blasio", articles=1)
LYONS = person(
    "todd-lyons", "Todd Lyons", articles=6, title="Acting director of ICE", short="Acting Director"
)
ICE = body("ice", "Immigration and Customs Enforcement", aliases=("ICE",), articles=11)
POLICE = body("boston-police", "Boston Police Department", aliases=("Boston Police",), articles=12)
BOSTON = place(1, "Boston", region="US-MA", population=650_000)
NEW_YORK = place(2, "New York City", region="US-NY", population=8_800_000)
NEW_YORK_STATE = place(3, "New York", kind=PlaceType.STATE, region="US-NY", population=20_000_000)
SPRINGFIELD_MA = place(4, "Springfield", region="US-MA", population=154_000)
SPRINGFIELD_MO = place(5, "Springfield", region="US-MO", population=170_000)
IMMIGRATION = Topic(slug="immigration", name="Immigration")
SPORT = Topic(slug="sport", name="Sport", negative=True)


@pytest.fixture(scope="module")
def index():
    known = [
        MICHELLE, LILY, HEALEY, KENNEDY, JOHN_KENNEDY, OCASIO, PERALTA, DE_BLASIO, LYONS, ICE, POLICE,
        Known(entity=BOSTON, articles=30, region="US-MA"),
    ]  # fmt: skip
    return NameIndex(known, topics=[IMMIGRATION, SPORT], short_forms=SHORT_FORMS)


@pytest.mark.parametrize(
    ("typed", "who", "how"),
    [
        ("Michelle Wu", MICHELLE, "exact"),
        ("michelle wu", MICHELLE, "exact"),
        ("  Michelle\u00a0 Wu\u2019s ", MICHELLE, "exact"),
        ("\u201cMichelle Wu\u201d", MICHELLE, "exact"),
        ("ICE", ICE, "exact"),
        ("I.C.E.", ICE, "exact"),
        ("boston police", POLICE, "exact"),
        ("AOC", OCASIO, "exact"),
        ("Gov. Healey", HEALEY, "titled"),
        ("governor healey", HEALEY, "titled"),
        ("Gov Maura Healey", HEALEY, "titled"),
        ("Mayor Michelle Wu", MICHELLE, "titled"),
        ("Sen. Kennedy", JOHN_KENNEDY, "titled"),
        ("Secretary Kennedy", KENNEDY, "titled"),
        ("M. Wu", MICHELLE, "alias"),
        ("Bob Kennedy", KENNEDY, "alias"),
        ("Robert Kennedy", KENNEDY, "alias"),
        ("Robert Kennedy Jr", KENNEDY, "alias"),
        ("R.F. Kennedy Jr.", KENNEDY, "alias"),
        ("Rep. Alexandria Ocasio-Cortez", OCASIO, "alias"),
        ("Jose Peralta", PERALTA, "exact"),
        ("Healey", HEALEY, "surname"),
        ("ocasio-cortez", OCASIO, "surname"),
        ("Ocasio Cortez", OCASIO, "surname"),
        ("de Blasio", DE_BLASIO, "surname"),
        ("Blasio", DE_BLASIO, "surname"),
        ("ICE director Todd Lyons", LYONS, "titled"),
        ("Immigration and Cus", ICE, "prefix"),
        ("Boston Pol", POLICE, "prefix"),
        ("Maura H", HEALEY, "prefix"),
    ],
)
def test_a_name_as_typed_finds_its_one_entity(index, typed, who, how):
    found = resolve(typed, index=index)
    assert found.kind is ResolutionKind.CLEAR
    assert [c.entity.id for c in found.candidates] == [who.entity.id]
    assert found.candidates[0].how == how
    assert found.candidates[0].articles == who.articles


def ids(found):
    return [c.entity.id for c in found.candidates]


@pytest.mark.parametrize("typed", ["Mayor Wu", "Wu", "mayor wu's"])
def test_two_people_of_one_name_are_asked_most_in_the_news_first(index, typed):
    found = resolve(typed, index=index)
    assert found.kind is ResolutionKind.AMBIGUOUS
    assert ids(found) == [MICHELLE.entity.id, LILY.entity.id]


def test_whoever_is_at_home_wins_a_tie(index):
    assert ids(resolve("Mayor Wu", index=index, place_hint="US-KS")) == [LILY.entity.id]
    assert resolve("Mayor Wu", index=index, place_hint="US-TX").kind is ResolutionKind.AMBIGUOUS


def test_ten_times_the_articles_are_clear():
    busy = person("ann-lee", "Ann Lee", articles=30)
    quiet = person("bo-lee", "Bo Lee", articles=3)
    loud = person("cy-lee", "Cy Lee", articles=4)
    assert ids(resolve("Lee", index=NameIndex([busy, quiet]))) == [busy.entity.id]
    assert resolve("Lee", index=NameIndex([busy, loud])).kind is ResolutionKind.AMBIGUOUS


def test_an_acronym_in_small_letters_is_asked_not_answered(index):
    found = resolve("ice", index=index)
    assert found.kind is ResolutionKind.UNKNOWN
    assert ids(found)[0] == ICE.entity.id


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Michele Woo", MICHELLE),
        ("Maura Healy", HEALEY),
        ("Mayor Michele Wu", MICHELLE),
        ("Bostn Police", POLICE),
        ("Tod Lions", LYONS),
    ],
)
def test_a_typo_gets_the_nearest_names_and_no_answer(index, typed, meant):
    found = resolve(typed, index=index)
    assert found.kind is ResolutionKind.UNKNOWN
    assert ids(found)[0] == meant.entity.id
    assert found.candidates[0].how == "fuzzy"
    assert 0 < found.candidates[0].score < 1


@pytest.mark.parametrize("typed", ["Xavier Quintessence", "", "  ", "''s", "...", "zz"])
def test_nothing_like_it_gives_nothing(index, typed):
    found = resolve(typed, index=index)
    assert (found.kind, found.candidates, found.topic) == (ResolutionKind.UNKNOWN, (), "")


@pytest.mark.parametrize("typed", ["Immigration", "immigration", "IMMIGRATION", "immigr"])
def test_topics_answer_to_their_names(index, typed):
    found = resolve(typed, index=index)
    assert (found.kind, found.topic, found.candidates) == (ResolutionKind.TOPIC, "immigration", ())


def test_a_kind_excludes_topics_and_other_kinds(index):
    assert resolve("Immigration", index=index, kind=EntityKind.PERSON).kind is ResolutionKind.UNKNOWN
    assert resolve("Boston", index=index, kind=EntityKind.PERSON).candidates == ()
    assert resolve("Sport", index=index).kind is ResolutionKind.UNKNOWN


def test_new_york_is_asked_unless_the_kind_says_city(index):
    places = (NEW_YORK_STATE, NEW_YORK)
    both = resolve("new york", index=index, place_candidates=places)
    assert both.kind is ResolutionKind.AMBIGUOUS
    assert set(ids(both)) == {NEW_YORK.id, NEW_YORK_STATE.id}
    city = resolve("new york", index=index, place_candidates=places, kind=EntityKind.PLACE)
    assert ids(city) == [NEW_YORK.id]


def test_new_york_is_clear_when_the_counts_are():
    known = [Known(entity=NEW_YORK, articles=40), Known(entity=NEW_YORK_STATE, articles=4)]
    found = resolve("New York", index=NameIndex(known), place_candidates=(NEW_YORK_STATE, NEW_YORK))
    assert ids(found) == [NEW_YORK.id]


def test_a_state_answers_where_a_city_is_asked_for_and_none_bears_the_name():
    state = place(9, "Massachusetts", kind=PlaceType.STATE, population=7_000_000)
    found = resolve("Massachusetts", index=NameIndex([]), place_candidates=[state], kind=EntityKind.PLACE)
    assert ids(found) == [state.id]


def test_places_without_stories_are_found_and_asked_by_size_and_home():
    empty = NameIndex([])
    two = (SPRINGFIELD_MO, SPRINGFIELD_MA)
    assert resolve("Springfield", index=empty, place_candidates=two).kind is ResolutionKind.AMBIGUOUS
    home = resolve("Springfield", index=empty, place_candidates=two, place_hint="US-MA")
    assert ids(home) == [SPRINGFIELD_MA.id]
    small = place(6, "Boston", region="US-NY", population=8_000)
    assert ids(resolve("Boston", index=empty, place_candidates=(BOSTON, small))) == [BOSTON.id]


def test_a_place_with_stories_wins_over_one_without(index):
    other = place(7, "Boston", region="US-GA", population=5_000)
    found = resolve("Boston", index=index, place_candidates=(BOSTON, other))
    assert ids(found) == [BOSTON.id]
    assert found.candidates[0].articles == 30


def test_what_people_put_right_is_respected_for_that_name_only(index):
    wrong = frozenset({("mayor wu", MICHELLE.entity.id)})
    assert ids(resolve("Mayor Wu", index=index, excluded=wrong)) == [LILY.entity.id]
    assert ids(resolve("Michelle Wu", index=index, excluded=wrong)) == [MICHELLE.entity.id]


def test_a_suffix_tells_father_from_son():
    son = person("al-gore-jr", "Al Gore Jr.", articles=5)
    father = person("al-gore-sr", "Al Gore Sr.", articles=5)
    index = NameIndex([son, father])
    assert ids(resolve("A. Gore Jr.", index=index)) == [son.entity.id]
    assert resolve("Al Gore", index=index).kind is ResolutionKind.AMBIGUOUS


def test_no_more_choices_than_buttons():
    index = NameIndex([person(f"lee-{n}", f"{chr(65 + n)}nn Lee", articles=5) for n in range(9)])
    assert len(resolve("Lee", index=index).candidates) == MOST_CHOICES


@given(st.text(max_size=40))
def test_any_text_gives_an_answer_of_its_kind(typed):
    index = NameIndex([MICHELLE, LILY, ICE], topics=[IMMIGRATION])
    found = resolve(typed, index=index)
    if found.kind is ResolutionKind.CLEAR:
        assert len(found.candidates) == 1
    if found.kind is ResolutionKind.AMBIGUOUS:
        assert len(found.candidates) > 1
    assert (found.kind is ResolutionKind.TOPIC) == bool(found.topic)


@given(st.permutations([MICHELLE, LILY, HEALEY, KENNEDY, JOHN_KENNEDY]))
@settings(max_examples=20)
def test_the_order_of_the_index_does_not_matter(known):
    index = NameIndex(known)
    for typed in ("Wu", "Kennedy", "Mayor Wu", "Michele Wu"):
        assert resolve(typed, index=index) == resolve(
            typed, index=NameIndex(sorted(known, key=lambda k: k.entity.id))
        )
