"""The desk's tables: every command, button and modal that people can meet has somebody who carries it out."""

from typing import get_args

import pytest

from bot.commands import records
from bot.errors import UserError
from bot.messages import actions, home, modals, onboarding
from bot.services.desk.desk import COMMANDS, FORMS, PRESSES, STORY_CHOICES, Desk
from bot.services.desk.digests import days_in_words
from bot.services.desk.records import Asker

ASKER = Asker(workspace="T1", user="U1", channel="C1")
DISPATCHED = {actions.STORY_MENU, actions.RUN}  # they stand for commands


def constants(module, *, prefix=""):
    return {
        value
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and value.startswith(prefix)
    }


def test_every_command_is_carried_out():
    assert [kind.__name__ for kind in get_args(records.Command) if kind not in COMMANDS] == []


def test_every_button_is_carried_out():
    ids = constants(actions) | constants(home, prefix="home_") | {onboarding.POST_IT}
    assert sorted(ids - PRESSES.keys() - DISPATCHED) == []


def test_every_modal_is_taken():
    assert sorted(constants(modals, prefix="modal_") - FORMS.keys()) == []


def test_every_choice_of_a_storys_menu_leads_somewhere():
    verbs = {verb for _, verb in actions.STORY_CHOICES}
    assert verbs >= STORY_CHOICES.keys()


def test_a_button_or_form_of_another_time_says_what_to_do():
    desk = Desk(tools=None)
    with pytest.raises(UserError, match="/policy help"):
        desk.press("gone_7", "x", asker=ASKER)
    with pytest.raises(UserError, match="Open it again"):
        desk.submit("gone", {}, "", ASKER)


@pytest.mark.parametrize(
    ("weekdays", "said"),
    [((1, 2, 3, 4, 5, 6, 7), "every day"), ((1, 3), "on Mon, Wed"), ((7,), "on Sun")],
)
def test_days_in_words(weekdays, said):
    assert days_in_words(weekdays) == said
