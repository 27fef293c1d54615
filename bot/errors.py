"""The whole error tree on one page.

Every error raised on purpose is one of these; other libraries' errors are converted at a room's door
with ``raise … from …``. "Not modified" and "no stories today" are values, not errors.

    BotError
    ├── ConfigError            a setting or a file under config/ is wrong
    ├── FeedError              a feed could not be read
    │   ├── FetchError         … because the network or the server did not give it
    │   ├── ParseError         … because what came is not a feed
    │   └── RefusedAddressError … because its address must not be polled
    ├── StorageError           the database cannot be used, or refused the work
    │   └── NotFoundError      what was asked for is not stored
    ├── PlatformError          the chat platform did not do what was asked
    │   ├── RateLimitedError   … yet: it named a time to wait
    │   ├── ChannelGoneError   … because the channel cannot be posted to
    │   ├── InstallationRevokedError … because the app was removed
    │   └── OutcomeUnknownError … or perhaps did: no definite answer came
    └── UserError              what a person typed; its text is safe to show
"""

from __future__ import annotations

from typing import Any


class BotError(Exception):
    """The root of the tree.

    Args:
        message: One sentence for a person: what was wrong, where, and what would work.
        **ids: What the error is about (``feed``, ``story``, ``channel`` …), for logs and callers.
    """

    def __init__(self, message: str, **ids: Any) -> None:
        super().__init__(message)
        self.message = message
        self.ids: dict[str, Any] = ids

    def __str__(self) -> str:
        return self.message


class ConfigError(BotError):
    """A setting or a configuration file is wrong; the message names it and shows a value that works."""


class FeedError(BotError):
    """A feed could not be read; ``status`` is the word of `bot.model.feed.FeedStatus` for it."""

    def __init__(self, message: str, *, status: str = "", **ids: Any) -> None:
        super().__init__(message, **ids)
        self.status = status


class FetchError(FeedError):
    """The network or the server did not give the feed."""


class ParseError(FeedError):
    """What the server gave is not a feed that can be read."""


class RefusedAddressError(FeedError):
    """The address is private or otherwise refused; see ``POLICYBOT_PRIVATE_FEEDS``."""


class StorageError(BotError):
    """The database cannot be opened, is locked, full, damaged or newer than this program."""


class NotFoundError(StorageError):
    """What was asked for by id is not stored."""


class PlatformError(BotError):
    """The chat platform refused a call for good; ``code`` is its own word for the reason."""

    def __init__(self, message: str, *, code: str = "", **ids: Any) -> None:
        super().__init__(message, **ids)
        self.code = code


class RateLimitedError(PlatformError):
    """The platform asks to wait ``retry_after_s`` seconds before any further call for this workspace."""

    def __init__(self, message: str, *, retry_after_s: float, **ids: Any) -> None:
        super().__init__(message, code="ratelimited", **ids)
        self.retry_after_s = retry_after_s


class ChannelGoneError(PlatformError):
    """The channel is archived, deleted, or the bot is not in it."""


class InstallationRevokedError(PlatformError):
    """The app was uninstalled or its token revoked."""


class OutcomeUnknownError(PlatformError):
    """No definite answer came (time-out, reset, 5xx): the call may or may not have taken effect."""


class UserError(BotError):
    """What a person typed cannot be done; the text is safe to show and says what would work."""
