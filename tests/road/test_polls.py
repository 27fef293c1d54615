"""What ``poll`` and ``feeds`` say of feeds that fail, are gone, and come back."""

import json

import pytest

from tests.feeds.made import rss
from tests.feeds.server import HostileServer


@pytest.fixture
def server(cli):
    with HostileServer() as served:
        for name in ("fine", "gone"):
            served.responders[f"/{name}"] = lambda request: request.answer(rss())
            assert (
                cli("feeds", "add", "--no-check", "--outlet", name.title(), f"{served.base}/{name}")[0] == 0
            )
        yield served


def ids(cli):
    return {row["outlet"]: row["id"] for row in json.loads(cli("feeds", "list", "--json")[1])}


def test_a_feed_that_is_gone_is_told_once_left_out_with_a_sentence_and_asked_again_when_resumed(cli, server):
    gone = ids(cli)["Gone"]
    server.responders["/gone"] = lambda request: request.answer(b"", "410 Gone")
    _, first, _ = cli("poll", "--all", "--no-read")
    assert f"{gone}  Gone is gone and is not asked any more." in first
    assert f"{gone}  gone: The server answered 410 Gone" in first
    _, again, _ = cli("poll", "--all", "--no-read")
    assert again.startswith("1 of 2 feeds polled")
    assert f"Left out, because they said that they are gone (410): {gone}." in again
    assert f"policybot feeds resume {gone}" in again
    assert "is gone and is not asked" not in again
    _, listed, _ = cli("feeds", "list", "--json")
    assert {row["outlet"]: row["status"] for row in json.loads(listed)} == {
        "Fine": "not_modified",
        "Gone": "gone",
    }
    server.responders["/gone"] = lambda request: request.answer(rss())
    cli("feeds", "resume", gone)
    _, third, _ = cli("poll", "--no-read", "--json")
    assert json.loads(third)["polled"] == 1
    assert {row["status"] for row in json.loads(cli("feeds", "list", "--json")[1])} == {
        "not_modified",
        "recovered",
    }


def test_a_feed_that_fails_for_a_day_is_told_once_and_once_when_it_is_read_again(cli, server):
    server.responders["/gone"] = lambda request: request.answer(b"", "500 Oops")
    said = {}
    for at in ("20T08:00", "20T20:00", "21T09:00", "21T21:00"):
        said[at] = cli("poll", "--all", "--no-read", "--now", f"2026-02-{at}:00Z")[1]
    words = "Gone has not been read for a day."
    assert [at for at, out in said.items() if words in out] == ["21T09:00"]
    _, health, _ = cli("feeds", "health")
    assert "1 of 2 feeds are well." in health
    assert "(4 times since 2026-02-20 08:00 UTC)" in health
    server.responders["/gone"] = lambda request: request.answer(rss())
    back = cli("poll", "--all", "--no-read", "--now", "2026-02-22T09:00:00Z")[1]
    assert "Gone is read again." in back
    assert "2 of 2 feeds are well." in cli("feeds", "health")[1]


def test_check_says_of_each_feed_of_a_list_whether_it_answers(cli, server, tmp_path):
    listing = tmp_path / "list.opml"
    lines = "".join(f'<outline text="{n}" xmlUrl="{server.base}/{n}"/>' for n in ("fine", "nowhere"))
    listing.write_text(f"<opml><body>{lines}</body></opml>")
    status, out, _ = cli("feeds", "check", str(listing))
    assert status == 0
    assert f"ok               3 items  {server.base}/fine" in out
    assert "client_error" in out
    assert out.endswith("1 of 2 answer.\n")
