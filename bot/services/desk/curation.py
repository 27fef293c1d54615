"""Corrections at the desk: split, merge, not this person, forget, and taking them back.

Called by `bot.services.desk.desk`, which asks for the role first. What a correction does is
`bot.services.curate`; that it reaches messages already posted is `bot.services.amend`.
"""

from __future__ import annotations

from dataclasses import replace

from bot.commands import records
from bot.commands.parse import parse, print_command
from bot.errors import NotFoundError, UserError
from bot.messages import actions, modals, wording
from bot.messages.asking import offer_message
from bot.messages.cards import headline
from bot.messages.limits import cut
from bot.messages.notices import confirm_message
from bot.model.entity import EntityId, EntityKind, slug_of
from bot.model.lookup import Question
from bot.model.workspace import Correction
from bot.services.curate import By
from bot.services.desk.common import find_subscription, today, told
from bot.services.desk.naming import Unclear, named
from bot.services.desk.records import Asker, Form, FormErrors, Press, Reply, Tools
from bot.services.desk.stories import get_story
from bot.services.follow import Target
from bot.services.overlay import GROUPS, parts_of
from bot.storage.forget import Forgotten

_TITLE = 80  # characters of a headline by which a story is told
_ALONE = 1  # a story of one article cannot be split


def split(tools: Tools, command: records.Split, asker: Asker) -> Reply:
    """Choose the articles that do not belong to a story.

    Raises:
        UserError: There is nothing to choose.
    """
    story = get_story(tools, command.story, asker)
    if len(story.articles) == _ALONE:
        raise UserError(f"Story {command.story} has one article only: there is nothing to split.")
    return Reply(view=modals.split_modal(story))


def save_split(tools: Tools, form: Form, asker: Asker) -> Reply | FormErrors:
    """Make the chosen articles a story of their own."""
    chosen = form.values.get("articles", ())
    articles = chosen if isinstance(chosen, tuple) else (chosen,) if chosen else ()
    if not articles:
        return FormErrors(by_field={"articles": "Choose the articles that do not belong to this story."})
    try:
        made = tools.curate.split(form.about, articles, _by(tools, asker))
    except UserError as error:
        return FormErrors(by_field={"articles": str(error)})
    _redraw(tools, made, asker)
    kept, apart = parts_of(made)
    count = len(apart.article_ids)
    said = f"{wording.counted(count, 'article')} of {_shown(tools, kept.story_id, asker)}"
    one = "is a story of its own now" if count == 1 else "are a story of their own now"
    return _done(f"{said} {one}: {_shown(tools, apart.story_id, asker)}.", made)


def merge(tools: Tools, command: records.Merge, asker: Asker) -> Reply:
    """Join the second story to the first."""
    one, two = _shown(tools, command.story, asker), _shown(tools, command.other, asker)
    made = tools.curate.merge(command.story, command.other, _by(tools, asker))
    _redraw(tools, made, asker)
    return _done(f"{two} is part of {one} now.", made)


def _shown(tools: Tools, ref: str, asker: Asker) -> str:
    """A story by its headline and its id."""
    story = get_story(tools, ref, asker)
    lead = headline(story)
    title = cut(lead.title if lead else "Removed", _TITLE)
    return f"“{title}” (`{story.view.story.id}`)"


def _done(said: str, made: Correction) -> Reply:
    more = "It stays so whatever is read later. Cards already posted are edited."
    return Reply(messages=(offer_message(said, more, correction=made.id),))


def undo_pressed(tools: Tools, press: Press, asker: Asker) -> Reply:
    """Take a correction back.

    Raises:
        UserError: It was taken back before, or cannot be.
    """
    try:
        undone = tools.curate.undo(press.value, _by(tools, asker))
    except NotFoundError as error:
        raise UserError("That correction is gone. `/policy audit` shows what was changed.") from error
    _redraw(tools, undone, asker)
    return replace(told("Taken back; all is as it was."), replace=True)


def _by(tools: Tools, asker: Asker) -> By:
    found = find_subscription(tools, asker) if asker.channel else None
    return By(workspace=asker.workspace, user=asker.user, subscription=found.id if found else None)


def _redraw(tools: Tools, made: Correction, asker: Asker) -> None:
    """Draw the posted cards of split or joined stories anew."""
    if made.kind in GROUPS:
        tools.amend.redraw((part.story_id for part in parts_of(made)), workspace=asker.workspace)


