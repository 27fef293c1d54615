"""The table of all commands.

One row per way to type a command. Parser, help, completion, documents and tests are made from this table;
to add a command, add a row here and a record in `bot.commands.records`. It answers nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bot.commands import arguments as take
from bot.commands import records
from bot.commands.arguments import Argument
from bot.commands.question import FULL_USAGE, question
from bot.commands.records import DigestAction, FeedsAction, TopicsAction
from bot.model.command import CommandHelp
from bot.model.entity import EntityKind

SLASH = "/policy"
KINDS = MappingProxyType({"/person": EntityKind.PERSON, "/city": EntityKind.PLACE})
"""Short forms that another app may own; ``/policy person`` and ``/policy city`` say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One way to type a command.

    Attributes:
        words: The words it starts with, verb first; empty for the bare command and for a lookup.
        makes: The record.
        arguments: In the order in which they are shown.
        fixed: Fields that the words themselves decide.
        group: Heading in help.
        summary: What it does.
        example: One that works.
        changes: Whether it changes something for others.
        listed: Whether help lists it; short forms of a listed row are not.
    """

    words: tuple[str, ...] = ()
    makes: type[Any]
    arguments: tuple[Argument, ...] = ()
    fixed: dict[str, Any] = field(default_factory=dict)
    group: str
    summary: str
    example: str
    changes: bool = False
    listed: bool = True

    @property
    def usage(self) -> str:
        """How it is typed, without the slash command."""
        return " ".join((*self.words, *(argument.usage for argument in self.arguments)))


_ASK = "Look up"
_DIGEST = "This channel's digest"
_FOLLOW = "Follow and mute"
_STORY = "A story"
_FEEDS = "Feeds and topics"
_ADMIN = "Settings and privacy"


def _simple(words: str, makes: type[Any], group: str, summary: str, **more: Any) -> Form:
    """A row whose example is its own words."""
    return Form(words=tuple(words.split()), makes=makes, group=group, summary=summary, example=words, **more)


def _of_story(verb: str, makes: type[Any], summary: str, *, changes: bool = False) -> Form:
    return Form(
        words=(verb,),
        makes=makes,
        arguments=(take.story(),),
        group=_STORY,
        summary=summary,
        example=f"{verb} 2",
        changes=changes,
    )


def _of_feeds(action: FeedsAction, summary: str, *, changes: bool = False) -> Form:
    return _simple(
        f"feeds {action}", records.FeedsDo, _FEEDS, summary, fixed={"action": action}, changes=changes
    )


def _of_digest(action: DigestAction, summary: str, *, changes: bool = True) -> Form:
    return _simple(
        f"digest {action}", records.DigestDo, _DIGEST, summary, fixed={"action": action}, changes=changes
    )


def _of_feed(verb: str, makes: type[Any], argument: Argument, summary: str, example: str) -> Form:
    return Form(
        words=("feeds", verb),
        makes=makes,
        arguments=(argument,),
        group=_FEEDS,
        summary=summary,
        example=f"feeds {verb} {example}",
        changes=True,
    )


_WHERE = take.choice("where", ("dm", "here"), "digest")

TABLE: tuple[Form, ...] = (
    Form(makes=records.Start, group=_ASK, summary="Help and today's top three", example=""),
    Form(
        makes=records.Lookup,
        arguments=(question(usage=FULL_USAGE),),
        group=_ASK,
        summary="What was reported of a person, place, body or topic, and who said what",
        example="Boston 14d level:city",
    ),
    Form(
        words=("about",),
        makes=records.Lookup,
        arguments=(question(),),
        group=_ASK,
        summary="Look up a name that starts like a command",
        example="about Today Show",
    ),
    Form(
        words=("person",),
        makes=records.Lookup,
        arguments=(question(EntityKind.PERSON),),
        group=_ASK,
        summary="Look up a person (also /person NAME)",
        example="person Jane Doe quotes",
    ),
    Form(
        words=("city",),
        makes=records.Lookup,
        arguments=(question(EntityKind.PLACE),),
        group=_ASK,
        summary="Look up a place (also /city NAME)",
        example="city Springfield since monday",
    ),
    _simple("today", records.Today, _ASK, "Today's stories so far, only for you"),
    _of_digest(DigestAction.PREVIEW, "Show the next digest, only to you", changes=False),
    _of_digest(DigestAction.NOW, "Post the digest now"),
    _of_digest(DigestAction.ON, "Post the digest on its schedule"),
    _of_digest(DigestAction.OFF, "Stop posting it"),
    _of_digest(DigestAction.STATUS, "When it comes next, and how the last one went", changes=False),
    Form(
        words=("digest", "at"),
        makes=records.DigestAt,
        arguments=(take.time_of_day(), take.zone(), take.weekdays()),
        group=_DIGEST,
        summary="Set its time, zone and days",
        example="digest at 08:00 New York weekdays",
        changes=True,
    ),
    Form(
        words=("digest", "skip"),
        makes=records.DigestSkip,
        arguments=(take.day(), take.choice("back", ("off",), "")),
        group=_DIGEST,
        summary="Leave out one day; off behind it takes that back",
        example="digest skip tomorrow",
        changes=True,
    ),
    Form(
        words=("digest", "max"),
        makes=records.DigestMax,
        arguments=(take.whole_number("stories", 1, take.MAX_IN_PARENT),),
        group=_DIGEST,
        summary="Stories in the message; the rest goes to its thread",
        example="digest max 8",
        changes=True,
    ),
    Form(
        words=("digest", "hold", "single-origin"),
        makes=records.DigestHold,
        arguments=(take.hours(),),
        group=_DIGEST,
        summary="Hold back stories of one origin until a second one is found",
        example="digest hold single-origin 6h",
        changes=True,
    ),
    Form(
        words=("digest", "hold"),
        makes=records.DigestHold,
        arguments=(take.hours(),),
        group=_DIGEST,
        summary="Hold back stories of one origin",
        example="digest hold 6h",
        changes=True,
        listed=False,
    ),
    _simple("digest", records.DigestDo, _DIGEST, "Show the next digest, only to you", listed=False),
    Form(
        words=("follow",),
        makes=records.FollowName,
        arguments=(take.name(), _WHERE),
        group=_FOLLOW,
        summary="Hear of a name first: in the digest, as a direct message, or in this channel",
        example="follow Boston dm",
    ),
    Form(
        words=("unfollow",),
        makes=records.UnfollowName,
        arguments=(take.name(), _WHERE),
        group=_FOLLOW,
        summary="Stop following a name",
        example="unfollow Boston dm",
    ),
    _simple("following", records.Following, _FOLLOW, "What you follow; only you see it"),
    Form(
        words=("mute", "word"),
        makes=records.Mute,
        arguments=(take.name("target", '"…"'), take.days("[7d]")),
        fixed={"kind": "word"},
        group=_FOLLOW,
        summary="Leave out stories with a word in the headline",
        example='mute word "box office" 7d',
    ),
    Form(
        words=("mute", "source"),
        makes=records.Mute,
        arguments=(take.domain(), take.days("[7d]")),
        fixed={"kind": "source"},
        group=_FOLLOW,
        summary="Leave out an outlet",
        example="mute source example.com 7d",
    ),
    Form(
        words=("mute",),
        makes=records.Mute,
        arguments=(take.name("target"), take.days("[7d]")),
        fixed={"kind": "name"},
        group=_FOLLOW,
        summary="Leave out stories about a name",
        example="mute Springfield 7d",
    ),
    Form(
        words=("unmute", "word"),
        makes=records.Unmute,
        arguments=(take.name("target", '"…"'),),
        fixed={"kind": "word"},
        group=_FOLLOW,
        summary="Show such stories again",
        example='unmute word "box office"',
    ),
    Form(
        words=("unmute", "source"),
        makes=records.Unmute,
        arguments=(take.domain(),),
        fixed={"kind": "source"},
        group=_FOLLOW,
        summary="Show an outlet again",
        example="unmute source example.com",
    ),
    Form(
        words=("unmute",),
        makes=records.Unmute,
        arguments=(take.name("target"),),
        fixed={"kind": "name"},
        group=_FOLLOW,
        summary="Show stories about a name again",
        example="unmute Springfield",
    ),
    _simple("muted", records.Muted, _FOLLOW, "What is muted, and until when"),
    _of_story("why", records.Why, "Each article, its origin, and the words that tied it there"),
    _of_story("timeline", records.Timeline, "Its articles and statements in order of time"),
    _of_story("sources", records.Sources, "Its origins and the outlets behind each"),
    _of_story("split", records.Split, "Take articles out of it", changes=True),
    Form(
        words=("merge",),
        makes=records.Merge,
        arguments=(take.story(), take.story("other")),
        group=_STORY,
        summary="Join the second story to the first",
        example="merge 2 5",
        changes=True,
    ),
    _of_feeds(FeedsAction.LIST, "The feeds that are read"),
    _of_feeds(FeedsAction.HEALTH, "Which fail, and why"),
    _of_feed("add", records.FeedsAdd, take.url(), "Read another feed", "https://example.com/feed"),
    _of_feed("remove", records.FeedsRemove, take.identifier("feed"), "Stop reading one (undo: 7 days)", "f1"),
    _of_feed("pause", records.FeedsPause, take.identifier("feed"), "Leave one alone for now", "f1"),
    _of_feed("resume", records.FeedsResume, take.identifier("feed"), "Read a paused one again", "f1"),
    _of_feed("pack", records.FeedsPack, take.name("pack"), "Read a pack of feeds", "immigration"),
    _of_feeds(FeedsAction.IMPORT, "Read the feeds of an OPML file", changes=True),
    _of_feeds(FeedsAction.EXPORT, "All feeds as OPML"),
    _simple("feeds", records.FeedsDo, _FEEDS, "The feeds that are read", listed=False),
    _simple("topics list", records.TopicsDo, _FEEDS, "The topics", fixed={"action": TopicsAction.LIST}),
    Form(
        words=("topics", "add"),
        makes=records.TopicsDo,
        arguments=(take.name("topic", "[NAME]"),),
        fixed={"action": TopicsAction.ADD},
        group=_FEEDS,
        summary="Add a topic of your own",
        example="topics add bike lanes",
        changes=True,
    ),
    Form(
        words=("topics", "edit"),
        makes=records.TopicsDo,
        arguments=(take.name("topic", "[NAME]"),),
        fixed={"action": TopicsAction.EDIT},
        group=_FEEDS,
        summary="Change the phrases of a topic",
        example="topics edit housing",
        changes=True,
    ),
    _simple("topics", records.TopicsDo, _FEEDS, "The topics", listed=False),
    _simple("settings", records.Settings, _ADMIN, "What is set for this workspace and channel"),
    Form(
        words=("audit",),
        makes=records.Audit,
        arguments=(take.days("[30d]", default=30, alone=True),),
        group=_ADMIN,
        summary="Who changed what",
        example="audit 30d",
    ),
    Form(
        words=("export",),
        makes=records.Export,
        arguments=(take.name(),),
        group=_ADMIN,
        summary="All that is known of a name, as a file",
        example="export Boston",
    ),
    Form(
        words=("forget", "url"),
        makes=records.ForgetUrl,
        arguments=(take.url(),),
        group=_ADMIN,
        summary="Remove an article, also from cards already posted",
        example="forget url https://example.com/article",
        changes=True,
    ),
    Form(
        words=("forget", "person"),
        makes=records.ForgetPerson,
        arguments=(take.name(usage='"…"'),),
        group=_ADMIN,
        summary="Remove a person, also from cards already posted",
        example='forget person "Jane Doe"',
        changes=True,
    ),
    Form(
        words=("help",),
        makes=records.Help,
        arguments=(take.name("word", "[WORD]"),),
        group=_ASK,
        summary="All commands, or one of them",
        example="help digest",
    ),
)

VERBS = tuple(sorted({form.words[0] for form in TABLE if form.words}))


def help_rows(word: str = "") -> tuple[CommandHelp, ...]:
    """What help lists, in the order of the table; with a word, the rows of that verb; empty for none.

    >>> [row.usage for row in help_rows("audit")]
    ['audit [30d]']
    """
    wanted = word.strip().lower()
    return tuple(
        CommandHelp(
            verb=form.words[0] if form.words else "",
            group=form.group,
            usage=form.usage,
            summary=form.summary,
            example=form.example,
            changes=form.changes,
        )
        for form in TABLE
        if form.listed and (not wanted or (form.words and form.words[0] == wanted))
    )
