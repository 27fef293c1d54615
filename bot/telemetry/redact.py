"""What never gets into a log: the shapes of tokens, keys and passwords, and how they are hidden.

Used by `bot.telemetry.logs` for every event and by `bot.app` for settings that are shown. Pure.
"""

from __future__ import annotations

import re
from typing import Any

HIDDEN = "[hidden]"

# Each shape with where it comes from; what a pattern matches is hidden as a whole.
_SHAPES = (
    r"xox[a-z](?:\.xox[a-z])?-[\w.%-]+",  # Slack: bot, user, refresh and rotating tokens
    r"xapp-[\w-]+",  # Slack: app-level tokens
    r"hooks\.slack(?:-gov)?\.com/[\w/-]+",  # Slack: response addresses and webhooks are secrets themselves
    r"\bv0=[0-9a-f]{64}\b",  # Slack: signatures
    r"\b\d{6,}\.\d{6,}\.[0-9a-f]{16,}\b",  # Slack: one-time codes of OAuth, and trigger ids
    r"(?<=://)[^/\s@]*:[^/\s]*(?=@)|(?<=://)[^/\s:@]{16,}(?=@)",  # name and password, or a key, in an address
    r"(?<![\w-])[\w-]{43}=(?![\w=])|\bgAAAAA[\w-]{40,}=*",  # Fernet: keys, and what they encrypted
    r"\beyJ[\w-]+\.[\w-]+\.[\w-]*",  # JSON web tokens
)
_SECRETS = re.compile("|".join(_SHAPES), re.IGNORECASE)

_NAMES = r"[\w-]*(?:token|secret|password|passwd|api_?key|signature|authorization|cookie|access_key)[\w-]*"
_SECRET_KEYS = re.compile(f"{_NAMES}|response_url|trigger_id", re.IGNORECASE)

_SCHEME = r"(?:\b(?:bearer|basic|bot|token)\s+)?"
_VALUE = (
    r"(?:\\+\"(?:(?!\\+\").)*|\"(?:\\.|[^\"\\])*|'(?:\\.|[^'\\])*"  # quoted, also inside quoted JSON
    rf"|{_SCHEME}(?!\[hidden\])[^&\s\"',;}}\\]+)"
)
# In text: ``token=abc``, ``"client_secret": "a b"``, ``Authorization: Bearer abc``, the code of a callback.
_PAIRS = re.compile(rf"""(({_NAMES})\\*["']?\s*[=:]\s*|[?&](?:code|state|sig|key)=){_VALUE}""", re.IGNORECASE)
_HEADERS = re.compile(r"\b(bearer|basic)(\s+)(?=[\w.~+/=-]*[\d=+/._~-])[\w.~+/=-]{6,}", re.IGNORECASE)


def redact(value: Any) -> Any:
    """The value with every token, password and key hidden, in nested lists and mappings too.

    What is neither text nor number is turned into text first, so that no object hides a secret.

    >>> redact({"url": "postgresql://bot:pw@db/x", "slack_token": "abc", "note": "got xoxb-1-abc from"})
    {'url': 'postgresql://[hidden]@db/x', 'slack_token': '[hidden]', 'note': 'got [hidden] from'}
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, dict):
        return {
            redact(str(k)): HIDDEN if _SECRET_KEYS.search(str(k)) and v else redact(v)
            for k, v in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [redact(v) for v in value]
    text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
    text = _SECRETS.sub(HIDDEN, text)
    text = _PAIRS.sub(rf"\1{HIDDEN}", text)
    return _HEADERS.sub(rf"\1\2{HIDDEN}", text)