def wrong_pressed(tools: Tools, press: Press, asker: Asker) -> Reply:
    """The button "Not this person?" of an answer.

    Raises:
        UserError: The answer is of another time.
    """
    question = actions.read_question(press.value)
    found = tools.answer.reply(question, workspace=asker.workspace, zone=asker.zone)
    if found.answer is None or found.answer.entity is None:
        raise UserError("That answer is of another time. Look the name up again.")
    return Reply(view=modals.wrong_modal(found.answer))


def save_wrong(tools: Tools, form: Form, asker: Asker) -> Reply:
    """Note that a name does not mean the person it was taken for.

    Raises:
        UserError: The answer is of another time.
    """
    question = actions.read_question(form.about)
    if question.entity_id is None:
        raise UserError("That answer is of another time. Look the name up again.")
    made = tools.curate.not_this_person(question.name, question.entity_id, by=_by(tools, asker))
    chosen = str(form.values.get("entity", modals.NOBODY))
    said = f"“{question.name}” does not mean that person any more."
    if chosen != modals.NOBODY:
        again = Question(name=question.name, entity_id=EntityId(chosen))
        found = tools.answer.reply(again, workspace=asker.workspace, zone=asker.zone)
        return Reply(messages=(offer_message(said, correction=made.id), found.message))
    return Reply(messages=(offer_message(said, correction=made.id),))


def forget_url(_tools: Tools, command: records.ForgetUrl, _asker: Asker) -> Reply:
    """Ask before a page is removed for good."""
    asked = (
        f"Remove {command.url} from everything stored, and from cards already posted? Nothing brings it back."
    )
    return Reply(messages=(confirm_message(asked, print_command(command), yes="Remove it"),))


def forget_person(tools: Tools, command: records.ForgetPerson, asker: Asker) -> Reply:
    """Ask before a person is removed; also which of several. Private people, whom no lookup finds, too.

    Raises:
        UserError: The name is no person's.
    """
    target = named(tools, command.name, asker, lambda name: print_command(records.ForgetPerson(name=name)))
    if isinstance(target, Unclear):
        private = _private(tools, command.name)
        if private is None:
            return target.reply
        target = private
    if target.kind != "entity" or not target.id.startswith("person:"):
        raise UserError(f"{target.label} is no person. `/policy forget url URL` removes one article.")
    asked = (
        f"Remove {target.label} from lookups and statements, and from cards already posted? Articles keep "
        "their text as published, but nothing finds them by this name."
    )
    typed = print_command(records.ForgetPerson(name=target.id))
    return Reply(messages=(confirm_message(asked, typed, yes="Remove"),))


def _private(tools: Tools, name: str) -> Target | None:
    """Somebody who was met in articles under exactly this full name."""
    with tools.database.read() as tx:
        found = tx.entities.find(EntityId(f"person:{slug_of(name)}"))
    return None if found is None else Target(kind="entity", id=found.id, label=found.name)


def confirmed(tools: Tools, press: Press, asker: Asker) -> Reply:
    """Somebody agreed to what cannot be undone.

    Raises:
        UserError: The button is of an older version.
    """
    command = parse(press.value, today=today(tools, asker.zone))
    if isinstance(command, records.ForgetUrl):
        return _forget_url(tools, command.url, asker)
    if isinstance(command, records.ForgetPerson):
        return _forget_person(tools, command.name, asker)
    raise UserError("That button has no effect here. `/policy help` lists what you can type.")


def _forget_url(tools: Tools, url: str, asker: Asker) -> Reply:
    by = _by(tools, asker)
    _, gone = tools.amend.forgetting_url(url, lambda: tools.curate.forget_url(url, by))
    stories = wording.counted(len(gone.stories), "story", "stories")
    posted = wording.counted(len(gone.deliveries), "posted message")
    return replace(told(f"Removed from {stories}; {posted} with it {_edited(gone)}."), replace=True)


def _edited(gone: Forgotten) -> str:
    return "is edited" if len(gone.deliveries) == 1 else "are edited"


def _forget_person(tools: Tools, entity_id: str, asker: Asker) -> Reply:
    by = _by(tools, asker)
    with tools.database.read() as tx:
        person = tools.directory.find_all(tx, [EntityId(entity_id)]).get(EntityId(entity_id))
    if person is None or person.kind is not EntityKind.PERSON:
        raise UserError("Nobody is known under that name any more.")
    made, gone = tools.amend.forgetting_person(
        person.id, (person.name, *person.aliases), lambda: tools.curate.forget_person(person, by)
    )
    articles = wording.counted(len(gone.articles), "article")
    posted = wording.counted(len(gone.deliveries), "posted message")
    said = f"Removed from {articles}; {posted} with the name {_edited(gone)}."
    again = "Undo lets the name be found again in what is read from then on."
    return replace(Reply(messages=(offer_message(said, again, correction=made.id),)), replace=True)
