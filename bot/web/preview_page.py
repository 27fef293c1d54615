"""A page that shows messages as pictures of themselves, whole in one file.

Called by ``policybot preview``. The style sheet is put into the page, so that the file can be opened and
sent anywhere; it holds no script.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from bot.messages.html import blocks_html
from bot.web.static_files import static_text
from bot.web.wire import document

Sheet = tuple[str, Sequence[Mapping[str, Any]]]
"""A heading, and the messages or views below it."""


def preview_page(sheets: Sequence[Sheet]) -> str:
    """All sheets on one page, each message with its blocks to copy.

    >>> "<h2>A &amp; B</h2>" in preview_page([("A & B", [{"blocks": [{"type": "divider"}]}])])
    True
    """
    body = "\n".join(_sheet(heading, messages) for heading, messages in sheets)
    head = (
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src '
        f"'unsafe-inline'\">\n<style>\n{static_text('style.css')}</style>"
    )
    return document("Policy Digest · preview", head, f"<main>\n<h1>Preview</h1>\n{body}\n</main>")


def _sheet(heading: str, messages: Sequence[Mapping[str, Any]]) -> str:
    shown = "\n".join(_message(message) for message in messages)
    return f"<section>\n<h2>{escape(heading)}</h2>\n{shown}\n</section>"


def _message(message: Mapping[str, Any]) -> str:
    blocks = list(message["blocks"])
    raw = json.dumps({"blocks": blocks}, ensure_ascii=False, indent=1)
    title = message.get("title")  # a modal's; a message has none
    head = f"<h3>{escape(title['text'])}</h3>\n" if isinstance(title, dict) else ""
    return (
        f'<div class="sheet">\n{head}<div class="message">\n{blocks_html(blocks)}\n</div>\n'
        f'<details class="raw-blocks"><summary>Blocks</summary><pre>{escape(raw)}</pre></details>\n</div>'
    )
