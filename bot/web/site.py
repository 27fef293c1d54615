"""All addresses of the demo's server: the channel, its script's answers, story and entity pages, files.

Handed to `bot.web.server`. Each address is answered by one part; what no part knows is not found.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from importlib.resources import files
from types import MappingProxyType

from bot.web.pages import Pages
from bot.web.playground import Playground
from bot.web.wire import Request, Response, json_response, sentence_page

_FILES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "/": ("playground.html", "text/html; charset=utf-8"),
        "/static/style.css": ("style.css", "text/css; charset=utf-8"),
        "/static/playground.js": ("playground.js", "text/javascript; charset=utf-8"),
    }
)


def static_text(name: str) -> str:
    """A file of ours, as it is shipped."""
    return (files("bot") / "web" / "static" / name).read_text(encoding="utf-8")


class Site:
    """Answers every address.

    Args:
        playground: The channel.
        pages: Story and entity pages.
    """

    def __init__(self, playground: Playground, pages: Pages) -> None:
        self._playground = playground
        self._pages = pages

    def __call__(self, request: Request) -> Response:
        """The answer, 404 with a sentence where there is none."""
        if request.method == "GET" and request.path in _FILES:
            name, kind = _FILES[request.path]
            return Response(body=static_text(name).encode(), content_type=kind, cache="no-cache")
        found = self._playground.answer(request)
        if found is None and request.method == "GET":
            found = self._pages.answer(request)
        return found or _nothing(request)


def _nothing(request: Request) -> Response:
    sentence = "There is nothing at this address."
    if request.path.startswith("/api/"):
        return json_response({"error": sentence}, HTTPStatus.NOT_FOUND)
    return sentence_page(sentence, HTTPStatus.NOT_FOUND)
