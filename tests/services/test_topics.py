"""Topics as people edit them: over the file, team by team, audited, undone step by step."""

from dataclasses import replace

import pytest

from bot.errors import UserError
from bot.model.reading import Topic
from bot.model.workspace import LOCAL_WORKSPACE, UserId
from bot.services.live import TOPICS, Stamps
from bot.services.topics import OPERATOR, TopicBook, check_topics, edited
from tests.storage.make import BLUE, DAY, NOW, RED, article

BUS = Topic(slug="bus", name="Buses", phrases=(("bus lane", 3.0),))
RAIL = Topic(slug="rail", name="Trains", phrases=(("train", 3.0),))
BIKES = Topic(slug="bikes", name="Bikes", phrases=(("bike lane", 4.0),))
ANA = UserId("U1")


@pytest.fixture
def book(database, clock, new_id):
    return TopicBook(lambda: database, shipped=(BUS, RAIL), clock=clock, new_id=new_id)


def slugs(book, *workspace):
    return [topic.slug for topic in book.topics(*workspace)]


def test_without_edits_it_is_the_file(book):
    assert book.topics() == book.topics(RED) == (BUS, RAIL)


def test_an_added_topic_stands_at_the_end_and_a_changed_one_where_it_was(book):
    book.save([BIKES, replace(BUS, name="Coaches")])
    assert [topic.name for topic in book.topics()] == ["Coaches", "Trains", "Bikes"]


def test_a_teams_edits_lie_over_the_operators(book):
    book.save([BIKES])
    book.save([replace(BIKES, name="Cycling")], workspace=RED, by=ANA)
    book.remove("rail", workspace=RED, by=ANA)
    assert [topic.name for topic in book.topics(RED)] == ["Buses", "Cycling"]
    assert [topic.name for topic in book.topics(BLUE)] == ["Buses", "Trains", "Bikes"]
    assert [topic.name for topic in book.topics()] == ["Buses", "Trains", "Bikes"]


def test_what_the_operator_takes_out_a_team_can_have_back(book):
    book.remove("rail")
    assert slugs(book, RED) == ["bus"]
    book.save([RAIL], workspace=RED)
    assert slugs(book, RED) == ["bus", "rail"]
    assert slugs(book) == ["bus"]


def test_edits_are_undone_one_by_one(book, clock):
    for name in ("One", "Two"):
        clock.pass_(seconds=1)
        book.save([replace(BUS, name=name)])
    names = []
    for _ in range(2):
        clock.pass_(seconds=1)
        book.undo("bus")
        names.append(book.topics()[0].name)
    assert names == ["One", "Buses"]
    with pytest.raises(UserError, match="no edit of a topic 'bus'"):
        book.undo("bus")


def test_a_removal_is_undone_too(book, clock):
    assert book.remove("bus") == BUS
    clock.pass_(seconds=1)
    book.undo("bus")
    assert slugs(book) == ["bus", "rail"]


def test_what_is_not_there_cannot_be_removed(book):
    with pytest.raises(UserError, match="topics list shows them"):
        book.remove("cars")
    book.remove("bus")
    with pytest.raises(UserError):
        book.remove("bus")


@pytest.mark.parametrize(
    "wrong",
    [replace(BUS, slug="Bus!"), replace(BUS, phrases=()), replace(BUS, phrases=(("bus", 99.0),)),
     replace(BUS, name=" ")],
    ids=["slug", "no phrase", "weight", "name"],
)  # fmt: skip
def test_a_topic_that_cannot_be_used_changes_nothing(book, wrong):
    with pytest.raises(UserError):
        book.save([BIKES, wrong])
    assert book.topics() == (BUS, RAIL)


def test_every_edit_is_audited_with_who_made_it(book, database, clock):
    book.save([BIKES])
    book.save([BIKES], workspace=RED, by=ANA)
    clock.pass_(seconds=1)
    book.remove("bus", workspace=RED, by=ANA)
    clock.pass_(seconds=1)
    book.undo("bus", workspace=RED, by=ANA)
    with database.read() as tx:
        own = tx.audit.of_workspace(RED, since=NOW - DAY)
        operators = tx.audit.of_workspace(LOCAL_WORKSPACE, since=NOW - DAY)
    assert sorted((entry.action, entry.subject) for entry in own) == [
        ("removed topic", "bus"),
        ("saved topic", "bikes"),
        ("undid an edit of topic", "bus"),
    ]
    assert {entry.by for entry in own} == {ANA}
    assert [entry.by for entry in operators] == [OPERATOR]


def test_servers_that_run_hear_of_an_edit(book, database):
    def stamp():
        return Stamps(lambda: database).of(TOPICS)

    seen = [stamp()]
    for edit in (lambda: book.save([BIKES]), lambda: book.remove("bus"), lambda: book.undo("bus")):
        edit()
        seen.append(stamp())
    assert len(set(seen)) == 4


def test_a_topic_is_tried_on_what_is_stored(database, tmp_path):
    path = tmp_path / "topics.toml"
    path.write_text('[bikes]\nname = "Bikes"\n[bikes.phrases]\n"bike lane" = 8\n[bus]\nname = "Buses"\n'
                    '[bus.phrases]\n"bus lane" = 3\n', encoding="utf-8")  # fmt: skip
    stored = [
        article("a1", title="City paints a bike lane"),
        article("a2", title="Council passes budget"),
        article("a3", title="Bike lane of last year", published_at=NOW - 400 * DAY),
    ]
    with database.write() as tx:
        tx.articles.add([(one, [f"k:{one.id}"]) for one in stored])
    ((slug, change),) = check_topics(database, (BUS, RAIL), path, since=NOW - 30 * DAY, until=NOW + DAY)
    assert slug == "bikes", "what is as it was is not tried"
    assert change.read == 2
    assert [found.article_id for found in change.caught] == ["a1"]


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ({}, ["bus", "rail"]),
        ({"bus": None}, ["rail"]),
        ({"zoo": RAIL, "bikes": BIKES}, ["bus", "rail", "bikes", "rail"]),
        ({"cars": None}, ["bus", "rail"]),
    ],
    ids=["none", "left out", "added in order of slugs", "left out what never was"],
)
def test_edits_over_the_file(edits, expected):
    assert [topic.slug for topic in edited((BUS, RAIL), edits)] == expected
