"""Structured logs: one event per unit of work, on standard error, secrets redacted.

Set up once by `bot.app`; every room gets its logger from `get_logger`. Never logs an article's body.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from contextlib import AbstractContextManager
from typing import Any, cast

import structlog

from bot.telemetry.redact import redact


def _redact_event(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return cast("dict[str, Any]", redact(dict(event)))


def _count_incident(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    if "incident" in event:
        from bot.telemetry import metrics  # noqa: PLC0415 - the web process first says where workers count

        metrics.INCIDENTS.labels(room=str(event.get("room", ""))).inc()
    return event


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
        processors=[*shared, _count_incident, _redact_event, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        # Looked up at each line: a process that is told to write elsewhere is followed.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
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
