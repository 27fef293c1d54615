"""Commands, presses and forms to what carries them out: three tables, one line each.

Called by the edges. A new command is a row in `bot.commands.grammar`, a handler in a module of this package,
and a line in `COMMANDS`; a button is a line in `PRESSES`, a modal one in `FORMS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from bot.commands import records
from bot.commands.grammar import SLASH, help_rows
from bot.commands.parse import nearest_verbs, parse
from bot.commands.records import Command
from bot.errors import UserError
from bot.messages import actions, home, modals, onboarding
from bot.messages.blocks import Element
from bot.messages.help import help_message
from bot.messages.settings import RIGHTS
from bot.model.workspace import UserId, WorkspaceId
from bot.services.desk import (
    curation,
    digests,
    feeds,
    following,
    hometab,
    lookups,
    roles,
    schedule,
    settings,
    stories,
    topics,
)
from bot.services.desk import onboarding as start
from bot.services.desk.common import today
from bot.services.desk.records import Asker, Filled, Form, FormErrors, Press, Reply, Tools, View

_ONCE_S = 3600.0  # Slack sends an event again for up to an hour


def explain(_tools: Tools, command: records.Help, _asker: Asker) -> Reply:
    """Help, or help on one word."""
    rows = help_rows(command.word)
    shown = help_message(rows, word=command.word, near=nearest_verbs(command.word))
    return Reply(messages=(shown,), open_to_all=True)


COMMANDS: Mapping[type, Callable[[Tools, Any, Asker], Reply]] = MappingProxyType(
    {
        records.Start: digests.start,
        records.Help: explain,
        records.Lookup: lookups.look_up,
        records.Today: digests.so_far,
        records.DigestDo: digests.do,
        records.DigestAt: digests.at,
        records.DigestSkip: digests.skip,
        records.DigestMax: digests.most,
        records.DigestHold: digests.hold,
        records.FollowName: following.follow,
        records.UnfollowName: following.unfollow,
        records.Following: following.following,
        records.Mute: following.mute,
        records.Unmute: following.unmute,
        records.Muted: following.muted,
        records.FeedsDo: feeds.do,
        records.FeedsAdd: feeds.add,
        records.FeedsRemove: feeds.remove,
        records.FeedsPause: feeds.pause,
        records.FeedsResume: feeds.resume,
        records.FeedsPack: feeds.pack,
        records.TopicsDo: topics.do,
        records.Settings: settings.show,
        records.Audit: settings.audit,
        records.Export: settings.export,
        records.Split: curation.split,
        records.Merge: curation.merge,
        records.ForgetUrl: curation.forget_url,
        records.ForgetPerson: curation.forget_person,
        records.Why: stories.why,
        records.Timeline: stories.timeline,
        records.Sources: stories.sources,
    }
)
"""Record → what carries it out."""

PRESSES: Mapping[str, Callable[[Tools, Press, Asker], Reply]] = MappingProxyType(
    {
        actions.LOOKUP_CHOOSE: lookups.choose,
        actions.LOOKUP_WINDOW: lookups.change,
        actions.LOOKUP_LEVEL: lookups.change,
        actions.LOOKUP_VIEW: lookups.change,
        actions.LOOKUP_OLDER: lookups.turn,
        actions.LOOKUP_NEWER: lookups.turn,
        actions.LOOKUP_SHARE: lookups.share,
        actions.LOOKUP_CHART: lookups.chart,
        actions.FOLLOW: following.follow_pressed,
        actions.UNFOLLOW: following.end_pressed,
        home.UNMUTE: following.end_pressed,
        home.OPEN_FOLLOW: following.open_follow,
        actions.LOOKUP_WRONG: curation.wrong_pressed,
        actions.STORY_UNDO: curation.undo_pressed,
        actions.CONFIRMED: curation.confirmed,
        home.OPEN_RIGHTS: settings.open_rights,
        home.OPEN_FEEDS: feeds.open_feeds,
        home.OPEN_OPML: feeds.open_opml,
        home.PREVIEW: digests.preview_pressed,
        home.SWITCH: digests.switch,
        home.OPEN_SCHEDULE: schedule.open_schedule,
        home.OPEN_PLACES: schedule.open_places,
        home.OPEN_TOPICS: schedule.open_topics,
        home.OPEN_SETUP: start.open_setup,
        onboarding.POST_IT: start.post_it,
    }
)
"""Action id → what carries it out."""

FORMS: Mapping[str, Callable[[Tools, Form, Asker], Reply | FormErrors]] = MappingProxyType(
    {
        modals.SCHEDULE: schedule.save_schedule,
        modals.PLACES: schedule.save_places,
        modals.TOPICS: schedule.save_topics,
        modals.FOLLOW: following.save_follow,
        modals.FEED: feeds.save_feeds,
        modals.OPML: feeds.save_opml,
        modals.TOPIC: topics.save_topic,
        modals.SETUP: start.save_setup,
        modals.SPLIT: curation.save_split,
        modals.WRONG: curation.save_wrong,
        RIGHTS: settings.save_rights,
    }
)
"""Callback id of a modal → what takes it."""

CHANGING = frozenset(
    {
        home.SWITCH,
        home.OPEN_SCHEDULE,
        home.OPEN_PLACES,
        home.OPEN_TOPICS,
        home.OPEN_FEEDS,
        home.OPEN_OPML,
        onboarding.POST_IT,
        modals.SCHEDULE,
        modals.PLACES,
        modals.TOPICS,
        modals.FEED,
        modals.OPML,
        modals.TOPIC,
        modals.SETUP,
        modals.SPLIT,
        modals.WRONG,
        actions.LOOKUP_WRONG,
        actions.STORY_UNDO,
        actions.CONFIRMED,
        home.OPEN_RIGHTS,
        RIGHTS,
    }
)
"""Buttons and forms that change something for others, as commands marked so in the table do."""

STORY_CHOICES: Mapping[str, Callable[[str], Command]] = MappingProxyType(
    {
        "why": lambda story: records.Why(story=story),
        "timeline": lambda story: records.Timeline(story=story),
        "sources": lambda story: records.Sources(story=story),
        "follow": lambda story: records.FollowName(name=f"story:{story}", where="dm"),
        "mute": lambda story: records.Mute(kind="name", target=f"story:{story}", days=actions.MUTE_DAYS),
    }
)
"""Choice of a story's menu → the command that it stands for."""


