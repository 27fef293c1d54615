"""Feeds as people manage them, with a plain fetcher that answers from a table."""

from contextlib import nullcontext
from dataclasses import replace

import pytest

from bot.errors import FetchError, NotFoundError, UserError
from bot.feeds.exchange import FetchResult
from bot.feeds.opml import FeedList, ListedFeed, read_opml
from bot.feeds.parse import Parser
from bot.model.entity import Level
from bot.model.feed import FeedStatus, Outlet
from bot.model.workspace import WorkspaceId
from bot.services.feeds import FeedService, feed_id_of
from bot.stories.outlets import OutletBook
from tests.storage.make import BLUE, DAY, NOW, RED

LEDGER = Outlet(
    id="ledger", name="Harbor Ledger", family="harbor", place="US-MA", aliases=("The Ledger",),
    domains=("ledger.example",),
)  # fmt: skip
URL = "https://ledger.example/feed.xml"
ITEM = "<item><title>Council votes</title><link>https://ledger.example/1</link><pubDate>{}</pubDate></item>"
DATES = ("Tue, 26 Aug 2025 06:00:00 GMT", "Tue, 26 Aug 2025 07:00:00 GMT")
RSS = (
    "<rss version='2.0'><channel><title>Harbor &amp; Ledger</title><link>https://ledger.example/</link>"
    f"{''.join(ITEM.format(date) for date in DATES)}</channel></rss>"
)
PAGE = '<html><link rel="alternate" type="application/rss+xml" href="/feed.xml" title="News"></html>'
OPML = (
    '<opml version="2.0"><body><outline text="City"><outline type="rss" text="Ledger" '
    f'xmlUrl="{URL}"/></outline><outline type="rss" text="x" xmlUrl="ftp://old.example/f"/></body></opml>'
)


class Web:
    """A fetcher: what each address gives; whatever else cannot be reached."""

    def __init__(self):
        self.pages = {URL: RSS}
        self.asked = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def fetch(self, requests):
        for request in requests:
            self.asked.append(request.url)
            page = self.pages.get(request.url)
            found = FetchResult(
                feed_id=request.feed_id,
                url=request.url,
                status=FeedStatus.NETWORK_ERROR,
                error="No answer",
                final_url=request.url,
                content_type="text/html" if page is PAGE else "application/rss+xml",
            )
            there = {"status": FeedStatus.OK, "error": "", "body": (page or "").encode()}
            yield found if page is None else replace(found, **there)


@pytest.fixture
def web():
    return Web()


@pytest.fixture
def feeds(database, clock, web):
    parser = Parser()
    yield FeedService(
        database,
        open_fetcher=lambda: web,
        open_parser=lambda: nullcontext(parser),
        clock=clock,
        outlets=OutletBook((LEDGER,)),
    )
    parser.__exit__(None, None, None)


def listed(*urls, **more):
    return FeedList(feeds=tuple(ListedFeed(url=url, title="", **more) for url in urls))


