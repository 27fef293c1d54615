"""Socket Mode against a loopback server: whatever becomes of the line, every command is answered once."""

from threading import Thread

import pytest

from bot.errors import ConfigError
from bot.slack.socket import SlackSocket
from bot.telemetry import metrics
from tests.support.socket_server import SocketServer
from tests.support.team import number, words


@pytest.fixture
def line(server):
    with SocketServer() as running:
        server.answers["apps.connections.open"] = lambda _arguments: {"ok": True, "url": running.url}
        yield running


@pytest.fixture
def socket(wired, line):
    made = SlackSocket(wired.make_slack_app, app_token="xapp-test", slack=wired.slack, ping_s=0.2)
    made.start()
    line.wait(lambda: line.connections == 1)
    yield made
    assert made.stop(within_s=10)


def payload(server, text, trigger=""):
    return {
        "command": "/policy",
        "text": text,
        "user_id": "U1",
        "channel_id": "C1",
        "team_id": "T1",
        "trigger_id": trigger or number("trigger-"),
        "response_url": f"{server.url}response",
    }


def answered(server):
    return [words(message) for message in server.sent("response")]


def counted(metric, **labels):
    return sum(
        sample.value
        for family in metric.collect()
        for sample in family.samples
        if sample.name.endswith(("_count", "_total")) and labels.items() <= sample.labels.items()
    )


def test_a_command_is_acknowledged_and_answered(socket, line, server):
    acks, calls = counted(metrics.ACK_SECONDS, line="socket"), counted(metrics.SLACK_CALLS, outcome="ok")
    envelope = line.bring(payload(server, "help digest"))
    line.wait(lambda: envelope in line.acknowledged and answered(server))
    assert "Help on digest" in answered(server)[0]
    assert server.sent("apps.connections.open")
    line.wait(lambda: counted(metrics.ACK_SECONDS, line="socket") == acks + 1)
    assert counted(metrics.SLACK_CALLS, outcome="ok") > calls


def test_the_address_of_the_api_leads_the_connection(socket, server):
    """Everything that the client asks Slack goes to the address of the settings."""
    assert {method for method, _ in server.calls} >= {"auth.test", "apps.connections.open"}


MIXED = (
    "Boston", "about Harlan Pryce quotes", "city Springfield", "Housing 30d", "Bostan", "", "today", "topics",
    "digest preview", "digest status", "why 1", "feeds health", "following", "muted", "settings", "audit",
    "help digest", "follow Boston dm", 'mute word "box office" 7d', "nonsense level:moon",
)  # fmt: skip


def test_twenty_commands_of_mixed_kinds_at_once_while_feeds_are_polled(wired, socket, line, server):
    """Each is acknowledged and answered once; how fast, benchmarks/slack.py measures."""
    polling = Thread(target=wired.ingest.poll, kwargs={"all_feeds": True})
    polling.start()
    for n, text in enumerate(MIXED):
        envelope = {**payload(server, text), "user_id": f"U{n}", "response_url": f"{server.url}mixed-{n}"}
        line.bring(envelope)
    line.wait(lambda: all(f"mixed-{n}" in server.arrived for n in range(len(MIXED))), within_s=30)
    polling.join()
    assert len(line.acknowledged) == len(MIXED)
    first = [server.sent(f"mixed-{n}")[0] for n in range(len(MIXED))]
    assert all(message["text"] for message in first)
    assert not any("Something went wrong" in message["text"] for message in first)


def test_a_refresh_loses_no_command(socket, line, server):
    line.bring(payload(server, "help"))
    line.refresh()
    line.wait(lambda: line.connections == 2)
    line.bring(payload(server, "help digest"))
    line.wait(lambda: len(line.acknowledged) == 2 and len(answered(server)) == 2)


def test_a_dropped_line_loses_no_command(socket, line, server):
    line.drop()
    line.bring(payload(server, "help digest"))  # nobody is there: it comes again over the next line
    line.wait(lambda: line.connections == 2 and len(answered(server)) == 1)
    line.wait(lambda: len(line.acknowledged) == 1)


def test_a_command_that_comes_again_is_answered_once(socket, line, server):
    """Slack sends an envelope again when the acknowledgement was lost: same trigger, another envelope."""
    for _ in range(3):
        line.bring(payload(server, "help digest", trigger="trigger-same"))
    line.bring(payload(server, "help follow"))
    line.wait(lambda: len(line.acknowledged) == 4 and len(answered(server)) >= 2)
    assert sorted(text.split()[2] for text in answered(server)) == ["digest", "follow"]


def test_a_refused_token_is_told_at_the_start(wired, server):
    server.answers["apps.connections.open"] = lambda _arguments: {"ok": False, "error": "invalid_auth"}
    made = SlackSocket(wired.make_slack_app, app_token="xapp-wrong", slack=wired.slack)
    with pytest.raises(ConfigError, match="policybot slack check"):
        made.start()
    assert made.stop(within_s=10)
