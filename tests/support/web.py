"""A WSGI application asked as Slack and browsers ask it, without a socket."""

from __future__ import annotations

import io
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.support.team import SECRET, number, signature


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Web:
    """Asks one application.

    Args:
        application: Any WSGI application.
        response_url: Where answers to commands go.
        cookies: What a browser keeps between two pages.
    """

    application: Any
    response_url: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, *, query: str = "", body: bytes = b"", **headers: str) -> Answer:
        """One request; headers as ``Content_Type="…"``."""
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
        if self.cookies:
            environ["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        for name, value in headers.items():
            upper = name.upper()
            environ[upper if upper.startswith("CONTENT_") else f"HTTP_{upper}"] = value
        told: dict[str, Any] = {}

        def start(status: str, fields: list[tuple[str, str]]) -> None:
            told.update(status=int(status.split(maxsplit=1)[0]), headers={k.lower(): v for k, v in fields})

        text = b"".join(self.application(environ, start)).decode()
        self._keep(told["headers"].get("set-cookie", ""))
        return Answer(text=text, **told)

    def get(self, path: str, **query: str) -> Answer:
        """A page."""
        return self.ask("GET", path, query=urlencode(query))

    def signed(
        self,
        body: str,
        *,
        content_type: str,
        age_s: float = 0,
        secret: str = SECRET,
        path: str = "/slack/events",
    ) -> Answer:
        """A request that Slack signed."""
        stamp = str(int(time.time() - age_s))
        return self.ask(
            "POST",
            path,
            body=body.encode(),
            Content_Type=content_type,
            X_Slack_Signature=signature(body, stamp, secret),
            X_Slack_Request_Timestamp=stamp,
        )

    def command(self, text: str, *, team: str = "T1", user: str = "U1", **more: Any) -> Answer:
        """A slash command; `more` goes to `signed`."""
        return self.signed(
            self.command_body(text, team=team, user=user),
            content_type="application/x-www-form-urlencoded",
            **more,
        )

    def command_body(self, text: str, *, team: str = "T1", user: str = "U1") -> str:
        """The body of a slash command that nobody sent before."""
        fields = {
            "command": "/policy",
            "text": text,
            "user_id": user,
            "channel_id": f"C{team}",
            "team_id": team,
            "trigger_id": number("trigger-"),
            "response_url": self.response_url,
        }
        return urlencode(fields)

    def event(self, kind: str, *, team: str = "T1", at: float | None = None, **fields: Any) -> Answer:
        """An event."""
        body = {
            "type": "event_callback",
            "team_id": team,
            "event_id": number("Ev"),
            "event_time": int(time.time() if at is None else at),
            "event": {"type": kind, **fields},
        }
        return self.signed(json.dumps(body), content_type="application/json")

    def _keep(self, cookie: str) -> None:
        pair = cookie.split(";", maxsplit=1)[0]
        name, _, value = pair.partition("=")
        if name:
            self.cookies[name] = value
