"""Block Kit, as small typed builders; all text is made safe here and cut to Slack's limits.

Called by every builder of this room. Text only ever becomes ``plain_text`` or an element of
``rich_text``: mrkdwn has no escape for its own marks. Links are elements with an http(s) address, never
text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypedDict
from urllib.parse import quote, urlsplit

from bot.messages import limits
from bot.messages.limits import cut

Block = dict[str, Any]
Element = dict[str, Any]


class Message(TypedDict):
    """What is posted: a text that suffices alone, and the blocks."""

    text: str
    blocks: list[Block]


# Characters that reorder or hide what follows: with them "evil.example" can be made to read otherwise.
_HIDDEN = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_MENTION = re.compile(r"<(?=[!@#])")
_BROADCAST = re.compile(r"@(?=(?:here|channel|everyone|group)\b)", re.IGNORECASE)
_LOOKS_LIKE_URL = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
_WORD_JOINER = "\u2060"
_SAFE_IN_URL = "%/:=&?~#+!$,;'@()*[]-._"


def safe(text: str) -> str:
    r"""Text from a feed as it may be shown: one line, nothing hidden, and no mention in it.

    >>> safe("ask <!here>  now") == "ask <\u2060!here> now"
    True
    """
    line = " ".join(_HIDDEN.sub("", text).split())
    return _BROADCAST.sub(f"@{_WORD_JOINER}", _MENTION.sub(f"<{_WORD_JOINER}", line))


def escaped(text: str) -> str:
    """Safe text for a field that Slack reads as mrkdwn; only the fallback ``text`` is one.

    >>> escaped("R&D <b>")
    'R&amp;D &lt;b&gt;'
    """
    return safe(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def safe_url(url: str) -> str | None:
    """The address as Slack takes it; None where it must not be a link.

    >>> safe_url("https://example.com/a b|c"), safe_url("javascript:alert(1)")
    ('https://example.com/a%20b%7Cc', None)
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not parts.netloc:
        return None
    address = quote(parts.geturl(), safe=_SAFE_IN_URL, encoding="utf-8", errors="replace")
    return address if len(address) <= limits.URL_CHARS else None


def plain(text: str, limit: int = limits.SECTION_CHARS) -> Element:
    """A ``plain_text`` object; ``emoji`` off, so that ``:smile:`` in a headline stays what it is."""
    return {"type": "plain_text", "text": cut(safe(text), limit) or "\u2013", "emoji": False}


def header(text: str) -> Block:
    """A large heading."""
    return {"type": "header", "text": plain(text, limits.HEADER_CHARS)}


def section(text: str, accessory: Element | None = None, *, block_id: str = "") -> Block:
    """A paragraph of plain text, possibly with a menu or button at its right."""
    block: Block = {"type": "section", "text": plain(text)}
    if accessory is not None:
        block["accessory"] = accessory
    return _with_id(block, block_id)


def _with_id(block: Block, block_id: str) -> Block:
    return {**block, "block_id": block_id[: limits.BLOCK_ID_CHARS]} if block_id else block


def context(*texts: str) -> Block:
    """Small grey lines; at most ten."""
    return {"type": "context", "elements": [plain(text) for text in texts[: limits.CONTEXT_ELEMENTS]]}


def divider() -> Block:
    """A thin line."""
    return {"type": "divider"}


def actions(*elements: Element, block_id: str = "") -> Block:
    """A row of buttons and menus."""
    return _with_id({"type": "actions", "elements": list(elements[: limits.ACTIONS_ELEMENTS])}, block_id)


def button(label: str, action_id: str, value: str = "", *, style: str = "", about: str = "") -> Element:
    """A button.

    Args:
        label: What stands on it.
        action_id: What the platform reports back.
        value: What goes with it.
        style: ``primary``, ``danger`` or nothing.
        about: Longer label for screen readers.
    """
    element: Element = {"type": "button", "text": plain(label, limits.BUTTON_CHARS), "action_id": action_id}
    if value:
        element["value"] = value
    if style:
        element["style"] = style
    label_aloud = cut(safe(about), limits.BUTTON_CHARS)
    if label_aloud:
        element["accessibility_label"] = label_aloud
    return element


