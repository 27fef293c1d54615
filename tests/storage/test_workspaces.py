from __future__ import annotations

from collections.abc import Callable

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from bot.errors import ConfigError, NotFoundError, StorageError
from bot.model.reading import Topic
from bot.model.workspace import AuditEntry, Correction, CorrectionKind, Installation, Workspace, WorkspaceId
from bot.storage.database import Database
from tests.storage.make import (
    BLUE,
    DAY,
    HOUR,
    NOW,
    RED,
    TOKEN_KEYS,
    article,
    delivery,
    feed,
    follow,
    story,
    subscription,
    view,
)


def installed(workspace: str = RED, user: str = "U1", **more) -> Installation:
    given = {"bot_token": "xoxb-secret", "bot_scopes": ("chat:write", "commands"), "installed_at": NOW}
    return Installation(workspace_id=WorkspaceId(workspace), user_id=user, **given | more)


def test_a_workspace_comes_back_as_it_was_stored(db: Database) -> None:
    with db.write() as tx:
        tx.workspaces.save(Workspace(id=RED, name="Red", installed_at=NOW))
        tx.workspaces.save(Workspace(id=RED, name="Red team", installed_at=NOW))
        tx.workspaces.save(Workspace(id=BLUE, installed_at=NOW))
        assert tx.workspaces.get(RED).name == "Red team"
        assert [w.id for w in tx.workspaces.all()] == [BLUE, RED]
        with pytest.raises(NotFoundError):
            tx.workspaces.get("T-none")


def test_an_installation_comes_back_with_its_tokens(db: Database) -> None:
    whole = installed(
        user_token="xoxp-1", bot_refresh_token="r", bot_token_expires_at=NOW + DAY, enterprise_id="E1"
    )
    with db.write() as tx:
        tx.workspaces.install(whole)
        assert tx.workspaces.find_installation(RED) == whole
        assert tx.workspaces.find_installation(BLUE) is None
        assert tx.workspaces.find_installation(RED, "U2") is None


def test_a_second_installation_replaces_the_persons_first(
    db: Database, rows_of: Callable[[str], int]
) -> None:
    with db.write() as tx:
        tx.workspaces.install(installed())
        tx.workspaces.install(installed(bot_token="xoxb-new", installed_at=NOW + HOUR))
        tx.workspaces.install(installed(user="U2", bot_token="xoxb-old"))
        assert tx.workspaces.find_installation(RED).bot_token == "xoxb-new"
        assert tx.workspaces.find_installation(RED, "U2").bot_token == "xoxb-old"
    assert rows_of("installations") == 2
    with db.write() as tx:
        tx.workspaces.uninstall(RED, "U1")
        assert tx.workspaces.find_installation(RED).user_id == "U2"
        tx.workspaces.uninstall(RED)
        assert tx.workspaces.find_installation(RED) is None


def test_no_token_stands_in_the_database(db: Database) -> None:
    with db.write() as tx:
        tx.workspaces.install(installed(user_token="xoxp-secret"))
    with db.engine.reader.begin() as conn:
        stored = str(conn.execute(text("SELECT * FROM installations")).all())
    assert "chat:write" in stored
    assert "secret" not in stored
    assert "secret" not in repr(installed())


def test_keys_rotate(db: Database) -> None:
    new = Fernet.generate_key().decode()
    with db.write() as tx:
        tx.workspaces.install(installed())
    url = db.engine.writer.url.render_as_string(hide_password=False) if db.engine.name != "SQLite" else None
    url = url or f"sqlite:///{db.where}"
    both, only_new, none = (Database(url, token_keys=keys) for keys in ((new, *TOKEN_KEYS), (new,), ()))
    with only_new.read() as tx, pytest.raises(StorageError, match="configured keys"):
        tx.workspaces.find_installation(RED)
    with both.write() as tx:
        assert tx.workspaces.rotate_tokens() == 1
    with only_new.read() as tx:
        assert tx.workspaces.find_installation(RED) == installed()
    with none.read() as tx, pytest.raises(ConfigError, match="POLICYBOT_TOKEN_KEYS"):
        tx.workspaces.find_installation(RED)
    for opened in (both, only_new, none):
        opened.close()


def test_uninstall_and_revocation_come_in_any_order(db: Database) -> None:
    with db.write() as tx:
        tx.workspaces.save(Workspace(id=RED, installed_at=NOW))
        tx.workspaces.install(installed())
        tx.workspaces.revoke(RED, at=NOW + HOUR)
        tx.workspaces.uninstall(RED)
        tx.workspaces.revoke(RED, at=NOW + DAY)
        assert tx.workspaces.get(RED).revoked_at == NOW + HOUR
        assert tx.workspaces.find_installation(RED) is None


