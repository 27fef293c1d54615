"""Lookups at the desk: a name that was typed, and the buttons and menus of an answer.

Called by `bot.services.desk.desk`. The answer itself is `bot.services.answer`; nothing here notes who asked.
"""

from __future__ import annotations

from dataclasses import replace

from bot.commands import records
from bot.commands.parse import print_command
from bot.errors import UserError
from bot.messages import actions
from bot.messages.asking import offer_message
from bot.messages.chart import coverage_days, coverage_picture
from bot.messages.lookup import chosen_question
from bot.messages.notices import plain_message
from bot.model.lookup import Question
from bot.services.desk.common import find_subscription
from bot.services.desk.records import Asker, File, Press, Reply, Tools


def look_up(tools: Tools, command: records.Lookup, asker: Asker) -> Reply:
    """Answer a question; in the channel where it ends with ``here`` and the name is clear."""
    return _answer(tools, command.question, asker)


def find_coverage(tools: Tools, text: str, asker: Asker) -> Reply:
    """What was reported of the names in somebody's message: the answer for one, a choice between several."""
    names = tools.answer.names_in(text, workspace=asker.workspace)
    if len(names) == 1:
        return _answer(tools, Question(name=names[0]), asker)
    if not names:
        said = "No name in that message is in the stories read. `/policy NAME` looks one up."
        return Reply(messages=(offer_message(said),))
    choices = [(name, print_command(records.Lookup(question=Question(name=name)))) for name in names]
    return Reply(messages=(offer_message("Coverage of whom, or of what?", choices=choices),))


def choose(tools: Tools, press: Press, asker: Asker) -> Reply:
    """One of several people or places of a name was chosen."""
    return _answer(tools, actions.read_question(press.value), asker, instead=True)


def turn(tools: Tools, press: Press, asker: Asker) -> Reply:
    """Older or newer stories; shown to the one who turns the page, also below a shared answer."""
    question = actions.read_question(press.value)
    return _answer(tools, replace(question, here=False), asker, instead=True)


def change(tools: Tools, press: Press, asker: Asker) -> Reply:
    """Another window, level or view was chosen in a menu."""
    question = chosen_question(press.action, press.block_id, press.value)
    return _answer(tools, replace(question, here=False, page=0), asker, instead=True)


def share(tools: Tools, press: Press, asker: Asker) -> Reply:
    """The answer for everybody in the channel."""
    return _answer(tools, actions.read_question(press.value), asker)


def chart(tools: Tools, press: Press, asker: Asker) -> Reply:
    """Articles per day as a picture; in words where no picture can be handed over, or nothing is to be drawn.

    Raises:
        UserError: Nothing is known any more of what the button is about.
    """
    question = actions.read_question(press.value)
    found = tools.answer.reply(
        question, workspace=asker.workspace, zone=asker.zone, place_hint=place_hint(tools, asker)
    ).answer
    picture = coverage_picture(found.title, coverage_days(found)) if found is not None else None
    if picture is None:
        raise UserError(f"There is nothing to draw: no article about {question.name} in this window.")
    file = File(name=picture.name, content=picture.png, title=picture.title, alt=picture.alt)
    return Reply(messages=(plain_message(picture.alt),), file=file)


def _answer(tools: Tools, question: Question, asker: Asker, *, instead: bool = False) -> Reply:
    found = tools.answer.reply(
        question, workspace=asker.workspace, zone=asker.zone, place_hint=place_hint(tools, asker)
    )
    shown = question.here and found.answer is not None  # a question back is for the asker alone
    return Reply(messages=(found.message,), in_channel=shown, open_to_all=True, replace=instead and not shown)


def place_hint(tools: Tools, asker: Asker) -> str | None:
    """The asker's home region, else that of the first place of the channel's digest."""
    if asker.place_hint is not None:
        return asker.place_hint
    subscription = find_subscription(tools, asker)
    if subscription is None or not subscription.places:
        return None
    found = tools.directory.gazetteer.find_place(subscription.places[0])
    return found.place.region if found is not None and found.place is not None else None
