"""What a workspace's own feed brings is its own: it neither shows to others nor changes what they read."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.app import App
from bot.errors import UserError
from bot.feeds.opml import FeedList, ListedFeed
from bot.model.workspace import UserId, WorkspaceId
from bot.services.curate import By
from bot.settings import load
from bot.web.sample_server import SampleServer

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
T1, T2 = WorkspaceId("T1"), WorkspaceId("T2")
PAGE = "https://harbor.example/budget"


class Served:
    """Feeds on loopback, each listing one page under a title of its own."""

    def __init__(self, folder, server, app):
        self.folder, self.server, self.app = folder, server, app

    def show(self, **titles):
        """Let feeds list the page under these titles from now on."""
        for name, title in titles.items():
            words = f"<title>{title}</title><description>{title}, it says.</description>"
            item = f"<item><link>{PAGE}</link>{words}</item>"
            self.folder.joinpath(f"{name}.xml").write_text(
                f"<rss version='2.0'><channel><title>{name}</title>{item}</channel></rss>"
            )

    def add(self, name, workspace=None):
        listed = ListedFeed(url=f"{self.server.url}{name}.xml", title=name)
        return self.app.feeds.add_listed(FeedList(feeds=(listed,)), workspace=workspace).added[0]

    def poll(self, hours):
        self.app._now = START + timedelta(hours=hours)
        self.app.ingest.poll()

    def titles(self, workspace):
        with self.app.database.read() as tx:
            return sorted(a.title for a in tx.articles.window(None, None, workspace=workspace))


@pytest.fixture
def served(tmp_path, settings, database_url):
    folder = tmp_path / "served" / "day-1"
    folder.mkdir(parents=True)
    given = {"database_url": database_url, "private_feeds": "127.0.0.0/8"}
    with SampleServer(folder.parent) as server, App(load(None, **given), now=START) as app:
        yield Served(folder, server, app)


def test_the_same_page_in_two_teams_feeds_and_a_shared_one_is_three_articles(served):
    served.show(harbor="Budget passes", one="One says otherwise", two="Two says more")
    served.add("one", T1)
    served.add("two", T2)
    served.add("harbor")
    served.poll(0)
    assert served.titles(None) == ["Budget passes"]
    assert served.titles(T1) == ["Budget passes", "One says otherwise"]
    assert served.titles(T2) == ["Budget passes", "Two says more"]


def test_a_teams_feed_rewords_nothing_that_others_read(served):
    served.show(harbor="Budget passes")
    served.add("harbor")
    served.poll(0)
    served.show(one="Budget fails, says nobody")
    served.add("one", T1)
    served.poll(1)
    assert served.titles(T2) == ["Budget passes"]
    served.show(one="Budget fails twice, says nobody at all")
    served.poll(30)
    assert served.titles(T2) == ["Budget passes"]
    assert served.titles(T1) == ["Budget fails twice, says nobody at all", "Budget passes"]


def test_a_story_shows_a_page_once_to_the_team_that_has_it_twice(served):
    served.show(harbor="Council passes the budget of the city", one="Council passes the budget of the city")
    served.add("one", T1)
    served.add("harbor")
    served.poll(0)
    served.app.ingest.catch_up()
    with served.app.database.read() as tx:
        stories = tx.stories.open_since(START - timedelta(days=9))
        shelf = served.app.shelves.load(tx, stories, until=START + timedelta(days=1), workspace=T1)
        assert [len(view.story.article_ids) for view in shelf.views] == [1]
        (shown,) = (shelf.articles[i] for view in shelf.views for i in view.story.article_ids)
        assert tx.articles.visible([shown.id], None) == {shown.id}


def test_a_team_forgets_its_own_page_and_nobody_elses(served):
    served.show(one="One says otherwise")
    served.add("one", T1)
    served.poll(0)
    by = By(workspace=T2, user=UserId("U2"))
    with pytest.raises(UserError, match="only whoever runs it"):
        served.app.curate.forget_url(PAGE, by)
    served.app.curate.forget_url(PAGE, By(workspace=T1, user=UserId("U1")))
    assert served.titles(T1) == []
    served.show(one="One says it again, in other words")
    served.poll(30)
    assert served.titles(T1) == []


def test_what_the_operator_forgets_stays_away_from_teams_feeds_too(served):
    served.show(harbor="Budget passes")
    served.add("harbor")
    served.poll(0)
    with pytest.raises(UserError, match="ask at https:"):
        served.app.curate.forget_url(PAGE, By(workspace=T1, user=UserId("U1")))
    served.app.curate.forget_url(PAGE)
    served.show(one="Budget passes, says one")
    served.add("one", T1)
    served.poll(1)
    assert served.titles(T1) == []
