"""How fast Slack is answered while the bot is busy: 20 commands at once during a poll and a digest.

    python benchmarks/slack.py

First lookups as signed requests through Bolt, then commands of twenty kinds over Socket Mode; a real SQLite
file with the sample feeds, a loopback Slack. "ack" is until the acknowledgement, "answer" until the message
reached the response address. Claimed in docs/operate.md: every ack < 500 ms, every answer < 2 s.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "config" / "sample"
sys.path.insert(0, str(ROOT))

from bot.app import App  # noqa: E402  # after the path
from bot.settings import load  # noqa: E402
from bot.slack.socket import SlackSocket  # noqa: E402
from bot.web.sample_server import SampleServer  # noqa: E402
from tests.support.slack_server import SlackServer  # noqa: E402
from tests.support.socket_server import SocketServer  # noqa: E402
from tests.support.team import SECRET, Team  # noqa: E402

NAMES = ("Boston", "Marisol Reyes", "Cambridge", "Housing and development", "Bostan")
KINDS = (
    "Boston", "about Harlan Pryce quotes", "city Springfield", "Housing and development", "Bostan 30d", "",
    "today", "digest preview", "digest status", "why 1", "timeline 1", "sources 2", "feeds health",
    "following", "topics", "settings", "audit", "help digest", "follow Boston dm", "mute source x.example 7d",
)  # fmt: skip
PEOPLE = 20
ROUNDS = 12
PAUSE_S = 0.6  # between rounds, so that they meet polling, reading, grouping and posting


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, SlackServer() as slack, SampleServer(SAMPLE) as feeds:
        settings = load(
            env_file=None,
            database_url=f"sqlite:///{folder}/bench.sqlite3",
            private_feeds="127.0.0.0/8",
            slack_bot_token="xoxb-bench",
            slack_signing_secret=SECRET,
            slack_api_url=slack.url,
            log_level="error",
        )
        with App(settings, sample=True) as app:
            measure(app, slack, feeds)


def measure(app: App, slack: SlackServer, feeds: SampleServer) -> None:
    """Ask in rounds while the work goes on beside it."""
    app.feeds.import_list(feeds.opml_url)
    feeds.show(1)
    app.ingest.poll(all_feeds=True)
    app.ingest.catch_up()
    team = Team(app.make_slack_app(), slack)
    team.type("digest on")
    stop = threading.Event()
    busy = threading.Thread(target=work, args=(app, feeds, team, stop))
    busy.start()
    report("lookups, signed requests", lambda number: ask(team, number), slack)
    with SocketServer() as line:
        slack.answers["apps.connections.open"] = lambda _arguments: {"ok": True, "url": line.url}
        socket = SlackSocket(app.make_slack_app, app_token="xapp-bench", slack=app.slack)
        socket.start()
        line.wait(lambda: line.connections == 1)
        report("commands of 20 kinds, Socket Mode", lambda number: ask_socket(line, slack, number), slack)
        socket.stop(within_s=10)
    stop.set()
    busy.join()


def report(what: str, ask: Callable[[int], list[tuple[float, float]]], slack: SlackServer) -> None:
    """Ask in rounds and print how long it took."""
    before, acks, answers = len(slack.sent("chat.postMessage")), [], []
    for number in range(ROUNDS):
        found = ask(number)
        acks += [ack for ack, _ in found]
        answers += [answer for _, answer in found]
        time.sleep(PAUSE_S)
    posted = len(slack.sent("chat.postMessage")) - before
    wrong = [asked for _, asked in list(slack.calls) if "Something went wrong" in str(asked.get("text"))]
    assert not wrong, f"{len(wrong)} commands ended in an incident; the log says why"
    print(f"{what}: {len(acks)} in {ROUNDS} rounds of {PEOPLE}, {posted} messages of digests beside them")
    print(f"  ack    median {middle(acks):4.0f} ms  slowest {max(acks):4.0f} ms")
    print(f"  answer median {middle(answers):4.0f} ms  slowest {max(answers):4.0f} ms")


def work(app: App, feeds: SampleServer, team: Team, stop: threading.Event) -> None:
    """Polls, reads, groups and posts until it is told to stop."""
    day = 0
    while not stop.is_set():
        day = day % 3 + 1
        feeds.show(day)
        app.ingest.poll(all_feeds=True)
        app.ingest.catch_up()
        team.send_command("digest now", user="U-digest")
        while app.deliverer.deliver():
            continue


def ask(team: Team, number: int) -> list[tuple[float, float]]:
    """Twenty lookups at once; milliseconds until each was acknowledged and answered."""
    gate = threading.Barrier(PEOPLE)

    def one(person: int) -> tuple[float, float]:
        key = f"response-{number}-{person}"
        gate.wait()
        began = time.perf_counter()
        team.send_command(
            NAMES[person % len(NAMES)], user=f"U{person}", response_url=f"{team.server.url}{key}"
        )
        acked = time.perf_counter()
        while key not in team.server.arrived:
            time.sleep(0.002)
        return (acked - began) * 1000, (team.server.arrived[key] - began) * 1000

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(one, range(PEOPLE)))


def ask_socket(line: SocketServer, slack: SlackServer, number: int) -> list[tuple[float, float]]:
    """Twenty commands, one of each kind, brought at once; milliseconds until acknowledged and answered."""
    brought = {}
    for person, typed in enumerate(KINDS):
        key = f"mixed-{number}-{person}"
        payload = {
            "command": "/policy",
            "text": typed,
            "user_id": f"U{number}-{person}",
            "channel_id": "C1",
            "team_id": "T1",
            "trigger_id": key,
            "response_url": f"{slack.url}{key}",
        }
        began = time.perf_counter()
        brought[key] = line.bring(payload), began
    line.wait(lambda: all(key in slack.arrived for key in brought), within_s=60)
    return [
        ((line.acknowledged_at[envelope] - began) * 1000, (slack.arrived[key] - began) * 1000)
        for key, (envelope, began) in brought.items()
    ]


def middle(values: list[float]) -> float:
    """The median."""
    return sorted(values)[len(values) // 2]


if __name__ == "__main__":
    main()
