"""The error tree: as it is drawn, with words for people and ids for programs."""

import inspect
import pickle
import re

import pytest

from bot import errors
from bot.errors import (
    BotError,
    ChannelGoneError,
    ConfigError,
    FeedError,
    FetchError,
    InstallationRevokedError,
    NotFoundError,
    OutcomeUnknownError,
    ParseError,
    PlatformError,
    RateLimitedError,
    RefusedAddressError,
    StorageError,
    UserError,
)

ALL = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, BotError)]


def drawn():
    """(name, parent) of each line of the drawing at the top of the file: four columns a level."""
    found, above = {}, {}
    for match in re.finditer(r"^    ([│ ]*(?:[├└]── )?)([A-Z]\w+Error)\b", errors.__doc__, re.MULTILINE):
        depth = len(match[1]) // 4
        above[depth] = match[2]
        found[match[2]] = above[depth - 1] if depth else None
    return found


def test_the_drawing_shows_every_error_under_its_parent():
    parents = {kind.__name__: kind.__bases__[0].__name__ for kind in ALL if kind is not BotError}
    assert {name: parent for name, parent in drawn().items() if parent} == parents
    assert drawn()["BotError"] is None


@pytest.mark.parametrize("kind", ALL)
def test_its_text_is_its_message_and_its_ids_are_kept(kind):
    more = {"retry_after_s": 3.0} if kind is RateLimitedError else {}
    error = kind("The feed is gone.", feed="f1", **more)
    assert str(error) == error.message == "The feed is gone."
    assert error.ids == {"feed": "f1"}
    assert error.args == ("The feed is gone.",)


@pytest.mark.parametrize(
    ("kind", "caught"),
    [
        (FetchError, FeedError),
        (ParseError, FeedError),
        (RefusedAddressError, FeedError),
        (NotFoundError, StorageError),
        (ChannelGoneError, PlatformError),
        (InstallationRevokedError, PlatformError),
        (OutcomeUnknownError, PlatformError),
    ],
)
def test_a_caller_may_catch_the_whole_kind(kind, caught):
    with pytest.raises(caught):
        raise kind("x")


def test_siblings_are_not_caught_for_each_other():
    assert not issubclass(UserError, StorageError)
    assert not issubclass(ConfigError, UserError)
    assert not issubclass(FeedError, PlatformError)


def test_a_feed_error_carries_the_status_of_its_feed():
    assert FetchError("x", status="timeout", feed="f1").status == "timeout"
    assert ParseError("x").status == ""
    assert "status" not in FetchError("x", status="timeout").ids


def test_a_platform_error_carries_the_platforms_own_word():
    assert ChannelGoneError("x", code="is_archived").code == "is_archived"
    assert PlatformError("x").code == ""


def test_a_rate_limit_tells_how_long_to_wait_and_has_its_code():
    error = RateLimitedError("Wait.", retry_after_s=1.5, workspace="T1")
    assert (error.retry_after_s, error.code, error.ids) == (1.5, "ratelimited", {"workspace": "T1"})


def test_without_ids_there_are_none():
    one, two = BotError("a"), BotError("b")
    one.ids["x"] = 1
    assert two.ids == {}


def test_it_survives_another_process():
    again = pickle.loads(pickle.dumps(UserError("Write a name.", word="x")))
    assert (str(again), again.ids) == ("Write a name.", {"word": "x"})
