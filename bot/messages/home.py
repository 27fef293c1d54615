"""App Home: what I follow, which channels get a digest, how the feeds are.

Called by the edges with what services gathered. Personal lists are shown to their owner alone; buttons
that change something for others only stand there for those who may.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.messages import actions, limits, wording
from bot.messages.blocks import Block, Element, button, context, divider, header, rich, section, text
from bot.messages.blocks import actions as row
from bot.messages.notices import is_known, problem_words
from bot.model.digest import Delivery, DeliveryState, FeedFailure, Subscription
from bot.model.lookup import Follow

OPEN_FOLLOW: Final = "home_follow"
UNMUTE: Final = "home_unmute"
OPEN_SETUP: Final = "home_setup"
OPEN_SCHEDULE: Final = "home_schedule"
OPEN_PLACES: Final = "home_places"
OPEN_TOPICS: Final = "home_topics"
PREVIEW: Final = "home_preview"
OPEN_FEEDS: Final = "home_feeds"
OPEN_OPML: Final = "home_opml"
SWITCH: Final = "home_switch"
OPEN_RIGHTS: Final = "home_rights"

MOST_LISTED = 20  # rows of each list; the command behind it lists all
_MOST_FAILURES = 10

_RESULTS = {
    DeliveryState.SENT: "posted",
    DeliveryState.FAILED: "failed",
    DeliveryState.SKIPPED: "left out",
    DeliveryState.UNKNOWN: "not yet known",
    DeliveryState.RETRY: "tried again soon",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeChannel:
    """A channel with a digest.

    Attributes:
        name: As shown, with its ``#``.
        subscription: Its digest.
        next_at: When it comes next; None while it is off.
        last: The newest delivery; None before the first.
    """

    name: str
    subscription: Subscription
    next_at: datetime | None = None
    last: Delivery | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What one person sees.

    Attributes:
        zone: The person's zone.
        follows: Own follows, by label.
        mutes: Own mutes, by label.
        channels: Channels with a digest, by name.
        feeds_total: Feeds that are read.
        failures: Those that fail.
        may_change: Whether the person may change feeds and schedules.
    """

    zone: str
    follows: Sequence[Follow] = ()
    mutes: Sequence[Follow] = ()
    channels: Sequence[HomeChannel] = ()
    feeds_total: int = 0
    failures: Sequence[FeedFailure] = ()
    may_change: bool = False


def home_view(home: Home) -> dict[str, Any]:
    """The home tab, within Slack's limit of a hundred blocks."""
    blocks = [
        header("Policy Digest"),
        *_follows(home),
        divider(),
        *_channels(home),
        divider(),
        *_feeds(home),
        context("Type /policy help in any channel · only you see what you follow and look up"),
    ]
    return {"type": "home", "blocks": actions.distinct(blocks[: limits.VIEW_BLOCKS])}


def _label(words: str) -> Block:
    return rich([text(words.upper(), bold=True)])


def _more(shown: int, total: int, command: str) -> list[Block]:
    return [context(f"{total - shown} more: {command}")] if total > shown else []


def _follows(home: Home) -> list[Block]:
    blocks = [_label("I follow")]
    for follow in home.follows[:MOST_LISTED]:
        where = {"digest": "in the digest", "dm": "as a direct message"}.get(follow.where, "in a channel")
        blocks.append(section(f"{follow.label} · {where}", button("Unfollow", actions.UNFOLLOW, follow.id)))
    blocks += _more(MOST_LISTED, len(home.follows), "/policy following")
    if not home.follows:
        blocks.append(rich([text("Nothing yet. A name you follow comes first, or as a direct message.")]))
    for mute in home.mutes[:MOST_LISTED]:
        until = f" until {wording.clock(mute.until_at, home.zone)}" if mute.until_at else ""
        blocks.append(section(f"Muted: {mute.label}{until}", button("Unmute", UNMUTE, mute.id)))
    blocks += _more(MOST_LISTED, len(home.mutes), "/policy muted")
    return [*blocks, row(button("Follow a name", OPEN_FOLLOW, style="primary"))]


def _channels(home: Home) -> list[Block]:
    blocks = [_label("Channels")]
    shown = home.channels[: MOST_LISTED // 2]  # two blocks each
    for channel in shown:
        blocks += _channel(channel, home)
    blocks += _more(len(shown), len(home.channels), "/policy digest status in the channel")
    if not home.channels:
        blocks.append(rich([text("No channel has a digest yet.")]))
    if home.may_change:
        blocks.append(row(button("Set up a channel", OPEN_SETUP, style="primary")))
    return blocks


def _channel(channel: HomeChannel, home: Home) -> list[Block]:
    key = channel.subscription.id
    buttons = [button("Preview", PREVIEW, key)]
    if home.may_change:
        switch = "Switch off" if channel.subscription.active else "Switch on"
        buttons += [
            button("Schedule", OPEN_SCHEDULE, key),
            button("Places", OPEN_PLACES, key),
            button("Topics", OPEN_TOPICS, key),
            button(switch, SWITCH, key),
        ]
    return [rich(channel_line(channel, home.zone)), row(*buttons)]


def channel_line(channel: HomeChannel, zone: str) -> list[Element]:
    """A channel, when its digest comes next, and how the last one went."""
    coming = f"next {wording.clock(channel.next_at, zone)}" if channel.next_at else "off"
    return [text(channel.name, bold=True), text(f" · {coming}{_last(channel, zone)}")]


def _last(channel: HomeChannel, zone: str) -> str:
    """How the newest digest went, and why it did not, with what helps."""
    last = channel.last
    if last is None:
        return ""
    when = wording.clock(last.sent_at or last.due_at, zone)
    told = f" · last {when}: {_RESULTS.get(last.state, 'on its way')}"
    if not last.reason or last.state is DeliveryState.SENT:
        return told
    if is_known(last.reason):
        return f"{told}. {problem_words(last.reason, channel.name).replace('`', '')}"
    return f"{told}, {last.reason}"


def _feeds(home: Home) -> list[Block]:
    failing = len(home.failures)
    read = max(home.feeds_total - failing, 0)
    blocks = [_label("Feeds"), rich([text(f"{read} of {wording.counted(home.feeds_total, 'feed')} read")])]
    for failure in home.failures[:_MOST_FAILURES]:
        since = f" since {wording.clock(failure.since_at, home.zone)}" if failure.since_at else ""
        why = limits.cut(failure.error, limits.HEADER_CHARS)
        blocks.append(rich([text(failure.outlet, bold=True), text(f" fails{since}: {why}")]))
    blocks += _more(_MOST_FAILURES, failing, "/policy feeds health")
    if home.may_change:
        rights = button("Who may change things", OPEN_RIGHTS)
        blocks.append(row(button("Add feeds", OPEN_FEEDS), button("Import OPML", OPEN_OPML), rights))
    return blocks