class TestAdding:
    def test_a_feed_is_tried_and_takes_its_name_from_what_it_says(self, feeds, web):
        feed = feeds.add(URL)
        assert web.asked == [URL]
        assert feed.title == "Harbor & Ledger"
        assert (feed.url, feed.imported_url, feed.added_at) == (URL, URL, NOW)

    def test_its_outlet_is_known_by_its_address(self, feeds):
        feed = feeds.add(URL)
        assert (feed.outlet_id, feed.outlet, feed.place) == ("ledger", "Harbor Ledger", "US-MA")

    @pytest.mark.parametrize("name", ["ledger", "Harbor Ledger", "The Ledger"])
    def test_its_outlet_is_known_by_its_names(self, feeds, name):
        feed = feeds.add("https://elsewhere.example/f", outlet=name, check=False)
        assert feed.outlet_id == "ledger"

    def test_what_is_given_beats_what_is_known(self, feeds):
        feed = feeds.add(URL, place="US-RI", level=Level.STATE, check=False)
        assert (feed.place, feed.level) == ("US-RI", Level.STATE)

    def test_an_unknown_outlet_is_shown_as_its_host(self, feeds):
        feed = feeds.add("https://www.other.example/f.xml", check=False)
        assert (feed.outlet, feed.outlet_id, feed.place) == ("other.example", None, None)

    def test_markup_in_a_title_is_no_markup_any_more(self, feeds, web):
        web.pages[URL] = RSS.replace("Harbor &amp; Ledger", "&lt;b&gt;Harbor&lt;/b&gt; &lt;!here&gt;")
        assert "<" not in feeds.add(URL).title

    def test_adding_it_again_gives_the_one_there_is(self, feeds, clock):
        first = feeds.add(URL)
        clock.pass_(days=1)
        assert feeds.add(URL) == first
        assert len(feeds.rows()) == 1

    def test_it_is_due_at_once(self, feeds, database):
        feeds.add(URL)
        with database.read() as tx:
            assert tx.feeds.next_due_at() == NOW

    @pytest.mark.parametrize("url", ["ledger.example/feed", "ftp://ledger.example/f", "feed.xml", ""])
    def test_what_is_no_web_address_is_refused_unasked(self, feeds, web, url):
        with pytest.raises(UserError, match=r"one looks like https://"):
            feeds.add(url)
        assert web.asked == []

    def test_a_page_is_refused_with_the_feeds_that_it_names(self, feeds, web):
        web.pages["https://ledger.example/"] = PAGE
        with pytest.raises(UserError, match="is a page, not a feed") as caught:
            feeds.add("https://ledger.example/")
        assert f"{URL}  News" in str(caught.value)
        assert feeds.rows() == ()

    def test_an_address_that_does_not_answer_is_refused(self, feeds):
        with pytest.raises(UserError, match="is not added: No answer"):
            feeds.add("https://gone.example/f")

    def test_a_workspace_has_feeds_of_its_own_beside_the_shared_ones(self, feeds):
        shared, red = (
            feeds.add(URL, check=False),
            feeds.add("https://red.example/f", workspace=RED, check=False),
        )
        assert {row[0].id for row in feeds.rows(workspace=RED)} == {shared.id, red.id}
        assert {row[0].id for row in feeds.rows(workspace=BLUE)} == {shared.id}


class TestLists:
    def test_a_file_is_imported_with_its_packs_and_what_is_left_out(self, feeds, tmp_path):
        path = tmp_path / "mine.opml"
        path.write_text(OPML, encoding="utf-8")
        report = feeds.import_list(str(path))
        assert [(feed.url, feed.packs) for feed in report.added] == [(URL, ("City",))]
        assert len(report.problems) == 1
        assert "ftp://old.example/f" in report.problems[0]

    def test_an_address_is_imported_too(self, feeds, web):
        web.pages["https://lists.example/all.opml"] = OPML
        assert len(feeds.import_list("https://lists.example/all.opml").added) == 1

    def test_an_address_that_gives_nothing_is_told(self, feeds):
        with pytest.raises(FetchError, match="could not be read: No answer"):
            feeds.import_list("https://lists.example/all.opml")

    @pytest.mark.parametrize("content", ["no list", RSS, ""])
    def test_another_file_is_no_list(self, feeds, tmp_path, content):
        path = tmp_path / "mine.opml"
        path.write_text(content, encoding="utf-8")
        with pytest.raises(UserError, match=r"mine\.opml: "):
            feeds.import_list(str(path))

    def test_a_file_that_is_not_there_is_told(self, feeds, tmp_path):
        with pytest.raises(UserError, match="Give an OPML file or its address"):
            feeds.import_list(str(tmp_path / "nothing.opml"))

    def test_what_is_there_is_told_apart_from_what_is_new_and_what_is_back(self, feeds):
        first = feeds.add_listed(listed("https://a.example/f", "https://b.example/f"))
        feeds.remove(first.added[1].id)
        second = feeds.add_listed(listed("https://a.example/f", "https://b.example/f", "https://c.example/f"))
        found = ([f.url[8] for f in kind] for kind in (second.known, second.restored, second.added))
        assert list(found) == [["a"], ["b"], ["c"]]

    def test_a_feed_that_is_there_joins_the_packs_of_a_further_list(self, feeds):
        feeds.add_listed(listed(URL, packs=("City",)))
        (known,) = feeds.add_listed(listed(URL, packs=("Housing", "City"))).known
        assert known.packs == ("City", "Housing")
        assert read_opml(feeds.export()).feeds[0].packs == ("City", "Housing")
        assert feeds.add_listed(listed(URL, packs=("Schools",)), workspace=WorkspaceId("T1")).known
        assert read_opml(feeds.export()).feeds[0].packs == ("City", "Housing"), (
            "a team changes no shared feed"
        )

    def test_a_list_that_is_written_is_read_back(self, feeds):
        feeds.add_listed(listed(URL, place="US-MA", level=Level.CITY, packs=("City", "Homes & rents")))
        feeds.add_listed(listed("https://b.example/f"))
        back = read_opml(feeds.export(), base="")
        assert back.problems == ()
        found = {one.url: one for one in back.feeds}
        assert (found[URL].place, found[URL].level) == ("US-MA", Level.CITY)
        assert found[URL].packs == ("City", "Homes & rents")
        assert found[URL].outlet == "ledger"
        assert feeds.add_listed(back).added == ()


