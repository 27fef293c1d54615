"""The index of names: by whole name, surname, beginning and likeness."""

from datetime import date

import pytest

from bot.lookups.name_index import Known, NameIndex, holds_office
from bot.model.entity import Entity, EntityId, EntityKind, Role
from bot.model.reading import Topic


def entity(slug, name, *, kind=EntityKind.PERSON, aliases=(), roles=()):
    return Entity(id=EntityId(slug), kind=kind, name=name, aliases=aliases, roles=roles)


def index(*entities, topics=()):
    return NameIndex([Known(entity=e) for e in entities], topics=topics)


def slugs(known):
    return [one.entity.id for one in known]


def test_names_and_aliases_are_found_without_case_and_accents():
    ana = entity("ana", "Ana Nuñez", aliases=("Anita Nunez",))
    names = index(ana)
    assert slugs(names.exact("ANA NUNEZ")) == ["ana"]
    assert slugs(names.exact("anita nuñez")) == ["ana"]
    assert names.exact("Nunez") == ()


def test_an_entity_found_by_two_of_its_names_comes_once():
    assert slugs(index(entity("a", "Ann Lee", aliases=("ann lee",))).exact("Ann Lee")) == ["a"]


def test_acronyms_need_their_capitals_but_names_in_capitals_do_not():
    body = entity("org:epa", "Environmental Protection Agency", kind=EntityKind.ORG, aliases=("EPA",))
    names = index(body, entity("p", "Cher", aliases=("CHER",)))
    assert slugs(names.exact("EPA")) == slugs(names.exact("E.P.A.")) == ["org:epa"]
    assert names.exact("epa") == ()
    assert slugs(names.exact("cher")) == ["p"]


def test_surnames_are_those_of_persons_with_and_without_particles():
    names = index(
        entity("p", "Chris Van Hollen"),
        entity("o", "Van Hollen Group", kind=EntityKind.ORG),
        entity("q", "Ann Hollen"),
    )
    assert slugs(names.of_surname("Van Hollen")) == ["p"]
    assert slugs(names.of_surname("hollen")) == ["p", "q"]


def test_prefixes_come_in_order_of_the_alphabet_and_no_more_than_asked():
    names = index(entity("b", "Boston Ballet"), entity("a", "Boston Arts"), entity("c", "Chelsea"))
    assert slugs(names.with_prefix("bost", 5)) == ["a", "b"]
    assert slugs(names.with_prefix("bost", 1)) == ["a"]
    assert names.with_prefix("zzz", 5) == ()


@pytest.mark.parametrize("typed", ["Micheal Stone", "Michael Stoone", "Mihcael Stone", "Michael Ston"])
def test_misspelt_names_find_the_right_one_first(typed):
    names = index(entity("s", "Michael Stone"), entity("m", "Michaela Storm"), entity("x", "Xi Ming"))
    found = names.similar(typed, 5)
    assert found[0][0].entity.id == "s"
    assert found[0][1] > 85


def test_likeness_is_only_between_names_that_share_a_word_like_one():
    assert index(entity("x", "Xi Ming")).similar("Bob Stone", 5) == ()
    assert index(entity("x", "Xi Ming")).similar("", 5) == ()


def test_topics_by_slug_name_and_unique_beginning():
    topics = [
        Topic(slug="housing", name="Housing & homelessness"),
        Topic(slug="health", name="Health care"),
        Topic(slug="heating", name="Heating"),
        Topic(slug="sport", name="Sport", negative=True),
    ]
    names = index(topics=topics)
    assert names.topic("Housing") == names.topic("housing & homelessness") == names.topic("hous") == "housing"
    assert names.topic("heal") == "health"
    assert names.topic("hea") == names.topic("sport") == names.topic("") == ""


def test_find_by_id():
    names = index(entity("a", "Ann Lee"))
    assert names.find(EntityId("a")).entity.name == "Ann Lee"
    assert names.find(EntityId("b")) is None


@pytest.mark.parametrize(
    ("title", "short", "office", "holds"),
    [
        ("Mayor of Boston", "Mayor", "mayor", True),
        ("Mayor of Boston", "", "mayor", True),
        ("U.S. senator from Ohio", "Sen.", "senator", True),
        ("Mayor of Boston", "Mayor", "governor", False),
    ],
)
def test_offices_are_compared_however_they_are_written(title, short, office, holds):
    role = Role(title=title, short=short, as_of=date(2026, 1, 1))
    assert holds_office(entity("p", "Ann Lee", roles=(role,)), office) is holds
