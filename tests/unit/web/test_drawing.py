"""Drawings: every article has its line, nothing overlaps, and each says in words what it shows."""

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.story import OriginGraph, OriginKind
from bot.web.drawing import coverage_chart, origin_graph
from tests.unit.messages import adversarial, invented

GRAPH = invented.CLAIM_GRAPH
ARTICLES = {one.id: one for one in invented.CLAIM_ARTICLES}
SPEAKERS = {invented.PIKE.id: "Corin Pike"}
FIRST = date(2026, 3, 1)


def drawn(graph=GRAPH, articles=None, speakers=SPEAKERS):
    return ET.fromstring(origin_graph(graph, ARTICLES if articles is None else articles, speakers))


def boxes(drawing, kind):
    """(x, y, whole words) of each box of a kind, from the top."""
    found = [
        (float(box.find("rect").get("x")), float(box.find("rect").get("y")), box.find("title").text)
        for box in drawing.iter("g")
        if kind in box.get("class").split()
    ]
    return sorted(found, key=lambda box: box[1])


def per_day(*counts):
    return [(FIRST + timedelta(days=n), count) for n, count in enumerate(counts)]


def bars(html):
    """Height of each bar by its day in words."""
    return {bar.find("title").text: float(bar.get("height")) for bar in ET.fromstring(html).iter("rect")}


class TestOrigins:
    def test_every_article_stands_at_the_left_once(self):
        found = boxes(drawn(), "article")
        assert len(found) == len(GRAPH.ties)
        assert {x for x, *_ in found} == {1.0}
        assert {words.partition(": ")[0] for *_, words in found} == {one.outlet for one in ARTICLES.values()}

    def test_every_origin_stands_at_the_right_once(self):
        found = boxes(drawn(), "origin")
        assert len(found) == len(GRAPH.origins)
        assert len({x for x, *_ in found}) == 1
        assert any(words.startswith("Corin Pike") for *_, words in found)
        assert any(words == "No source named" for *_, words in found)

    def test_a_relay_stands_between_and_has_two_lines(self):
        relays = {tie.relay for tie in GRAPH.ties if tie.relay}
        drawing = drawn()
        assert {words.partition(": ")[0] for *_, words in boxes(drawing, "relay")} == relays
        lines = len(list(drawing.iter("path")))
        assert lines == len(GRAPH.ties) + sum(1 for tie in GRAPH.ties if tie.relay)

    @pytest.mark.parametrize("kind", ["article", "relay", "origin"])
    def test_no_box_covers_another(self, kind):
        tops = [y for _, y, _ in boxes(drawn(), kind)]
        assert all(below - above >= 40 for above, below in pairwise(tops))

    def test_everything_lies_inside(self):
        svg = drawn().find("svg")
        _, _, width, height = (float(part) for part in svg.get("viewBox").split())
        for box in svg.iter("rect"):
            assert 0 <= float(box.get("x")) <= width - float(box.get("width"))
            assert 0 <= float(box.get("y")) <= height - float(box.get("height"))

    def test_it_says_in_words_what_it_shows(self):
        label = drawn().find("svg").get("aria-label")
        assert f"{len(GRAPH.ties)} articles going back to 2 origins" in label

    def test_articles_that_may_not_be_shown_are_left_out(self):
        one = invented.CLAIM_ARTICLES[0]
        found = boxes(drawn(articles={one.id: one}), "article")
        assert [words.partition(": ")[0] for *_, words in found] == [one.outlet]

    @pytest.mark.parametrize(
        ("graph", "articles"),
        [(OriginGraph(), ARTICLES), (GRAPH, {}), (replace(GRAPH, origins=()), ARTICLES)],
        ids=["no ties", "no articles", "no origins"],
    )
    def test_without_a_tie_there_is_no_drawing(self, graph, articles):
        assert origin_graph(graph, articles, SPEAKERS) == ""

    def test_an_origin_nobody_spoke_for_is_named_by_its_kind(self):
        origin = replace(GRAPH.origins[0], kind=OriginKind.DOCUMENT, label="", venue="", speaker=None)
        graph = replace(GRAPH, origins=(origin, *GRAPH.origins[1:]))
        assert any(words == "document" for *_, words in boxes(drawn(graph), "origin"))

    @given(adversarial.stories())
    def test_no_text_becomes_markup(self, story):
        articles = {one.id: one for one in story.articles}
        tags = set(re.findall(r"</?([^\s>]*)", origin_graph(story.view.graph, articles, {})))
        assert tags <= {"div", "svg", "path", "g", "title", "rect", "text"}


class TestCoverage:
    def test_a_bar_is_as_high_as_its_count(self):
        found = list(bars(coverage_chart(per_day(1, 4, 2))).values())
        assert found == [20.0, 80.0, 40.0]

    def test_a_day_without_articles_has_no_bar(self):
        assert len(bars(coverage_chart(per_day(3, 0, 0, 1)))) == 2

    @pytest.mark.parametrize("counts", [(), (0,), (0, 0, 0)])
    def test_without_any_article_there_is_no_drawing(self, counts):
        assert coverage_chart(per_day(*counts)) == ""

    def test_of_more_than_ninety_days_the_last_are_drawn(self):
        found = bars(coverage_chart(per_day(*([1] * 100))))
        assert len(found) == 90
        assert not any(re.search(r"\b(?:1|10) Mar", title) for title in found)
        assert any(re.search(r"\b11 Mar", title) for title in found)

    def test_a_bar_tells_its_day_and_count(self):
        assert list(bars(coverage_chart(per_day(1, 2)))) == ["Sun 1 Mar: 1 article", "Mon 2 Mar: 2 articles"]

    @given(st.lists(st.integers(0, 10**6), min_size=1, max_size=120).filter(any))
    def test_bars_and_words_lie_inside_whatever_the_counts(self, counts):
        html = coverage_chart(per_day(*counts))
        svg = ET.fromstring(html).find("svg")
        _, _, width, height = (float(part) for part in svg.get("viewBox").split())
        for bar in svg.iter("rect"):
            assert -0.1 <= float(bar.get("x")) <= width
            assert 0 <= float(bar.get("height")) <= 80
        for words in svg.iter("text"):
            assert 0 <= float(words.get("x")) <= width
            assert 0 <= float(words.get("y")) <= height

    def test_dates_below_do_not_touch_each_other(self):
        html = coverage_chart(per_day(*([1] * 90)))
        dates = [float(x) for x in re.findall(r'<text x="([\d.]+)" y="115\.0"', html)]
        assert 2 <= len(dates) <= 7
        assert all(after - before >= 60 for before, after in pairwise(dates))
