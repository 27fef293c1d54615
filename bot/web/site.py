"""All addresses of the demo's server: the channel, its script's answers, story and entity pages, files.

Handed to `bot.web.wsgi`. Each address is answered by one part; what no part knows is not found.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.errors import NotFoundError
from bot.web.pages import OpenPages
from bot.web.playground import Playground
from bot.web.static_files import static_response
from bot.web.wire import Request, Response

_FILES: Mapping[str, str] = MappingProxyType(
    {
        "/": "playground.html",
        "/static/style.css": "style.css",
        "/static/playground.js": "playground.js",
    }
)


class Site:
    """Answers every address.

    Args:
        playground: The channel.
        pages: Story and entity pages.
    """

    def __init__(self, playground: Playground, pages: OpenPages) -> None:
        self._playground = playground
        self._pages = pages

    def __call__(self, request: Request) -> Response:
        """The answer.

        Raises:
            NotFoundError: No part knows the address.
        """
        found = self._playground.answer(request)
        if found is None and request.method == "GET":
            if request.path in _FILES:
                return static_response(_FILES[request.path])
            found = self._pages.answer(request)
        if found is None:
            raise NotFoundError("There is nothing at this address.", path=request.path)
        return found
