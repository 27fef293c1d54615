"""Follow and mute at the desk: names, words and outlets, each with the button that takes it back.

Called by `bot.services.desk.desk`. A person's own follows are shown to that person alone and leave no trace
in the audit; what is done for a channel needs the role for it (`bot.services.desk.roles`).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil

from bot.commands import records
from bot.commands.parse import print_command
from bot.errors import UserError
from bot.lookups.typed_names import fold
from bot.messages import actions, modals, wording
from bot.messages.asking import Choice, offer_message
from bot.messages.lists import following_messages, muted_messages
from bot.model.lookup import Follow
from bot.model.workspace import ChannelId
from bot.services.desk import roles
from bot.services.desk.common import find_subscription, note, told
from bot.services.desk.naming import Unclear, named
from bot.services.desk.records import Asker, Form, FormErrors, Press, Reply, Tools
from bot.services.follow import Target, host_of, is_from

_ID = re.compile(r"(?:geonames|org|person|topic|story):")
_DIRECT = "D"  # the first letter of the id of a conversation with one person
_CLOSE = 0.6  # difflib's ratio over a handful of own names: generous, because it only asks
_CLOSE_DOMAIN = 0.8  # domains share their ending, so that more must be the same
_LATELY = timedelta(days=14)
_DAY = timedelta(days=1)
_MOST_ARTICLES = 5_000  # a busy week; only their addresses are looked at
_WHERES = {"digest": "digest", "dm": "dm"}


def follow(tools: Tools, command: records.FollowName, asker: Asker) -> Reply:
    """Follow a name: for oneself, or for the channel with ``here``."""
    target = named(tools, command.name, asker, lambda name: print_command(replace(command, name=name)))
    if isinstance(target, Unclear):
        return target.reply
    return _follow(tools, target, command.where, asker)


def _follow(tools: Tools, target: Target, place: str, asker: Asker) -> Reply:
    here = place == "here" and not _is_private(asker)
    if here:
        roles.require(tools, asker)
    where = asker.channel if here else "dm" if place == "here" else place
    owner = asker.channel if here else asker.user
    held = tools.follows.held_by([owner], workspace=asker.workspace)
    if any(
        not f.muted and (f.target_kind, f.target, f.where) == (target.kind, target.id, where) for f in held
    ):
        return told(f"{_who(here)} {target.label} already. `/policy following` lists all.")
    tools.follows.follow(target, workspace=asker.workspace, owner=owner, where=where)
    if here:
        note(tools, asker, "followed a name for the channel", subject=asker.channel, detail=target.label)
    undo = records.UnfollowName(name=_ref(target), where="here" if here else "digest")
    lines, choices = _effect(tools, target, where, asker)
    message = offer_message(
        f"{_who(here)} {target.label}.", *lines, choices=choices, undo=print_command(undo)
    )
    return Reply(messages=(message,))


def _who(here: bool) -> str:  # noqa: FBT001  # the one thing it is about
    return "This channel follows" if here else "You follow"


def _effect(tools: Tools, target: Target, where: str, asker: Asker) -> tuple[list[str], list[Choice]]:
    """What a follow does, in sentences, and what else could be wanted."""
    if where == "dm":
        return ["I write to you directly when there is news of it, at most once an hour; not at night."], []
    if where != "digest":
        said = "Stories with it come first in the digest here, and new ones are posted at once."
        return [f"{said} Everybody in the channel sees this under `/policy following`."], []
    subscription = find_subscription(tools, asker)
    own = subscription is not None and subscription.owner == asker.user
    more = " and in the digest of this channel, which you set up" if own else ""
    lines = [f"Stories with it come first in what you alone see, such as `/policy today`{more}."]
    choices = [("As a direct message", print_command(records.FollowName(name=_ref(target), where="dm")))]
    if subscription is not None and not _is_private(asker):
        command = print_command(records.FollowName(name=_ref(target), where="here"))
        choices.append(("For this channel", command))
    return [*lines, "Only you see what you follow."], choices


def unfollow(tools: Tools, command: records.UnfollowName, asker: Asker) -> Reply:
    """End a follow, one's own unless ``here`` names the channel's."""
    owner = asker.channel if command.where == "here" and not _is_private(asker) else asker.user
    held = [f for f in tools.follows.held_by([owner], workspace=asker.workspace) if not f.muted]
    found = _matching(held, command.name)
    if len(found) == 1:
        return _ended(tools, found[0], asker)
    choices = [(f.label, _typed_unfollow(f)) for f in found or _near(held, command.name)]
    asked = (
        f"Which “{command.name}” do you mean?" if found else _not_held(tools, command.name, asker, choices)
    )
    return Reply(messages=(offer_message(asked, choices=choices),))


def _not_held(tools: Tools, name: str, asker: Asker, near: Iterable[Choice]) -> str:
    """That a name is not followed, and what may have been meant."""
    shared = () if _is_private(asker) else tools.follows.held_by([asker.channel], workspace=asker.workspace)
    if _matching([f for f in shared if not f.muted], name):
        return f"You do not follow “{name}”, the channel does: `/policy unfollow {name} here` ends that."
    if tuple(near):
        return f"You do not follow “{name}”. Did you mean one of these?"
    return f"You do not follow “{name}”. `/policy following` lists what you follow."


def _typed_unfollow(found: Follow) -> str:
    where = found.where if found.where in _WHERES else "here"
    command = records.UnfollowName(name=_ref(_target(found)), where="here" if where == "here" else "digest")
    return print_command(command)


def following(tools: Tools, _command: records.Following, asker: Asker) -> Reply:
    """What the asker follows, and what the channel does."""
    found = [f for f in _held(tools, asker) if not f.muted]
    return Reply(messages=following_messages(found))


def mute(tools: Tools, command: records.Mute, asker: Asker) -> Reply:
    """Leave out a name, a word or an outlet: in the channel's digest, or in what the asker alone sees."""
    target = _muted_target(tools, command, asker)
    if isinstance(target, Unclear):
        return target.reply
    shared = _is_shared(tools, asker)
    if shared:
        roles.require(tools, asker)
    owner = asker.channel if shared else asker.user
    saved = tools.follows.mute(target, workspace=asker.workspace, owner=owner, days=command.days)
    if shared:
        note(tools, asker, "muted in the channel", subject=asker.channel, detail=target.label)
    until = f" until {wording.clock(saved.until_at, asker.zone)}" if saved.until_at else ""
    where = "the digest of this channel" if shared else "what you alone see, such as `/policy today`"
    undo = print_command(records.Unmute(kind=command.kind, target=_plain(target)))
    return told(f"{_muted_words(target)} {where}{until}.", "Lookups still find it.", undo=undo)


