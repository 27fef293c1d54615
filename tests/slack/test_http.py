"""Slack over HTTP: signed requests at one address, answered once by whichever worker gets them."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.errors import ConfigError
from bot.settings import load
from bot.slack.http import MOST_BYTES
from tests.slack.public import CLIENT, put
from tests.support.slack_server import SlackServer
from tests.support.team import words


def answers(server: SlackServer, count: int, within_s: float = 10) -> list[dict]:
    until = time.monotonic() + within_s
    while len(server.sent("response")) < count and time.monotonic() < until:
        time.sleep(0.01)
    return server.sent("response")


@pytest.fixture
def one(public):
    """One worker, and a workspace that installed the app."""
    app, web = public.worker()
    put(app)
    return web


def test_a_command_is_acknowledged_and_answered(public, one, server):
    assert (one.command("help digest").status, one.command("help digest").text) == (200, "")
    assert "Help on digest" in words(answers(server, 2)[1])


def test_the_bot_is_known_without_asking_slack(public, one, server):
    one.command("help")
    answers(server, 1)
    assert not server.sent("auth.test")


@pytest.mark.parametrize("wrong", [{"secret": "somebody else's"}, {"age_s": 301}, {"age_s": -301}])
def test_forged_and_stale_requests_are_refused(one, server, wrong):
    assert one.command("help", **wrong).status == 401
    one.application.close()
    assert not server.sent("response")


def test_an_identical_replay_is_answered_once_whichever_worker_gets_it(anywhere, server):
    workers = [anywhere.worker() for _ in range(2)]
    put(workers[0][0])
    body = workers[0][1].command_body("help digest")

    def send(n: int):
        return workers[n % 2][1].signed(body, content_type="application/x-www-form-urlencoded").status

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(send, range(8))) == {200}
    for _, web in workers:
        web.application.close()
    assert len(server.sent("response")) == 1


def test_slack_may_check_the_address(one):
    told = one.signed('{"type": "url_verification", "challenge": "c"}', content_type="application/json")
    assert (told.status, "c" in told.text) == (200, True)


def test_a_workspace_without_the_app_is_told_so(public, one, server):
    assert one.command("help", team="T2").status == 200
    assert "not installed in this workspace" in str(answers(server, 1)[0])


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"\xff\xfe", "application/x-www-form-urlencoded", 400),
        (b"{", "application/json", 400),
        (b"payload=%7B", "application/x-www-form-urlencoded", 400),
        (b"x" * (MOST_BYTES + 1), "text/plain", 413),
        (b"", "text/plain", 401),
    ],
)
def test_what_slack_never_sends_is_refused_before_it_is_read(one, body, kind, status):
    assert one.ask("POST", "/slack/events", body=body, Content_Type=kind).status == status


def test_a_length_that_is_no_number_is_refused(one):
    assert one.ask("POST", "/slack/events", Content_Length="many").status == 400


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/slack/events", 405), ("POST", "/slack/install", 405), ("GET", "/slack/other", 404)],
)
def test_only_three_addresses_are_there(one, method, path, status):
    assert one.ask(method, path).status == status


def test_what_nobody_foresaw_is_one_short_sentence(one, monkeypatch):
    def broken(_request):
        raise ZeroDivisionError("what nobody should read")

    monkeypatch.setattr(one.application._app, "dispatch", broken)
    told = one.command("help")
    assert (told.status, told.text) == (500, "Internal Server Error\n")


def test_one_workspace_answers_over_http_too(public, server):
    app, web = public.worker(slack_client_id="", slack_bot_token="xoxb-own")
    assert web.command("help digest", team="T77").status == 200
    assert "Help on digest" in words(answers(server, 1)[0])
    assert web.get("/slack/install").status == 404
    assert app.workspace_of("", "T77") == "local"


@pytest.mark.parametrize(
    ("without", "named"),
    [
        ({"slack_signing_secret": ""}, "POLICYBOT_SLACK_SIGNING_SECRET"),
        ({"slack_client_secret": ""}, "POLICYBOT_SLACK_CLIENT_SECRET"),
        ({"token_keys": ""}, "POLICYBOT_TOKEN_KEYS"),
        ({"public_url": ""}, "POLICYBOT_PUBLIC_URL"),
        ({"slack_client_id": ""}, "POLICYBOT_SLACK_BOT_TOKEN"),
    ],
)
def test_settings_that_do_not_belong_together_are_named(public, without, named):
    with pytest.raises(ConfigError, match=named):
        public.worker(**without)


def test_secrets_are_not_shown():
    shown = repr(load(env_file=None, **CLIENT))
    assert CLIENT["slack_client_secret"] not in shown
