"""What commands share: moments as people type them, output for programs, a bar only where one sits."""

import json
from datetime import UTC, datetime

import click
import pytest
from click.testing import CliRunner

from bot.cli import common
from bot.cli.common import Moment, Progress, echo_json, json_option, now_option, print_messages
from bot.messages.digest import digest_messages
from tests.unit.messages import invented


@click.command
@now_option
@json_option
def probe(now, as_json):
    """Print what came in."""
    click.echo(f"{now.isoformat() if now else now} {as_json}")


def typed(*arguments):
    result = CliRunner().invoke(probe, arguments)
    return result.exit_code, result.output.strip()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-02T23:00:00Z", "2026-03-02T23:00:00+00:00"),
        ("2026-03-02T23:00", "2026-03-02T23:00:00+00:00"),
        ("2026-03-02", "2026-03-02T00:00:00+00:00"),
        ("2026-03-02T18:00:00-05:00", "2026-03-02T23:00:00+00:00"),
        ("20260302T230000Z", "2026-03-02T23:00:00+00:00"),
    ],
    ids=["UTC", "no zone", "a day", "another zone", "short"],
)
def test_a_moment_is_read_as_utc(text, moment):
    assert typed("--now", text) == (0, f"{moment} False")


@pytest.mark.parametrize("text", ["yesterday", "", "2026-13-01", "23:00", "2026-03-02T25:00:00Z", "12"])
def test_another_text_is_refused_with_one_that_works(text):
    status, told = typed("--now", text)
    assert status == 2
    assert "2026-02-18T12:00:00Z" in told


def test_a_moment_that_is_one_already_stays():
    at = datetime(2026, 3, 2, tzinfo=UTC)
    assert Moment().convert(at, None, None) is at


def test_without_them_nothing_is_fixed():
    assert typed() == (0, "None False")
    assert typed("--json") == (0, "None True")


def test_json_keeps_letters_and_stands_on_one_line(capsys):
    echo_json({"name": "José\nDíaz", "n": 1})
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert "José" in out
    assert json.loads(out) == {"name": "José\nDíaz", "n": 1}


def test_messages_for_people_and_for_programs(capsys):
    messages = digest_messages(invented.digest())
    print_messages(messages, "text")
    assert "Policy digest" in capsys.readouterr().out
    print_messages(messages[:1], "blocks")
    assert json.loads(capsys.readouterr().out) == messages[0]
    print_messages([messages[0], messages[0], messages[0]], "blocks")
    whole = json.loads(capsys.readouterr().out)
    assert whole["blocks"] == messages[0]["blocks"]
    assert [reply["text"] for reply in whole["thread"]] == [messages[0]["text"]] * 2


class Terminal:
    """Standard error, perhaps with a person before it."""

    def __init__(self, *, there):
        self.there = there
        self.written = []

    def isatty(self):
        return self.there

    def write(self, text):
        self.written.append(text)

    def flush(self):
        pass


@pytest.fixture
def progress(monkeypatch):
    """Steps of work that lasts so many seconds; gives what a terminal shows."""

    def work(*, seconds, there, steps=4):
        seen, terminal = iter([0.0, *[seconds] * 50]), Terminal(there=there)
        monkeypatch.setattr(common.time, "monotonic", lambda: next(seen))
        monkeypatch.setattr(common.sys, "stderr", terminal)
        with Progress("reading") as told:
            for done in range(1, steps + 1):
                told(done, steps)
        monkeypatch.undo()
        return "".join(terminal.written)

    return work


def test_long_work_shows_a_bar_to_whoever_sits_there(progress):
    assert "reading" in progress(seconds=2.5, there=True)
    assert "100%" in progress(seconds=2.5, there=True)


def test_short_work_shows_nothing(progress):
    assert progress(seconds=1.9, there=True) == ""


def test_nothing_is_shown_where_nobody_sits(progress):
    assert progress(seconds=60, there=False) == ""
