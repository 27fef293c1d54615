"""Doctor: what is wrong is named, each with what helps; what is well is said too."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.services.checkup_state import check_state
from bot.services.pulse import Pulse
from bot.storage.database import Database
from bot.storage.schema import HEAD
from bot.storage.upgrade import known_revisions
from tests.support.stores import change

EVENING = datetime(2026, 3, 4, 23, tzinfo=UTC)
ROOM = 50_000_000_000


@pytest.fixture
def doctor(cli):
    """Run doctor; gives its findings by what was looked at."""

    def call(*arguments):
        _, out, err = cli("doctor", "--json", "--offline", *arguments)
        assert err == ""
        return [json.loads(line) for line in out.splitlines()]

    return call


@pytest.fixture
def state(settings, database_url):
    """Check what is stored, with the time, the readings' version and the free bytes given."""
    database = Database(database_url)

    def check(*, now=EVENING, version="v2", room=ROOM):
        found = check_state(database, now=now, version=lambda: version, disk=lambda _folder: room)
        return {finding.what: finding for finding in found}

    check.database = database
    yield check
    database.close()


def test_every_finding_that_is_not_well_says_what_helps(cli, doctor, monkeypatch):
    monkeypatch.setenv("POLICYBOT_LOG_LEVLE", "info")
    monkeypatch.setenv("POLICYBOT_NLP_MODEL", "no_such_model")
    cli("feeds", "add", "--no-check", "http://127.0.0.1:9/feed.xml")
    cli("poll", "--no-read")
    found = doctor()
    bad = {finding["what"]: finding for finding in found if finding["grade"] != "ok"}
    assert {"POLICYBOT_LOG_LEVLE", "model", "feeds", "clock"} <= bad.keys()
    assert [finding for finding in bad.values() if not finding["fix"]] == []
    assert bad["feeds"]["detail"] == "1 of 1 fail"


def test_a_bot_in_good_order_has_nothing_wrong(cli, doctor, read):
    found = doctor()
    assert [finding for finding in found if finding["grade"] == "wrong"] == []
    by_name = {finding["what"]: finding for finding in found}
    assert by_name["feeds"]["detail"] == "10, none fails"
    assert "46 stored" in by_name["articles"]["detail"]


def test_secrets_are_not_shown(cli, monkeypatch):
    key = "q0uOn0vkM1bWmCIUsFMMVSWBbkSXyLxUSC8yOSfzkzI="
    monkeypatch.setenv("POLICYBOT_TOKEN_KEYS", key)
    monkeypatch.setenv("POLICYBOT_SLACK_BOT_TOKEN", "xoxb-1-2-abc")
    monkeypatch.setenv("POLICYBOT_HEARTBEAT_URL", "https://hc.example/ping/secret-1")
    _, out, _ = cli("doctor", "--offline")
    assert "POLICYBOT_TOKEN_KEYS" in out
    assert not any(secret in out for secret in (key, "xoxb", "secret-1"))


@pytest.mark.sqlite
def test_nothing_is_made_by_looking(doctor, settings, no_database):
    found = doctor()
    assert any(finding["what"] == "database" and "not there yet" in finding["detail"] for finding in found)
    assert not (settings / "policy.sqlite3").exists()


def test_the_files_alone_can_be_checked(doctor, settings, monkeypatch):
    config = settings / "config"
    config.mkdir()
    topics = '[[topic]]\nslug = "housing"\nname = "Housing"\ndescription = "x"\ncap = [14]\n'
    (config / "topics.toml").write_text(topics + 'phrases = ["zoning", "rent control"]\n')
    monkeypatch.setenv("POLICYBOT_CONFIG_DIR", str(config))
    found = [finding for finding in doctor("--config-only") if finding["what"] == "topics.toml"]
    assert any(finding["grade"] != "ok" and finding["fix"] for finding in found)


@pytest.mark.sqlite
def test_a_clock_that_went_back_is_wrong(read, state):
    assert state(now=EVENING)["time"].grade == "ok"
    assert state(now=EVENING - timedelta(days=2))["time"].grade == "wrong"


