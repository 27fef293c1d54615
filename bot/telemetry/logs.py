"""Structured logs: one event per unit of work, on standard error, secrets redacted.

Set up once by `bot.app`; every room gets its logger from `get_logger`. Never logs an article's body.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from contextlib import AbstractContextManager
from typing import Any, cast

import structlog

# Each shape with where it comes from; what a pattern matches is hidden as a whole.
_SHAPES = (
    r"xox[a-z](?:\.xox[a-z])?-[\w.%-]+",  # Slack: bot, user, refresh and rotating tokens
    r"xapp-[\w-]+",  # Slack: app-level tokens
    r"hooks\.slack(?:-gov)?\.com/[\w/-]+",  # Slack: response addresses and webhooks are secrets themselves
    r"\bv0=[0-9a-f]{64}\b",  # Slack: signatures
    r"(?<=bearer )[\w.~+/=-]+|(?<=basic )[\w+/=-]+",  # headers
    r"(?<=://)[^/\s@]*:[^/\s]*(?=@)|(?<=://)[^/\s:@]{16,}(?=@)",  # name and password, or a key, in an address
    r"(?<![\w-])[\w-]{43}=(?![\w=])|\bgAAAAA[\w-]{40,}=*",  # Fernet: keys, and what they encrypted
    r"\beyJ[\w-]+\.[\w-]+\.[\w-]*",  # JSON web tokens
)
_NAMES = r"[\w-]*(?:token|secret|password|passwd|api_?key|signature|authorization|cookie|access_key)[\w-]*"
_SECRETS = re.compile("|".join(_SHAPES), re.IGNORECASE)
_SECRET_KEYS = re.compile(f"{_NAMES}|response_url|trigger_id", re.IGNORECASE)
# In text: ``token=abc``, ``"client_secret": "abc"``, and the one-time code of an OAuth callback.
_PAIRS = re.compile(
    rf"""((?:{_NAMES})["']?\s*[=:]\s*["']?|[?&](?:code|state|sig|key)=)(?!\[hidden\])[^&\s"',;}}]+""",
    re.IGNORECASE,
)
_HIDDEN = "[hidden]"


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
            redact(str(k)): _HIDDEN if _SECRET_KEYS.search(str(k)) and v else redact(v)
            for k, v in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [redact(v) for v in value]
    text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
    return _PAIRS.sub(rf"\1{_HIDDEN}", _SECRETS.sub(_HIDDEN, text))


def _redact_event(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return cast("dict[str, Any]", redact(dict(event)))


def configure(*, level: str, form: str) -> None:
    """Set up logging for this process.

    Args:
        level: ``debug``, ``info``, ``warning`` or ``error``.
        form: ``console`` for people, ``json`` for machines.
    """
    number = logging.getLevelNamesMapping()[level.upper()]
    renderer = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,  # before the secrets are hidden: an error's words may hold one
    ]
    structlog.configure(
        processors=[*shared, _redact_event, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _redact_event, renderer],
        )
    )
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[handler], force=True)


def bound(**ids: str) -> AbstractContextManager[None]:
    """Bind ids to every event of this thread inside a ``with`` block.

    Args:
        **ids: Such as ``job`` and ``run``; never a person.
    """
    return structlog.contextvars.bound_contextvars(**ids)


def get_logger(room: str) -> structlog.typing.FilteringBoundLogger:
    """The logger of a room, with the room's name bound."""
    return cast("structlog.typing.FilteringBoundLogger", structlog.get_logger(room=room))
