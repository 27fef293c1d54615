"""Logs: every token shape is hidden, wherever a caller puts it."""

import json
import logging

import pytest

from bot.telemetry import logs
from bot.telemetry.redact import redact

SECRETS = [
    "xoxb-1234-5678-abcDEF",
    "xoxp-1-2-3",
    "xapp-1-A0-1-ffff",
    "xoxe.xoxb-1-Mi0y",
    "xoxe-1-My0x",
    "xoxc-9-8",
    "hooks.slack.com/commands/T0/1234567/abcDEF",
    "hooks.slack.com/services/T0/B0/abcDEF",
    "v0=" + "0f" * 32,
    "q0uOn0vkM1bWmCIUsFMMVSWBbkSXyLxUSC8yOSfzkzI=",
    "gAAAAABn" + "Ab_-" * 20 + "==",
    "eyJhbGciOi.eyJzdWIiOi.c2ln",
]
INSIDE = [
    ("postgresql://bot:hunter2@db/x", "hunter2"),
    ("postgresql://bot:p@ss:w0rd@db/x", "w0rd"),
    ("redis://:hunter2@db", "hunter2"),
    ("https://0123456789abcdef0123@host/x", "0123456789abcdef"),
    ("GET /slack/oauth_redirect?code=123.456.abc&state=s-1", "123.456.abc"),
    ("https://api.example/x?api_key=hunter2&page=1", "hunter2"),
    ("Authorization: Bearer abc.def-1", "abc.def-1"),
    ("Authorization: Basic Ym90OnB3", "Ym90OnB3"),
    ('{"client_secret": "hunter2", "ok": true}', "hunter2"),
    ("host=db password=hunter2 dbname=x", "hunter2"),
    ("SLACK_SIGNING_SECRET=8f742231b10e", "8f742231b10e"),
]


@pytest.mark.parametrize("secret", SECRETS)
def test_tokens_are_hidden_in_any_value(secret):
    shown = str(redact({"note": f"posting with {secret} failed", "deep": [{"x": (secret,)}]}))
    assert secret not in shown
    assert shown.count("[hidden]") == 2


@pytest.mark.parametrize(("text", "secret"), INSIDE)
def test_secrets_inside_addresses_headers_and_bodies_are_hidden(text, secret):
    assert secret not in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://harbor.example/2026/03/02/budget?page=2",
        "sqlite:////var/lib/policybot/policybot.sqlite3",
        "polled f1: 304 in 0.2 s",
        "43dd31611c9d8cfe",
        "a" * 64,
        "the key speaker said: no secrets here, only words",
    ],
)
def test_what_is_no_secret_stays(text):
    assert redact(text) == text


def test_values_under_telling_keys_are_hidden():
    assert redact({"signing_secret": "abc", "Authorization": "Bearer q", "token": ""}) == {
        "signing_secret": "[hidden]", "Authorization": "[hidden]", "token": "",
    }  # fmt: skip
    assert redact({"response_url": "https://x", "pages": 3, "keys": 0}) == {
        "response_url": "[hidden]", "pages": 3, "keys": 0,
    }  # fmt: skip


def test_objects_cannot_hide_a_secret():
    shown = redact([ValueError("refused xoxb-1-2"), b"xoxb-1-2", {"xoxb-1-2"}, None, 1.5])
    assert shown == ["refused [hidden]", "[hidden]", ["[hidden]"], None, 1.5]


def _fail():
    raise ValueError("could not use xoxb-1-2-secret")


@pytest.mark.parametrize("form", ["json", "console"])
def test_no_secret_in_a_traceback(capsys, form):
    logs.configure(level="info", form=form)
    try:
        _fail()
    except ValueError:
        logs.get_logger("slack").exception("failed", incident="1a2b")
        logging.getLogger("slack_sdk").exception("failed with xoxb-1-2-secret")
    err = capsys.readouterr().err
    assert "could not use [hidden]" in err
    assert "xoxb" not in err


def test_json_lines_carry_bound_ids_and_no_secret(capsys):
    logs.configure(level="info", form="json")
    with logs.bound(job="ingest", run="1a2b"):
        logs.get_logger("feeds").info("polled", feed="f1", url="https://u:pw@host/x?token=abc")
    logs.get_logger("feeds").info("later")
    line, later = map(json.loads, capsys.readouterr().err.splitlines())
    assert (line["event"], line["room"], line["feed"]) == ("polled", "feeds", "f1")
    assert (line["job"], line["run"]) == ("ingest", "1a2b")
    assert "job" not in later
    assert "pw" not in line["url"]
    assert "abc" not in line["url"]


def test_less_than_the_level_is_not_logged(capsys):
    logs.configure(level="warning", form="console")
    logs.get_logger("feeds").info("polled")
    assert capsys.readouterr().err == ""
