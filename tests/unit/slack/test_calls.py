"""The library's errors as ours: whether a call took effect is the only thing that counts."""

import http.client

import pytest
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.errors import (
    ChannelGoneError,
    InstallationRevokedError,
    OutcomeUnknownError,
    PlatformError,
    RateLimitedError,
)
from bot.slack.calls import Slack, converted
from bot.telemetry import metrics


class Answer(dict):
    """What the library keeps of an answer."""

    def __init__(self, code="", *, status=200, headers=None):
        super().__init__({"ok": False, "error": code} if code else {})
        self.status_code = status
        self.headers = headers or {}


def fail(error):
    with converted(channel="C1"):
        raise error


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer("is_archived"), ChannelGoneError),
        (Answer("not_in_channel"), ChannelGoneError),
        (Answer("token_revoked"), InstallationRevokedError),
        (Answer("ratelimited", status=429, headers={"Retry-After": "7"}), RateLimitedError),
        (Answer("internal_error"), OutcomeUnknownError),
        (Answer("anything", status=503), OutcomeUnknownError),
        (Answer(), OutcomeUnknownError),
    ],
)
def test_an_answer_that_says_no(answer, kind):
    with pytest.raises(kind) as caught:
        fail(SlackApiError("no", answer))
    assert caught.value.ids == {"channel": "C1"}


def test_a_refusal_for_any_other_reason_is_definite():
    with pytest.raises(PlatformError) as caught:
        fail(SlackApiError("no", Answer("invalid_blocks")))
    assert type(caught.value) is PlatformError
    assert caught.value.code == "invalid_blocks"


@pytest.mark.parametrize("header", ["7", "soon", None])
def test_the_wait_is_what_slack_names_or_half_a_minute(header):
    headers = {} if header is None else {"retry-after": header}
    with pytest.raises(RateLimitedError) as caught:
        fail(SlackApiError("no", Answer("ratelimited", status=429, headers=headers)))
    assert caught.value.retry_after_s == (7.0 if header == "7" else 30.0)


@pytest.mark.parametrize(
    "error",
    [TimeoutError(), ConnectionResetError(), http.client.RemoteDisconnected(), SlackRequestError("x")],
)
def test_no_answer_means_that_nobody_knows(error):
    with pytest.raises(OutcomeUnknownError):
        fail(error)


def test_clients_never_send_anything_twice_by_themselves():
    slack = Slack(lambda _workspace: "xoxb-1", base_url="http://127.0.0.1:1/api/", timeout_s=0.5)
    for client in (slack.bare_client(), slack.client("T1")):
        assert client.retry_handlers == []
        assert client.timeout == 0.5
        assert client.base_url == "http://127.0.0.1:1/api/"


def test_a_workspace_without_a_token_is_not_installed():
    slack = Slack(lambda _workspace: "", base_url="http://127.0.0.1:1/api/", timeout_s=0.5)
    with pytest.raises(InstallationRevokedError):
        slack.client("T1")


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Answer("is_archived"), "refused"),
        (Answer("ratelimited", status=429), "rate_limited"),
        (Answer(status=503), "unknown"),
    ],
)
def test_calls_are_counted_by_how_they_ended(answer, outcome):
    def count():
        return metrics.SLACK_CALLS.labels(outcome=outcome)._value.get()

    before = count()
    with pytest.raises(PlatformError):
        fail(SlackApiError("no", answer))
    assert count() == before + 1
