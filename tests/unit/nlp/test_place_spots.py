"""Where an article names places, with the model's spans given by hand."""

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
import spacy

from bot.catalog.gazetteer import Gazetteer
from bot.model.article import Article, ArticleId
from bot.nlp.annotate import Annotated, FieldText, NerSpan
from bot.nlp.place_spots import Spotter

NOW = datetime(2026, 3, 2, tzinfo=UTC)
BLANK = spacy.blank("en")


@pytest.fixture(scope="module")
def index():
    gazetteer = Gazetteer(Path(__file__).parents[3] / "config" / "data" / "gazetteer.sqlite")
    yield gazetteer
    gazetteer.close()


def annotated(text, *labels, home=None):
    """An article whose body the model labelled so: (words, label)."""
    spans = tuple(
        NerSpan(text.index(words), text.index(words) + len(words), label) for words, label in labels
    )
    article = Article(
        id=ArticleId("a"), url="https://example.org/", title="x", body=text, outlet="x", place=home,
        published_at=NOW, first_seen_at=NOW,
    )  # fmt: skip
    field = FieldText(text=text, cased=text, doc=BLANK.make_doc(text), spans=spans)
    return Annotated(article=article, fields={"text": field})


def stretch(text, words):
    return ("text", text.index(words), text.index(words) + len(words))


def spotted(index, text, *labels, people=(), bodies=(), home=None):
    spotter = Spotter(
        annotated(text, *labels, home=home),
        index,
        people=[stretch(text, p) for p in people],
        bodies=[stretch(text, b) for b in bodies],
    )
    return [text[s.start : s.end] for s in spotter.spots()]


def test_what_the_model_calls_a_place_and_the_gazetteer_knows(index):
    assert spotted(index, "Voters in Salem met.", ("Salem", "GPE")) == ["Salem"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("SALEM \u2014 The council met.", ["SALEM"]),
        ("The council of Salem, Ore., met.", ["Salem", "Ore."]),
        ("Rep. Ann Lee, D-Salem, voted.", ["Salem"]),
        ("France and Texas signed.", ["France", "Texas"]),
        ("French wine arrived.", ["French"]),
        ("Suffolk County pays.", ["Suffolk County"]),
        ("Harvey and Kingman counties pay.", ["Harvey", "Kingman"]),
        ("Two Salem residents sued.", ["Salem"]),
        ("They read Hope daily.", []),
        ("Give Reading a chance.", []),
    ],
)
def test_what_the_model_missed(index, text, places):
    assert spotted(index, text) == places


def test_a_town_near_home_needs_less(index):
    text = "It opened from Peabody on."
    assert spotted(index, text, home="US-MA") == ["Peabody"]
    assert spotted(index, text, ("Peabody", "PERSON"), people=["Peabody"], home="US-MA") == []


def test_neighbours_in_a_list_help_each_other(index):
    text = "They moved in Salem and Danvers."
    labels = (("Salem", "GPE"), ("Danvers", "PERSON"))
    assert spotted(index, text, *labels, people=["Danvers"], home="US-MA") == ["Salem", "Danvers"]


def test_a_name_that_is_a_place_once_is_one_throughout(index):
    text = "Police in Lynn said Lynn would pay."
    second = "said Lynn would"
    assert spotted(index, text, ("Lynn", "GPE")) == ["Lynn", "Lynn"]
    assert spotted(index, f"They {second} pay.", home=None) == []


def test_names_inside_longer_ones_stay_there(index):
    text = "The Boston Globe and Boston University agree."
    assert spotted(index, text, bodies=["Boston Globe", "Boston University"]) == []


def test_a_body_that_is_but_a_list_of_towns_is_none(index):
    text = "Tenants from Holyoke and Chicopee spoke."
    found = spotted(
        index, text, ("Holyoke and Chicopee", "ORG"), bodies=["Holyoke and Chicopee"], home="US-MA"
    )
    assert found == ["Holyoke", "Chicopee"]


def test_surnames_of_the_article_are_persons(index):
    text = "Chiquita Henry lives here. Henry paid."
    assert spotted(index, text, ("Chiquita Henry", "PERSON"), people=["Chiquita Henry"]) == []


@pytest.mark.parametrize(
    ("text", "words", "places"),
    [
        ("The raid in Xyzzyville failed.", "Xyzzyville", ["Xyzzyville"]),
        ("The raid hit Xyzzyville hard.", "Xyzzyville", []),
        ("Around Lake Xyzzy they fished.", "Lake Xyzzy", ["Lake Xyzzy"]),
        ("They sat in Xyzzy Park then.", "Xyzzy Park", []),
        ("It lies in Xyzzy Road.", "Xyzzy", []),
        ("It lies in Area 51 now.", "Area 51", []),
    ],
)
def test_places_that_the_gazetteer_lacks_need_the_words_around(index, text, words, places):
    assert spotted(index, text, (words, "GPE")) == places


def test_spots_never_overlap(index):
    text = "NEW YORK \u2014 New York City and York, Pa., met in West New York, N.J."
    spans = [(s.start, s.end) for s in Spotter(annotated(text, ("New York City", "GPE")), index).spots()]
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
