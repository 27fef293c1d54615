"""A channel's digest at the desk: today so far, preview, post now, on and off, its schedule.

Called by `bot.services.desk.desk`. Every change is kept in the audit, tells when the digest comes next, and
can be undone; posting itself is `bot.services.delivering`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from bot.commands import records
from bot.commands.grammar import help_rows
from bot.commands.parse import print_command
from bot.commands.records import DigestAction
from bot.errors import UserError
from bot.messages import home, wording
from bot.messages.blocks import Message, day
from bot.messages.digest import digest_messages
from bot.messages.help import start_message
from bot.messages.lists import status_message
from bot.messages.onboarding import preview_messages
from bot.model.digest import Delivery, DeliveryKind, Digest, Subscription, SubscriptionId
from bot.services.desk.common import find_subscription, get_subscription, note, today, told
from bot.services.desk.records import Asker, Press, Reply, Tools
from bot.services.follow import wishes_by
from bot.services.material import Cut, cut_of

_HISTORY = 20  # rows among which the newest digest is looked for: its own thread and edits lie between
_UNSEEN = SubscriptionId("")


def start(tools: Tools, _command: records.Start, asker: Asker) -> Reply:
    """Help, and today's top three."""
    return Reply(messages=(start_message(help_rows(), _so_far(tools, asker)),), open_to_all=True)


def so_far(tools: Tools, _command: records.Today, asker: Asker) -> Reply:
    """Today's stories, as the channel's interests have it."""
    return Reply(messages=digest_messages(_so_far(tools, asker)), open_to_all=True)


def _so_far(tools: Tools, asker: Asker) -> Digest:
    """What was published since midnight; also what the channel's own digest has shown already."""
    found = find_subscription(tools, asker)
    zone = found.zone if found is not None else asker.zone
    midnight = datetime.combine(today(tools, zone), time(), tzinfo=ZoneInfo(zone))
    fresh = None if found is None else replace(found, id=_UNSEEN)
    with tools.database.read() as tx:
        cut = Cut(since_at=midnight, until_at=tools.clock())
        wishes = wishes_by(tx, (asker.channel, asker.user), workspace=asker.workspace, now=cut.until_at)
        digest = tools.publish.compose(tx, fresh, cut, wishes=wishes)
    return digest if found is not None else replace(digest, zone=zone, local_on=midnight.date())


def do(tools: Tools, command: records.DigestDo, asker: Asker) -> Reply:
    """Preview, post, switch on or off, or tell how it stands."""
    return _DOINGS[command.action](tools, asker)


def _preview(tools: Tools, asker: Asker) -> Reply:
    found = find_subscription(tools, asker)
    return Reply(messages=previewed(tools, found))


def previewed(tools: Tools, found: Subscription | None) -> tuple[Message, ...]:
    """What a channel would get now; buttons below it where the channel has a digest."""
    now = tools.clock()
    with tools.database.read() as tx:
        digest = tools.publish.compose(tx, found, cut_of(tx, found, now))
    messages = digest_messages(digest)
    if found is None:
        return messages
    name = tools.channels.describe(found.workspace_id, found.channel_id).name
    return preview_messages(messages, key=found.id, channel=name)


def _now(tools: Tools, asker: Asker) -> Reply:
    return post(tools, get_subscription(tools, asker), asker)


def post(tools: Tools, subscription: Subscription, asker: Asker) -> Reply:
    """Have a digest posted at once.

    Raises:
        UserError: It is off.
    """
    if not subscription.active:
        raise UserError("The digest of this channel is off. `/policy digest on` switches it on.")
    row = tools.subscribe.post_now(subscription)
    if row is None:
        return told("It is on its way already.")
    note(tools, asker, "posted the digest by hand", subject=subscription.channel_id)
    said = "I post today's digest now." if row.part == 0 else "I post now what is new since the last one."
    return told(said, _coming(tools, subscription), _invite(tools, subscription))