class Desk:
    """Carries out what people ask for.

    Args:
        tools: What the handlers work with.
    """

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def first_time(self, key: str, workspace: WorkspaceId, user: UserId) -> bool:
        """Whether nobody brought this event, command or press before; shared by all processes.

        Not worth waiting for the disk: a machine that stops answers at most one request again.

        Args:
            key: The same for every repeat of a request, and for no other of the workspace.
            workspace: Whose.
            user: Who asks.

        Ends in `UserError` if this person asks too often.
        """
        now = self._tools.clock()
        with self._tools.database.write(durable=False) as tx:
            if not tx.guards.first_time(f"desk:{workspace}:{key}", now=now, ttl_s=_ONCE_S):
                return False
            self._tools.quotas.ask(tx, workspace, user, now=now)
        return True

    def typed(self, text: str, asker: Asker, *, verb: str = SLASH) -> Reply:
        """Carry out what somebody typed behind a slash command, or to the bot."""
        return self.run(parse(text, verb=verb, today=today(self._tools, asker.zone)), asker)

    def run(self, command: Command, asker: Asker) -> Reply:
        """Carry out a command.

        Raises:
            UserError: It cannot be done; the text says what would work.
        """
        handler = COMMANDS.get(type(command))
        if handler is None:
            raise UserError("That is not possible here yet. `/policy help` lists what is.")
        if roles.is_change(command):
            roles.require(self._tools, asker)
        return handler(self._tools, command, asker)

    def press(self, action_id: str, value: str, *, block_id: str = "", asker: Asker) -> Reply:
        """Carry out a button or a choice of a menu.

        Raises:
            UserError: The button is of another time and has no effect any more.
        """
        action = actions.bare(action_id)
        if action == actions.STORY_MENU:
            verb, story = actions.read_story_choice(value)
            if verb in STORY_CHOICES:
                return self.run(STORY_CHOICES[verb](story), asker)
        if action == actions.RUN or action.startswith(f"{actions.RUN}_"):
            return replace(self.typed(value, asker), replace=action.endswith("_undo"))
        handler = PRESSES.get(action)
        if handler is None:
            raise UserError("That button has no effect here. `/policy help` lists what you can type.")
        if action in CHANGING:
            roles.require(self._tools, asker, about=value)
        return handler(self._tools, Press(action=action, value=value, block_id=block_id), asker)

    def submit(self, callback_id: str, values: Filled, about: str, asker: Asker) -> Reply | FormErrors:
        """Take a form.

        Args:
            callback_id: Of the modal.
            values: What was filled in, by the names of the inputs.
            about: What the modal was about.
            asker: Who sent it.

        Returns:
            The reply, or what is wrong with which input.

        Raises:
            UserError: The modal is of another time.
        """
        handler = FORMS.get(callback_id)
        if handler is None:
            raise UserError("That form is of an older version. Open it again.")
        if callback_id in CHANGING:
            roles.require(self._tools, asker, about=about)
        return handler(self._tools, Form(values=values, about=about), asker)

    def found_in(self, text: str, asker: Asker) -> Reply:
        """What was reported of the names in somebody's message."""
        return lookups.find_coverage(self._tools, text, asker)

    def suggest(self, typed: str) -> tuple[Element, ...]:
        """Places for a menu that is found by typing."""
        return schedule.suggest_places(self._tools, typed)

    def welcome(self, asker: Asker) -> Reply:
        """A direct message for somebody who meets the app; empty where there is none to send."""
        return start.welcome(self._tools, asker)

    def home(self, asker: Asker) -> View:
        """The home tab of one person."""
        return hometab.home(self._tools, asker)
