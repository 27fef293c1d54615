"""A request as the pages see it, and a response with the headers that keep a page safe.

Made and sent by `bot.web.server`; handlers take one and give the other. Nothing here opens a socket.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from http import HTTPStatus
from typing import Any

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
    """What is sent back."""

    body: bytes
    content_type: str
    status: HTTPStatus = HTTPStatus.OK
    cache: str = "no-store"


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


def page(title: str, body: str, *, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """A read-only page in the common frame.

    Args:
        title: As text.
        body: Of ``<main>``, as HTML that is already safe.
        status: Of the response.
    """
    return html_response(
        f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} · Policy Digest</title>
<link rel="stylesheet" href="/static/style.css">
<link rel="icon" href="data:,">
</head>
<body class="reading">
<header class="site"><a href="/">Policy Digest</a></header>
<main>
{body}
</main>
</body>
</html>
""",
        status,
    )


def sentence_page(sentence: str, status: HTTPStatus) -> Response:
    """A page that says one thing, and leads back."""
    title = status.phrase
    back = '<p><a href="/">Back to the channel</a></p>'
    return page(title, f"<h1>{escape(title)}</h1>\n<p>{escape(sentence)}</p>\n{back}", status=status)
