"""Retention: what each term deletes, that a cut never goes back, and that it can be stopped."""

import pytest

from bot.model.digest import DeliveryState
from bot.services.keep import Keep, Terms, find_cut
from tests.storage.make import DAY, NOW, article, delivery, follow, subscription

TERMS = Terms(articles=90 * DAY, bodies=30 * DAY, audit=365 * DAY)


@pytest.fixture
def keep(database, clock):
    return Keep(database, terms=TERMS, clock=clock)


@pytest.fixture
def stored(database):
    """Store articles first seen so many days ago."""

    def store(*days, body=""):
        made = [
            article(f"a{n}", first_seen_at=NOW - n * DAY, published_at=NOW - n * DAY, body=body) for n in days
        ]
        with database.write() as tx:
            tx.articles.add([(one, [f"k:{one.id}"]) for one in made])

    return store


def left(database):
    with database.read() as tx:
        return sorted(one.id for one in tx.articles.window(None, None))


def cut(database):
    with database.read() as tx:
        return find_cut(tx)


def test_before_the_first_run_nothing_is_refused(database, keep):
    assert cut(database) is None
    keep.preview()
    assert cut(database) is None


def test_articles_go_when_their_term_is_over(database, keep, stored):
    stored(0, 89, 90, 91, 400)
    report = keep.prune()
    assert (report.deleted["articles"], report.finished) == (2, True)
    assert left(database) == ["a0", "a89", "a90"]
    assert cut(database) == report.cut_at == NOW - 90 * DAY


def test_full_texts_go_first(database, keep, stored):
    stored(10, 40, body="The full text of it.")
    assert keep.prune().deleted["bodies"] == 1
    with database.read() as tx:
        bodies = {one.id: one.body for one in tx.articles.by_ids(["a10", "a40"], bodies=True)}
    assert bodies == {"a10": "The full text of it.", "a40": ""}


def test_a_preview_counts_what_a_run_would_delete(database, keep, stored):
    stored(10, 40, 91, 92, body="Text.")
    expected = keep.preview()
    done = keep.prune()
    assert expected.deleted["articles"] == done.deleted["articles"] == 2
    assert expected.cut_at == done.cut_at
    assert expected.transactions == 0


def test_a_second_run_deletes_nothing(keep, stored):
    stored(91)
    keep.prune()
    assert not any(keep.prune().deleted.values())


def test_a_cut_does_not_go_back(database, clock, keep, stored):
    keep.prune()
    longer = Keep(database, terms=Terms(articles=900 * DAY, bodies=DAY, audit=DAY), clock=clock)
    assert longer.prune().cut_at == NOW - 90 * DAY
    assert longer.preview().cut_at == NOW - 90 * DAY


def test_a_run_can_be_stopped_and_goes_on(database, keep, stored):
    stored(*range(91, 111))
    report = keep.prune(for_s=-1)
    assert not report.finished
    assert not any(report.deleted.values())
    assert keep.prune().deleted["articles"] == 20


def test_workspaces_are_purged_last_and_only_by_a_whole_run(database, clock):
    purged = []

    def purge():
        purged.append(1)
        return 3

    keep = Keep(database, terms=TERMS, clock=clock, purge_workspaces=purge)
    assert keep.prune(for_s=-1).deleted["workspaces"] == 0
    assert purged == []
    assert keep.prune().deleted["workspaces"] == 3


def test_what_ended_by_itself_goes_too(database, keep):
    with database.write() as tx:
        tx.follows.save(follow("gone", until_at=NOW - DAY, muted=True))
        tx.follows.save(follow("held", target="person:other", until_at=NOW + DAY, muted=True))
        tx.guards.first_time("key", now=NOW - DAY, ttl_s=60)
        tx.subscriptions.save(subscription())
        long_ago = {"due_at": NOW - 100 * DAY, "state": DeliveryState.SENT}
        tx.deliveries.plan([delivery("old", local_on=(NOW - 100 * DAY).date(), **long_ago)])
        tx.deliveries.plan([delivery("new")])
    deleted = keep.prune().deleted
    assert (deleted["follows"], deleted["guards"], deleted["deliveries"]) == (1, 1, 1)
    with database.read() as tx:
        assert tx.follows.find("held") is not None
        assert [row.id for row in tx.deliveries.history()] == ["new"]


def test_large_deletions_are_many_small_transactions(keep, stored):
    stored(*range(91, 211))
    report = keep.prune()
    assert report.deleted["articles"] == 120
    # One that finds nothing ends each of the nine kinds; a hundred and twenty articles are more than a batch.
    assert report.transactions >= 1 + 9 + 2
    assert 0 < report.longest_s < 60
