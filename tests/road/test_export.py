"""Exports: everything of a name, each line with its link, in three forms that other programs read."""

import csv
import io
import json
import re
from dataclasses import replace

import pytest

from bot.services.export import Dossier, Form, Line, write

EVENING = "2026-03-04T23:00:00Z"
URL = re.compile(r"https://[\w.-]+\.example/2026/03/\S+")


@pytest.fixture
def export(cli, read):
    def call(*arguments):
        status, out, err = cli("export", *arguments, "--now", EVENING)
        assert status == 0, err
        return out

    return call


def test_every_line_of_a_person_has_its_link(export):
    lines = export("Imani Okafor").splitlines()
    told = [line for line in lines if line.startswith(("- ", "## "))]
    assert len(told) > 5
    assert [line for line in told if not URL.search(line)] == []
    assert lines[0] == "# Imani Okafor"


def test_words_are_those_of_stored_articles(export, cli):
    rows = [json.loads(line) for line in cli("articles", "--json")[1].splitlines()]
    headlines = {row["url"]: row["title"] for row in rows}
    dossier = json.loads(export("Imani Okafor", "--format", "json"))
    stated = [line for line in dossier["lines"] if line["kind"] == "statement"]
    headed = [line for line in dossier["lines"] if line["kind"] != "statement"]
    assert all(headlines[line["url"]] == line["words"] for line in headed)
    assert any(line["speaker"].startswith("Imani Okafor") for line in stated)
    assert all(line["url"] in headlines and len(line["words"].split()) <= 26 for line in stated)


def test_all_pages_are_exported(export, cli):
    dossier = json.loads(export("Boston", "--format", "json"))
    stories = {line["story"] for line in dossier["lines"] if line["kind"] == "story"}
    assert len(stories) == dossier["counts"]["stories"] > 5


def test_a_topic_can_be_exported_as_a_table(export):
    rows = list(csv.DictReader(io.StringIO(export("housing", "--format", "csv"))))
    assert {row["kind"] for row in rows} >= {"story", "article"}
    assert all(URL.match(row["url"]) for row in rows)
    assert all(row["counted"] for row in rows if row["kind"] == "story")


def test_the_same_export_twice_is_the_same(export):
    assert export("Boston", "--format", "csv") == export("Boston", "--format", "csv")


def test_it_can_be_written_to_a_file(export, settings):
    assert "okafor.md" in export("Imani Okafor", "-o", "okafor.md")
    assert (settings / "okafor.md").read_text(encoding="utf-8").startswith("# Imani Okafor")


def test_an_unknown_name_gets_the_nearest(cli, read):
    status, _, err = cli("export", "Harlen Price", "--now", EVENING)
    assert status == 2
    assert "Harlan Pryce" in err


def test_of_several_one_is_chosen_by_its_id(cli, read, export):
    status, _, err = cli("export", "Springfield", "--now", EVENING)
    assert status == 2
    assert "geonames:4951788" in err
    assert "Springfield, city in MA" in err
    assert export("Springfield", "--entity", "geonames:4951788").startswith("# Springfield")


HOSTILE = Line(
    kind="article",
    at="2026-03-01",
    outlet="*Ledger*",
    words='=HYPERLINK("http://bad") [click](javascript:x) <b>now</b>\n# Heading',
    url="https://harbor.example/1> [x](https://bad.example)",
)
EMPTY = Dossier(name="A_B", role="", since="2026-03-01", until="2026-03-02", counts={"articles": 1}, lines=())


def test_text_of_a_feed_stays_text():
    dossier = replace(EMPTY, lines=(HOSTILE,))
    cell = next(csv.DictReader(io.StringIO(write(dossier, Form.CSV))))["words"]
    assert cell.startswith("'=")
    line = write(dossier, Form.MARKDOWN).splitlines()[-1]
    assert r"\[click\](javascript:x)" in line
    assert r"\<b\>" in line
    assert line.endswith("](<https://harbor.example/1[x](https://bad.example)>)")


def test_who_declined_to_speak_is_told_without_words():
    line = replace(
        HOSTILE, kind="statement", words="", speaker="Ada Quist", stance="declined", url="https://x"
    )
    text = write(replace(EMPTY, lines=(line,)), Form.MARKDOWN)
    assert text.endswith(
        r"- **Ada Quist** · 2026-03-01 · \*Ledger\*: [declined to comment](<https://x>)" "\n"
    )
