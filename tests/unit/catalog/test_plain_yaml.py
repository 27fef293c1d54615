"""The plain part of YAML: what openstates writes is read, what it never writes is refused."""

from __future__ import annotations

import pytest

from bot.catalog.plain_yaml import parse_plain_yaml

PERSON = """---
# a comment
id: ocd-person/1
name: 'Ann O''Lee'
party:
- name: Democratic
roles:
- type: upper
  jurisdiction: ocd-jurisdiction/country:us/state:ma/government
  district: "5"
  end_date: null
-
  type: mayor
links: []
ids:
  twitter: annlee
email: ann@example.org
"""


def test_a_persons_file_is_read() -> None:
    person = parse_plain_yaml(PERSON)
    assert person["name"] == "Ann O'Lee"
    assert person["party"] == [{"name": "Democratic"}]
    assert person["roles"][0]["jurisdiction"].endswith("state:ma/government")
    assert person["roles"][0]["district"] == "5"
    assert person["roles"][0]["end_date"] is None
    assert person["roles"][1] == {"type": "mayor"}
    assert person["links"] is None
    assert person["ids"] == {"twitter": "annlee"}


def test_lists_of_persons_and_indented_lists_are_read() -> None:
    assert parse_plain_yaml("- name: A\n- name: B") == [{"name": "A"}, {"name": "B"}]
    assert parse_plain_yaml("names:\n  - A b\n  - C") == {"names": ["A b", "C"]}
    assert parse_plain_yaml('a: "x \\"y\\""\nb:') == {"a": 'x "y"', "b": None}


@pytest.mark.parametrize("text", ["a: &x 1", "a: [1, 2]", "a: |\n  block", "a: {b: 1}", "- *x"])
def test_more_than_plain_yaml_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"beyond plain YAML"):
        parse_plain_yaml(text)


def test_a_line_at_no_known_depth_is_named() -> None:
    with pytest.raises(ValueError, match="b: 2"):
        parse_plain_yaml("  a: 1\n b: 2")


def test_nothing_is_none() -> None:
    assert parse_plain_yaml("# only a comment\n") is None
