"""Places of an article, found and linked, and spans that a user gives."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import spacy

from bot.catalog.gazetteer import Gazetteer
from bot.model.article import Article, ArticleId
from bot.model.entity import EntityKind
from bot.nlp.annotate import Annotated, FieldText
from bot.nlp.places import PlaceLinker, PlaceSpan

NOW = datetime(2026, 3, 2, tzinfo=UTC)
BLANK = spacy.blank("en")


@pytest.fixture(scope="module")
def gazetteer():
    gazetteer = Gazetteer(Path(__file__).parents[3] / "config" / "data" / "gazetteer.sqlite")
    yield gazetteer
    gazetteer.close()


def article(text, *, title="x", home=None):
    return Article(
        id=ArticleId("a"), url="https://example.org/", title=title, body=text, outlet="x", place=home,
        published_at=NOW, first_seen_at=NOW,
    )  # fmt: skip


def annotated(text, *, title="", home=None):
    texts = {"title": title, "text": text}
    fields = {
        name: FieldText(text=t, cased=t, doc=BLANK.make_doc(t), spans=()) for name, t in texts.items() if t
    }
    return Annotated(article=article(text, title=title or "x", home=home), fields=fields)


def linked(gazetteer, text, **options):
    """(words, name of the place, where) of every mention found."""
    mentions = PlaceLinker(gazetteer).link(annotated(text, **options))
    return [(m.text, *where(gazetteer, m)) for m in mentions]


def given(gazetteer, text, *words, home=None):
    """The same for spans that are given, in their order."""
    spans = []
    for word in words:
        start = text.index(
            word, spans[-1].end if spans and word == text[spans[-1].start : spans[-1].end] else 0
        )
        spans.append(PlaceSpan(field="text", start=start, end=start + len(word)))
    mentions = PlaceLinker(gazetteer).link_given(article(text, home=home), spans)
    return [where(gazetteer, m)[1] for m in mentions]


def where(gazetteer, mention):
    entity = gazetteer.find_place(mention.entity_id) if mention.entity_id else None
    return (entity.name, entity.place.region or entity.place.country) if entity else (None, None)


def test_mentions_carry_what_they_name(gazetteer):
    mention = PlaceLinker(gazetteer).link(annotated("SALEM, Ore. \u2014 They met."))[0]
    assert (mention.field, mention.start, mention.end, mention.text) == ("text", 0, 5, "SALEM")
    assert mention.kind is EntityKind.PLACE
    assert mention.entity_id == "geonames:5750162"
    assert 0 < mention.score <= 1
    assert not mention.weak
    assert not mention.demonym


def test_title_comes_before_text_and_both_share_one_sense(gazetteer):
    found = linked(gazetteer, "PARIS, Texas \u2014 Rain fell in Paris.", title="Rain in Paris")
    assert found == [
        ("Paris", "Paris", "US-TX"),
        ("PARIS", "Paris", "US-TX"),
        ("Texas", "Texas", "US-TX"),
        ("Paris", "Paris", "US-TX"),
    ]


def test_two_senses_where_the_text_says_both(gazetteer):
    found = linked(gazetteer, "Flights from Paris, France, to Paris, Texas, start in May.")
    assert [f[2] for f in found if f[0] == "Paris"] == ["FR", "US-TX"]


def test_demonyms_are_places_marked_so(gazetteer):
    mentions = PlaceLinker(gazetteer).link(annotated("Russian and American envoys met."))
    assert [(m.text, m.demonym) for m in mentions] == [("Russian", True), ("American", True)]
    assert [where(gazetteer, m)[0] for m in mentions] == ["Russia", "United States"]


def test_heads_of_bodies_are_weak_links(gazetteer):
    text = "The Boston Police Department asked."
    mentions = PlaceLinker(gazetteer).link(annotated(text), bodies=[("text", 4, 28)], heads=[("text", 4, 10)])
    assert [(m.text, m.weak, m.entity_id) for m in mentions] == [("Boston", True, "geonames:4930956")]


def test_the_home_region_decides_among_towns_of_one_name(gazetteer):
    assert given(gazetteer, "in Springfield", "Springfield", home="US-MA") == ["US-MA"]
    assert given(gazetteer, "in Springfield", "Springfield", home="US-IL") == ["US-IL"]


def test_an_unknown_home_is_no_home(gazetteer):
    assert given(gazetteer, "in Boston", "Boston", home="XX-YY") == ["US-MA"]


def test_context_decides_where_no_home_does(gazetteer):
    text = "Springfield lawmakers met. Illinois pays for it."
    assert given(gazetteer, text, "Springfield") == ["US-IL"]


def test_given_spans_come_back_in_their_order_known_or_not(gazetteer):
    text = "Boston and Xyzzyville"
    assert given(gazetteer, text, "Xyzzyville", "Boston") == [None, "US-MA"]


def test_a_given_feature_is_linked_to_the_town_near_home_whose_name_it_bears(gazetteer):
    text = "They fished in Boston Harbor."
    assert given(gazetteer, text, "Boston Harbor", home="US-MA") == ["US-MA"]
    assert given(gazetteer, text, "Boston Harbor") == [None]


def test_a_bare_name_is_the_county_at_home_where_no_town_is(gazetteer):
    text = "north of Gwinnett"
    assert given(gazetteer, text, "Gwinnett", home="US-GA") == ["US-GA"]
    assert given(gazetteer, text, "Gwinnett") == [None]


def test_no_text_no_places(gazetteer):
    assert PlaceLinker(gazetteer).link(annotated("")) == ()
    assert PlaceLinker(gazetteer).link_given(article(""), []) == ()
