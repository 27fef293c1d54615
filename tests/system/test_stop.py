"""`policybot run` told to stop while Slack and a feed hang: gone within ten seconds, and nothing is torn.

Here, because it takes the whole time that a stop may take.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from bot.app import App
from bot.model.digest import DeliveryState
from bot.settings import load
from tests.support.slack_server import SlackServer
from tests.support.socket_server import SocketServer

HANGS_S = 60


@pytest.fixture
def silent_feed():
    """The address of a server that takes connections and never says anything."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/feed.xml"


@pytest.fixture
def url(sqlite_url, tmp_path, silent_feed):
    """A database with a digest that is due and a feed to poll."""
    opml = tmp_path / "feeds.opml"
    opml.write_text(f'<opml version="2.0"><body><outline type="rss" xmlUrl="{silent_feed}"/></body></opml>')
    due = datetime.now(UTC) - timedelta(minutes=1)
    with App(load(env_file=None, database_url=sqlite_url)) as app:
        app.feeds.import_list(str(opml))
        one = app.subscribe.save("C1", at=due.time().replace(second=0, microsecond=0))
        with app.database.write() as tx:
            tx.subscriptions.schedule({one.id: (due, due.date())})
    return sqlite_url


def test_a_stop_does_not_wait_for_what_hangs(url):
    with SlackServer(before_post=lambda _: time.sleep(HANGS_S)) as server, SocketServer() as line:
        server.answers["apps.connections.open"] = lambda _: {"ok": True, "url": line.url}
        environment = {
            "PATH": os.environ["PATH"],
            "POLICYBOT_DATABASE_URL": url,
            "POLICYBOT_SLACK_API_URL": server.url,
            "POLICYBOT_SLACK_BOT_TOKEN": "xoxb-test",
            "POLICYBOT_SLACK_APP_TOKEN": "xapp-test",
            "POLICYBOT_PRIVATE_FEEDS": "127.0.0.0/8",
        }
        process = subprocess.Popen([sys.executable, "-m", "bot", "run"], env=environment)
        try:
            line.wait(lambda: server.sent("chat.postMessage"))
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=20) == 0
            assert time.monotonic() - began < 10
        finally:
            process.kill()
    with App(load(env_file=None, database_url=url)) as app:
        assert app.database.check() == ()
        with app.database.read() as tx:
            (row,) = tx.deliveries.history()
    assert row.state is DeliveryState.INTENT, "the next start looks it up"
