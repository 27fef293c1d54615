from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import pytest

from bot.model.article import Article, ArticleVersion
from bot.model.digest import Delivery, DeliveryState, Subscription
from bot.model.feed import Feed, FeedState
from bot.model.lookup import Follow
from bot.model.story import Story
from bot.model.workspace import AuditEntry, Correction, Workspace
from bot.storage import schema, team_schema
from bot.storage.rows import Mapper
from tests.storage.make import NOW, article, delivery

# Fields that a table group maps itself, by record and table; everything else needs a column of its name.
STORED_ELSEWHERE = {
    (Feed, schema.feeds): set(),
    (FeedState, schema.feed_states): {"feed_id"},
    (Article, schema.articles): {"body", "feeds"},
    (ArticleVersion, schema.article_versions): {"article_id"},
    (Story, schema.stories): {"article_ids"},
    (Subscription, team_schema.subscriptions): set(),
    (Delivery, team_schema.deliveries): set(),
    (Follow, team_schema.follows): set(),
    (Workspace, team_schema.workspaces): set(),
    (Correction, team_schema.corrections): set(),
    (AuditEntry, team_schema.audit): set(),
}


@pytest.mark.parametrize(
    ("kind", "table"), STORED_ELSEWHERE, ids=lambda x: getattr(x, "name", None) or x.__name__
)
def test_no_field_of_a_record_is_lost(kind: type, table: object) -> None:
    """A field added to the model needs a column and a migration; this test says so before data is lost."""
    missing = {f.name for f in dataclasses.fields(kind)} - set(table.c.keys())
    assert missing == STORED_ELSEWHERE[kind, table]


def test_tuples_and_enumerations_become_text() -> None:
    row = Mapper(Delivery, team_schema.deliveries).row(delivery(state=DeliveryState.SENT))
    assert (row["state"], row["kind"], row["local_on"]) == ("sent", "digest", NOW.date())
    assert Mapper(Article, schema.articles).row(article(links=("a", "b")))["links"] == '["a","b"]'
    assert Mapper(Article, schema.articles).row(article())["links"] == ""


def test_a_row_becomes_a_record_again() -> None:
    mapper = Mapper(Delivery, team_schema.deliveries)
    given = delivery(state=DeliveryState.RETRY, reason="later")
    assert mapper.record(SimpleNamespace(**mapper.row(given))) == given


def test_skipped_fields_are_the_callers_business() -> None:
    mapper = Mapper(Article, schema.articles, skip=("content_sha256",))
    given = article(feeds=("f1",), body="text")
    row = SimpleNamespace(**mapper.row(given))
    assert "content_sha256" not in mapper.row(given)
    found = mapper.record(row, body="text", feeds=("f1",), content_sha256=given.content_sha256)
    assert found == given
