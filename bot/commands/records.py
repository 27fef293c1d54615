"""Commands as records: what a person asked for, free of how it was typed.

Made by `bot.commands.grammar` (and by buttons), carried out by services. Each record holds plain values;
none of them knows who typed it or where.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Literal

from bot.model.lookup import Question

StoryRef = str
"""A story as people name it: its number in this channel's last digest ("2"), or its short id."""

FollowPlace = Literal["digest", "dm", "here"]
MuteKind = Literal["name", "word", "source"]


class DigestAction(StrEnum):
    """What can be done with a channel's digest without any argument."""

    NOW = "now"
    PREVIEW = "preview"
    ON = "on"
    OFF = "off"
    STATUS = "status"


class FeedsAction(StrEnum):
    """What can be done with the list of feeds without any argument."""

    LIST = "list"
    HEALTH = "health"
    IMPORT = "import"
    EXPORT = "export"


class TopicsAction(StrEnum):
    """What can be done with the topics."""

    LIST = "list"
    ADD = "add"
    EDIT = "edit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """The bare command: help and today's top three."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """Help, or help on one word."""

    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """A question about a name."""

    question: Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """Today's stories so far, only for the one who asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestDo:
    """Post, preview, switch on or off, or explain this channel's digest."""

    action: DigestAction = DigestAction.PREVIEW


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestAt:
    """Set when this channel's digest is posted; None leaves zone or weekdays as they are."""

    at: time
    zone: str | None = None
    weekdays: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSkip:
    """Leave out one local date; with ``off`` it is not left out any more."""

    on: date
    back: Literal["", "off"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestMax:
    """Set how many stories stand in the message itself, 1 to 20."""

    stories: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestHold:
    """Hold stories of one origin back for some hours, 0 for not at all."""

    hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowName:
    """Follow a name: in the digest, as a direct message, or in this channel."""

    name: str
    where: FollowPlace = "digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnfollowName:
    """Stop following a name."""

    name: str
    where: FollowPlace = "digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """List what the asker follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """Stop hearing of a name, a word or an outlet; `days` None for good."""

    kind: MuteKind
    target: str
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmute:
    """Hear again of what was muted."""

    kind: MuteKind
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Muted:
    """List what is muted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Show each article of a story, its origin, and the words that tied it there."""

    story: StoryRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Show a story's articles and statements in order of time."""

    story: StoryRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Show a story's origins and the outlets behind each."""

    story: StoryRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Take articles out of a story."""

    story: StoryRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Join a second story to a first."""

    story: StoryRef
    other: StoryRef


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedsDo:
    """List feeds, show their health, import or export them."""

    action: FeedsAction = FeedsAction.LIST


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedsAdd:
    """Subscribe to a feed, or to the feeds found on a web page."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedsRemove:
    """Remove a feed; it can be restored for seven days."""

    feed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedsPause:
    """Stop polling a feed."""

    feed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedsResume:
    """Poll a paused feed again."""

    feed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedsPack:
    """Subscribe to a pack of feeds."""

    pack: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsDo:
    """List, add or edit topics; `topic` empty where none was named."""

    action: TopicsAction = TopicsAction.LIST
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Show and change the settings of workspace and channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """Show who changed what in the last days."""

    days: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Export what is known of a name."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetUrl:
    """Remove an article everywhere, posted cards included."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetPerson:
    """Remove a person everywhere, posted cards included."""

    name: str


Command = (
    Start
    | Help
    | Lookup
    | Today
    | DigestDo
    | DigestAt
    | DigestSkip
    | DigestMax
    | DigestHold
    | FollowName
    | UnfollowName
    | Following
    | Mute
    | Unmute
    | Muted
    | Why
    | Timeline
    | Sources
    | Split
    | Merge
    | FeedsDo
    | FeedsAdd
    | FeedsRemove
    | FeedsPause
    | FeedsResume
    | FeedsPack
    | TopicsDo
    | Settings
    | Audit
    | Export
    | ForgetUrl
    | ForgetPerson
)
"""Any of them."""
