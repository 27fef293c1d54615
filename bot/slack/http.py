"""Slack over HTTP: events, commands and interactivity at one address, installing at two more.

Made by `bot.app`, served behind gunicorn by `bot.web.serving`. Looks at size and form of a request before
anything reads it; signatures are checked by Bolt. It knows nothing of what is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.wsgi.http_request import WsgiHttpRequest
from slack_bolt.adapter.wsgi.http_response import WsgiHttpResponse

from bot.slack.failures import failure_message
from bot.slack.oauth import INSTALL, REDIRECT, Flow

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

EVENTS = "/slack/events"

MOST_BYTES = 1_000_000
"""Of one request. Slack's own largest is a modal: 250 kB (https://docs.slack.dev/reference/views)."""

_TEXT: Mapping[str, str] = {"Content-Type": "text/plain; charset=utf-8"}


class SlackWeb:
    """A WSGI application.

    Args:
        app: The listeners.
        flow: Installs the app; None where it has one workspace, whose token is in the settings.
    """

    def __init__(self, app: App, *, flow: Flow | None = None) -> None:
        self._app = app
        self._flow = flow

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        try:
            found = self._answer(environ)
        except Exception as error:  # noqa: BLE001  # the edge of every request
            failure_message(error)  # logs it, with an incident id
            found = _plain(HTTPStatus.INTERNAL_SERVER_ERROR)
        response = WsgiHttpResponse(status=found.status, headers=dict(found.headers), body=found.body)
        start_response(response.status, response.get_headers())
        return response.get_body()

    def close(self) -> None:
        """Take nothing more, and let the answers under way be sent."""
        self._app.listener_runner.listener_executor.shutdown(wait=True)

    def _answer(self, environ: WSGIEnvironment) -> BoltResponse:
        where = environ.get("REQUEST_METHOD", ""), environ.get("PATH_INFO", "")
        if where == ("POST", EVENTS):
            return self._dispatch(environ)
        if self._flow is not None and where == ("GET", INSTALL):
            return self._flow.handle_installation(_request(environ))
        if self._flow is not None and where == ("GET", REDIRECT):
            return self._flow.handle_callback(_request(environ))
        known = where[1] == EVENTS or (self._flow is not None and where[1] in {INSTALL, REDIRECT})
        return _plain(HTTPStatus.METHOD_NOT_ALLOWED if known else HTTPStatus.NOT_FOUND)

    def _dispatch(self, environ: WSGIEnvironment) -> BoltResponse:
        length = str(environ.get("CONTENT_LENGTH") or "0")
        if not length.isdigit():
            return _plain(HTTPStatus.BAD_REQUEST)
        if int(length) > MOST_BYTES:
            return _plain(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            request = _request(environ)
        except ValueError:  # neither UTF-8 nor JSON nor a form: Slack sends nothing of the kind
            return _plain(HTTPStatus.BAD_REQUEST)
        return self._app.dispatch(request)


def _request(environ: WSGIEnvironment) -> BoltRequest:
    given = WsgiHttpRequest(environ)
    return BoltRequest(body=given.get_body(), query=given.query_string, headers=given.get_headers())


def _plain(status: HTTPStatus) -> BoltResponse:
    return BoltResponse(status=status, body=f"{status.phrase}\n", headers=dict(_TEXT))
