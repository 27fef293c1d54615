"""The topic file: read, checked, written back."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.topics import (
    dump_topics,
    lexicon_problems,
    load_topics,
    parse_topics,
    save_topic,
    sort_key,
    topic_problems,
    with_topic,
)
from bot.errors import ConfigError
from bot.model.reading import Topic

CONFIG = Path(__file__).parents[3] / "config" / "topics.toml"
BUS = Topic(
    slug="transit",
    name="Transit",
    description='Buses, "trains".',
    cap=(10,),
    phrases=(("bus lane", 3.0), ("ICE train", 1.5)),
    excludes=("bus boycott",),
    threshold=0.3,
)
READER_TOPICS = [
    "immigration",
    "elections",
    "public-safety",
    "courts-rights",
    "government",
    "taxes-budget",
    "housing",
    "schools",
    "health",
    "transit",
    "climate-energy",
    "labor",
    "social-services",
    "business-trade",
    "technology",
    "defense-foreign",
    "agriculture-food",
    "lands-tribes",
]


def test_what_is_written_is_what_is_read():
    assert parse_topics(dump_topics([BUS])) == (BUS,)


@given(
    st.dictionaries(
        st.text(alphabet='abc "\\\x7f\té', min_size=1)
        .map(lambda s: " ".join(s.split()))
        .filter(lambda s: any(map(str.isalnum, s))),
        st.sampled_from([0.5, 1.0, 10.0, -3.0]),
        min_size=1,
    ),
    st.text(max_size=20),
)
def test_any_topic_survives_the_file(phrases, description):
    listed = tuple(sorted(phrases.items(), key=lambda item: sort_key(item[0])))
    topic = dataclasses.replace(BUS, phrases=listed, description=description)
    assert parse_topics(dump_topics([topic])) == (topic,)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[bus", "not valid TOML"),
        ("bus = 3", "must be a table"),
        ("[bus]\nphrases = 3", "must be a table"),
        ('[bus]\n[bus.phrases]\n"a" = 1', "malformed"),
        ('[bus]\nname = "Bus"\nthreshold = "high"', "malformed"),
        ('[bus]\nname = "Bus"\ncolour = 1', "unknown keys ['colour']"),
        ('[bus]\nname = "Bus"', "there is no phrase"),
        ('[bus]\nname = "Bus"\n[bus.phrases]\n"bus" = 1\n"bus" = 2', "not valid TOML"),
        ('[bus]\nname = "Bus"\n[bus.phrases]\n"bus" = 11', "the weight of 'bus' is 11"),
    ],
)
def test_a_wrong_file_is_refused_with_the_topic_and_the_reason(text, says):
    with pytest.raises(ConfigError) as caught:
        parse_topics(text)
    assert says in str(caught.value)
    assert "topics.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"slug": "Mass Transit"}, "the slug must be"),
        ({"name": " "}, "the name is empty"),
        ({"threshold": 1.0}, "the threshold 1 must lie"),
        ({"phrases": ()}, "there is no phrase"),
        ({"phrases": (("bus", 0.0),)}, "must lie in [-10, 10] and not be 0"),
        ({"phrases": (("--", 1.0),)}, "has no word"),
        ({"excludes": ("bus  boycott",)}, "spaces to spare"),
    ],
)
def test_topic_problems(change, says):
    (problem,) = topic_problems(dataclasses.replace(BUS, **change))
    assert says in problem


def test_lexicon_problems_are_twins_and_disorder():
    messy = dataclasses.replace(BUS, phrases=(("tram", 1.0), ("bus", 1.0)))
    assert lexicon_problems([BUS]) == ()
    assert lexicon_problems([BUS, messy]) == (
        "topic 'transit' stands twice",
        "topic 'transit': 'bus' should stand before 'tram'",
    )


class TestSave:
    def test_an_edit_replaces_in_place_and_a_new_topic_goes_last(self, tmp_path):
        path = tmp_path / "topics.toml"
        path.write_text(dump_topics([BUS, dataclasses.replace(BUS, slug="parks")]), encoding="utf-8")
        save_topic(path, dataclasses.replace(BUS, threshold=0.5))
        after = save_topic(path, dataclasses.replace(BUS, slug="zoo"))
        assert [(t.slug, t.threshold) for t in after] == [("transit", 0.5), ("parks", 0.3), ("zoo", 0.3)]
        assert load_topics(path) == after
        assert list(tmp_path.iterdir()) == [path]

    def test_phrases_come_back_sorted(self, tmp_path):
        path = tmp_path / "topics.toml"
        path.write_text(dump_topics([BUS]), encoding="utf-8")
        (topic,) = save_topic(path, dataclasses.replace(BUS, phrases=(("tram", 1.0), ("bus", 2.0))))
        assert [p for p, _ in topic.phrases] == ["bus", "tram"]

    def test_a_topic_that_cannot_be_used_leaves_the_file_alone(self, tmp_path):
        path = tmp_path / "topics.toml"
        path.write_text(dump_topics([BUS]), encoding="utf-8")
        with pytest.raises(ConfigError, match="there is no phrase"):
            save_topic(path, dataclasses.replace(BUS, phrases=()))
        assert load_topics(path) == (BUS,)

    def test_a_missing_file_or_folder_is_said(self, tmp_path):
        with pytest.raises(ConfigError, match="cannot be read"):
            save_topic(tmp_path / "none.toml", BUS)

    def test_a_folder_that_cannot_be_written_is_said(self, tmp_path):
        path = tmp_path / "topics.toml"
        path.write_text(dump_topics([BUS]), encoding="utf-8")
        (tmp_path / "topics.toml.part").mkdir()
        with pytest.raises(ConfigError, match="cannot be written"):
            save_topic(path, BUS)


def test_with_topic_refuses_a_broken_topic():
    with pytest.raises(ConfigError, match="the name is empty"):
        with_topic([], dataclasses.replace(BUS, name=""))


class TestShippedLexicon:
    TOPICS = load_topics(CONFIG)

    def test_it_has_the_eighteen_reader_topics_and_negatives(self):
        assert [t.slug for t in self.TOPICS if not t.negative] == READER_TOPICS
        assert {"sport", "entertainment", "lifestyle", "weather", "obituaries"} <= {
            t.slug for t in self.TOPICS if t.negative
        }

    def test_it_is_as_the_program_would_write_it(self):
        assert dump_topics(self.TOPICS) == CONFIG.read_text(encoding="utf-8")
        assert lexicon_problems(self.TOPICS) == ()

    def test_every_reader_topic_is_described_coded_and_has_a_threshold(self):
        assert all(t.description and t.cap and t.threshold for t in self.TOPICS if not t.negative)

    def test_no_code_belongs_to_two_topics(self):
        codes = [code for t in self.TOPICS for code in t.cap]
        assert len(codes) == len(set(codes))

    def test_it_is_rich(self):
        assert all(len(t.phrases) >= 150 for t in self.TOPICS if not t.negative)
