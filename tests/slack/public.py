"""A server that many workspaces share: its settings, its applications, and how a workspace comes to it."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.app import App
from bot.model.workspace import Installation, UserId, WorkspaceId
from bot.settings import load
from tests.storage.make import TOKEN_KEYS
from tests.support.slack_server import SlackServer
from tests.support.team import SECRET
from tests.support.web import Answer, Web

CLIENT = {"slack_client_id": "12.34", "slack_client_secret": "client-secret", "slack_signing_secret": SECRET}
TEAMS = {"T1": "Red", "T2": "Blue"}


@dataclass
class Public:
    """The server and those that ask it.

    Args:
        server: Slack's side, on loopback.
        url: Of the database.
        shared: What every application has in common, already loaded.
    """

    server: SlackServer
    url: str
    shared: dict[str, Any]
    stack: ExitStack = field(default_factory=ExitStack)
    token_life_s: int = 0

    def __post_init__(self) -> None:
        self.server.answers["oauth.v2.access"] = self._access
        self.server.answers["auth.test"] = lambda _asked: {"ok": True, "bot_id": "B1", "user_id": "UBOT"}
        self.issued = 0

    def worker(self, **settings: Any) -> tuple[App, Web]:
        """One more process of the server."""
        given = {
            "database_url": self.url,
            "slack_api_url": self.server.url,
            "slack_timeout_s": 2,
            "token_keys": TOKEN_KEYS[0],
            "public_url": "https://bot.example.org",
            "page_keys": "k" * 32,
            **CLIENT,
        }
        app = self.stack.enter_context(App(load(env_file=None, **given | settings)))
        app.__dict__.update(self.shared)
        self.stack.callback(app.__dict__.pop, "gazetteer", None)
        web = app.slack_web(app.desk)
        self.stack.callback(web.close)
        return app, Web(web, response_url=f"{self.server.url}response")

    def begin(self, web: Web) -> str:
        """Open the first page of an installation; gives the state that Slack will bring back."""
        page = web.get("/slack/install")
        assert page.status == 302, page
        asked = parse_qs(urlsplit(page.headers["location"]).query)
        assert asked["redirect_uri"] == ["https://bot.example.org/slack/oauth_redirect"]
        return asked["state"][0]

    def install(self, web: Web, team: str = "T1", user: str = "U1") -> Answer:
        """Install from the first page to the last."""
        return web.get("/slack/oauth_redirect", state=self.begin(web), code=f"{team}:{user}")

    def _access(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Slack's answer to a code ``team:user`` or to a refresh token."""
        if asked["client_secret"] != CLIENT["slack_client_secret"]:
            return {"ok": False, "error": "bad_client_secret"}
        self.issued += 1
        pair: dict[str, Any] = {"access_token": f"xoxb-{self.issued}"}
        if self.token_life_s:
            pair |= {"refresh_token": f"xoxe-1-{self.issued}", "expires_in": self.token_life_s}
        if asked.get("grant_type") == "refresh_token":
            if asked["refresh_token"] != f"xoxe-1-{self.issued - 1}":
                return {"ok": False, "error": "invalid_refresh_token"}
            return {"ok": True, "token_type": "bot", **pair}
        team, _, user = asked["code"].partition(":")
        if team not in {*TEAMS, "E1"}:
            return {"ok": False, "error": "invalid_code"}
        whole = team == "E1"
        return {
            "ok": True,
            "app_id": "A1",
            "bot_user_id": "UBOT",
            "scope": "chat:write,commands",
            "team": None if whole else {"id": team, "name": TEAMS[team]},
            "enterprise": {"id": "E1"} if whole else None,
            "is_enterprise_install": whole,
            "authed_user": {"id": user},
            **pair,
        }


def put(
    app: App, team: str = "T1", *, token: str = "xoxb-put", ends_in_s: float | None = None, **more: Any
) -> None:
    """Store an installation without the pages."""
    now = datetime.now(UTC)
    ends_at = None if ends_in_s is None else now + timedelta(seconds=ends_in_s)
    made = Installation(
        workspace_id=WorkspaceId(team),
        team_id=team,
        user_id=UserId("U1"),
        bot_id="B1",
        bot_user_id="UBOT",
        bot_token=token,
        bot_token_expires_at=ends_at,
        installed_at=more.pop("installed_at", now - timedelta(hours=1)),
        **more,
    )
    app.installations.install(made, name=TEAMS.get(team, team))