class TestTrying:
    def test_addresses_are_tried_in_order_each_once(self, feeds, web):
        seen = []
        probes = feeds.probe(
            [URL, "https://gone.example/f", URL], progress=lambda done, total: seen.append((done, total))
        )
        assert [probe.status for probe in probes] == [FeedStatus.OK, FeedStatus.NETWORK_ERROR]
        assert web.asked == [URL, "https://gone.example/f"]
        assert seen == [(1, 2), (2, 2)]

    def test_it_tells_what_a_feed_shows(self, feeds):
        (probe,) = feeds.probe([URL])
        assert (probe.title, probe.items, probe.error) == ("Harbor & Ledger", 2, "")
        assert probe.newest_at.isoformat() == "2025-08-26T07:00:00+00:00"

    def test_nothing_is_stored(self, feeds):
        feeds.probe([URL])
        assert feeds.rows() == ()

    def test_a_feed_is_its_own_discovery(self, feeds):
        assert [(found.url, found.title) for found in feeds.discover(URL)] == [(URL, "Harbor & Ledger")]

    def test_a_pages_feeds_are_found(self, feeds, web):
        web.pages["https://ledger.example/"] = PAGE
        assert [found.url for found in feeds.discover("https://ledger.example/")] == [URL]

    def test_where_a_page_names_none_the_usual_places_are_tried(self, feeds, web):
        web.pages["https://ledger.example/news"] = "<html><body>Hello</body></html>"
        found = feeds.discover("https://ledger.example/news")
        assert [one.url for one in found] == [URL]
        assert "https://ledger.example/rss.xml" in web.asked

    def test_a_site_that_does_not_answer_is_told(self, feeds):
        with pytest.raises(UserError, match="cannot be read: No answer"):
            feeds.discover("https://gone.example/")


class TestKeeping:
    def test_a_removed_feed_comes_back(self, feeds, clock):
        feed = feeds.add(URL)
        assert feeds.remove(feed.id).id == feed.id
        assert feeds.rows() == ()
        clock.pass_(days=6)
        assert feeds.restore(feed.id).removed_at is None
        assert len(feeds.rows()) == 1

    @pytest.mark.parametrize("what", ["remove", "restore"])
    def test_a_feed_that_is_not_there_is_told(self, feeds, what):
        with pytest.raises(NotFoundError, match="f404"):
            getattr(feeds, what)("f404")

    def test_a_paused_feed_goes_on_at_once(self, feeds, clock, database):
        feed = feeds.add(URL)
        assert feeds.pause(feed.id, paused=True).paused
        with database.write() as tx:
            state = tx.feeds.states([feed.id])[feed.id]
            tx.feeds.save_states([replace(state, next_poll_at=NOW + 9 * DAY)])
        clock.pass_(days=1)
        assert not feeds.pause(feed.id, paused=False).paused
        with database.read() as tx:
            assert tx.feeds.states([feed.id])[feed.id].next_poll_at == clock.at


def test_an_id_is_that_of_address_and_workspace():
    urls, teams = (URL, URL + "?x"), (None, RED, BLUE)
    ids = {feed_id_of(url, team) for url in urls for team in teams}
    assert len(ids) == 6
    assert feed_id_of(URL, RED) == feed_id_of(URL, RED)