def _muted_target(tools: Tools, command: records.Mute, asker: Asker) -> Target | Unclear:
    """What is to be muted; a question back where the name is not clear."""
    if command.kind == "word":
        return Target(kind="word", id=command.target, label=f"“{command.target}”")
    if command.kind == "source":
        return _outlet(tools, command, asker)
    return named(tools, command.target, asker, lambda name: print_command(replace(command, target=name)))


def _outlet(tools: Tools, command: records.Mute, asker: Asker) -> Target | Unclear:
    """The domain of an outlet; a question back where it is nearly one that was read from lately."""
    wanted = command.target
    until = tools.clock()
    with tools.database.read() as tx:
        lately = tx.articles.window(until - _LATELY, until, workspace=asker.workspace, limit=_MOST_ARTICLES)
    if not any(is_from(article.url, [wanted]) for article in lately):
        hosts = {host_of(article.url) for article in lately}
        near = difflib.get_close_matches(wanted, sorted(hosts), n=3, cutoff=_CLOSE_DOMAIN)
        if near:
            asked = f"Nothing from “{wanted}” was read lately. Did you mean one of these?"
            return Unclear(
                asked=asked,
                choices=tuple((host, print_command(replace(command, target=host))) for host in near),
            )
    return Target(kind="source", id=wanted, label=wanted)


def _muted_words(target: Target) -> str:
    whole = {
        "word": f"Stories with {target.label} in the headline are",
        "source": f"Stories that only {target.label} carries are",
        "story": f"The story {target.label} is",
    }
    return f"{whole.get(target.kind, f'Stories with {target.label} are')} left out of"


def unmute(tools: Tools, command: records.Unmute, asker: Asker) -> Reply:
    """Show again what was muted, by the asker or for the channel."""
    kinds = {"word": ("word",), "source": ("source",)}.get(command.kind, ("entity", "topic", "story"))
    held = [f for f in _held(tools, asker) if f.muted and f.target_kind in kinds]
    found = _matching(held, command.target)
    if len(found) == 1:
        return _ended(tools, found[0], asker)
    choices = [(f.label, _typed_unmute(f)) for f in found or _near(held, command.target)]
    if found:
        asked = f"Which “{command.target}” do you mean?"
    elif over := _over(tools, asker, kinds, command.target):
        return told(over)
    elif choices:
        asked = f"“{command.target}” is not muted. Did you mean one of these?"
    else:
        asked = f"{_as_typed(command.target)} is not muted (any more). `/policy muted` lists what is."
    return Reply(messages=(offer_message(asked, choices=choices),))


def _over(tools: Tools, asker: Asker, kinds: tuple[str, ...], name: str) -> str:
    """That a mute has ended by itself, for whoever takes it back later; empty where there was none."""
    ended = tools.follows.ended_by(_owners(asker), workspace=asker.workspace)
    found = _matching([f for f in ended if f.muted and f.target_kind in kinds], name)
    return _ended_itself(found[-1], asker) if found else ""


def _ended_itself(found: Follow, asker: Asker) -> str:
    when = f" on {wording.clock(found.until_at, asker.zone)}" if found.until_at else ""
    return f"The mute of {found.label} ended by itself{when}; its stories are shown again."


def _as_typed(name: str) -> str:
    """What was typed, in words where a button typed an id."""
    return "That" if _ID.match(name) else f"“{name}”"


def _typed_unmute(found: Follow) -> str:
    return print_command(records.Unmute(kind=_kind(found), target=_plain(_target(found))))


