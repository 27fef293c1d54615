"""The text of a file as messages, for wherever a file cannot be handed over.

Called by services that export something. Nothing is reformatted: each line stands as it is in the file.
"""

from __future__ import annotations

from bot.messages.blocks import Message, header, rich, text
from bot.messages.packing import as_messages, packed, paragraphs

_ROOM = 4_000  # as in bot.messages.lists: two and a half paragraphs to a message


def file_messages(title: str, content: str) -> tuple[Message, ...]:
    r"""A title and the lines of a file, in as many messages as they need.

    >>> [message["text"] for message in file_messages("feeds.opml", "<opml/>")]
    ['feeds.opml:\n&lt;opml/&gt;']
    """
    lines = [[text(line, code=True)] for line in content.splitlines() if line.strip()]
    lines = lines or [[text("This file is empty.", italic=True)]]
    pages = packed([(rich([text(title, bold=True)]), paragraphs(lines, _ROOM))])
    pages[0][0] = header(title)
    return as_messages(pages, f"{title}:")
