"""Health checks and metrics over loopback: they tell what is so."""

import json
import os
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import bot.jobs.work as work_of_jobs
from bot.app import App
from bot.processes import watched
from bot.services.pulse import TASKS, Pulse
from bot.settings import load
from bot.storage.database import Database
from bot.telemetry import logs
from bot.telemetry.heartbeat import heartbeat
from bot.web.health import Health, HealthServer
from tests.support.stores import change

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


class Time:
    """A clock that is set by hand."""

    def __init__(self):
        self.seconds = 0.0

    def now(self):
        return NOW + timedelta(seconds=self.seconds)

    def elapsed(self):
        return self.seconds


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def database(settings, database_url):
    found = Database(database_url, timeout_s=1)
    yield found
    found.close()


@pytest.fixture
def calls():
    return []


@pytest.fixture
def pulse(database, time, calls):
    return Pulse(
        database, clock=time.now, call=lambda: calls.append(time.now()) is None, elapsed=time.elapsed
    )


@pytest.fixture
def ask(pulse):
    """GET a path; gives (status, text)."""
    with HealthServer(Health(pulse), "127.0.0.1:0") as server:

        def get(path):
            try:
                with urllib.request.urlopen(server.url + path, timeout=5) as response:
                    return response.status, response.read().decode()
            except urllib.error.HTTPError as error:
                with error:
                    return error.code, error.read().decode()

        yield get


def readyz(ask):
    status, text = ask("readyz")
    return status, json.loads(text)


def test_nothing_is_ready_before_the_first_tick(ask):
    status, told = readyz(ask)
    assert (status, told["clock"], told["database"]) == (503, "silent", "ok")


def test_ready_while_the_clock_ticks_and_not_after(ask, pulse, time):
    pulse.beat()
    pulse.beat_worker("one", ",".join(TASKS))
    assert readyz(ask)[0] == 200
    time.seconds = 119
    pulse.beat_worker("one", ",".join(TASKS))
    assert readyz(ask)[0] == 200
    time.seconds = 121
    status, told = readyz(ask)
    assert (status, told["clock"], told["beat_at"]) == (503, "silent", NOW.isoformat())


def test_another_process_knows_of_the_tick(pulse, database, time):
    pulse.beat()
    pulse.beat_worker("one", ",".join(TASKS))
    assert Pulse(database, clock=time.now).vitals().is_whole


def test_a_task_that_hangs_is_told_while_it_does(ask, pulse, time):
    told = []

    def hangs():
        time.seconds += 901
        told.append(ask("healthz"))

    pulse.measured("read", hangs)()
    assert told == [(503, "late: read\n")]
    assert ask("healthz")[0] == 200


def test_work_that_nobody_does_is_told(ask, pulse, time):
    pulse.beat()
    assert readyz(ask) == (503, readyz(ask)[1] | {"clock": "ticking", "idle": list(TASKS), "whole": False})
    pulse.beat_worker("one", "poll,read,group")
    assert readyz(ask)[1]["idle"] == ["deliver", "tell", "tidy"]
    pulse.beat_worker("two", "read,deliver,tell,tidy")
    assert readyz(ask) == (200, readyz(ask)[1] | {"idle": [], "whole": True})
    assert 'policybot_workers{task="read"} 2.0' in ask("metrics")[1]
    time.seconds = 41
    assert readyz(ask)[1]["idle"] == list(TASKS)
    assert 'policybot_workers{task="read"} 0.0' in ask("metrics")[1]


def test_a_process_that_only_answers_stays_in_service_without_a_clock(pulse, database):
    web = Health(pulse, whole=False)
    told = {}

    def ready():
        (body,) = web(
            {"PATH_INFO": "/readyz", "REQUEST_METHOD": "GET"}, lambda status, _: told.update(s=status)
        )
        return told["s"][:3], json.loads(body)

    status, found = ready()
    assert (status, found["ready"], found["whole"], found["clock"]) == ("200", True, False, "silent")
    with database.engine.exclusive(), database.engine.writer.begin() as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    assert database.describe().revision == "0000"
    assert ready()[0] == "503"


def test_the_tasks_are_those_of_the_workers():
    assert work_of_jobs.TASKS == TASKS


def test_a_job_that_fails_stops_the_heartbeat(ask, pulse, time, calls):
    work = []
    run = pulse.watched("ingest", work.pop, every_s=60)
    work.append(1)
    run()
    pulse.beat()
    assert len(calls) == 1
    time.seconds = 901
    with pytest.raises(IndexError):
        run()
    pulse.beat()
    assert len(calls) == 1
    assert ask("healthz") == (503, "late: ingest\n")
    assert readyz(ask)[1]["late"] == ["ingest"]
    work.append(1)
    run()
    pulse.beat()
    assert (len(calls), ask("healthz")) == (2, (200, "ok\n"))


