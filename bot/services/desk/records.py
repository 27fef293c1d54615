"""What comes to the desk and what leaves it: who asks, a press, a form that was sent, the reply.

Used by every handler of this package and by the edges. Plain records; nothing here does anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from bot.feeds.opml import FeedList
from bot.messages.blocks import Message
from bot.model.digest import NOBODY
from bot.model.workspace import ChannelId, UserId, WorkspaceId
from bot.services.amend import Amend
from bot.services.answer import Answerer
from bot.services.curate import Curate
from bot.services.directory import Directory
from bot.services.export import Exporter
from bot.services.feeds import FeedService
from bot.services.follow import Follows
from bot.services.publish import Publish
from bot.services.quotas import STANDARD, Quotas
from bot.services.shelf import Shelves
from bot.services.subscribe import Subscribe
from bot.services.team_topics import TeamTopics
from bot.services.topics import TopicBook
from bot.storage.database import Database

View = Mapping[str, Any]
"""A modal or home tab as the platform takes it."""

Filled = Mapping[str, str | tuple[str, ...]]
"""What was filled into a modal, by the names of its inputs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks, and where.

    Attributes:
        workspace: Whose data it is about.
        user: Who.
        channel: Where it was typed; the one with the bot for a direct message; empty on the home tab.
        zone: The person's IANA time zone.
        place_hint: Home region (``US-MA``) that wins a tie between names; None for that of the channel's
            digest.
    """

    workspace: WorkspaceId
    user: UserId
    channel: ChannelId
    zone: str = "UTC"
    place_hint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to hand over.

    Attributes:
        name: With its ending.
        content: Its bytes.
        title: As shown above it; the name where empty.
        alt: What a picture shows, for those who do not see it.
        says_all: Whether it says all that the reply's messages say, which are left out where it is handed
            over; else it comes in addition to them.
    """

    name: str
    content: bytes
    title: str = ""
    alt: str = ""
    says_all: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What to show.

    Attributes:
        messages: In order; may be none when a view says it all.
        in_channel: Whether everybody in the channel sees it, because the asker said so.
        open_to_all: Whether others may see it where the question itself was public (a mention); never what
            is personal.
        view: A modal to open.
        replace: Whether it takes the place of the message whose button was pressed.
        file: A file for an edge that can hand one over; `messages` hold what it says for all others. Where
            the reply is not for everybody, the asker gets it as a direct message.
        later: Goes on with what takes long, once a form was acknowledged; gives the reply to show.
    """

    messages: tuple[Message, ...] = ()
    in_channel: bool = False
    open_to_all: bool = False
    view: View | None = None
    replace: bool = False
    file: File | None = None
    later: Callable[[], Reply] | None = None

    def finished(self) -> Reply:
        """The reply to show: this one, or what comes of `later`."""
        return self if self.later is None else self.later()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormErrors:
    """A form that cannot be taken: input's name → the sentence that stands below it."""

    by_field: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button that was pressed, or a choice of a menu.

    Attributes:
        action: The action id, without the number that tells equal buttons apart.
        value: Of the button or the choice.
        block_id: Of the block it stands in; an answer's menus keep the question there.
    """

    action: str
    value: str
    block_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A modal that was sent.

    Attributes:
        values: By the names of the inputs.
        about: What the modal was about, as it was given when it was opened.
    """

    values: Filled
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel as the platform knows it.

    Attributes:
        name: As shown, with its ``#``.
        joined: Whether the bot can post there; None where nobody can tell.
        creator: Who made it; empty where nobody can tell.
    """

    name: str
    joined: bool | None = None
    creator: UserId = NOBODY


class Channels(Protocol):
    """Channels by id; filled by the platform's edge."""

    def describe(self, workspace: WorkspaceId, channel: ChannelId) -> Channel:
        """The channel; its id for a name where the platform does not say."""


class BareChannels:
    """Channels where no platform is connected: their ids are their names."""

    def describe(self, workspace: WorkspaceId, channel: ChannelId) -> Channel:
        """The channel under its id."""
        del workspace
        return Channel(name=f"#{channel}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody as the platform knows him.

    Attributes:
        admin: Whether he runs the workspace.
        guest: Whether he sees only some channels of it.
        zone: IANA time zone.
    """

    admin: bool = False
    guest: bool = False
    zone: str = "UTC"


class People(Protocol):
    """People by id; filled by the platform's edge."""

    def person(self, workspace: WorkspaceId, user: UserId) -> Person:
        """What the platform says of somebody; nothing special where it does not say."""


class BarePeople:
    """People where no platform is connected: nobody is special."""

    def person(self, workspace: WorkspaceId, user: UserId) -> Person:
        """Somebody."""
        del workspace, user
        return Person()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What the handlers work with; made once by `bot.app`.

    Attributes:
        database: Where everything is.
        answer: Lookups.
        publish: Digests.
        shelves: Stories as of a moment.
        subscribe: Channels and what they want.
        directory: Who is who.
        topics: Topics by team.
        clock: The present instant.
        new_id: Gives an id that nobody had before.
        follows: Follows and mutes.
        feeds: Feeds.
        packs: The feeds that can be chosen by the pack.
        topic_book: Topics as teams edit them.
        curate: Corrections.
        amend: Messages already posted.
        export: Exports.
        channels: Channels by id.
        people: People by id.
        quotas: How much a workspace and a person may have and ask.
    """

    database: Database
    answer: Answerer
    publish: Publish
    shelves: Shelves
    subscribe: Subscribe
    directory: Directory
    topics: TeamTopics
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    follows: Follows
    feeds: FeedService
    packs: Callable[[], FeedList]
    topic_book: TopicBook
    curate: Curate
    amend: Amend
    export: Exporter
    channels: Channels = field(default_factory=BareChannels)
    people: People = field(default_factory=BarePeople)
    quotas: Quotas = STANDARD
