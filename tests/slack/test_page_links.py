"""Links in what Slack shows: they open the page they stand for, for this workspace alone."""

import io
import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from bot.messages.notices import plain_message
from bot.model.workspace import LOCAL_WORKSPACE, ChannelId, UserId, Workspace, WorkspaceId
from bot.services.pages import Kind
from bot.slack.publisher import SlackPublisher
from tests.support.stores import change
from tests.support.team import Team

OTHER = WorkspaceId("T2")


@pytest.fixture
def linked(wired):
    """The application with a public address and a key."""
    given = {
        "public_url": "https://policy.example.org",
        "page_keys": type(wired.settings.page_keys)("k" * 32),
    }
    wired.settings = wired.settings.model_copy(update=given)
    return wired


@pytest.fixture
def linked_team(linked, server):
    made = Team(linked.make_slack_app(), server)
    yield made
    made.app.listener_runner.listener_executor.shutdown(wait=True)


def urls(message):
    """Words to address of all links to pages."""
    return {
        run["text"]: run["url"]
        for block in message["blocks"]
        if block["type"] == "rich_text"
        for run in block["elements"][0]["elements"]
        if run.get("url", "").startswith("https://policy.example.org/")
    }


def fetched(app, url):
    """What the web process answers at an address: status and text."""
    parts, told = urlsplit(url), []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": re.sub("%(..)", lambda m: chr(int(m[1], 16)), parts.path),
        "QUERY_STRING": parts.query,
        "wsgi.input": io.BytesIO(),
    }
    body = b"".join(app.with_pages(None)(environ, lambda status, _headers: told.append(status)))
    return int(told[0].split()[0]), body.decode()


def test_a_lookup_leads_to_pages_that_open(linked, linked_team):
    shown = urls(linked_team.type("Boston"))
    status, page = fetched(linked, shown["All coverage"])
    assert status == 200
    assert "<h1>Boston</h1>" in page
    status, page = fetched(linked, shown["Story page"])
    assert status == 200
    assert "Where each article goes back to" in page
    assert 'href="/story/' not in page
    assert 'href="/entity/' not in page


def test_what_is_posted_and_edited_is_linked_and_what_is_frozen_is_not(linked, server):
    frozen = linked.publish.preview(hours=48).messages[0]
    assert not urls(frozen)
    publisher = SlackPublisher(linked.slack)
    ts = publisher.post(frozen, workspace=LOCAL_WORKSPACE, channel=ChannelId("C1"), delivery_id="d1")
    publisher.edit(frozen, workspace=LOCAL_WORKSPACE, channel=ChannelId("C1"), message_ts=ts)
    publisher.tell(frozen, workspace=LOCAL_WORKSPACE, user=UserId("U1"))
    for sent in (*server.sent("chat.postMessage"), *server.sent("chat.update")):
        assert all(fetched(linked, url)[0] == 200 for url in urls(sent).values())
        assert urls(sent)


def test_without_a_key_there_are_no_links_and_no_pages(wired, team):
    assert not urls(team.type("Boston"))
    assert wired.page_links is None
    assert wired.with_pages(None) is None
    message = plain_message("x")
    assert wired.slack.linked(message, LOCAL_WORKSPACE) is message


def test_private_articles_of_others_are_on_no_page(linked, clock, database_url):
    with linked.database.read() as tx:
        story = next(s for s in tx.stories.open_since(clock().replace(day=1)) if len(s.article_ids) > 2)
        article = tx.articles.by_ids(story.article_ids[:1])[0]
    with linked.database.write() as tx:
        for feed_id in article.feeds:
            tx.feeds.update(replace(tx.feeds.get(feed_id), workspace_id=OTHER))
        tx.workspaces.save(Workspace(id=OTHER, name="Other", installed_at=clock()))
    # As if it had come by that feed alone.
    change(database_url, "UPDATE articles SET is_private = true WHERE id = :id", id=article.id)
    address = linked.page_links.address
    shown = {team: fetched(linked, address(team, Kind.STORY, story.id)) for team in (LOCAL_WORKSPACE, OTHER)}
    assert [status for status, _ in shown.values()] == [200, 200]
    assert article.url not in shown[LOCAL_WORKSPACE][1]
    assert article.url in shown[OTHER][1]


def test_links_end_when_the_app_is_removed(linked, clock):
    with linked.database.write() as tx:
        tx.workspaces.save(Workspace(id=OTHER, name="Other", installed_at=clock()))
    address = linked.page_links.address(OTHER, Kind.ENTITY, "geonames:4930956")
    assert fetched(linked, address)[0] == 200
    with linked.database.write() as tx:
        tx.workspaces.revoke(OTHER, at=clock())
    status, page = fetched(linked, address)
    assert (status, "removed from this workspace" in page) == (403, True)
    assert fetched(linked, linked.page_links.address(WorkspaceId("T9"), Kind.STORY, "s1"))[0] == 403
