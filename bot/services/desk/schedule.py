"""The modals of a channel's digest: schedule, places, topics; opened by a button, saved when they are sent.

Called by `bot.services.desk.desk`. What they change is the same as what the commands of
`bot.services.desk.digests` change.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

from bot.commands.times import read_zone
from bot.errors import UserError
from bot.messages.blocks import Element, option
from bot.messages.modals import places_modal, schedule_modal, topics_modal
from bot.messages.wording import place_words
from bot.model.digest import QuietDay, Subscription
from bot.model.entity import Entity, EntityId
from bot.services.desk.common import note
from bot.services.desk.digests import of_button
from bot.services.desk.records import Asker, Form, FormErrors, Press, Reply, Tools

_SUGGESTED = 20  # a menu that is found by typing shows a dozen; more letters find the rest


def open_schedule(tools: Tools, press: Press, asker: Asker) -> Reply:
    """Time, zone, days, length."""
    return Reply(view=schedule_modal(of_button(tools, press.value, asker)))


def open_places(tools: Tools, press: Press, asker: Asker) -> Reply:
    """The places that the digest covers."""
    found = of_button(tools, press.value, asker)
    places = (tools.directory.gazetteer.find_place(place) for place in found.places)
    return Reply(view=places_modal(found, [place for place in places if place is not None]))


def open_topics(tools: Tools, press: Press, asker: Asker) -> Reply:
    """The topics that the digest covers."""
    found = of_button(tools, press.value, asker)
    return Reply(view=topics_modal(found, tools.topics.of(asker.workspace)))


def save_schedule(tools: Tools, form: Form, asker: Asker) -> Reply | FormErrors:
    """Take the schedule; a zone that nobody knows is told below its input."""
    given = {name: value for name, value in form.values.items() if isinstance(value, str)}
    days = form.values.get("weekdays", ())
    errors = {}
    try:
        zone = read_zone(given.get("zone", ""))
    except UserError as error:
        errors["zone"], zone = str(error).replace("`", ""), ""
    if not days:
        errors["weekdays"] = "Choose at least one day, or switch the digest off."
    if errors:
        return FormErrors(by_field=errors)
    changes = {
        "at": time.fromisoformat(given["at"]),
        "zone": zone,
        "weekdays": tuple(sorted(int(number) for number in days)),
        "max_stories": int(given["max_stories"]),
        "quiet_day": QuietDay(given["quiet_day"]),
        "hold_single_origin_h": int(given["hold"]),
    }
    return _save(tools, form, asker, "set the schedule", changes)


def save_places(tools: Tools, form: Form, asker: Asker) -> Reply | FormErrors:
    """Take the places; none means all."""
    chosen = tuple(tools.subscribe.get_place(place).id for place in _several(form, "places"))
    return _save(tools, form, asker, "set the places", {"places": chosen})


def save_topics(tools: Tools, form: Form, asker: Asker) -> Reply | FormErrors:
    """Take the topics; none means all."""
    known = {topic.slug for topic in tools.topics.of(asker.workspace) if not topic.negative}
    chosen = tuple(slug for slug in _several(form, "topics") if slug in known)
    return _save(tools, form, asker, "set the topics", {"topics": chosen})


def _several(form: Form, name: str) -> tuple[str, ...]:
    given = form.values.get(name, ())
    return given if isinstance(given, tuple) else (given,) if given else ()


def _save(tools: Tools, form: Form, asker: Asker, action: str, changes: dict[str, Any]) -> Reply:
    found: Subscription = of_button(tools, form.about, asker)
    tools.subscribe.change(found.channel_id, workspace=found.workspace_id, **changes)
    note(tools, replace(asker, channel=found.channel_id), f"{action} of the digest", subject=found.channel_id)
    return Reply()


def suggest_places(tools: Tools, typed: str) -> tuple[Element, ...]:
    """Places for a menu that is found by typing: those of the name, then those whose name begins so."""
    gazetteer, head = tools.directory.gazetteer, typed.partition(",")[0].strip()
    named = gazetteer.candidates(head) if head else ()
    begun = gazetteer.beginning_with(head, limit=_SUGGESTED)
    found = list({place.id: place for place in (*named, *begun)}.values())[:_SUGGESTED]
    return tuple(option(_label(place), str(EntityId(place.id))) for place in found)


def _label(place: Entity) -> str:
    return place.name if place.place is None else f"{place.name}, {place_words(place.place)}"
