"""Files that people edit: every mistake is named with its entry and a right example."""

from __future__ import annotations

import pytest

from bot.catalog.tables import check_unique, entries_of, read_file
from bot.errors import ConfigError

EXAMPLE = '[[fruit]] id = "fig"'


def entries(text: str):
    return entries_of(text, "fruit", where="fruit.toml", example=EXAMPLE)


def one(extra: str):
    return entries(f'[[fruit]]\nid = "fig"\n{extra}')[0]


def test_entries_come_in_order_of_their_ids() -> None:
    assert [e.id for e in entries('[[fruit]]\nid = "fig"\n[[fruit]]\nid = "plum"')] == ["fig", "plum"]
    assert entries("") == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[fruit]\n", "not valid TOML"),
        ('[[nut]]\nid = "a"', "only tables"),
        ("[fruit]\nid = 1", "only tables"),
        ('[[fruit]]\nname = "Fig"', "number 1 has no id"),
        ('[[fruit]]\nid = "Fig Tree"', "no id of small letters"),
        ('[[fruit]]\nid = "fig"\n[[fruit]]\nid = "fig"', "stands there twice"),
        ('[[fruit]]\nid = "plum"\n[[fruit]]\nid = "fig"', "sort the entries"),
    ],
)
def test_a_wrong_file_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words) as error:
        entries(text)
    assert "fruit.toml" in str(error.value)


@pytest.mark.parametrize(
    ("extra", "read", "words"),
    [
        ("name = 3", lambda e: e.text("name"), "as a text"),
        ("", lambda e: e.text("name"), "as a text"),
        ('name = " x"', lambda e: e.text("name"), "without spaces"),
        ('tags = ["b", "a"]', lambda e: e.texts("tags"), "not sorted"),
        ('tags = ["a", "a"]', lambda e: e.texts("tags"), "one twice"),
        ("tags = [1]", lambda e: e.texts("tags"), "list of texts"),
        ('kin = "A b"', lambda e: e.slug("kin"), "no id"),
        ('code = "x"', lambda e: e.matching("code", r"\d+", "a number"), "not a number"),
        ('size = "huge"', lambda e: e.one_of("size", ["big", "small"]), "one of big, small"),
        ('ripe = "yes"', lambda e: e.flag("ripe"), "true or false"),
        ('on = "2025-01-01"', lambda e: e.day("on"), "without quotes"),
        ("on = 2025-01-01T00:00:00Z", lambda e: e.day("on"), "without quotes"),
        ("sise = 1", lambda e: e.only("id", "size"), "unknown key 'sise'"),
    ],
)
def test_a_wrong_value_names_entry_fault_and_example(extra, read, words) -> None:
    with pytest.raises(ConfigError, match=words) as error:
        read(one(extra))
    assert "'fig'" in str(error.value)
    assert EXAMPLE in str(error.value)


def test_right_and_absent_values() -> None:
    entry = one('name = "Fig"\ntags = ["a", "b"]\nripe = true\non = 2025-01-02\nsize = "big"')
    assert (entry.text("name"), entry.texts("tags"), entry.flag("ripe")) == ("Fig", ("a", "b"), True)
    assert str(entry.day("on")) == "2025-01-02"
    assert entry.one_of("size", ["big"]) == "big"
    bare = one("")
    assert (bare.text("name", ""), bare.texts("tags"), bare.flag("ripe"), bare.day("on")) == (
        "",
        (),
        False,
        None,
    )
    assert (bare.slug("kin"), bare.matching("code", "x", "x"), bare.one_of("size", ["big"])) == (
        None,
        None,
        None,
    )


def test_a_name_belongs_to_one_entry() -> None:
    both = entries('[[fruit]]\nid = "fig"\n[[fruit]]\nid = "plum"')
    check_unique(both, {"fig": ["Fig", "Fig"], "plum": ["Plum"]})
    with pytest.raises(ConfigError, match="'Fig', which 'fig' has too"):
        check_unique(both, {"fig": ["Fig"], "plum": ["Fig"]})


def test_a_file_that_cannot_be_read_is_named(tmp_path) -> None:
    with pytest.raises(ConfigError, match=r"gone\.toml"):
        read_file(tmp_path / "gone.toml")
    (tmp_path / "latin.toml").write_bytes(b"\xe9")
    with pytest.raises(ConfigError, match=r"latin\.toml"):
        read_file(tmp_path / "latin.toml")
