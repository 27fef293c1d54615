from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage import team_schema
from bot.storage.schema import articles, metadata
from bot.storage.sql import CHUNK, between, chunks


@given(st.lists(st.integers()), st.integers(1, 7))
def test_chunks_keep_everything_in_order(items: list[int], size: int) -> None:
    parts = list(chunks(items, size))
    assert [x for part in parts for x in part] == items
    assert all(1 <= len(part) <= size for part in parts)


def test_a_chunk_fits_both_engines() -> None:
    assert CHUNK < 32_766


def test_windows_are_half_open() -> None:
    column = articles.c.published_at
    assert between(column, None, None) == []
    low, high = between(column, 1, 2)
    assert "published_at >= " in str(low)
    assert "published_at < " in str(high)


def test_every_team_table_carries_its_workspace() -> None:
    """All but the guards, which hold no team's words, and what hangs on a subscription."""
    shared = {"meta", "once", "leases", "quotas", "pauses", "workspaces", "seen_views"}
    team = {t.name for t in vars(team_schema).values() if isinstance(t, Table)}
    assert {name for name in team - shared if "workspace_id" not in metadata.tables[name].c} == set()


def test_names_fit_postgresql() -> None:
    names = [i.name for t in metadata.sorted_tables for i in t.indexes] + [
        t.name for t in metadata.sorted_tables
    ]
    assert max(map(len, names)) <= postgresql.dialect().max_identifier_length
    assert sqlite.dialect().name == "sqlite"
