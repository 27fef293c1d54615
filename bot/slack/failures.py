"""What a person sees when something fails: a sentence with the way out, or an incident id.

Used by the one error handler of `bot.slack.app`. Anticipated kinds are logged as a warning, everything else
with its traceback under the id that is shown.
"""

from __future__ import annotations

import secrets

from bot.errors import BotError, FeedError, NotFoundError, PlatformError, StorageError, UserError
from bot.messages.blocks import Message
from bot.messages.notices import incident_message, plain_message, problem_words
from bot.telemetry.logs import get_logger

_BUSY = "I cannot reach my database right now, so nothing was changed. Please try again in a minute."
_LOG = get_logger("slack")


def failure_message(error: Exception) -> Message:
    """The message for an error, which is logged on the way."""
    if isinstance(error, UserError):
        return plain_message(str(error))
    if isinstance(error, BotError):
        code = error.code if isinstance(error, PlatformError) else ""
        _LOG.warning("failed", kind=type(error).__name__, code=code, reason=str(error))
        words = _words(error)
        if words:
            return plain_message(words)
    incident = secrets.token_hex(4)
    _LOG.error("unexpected", incident=incident, exc_info=error)
    return incident_message(incident)


def _words(error: BotError) -> str:
    """What an anticipated failure means for a person; empty where only an incident id helps."""
    if isinstance(error, PlatformError):
        return problem_words(error.code or "unknown")
    if isinstance(error, NotFoundError | FeedError):
        return str(error)
    return _BUSY if isinstance(error, StorageError) else ""
