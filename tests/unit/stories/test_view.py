from datetime import timedelta

import pytest

from bot.model.entity import Level
from bot.model.feed import Outlet, OutletType
from bot.model.statement import Stance
from bot.model.story import OriginGraph, StatusKind, Story
from bot.stories.outlets import OutletBook
from bot.stories.view import Context, headline, telling, view
from tests.unit.stories.made import NOON, article, body, mention, person, reading, statement

LUND, MARSH = "person:lund", "person:marsh"
ENTITIES = {
    e.id: e
    for e in (
        person(LUND, "Tobias Lund", "ICE director", level=Level.FEDERAL, org="org:ice"),
        person(MARSH, "Elena Marsh"),
        body("org:ice", "ICE"),
    )
}
BODY = (
    'Tobias Lund said on The Hank Corbin Show that Elena Marsh hides 12 officers. "They call us," Lund said.'
)
DENIAL = "Mayor Elena Marsh said in a statement that no officer helps."
ARTICLES = [
    article("a1", "Officers quietly help ICE", "They do.", outlet="City Pulse"),
    article("a2", "Lund: officers help", BODY, hours=1, outlet="Liberty Signal"),
    article("a3", "ICE chief on police", BODY.replace("12", "15"), hours=2, outlet="Bay Dispatch"),
]
STORY = Story(
    id="s1", article_ids=("a1", "a2", "a3"), first_at=NOON, last_at=NOON + timedelta(hours=2), updated_at=NOON
)


def said(article_id, **more):
    return statement(
        f"s-{article_id}", article_id, "They call us,", speaker=LUND, speaker_text="Tobias Lund",
        cue=(12, 16), content=((17, 100),), **more,
    )  # fmt: skip


def read(article_id):
    marsh = mention("Elena Marsh", MARSH, start=BODY.index("Elena"))
    return reading(
        article_id, mentions=[mention("Tobias Lund", LUND), marsh], statements=[said(article_id)],
        topics=[("immigration", 0.9), ("police", 0.4)],
    )  # fmt: skip


READINGS = {name: read(name) for name in ("a2", "a3")}
CONTEXT = Context(entities=ENTITIES, feeds_read=41, since_at=NOON - timedelta(days=1))


def made(articles=ARTICLES, readings=READINGS, context=CONTEXT, **more):
    return view(STORY, articles, readings, context, **more)


def test_everything_a_card_shows():
    found = made()
    assert found.status.line == "One origin traced (2 of 3 outlets, one interview) · 1 names no source"
    assert found.levels == (Level.CITY, Level.FEDERAL)
    assert found.topics == ("immigration", "police")
    assert found.entities == (LUND, MARSH)
    assert found.outlets == ("Bay Dispatch", "City Pulse", "Liberty Signal")
    assert [s.speaker for s in found.statements] == [LUND]
    assert [(c.what, [v for v, _ in c.values]) for c in found.conflicts] == [("officers", ["12", "15"])]


def test_nobody_replied_and_where_it_was_looked_for():
    reply = made().reply
    assert (reply.concerned, reply.statements, reply.feeds) == ((MARSH,), (), 41)
    assert reply.since_at == NOON - timedelta(days=1)


def test_somebody_known_is_shown_before_somebody_called_by_a_word():
    said = [
        statement("s1", speaker=None, speaker_text="the family"),
        statement("s2", "a2", speaker="person:ann-lee"),
    ]
    seen = telling(said, OriginGraph())
    assert [s.id for s in seen] == ["s2", "s1"]


def test_a_whole_sentence_is_shown_before_the_rest_of_one():
    said = [
        statement("s1", words="and each of them is a home for somebody."),
        statement("s2", words="We build."),
    ]
    assert [s.id for s in telling(said, OriginGraph())] == ["s2"]


def test_a_denial_by_whom_it_concerns_disputes_the_story():
    denial = statement("d", "b9", "No officer helps.", speaker=MARSH, stance=Stance.DENIED)
    found = made(elsewhere=[(NOON + timedelta(hours=5), denial)])
    assert found.reply.statements == (denial,)
    assert found.status.kind is StatusKind.DISPUTED
    assert found.status.denial is denial


def test_the_headline_is_the_earliest_of_the_largest_origin():
    assert made().headline_article == "a2"


@pytest.mark.parametrize("kind", [OutletType.SATIRE, OutletType.AGGREGATOR, OutletType.FORUM])
def test_satire_and_aggregators_never_give_the_headline_while_others_do(kind):
    book = OutletBook([Outlet(id="ls", name="Liberty Signal", family="ls", type=kind)])
    assert made(context=Context(outlets=book)).headline_article == "a3"
    graph = made(ARTICLES[1:2], context=Context(outlets=book)).graph
    assert headline(ARTICLES[1:2], graph, book) == "a2"


def test_a_story_that_was_not_read_yet_has_a_view():
    found = made(readings={}, context=Context())
    assert (found.topics, found.entities, found.levels, found.statements) == ((), (), (), ())
    assert found.status.origins == 1


def test_the_order_of_the_articles_changes_nothing():
    assert made(ARTICLES[::-1]) == made()


def test_swapping_two_names_in_the_records_changes_nothing_but_the_names():
    swap = {LUND: MARSH, MARSH: LUND}
    plain = Context(entities={e: person(e, e) for e in swap})

    def swapped(found):
        mentions = [mention(m.text, swap[m.entity_id], start=m.start) for m in found.mentions]
        said = [statement(s.id, s.article_id, s.words, speaker=swap[s.speaker], cue=s.cue, content=s.content,
                          speaker_text=s.speaker_text) for s in found.statements]  # fmt: skip
        return reading(found.article_id, mentions=mentions, statements=said)

    one = made(context=plain)
    two = made(readings={name: swapped(found) for name, found in READINGS.items()}, context=plain)
    assert [swap[s.speaker] for s in one.statements] == [s.speaker for s in two.statements]
    assert tuple(swap[e] for e in one.reply.concerned) == two.reply.concerned
    assert (one.status.kind, one.status.line, one.levels) == (two.status.kind, two.status.line, two.levels)
    assert [o.article_ids for o in one.graph.origins] == [o.article_ids for o in two.graph.origins]
