"""Between WSGI and the pages: an HTTP request becomes a `Request`, a `Response` goes out with safe headers.

Used for the playground under `bot.web.server` and for public pages under `bot.web.serving`. Errors become
sentences here, with a status; what is answered is decided by the handler.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from bot.errors import NotFoundError, UserError
from bot.telemetry.logs import get_logger
from bot.web.wire import SAFE_HEADERS, Frame, Request, Response, json_response, sentence_page

Handler = Callable[[Request], Response]
Guard = Callable[[WSGIEnvironment], bool]

_METHODS = frozenset({"GET", "HEAD", "POST"})
_MOST_BYTES = 1_000_000  # of a body: a modal with an OPML list pasted into it stays far below
_REFUSED = "This server answers its own page on this computer, and nothing else."
_UNREADABLE = "What was sent is not a JSON object of at most 1 MB."


def application(handler: Handler, *, frame: Frame, guard: Guard = lambda _environ: True) -> WSGIApplication:
    """A handler as a WSGI application.

    Args:
        handler: Answers; called from several threads. `NotFoundError` and `UserError` become sentences.
        frame: What stands around a page that holds a sentence.
        guard: Lets a request in; what it refuses is answered with 403.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        response = _answered(handler, environ, frame, guard)
        headers = [
            *SAFE_HEADERS.items(),
            *response.headers,
            ("Content-Type", response.content_type),
            ("Cache-Control", response.cache),
            ("Content-Length", str(len(response.body))),
        ]
        start_response(f"{response.status.value} {response.status.phrase}", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [response.body]

    return answer


class Mounted:
    """One application below a path, and another for all else.

    Args:
        path: With a slash at its end.
        part: Answers what begins with the path.
        rest: Answers everything else.
    """

    def __init__(self, path: str, part: WSGIApplication, rest: WSGIApplication) -> None:
        self._path = path
        self._part = part
        self._rest = rest

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        here = str(environ.get("PATH_INFO", "")).startswith(self._path)
        return (self._part if here else self._rest)(environ, start_response)


def is_own_page(environ: WSGIEnvironment) -> bool:
    """Whether a request was sent to this computer by name, and not by a page of another site.

    The host keeps names out that were pointed at this computer, the origin other sites' scripts, and the type
    their forms.
    """
    hosts = {f"{name}:{environ['SERVER_PORT']}" for name in ("127.0.0.1", "localhost")}
    origin = environ.get("HTTP_ORIGIN")
    kind = str(environ.get("CONTENT_TYPE", "")).partition(";")[0].strip().lower()
    return (
        environ.get("HTTP_HOST") in hosts
        and (origin is None or origin in {f"http://{host}" for host in hosts})
        and (environ["REQUEST_METHOD"] != "POST" or kind == "application/json")
    )


def _answered(handler: Handler, environ: WSGIEnvironment, frame: Frame, guard: Guard) -> Response:
    path = str(environ.get("PATH_INFO", "")).encode("latin-1").decode("utf-8", "replace")
    method = "POST" if environ["REQUEST_METHOD"] == "POST" else "GET"
    body = _body(environ) if method == "POST" else {}  # read in any case: unread, it would break the answer
    try:
        if refusal := _refusal(environ, guard, body):
            sentence, status = refusal
        else:
            query = dict(parse_qsl(str(environ.get("QUERY_STRING", ""))))
            return handler(Request(method=method, path=path, query=query, body=body or {}))
    except NotFoundError as error:
        sentence, status = str(error), HTTPStatus.NOT_FOUND
    except UserError as error:
        sentence, status = str(error), HTTPStatus.BAD_REQUEST
    except Exception:  # noqa: BLE001  # the edge: whatever it is, the page gets a sentence
        incident = secrets.token_hex(4)
        get_logger("web").exception("unexpected", incident=incident, path=path)
        sentence = f"Something unexpected happened. It is logged as incident {incident}."
        status = HTTPStatus.INTERNAL_SERVER_ERROR
    if path.startswith("/api/"):  # asked by a script, which shows the sentence itself
        return json_response({"error": sentence}, status)
    return sentence_page(sentence, status, frame)


def _refusal(
    environ: WSGIEnvironment, guard: Guard, body: Mapping[str, Any] | None
) -> tuple[str, HTTPStatus] | None:
    """Why a request does not come to the handler; None where it does."""
    if not guard(environ):
        return _REFUSED, HTTPStatus.FORBIDDEN
    if environ["REQUEST_METHOD"] not in _METHODS:
        return "That cannot be done here.", HTTPStatus.METHOD_NOT_ALLOWED
    return (_UNREADABLE, HTTPStatus.BAD_REQUEST) if body is None else None


def _body(environ: WSGIEnvironment) -> Mapping[str, Any] | None:
    """The JSON object that was sent; None where it cannot be read, or is too long to be."""
    length = str(environ.get("CONTENT_LENGTH", ""))
    if not length.isdecimal() or int(length) > _MOST_BYTES:
        return None
    try:
        value = json.loads(environ["wsgi.input"].read(int(length)))
    except (ValueError, RecursionError):  # the latter from brackets a thousand deep
        return None
    return value if isinstance(value, dict) else None
