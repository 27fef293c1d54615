"""How fast Slack is answered while the bot is busy: 20 lookups at once during a poll and a digest.

    python benchmarks/slack.py

Real signed requests through Bolt, a real SQLite file with the sample feeds, a loopback Slack. "ack" is until
Bolt's acknowledgement, "answer" until the message reached the response address. Claimed in docs/operate.md:
every ack < 500 ms, every answer < 2 s.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "config" / "sample"
sys.path.insert(0, str(ROOT))

from bot.app import App  # noqa: E402  # after the path
from bot.settings import load  # noqa: E402
from bot.web.sample_server import SampleServer  # noqa: E402
from tests.support.slack_server import SlackServer  # noqa: E402
from tests.support.team import SECRET, Team  # noqa: E402

NAMES = ("Boston", "Marisol Reyes", "Cambridge", "Housing and development", "Bostan")
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
    acks, answers = [], []
    for number in range(ROUNDS):
        found = ask(team, number)
        acks += [ack for ack, _ in found]
        answers += [answer for _, answer in found]
        time.sleep(PAUSE_S)
    stop.set()
    busy.join()
    posted = len(slack.sent("chat.postMessage"))
    print(f"{len(acks)} lookups in {ROUNDS} rounds of {PEOPLE}, {posted} messages of digests beside them")
    print(f"ack    median {middle(acks):4.0f} ms  slowest {max(acks):4.0f} ms")
    print(f"answer median {middle(answers):4.0f} ms  slowest {max(answers):4.0f} ms")


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


def middle(values: list[float]) -> float:
    """The median."""
    return sorted(values)[len(values) // 2]


if __name__ == "__main__":
    main()
