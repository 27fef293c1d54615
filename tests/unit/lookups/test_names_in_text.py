"""Names in a message: the longest at a place, each entity once, only those with articles."""

from hypothesis import given
from hypothesis import strategies as st

from bot.lookups.name_index import Known, NameIndex
from bot.lookups.names_in_text import MOST_NAMES, names_in
from bot.model.entity import Entity, EntityId, EntityKind
from bot.model.reading import Topic


def known(name, *, kind=EntityKind.PERSON, articles=3, aliases=()):
    made = Entity(id=EntityId(f"{kind}:{name.lower()}"), kind=kind, name=name, aliases=aliases)
    return Known(entity=made, articles=articles)


INDEX = NameIndex(
    [
        known("Ana Reyes"),
        known("Reyes Foundation", kind=EntityKind.ORG),
        known("Border Service", kind=EntityKind.ORG, aliases=("BS",)),
        known("Port Ellis", kind=EntityKind.PLACE),
        known("Rowan Pike", articles=0),
    ],
    topics=[Topic(slug="housing-and-development", name="Housing and development")],
)


def test_names_come_in_the_order_of_the_text_and_the_longest_at_a_place_counts():
    text = "In Port Ellis, Mayor Ana Reyes thanked the Reyes Foundation."
    assert names_in(text, INDEX) == ("Port Ellis", "Mayor Ana Reyes", "Reyes Foundation")


def test_an_entity_is_named_once_under_its_first_name():
    assert names_in("Ana Reyes spoke. Later Reyes left. BS and the Border Service stayed.", INDEX) == (
        "Ana Reyes",
        "BS",
    )


def test_possessives_and_points_do_not_matter():
    assert names_in("That was Ana Reyes’s. And BS.", INDEX) == ("Ana Reyes", "BS")


def test_names_without_articles_and_small_letters_are_no_names():
    assert names_in("Rowan Pike is in port ellis", INDEX) == ()


def test_topics_are_for_messages_without_names():
    assert names_in("more housing, please", INDEX) == ("housing",)
    assert names_in("more housing for Port Ellis", INDEX) == ("Port Ellis",)


@given(
    st.text(max_size=300) | st.lists(st.sampled_from(("Ana", "Reyes", "Port", "Ellis", "of"))).map(" ".join)
)
def test_whatever_the_text_there_are_at_most_five_each_once(text):
    found = names_in(text, INDEX)
    assert len(found) <= MOST_NAMES
    assert len(set(found)) == len(found)