def test_a_servers_clock_is_compared(postgres_url, settings):
    database = Database(postgres_url)
    database.upgrade()

    def time(now):
        return next(f for f in check_state(database, now=now, version=lambda: "v") if f.what == "time")

    assert time(datetime.now(UTC)).grade == "ok"
    late = time(datetime.now(UTC) - timedelta(minutes=3))
    assert (late.grade, "behind the server" in late.detail) == ("wrong", True)
    database.close()


@pytest.mark.sqlite
@pytest.mark.parametrize(("room", "grade"), [(ROOM, "ok"), (1_000_000_000, "note"), (50_000_000, "wrong")])
def test_little_room_is_told(read, state, room, grade):
    assert state(room=room)["disk"].grade == grade


def test_the_clock_is_seen_to_tick(read, state):
    assert state()["clock"].grade == "note"
    Pulse(state.database, clock=lambda: EVENING).beat()
    assert state(now=EVENING + timedelta(minutes=1))["clock"].grade == "ok"
    assert "last ticked" in state(now=EVENING + timedelta(hours=1))["clock"].detail


def test_work_that_nobody_does_is_told(read, state):
    pulse = Pulse(state.database, clock=lambda: EVENING)
    assert state()["workers"].grade == "note"
    pulse.beat()
    assert state()["workers"].grade == "wrong"
    pulse.beat_worker("one", "poll,read,group")
    assert state()["workers"].fix.endswith("policybot run worker --queues deliver,tell,tidy")
    pulse.beat_worker("two", "deliver,tell,tidy")
    assert state()["workers"].grade == "ok"


def test_outdated_readings_are_counted(read, state):
    outdated = state(version="another")["outdated"]
    assert outdated.detail.startswith("46 articles")


def test_unread_articles_and_late_polls_are_told(cli, samples, state):
    cli("feeds", "import", samples.opml_url, "--now", EVENING.isoformat())
    cli("poll", "--no-read", "--now", EVENING.isoformat())
    found = state(now=EVENING + timedelta(days=3))
    assert found["unread"].grade == "note"
    assert found["polling"].grade == "note"


def test_keys_of_tokens_can_be_made_and_changed(cli, monkeypatch):
    _, out, _ = cli("db", "new-key")
    monkeypatch.setenv("POLICYBOT_TOKEN_KEYS", out.strip())
    status, out, _ = cli("db", "rotate-keys")
    assert (status, out.startswith("0 installations")) == (0, True)


@pytest.mark.sqlite
def test_an_upgrade_tells_its_steps_and_then_nothing(cli, no_database):
    status, out, err = cli("db", "upgrade")
    assert (status, out.endswith("was upgraded.\n")) == (0, True)
    assert err.startswith(f"1 of {len(known_revisions())}: 0001 ")
    assert len(err.splitlines()) == len(known_revisions())
    status, out, err = cli("db", "upgrade")
    assert (status, out.endswith("is up to date.\n"), err) == (0, True, "")


@pytest.mark.parametrize(("needs", "grade"), [(HEAD, "note"), ("9998", "wrong")])
def test_a_schema_of_a_newer_version_is_told(cli, database_url, doctor, needs, grade):
    cli("db", "upgrade")
    change(database_url, "UPDATE alembic_version SET version_num = '9999'")
    change(database_url, "UPDATE meta SET value = :needs WHERE key = 'schema.needs'", needs=needs)
    found = {finding["what"]: finding for finding in doctor()}
    assert (found["schema"]["grade"], "9999" in found["schema"]["detail"]) == (grade, True)
    assert cli("feeds", "list")[0] == (0 if grade == "note" else 1)


def test_settings_for_http_that_do_not_belong_together_are_told(doctor, monkeypatch):
    def http():
        return [f for f in doctor() if f["what"] == "http"]

    assert http() == []
    monkeypatch.setenv("POLICYBOT_SLACK_SIGNING_SECRET", "8f742231b10e")
    (wrong,) = http()
    assert wrong["grade"] == "wrong"
    assert "POLICYBOT_SLACK_BOT_TOKEN" in wrong["detail"]
    monkeypatch.setenv("POLICYBOT_SLACK_BOT_TOKEN", "xoxb-1")
    assert [f["detail"] for f in http()] == ["complete, for one workspace"]
