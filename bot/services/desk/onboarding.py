"""The first three minutes at the desk: welcome, place, packs and channel, a preview, one press to post it.

Called by `bot.services.desk.desk`. Until that press nothing is posted to a channel: the digest that is set up
is off, and the feeds that are added are read for the first time without making news of it.
"""

from __future__ import annotations

from datetime import time

from bot.commands.times import read_zone
from bot.errors import UserError
from bot.messages import wording
from bot.messages.asking import offer_message
from bot.messages.modals import setup_modal
from bot.messages.onboarding import welcome_message
from bot.model.digest import Subscription
from bot.model.workspace import ChannelId
from bot.services.desk import digests
from bot.services.desk.common import note
from bot.services.desk.feeds import add_listed, of_packs, pack_names
from bot.services.desk.records import Asker, Form, FormErrors, Press, Reply, Tools

_ONCE_S = 5 * 365 * 86_400.0  # a welcome is for once


def welcome(tools: Tools, asker: Asker) -> Reply:
    """What the app does and the button that begins; once a person, and not where a digest is on already."""
    with tools.database.write() as tx:
        if any(one.active for one in tx.subscriptions.of_workspace(asker.workspace)):
            return Reply()
        key = f"welcome:{asker.workspace}:{asker.user}"
        if not tx.guards.first_time(key, now=tools.clock(), ttl_s=_ONCE_S):
            return Reply()
    return Reply(messages=(welcome_message(),))


def open_setup(tools: Tools, press: Press, asker: Asker) -> Reply:
    """The modal that asks for place, packs, channel and time."""
    del press
    return Reply(view=setup_modal(pack_names(tools.packs()), zone=asker.zone, channel=asker.channel))


def save_setup(tools: Tools, form: Form, asker: Asker) -> Reply | FormErrors:
    """Take the modal and show a preview; a channel whose digest is on keeps it on."""
    errors: dict[str, str] = {}
    channel = str(form.values.get("channel", ""))
    if not channel:
        errors["channel"] = "Choose the channel that gets the digest."
    try:
        zone = read_zone(str(form.values.get("zone", "")))
    except UserError as error:
        errors["zone"], zone = str(error).replace("`", ""), ""
    try:
        places = tuple(tools.subscribe.get_place(name).id for name in _several(form, "places"))
    except UserError as error:
        errors["places"], places = str(error), ()
    if errors:
        return FormErrors(by_field=errors)
    at = time.fromisoformat(str(form.values.get("at", "08:00")))
    former = tools.subscribe.find(channel, workspace=asker.workspace)
    saved = tools.subscribe.change(
        channel,
        workspace=asker.workspace,
        places=places,
        at=at,
        zone=zone,
        owner=former.owner if former and former.owner else asker.user,
        active=former is not None and former.active,
    )
    note(tools, asker, "set a digest up", subject=saved.channel_id, detail=f"{at:%H:%M} {zone}")
    added = add_listed(tools, of_packs(tools.packs(), _several(form, "packs")), asker)
    return _shown(tools, saved, len(added.added) + len(added.restored))


def _shown(tools: Tools, saved: Subscription, added: int) -> Reply:
    """What was done, and the preview with its button."""
    channel = tools.channels.describe(saved.workspace_id, saved.channel_id)
    read = (
        f"I read {wording.counted(added, 'new feed')} within a few minutes; then press Preview on my home "
        "tab to see what they bring."
        if added
        else ""
    )
    invite = "" if channel.joined is not False else f"Type `/invite @Policy Digest` in {channel.name} first."
    said = offer_message(
        f"This is how the digest for {channel.name} looks. Nothing is posted yet.", read, invite
    )
    return Reply(messages=(said, *digests.previewed(tools, saved)))


def post_it(tools: Tools, press: Press, asker: Asker) -> Reply:
    """The button "Post it" below a preview: switches the digest on, and posts it at once."""
    found = digests.of_button(tools, press.value, asker)
    if not found.active:
        found = tools.subscribe.change(ChannelId(found.channel_id), workspace=found.workspace_id, active=True)
        note(tools, asker, "switched the digest on", subject=found.channel_id)
    return digests.post(tools, found, asker)


def _several(form: Form, name: str) -> tuple[str, ...]:
    given = form.values.get(name, ())
    return given if isinstance(given, tuple) else (given,) if given else ()
