"""The record that travels between processes."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.parsed import ParsedFeed, from_plain, to_plain
from bot.model.feed import Entry

moments = st.none() | st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001 # bounds
words = st.text(max_size=10)
entries = st.builds(
    Entry,
    guid=words,
    title=words,
    published_at=moments,
    updated_at=moments,
    categories=st.lists(words, max_size=3).map(tuple),
)
feeds = st.builds(
    ParsedFeed,
    title=words,
    ttl_s=st.none() | st.floats(0, 1e6),
    skip_hours=st.frozensets(st.integers(0, 23)),
    skip_days=st.frozensets(st.integers(1, 7)),
    entries=st.lists(entries, max_size=4).map(tuple),
    problem=words,
)


@given(feeds)
def test_it_comes_back_the_same_by_way_of_json(feed):
    assert from_plain(json.loads(json.dumps(to_plain(feed)))) == feed
