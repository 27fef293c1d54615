"""Exports as text: every form carries every line, and a feed's text cannot break out of any."""

import csv
import io
import json
import re

from hypothesis import given
from hypothesis import strategies as st

from bot.services.export import Dossier, Form, Line, write

TEXT = st.text(max_size=60)
LINES = st.builds(
    Line,
    kind=st.sampled_from(["story", "article", "statement"]),
    story=st.just("s1"),
    at=st.just("2026-03-01T08:00:00+00:00"),
    outlet=TEXT,
    speaker=TEXT,
    stance=st.sampled_from(["said", "denied", "declined"]),
    venue=TEXT,
    words=TEXT,
    status=st.just("one_origin"),
    counted=TEXT,
    url=st.just("https://harbor.example/1"),
)
DOSSIERS = st.builds(
    Dossier,
    name=TEXT,
    role=TEXT,
    since=st.just("2026-03-01"),
    until=st.just("2026-03-15"),
    counts=st.just({"articles": 3}),
    lines=st.lists(LINES, max_size=4).map(tuple),
)


@given(DOSSIERS)
def test_a_table_has_a_row_a_line_and_no_formula(dossier):
    rows = list(csv.DictReader(io.StringIO(write(dossier, Form.CSV), newline="")))
    assert len(rows) == len(dossier.lines)
    assert all(not value.startswith(("=", "+", "-", "@")) for row in rows for value in row.values())


@given(DOSSIERS)
def test_markdown_links_each_line_once_and_opens_no_other(dossier):
    text = write(dossier, Form.MARKDOWN)
    assert text.count("](<https://harbor.example/1>)") == len(dossier.lines)
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\]\(", text)) == len(dossier.lines)
    assert not re.search(r"(?<!\\)(?:\\\\)*<(?!https://harbor)", text)


@given(DOSSIERS)
def test_json_gives_back_what_went_in(dossier):
    read = json.loads(write(dossier, Form.JSON))
    assert [Line(**line) for line in read["lines"]] == list(dossier.lines)
