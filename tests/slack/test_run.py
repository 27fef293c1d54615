"""`policybot run` in one process: the clock posts what is due, the socket answers, both stop in time."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.slack.test_socket import line, payload  # noqa: F401 - a fixture
from tests.support.team import words


def environment(wired, server):
    names = ("PATH", "HOME", "LANG")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return kept | {
        "POLICYBOT_DATABASE_URL": wired.settings.database_url,
        "POLICYBOT_SLACK_API_URL": server.url,
        "POLICYBOT_SLACK_BOT_TOKEN": "xoxb-test",
        "POLICYBOT_SLACK_APP_TOKEN": "xapp-test",
        "POLICYBOT_DELIVER_EVERY_S": "0.1",
        "POLICYBOT_POLL_EVERY_S": "3600",
        "POLICYBOT_HOST_GAP_S": "0",  # its feeds are gone, and all on one host
    }


def test_a_due_digest_is_posted_a_command_answered_and_the_process_stops(wired, server, line):  # noqa: F811
    due = datetime.now(UTC) - timedelta(minutes=1)
    wired.subscribe.save("C1", at=due.time().replace(second=0, microsecond=0))
    with wired.database.write() as tx:  # as if it had been switched on yesterday
        (one,) = tx.subscriptions.all()
        tx.subscriptions.schedule({one.id: (due, due.date())})
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        env=environment(wired, server),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        line.wait(lambda: line.connections == 1)
        line.bring(payload(server, "help digest"))
        line.wait(lambda: server.sent("response") and server.sent("chat.postMessage"))
        assert "Help on digest" in words(server.sent("response")[0])
        assert server.sent("chat.postMessage")[0]["channel"] == "C1"
    finally:
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=15)
    assert (process.returncode, time.monotonic() - began < 10) == (0, True)
    assert "Connected to Slack workspace City Desk" in said


@pytest.mark.parametrize("name", ["POLICYBOT_SLACK_BOT_TOKEN", "POLICYBOT_SLACK_APP_TOKEN"])
def test_a_missing_token_is_named(wired, server, name):
    without = environment(wired, server) | {name: ""}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"], env=without, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert name in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