def _kind(found: Follow) -> records.MuteKind:
    if found.target_kind == "word":
        return "word"
    return "source" if found.target_kind == "source" else "name"


def muted(tools: Tools, _command: records.Muted, asker: Asker) -> Reply:
    """What is muted for the asker and in the channel, and until when."""
    found = [f for f in _held(tools, asker) if f.muted]
    return Reply(messages=muted_messages(found, zone=asker.zone))


def follow_pressed(tools: Tools, press: Press, asker: Asker) -> Reply:
    """The button "Follow" of an answer."""
    question = actions.read_question(press.value)
    name = str(question.entity_id or question.name)
    return follow(tools, records.FollowName(name=name), asker)


def end_pressed(tools: Tools, press: Press, asker: Asker) -> Reply:
    """The buttons "Unfollow" and "Unmute" of a list, of the home tab, or of an alert."""
    found = tools.follows.find(press.value, workspace=asker.workspace)
    if found is None:
        return told("That has ended already. `/policy following` and `/policy muted` list what holds.")
    if found.until_at is not None and found.until_at <= tools.clock():
        return told(_ended_itself(found, asker))
    return _ended(tools, found, asker)


def open_follow(_tools: Tools, _press: Press, _asker: Asker) -> Reply:
    """The modal by which a name is followed."""
    return Reply(view=modals.follow_modal())


def save_follow(tools: Tools, form: Form, asker: Asker) -> Reply | FormErrors:
    """Take the modal; a name that is not clear is told below its input."""
    name, where = str(form.values.get("name", "")).strip(), str(form.values.get("where", "digest"))
    if not name:
        return FormErrors(by_field={"name": "Whom or what? For example a mayor, a city or a topic."})
    target = named(tools, name, asker, lambda found: found)
    if isinstance(target, Unclear):
        return FormErrors(by_field={"name": target.in_words()})
    _follow(tools, target, where if where in _WHERES else "digest", asker)
    return Reply()


def _ended(tools: Tools, found: Follow, asker: Asker) -> Reply:
    """End a follow or mute that is the asker's own, or a channel's that the asker may change.

    Raises:
        UserError: It is somebody else's.
    """
    own = found.owner == asker.user
    if not own:
        asker = asker if asker.channel else replace(asker, channel=ChannelId(found.owner))
        if found.owner != asker.channel:
            raise UserError("That belongs to somebody else. `/policy following` lists what is yours.")
        roles.require(tools, asker)
    tools.follows.end(found)
    if not own:
        action = "unmuted in the channel" if found.muted else "unfollowed a name for the channel"
        note(tools, asker, action, subject=found.owner, detail=found.label)
    said = (
        f"{found.label} is not muted any more." if found.muted else f"{found.label} is not followed any more."
    )
    return told(said, undo=_again(found, tools.clock()))


def _again(found: Follow, now: datetime) -> str:
    """The command that brings an ended follow or mute back; a mute for the days that it had left."""
    target = _target(found)
    if found.muted:
        days = ceil((found.until_at - now) / _DAY) if found.until_at else None
        return print_command(records.Mute(kind=_kind(found), target=_plain(target), days=days))
    place = found.where if found.where in _WHERES else "here"
    return print_command(records.FollowName(name=_ref(target), where=_place(place)))


def _place(where: str) -> records.FollowPlace:
    return "dm" if where == "dm" else "here" if where == "here" else "digest"


def _held(tools: Tools, asker: Asker) -> tuple[Follow, ...]:
    """What the asker and the channel follow and mute."""
    return tools.follows.held_by(_owners(asker), workspace=asker.workspace)


def _owners(asker: Asker) -> list[str]:
    return [asker.user] if _is_private(asker) else [asker.user, asker.channel]


def _matching(held: Iterable[Follow], name: str) -> list[Follow]:
    """Those that a name means: by id, by label, or by its part before the comma."""
    wanted = fold(name)
    return [
        f
        for f in held
        if name in {f.target, _ref(_target(f))}
        or wanted in {fold(f.label), fold(f.label.partition(",")[0]), fold(f.target)}
    ]


def _near(held: Iterable[Follow], name: str) -> list[Follow]:
    labels = {fold(f.label.partition(",")[0]): f for f in held}
    return [labels[label] for label in difflib.get_close_matches(fold(name), labels, n=3, cutoff=_CLOSE)]


def _target(found: Follow) -> Target:
    return Target(kind=found.target_kind, id=found.target, label=found.label)


def _ref(target: Target) -> str:
    """A target as it is typed where a name could mean several."""
    return target.id if target.kind == "entity" else f"{target.kind}:{target.id}"


def _plain(target: Target) -> str:
    return target.id if target.kind in {"word", "source"} else _ref(target)


def _is_private(asker: Asker) -> bool:
    """Whether nobody else reads where it was asked: a direct message, or the home tab."""
    return not asker.channel or asker.channel.startswith(_DIRECT)


def _is_shared(tools: Tools, asker: Asker) -> bool:
    return not _is_private(asker) and find_subscription(tools, asker) is not None
