"""Retention on the whole road: what is pruned is gone from answers, and never comes back as news."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.storage.database import Database
from bot.web.sample_server import SampleServer

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
DATED = "<pubDate>{:%a, %d %b %Y %H:%M:%S GMT}</pubDate>"
ITEM = (
    "<item><title>{title}</title><link>https://harbor.example/{path}</link><guid>{path}</guid>{date}"
    "<description>{title}, the council said on Monday after a long debate about it.</description></item>"
)


def item(path, title, *, at=None):
    return ITEM.format(path=path, title=title, date=DATED.format(at) if at else "")


@pytest.fixture
def harbor(tmp_path, cli):
    """One feed on loopback, subscribed; call it with the items that it lists from now on."""
    day = tmp_path / "served" / "day-1"
    day.mkdir(parents=True)

    def lists(*items):
        channel = f"<title>Harbor Ledger</title><link>https://harbor.example/</link>{''.join(items)}"
        (day / "harbor.xml").write_text(f"<rss version='2.0'><channel>{channel}</channel></rss>")

    lists()
    with SampleServer(day.parent) as server:
        cli("feeds", "add", "--no-check", server.url + "harbor.xml", "--now", START.isoformat())
        yield lists


@pytest.fixture
def poll(cli):
    """Poll so many days after the start; gives how many articles were new."""

    def at(days):
        now = START + timedelta(days=days)
        status, out, err = cli("poll", "--all", "--no-read", "--json", "--now", now.isoformat())
        assert status == 0, err
        return json.loads(out)["new_articles"]

    return at


@pytest.fixture
def prune(cli):
    """Prune so many days after the start; gives the report."""

    def at(days, *more):
        now = START + timedelta(days=days)
        status, out, err = cli("prune", "--json", "--now", now.isoformat(), *more)
        assert status == 0, err
        return json.loads(out)

    return at


def titles(cli):
    return [json.loads(line)["title"] for line in cli("articles", "--json")[1].splitlines()]


def test_a_pruned_item_that_a_feed_still_lists_does_not_come_back(harbor, poll, prune, cli):
    dated = item("a", "Budget passes", at=START - timedelta(hours=1))
    undated = item("b", "Bridge closes")
    harbor(dated, undated)
    assert poll(0) == 2
    report = prune(91)
    assert report["deleted"]["articles"] == 2
    harbor(dated, undated, item("c", "School opens", at=START + timedelta(days=91)))
    assert poll(91.1) == 1
    assert titles(cli) == ["School opens"]


def test_a_pruned_item_under_a_new_date_does_not_come_back(harbor, poll, prune):
    for day in (0, 91.5, 120, 200, 300):
        harbor(item("a", "Budget passes", at=START + timedelta(days=day)))
        assert poll(day + 0.1) == (1 if day == 0 else 0)
        prune(day + 91)


def test_new_words_under_the_address_of_a_pruned_item_are_news(harbor, poll, prune, cli):
    harbor(item("now", "Ferry is late", at=START))
    poll(0)
    prune(91)
    harbor(item("now", "Mayor opens the new library", at=START + timedelta(days=91.9)))
    assert poll(92) == 1
    assert titles(cli) == ["Mayor opens the new library"]


def test_nothing_is_refused_before_the_first_prune(harbor, poll, prune):
    harbor(item("old", "Charter of the city", at=START - timedelta(days=400)))
    assert poll(0) == 1
    assert prune(1)["deleted"]["articles"] == 0
    harbor(item("older", "Another charter of the city", at=START - timedelta(days=400)))
    assert poll(2) == 0


def test_an_open_story_loses_its_full_text_first(harbor, poll, prune, database_url):
    harbor(item("a", "Budget passes", at=START))
    poll(0)
    database = Database(database_url)
    with database.write() as tx:
        stored = tx.articles.window(None, None)[0]
        tx.articles.update(replace(tx.articles.get(stored.id), body="The full text."), at=START)
    assert prune(31)["deleted"] == {
        "bodies": 1, "articles": 0, "views": 0, "deliveries": 0, "audit": 0, "keys": 0, "feeds": 0,
        "follows": 0, "guards": 0, "workspaces": 0,
    }  # fmt: skip
    with database.read() as tx:
        assert tx.articles.get(stored.id).body == ""
    database.close()


def test_a_longer_retention_brings_nothing_back(harbor, poll, prune, monkeypatch):
    old = item("a", "Budget passes", at=START)
    harbor(old)
    poll(0)
    first = prune(91)
    monkeypatch.setenv("POLICYBOT_RETENTION_DAYS", "365")
    assert prune(92)["cut_at"] == first["cut_at"]
    harbor(old, item("z", "An old item of another section", at=START - timedelta(days=1)))
    assert poll(92) == 0


def test_a_dry_run_counts_and_deletes_nothing(harbor, poll, prune, cli):
    harbor(item("a", "Budget passes", at=START))
    poll(0)
    assert prune(91, "--dry-run")["deleted"] == {"articles": 1, "bodies": 0, "deliveries": 0, "audit": 0}
    harbor(item("a", "Budget passes", at=START), item("b", "Charter", at=START - timedelta(days=200)))
    assert poll(91) == 1, "a dry run refuses nothing"
    assert len(titles(cli)) == 2
    status, out, _ = cli("prune", "--dry-run", "--now", (START + timedelta(days=91)).isoformat())
    assert (status, "Would delete 1 articles" in out) == (0, True)


def test_a_forgotten_page_stays_away(harbor, poll, database_url):
    harbor(item("a", "Budget passes", at=START))
    poll(0)
    database = Database(database_url)
    with database.write() as tx:
        tx.forget.url("https://harbor.example/a")
    database.close()
    harbor(item("a", "Budget passes after all, with new words", at=START + timedelta(days=1)))
    assert poll(1) == 0


def test_removed_feeds_can_be_restored_for_a_week(harbor, poll, prune, cli):
    feed_id = json.loads(cli("feeds", "list", "--json")[1])[0]["id"]
    cli("feeds", "remove", feed_id)
    removed = datetime.now(UTC) - START
    assert prune(removed.days + 6)["deleted"]["feeds"] == 0
    assert prune(removed.days + 9)["deleted"]["feeds"] == 1
    assert cli("feeds", "restore", feed_id)[0] == 1
