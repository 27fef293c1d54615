"""Structured logs: one event per unit of work, on standard error, secrets redacted.

Set up once by `bot.app`; every room gets its logger from `get_logger`. Never logs an article's body.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, cast

import structlog

# Slack's tokens (xoxb-, xoxp-, xoxe.xoxb-, xapp- …), bearer headers, secrets inside URLs, Fernet keys.
_SECRETS = re.compile(
    r"xox[a-z](?:\.xox[a-z])?-[\w-]+|xapp-[\w-]+|(?<=[Bb]earer )[\w.~+/=-]+"
    r"|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)|(?<=[?&]token=)[^&\s]+|\b[\w-]{43}=(?!\w)"
)
_SECRET_KEYS = re.compile(r"token|secret|password|authorization|cookie", re.IGNORECASE)
_HIDDEN = "[hidden]"


def redact(value: Any) -> Any:
    """The value with every token, password and key hidden, in nested lists and mappings too.

    >>> redact({"url": "postgresql://bot:pw@db/x", "slack_token": "abc", "note": "got xoxb-1-abc from"})
    {'url': 'postgresql://[hidden]@db/x', 'slack_token': '[hidden]', 'note': 'got [hidden] from'}
    """
    if isinstance(value, str):
        return _SECRETS.sub(_HIDDEN, value)
    if isinstance(value, dict):
        return {k: _HIDDEN if _SECRET_KEYS.search(str(k)) and v else redact(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [redact(v) for v in value]
    return value


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
    ]
    tail = [structlog.processors.format_exc_info] if form == "json" else []
    structlog.configure(
        processors=[*shared, *tail, _redact_event, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, *tail],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _redact_event, renderer],
        )
    )
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[handler], force=True)


def get_logger(room: str) -> structlog.typing.FilteringBoundLogger:
    """The logger of a room, with the room's name bound."""
    return cast("structlog.typing.FilteringBoundLogger", structlog.get_logger(room=room))