def confirmed(element: Element, title: str, question: str, yes: str) -> Element:
    """The button, with a dialog that asks before it counts."""
    dialog = {
        "title": plain(title, limits.CONFIRM_TITLE_CHARS),
        "text": plain(question, limits.CONFIRM_TEXT_CHARS),
        "confirm": plain(yes, limits.CONFIRM_BUTTON_CHARS),
        "deny": plain("Cancel", limits.CONFIRM_BUTTON_CHARS),
        "style": "danger",
    }
    return {**element, "confirm": dialog}


def option(label: str, value: str) -> Element:
    """One choice of a menu."""
    return {"text": plain(label, limits.OPTION_CHARS), "value": value[: limits.OPTION_VALUE_CHARS]}


def overflow(action_id: str, options: Sequence[Element]) -> Element:
    """The menu behind three dots; at most five choices."""
    return {"type": "overflow", "action_id": action_id, "options": list(options[: limits.OVERFLOW_OPTIONS])}


def select(
    action_id: str, placeholder: str, options: Sequence[Element], *, chosen: str | None = None
) -> Element:
    """A menu of which one choice is made; at most a hundred."""
    shown = list(options[: limits.SELECT_OPTIONS])
    element: Element = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, limits.PLACEHOLDER_CHARS),
        "options": shown,
    }
    initial = next((item for item in shown if item["value"] == chosen), None)
    if initial is not None:
        element["initial_option"] = initial
    return element


def text(words: str, *, bold: bool = False, italic: bool = False, code: bool = False) -> Element:
    """A run of rich text, cut to 3,000 characters; a space at its ends is kept, because runs are joined."""
    head = " " if words[:1].isspace() and words.strip() else ""
    tail = " " if words[-1:].isspace() else ""
    shown = head + cut(safe(words), limits.SECTION_CHARS) + tail
    return _styled({"type": "text", "text": shown}, bold=bold, italic=italic, code=code)


def marked(sentence: str) -> list[Element]:
    """A sentence of ours as runs, with what stands between backticks as code.

    >>> [run["text"] for run in marked("Try `/policy help`.")]
    ['Try ', '/policy help', '.']
    """
    parts = sentence.split("`")
    return [text(part, code=bool(n % 2)) for n, part in enumerate(parts) if part]


def _styled(element: Element, **styles: bool) -> Element:
    wanted = {name: True for name, on in styles.items() if on}
    return {**element, "style": wanted} if wanted else element


def newline() -> Element:
    """The end of a line inside rich text."""
    return {"type": "text", "text": "\n"}


def link(words: str, url: str, *, bold: bool = False) -> Element:
    """Words linked to where they were read; plain words where the address must not be a link.

    Words that look like an address get the true host behind them, so that no link is disguised.

    >>> link("https://bank.example", "https://a.example/1")["text"]
    'https://bank.example (a.example)'
    """
    shown = cut(safe(words), limits.SECTION_CHARS) or "\u2013"
    address = safe_url(url)
    if address is None:
        return text(shown, bold=bold)
    if _LOOKS_LIKE_URL.search(shown):
        shown = f"{shown} ({urlsplit(address).hostname})"
    return _styled({"type": "link", "url": address, "text": shown}, bold=bold)


def person(user_id: str) -> Element:
    """Somebody of the workspace, shown by name; only for people, never for text from a feed."""
    return {"type": "user", "user_id": user_id}


def moment(at: datetime, fallback: str, form: str = "{date_short_pretty} {time}") -> Element:
    """An instant, written by the reader's own client in his zone; `fallback` where it cannot."""
    return {"type": "date", "timestamp": int(at.timestamp()), "format": form, "fallback": fallback}


def rich(*lines: Iterable[Element], block_id: str = "") -> Block:
    """Lines of rich text as one paragraph; empty lines are left out."""
    elements: list[Element] = []
    for line in lines:
        runs = [run for run in line if run.get("text") != ""]
        if runs:
            elements += [newline(), *runs] if elements else runs
    inner = {"type": "rich_text_section", "elements": elements or [text("\u2013")]}
    return _with_id({"type": "rich_text", "elements": [inner]}, block_id)


def day(on: date) -> str:
    """A date in few words: ``Tue 26 Aug``; no platform's locale is asked.

    >>> day(date(2026, 8, 26))
    'Wed 26 Aug'
    """
    return f"{_DAYS[on.weekday()]} {on.day} {_MONTHS[on.month - 1]}"


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
