"""People of a Slack team: they type, press and send forms as signed requests, and see what comes back."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
from typing import Any
from urllib.parse import urlencode

from slack_bolt import BoltRequest

from tests.support.slack_server import SlackServer

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
_NUMBERS = itertools.count(1)


def signature(body: str, timestamp: str, secret: str = SECRET) -> str:
    """Slack's signature, version 0."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()


def signed(body: str, *, content_type: str, age_s: float = 0, secret: str = SECRET) -> BoltRequest:
    """A request as Slack signs it."""
    timestamp = str(int(time.time() - age_s))
    headers = {
        "content-type": [content_type],
        "x-slack-signature": [signature(body, timestamp, secret)],
        "x-slack-request-timestamp": [timestamp],
    }
    return BoltRequest(body=body, headers=headers)


def number(prefix: str) -> str:
    """An id that nothing else has."""
    return f"{prefix}{next(_NUMBERS)}"


class Team:
    """Types, presses and sends forms at an app, and collects what the app says to Slack."""

    def __init__(self, app: Any, server: SlackServer) -> None:
        self.app = app
        self.server = server
        self.last_request: BoltRequest | None = None

    def type(self, text: str, *, verb: str = "/policy", user: str = "U1", channel: str = "C1", **more: Any):
        """A slash command; gives the one answer that came."""
        before = len(self.answers())
        response = self.send_command(text, verb=verb, user=user, channel=channel, **more)
        assert response.status == 200
        return self.wait(before + 1)[before]

    def send_command(
        self, text: str, *, verb="/policy", user="U1", channel="C1", age_s=0, secret=SECRET, **more
    ):
        """A slash command; gives Bolt's response."""
        fields = {
            "command": verb,
            "text": text,
            "user_id": user,
            "channel_id": channel,
            "team_id": "T1",
            "trigger_id": number("trigger-"),
            "response_url": f"{self.server.url}response",
            **more,
        }
        body = urlencode(fields)
        request = signed(body, content_type="application/x-www-form-urlencoded", age_s=age_s, secret=secret)
        self.last_request = request
        return self.app.dispatch(request)

    def press(
        self, element: dict[str, Any], *, block_id: str = "", choice: str = "", home: bool = False, **more
    ):
        """Press a button or choose from a menu that stands in a message; gives the one answer."""
        before = len(self.answers())
        assert self.send_press(element, block_id=block_id, choice=choice, home=home, **more).status == 200
        return None if home else self.wait(before + 1)[before]

    def send_press(self, element, *, block_id="", choice="", home=False, ephemeral=True, user="U1"):
        """The same; gives Bolt's response."""
        action = {"type": element["type"], "action_id": element["action_id"], "block_id": block_id}
        action |= {"selected_option": {"value": choice}} if choice else {"value": element.get("value", "")}
        body: dict[str, Any] = {
            "type": "block_actions",
            "user": {"id": user},
            "team": {"id": "T1"},
            "trigger_id": number("trigger-"),
            "actions": [action],
        }
        if home:
            body["container"] = {"type": "view"}
            body["view"] = {"type": "home"}
        else:
            body["container"] = {"type": "message", "channel_id": "C1", "is_ephemeral": ephemeral}
            body["channel"] = {"id": "C1"}
            body["response_url"] = f"{self.server.url}response"
        return self._interact(body)

    def shortcut(self, text: str, *, user: str = "U1", **message: Any):
        """Choose "Find policy coverage" in the menu of somebody's message; gives the one answer."""
        before = len(self.answers())
        response = self._interact(
            {
                "type": "message_action",
                "token": "unused",
                "action_ts": "1583637157.207593",
                "callback_id": "find_coverage",
                "trigger_id": number("trigger-"),
                "message_ts": "1583619513.000100",
                "team": {"id": "T1", "domain": "city-desk"},
                "user": {"id": user, "username": "ana", "team_id": "T1", "name": "ana"},
                "channel": {"id": "C1", "name": "city-desk"},
                "is_enterprise_install": False,
                "enterprise": None,
                "response_url": f"{self.server.url}response",
                "message": {
                    "type": "message",
                    "user": "U2",
                    "ts": "1583619513.000100",
                    "text": text,
                    "team": "T1",
                    **message,
                },
            }
        )
        assert response.status == 200
        return self.wait(before + 1)[before]

    def submit(self, view: dict[str, Any], **values: dict[str, Any]):
        """Send a modal with these inputs; gives Bolt's response."""
        return self._interact(
            {
                "type": "view_submission",
                "user": {"id": "U1"},
                "team": {"id": "T1"},
                "trigger_id": number("trigger-"),
                "view": {
                    "type": "modal",
                    "callback_id": view["callback_id"],
                    "private_metadata": view["private_metadata"],
                    "state": {"values": {name: {"field": value} for name, value in values.items()}},
                },
            }
        )

    def suggest(self, typed: str):
        """Type into a menu that is found by typing; gives the choices."""
        body = {"type": "block_suggestion", "user": {"id": "U1"}, "team": {"id": "T1"}, "value": typed}
        body |= {"action_id": "field", "block_id": "places", "container": {"type": "view"}}
        return json.loads(self._interact(body).body)["options"]

    def _interact(self, body: dict[str, Any]):
        text = urlencode({"payload": json.dumps(body)})
        return self.app.dispatch(signed(text, content_type="application/x-www-form-urlencoded"))

    def event(self, kind: str, **fields: Any):
        """An event; gives Bolt's response."""
        body = {
            "type": "event_callback",
            "team_id": "T1",
            "event_id": number("Ev"),
            "event": {"type": kind, "user": "U1", **fields},
        }
        request = signed(json.dumps(body), content_type="application/json")
        self.last_request = request
        return self.app.dispatch(request)

    def answers(self) -> list[dict[str, Any]]:
        """What was sent to response addresses, in order."""
        return self.server.sent("response")

    def wait(self, count: int, method: str = "response", within_s: float = 10) -> list[dict[str, Any]]:
        """The calls of a method, once there are so many."""
        until = time.monotonic() + within_s
        while time.monotonic() < until:
            found = self.server.sent(method)
            if len(found) >= count:
                return found
            time.sleep(0.01)
        raise AssertionError(f"{len(self.server.sent(method))} calls of {method}, not {count}")


def words(message: dict[str, Any]) -> str:
    """All words of a message's blocks, in order."""
    found: list[str] = []

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("text"), str):
                found.append(value["text"])
            for name, inner in value.items():
                if name != "text" or not isinstance(inner, str):
                    collect(inner)
        elif isinstance(value, list):
            for inner in value:
                collect(inner)

    collect(message.get("blocks", []))
    return " ".join(found)


def elements(message: dict[str, Any], kind: str) -> list[tuple[dict[str, Any], str]]:
    """All buttons or menus of a kind, with the id of their block."""
    found = []
    for block in message.get("blocks", []):
        inside = [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]
        found += [(e, block.get("block_id", "")) for e in inside if e.get("type") == kind]
    return found


def button(message: dict[str, Any], label: str) -> dict[str, Any]:
    """The button with that label."""
    found = [e for e, _ in elements(message, "button") if e["text"]["text"].startswith(label)]
    assert found, f"no button {label!r} among {[e['text']['text'] for e, _ in elements(message, 'button')]}"
    return found[0]
