"""A digest as messages: the parent, and the replies of its thread.

Called by `bot.services.publish` and by previews. What does not fit into the parent goes to the thread, so
that no story is lost; a day without stories is one short line.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from bot.messages import cards, limits, wording
from bot.messages.actions import distinct
from bot.messages.blocks import (
    Block,
    Element,
    Message,
    context,
    day,
    header,
    moment,
    rich,
    section,
    text,
)
from bot.messages.cards import Setting
from bot.messages.fallback import spoken, words_of_block
from bot.model.digest import Digest, DigestStory

DATE_FORM = "\u200b{date_short_pretty}, {time}"
"""Slack writes a date's first letter large unless something invisible stands before it."""

_HEADING_CHARS = 100  # leaves room in the header for name and date
_FEEDS_HELP = "/policy feeds health"
_MOST_TOPICS = 20  # the shipped list has 18


def digest_messages(digest: Digest) -> tuple[Message, ...]:
    """The parent message, then the replies of its thread in order.

    Every message keeps Slack's limits, whatever the digest holds. A digest without stories is one
    message of one line.
    """
    if not digest.stories and not digest.more:
        return (_quiet(digest),)
    setting = Setting(today=digest.local_on, zone=digest.zone, since_at=digest.since_at)
    shown = len(digest.stories)
    parent = _parent(digest, shown, setting)
    while shown > 1 and not limits.fits(parent):
        shown -= 1
        parent = _parent(digest, shown, setting)
    rest = (*digest.stories[shown:], *digest.more)
    text_alone = _aloud(digest, digest.stories[:shown], setting)
    return Message(text=text_alone, blocks=parent), *_thread(rest, setting, _unlisted(digest))


def _parent(digest: Digest, shown: int, setting: Setting) -> list[Block]:
    blocks = [header(_title(digest)), rich(_scope(digest))]
    for name, stories in _sections(digest.stories[:shown]):
        blocks.append(rich([text(name.upper(), bold=True)]))
        blocks += [block for story in stories for block in cards.card(story, setting)]
    rest = len(digest.stories) - shown + len(digest.more)
    if rest:
        also = wording.counted(rest, "more story", "more stories")
        blocks.append(section(f"Also: {also} → in the thread"))
    return distinct([*blocks, context(_footer(digest))])


def _sections(stories: Iterable[DigestStory]) -> list[tuple[str, list[DigestStory]]]:
    return [(name, list(members)) for name, members in groupby(stories, key=_topic_name)]


def _topic_name(story: DigestStory) -> str:
    return limits.cut(story.topic_name or story.topic.replace("-", " "), _HEADING_CHARS)


def _heading(digest: Digest) -> str:
    return limits.cut(digest.heading, _HEADING_CHARS)


def _title(digest: Digest) -> str:
    return f"Policy digest · {_heading(digest)} · {day(digest.local_on)}"


def _scope(digest: Digest) -> list[Element]:
    stories = wording.counted(digest.total, "story", "stories")
    feeds = wording.counted(digest.feeds_total, "feed")
    since = moment(digest.since_at, wording.clock(digest.since_at, digest.zone), DATE_FORM)
    return [text("since "), since, text(f" · {stories} from {feeds}")]


def _coverage(digest: Digest) -> str:
    """How many feeds were read, and since when the others fail."""
    failing = len(digest.failures)
    if not failing:
        return f"{wording.counted(digest.feeds_total, 'feed')} read"
    since = min((f.since_at for f in digest.failures if f.since_at is not None), default=None)
    when = (
        f" since {wording.short_day(wording.local_day(since, digest.zone), digest.local_on)}" if since else ""
    )
    read = max(digest.feeds_total - failing, 0)
    return f"{read} of {digest.feeds_total} feeds read; {failing} failing{when} ({_FEEDS_HELP})"


def _footer(digest: Digest) -> str:
    held = wording.counted(digest.held, "story", "stories")
    parts = [
        _coverage(digest),
        f"{held} of one origin held back until a second one is found" if digest.held else "",
        "quotes are copied from the linked pages",
    ]
    return " · ".join(part for part in parts if part)


def _quiet(digest: Digest) -> Message:
    """One short line for a day without stories, or on which no feed could be read."""
    since = wording.clock(digest.since_at, digest.zone)
    if digest.feeds_total and len(digest.failures) >= digest.feeds_total:
        said = f"None of {wording.counted(digest.feeds_total, 'feed')} could be read"
        line = f"{said} for {_heading(digest)} since {since} ({_FEEDS_HELP})"
    else:
        line = f"No new stories for {_heading(digest)} since {since} · {_coverage(digest)}"
        if digest.held:
            line += f" · {wording.counted(digest.held, 'story', 'stories')} of one origin held back"
    return Message(text=spoken([line]), blocks=[rich([text(line)])])


def _unlisted(digest: Digest) -> list[Block]:
    """How many stories more there are of each topic, and how to look them up; nothing without any."""
    if not digest.unlisted:
        return []
    count = sum(count for _, count in digest.unlisted)
    by_topic = [
        f"{limits.cut(name, _HEADING_CHARS)} {count}" for name, count in digest.unlisted[:_MOST_TOPICS]
    ]
    first = limits.cut(digest.unlisted[0][0], _HEADING_CHARS)
    return [
        rich(
            [text(f"And {wording.counted(count, 'story more', 'stories more')}: {' · '.join(by_topic)}")],
            [text("All of a topic: "), text(f"/policy {first}", code=True)],
        )
    ]


def _thread(stories: tuple[DigestStory, ...], setting: Setting, close: list[Block]) -> list[Message]:
    """The other stories by topic and how many more there are, in as few replies as Slack's limits allow."""
    replies: list[list[Block]] = []
    for name, members in _sections(stories):
        label = rich([text(name.upper(), bold=True)])
        for story in members:
            block = cards.brief(story, setting)
            if replies and limits.fits([*replies[-1], label, block]):
                replies[-1] += [block] if story is not members[0] else [label, block]
            else:
                replies.append([label, block])
    if replies and limits.fits([*replies[-1], *close]):
        replies[-1] += close
    elif close:
        replies.append(close)
    return [Message(text=spoken(map(words_of_block, blocks)), blocks=blocks) for blocks in replies]


def _aloud(digest: Digest, stories: Iterable[DigestStory], setting: Setting) -> str:
    """The digest in sentences: enough for a notification, a screen reader, or no blocks at all."""
    count = wording.counted(digest.total, "story", "stories")
    feeds = wording.counted(digest.feeds_total, "feed")
    first = f"Policy digest for {_heading(digest)}, {day(digest.local_on)}: {count} from {feeds}."
    sentences = [first, *(cards.aloud(story, setting) for story in stories)]
    return spoken(sentences, f"{_footer(digest).replace(' · ', ', ')}.")
