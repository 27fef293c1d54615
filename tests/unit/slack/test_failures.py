"""What a person sees when something fails: the way out, or an id, and never the inside."""

import contextlib
import io

import pytest

from bot.errors import (
    ChannelGoneError,
    ConfigError,
    FetchError,
    NotFoundError,
    PlatformError,
    RateLimitedError,
    StorageError,
    UserError,
)
from bot.slack.failures import failure_message
from bot.telemetry import logs
from tests.support.team import words


def said(error):
    return words(failure_message(error))


def test_what_a_user_did_wrong_is_said_as_it_is(capsys):
    assert said(UserError("Write a time such as 8:00.")) == "Write a time such as 8:00."
    assert capsys.readouterr().out == "", "it is no event"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (NotFoundError("There is no story s9."), "There is no story s9."),
        (FetchError("The server did not answer.", status="timeout"), "The server did not answer."),
        (StorageError("disk I/O error at /var/lib/x"), "I cannot reach my database right now"),
        (ChannelGoneError("x", code="is_archived"), "is archived"),
        (PlatformError("x", code="missing_scope"), "lacks a permission"),
        (RateLimitedError("x", retry_after_s=3), ""),
        (PlatformError("x", code="never_seen"), "never_seen"),
        (PlatformError("x"), "did not say"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_an_anticipated_failure_says_what_helps(error, told, capsys):
    assert told in said(error)
    assert "incident" not in said(error)
    capsys.readouterr()


def test_a_database_is_not_described_to_people(capsys):
    assert "/var/lib" not in said(StorageError("disk I/O error at /var/lib/x"))
    capsys.readouterr()


@pytest.mark.parametrize("error", [ZeroDivisionError("a secret"), ConfigError("POLICYBOT_X: a secret")])
def test_what_nobody_foresaw_has_an_incident_that_the_log_has_too(error):
    with contextlib.redirect_stderr(io.StringIO()) as log:
        logs.configure(level="info", form="json")
        shown = said(error)
    incident = shown.rpartition("incident ")[2].rstrip(".")
    assert len(incident) == 8
    assert "secret" not in shown
    assert f'"incident": "{incident}"' in log.getvalue()


def test_two_incidents_are_told_apart(capsys):
    assert said(KeyError("x")) != said(KeyError("x"))
    capsys.readouterr()