def _on(tools: Tools, asker: Asker) -> Reply:
    found = find_subscription(tools, asker)
    if found is not None and found.active:
        return told(f"It is on already. {_coming(tools, found)}")
    fields: dict[str, Any] = {"active": True, "owner": asker.user}
    saved = _changed(tools, asker, fields if found is not None else {**fields, "zone": asker.zone})
    note(tools, asker, "switched the digest on", subject=saved.channel_id)
    return told(
        f"This channel gets a digest {_rhythm(saved)}.",
        _coming(tools, saved),
        _invite(tools, saved),
        undo=_typed(records.DigestDo(action=DigestAction.OFF)),
    )


def _off(tools: Tools, asker: Asker) -> Reply:
    found = get_subscription(tools, asker)
    if not found.active:
        return told("It is off already. `/policy digest on` switches it on.")
    _changed(tools, asker, {"active": False})
    note(tools, asker, "switched the digest off", subject=found.channel_id)
    undo = _typed(records.DigestDo(action=DigestAction.ON))
    return told("This channel gets no digest any more. What was set is kept.", undo=undo)


def switch(tools: Tools, press: Press, asker: Asker) -> Reply:
    """The switch on the home tab, for the channel whose subscription it names."""
    found = of_button(tools, press.value, asker)
    return (_off if found.active else _on)(tools, replace(asker, channel=found.channel_id))


def preview_pressed(tools: Tools, press: Press, asker: Asker) -> Reply:
    """The button "Preview" on the home tab."""
    return Reply(messages=previewed(tools, of_button(tools, press.value, asker)))


def of_button(tools: Tools, key: str, asker: Asker) -> Subscription:
    """The subscription that a button names.

    Raises:
        UserError: It is gone, or another workspace's.
    """
    with tools.database.read() as tx:
        found = tx.subscriptions.find(SubscriptionId(key))
    if found is None or found.workspace_id != asker.workspace:
        raise UserError("That digest is gone. `/policy digest on` in the channel starts a new one.")
    return found


def _status(tools: Tools, asker: Asker) -> Reply:
    shown = on_home(tools, get_subscription(tools, asker))
    return Reply(messages=(status_message(shown, zone=shown.subscription.zone),), open_to_all=True)


def on_home(tools: Tools, subscription: Subscription) -> home.HomeChannel:
    """A channel with when its digest comes next and how the last one went."""
    with tools.database.read() as tx:
        next_at = tx.subscriptions.next_due([subscription.id]).get(subscription.id)
        rows = tx.deliveries.history(
            workspace=subscription.workspace_id, channel=subscription.channel_id, limit=_HISTORY
        )
    name = tools.channels.describe(subscription.workspace_id, subscription.channel_id).name
    return home.HomeChannel(name=name, subscription=subscription, next_at=next_at, last=_newest(rows))


def _newest(rows: tuple[Delivery, ...]) -> Delivery | None:
    return next((row for row in rows if row.kind is DeliveryKind.DIGEST), None)


_DOINGS: Mapping[DigestAction, Callable[[Tools, Asker], Reply]] = MappingProxyType(
    {
        DigestAction.NOW: _now,
        DigestAction.PREVIEW: _preview,
        DigestAction.ON: _on,
        DigestAction.OFF: _off,
        DigestAction.STATUS: _status,
    }
)


def at(tools: Tools, command: records.DigestAt, asker: Asker) -> Reply:
    """Set time, zone and days; begins the digest of a channel that has none."""
    former = find_subscription(tools, asker)
    changes: dict[str, Any] = {"at": command.at, "zone": command.zone, "weekdays": command.weekdays}
    if former is None:
        changes |= {"zone": command.zone or asker.zone, "owner": asker.user}
    saved = _changed(tools, asker, {name: value for name, value in changes.items() if value is not None})
    note(tools, asker, "set the time of the digest", subject=saved.channel_id, detail=_rhythm(saved))
    back = former and records.DigestAt(at=former.at, zone=former.zone, weekdays=former.weekdays)
    return told(
        f"The digest comes {_rhythm(saved)}.",
        _coming(tools, saved),
        _invite(tools, saved),
        undo=_typed(back or records.DigestDo(action=DigestAction.OFF)),
    )


