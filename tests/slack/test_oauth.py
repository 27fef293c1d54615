"""Workspaces install the app, install it again, remove it in any order, and get their tokens renewed."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk.oauth.installation_store import Installation as SlackInstallation

from bot.app import App
from bot.errors import InstallationRevokedError, PlatformError, RateLimitedError, UserError
from bot.model.feed import Feed, FeedId
from bot.model.workspace import WorkspaceId
from bot.services.follow import Target
from bot.slack.stores import InstallationStore, installation_of, record_of
from bot.slack.tokens import Tokens
from tests.slack.public import put
from tests.support.team import words

T1 = WorkspaceId("T1")


def rows(app, table):
    from sqlalchemy import text  # noqa: PLC0415 - asked behind the storage room's back

    with app.database.engine.reader.begin() as conn:
        return int(conn.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def wait(server, method, count, within_s=10):
    until = time.monotonic() + within_s
    while len(server.sent(method)) < count and time.monotonic() < until:
        time.sleep(0.01)
    return server.sent(method)


def test_an_installation_from_the_first_page_to_the_first_message(anywhere, server):
    app, web = anywhere.worker()
    page = anywhere.install(web)
    assert (page.status, "is installed" in page.text) == (200, True)
    assert "slack://app?team=T1&amp;id=A1" in page.text
    found = app.installations.find(T1, fresh=True)
    assert (found.user_id, found.bot_token, found.bot_user_id) == ("U1", "xoxb-1", "UBOT")
    assert found.bot_scopes == ("chat:write", "commands")
    greeting = wait(server, "chat.postMessage", 1)[0]
    assert greeting["channel"] == "U1"
    assert "Set up a channel" in words(greeting)
    assert web.command("help digest").status == 200
    assert "Help on digest" in words(wait(server, "response", 1)[0])


def test_installing_again_adds_no_row_and_keeps_what_was_set(anywhere, server):
    app, web = anywhere.worker()
    anywhere.install(web)
    wait(server, "chat.postMessage", 1)
    app.subscribe.save("C1", workspace=T1)
    app.installations.revoked(T1)
    anywhere.install(web, user="U2")
    anywhere.install(web, user="U2")
    assert (rows(app, "installations"), rows(app, "workspaces"), rows(app, "subscriptions")) == (1, 1, 1)
    found = app.installations.find(T1, fresh=True)
    assert (found.user_id, found.bot_token) == ("U2", "xoxb-3")
    with app.database.read() as tx:
        assert tx.workspaces.get(T1).revoked_at is None


def test_two_workspaces_have_two_tokens(public, server):
    app, web = public.worker()
    public.install(web, "T1")
    public.install(web, "T2")
    tokens = [app.slack.client(WorkspaceId(team)).token for team in ("T1", "T2")]
    assert tokens == ["xoxb-1", "xoxb-2"]
    with pytest.raises(InstallationRevokedError):
        app.slack.client(WorkspaceId("T3"))


def test_a_state_is_good_once_and_for_one_browser(anywhere):
    _, web = anywhere.worker()
    _, other = anywhere.worker()
    state = anywhere.begin(web)
    assert other.get("/slack/oauth_redirect", state=state, code="T1:U1").status == 400
    other.cookies = dict(web.cookies)  # another worker, the same browser
    assert other.get("/slack/oauth_redirect", state=state, code="T1:U1").status == 200
    other.cookies = {"slack-app-oauth-state": state}
    again = other.get("/slack/oauth_redirect", state=state, code="T1:U1")
    assert (again.status, "opened twice, or too late" in again.text) == (401, True)
    assert anywhere.issued == 1


def test_a_state_runs_out(public, clock, monkeypatch):
    clock.at = datetime.now(UTC)
    monkeypatch.setattr(App, "now", lambda _self: clock())
    _, web = public.worker(slack_state_s=60)
    state = public.begin(web)
    clock.at += timedelta(seconds=61)
    assert web.get("/slack/oauth_redirect", state=state, code="T1:U1").status == 401


def test_opening_the_first_page_stores_nothing(public):
    app, web = public.worker()
    for _ in range(3):
        public.begin(web)
    assert rows(app, "once") == 0


def test_a_state_of_another_app_is_none(public):
    _, web = public.worker()
    state = public.begin(web)
    _, other = public.worker(slack_client_secret="another-secret")
    other.cookies = dict(web.cookies)
    assert other.get("/slack/oauth_redirect", state=state, code="T1:U1").status == 401
    assert public.issued == 0


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ({"error": "access_denied"}, 200, "cancelled"),
        ({"error": "<script>alert(1)</script>"}, 200, "did not finish"),
        ({"state": "made-up", "code": "T1:U1"}, 400, "opened twice"),
        ({}, 400, "opened twice"),
    ],
)
def test_what_goes_wrong_is_said_with_a_way_on(public, asked, status, said):
    _, web = public.worker()
    page = web.get("/slack/oauth_redirect", **asked)
    assert (page.status, said in page.text, "<script>" in page.text) == (status, True, False)
    assert 'href="https://bot.example.org/slack/install"' in page.text
    assert "no-store" in page.headers["cache-control"]


def test_a_code_that_slack_does_not_know_installs_nothing(public):
    app, web = public.worker()
    page = web.get("/slack/oauth_redirect", state=public.begin(web), code="nonsense")
    assert (page.status, "its code was used, or is too old" in page.text) == (502, True)
    assert rows(app, "installations") == 0


def test_a_page_without_a_code_installs_nothing(public):
    _, web = public.worker()
    assert web.get("/slack/oauth_redirect", state=public.begin(web)).status == 401


def test_an_organisation_wide_installation_is_refused_and_its_token_given_back(public, server):
    app, web = public.worker()
    page = web.get("/slack/oauth_redirect", state=public.begin(web), code="E1:U1")
    assert (page.status, "one workspace at a time" in page.text) == (400, True)
    assert rows(app, "installations") == 0
    assert len(server.sent("auth.revoke")) == 1


def test_without_a_key_that_opens_anything_the_page_says_to_try_again(public, monkeypatch):
    app, web = public.worker()

    def full(_installation, *, name):
        from bot.errors import StorageError  # noqa: PLC0415 - only here

        raise StorageError("the disk is full")

    monkeypatch.setattr(app.installations, "install", full)
    page = public.install(web)
    assert (page.status, "could not be stored" in page.text) == (503, True)


def fill(app, team=T1):
    """Something of each kind that a workspace owns through its people."""
    app.subscribe.save("C1", workspace=team)
    target = Target(kind="word", id="parking", label="parking")
    app.desk._tools.follows.mute(target, workspace=team, owner="U1")
    own = Feed(
        id=FeedId(f"f{team}"),
        url=f"https://{team}.example/f",
        imported_url=f"https://{team}.example/f",
        outlet="Own",
        workspace_id=team,
        added_at=datetime.now(UTC),
    )
    with app.database.write() as tx:
        tx.feeds.add(own, next_poll_at=datetime.now(UTC))


def purged(app, within_s=10):
    until = time.monotonic() + within_s
    while rows(app, "workspaces") and time.monotonic() < until:
        time.sleep(0.02)
    return [
        rows(app, table) for table in ("installations", "subscriptions", "follows", "feeds", "workspaces")
    ]


@pytest.fixture
def revoked(server):
    """Slack takes no token any more."""
    server.answers["auth.test"] = lambda _asked: {"ok": False, "error": "account_inactive"}


@pytest.mark.parametrize("first", ["app_uninstalled", "tokens_revoked"])
def test_a_removed_app_leaves_nothing_whichever_event_comes_first(anywhere, revoked, first):
    app, web = anywhere.worker()
    put(app)
    fill(app)
    events = {"app_uninstalled": {}, "tokens_revoked": {"tokens": {"bot": ["UBOT"]}}}
    for kind in (first, *(set(events) - {first}), first):  # the first one comes again
        assert web.event(kind, **events[kind]).status == 200
    assert purged(app) == [0, 0, 0, 0, 0]


def test_the_other_workspace_keeps_everything(public, revoked):
    app, web = public.worker()
    for team in ("T1", "T2"):
        put(app, team)
        fill(app, WorkspaceId(team))
    web.event("app_uninstalled")
    web.application.close()
    assert purged(app, 0) == [1, 1, 1, 1, 1]
    assert app.installations.find(WorkspaceId("T2")) is not None


def test_revoked_tokens_alone_leave_the_settings_for_a_while(public, revoked):
    app, web = public.worker()
    put(app)
    fill(app)
    web.event("tokens_revoked", tokens={"bot": ["UBOT"]})
    assert (rows(app, "installations"), rows(app, "subscriptions")) == (0, 1)
    assert app.installations.purge_all() == 0
    app.installations._clock = lambda: datetime.now(UTC) + timedelta(days=31)
    assert app.keep.prune().deleted["workspaces"] == 1
    assert purged(app, 0) == [0, 0, 0, 0, 0]


def test_a_late_event_does_not_remove_a_new_installation(public):
    app, web = public.worker()
    long_ago = time.time() - 600
    public.install(web)
    for kind, fields in (("app_uninstalled", {}), ("tokens_revoked", {"tokens": {"bot": ["UBOT"]}})):
        assert web.event(kind, at=long_ago, **fields).status == 200
    web.application.close()
    assert app.installations.find(T1, fresh=True) is not None


def test_a_persons_own_token_is_none_of_ours(public, revoked):
    app, web = public.worker()
    put(app)
    web.event("tokens_revoked", tokens={"oauth": ["U9"]})
    assert app.installations.find(T1, fresh=True) is not None


def test_where_slack_does_not_say_whether_a_token_works_the_event_must_come_again(public, server):
    app, web = public.worker()
    put(app, installed_at=datetime.now(UTC))
    server.fault_of = lambda method, _asked: "error_before" if method == "auth.test" else ""
    assert web.event("app_uninstalled").status == 500
    assert app.installations.find(T1, fresh=True) is not None


def test_a_purge_that_was_cut_short_goes_on_and_an_installation_waits_for_it(public):
    app, web = public.worker()
    put(app)
    fill(app)
    app.installations.removed(T1)  # and then the process ended
    assert (rows(app, "installations"), rows(app, "subscriptions")) == (0, 1)
    public.install(web)
    assert (rows(app, "installations"), rows(app, "subscriptions"), rows(app, "feeds")) == (1, 0, 0)
    app.installations.removed(T1)
    assert app.installations.purge_all() == 1
    assert rows(app, "workspaces") == 0


def test_a_token_is_renewed_in_time_by_one_process(anywhere, server):
    anywhere.token_life_s = 43_200
    app, web = anywhere.worker()
    other, _ = anywhere.worker()
    anywhere.install(web)
    wait(server, "chat.postMessage", 1)  # the greeting, which takes a token too
    found = app.installations.find(T1, fresh=True)
    app.installations.renew(replace(found, bot_token_expires_at=datetime.now(UTC) + timedelta(hours=1)))
    other.installations.find(T1, fresh=True)
    assert app.tokens.token(T1) == "xoxb-2"
    assert other.tokens.token(T1) == "xoxb-2"  # it looked before it asked
    assert len(server.sent("oauth.v2.access")) == 2
    assert rows(app, "installations") == 1


def test_a_refused_renewal_ends_the_installation(public):
    app, _ = public.worker()
    put(app, ends_in_s=60, bot_refresh_token="xoxe-1-old")
    with pytest.raises(InstallationRevokedError):
        app.slack.client(T1)
    assert rows(app, "installations") == 0


def test_a_renewal_without_an_answer_leaves_the_token_as_long_as_it_works(public, server):
    app, _ = public.worker()
    server.fault_of = lambda method, _asked: "error_before" if method == "oauth.v2.access" else ""
    put(app, ends_in_s=60)
    assert app.tokens.token(T1) == "xoxb-put"
    put(app, ends_in_s=-60)
    with pytest.raises(PlatformError):
        app.tokens.token(T1)


def test_who_finds_a_renewal_under_way_goes_on_or_waits(public):
    app, _ = public.worker()
    waits = []

    def pause(seconds):
        waits.append(seconds)
        if len(waits) == 3:
            put(app, token="xoxb-new", ends_in_s=43_200)

    tokens = Tokens(app.installations, own="", exchange=dict, owner="me", clock=app.now, pause=pause)
    put(app, ends_in_s=60)
    assert app.installations.begin_renewal(T1, "another")
    assert (tokens.token(T1), waits) == ("xoxb-put", [])
    put(app, ends_in_s=-60)
    assert (tokens.token(T1), len(waits)) == ("xoxb-new", 3)
    put(app, ends_in_s=-60)
    with pytest.raises(RateLimitedError):
        tokens.token(T1)


def test_what_slack_revokes_between_two_looks_is_gone_within_seconds(public):
    app, _ = public.worker()
    other, _ = public.worker()
    seconds = [0.0]
    other.installations._seconds = lambda: seconds[0]
    put(app)
    assert other.tokens.token(T1) == "xoxb-put"
    app.installations.revoked(T1)
    assert other.tokens.token(T1) == "xoxb-put"
    seconds[0] = 3.0
    assert other.tokens.token(T1) == ""


def test_the_library_finds_what_it_stored(public):
    app, _ = public.worker()
    store = InstallationStore(app.installations)
    made = SlackInstallation(
        team_id="T1",
        team_name="Red",
        user_id="U1",
        app_id="A1",
        bot_token="xoxb-1",
        bot_id="B1",
        bot_user_id="UBOT",
        bot_scopes="commands,chat:write",
        bot_refresh_token="xoxe-1",
        bot_token_expires_in=43_200,
    )
    store.save(made)
    found = store.find_installation(enterprise_id=None, team_id="T1")
    assert (found.bot_token, found.bot_refresh_token, found.bot_token_expires_at) == (
        "xoxb-1",
        "xoxe-1",
        made.bot_token_expires_at,
    )
    assert store.find_installation(enterprise_id=None, team_id="T1", user_id="U2") is None
    assert store.find_installation(enterprise_id="E1", team_id=None, is_enterprise_install=True) is None
    bot = store.find_bot(enterprise_id=None, team_id="T1")
    bot.bot_token = "xoxb-2"
    store.save_bot(bot)
    assert store.find_bot(enterprise_id=None, team_id="T1").bot_token == "xoxb-2"
    store.delete_installation(enterprise_id=None, team_id="T1", user_id="U1")
    assert store.find_bot(enterprise_id=None, team_id="T1") is not None
    store.delete_installation(enterprise_id=None, team_id="T1")
    store.save_bot(bot)
    assert store.find_bot(enterprise_id=None, team_id="T1") is None
    store.delete_all(enterprise_id=None, team_id="T1")
    assert rows(app, "workspaces") == 0
    assert "xoxb" not in repr(app.installations.find(T1))


def test_records_go_to_and_fro():
    made = SlackInstallation(team_id="T1", user_id="U1", bot_token="xoxb-1", installed_at=1_772_000_000.0)
    assert record_of(installation_of(record_of(made))) == record_of(made)
    with pytest.raises(UserError, match="one workspace at a time"):
        record_of(SlackInstallation(enterprise_id="E1", user_id="U1", bot_token="xoxb-1"))