def test_an_unusable_database_is_told_without_its_address(ask, pulse, settings, database, stores):
    pulse.beat()
    database.close()
    stores.remove(settings / "policy.sqlite3")
    status, told = readyz(ask)
    assert (status, told["database"]) == (503, "unusable")
    assert not any(part in json.dumps(told) for part in ("policy.sqlite3", "copy_", "://"))
    assert ask("healthz")[0] == 200, "a restart would not help"
    assert ask("metrics")[0] == 200


def test_an_older_schema_is_not_ready(ask, pulse, database, database_url):
    pulse.beat()
    change(database_url, "UPDATE alembic_version SET version_num = '0001'")
    assert readyz(ask)[0] == 503


def test_metrics_tell_the_backlog(ask, pulse, time, cli, samples):
    cli("feeds", "import", samples.opml_url, "--now", NOW.isoformat())
    pulse.beat()
    time.seconds = 60
    _, text = ask("metrics")
    assert 'policybot_feeds{status="new"} 10.0' in text
    assert "policybot_feeds_overdue_seconds 60.0" in text
    assert "policybot_tick_age_seconds 60.0" in text
    cli("poll", "--no-read", "--now", NOW.isoformat())
    _, text = ask("metrics")
    assert "policybot_unread_age_seconds 60.0" in text
    assert "policybot_ungrouped_age_seconds 0.0" in text
    waiting = next(line for line in text.splitlines() if line.startswith("policybot_unread_articles "))
    assert float(waiting.split()[1]) > 10


def test_what_is_not_ours_is_not_found(ask):
    assert ask("slack/events")[0] == 404


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", "secret", "bearer secret", "Bearer sécret"])
def test_metrics_may_ask_for_a_token(pulse, given):
    told = []
    health = Health(pulse, token="secret")

    def status(path, authorization):
        environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET", "HTTP_AUTHORIZATION": authorization}
        b"".join(health(environ, lambda status, _: told.append(status)))
        return told[-1][:3]

    assert status("/metrics", given) == "401"
    assert status("/metrics", "Bearer secret") == "200"
    assert status("/healthz", given) == "200"


def test_acknowledgements_are_timed(pulse):
    def slack(environ, start_response):
        start_response("200 OK", [])
        return [b"ack"]

    def count():
        text = b"".join(health({"PATH_INFO": "/metrics", "REQUEST_METHOD": "GET"}, lambda *_: None)).decode()
        found = [line for line in text.splitlines() if line.startswith("policybot_ack_seconds_count")]
        return sum(float(line.split()[1]) for line in found)

    health = Health(pulse, rest=slack)
    before = count()
    assert health({"PATH_INFO": "/slack/events", "REQUEST_METHOD": "POST"}, lambda *_: None) == [b"ack"]
    assert health({"PATH_INFO": "/stories/1", "REQUEST_METHOD": "GET"}, lambda *_: None) == [b"ack"]
    assert count() == before + 1


def test_the_application_serves_it_where_the_settings_say(settings, monkeypatch):
    monkeypatch.setenv("POLICYBOT_HEALTH_ADDRESS", "127.0.0.1:0")
    with App(load()) as app, app.health_served():
        names = [thread.name for thread in threading.enumerate()]
        assert "health" in names
        assert [one.name for one in watched(app, ())] == ["beat"]
    with App(load(health_address="")) as app, app.health_served():
        assert app.settings.health_address == ""


class _Switch(BaseHTTPRequestHandler):
    """Notes what it is asked for; the subclass of a test holds ``asked`` and ``status``."""

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(self.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def switch():
    """A dead man's switch on loopback."""
    handler = type("Handler", (_Switch,), {"asked": [], "status": 200})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/ping/secret-1?x=1", handler
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_heartbeat_is_called(switch):
    url, handler = switch
    assert heartbeat(url)() is True
    assert handler.asked == ["/ping/secret-1?x=1"]


def test_a_failed_heartbeat_is_logged_without_its_address(switch, capsys):
    url, handler = switch
    handler.status = 500
    logs.configure(level="warning", form="json")
    assert heartbeat(url)() is False
    assert heartbeat("http://127.0.0.1:9/ping/secret-1")() is False
    err = capsys.readouterr().err
    assert "HTTP 500" in err
    assert "ConnectionRefusedError" in err
    assert "secret-1" not in err


def test_no_address_is_no_call():
    assert heartbeat("")() is True


# The library decides when it is imported whether processes count together.
COUNT = "from bot.telemetry import metrics; metrics.NEW_ARTICLES.inc(2)"
SHOW = "from bot.telemetry import metrics; print(metrics.render().decode())"


@pytest.mark.parametrize("processes", [1, 2])
def test_web_workers_count_together(tmp_path, processes):
    environ = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    for _ in range(processes):
        subprocess.run([sys.executable, "-c", COUNT], env=environ, check=True)
    shown = subprocess.run(
        [sys.executable, "-c", SHOW], env=environ, check=True, capture_output=True, text=True
    )
    assert f"policybot_new_articles_total {2.0 * processes}" in shown.stdout.splitlines()