def skip(tools: Tools, command: records.DigestSkip, asker: Asker) -> Reply:
    """Leave out one date, or no longer; dates that are over are dropped from the list on the way."""
    found = get_subscription(tools, asker)
    over = today(tools, found.zone)
    left_out = {on for on in found.skips if on >= over}
    takes_back = command.back == "off"
    if takes_back and command.on not in left_out:
        return told(f"{day(command.on)} is not left out. `/policy digest status` shows the days that are.")
    skips = left_out - {command.on} if takes_back else left_out | {command.on}
    saved = _changed(tools, asker, {"skips": tuple(sorted(skips))})
    action = "no longer left out a digest" if takes_back else "left out a digest"
    note(tools, asker, action, subject=saved.channel_id, detail=command.on.isoformat())
    undo = _typed(replace(command, back="" if takes_back else "off"))
    if takes_back:
        return told(f"{day(command.on)} is not left out any more.", _coming(tools, saved), undo=undo)
    said = f"No digest on {day(command.on)}; the next one covers its stories."
    return told(said, _coming(tools, saved), undo=undo)


def most(tools: Tools, command: records.DigestMax, asker: Asker) -> Reply:
    """Set how many stories stand in the message."""
    former = get_subscription(tools, asker)
    _changed(tools, asker, {"max_stories": command.stories})
    note(
        tools, asker, "set the stories of the digest", subject=former.channel_id, detail=str(command.stories)
    )
    stories = wording.counted(command.stories, "story", "stories")
    undo = _typed(records.DigestMax(stories=former.max_stories))
    return told(f"Up to {stories} in the message; the others stand in its thread.", undo=undo)


def hold(tools: Tools, command: records.DigestHold, asker: Asker) -> Reply:
    """Set how long stories of one origin wait for a second one."""
    former = get_subscription(tools, asker)
    _changed(tools, asker, {"hold_single_origin_h": command.hours})
    note(tools, asker, "set the hold of the digest", subject=former.channel_id, detail=f"{command.hours}h")
    said = (
        f"Stories of one origin wait up to {wording.counted(command.hours, 'hour')} for a second one."
        if command.hours
        else "Stories of one origin do not wait for a second one."
    )
    return told(said, undo=_typed(records.DigestHold(hours=former.hold_single_origin_h)))


def _changed(tools: Tools, asker: Asker, fields: Mapping[str, Any]) -> Subscription:
    return tools.subscribe.change(asker.channel, workspace=asker.workspace, **fields)


def _typed(command: records.Command) -> str:
    return print_command(command)


def _rhythm(subscription: Subscription) -> str:
    days = days_in_words(subscription.weekdays)
    return f"{days} at {subscription.at:%H:%M} {subscription.zone}"


def days_in_words(weekdays: tuple[int, ...]) -> str:
    """Weekdays in words.

    >>> days_in_words((1, 2, 3, 4, 5)), days_in_words((6,))
    ('on Mon, Tue, Wed, Thu, Fri', 'on Sat')
    """
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    if len(weekdays) == len(names):
        return "every day"
    return f"on {', '.join(names[number - 1] for number in weekdays)}"


def _coming(tools: Tools, subscription: Subscription) -> str:
    """When the next one comes."""
    next_at = tools.subscribe.next_due_at(subscription)
    if next_at is None:
        return "It is off; `/policy digest on` switches it on."
    return f"The next one comes {wording.clock(next_at, subscription.zone)}."


def _invite(tools: Tools, subscription: Subscription) -> str:
    """What to type where the bot cannot post yet; empty where it can or nobody knows."""
    channel = tools.channels.describe(subscription.workspace_id, subscription.channel_id)
    if channel.joined is not False:
        return ""
    return f"I am not in {channel.name} yet: type `/invite @Policy Digest` there."