def fill(db: Database, workspace: WorkspaceId) -> None:
    with db.write() as tx:
        own = {"workspace_id": workspace}
        tx.workspaces.save(Workspace(id=workspace, installed_at=NOW))
        tx.workspaces.install(installed(workspace))
        tx.feeds.add(feed(f"feed-{workspace}", **own), next_poll_at=NOW)
        tx.subscriptions.save(subscription(f"sub-{workspace}", **own))
        tx.deliveries.plan([delivery(f"d-{workspace}", subscription_id=f"sub-{workspace}", **own)])
        tx.views.show(f"sub-{workspace}", f"d-{workspace}", [(1, view(story("s1", "a1")))], at=NOW)
        tx.follows.save(follow(f"fo-{workspace}", **own))
        entry = {"by": "U1", "subject": "s", **own}
        tx.corrections.add(Correction(id=f"c-{workspace}", kind=CorrectionKind.SPLIT, made_at=NOW, **entry))
        tx.audit.add(AuditEntry(id=f"e-{workspace}", action="split", at=NOW, **entry))
        tx.topics.save(workspace, Topic(slug="parks", name="Parks"), by="U1", at=NOW)


def test_a_purge_takes_everything_of_one_workspace_and_nothing_else(
    db: Database, rows_of: Callable[[str], int]
) -> None:
    with db.write() as tx:
        tx.articles.add([(article("a1"), [])])
        tx.stories.save([story("s1", "a1")], at=NOW)
    tables = "workspaces installations feeds feed_states subscriptions deliveries seen_views follows "
    tables += "corrections audit"
    before = {table: rows_of(table) for table in (*tables.split(), "topic_edits", "articles", "views")}
    fill(db, RED)
    only_red = {table: rows_of(table) for table in before}
    assert [table for table in tables.split() if only_red[table] == before[table]] == []
    fill(db, BLUE)
    with db.write() as tx:
        tx.workspaces.purge(BLUE)
    assert {table: rows_of(table) for table in before} == only_red


def test_a_purge_takes_the_articles_that_nobody_else_carries(
    db: Database, rows_of: Callable[[str], int]
) -> None:
    with db.write() as tx:
        for name, owner in (("shared", None), ("red", RED), ("blue", BLUE)):
            tx.feeds.add(feed(name, workspace_id=owner), next_poll_at=NOW)
        carriers = {"a1": ("red",), "a2": ("red",), "a3": ("red", "blue"), "a4": ("red", "shared")}
        tx.articles.add([(article(name, feeds=feeds), []) for name, feeds in carriers.items()])
        tx.stories.save([story("s1", "a1"), story("s2", "a2", "a3")], at=NOW)
        assert tx.workspaces.purge_articles(BLUE) == 0
        assert [tx.workspaces.purge_articles(RED, limit=1) for _ in range(3)] == [1, 1, 0]
        tx.workspaces.purge(RED)
        assert [a.id for a in tx.articles.by_ids(carriers)] == ["a3", "a4"]
        assert tx.articles.visible(["a3", "a4"], RED) == {"a4"}
        assert tx.articles.visible(["a3", "a4"], BLUE) == {"a3", "a4"}
    assert (rows_of("stories"), rows_of("feeds")) == (1, 2)


def test_a_purge_takes_what_is_kept_under_keys_with_the_workspace_in_them(db: Database) -> None:
    with db.write() as tx:
        for workspace in (RED, WorkspaceId("T_red"), BLUE):  # an underscore is no wildcard
            tx.meta.put(f"rights:{workspace}", "x")
            tx.guards.first_time(f"welcome:{workspace}:U1", now=NOW, ttl_s=60)
            tx.guards.use(f"typed:{workspace}:U1", now=NOW, window_s=60, limit=1)
            tx.guards.pause(f"slack:{workspace}", until=NOW + DAY)
        tx.workspaces.purge(RED)
        assert tx.meta.keys("rights:") == (f"rights:{BLUE}", "rights:T_red")
        assert tx.guards.first_time(f"welcome:{RED}:U1", now=NOW, ttl_s=60)
        assert tx.guards.use(f"typed:{RED}:U1", now=NOW, window_s=60, limit=1)
        assert not tx.guards.use(f"typed:{BLUE}:U1", now=NOW, window_s=60, limit=1)
        assert tx.guards.paused_until(f"slack:{RED}", now=NOW) is None
        assert tx.guards.paused_until(f"slack:{BLUE}", now=NOW) is not None
        tx.workspaces.purge(WorkspaceId("T_red"))
        assert tx.meta.keys("rights:") == (f"rights:{BLUE}",)
        assert [tx.meta.delete(f"rights:{BLUE}") for _ in range(2)] == [True, False]
