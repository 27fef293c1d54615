"""Installing the app: to Slack's page with a state, back with a code, and a page that says how it went.

Used by `bot.slack.http` for its two addresses. The protocol is slack_bolt's; what is kept, what is refused
and what people read is ours. No page shows anything of the request.
"""

from __future__ import annotations

import html
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk.oauth.installation_store import Installation as SlackInstallation

from bot.errors import BotError, PlatformError, UserError
from bot.model.workspace import UserId, WorkspaceId
from bot.services.installations import Installations
from bot.slack.calls import Slack, converted
from bot.slack.stores import InstallationStore, StateStore
from bot.telemetry.logs import get_logger

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"

_TOO_OLD = "This page was opened twice, or too late, or in another browser than the one that began."
_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "access_denied": "The installation was cancelled. Nothing was installed.",
        "invalid_browser": _TOO_OLD,
        "invalid_state": _TOO_OLD,
        "missing_code": _TOO_OLD,
        "invalid_code": "Slack does not know this installation any more: its code was used, or is too old.",
    }
)
_UNKNOWN_REASON = "Slack did not finish the installation."

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>body{{font:1.1rem/1.5 system-ui,sans-serif;margin:15vh auto;max-width:34rem;padding:0 1rem}}</style>
<h1>{title}</h1><p>{words}</p><p><a href="{link}">{label}</a></p></html>
"""
_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        "Cache-Control": "no-store",  # the address of the page holds a code
        "Referrer-Policy": "no-referrer",
    }
)

Greet = Callable[[WorkspaceId, UserId], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthOptions:
    """What the app is at Slack.

    Attributes:
        client_id: Of the app.
        client_secret: Of the app; never printed.
        scopes: What the bot asks for.
        public_url: Where this server is reached from outside, without a slash at the end.
        authorize_url: Slack's page that asks for consent.
        state_s: How long an installation may take, in seconds.
    """

    client_id: str
    client_secret: str = field(repr=False)
    scopes: Sequence[str]
    public_url: str
    authorize_url: str
    state_s: int


class Flow(OAuthFlow):
    """slack_bolt's flow with our errors and pages.

    Args:
        options: What the app is at Slack.
        installations: Where installations and states that were used are kept.
        slack: Calls Slack.
        greet: Writes to whoever installed it; must return at once.
        clock: The present instant.
    """

    def __init__(
        self,
        options: OAuthOptions,
        *,
        installations: Installations,
        slack: Slack,
        greet: Greet,
        clock: Callable[[], datetime],
    ) -> None:
        self._options = options
        self._slack = slack
        self._greet = greet
        self._log = get_logger("oauth")
        settings = OAuthSettings(
            client_id=options.client_id,
            client_secret=options.client_secret,
            scopes=list(options.scopes),
            user_scopes=[],
            redirect_uri=options.public_url + REDIRECT,
            install_path=INSTALL,
            redirect_uri_path=REDIRECT,
            install_page_rendering_enabled=False,
            authorization_url=options.authorize_url,
            callback_options=CallbackOptions(success=self._welcomed, failure=self._refused),
            installation_store=InstallationStore(installations),
            state_store=StateStore(
                installations, secret=options.client_secret, ttl_s=options.state_s, clock=clock
            ),
            state_expiration_seconds=options.state_s,
        )
        super().__init__(
            client=slack.bare_client(), logger=logging.getLogger("policybot.bolt"), settings=settings
        )

    def handle_callback(self, request: BoltRequest) -> BoltResponse:
        """Back from Slack's page: keep the installation, and say how it went."""
        try:
            return super().handle_callback(request)
        except UserError as error:
            return self._page(HTTPStatus.BAD_REQUEST, "Not installed", str(error))
        except PlatformError as error:
            self._log.warning("not installed", code=error.code)
            return self._page(HTTPStatus.BAD_GATEWAY, "Not installed", _REASONS["invalid_code"])
        except BotError as error:
            self._log.error("not installed", kind=type(error).__name__, reason=str(error))
            words = "The installation could not be stored. Please try again in a minute."
            return self._page(HTTPStatus.SERVICE_UNAVAILABLE, "Not installed", words)

    def run_installation(self, code: str) -> SlackInstallation:
        """Turn a code into tokens; ends in `PlatformError` when Slack refuses it.

        An organisation-wide token is given back at once: storing it is refused.
        """
        options = self._options
        answer = self._slack.exchange(
            code=code,
            client_id=options.client_id,
            client_secret=options.client_secret,
            redirect_uri=options.public_url + REDIRECT,
        )
        token = str(answer.get("access_token") or "")
        if answer.get("is_enterprise_install"):
            with suppress(PlatformError), converted():
                self.client.auth_revoke(token=token)
        return _installation(answer, bot_id=self._bot_id(token, answer))

    def _bot_id(self, token: str, answer: Mapping[str, Any]) -> str:
        """The bot's id, which is not in the answer itself."""
        if answer.get("is_enterprise_install"):
            return ""
        with converted():
            return str(self.client.auth_test(token=token).get("bot_id") or "")

    def _welcomed(self, args: SuccessArgs) -> BoltResponse:
        made = args.installation
        self._greet(WorkspaceId(made.team_id or ""), UserId(made.user_id))
        words = "I have written to you in Slack: three questions, and the first digest can go out."
        link = f"slack://app?team={made.team_id}&id={made.app_id}"
        return self._page(HTTPStatus.OK, "Policy Digest is installed", words, link=link, label="Open Slack")

    def _refused(self, args: FailureArgs) -> BoltResponse:
        self._log.warning("not installed", reason=args.reason if args.reason in _REASONS else "other")
        words = _REASONS.get(args.reason, _UNKNOWN_REASON)
        return self._page(HTTPStatus(args.suggested_status_code), "Not installed", words)

    def _page(
        self, status: HTTPStatus, title: str, words: str, *, link: str = "", label: str = "Start again"
    ) -> BoltResponse:
        shown = {
            "title": title,
            "words": words,
            "link": link or self._options.public_url + INSTALL,
            "label": label,
        }
        body = _PAGE.format(**{name: html.escape(value) for name, value in shown.items()})
        cookie = self.settings.state_utils.build_set_cookie_for_deletion()
        headers: dict[str, str | Sequence[str]] = {**_HEADERS, "Set-Cookie": [cookie]}
        return BoltResponse(status=status, body=body, headers=headers)


def _installation(answer: Mapping[str, Any], *, bot_id: str) -> SlackInstallation:
    """The answer of ``oauth.v2.access`` as the library's record."""
    enterprise, team = answer.get("enterprise") or {}, answer.get("team") or {}
    return SlackInstallation(
        app_id=answer.get("app_id"),
        enterprise_id=enterprise.get("id"),
        team_id=team.get("id"),
        team_name=team.get("name"),
        bot_token=answer.get("access_token"),
        bot_id=bot_id,
        bot_user_id=answer.get("bot_user_id"),
        bot_scopes=answer.get("scope") or "",
        bot_refresh_token=answer.get("refresh_token"),
        bot_token_expires_in=answer.get("expires_in"),
        user_id=str((answer.get("authed_user") or {}).get("id") or ""),
        is_enterprise_install=bool(answer.get("is_enterprise_install")),
    )


def authorize_url(api_url: str) -> str:
    """Slack's page that asks for consent, beside its Web API.

    >>> authorize_url("https://slack.com/api/")
    'https://slack.com/oauth/v2/authorize'
    """
    return api_url.removesuffix("api/") + "oauth/v2/authorize"
