"""The shipped feed list: the packs that are offered, and what each feed says of itself."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest
from lxml import etree

from bot.catalog.files import config_dir
from bot.catalog.outlets import load_outlets
from bot.feeds.opml import read_opml, write_opml
from bot.model.entity import Level

CONFIG = config_dir(None)
DATA = (CONFIG / "feeds.opml").read_bytes()
LISTED = read_opml(DATA)


def test_every_feed_says_who_where_and_for_whom():
    slugs = {outlet.id for outlet in load_outlets(CONFIG / "outlets.toml")}
    assert LISTED.problems == ()
    assert 55 <= len(LISTED.feeds) <= 70
    for feed in LISTED.feeds:
        assert feed.title, feed.url
        assert feed.outlet in slugs, feed.url
        assert feed.place is not None, feed.url
        assert feed.level is not None, feed.url
        assert feed.packs, feed.url


@pytest.mark.parametrize(
    "pack", ["City hall", "Immigration", "Housing", "Schools", "State", "Federal", "Boston"]
)
def test_the_packs_that_the_product_offers_are_there(pack):
    assert sum(pack in feed.packs for feed in LISTED.feeds) >= 7


def test_boston_has_its_city_its_radio_its_papers_and_its_neighbourhoods():
    outlets = {feed.outlet for feed in LISTED.feeds if "Boston" in feed.packs}
    assert outlets >= {
        "city-of-boston-news",
        "wbur",
        "gbh",
        "boston-globe",
        "boston-herald",
        "dorchester-reporter",
    }
    assert {feed.level for feed in LISTED.feeds if "Boston" in feed.packs} == {Level.CITY}


def test_a_feed_in_several_packs_is_written_the_same_in_each():
    forms = defaultdict(set)
    for outline in etree.fromstring(DATA).iter("outline"):
        if outline.get("xmlUrl"):
            forms[outline.get("xmlUrl")].add(tuple(sorted(outline.attrib.items())))
    assert {url for url, found in forms.items() if len(found) > 1} == set()
    assert any(len(feed.packs) > 2 for feed in LISTED.feeds)


def test_writing_it_and_reading_it_again_loses_nothing():
    def sorted_packs(feeds):
        return {feed.url: replace(feed, packs=tuple(sorted(feed.packs))) for feed in feeds}

    again = read_opml(write_opml(LISTED.feeds, title=LISTED.title))
    assert sorted_packs(again.feeds) == sorted_packs(LISTED.feeds)
    assert again.title == LISTED.title
