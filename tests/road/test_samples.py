"""Sample feeds in, digest and lookups out, by the commands that a user types."""

import json

import pytest

EVENING = "2026-03-04T23:00:00Z"


def digest(cli, *more):
    status, out, err = cli("digest", "--now", EVENING, *more)
    assert status == 0, err
    return out


def test_every_sample_article_is_stored_once(cli, read):
    _, out, _ = cli("articles", "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert len(rows) == 46
    assert len({row["url"] for row in rows}) == 46
    assert set(rows[0]) == {"id", "feeds", "outlet", "title", "url", "published", "first_seen", "summary"}
    assert all("<" not in row["title"] + row["summary"] and "&#" not in row["title"] for row in rows)


def test_a_corrected_article_has_its_new_wording(cli, read):
    _, out, _ = cli("articles", "--json")
    titles = [json.loads(line)["title"] for line in out.splitlines()]
    assert "Boston plans 402 homes on city parking lots" in titles
    assert "Boston plans 420 homes on city parking lots" not in titles


def test_the_claim_of_six_outlets_is_one_story_with_its_denial(cli, read):
    out = digest(cli, "--hours", "48")
    assert "ICE field director says Boston police quietly help agents" in out
    assert "DISPUTED" in out
    assert "1 names no source" in out
    assert "Harlan Pryce" in out
    assert out.count("Boston cops secretly aid ICE") == 0, "a second story of the same claim"


def test_every_story_links_to_where_it_was_read(cli, read):
    message = json.loads(digest(cli, "--hours", "72", "--format", "blocks"))
    links = [e["url"] for e in elements(message) if e.get("type") == "link"]
    assert len(links) >= 10
    assert all(".example/2026/03/" in link for link in links)


def elements(value):
    """Every mapping inside a message."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from elements(part)
    elif isinstance(value, list):
        for part in value:
            yield from elements(part)


def test_a_digest_is_the_same_twice(cli, read):
    assert digest(cli, "--hours", "48") == digest(cli, "--hours", "48")


def test_a_day_without_stories_is_one_short_line(cli, read):
    _, out, _ = cli("digest", "--now", "2026-05-01T12:00:00Z")
    assert "no" in out.lower()
    assert len(out.splitlines()) < 8


def test_explain_prints_each_score(cli, read):
    assert "× freshness" in digest(cli, "--explain", "--hours", "48")


@pytest.mark.parametrize(
    "name", ["Harlan Pryce", "Imani Okafor", "Boston Police Department", "ICE", "housing"]
)
def test_lookups_find_people_bodies_and_topics(cli, read, name):
    status, out, _ = cli("lookup", name, "--now", EVENING, "--format", "json")
    answer = json.loads(out)
    assert status == 0
    assert answer["articles"] >= 3
    assert answer["stories"]


def test_two_cities_of_one_name_are_asked(cli, read):
    _, out, _ = cli("lookup", "Springfield", "--now", EVENING, "--format", "json")
    answer = json.loads(out)
    assert answer["resolution"] == "ambiguous"
    assert {"geonames:4951788", "geonames:4250542"} <= {c["entity"] for c in answer["candidates"]}


def test_a_misspelt_name_gets_the_nearest(cli, read):
    status, out, _ = cli("lookup", "Harlen Price", "--now", EVENING)
    assert status == 1
    assert "Harlan Pryce" in out


def test_a_channel_gets_its_places_and_topics(cli, read):
    cli("subscriptions", "add", "C1", "--topic", "housing")
    out = digest(cli, "--channel", "C1", "--hours", "48")
    assert "parking lots" in out
    assert "ICE field director" not in out
