"""What goes into fetching a feed and what comes out: requests, results, limits.

Used by `bot.feeds.fetch` and by the services that call it; `bot.feeds.schedule` decides by the results.
Plain records; nothing here fetches.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.feed import FeedId, FeedStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRequest:
    """One feed to be asked.

    Attributes:
        feed_id: Whose result it will be.
        url: Where to ask.
        etag: Validator of the last answer, byte for byte; empty for none.
        last_modified: Validator of the last answer, byte for byte; empty for none.
        body_sha256: Hash of the last body that was parsed, in hex; empty for none.
    """

    feed_id: FeedId
    url: str
    etag: str = ""
    last_modified: str = ""
    body_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """How much one feed may cost.

    Attributes:
        total_s: Wall clock for all hops together, without the pauses that we make out of politeness.
        body_bytes: Longest body after inflating, and longest before.
        redirects: Most hops after the first.
        concurrency: Requests under way at once.
        host_gap_s: Least time between the end of one request to a host and the start of the next.
        default_pause_s: How long a host rests that answered 429 or 503 without naming a time.
    """

    total_s: float = 30.0
    body_bytes: int = 10_000_000
    redirects: int = 10
    concurrency: int = 256
    host_gap_s: float = 1.0
    default_pause_s: float = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchResult:
    """How asking one feed ended.

    Attributes:
        feed_id: Whose result it is.
        url: Where it was asked.
        status: ``ok`` when there is a body to parse, ``not_modified`` when nothing changed, else the failure.
        error: The failure as a sentence; empty when there was none.
        asked: False when the feed was not asked at all, because its host had to be left alone.
        http_status: Of the last answer; 0 when none came.
        final_url: Address that gave the last answer.
        permanent: There were redirects, and every one was permanent (301 or 308).
        body: Inflated; None unless the status is ``ok``.
        content_type: As given.
        etag: Validator for the next time, byte for byte; empty when there is none.
        last_modified: Validator for the next time, byte for byte; empty when there is none.
        body_sha256: Hash of the body in hex; of the earlier one when nothing changed.
        unchanged: A full answer came, and its body was the one already parsed.
        pause_s: How long the feed must be left alone, from now; None when it need not.
        private: Its host is on the list of private feeds, whose other feeds need not rest with it.
        max_age_s: How long the answer stays fresh by ``Cache-Control`` or ``Expires``; None when not said.
        elapsed_s: Seconds spent, without pauses made out of politeness.
    """

    feed_id: FeedId
    url: str
    status: FeedStatus
    error: str = ""
    asked: bool = True
    http_status: int = 0
    final_url: str = ""
    permanent: bool = False
    body: bytes | None = None
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    body_sha256: str = ""
    unchanged: bool = False
    pause_s: float | None = None
    private: bool = False
    max_age_s: float | None = None
    elapsed_s: float = 0.0
