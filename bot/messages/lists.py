"""Lists: what I follow and mute, feeds and their health, topics, who changed what, when the digest comes.

Called by services and edges. Nothing is cut off: long lists take several messages, and every row names
what its command needs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.messages import actions, home, wording
from bot.messages.blocks import Block, Message, button, day, header, link, person, rich, section, text
from bot.messages.cards import Line
from bot.messages.fallback import spoken, words_of
from bot.messages.limits import cut
from bot.messages.packing import as_messages, packed, paragraphs
from bot.model.feed import Feed, FeedState, FeedStatus
from bot.model.lookup import Follow
from bot.model.reading import Topic
from bot.model.workspace import AuditEntry

_ROOM = 4_000  # two and a half paragraphs of a list to a message
PART_CHARS = 150  # longer names and errors are noise in a list
_WHERE = {"digest": "in the digest", "dm": "as a direct message"}

HEALTH: Mapping[FeedStatus, str] = MappingProxyType(
    {
        FeedStatus.NEW: "not read yet",
        FeedStatus.OK: "read",
        FeedStatus.RECOVERED: "read again",
        FeedStatus.NOT_MODIFIED: "read, nothing new",
        FeedStatus.MOVED: "moved; read at its new address",
        FeedStatus.GONE: "gone for good; remove it",
        FeedStatus.CLIENT_ERROR: "the server refuses it; check the address",
        FeedStatus.SERVER_ERROR: "the server fails; it is tried again",
        FeedStatus.RATE_LIMITED: "the server asks to wait; it is tried later",
        FeedStatus.TIMEOUT: "the server is too slow; it is tried again",
        FeedStatus.TOO_LARGE: "too large to read",
        FeedStatus.NOT_A_FEED: "not a feed; try the address of the page instead",
        FeedStatus.MALFORMED: "damaged; it is tried again",
        FeedStatus.BLOCKED: "a private address, which is not read",
        FeedStatus.NETWORK_ERROR: "cannot be reached; it is tried again",
        FeedStatus.REDIRECT_ERROR: "leads in circles; check the address",
        FeedStatus.PAUSED: "paused",
    }
)
"""What each status of a feed means for a person."""

FeedRow = tuple[Feed, FeedState]


def following_messages(follows: Sequence[Follow]) -> tuple[Message, ...]:
    """What somebody follows, each with the button that ends it."""
    rows = [
        section(
            f"{cut(follow.label, PART_CHARS)} · {_WHERE.get(follow.where, 'in a channel')}",
            button("Unfollow", actions.UNFOLLOW, follow.id),
        )
        for follow in follows
    ]
    return _listed("You follow", rows, "You follow nothing yet. For example: /policy follow Boston dm")


def muted_messages(mutes: Sequence[Follow], *, zone: str) -> tuple[Message, ...]:
    """What is muted and until when, each with the button that ends it."""
    rows = [
        section(f"{cut(mute.label, PART_CHARS)}{_until(mute, zone)}", button("Unmute", home.UNMUTE, mute.id))
        for mute in mutes
    ]
    return _listed("Muted", rows, "Nothing is muted. For example: /policy mute Springfield 7d")


def _until(mute: Follow, zone: str) -> str:
    return f" · until {wording.clock(mute.until_at, zone)}" if mute.until_at else ""


def feeds_messages(feeds: Sequence[FeedRow]) -> tuple[Message, ...]:
    """All feeds by outlet, with the id that commands take."""
    ordered = sorted(feeds, key=lambda row: (row[0].outlet.lower(), row[0].id))
    rows = paragraphs((_feed_line(feed, HEALTH[_status(feed, state)]) for feed, state in ordered), _ROOM)
    title = f"{wording.counted(len(feeds), 'feed')}, by outlet"
    return _listed(title, rows, "No feed is read yet. For example: /policy feeds pack immigration")


def health_messages(feeds: Sequence[FeedRow], *, zone: str) -> tuple[Message, ...]:
    """The feeds that fail: since when, why, and what helps."""
    failing = [row for row in feeds if not _status(*row).is_success and _status(*row) is not FeedStatus.NEW]
    rows = [rich(_feed_line(*_trouble(feed, state, zone)), _error(state)) for feed, state in failing]
    read = wording.counted(len(feeds) - len(failing), "feed")
    title = f"{read} read, {len(failing)} not"
    return _listed(title, rows, f"All well: {read} read, none fails.")


def _status(feed: Feed, state: FeedState) -> FeedStatus:
    return FeedStatus.PAUSED if feed.paused else state.status


def _feed_line(feed: Feed, said: str) -> Line:
    name = cut(feed.title or feed.outlet, PART_CHARS)
    return [text(feed.id, code=True), text(" "), link(name, feed.html_url or feed.url), text(f" · {said}")]


def _trouble(feed: Feed, state: FeedState, zone: str) -> tuple[Feed, str]:
    since = f", since {wording.clock(state.failing_since_at, zone)}" if state.failing_since_at else ""
    return feed, f"{HEALTH[_status(feed, state)]}{since}"


def _error(state: FeedState) -> Line:
    return [text(cut(state.error, PART_CHARS), italic=True)] if state.error else []


def topics_messages(topics: Sequence[Topic]) -> tuple[Message, ...]:
    """The topics with what each is about."""
    shown = [topic for topic in topics if not topic.negative]
    rows = [
        rich([text(topic.name, bold=True), text(f" · {topic.description or topic.slug}")]) for topic in shown
    ]
    return _listed("Topics", rows, "There is no topic yet. For example: /policy topics add bike lanes")


def audit_messages(entries: Sequence[AuditEntry], *, zone: str) -> tuple[Message, ...]:
    """Who changed what, newest first."""
    ordered = sorted(entries, key=lambda entry: (entry.at, entry.id), reverse=True)
    rows = [rich([text(f"{wording.clock(e.at, zone)} · "), person(e.by), text(_change(e))]) for e in ordered]
    return _listed("Changes", rows, "Nobody changed anything in this time.")


def _change(entry: AuditEntry) -> str:
    parts = (entry.action, entry.subject, entry.detail)
    return f" {' · '.join(cut(part, PART_CHARS) for part in parts if part)}"


def status_message(channel: home.HomeChannel, *, zone: str) -> Message:
    """When a channel's digest comes, and how the last one went."""
    subscription = channel.subscription
    at = f"{subscription.at:%H:%M} {subscription.zone}"
    days = ", ".join(_DAYS[number - 1] for number in subscription.weekdays)
    skips = ", ".join(day(on) for on in subscription.skips)
    lines = [
        home.channel_line(channel, zone),
        [text(f"Posted {'every day' if len(subscription.weekdays) == len(_DAYS) else days} at {at}")],
        [text(f"Left out: {skips}")] if skips else [],
    ]
    block = rich(*(line for line in lines if line))
    return Message(text=spoken([_said(line) for line in lines if line]), blocks=[block])


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _said(line: Line) -> str:
    return "".join(words_of(run) for run in line)


def _listed(title: str, rows: Sequence[Block], none: str) -> tuple[Message, ...]:
    """A title and the rows, in as many messages as they need; `none` where there is no row."""
    if not rows:
        return (Message(text=spoken([none]), blocks=[rich([text(none)])]),)
    pages = packed([(rich([text(title, bold=True)]), rows)])
    pages[0][0] = header(title)
    return as_messages(pages, f"{title}:")
