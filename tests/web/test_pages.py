"""Story and entity pages: everything is there, nothing from a feed becomes mark-up."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings

from bot.errors import UserError
from bot.model.digest import DigestStory
from bot.model.lookup import Answer, Question
from bot.model.workspace import WorkspaceId
from bot.services.pages import Kind, PageLinks
from bot.web.drawing import coverage_chart, origin_graph
from bot.web.entity_page import entity_html
from bot.web.pages import OpenPages, Pages, Sources
from bot.web.server import LocalServer
from bot.web.signed_pages import SignedPages, signed_application
from bot.web.story_page import story_html
from bot.web.wire import Frame, Request, Response
from bot.web.wsgi import application
from tests.unit.messages import adversarial, invented
from tests.web.client import Client

FRAME = Frame()
HOSTILE = "</title><script>alert(1)</script><img src=x onerror=alert(2)>\"'&"
TEAM, OTHER = WorkspaceId("T0AB"), WorkspaceId("T0CD")
VOID = {"br", "hr", "input", "meta", "link"}


class _Reader(HTMLParser):
    """Collects links and text; tags must be balanced and none may run anything."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "img", "iframe", "style", "object"}
        assert not [name for name, _ in attrs if name.startswith("on") or name == "style"]
        self.links += [str(value) for name, value in attrs if name == "href"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not attrs or tag in {"path", "rect"}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def entity_page(answer: Answer, frame: Frame = FRAME) -> str:
    return entity_html(answer, frame=frame, turned=lambda to: f"?page={to}")


def story_page(story: DigestStory) -> _Reader:
    return read(story_html(story, now=invented.NOW, zone=invented.ZONE, frame=FRAME)[1])


def test_a_story_shows_status_origins_words_and_every_article() -> None:
    page = story_page(invented.CLAIM_STORY)
    assert "One origin traced (5 of 6 outlets, one interview)" in page.words
    assert "No source named" in page.words
    assert f"“{invented.CLAIM}”" in page.words
    for article in invented.CLAIM_ARTICLES:
        assert article.url in page.links
        assert article.outlet in page.words


def test_both_sides_are_under_their_names() -> None:
    html = story_html(invented.DISPUTED_STORY, now=invented.NOW, zone=invented.ZONE, frame=FRAME)[1]
    names = re.findall(r"<h3>([^<]+)</h3>", html)
    assert any(name.startswith("Rowan Pike") for name in names)
    assert any(name.startswith("Ana Reyes") for name in names)
    assert "Denial · " in html


def test_people_have_pages_of_their_own() -> None:
    assert f"/entity/{invented.PIKE.id}".replace(":", "%3A") in story_page(invented.CLAIM_STORY).links


def test_words_that_are_not_in_the_article_are_not_shown() -> None:
    told = replace(invented.PIKE_SAID, words="Nobody ever wrote this")
    story = replace(invented.CLAIM_STORY, view=replace(invented.CLAIM_VIEW, statements=(told,)))
    assert "Nobody ever wrote this" not in story_page(story).words


def test_a_story_without_articles_says_that_they_were_removed() -> None:
    title, body = story_html(
        replace(invented.CLAIM_STORY, articles=()), now=invented.NOW, zone="UTC", frame=FRAME
    )
    assert title == "Removed"
    assert "<svg" not in body


def test_an_entity_shows_coverage_stories_words_and_company() -> None:
    answer = invented.answer()
    html = entity_page(answer)
    page = read(html)
    assert answer.title in page.words
    assert {f"/story/{story.view.story.id}" for story in answer.stories} <= set(page.links)
    assert all(name in page.words for name in answer.appears_with)
    assert "Articles per day:" in html


def test_many_stories_are_turned_by_page() -> None:
    answer = invented.answer(total_stories=40)
    assert "?page=1" in read(entity_page(answer)).links
    second = replace(answer, question=replace(answer.question, page=1))
    assert {"?page=0", "?page=2"} <= set(read(entity_page(second)).links)


def test_nothing_found_is_said_with_the_number_of_feeds() -> None:
    empty = invented.answer(
        articles=0, outlets=0, origins=0, per_day=(0, 0), stories=(), total_stories=0, quotes=(), feeds=41
    )
    assert "No articles in 41 feeds read." in read(entity_page(empty)).words


@settings(max_examples=30, deadline=None)
@given(adversarial.stories())
def test_no_text_of_a_feed_becomes_markup(story: DigestStory) -> None:
    page = story_page(story)
    assert all(link.startswith(("http://", "https://", "/entity/")) for link in page.links)


def test_every_article_is_drawn_and_the_drawing_reads_aloud() -> None:
    articles = {article.id: article for article in invented.CLAIM_ARTICLES}
    svg = origin_graph(invented.CLAIM_GRAPH, articles, {invented.PIKE.id: "Rowan Pike"})
    assert svg.count('class="box article"') == len(articles)
    assert svg.count('class="box origin') == len(invented.CLAIM_GRAPH.origins)
    assert "Rowan Pike" in svg
    assert 'aria-label="Where each article goes back to: 6 articles going back to 2 origins"' in svg
    tops = [
        float(y) for y in re.findall(r'origin [a-z_]+"><title>[^<]*</title><rect x="[^"]+" y="([^"]+)"', svg)
    ]
    assert all(after - before >= 40 for before, after in itertools.pairwise(tops))


def test_a_credited_outlet_stands_between() -> None:
    articles = {article.id: article for article in invented.CLAIM_ARTICLES}
    straight, *rest = invented.CLAIM_GRAPH.ties
    ties = (replace(straight, relay=""), *(replace(tie, relay="Coast <Report>") for tie in rest))
    svg = origin_graph(replace(invented.CLAIM_GRAPH, ties=ties), articles, {})
    origins = len({tie.origin_id for tie in rest})
    assert svg.count('class="box relay"') == origins
    assert "Coast &lt;Report&gt;" in svg
    assert svg.count('class="tie"') == 1 + 2 * len(rest)


def test_no_articles_no_drawing() -> None:
    assert origin_graph(invented.CLAIM_GRAPH, {}, {}) == ""
    assert coverage_chart([(date(2026, 3, 2), 0)]) == ""
    assert coverage_chart([]) == ""


@pytest.mark.parametrize("days", [1, 7, 90, 400])
def test_the_chart_has_a_bar_for_each_day_with_articles(days: int) -> None:
    first = date(2026, 1, 1)
    counts = [(first + timedelta(days=n), n % 3 + 1) for n in range(days)]
    svg = coverage_chart(counts)
    assert svg.count("<rect") == min(days, 90)
    assert len(re.findall(r"<text [^>]*>\d+ [A-Z][a-z]{2}</text>", svg)) <= 6


def find_story(story_id: str, workspace: WorkspaceId) -> DigestStory:
    if (story_id, workspace) not in {("s1", TEAM), ("2026", TEAM)}:
        raise UserError(f"There is no story {story_id}.")
    hostile = replace(invented.CLAIM_ARTICLES[0], title=HOSTILE, outlet=HOSTILE)
    return replace(invented.CLAIM_STORY, articles=(hostile, *invented.CLAIM_ARTICLES[1:]))


def find_answer(question: Question, workspace: WorkspaceId, zone: str) -> Answer | None:
    assert zone == "America/New_York"
    known = (question.entity_id, workspace) == ("org:a/b c", TEAM)
    return invented.answer(title=HOSTILE, total_stories=40, question=question) if known else None


SOURCES = Sources(
    find_story=find_story,
    find_answer=find_answer,
    zone_of=lambda _workspace: "America/New_York",
    clock=lambda: invented.NOW,
)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    pages = OpenPages(Pages(SOURCES, FRAME), TEAM)

    def handler(request: Request) -> Response:
        found = pages.answer(request)
        assert found is not None
        return found

    with LocalServer(lambda _url: application(handler, frame=FRAME)) as server:
        yield Client(server.url)


@pytest.mark.parametrize("path", ["/story/s1", "/entity/org%3Aa%2Fb%20c", "/entity/org%3Aa%2Fb%20c?page=7"])
def test_hostile_titles_are_shown_as_they_are(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status == 200
    page = read(answer.text)
    assert "<script>alert(1)</script>" in page.words


@pytest.mark.parametrize(
    "path", ["/story/s2", "/story/2", "/story/%3Cscript%3E", "/entity/nobody", "/entity/x?page=-1"]
)
def test_what_is_unknown_is_a_page_with_a_sentence(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status == 404
    assert "Back to the channel" in read(answer.text).words


class Signed:
    """The public pages on loopback; time and keys can be changed."""

    def __init__(self) -> None:
        self.now, self.removed = invented.NOW, set[WorkspaceId]()
        self.links = PageLinks(
            "http://example.org", ["n" * 32], keep=timedelta(days=90), clock=lambda: self.now
        )

    def open(self, client: Client, address: str) -> tuple[int, str]:
        parts = urlsplit(address)
        answer = client.get(f"{parts.path}?{parts.query}")
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.status, answer.text


@pytest.fixture
def signed() -> Signed:
    return Signed()


@pytest.fixture
def public(signed: Signed) -> Iterator[Client]:
    pages = SignedPages(signed.links, SOURCES, is_open=lambda team: team not in signed.removed)
    with LocalServer(lambda _url: signed_application(pages)) as server:
        yield Client(server.url)


@pytest.mark.parametrize(("kind", "key"), [(Kind.STORY, "s1"), (Kind.ENTITY, "org:a/b c")])
def test_a_signed_link_opens_one_page_that_leads_to_no_other(
    signed: Signed, public: Client, kind: Kind, key: str
) -> None:
    status, text = signed.open(public, signed.links.address(TEAM, kind, key))
    assert status == 200
    page = read(text)
    assert "<script>alert(1)</script>" in page.words
    inside = [href for href in page.links if not href.startswith(("http://", "https://"))]
    assert inside[:1] == ["/page/style.css"]
    assert all("key=" in href and "page=1" in href for href in inside if href[0] == "?")
    assert {href[0] for href in inside[2:]} <= {"?"}


def test_the_list_of_stories_is_turned_under_the_same_signature(signed: Signed, public: Client) -> None:
    address = signed.links.address(TEAM, Kind.ENTITY, "org:a/b c")
    _, text = signed.open(public, address)
    (turned,) = (href for href in read(text).links if href.startswith("?"))
    status, text = signed.open(public, urlsplit(address).path + turned)
    assert status == 200
    assert any("page=0" in href for href in read(text).links)


def test_nothing_is_open_without_a_signature(signed: Signed, public: Client) -> None:
    good = signed.links.address(TEAM, Kind.STORY, "s1")
    wrong = [
        "/", "/page/", "/page/T0AB/story/s1", "/story/s1", "/entity/x", "/api/state",
        good.replace("T0AB", "T0CD"), good.replace("/s1", "/s2"), good[:-1] + "!",
        good.replace("until=2", "until=3"),
    ]  # fmt: skip
    for address in wrong:
        status, text = signed.open(public, address)
        assert (status, "Open the page from Slack again." in text) == (403, True), address


def test_a_link_of_another_workspace_shows_what_that_one_may_see(signed: Signed, public: Client) -> None:
    assert signed.open(public, signed.links.address(OTHER, Kind.STORY, "s1"))[0] == 404
    assert signed.open(public, signed.links.address(OTHER, Kind.ENTITY, "org:a/b c"))[0] == 404


def test_links_run_out_and_end_with_the_app(signed: Signed, public: Client) -> None:
    address = signed.links.address(TEAM, Kind.STORY, "s1")
    signed.removed.add(TEAM)
    status, text = signed.open(public, address)
    assert (status, "removed from this workspace" in text) == (403, True)
    signed.removed.clear()
    signed.now += timedelta(days=91)
    status, text = signed.open(public, address)
    assert (status, "good until" in text) == (403, True)


def test_a_page_can_only_be_looked_at(signed: Signed, public: Client) -> None:
    parts = urlsplit(signed.links.address(TEAM, Kind.STORY, "s1"))
    sent = public.ask("POST", f"{parts.path}?{parts.query}", b"{}", {"Content-Type": "application/json"})
    assert sent.status == 405
    assert public.ask("HEAD", f"{parts.path}?{parts.query}").text == ""
    assert public.get("/page/style.css").headers["Content-Type"].startswith("text/css")
