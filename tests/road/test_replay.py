"""Past digests composed again: the same bytes every time, and those that were sent."""

import json
from dataclasses import replace

from tests.road.delivered import CHANNEL, at, deliver, opened, subscribe
from tests.support.samples import EVENINGS


def rows(cli, *more):
    status, out, err = cli("replay", "--json", "--now", "2026-03-05T02:00:00Z", *more)
    assert status == 0, err
    return [json.loads(line) for line in out.splitlines()]


def test_twice_the_same_bytes(cli, read):
    call = ("replay", "--days", "4", "--now", "2026-03-05T02:00:00Z")
    first = cli(*call)
    assert first == cli(*call)
    assert first[1].count("Policy digest") >= 3


def test_each_day_is_seen_with_what_was_known_then(cli, read):
    found = {row["date"]: json.dumps(row["messages"]) for row in rows(cli, "--days", "3")}
    assert "Boston plans 420 homes on city parking lots" in found["2026-03-03"]
    assert "402 homes" not in found["2026-03-03"]
    assert "rejects claim of quiet help" not in found["2026-03-03"]


def test_later_polls_change_no_past_day(cli, samples):
    call = ("replay", "--days", "2", "--json", "--now", "2026-03-03T02:00:00Z")
    cli("feeds", "import", samples.opml_url, "--now", EVENINGS[0])
    cli("poll", "--all", "--now", EVENINGS[0])
    before = cli(*call)
    for day, evening in enumerate(EVENINGS[1:], 2):
        samples.show(day)
        cli("poll", "--all", "--now", evening)
        cli("digest", "--now", evening)
    assert before[1].count("\n") == 1
    assert cli(*call) == before


def test_a_delivered_digest_is_repeated_byte_for_byte(cli, samples):
    """Composed between the polls, each with only what was known by then."""
    cli("feeds", "import", samples.opml_url, "--now", "2026-03-01T00:00:00Z")
    cli("poll", "--all", "--now", "2026-03-02T06:00:00Z")
    channel = subscribe(hold_single_origin_h=12)
    sent = []
    for day, evening in enumerate(EVENINGS, 1):
        samples.show(day)
        cli("poll", "--all", "--now", evening)
        sent.append(deliver(at(day + 1), channel))
    with opened(at(5)) as app, app.database.write() as tx:
        tx.subscriptions.save(replace(channel, max_stories=1, topics=("health",)))
    found = [row for row in rows(cli, "--days", "4", "--channel", CHANNEL) if row["delivery"]]
    assert [row["delivery"] for row in found] == [one.id for one in sent]
    assert [row["same"] for row in found] == [True, True, True]


def test_a_feed_that_failed_then_is_named_again(cli, samples):
    cli("feeds", "import", samples.opml_url, "--now", "2026-03-01T00:00:00Z")
    cli("feeds", "add", "--no-check", "http://127.0.0.1:9/feed.xml")
    cli("poll", "--all", "--now", EVENINGS[0])
    sent = deliver(at(2), subscribe())
    listed = json.loads(cli("feeds", "list", "--json")[1])
    cli("feeds", "remove", next(feed["id"] for feed in listed if ":9/" in feed["url"]))
    row = next(row for row in rows(cli, "--days", "4", "--channel", CHANNEL) if row["delivery"] == sent.id)
    assert row["same"] is True
    assert "1 failing" in json.dumps(row["messages"])


def test_an_unknown_channel_is_named(cli, read):
    status, _, err = cli("replay", "--channel", "C404")
    assert (status, "C404" in err) == (2, True)


def test_days_before_the_first_poll_stay_as_it_showed_them(cli, samples):
    call = ("replay", "--days", "4", "--now", "2026-03-05T02:00:00Z")
    samples.show(2)
    cli("feeds", "import", samples.opml_url)
    cli("poll", "--all")
    first = cli(*call)
    assert "Boston plans 420 homes on city parking lots" in first[1]
    cli("digest", "--now", "2026-03-05T02:00:00Z")
    samples.show(3)
    cli("poll", "--all")
    cli("digest")
    assert cli(*call) == first
