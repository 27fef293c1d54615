"""What goes wrong ends in one clear sentence, an exit status, and nothing lost."""

import json
import re
import subprocess
import sys

import pytest

from tests.support.stores import change

# In a process of its own: SQLite's locks do not hold inside one process.
LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.read()
"""


def test_a_second_poll_stores_nothing_twice(cli, samples):
    cli("feeds", "import", samples.opml_url)
    _, first, _ = cli("poll", "--json", "--no-read")
    _, again, _ = cli("poll", "--all", "--json", "--no-read")
    assert json.loads(first)["new_articles"] > 0
    report = json.loads(again)
    assert (report["new_articles"], report["polled"], report["not_modified"]) == (0, 10, 10)
    assert set(report) == {"feeds", "polled", "not_modified", "new_articles", "failed", "seconds"}


def test_an_unreachable_feed_costs_the_others_nothing(cli, samples):
    cli("feeds", "import", samples.opml_url)
    cli("feeds", "add", "--no-check", "http://127.0.0.1:9/feed.xml")
    _, out, _ = cli("poll", "--json", "--no-read")
    report = json.loads(out)
    assert [trouble["status"] for trouble in report["failed"]] == ["network_error"]
    assert report["new_articles"] > 0
    _, listed, _ = cli("feeds", "list", "--json")
    row = next(row for row in json.loads(listed) if row["url"].endswith(":9/feed.xml"))
    assert row["status"] == "network_error"
    assert row["last_error"]
    assert set(row) == {
        "id", "url", "imported_url", "outlet", "place", "status", "last_error", "next_poll", "items_per_week",
    }  # fmt: skip


def test_a_private_address_is_refused_unless_it_is_listed(cli, samples, monkeypatch):
    monkeypatch.delenv("POLICYBOT_PRIVATE_FEEDS")
    status, _, err = cli("feeds", "import", samples.opml_url)
    assert status == 1
    assert "POLICYBOT_PRIVATE_FEEDS" in err


@pytest.mark.parametrize(
    ("content", "word"),
    [("<rss version='2.0'></rss>", "OPML"), ("not xml at all", "OPML"), ("", "OPML")],
    ids=["rss", "text", "empty"],
)
def test_a_wrong_opml_file_is_named(cli, settings, content, word):
    (settings / "list.opml").write_text(content)
    status, _, err = cli("feeds", "import", "list.opml")
    assert status == 2
    assert word in err
    assert "list.opml" in err
    assert len(err.splitlines()) <= 2


def test_a_missing_file_is_named(cli):
    status, _, err = cli("feeds", "import", "nowhere.opml")
    assert (status, "nowhere.opml" in err) == (2, True)


def test_a_page_is_no_feed(cli, samples):
    status, _, err = cli("feeds", "add", samples.url + "nothing.xml")
    assert status == 2
    assert "not added" in err


@pytest.mark.sqlite
def test_a_locked_database_gives_one_sentence(cli, settings, monkeypatch):
    cli("feeds", "list")
    other = subprocess.Popen(
        [sys.executable, "-c", LOCK, settings / "policy.sqlite3"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    other.stdout.readline()
    monkeypatch.setenv("POLICYBOT_DATABASE_TIMEOUT_S", "0.2")
    status, _, err = cli("feeds", "add", "--no-check", "https://example.org/feed.xml")
    other.communicate()
    assert status == 1
    assert len(err.strip().splitlines()) == 1
    assert "policy.sqlite3" in err


def test_a_newer_database_gives_one_sentence(cli, database_url):
    cli("feeds", "list")
    change(database_url, "UPDATE alembic_version SET version_num = '9999'")
    change(database_url, "UPDATE meta SET value = '9998' WHERE key = 'schema.needs'")
    status, _, err = cli("poll")
    assert status == 1
    assert "newer" in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.sqlite
def test_a_file_that_is_no_database_gives_one_sentence(cli, settings):
    (settings / "policy.sqlite3").write_text(
        "this is a letter, not a database, and long enough to be read " * 20
    )
    status, _, err = cli("poll")
    assert status == 1
    assert len(err.strip().splitlines()) == 1


def test_a_wrong_setting_gives_one_sentence(cli, monkeypatch):
    monkeypatch.setenv("POLICYBOT_NLP_WORDS", "lots")
    status, _, err = cli("poll")
    assert status == 1
    assert "POLICYBOT_NLP_WORDS" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["lookup"],
        ["digest", "--hours", "x"],
        ["digest", "--now", "yesterday"],
        ["nonsense"],
        ["poll", "--what"],
    ],
    ids=["no name", "hours", "now", "command", "option"],
)
def test_wrong_use_ends_with_2(cli, arguments):
    status, _, err = cli(*arguments)
    assert status == 2
    assert "Traceback" not in err


def test_an_unknown_channel_is_named(cli):
    status, _, err = cli("digest", "--channel", "C404")
    assert (status, "C404" in err) == (2, True)


def test_an_unknown_feed_is_named(cli):
    status, _, err = cli("feeds", "remove", "f404")
    assert (status, "f404" in err) == (1, True)


def test_a_removed_feed_can_be_restored(cli, samples):
    cli("feeds", "import", samples.opml_url)
    _, listed, _ = cli("feeds", "list", "--json")
    feed_id = json.loads(listed)[0]["id"]
    cli("feeds", "remove", feed_id)
    assert len(json.loads(cli("feeds", "list", "--json")[1])) == 9
    cli("feeds", "restore", feed_id)
    assert len(json.loads(cli("feeds", "list", "--json")[1])) == 10


def test_an_exported_list_can_be_imported(cli, samples, settings):
    cli("feeds", "import", samples.opml_url)
    cli("feeds", "export", "mine.opml")
    before = cli("feeds", "list", "--json")[1]
    _, out, _ = cli("feeds", "import", "mine.opml")
    assert "0 feeds added, 10 were there" in out
    assert cli("feeds", "list", "--json")[1] == before


def test_doctor_names_what_is_wrong_and_what_helps(cli, monkeypatch):
    cli("feeds", "list")
    monkeypatch.setenv("POLICYBOT_NLP_MODEL", "no_such_model")
    status, out, _ = cli("doctor")
    assert status == 1
    assert "no_such_model" in out
    assert "POLICYBOT_NLP_MODEL" in out
    assert re.search("SQLite|PostgreSQL", out)


@pytest.mark.sqlite
def test_the_database_can_be_backed_up_and_restored(cli, samples, settings):
    cli("feeds", "import", samples.opml_url)
    cli("db", "backup", "copy.sqlite3")
    feed_id = json.loads(cli("feeds", "list", "--json")[1])[0]["id"]
    cli("feeds", "remove", feed_id)
    status, out, _ = cli("db", "restore", "--yes", "copy.sqlite3")
    assert (status, "Undo" in out) == (0, True)
    assert len(json.loads(cli("feeds", "list", "--json")[1])) == 10
    assert cli("db", "check")[0] == 0
