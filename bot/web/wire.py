"""A request as the pages see it, and a response with the headers that keep a page safe.

Made and sent by `bot.web.wsgi`; handlers take one and give the other. Nothing here opens a socket.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from bot.model.entity import EntityId
from bot.model.story import StoryId

# Scripts and styles come from our own two files, nothing is loaded from anywhere else, and no page of
# another site may frame us or take a form of ours (https://www.w3.org/TR/CSP3/).
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SAFE_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked for.

    Attributes:
        method: ``GET`` or ``POST``.
        path: Decoded, without the query.
        query: The last value of each name.
        body: The JSON object that was sent; empty for GET.
    """

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)

    def word(self, name: str) -> str:
        """A text of the body; empty where it is missing or none.

        >>> Request(method="POST", path="/", body={"text": "Boston", "n": 1}).word("n")
        ''
        """
        value = self.body.get(name)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What is sent back.

    Attributes:
        body: Bytes.
        content_type: Of the body.
        status: HTTP's.
        cache: What caches may do with it.
        headers: More of them than every response has.
    """

    body: bytes
    content_type: str
    status: HTTPStatus = HTTPStatus.OK
    cache: str = "no-store"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around every read-only page.

    Attributes:
        style: Address of the style sheet.
        home: Address behind the name at the top; empty for none.
        linked: Whether pages of stories and entities lead to each other.
    """

    style: str = "/static/style.css"
    home: str = "/"
    linked: bool = True

    def story(self, story: StoryId) -> str:
        """Where a page may lead for a story; empty for nowhere."""
        return f"/story/{quote(story, safe='')}" if self.linked else ""

    def entity(self, entity: EntityId) -> str:
        """Where a page may lead for somebody or something; empty for nowhere.

        >>> Frame().entity(EntityId("org:a b")), Frame(linked=False).entity(EntityId("org:a"))
        ('/entity/org%3Aa%20b', '')
        """
        return f"/entity/{quote(entity, safe='')}" if self.linked else ""


def html_response(text: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """A page."""
    return Response(body=text.encode(), content_type="text/html; charset=utf-8", status=status)


def json_response(value: Any, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Plain values for the page's script.

    >>> json_response({"ok": True}).body
    b'{"ok": true}'
    """
    body = json.dumps(value, ensure_ascii=False).encode()
    return Response(body=body, content_type="application/json", status=status)


def page(title: str, body: str, frame: Frame, *, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """A read-only page in the common frame.

    Args:
        title: As text.
        body: Of ``<main>``, as HTML that is already safe.
        frame: What stands around it.
        status: Of the response.
    """
    head = f'<link rel="stylesheet" href="{escape(frame.style)}">\n<link rel="icon" href="data:,">'
    site = f'<a href="{escape(frame.home)}">Policy Digest</a>' if frame.home else "<span>Policy Digest</span>"
    above = f'<header class="site">{site}</header>'
    return html_response(
        document(f"{title} · Policy Digest", head, f"{above}\n<main>\n{body}\n</main>"), status
    )


def document(title: str, head: str, body: str) -> str:
    """A whole HTML document of the reading kind.

    Args:
        title: As text.
        head: What its ``<head>`` holds besides, as HTML.
        body: As HTML.
    """
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
{head}
</head>
<body class="reading">
{body}
</body>
</html>
"""


def sentence_page(sentence: str, status: HTTPStatus, frame: Frame) -> Response:
    """A page that says one thing, and leads back where there is a way."""
    back = f'\n<p><a href="{escape(frame.home)}">Back to the channel</a></p>' if frame.home else ""
    body = f"<h1>{escape(status.phrase)}</h1>\n<p>{escape(sentence)}</p>{back}"
    return page(status.phrase, body, frame, status=status)
