"""Slack's Web API with our errors: each failure as the kind that says whether the call took effect.

Used by the publisher and the listeners. One call is one request: the library's own retries are off, because
it sends ``chat.postMessage`` again after a dropped connection.
"""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.errors import (
    ChannelGoneError,
    InstallationRevokedError,
    OutcomeUnknownError,
    PlatformError,
    RateLimitedError,
)
from bot.messages.blocks import Message
from bot.model.workspace import WorkspaceId
from bot.telemetry import metrics

Linked = Callable[[Message, WorkspaceId], Message]

_GONE = frozenset({"channel_not_found", "is_archived", "not_in_channel", "channel_is_archived"})
_REVOKED = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "invalid_refresh_token",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)
_UNKNOWN = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
_OUTCOMES = {RateLimitedError: "rate_limited", OutcomeUnknownError: "unknown"}
_SERVER_ERROR = 500
_TOO_MANY = 429
_DEFAULT_WAIT_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who the bot is in a workspace; the token is never printed."""

    token: str = field(repr=False)
    bot_id: str
    user_id: str
    team: str
    scopes: tuple[str, ...]


class Slack:
    """Clients by workspace.

    Args:
        token_of: The bot token of a workspace; empty when it has none.
        base_url: Of the Web API, with a slash at the end.
        timeout_s: Of one call, in seconds.
        known_as: Who the bot is in a workspace, where that is known without asking; else None.
        linked: Gives a message that goes to a workspace the links that only hold there.
    """

    def __init__(
        self,
        token_of: Callable[[WorkspaceId], str],
        *,
        base_url: str,
        timeout_s: float,
        known_as: Callable[[WorkspaceId], Identity | None] = lambda _workspace: None,
        linked: Linked = lambda message, _workspace: message,
    ) -> None:
        self._token_of = token_of
        self._known_as = known_as
        self.linked = linked
        self._base_url = base_url
        self.timeout_s = timeout_s
        self._identities: dict[str, Identity] = {}

    def client(self, workspace: WorkspaceId) -> WebClient:
        """A client without retries.

        Raises:
            InstallationRevokedError: The workspace has no token.
        """
        token = self._token_of(workspace)
        if not token:
            raise InstallationRevokedError(
                f"The app is not installed in workspace {workspace}.", code="not_authed", workspace=workspace
            )
        client = self.bare_client()
        client.token = token
        return client

    def bare_client(self) -> WebClient:
        """A client of no workspace, without retries."""
        client = WebClient(base_url=self._base_url, timeout=max(1, round(self.timeout_s)), ssl=tls())
        client.retry_handlers = []
        client.timeout = self.timeout_s  # type: ignore[assignment]  # fractions of a second work; the stub says int
        return client

    def identity(self, workspace: WorkspaceId) -> Identity:
        """Who the bot is there; asked once for each token. Ends in `PlatformError` when Slack refuses it."""
        known = self._known_as(workspace)
        if known is not None:
            return known
        client = self.client(workspace)
        token = str(client.token)
        if token not in self._identities:
            found = self.tried(workspace)
            headers = {str(name).lower(): value for name, value in (found.headers or {}).items()}
            scopes = str(headers.get("x-oauth-scopes") or "")
            self._identities[token] = Identity(
                token=token,
                bot_id=str(found.get("bot_id") or ""),
                user_id=str(found.get("user_id") or ""),
                team=str(found.get("team") or found.get("team_id") or ""),
                scopes=tuple(sorted(scope.strip() for scope in scopes.split(",") if scope.strip())),
            )
        return self._identities[token]

    def tried(self, workspace: WorkspaceId) -> SlackResponse:
        """What Slack says of the workspace's token now; ends in `PlatformError` when it refuses it."""
        with converted(workspace=workspace):
            return self.client(workspace).auth_test()

    def exchange(self, **grant: str) -> dict[str, Any]:
        """Slack's answer to an authorization code or a refresh token; ends in `PlatformError`.

        Args:
            **grant: Arguments of ``oauth.v2.access``, the app's id and secret among them.
        """
        with converted():
            answer = self.bare_client().api_call("oauth.v2.access", data=grant)
        return dict(answer.data) if isinstance(answer.data, dict) else {}


@cache
def tls() -> ssl.SSLContext:
    """The authorities that are trusted, read once: the library reads all of them at every call."""
    return ssl.create_default_context()


@contextmanager
def converted(**ids: Any) -> Iterator[None]:
    """Turn the library's errors into ours: a refusal, a wait, or an outcome that nobody knows.

    Args:
        **ids: What the call is about, kept in the error.
    """
    outcome = "failed"
    try:
        yield
        outcome = "ok"
    except (SlackClientError, OSError, http.client.HTTPException) as error:
        found = _told(error, ids)
        outcome = _OUTCOMES.get(type(found), "refused")
        raise found from error
    finally:
        metrics.SLACK_CALLS.labels(outcome=outcome).inc()


def _told(error: Exception, ids: dict[str, Any]) -> PlatformError:
    if isinstance(error, SlackApiError):
        return _answered(error, ids)
    return OutcomeUnknownError(f"no answer from Slack ({type(error).__name__})", **ids)


def _answered(error: SlackApiError, ids: dict[str, Any]) -> PlatformError:
    response = error.response
    code = str(response.get("error") or "") if hasattr(response, "get") else ""
    status = getattr(response, "status_code", 0)
    if status == _TOO_MANY or code == "ratelimited":
        return RateLimitedError("Slack asks to wait.", retry_after_s=_wait_s(response), **ids)
    if status >= _SERVER_ERROR or code in _UNKNOWN or not code:
        return OutcomeUnknownError(f"Slack answered with status {status}", code=code, **ids)
    words = f"Slack refused: {code}"
    if code in _GONE:
        return ChannelGoneError(words, code=code, **ids)
    if code in _REVOKED:
        return InstallationRevokedError(words, code=code, **ids)
    return PlatformError(words, code=code, **ids)


def _wait_s(response: Any) -> float:
    headers = {str(k).lower(): v for k, v in (getattr(response, "headers", None) or {}).items()}
    try:
        return max(0.0, float(headers.get("retry-after", _DEFAULT_WAIT_S)))
    except (TypeError, ValueError):
        return _DEFAULT_WAIT_S
