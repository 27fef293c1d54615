"""Logs: every token shape is hidden, wherever a caller puts it."""

import json

import pytest

from bot.telemetry import logs

SECRETS = [
    "xoxb-1234-5678-abcDEF",
    "xoxp-1-2-3",
    "xapp-1-A0-1-ffff",
    "xoxe.xoxb-1-Mi0y",
    "xoxe-1-My0x",
]


@pytest.mark.parametrize("secret", SECRETS)
def test_tokens_are_hidden_in_any_value(secret):
    shown = str(logs.redact({"note": f"posting with {secret} failed", "deep": [{"x": (secret,)}]}))
    assert secret not in shown
    assert shown.count("[hidden]") == 2


def test_values_under_telling_keys_are_hidden():
    assert logs.redact({"signing_secret": "abc", "Authorization": "Bearer q", "token": ""}) == {
        "signing_secret": "[hidden]", "Authorization": "[hidden]", "token": "",
    }  # fmt: skip


def test_json_lines_carry_bound_ids_and_no_secret(capsys):
    logs.configure(level="info", form="json")
    logs.get_logger("feeds").info("polled", feed="f1", url="https://u:pw@host/x?token=abc")
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["room"], line["feed"]) == ("polled", "feeds", "f1")
    assert "pw" not in line["url"]
    assert "abc" not in line["url"]


def test_less_than_the_level_is_not_logged(capsys):
    logs.configure(level="warning", form="console")
    logs.get_logger("feeds").info("polled")
    assert capsys.readouterr().err == ""
