"""The files that pages are shown with, as they are shipped.

Used by the sites of this room and by previews. Nothing here is made at run time.
"""

from __future__ import annotations

from importlib.resources import files

from bot.web.wire import Response

KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript"}
"""Types by a name's ending."""


def static_text(name: str) -> str:
    """A file of ours."""
    return (files("bot") / "web" / "static" / name).read_text(encoding="utf-8")


def static_response(name: str) -> Response:
    """A file of ours as it is sent; asked for again each time, because a new version has the same name."""
    kind = KINDS[name.rpartition(".")[2]]
    body = static_text(name).encode()
    return Response(body=body, content_type=f"{kind}; charset=utf-8", cache="no-cache")
