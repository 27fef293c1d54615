"""The plain part of YAML that openstates/people is written in: nested maps and lists of texts.

Called by `bot.catalog.roster` alone, so that one imported file format does not cost a dependency. Anything
beyond (anchors, flow lists, block texts, several documents) is refused in words.
"""

from __future__ import annotations

import re
from typing import Any

_KEY = re.compile(r"(?P<key>[\w.-]+|'[^']*'|\"[^\"]*\"):(?: +(?P<value>.*))?$")
_REFUSED = ("&", "*", "!", "|", ">", "{", "[", "%", "@", "`")

_Lines = list[tuple[int, str]]


def parse_plain_yaml(text: str) -> Any:
    r"""The value of a plain YAML text; all scalars come as texts, null as None.

    Args:
        text: One document.

    Returns:
        Dicts, lists, texts and None.

    Raises:
        ValueError: If a line is beyond plain YAML; the message gives it.

    >>> parse_plain_yaml("name: Ann Lee\nroles:\n- type: upper\n  district: '5'\n- type: mayor")
    {'name': 'Ann Lee', 'roles': [{'type': 'upper', 'district': '5'}, {'type': 'mayor'}]}
    """
    lines: _Lines = []
    for raw in text.splitlines():
        if raw.strip() and not raw.lstrip().startswith("#") and raw.strip() != "---":
            _split_dashes(raw.rstrip(), lines)
    value, rest = _value(lines, lines[0][0]) if lines else (None, [])
    if rest:
        raise ValueError(f"the line {rest[0][1]!r} stands at no known depth")
    return value


def _split_dashes(raw: str, lines: _Lines) -> None:
    """``- a: 1`` as a dash and, two columns deeper, ``a: 1``."""
    indent = len(raw) - len(raw.lstrip(" "))
    rest = raw[indent:]
    while rest == "-" or rest.startswith("- "):
        lines.append((indent, "-"))
        deeper = len(rest) - len(rest[1:].lstrip(" "))
        indent, rest = indent + deeper, rest[1:].lstrip(" ")
    if rest:
        lines.append((indent, rest))


def _value(lines: _Lines, depth: int) -> tuple[Any, _Lines]:
    """The value that starts with the first line, at its depth, and the lines behind it."""
    first = lines[0][1]
    if first == "-":
        return _list(lines, depth)
    if _KEY.match(first):
        return _map(lines, depth)
    return _scalar(first), lines[1:]


def _list(lines: _Lines, depth: int) -> tuple[list[Any], _Lines]:
    items: list[Any] = []
    while lines and lines[0] == (depth, "-"):
        lines = lines[1:]
        item, lines = _value(lines, lines[0][0]) if lines and lines[0][0] > depth else (None, lines)
        items.append(item)
    return items, lines


def _map(lines: _Lines, depth: int) -> tuple[dict[str, Any], _Lines]:
    found: dict[str, Any] = {}
    while lines and lines[0][0] == depth and (match := _KEY.match(lines[0][1])):
        key, text, lines = _unquoted(match["key"]), match["value"], lines[1:]
        nested = bool(lines) and (lines[0][0] > depth or lines[0] == (depth, "-"))
        if text:
            found[key] = _scalar(text)
        elif nested:
            found[key], lines = _value(lines, lines[0][0])
        else:
            found[key] = None
    return found, lines


def _scalar(text: str) -> str | None:
    if text == "[]":
        return None
    if text.startswith(_REFUSED):
        raise ValueError(f"{text!r} is beyond plain YAML; convert the file to JSON")
    return None if text in {"null", "~", ""} else _unquoted(text)


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1].replace('\\"', '"')
    return text
