"""Pieces of pages: escaped, linked to the web alone, and nothing where there is nothing."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.statement import Stance
from bot.web.fragments import article_row, link, moment, rows, section, statement_row, text, way
from tests.unit.messages import invented

ZONE, TODAY = invented.ZONE, invented.TODAY
SAID = invented.PIKE_SAID
REPORTED = next(one for one in invented.CLAIM_ARTICLES if one.id == SAID.article_id)
HOSTILE = "</a><script>alert(1)</script>\"'&"


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found, self.words = [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data


@given(st.text())
def test_words_come_back_as_they_were(words):
    read = Tags(text(words))
    assert read.found == []
    assert read.words.replace("\r", "\n") == words.replace("\r", "\n") or "\0" in words


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "", "//x", "vbscript:x"]
)
def test_only_the_web_is_linked_to(address):
    assert Tags(link("A", address)).found == []
    assert Tags(link("A", address)).words == "A"


def test_a_link_tells_nobody_where_one_came_from():
    ((tag, attributes),) = Tags(link(HOSTILE, "https://harbor.example/1?a=1&b=%22")).found
    assert (tag, attributes["href"]) == ("a", "https://harbor.example/1?a=1&b=%22")
    assert attributes["rel"] == "noopener noreferrer nofollow"


def test_ways_lead_to_our_own_pages_or_nowhere():
    assert Tags(way("A", "/story/s1?x='\"")).found == [("a", {"href": "/story/s1?x='\""})]
    assert way("<b>", "") == "&lt;b&gt;"


def test_a_moment_is_for_people_and_programs():
    at = invented.NOW
    ((tag, attributes),) = Tags(moment(at, ZONE)).found
    assert (tag, attributes["datetime"]) == ("time", at.isoformat())
    assert moment(at, ZONE) != moment(at, "UTC")


def test_a_section_has_its_heading_and_is_named_by_it():
    html = section("sources", "Sources & more", "<p>x</p>")
    assert Tags(html).found[0] == ("section", {"aria-labelledby": "sources"})
    assert '<h2 id="sources">Sources &amp; more</h2>' in html
    assert section("sources", "Sources", "") == ""


def test_a_list_of_nothing_is_nothing():
    assert rows([]) == rows([], ordered=True) == ""
    assert rows(["a", "b"], kind="plain") == '<ul class="plain">\n<li>a</li>\n<li>b</li>\n</ul>'
    assert rows(["a"], ordered=True).startswith("<ol")


def test_an_article_is_its_time_outlet_and_headline():
    html = article_row(replace(REPORTED, title=HOSTILE, outlet="<i>Post</i>"), ZONE)
    assert [tag for tag, _ in Tags(html).found] == ["time", "span", "br", "a"]
    assert HOSTILE in Tags(html).words
    assert "<i>Post</i>" in Tags(html).words


def test_a_statement_shows_its_words_and_who_reports_them():
    html = statement_row(SAID, REPORTED, today=TODAY, zone=ZONE)
    assert SAID.words in Tags(html).words
    assert f"({REPORTED.outlet})" in Tags(html).words
    assert "Denial" not in html


def test_a_denial_is_told_as_one():
    denied = replace(SAID, stance=Stance.DENIED)
    assert statement_row(denied, REPORTED, today=TODAY, zone=ZONE).startswith("Denial · ")


def test_words_that_do_not_stand_in_the_article_are_not_shown():
    changed = replace(REPORTED, title="Another headline", summary="", body="")
    assert statement_row(SAID, changed, today=TODAY, zone=ZONE) == ""
