"""Settings at the desk: what is set here, who may change it, who changed what, and exports.

Called by `bot.services.desk.desk`. Who may change things is decided by `bot.services.desk.roles`; the audit
never holds what people follow or look up.
"""

from __future__ import annotations

from datetime import timedelta

from bot.commands import records
from bot.commands.parse import print_command
from bot.messages import wording
from bot.messages.files import file_messages
from bot.messages.lists import audit_messages
from bot.messages.settings import rights_modal, settings_message
from bot.model.digest import QuietDay, Subscription
from bot.model.entity import EntityId, slug_of
from bot.model.lookup import Question
from bot.model.workspace import UserId
from bot.services.desk import roles
from bot.services.desk.common import find_subscription, note, told
from bot.services.desk.digests import days_in_words
from bot.services.desk.naming import Unclear, named
from bot.services.desk.records import Asker, File, Form, FormErrors, Press, Reply, Tools
from bot.services.desk.roles import Rights, Who
from bot.services.export import Form as FileForm

_WHO = {
    Who.EVERYONE: "everyone",
    Who.MANAGERS: "channel managers",
    Who.LISTED: "people named one by one",
}
_EXPORTED_DAYS = 90  # as long as articles are kept by default


def show(tools: Tools, _command: records.Settings, asker: Asker) -> Reply:
    """What is set for the workspace and the channel."""
    with tools.database.read() as tx:
        rights = roles.find_rights(tx, asker.workspace)
    feeds = wording.counted(len(tools.feeds.rows(workspace=asker.workspace)), "feed")
    found = find_subscription(tools, asker)
    lines = [
        f"Feeds, schedules, topics and stories may be changed by {_WHO[rights.who]}.",
        f"{feeds} read: `/policy feeds list`, `/policy feeds health`.",
        *_channel_lines(tools, found),
        "Who changed what: `/policy audit`. What you follow: `/policy following`; only you see it.",
    ]
    allowed = roles.may_change(tools, asker)
    message = settings_message(lines, key=found.id if found else None, may_change=allowed)
    return Reply(messages=(message,))


def _channel_lines(tools: Tools, found: Subscription | None) -> list[str]:
    """What is set for a channel's digest."""
    if found is None:
        return ["This channel has no digest: `/policy digest on` starts one."]
    places = (tools.directory.gazetteer.find_place(place) for place in found.places)
    names = ", ".join(place.name for place in places if place is not None) or "all places"
    topics = (
        ", ".join(t.name for t in tools.topics.of(found.workspace_id) if t.slug in found.topics)
        or "all topics"
    )
    hold = (
        f"stories of one origin wait {wording.counted(found.hold_single_origin_h, 'hour')}"
        if found.hold_single_origin_h
        else "stories of one origin do not wait"
    )
    quiet = "nothing" if found.quiet_day is QuietDay.SILENT else "one line"
    state = "on" if found.active else "off"
    covers = f"It covers {names} and {topics}; {wording.counted(found.max_stories, 'story', 'stories')}"
    return [
        f"The digest here is {state}: {days_in_words(found.weekdays)} at {found.at:%H:%M} {found.zone}.",
        f"{covers} in the message; on a quiet day {quiet}; {hold}.",
    ]


def open_rights(tools: Tools, _press: Press, asker: Asker) -> Reply:
    """The modal that says who may change things."""
    with tools.database.read() as tx:
        rights = roles.find_rights(tx, asker.workspace)
    return Reply(view=rights_modal(rights.who, rights.people))


def save_rights(tools: Tools, form: Form, asker: Asker) -> Reply | FormErrors:
    """Take the modal; nobody can lock himself out by a list without himself in it."""
    who = Who(str(form.values.get("who", Who.EVERYONE)))
    given = form.values.get("people", ())
    people = tuple(UserId(user) for user in (given if isinstance(given, tuple) else (given,)) if user)
    if who is Who.LISTED and not people:
        return FormErrors(by_field={"people": "Name at least one person, or choose another answer above."})
    admin = tools.people.person(asker.workspace, asker.user).admin
    if who is Who.LISTED and asker.user not in people and not admin:
        return FormErrors(by_field={"people": "Name yourself too, or you could not change this back."})
    with tools.database.write() as tx:
        roles.save_rights(tx, asker.workspace, Rights(who=who, people=people))
    count = wording.counted(len(people), "person", "people") if who is Who.LISTED else ""
    note(tools, asker, "set who may change things", subject=_WHO[who], detail=count)
    return told(f"From now on {_WHO[who]} may change feeds, schedules, topics and stories.")


def audit(tools: Tools, command: records.Audit, asker: Asker) -> Reply:
    """Who changed what in the last days."""
    since = tools.clock() - timedelta(days=command.days)
    with tools.database.read() as tx:
        entries = tx.audit.of_workspace(asker.workspace, since=since)
    return Reply(messages=audit_messages(entries, zone=asker.zone))


def export(tools: Tools, command: records.Export, asker: Asker) -> Reply:
    """All that is known of a name, as a file."""
    target = named(tools, command.name, asker, lambda name: print_command(records.Export(name=name)))
    if isinstance(target, Unclear):
        return target.reply
    if target.kind == "story":
        return told("A story is shown by `/policy sources` and `/policy timeline`; export takes a name.")
    chosen = EntityId(target.id) if target.kind == "entity" else None
    question = Question(name=target.label, days=_EXPORTED_DAYS, entity_id=chosen)
    content = tools.export.export(question, form=FileForm.MARKDOWN, workspace=asker.workspace)
    name = f"{slug_of(target.label)}.md"
    title = f"{target.label}, last {_EXPORTED_DAYS} days"
    file = File(name=name, content=content.encode(), title=title)
    return Reply(messages=file_messages(name, content), file=file)
