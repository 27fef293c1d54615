"""The modals: schedule, places, topics, feeds, OPML, follow, and the first steps.

Called by the edges. Each shows what is set now; what is sent is read back with `bot.messages.forms.filled`
under the names given here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import time
from typing import Any, Final

from bot.messages import actions, forms, limits, wording
from bot.messages.blocks import context, option, section
from bot.model.digest import DigestStory, QuietDay, Subscription
from bot.model.entity import Entity
from bot.model.lookup import Answer
from bot.model.reading import Topic

SCHEDULE: Final = "modal_schedule"
PLACES: Final = "modal_places"
TOPICS: Final = "modal_topics"
TOPIC: Final = "modal_topic"
FEED: Final = "modal_feed"
OPML: Final = "modal_opml"
FOLLOW: Final = "modal_follow"
SETUP: Final = "modal_setup"
SPLIT: Final = "modal_split"
WRONG: Final = "modal_wrong"

NOBODY: Final = "none"
"""The choice "none of these" of `wrong_modal`."""

View = dict[str, Any]

_WEEKDAYS = tuple(
    option(name, str(number))
    for number, name in enumerate(
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), start=1
    )
)
_NEW_PHRASES_CHARS = 500
_HOLDS = (0, 2, 6, 12, 24)
_MOST = (3, 5, 8, 12, 20)
_WHERE = (
    ("First in what you alone see", "digest"),
    ("As a direct message", "dm"),
)


def schedule_modal(subscription: Subscription) -> View:
    """When and how this channel's digest is posted.

    Fields: ``at``, ``zone``, ``weekdays``, ``max_stories``, ``quiet_day``, ``hold``.
    """
    hold = subscription.hold_single_origin_h
    holds = [option(f"{h} hours" if h else "Do not hold", str(h)) for h in sorted({*_HOLDS, hold})]
    quiet = [option("One short line", QuietDay.LINE), option("Nothing", QuietDay.SILENT)]
    most = [option(f"{n} stories", str(n)) for n in sorted({*_MOST, subscription.max_stories})]
    return forms.modal(
        SCHEDULE,
        "Schedule",
        [
            forms.field("at", "Time of day", forms.clock(subscription.at)),
            _zone(subscription.zone),
            forms.field("weekdays", "Days", forms.boxes(_WEEKDAYS, map(str, subscription.weekdays))),
            forms.field(
                "max_stories",
                "Stories in the message",
                forms.one_of(most, str(subscription.max_stories)),
                hint="The others stand in its thread.",
            ),
            forms.field("quiet_day", "On a day without stories", forms.one_of(quiet, subscription.quiet_day)),
            forms.field(
                "hold",
                "Stories of one origin",
                forms.one_of(holds, str(hold)),
            ),
        ],
        metadata=subscription.id,
    )


def _zone(zone: str) -> dict[str, Any]:
    return forms.field(
        "zone",
        "Time zone",
        forms.line(zone, placeholder="New York, ET or America/New_York"),
        hint="A city is enough.",
    )


def places_modal(subscription: Subscription, chosen: Iterable[Entity]) -> View:
    """Which places this channel's digest covers. Field: ``places`` (entity ids, found by typing)."""
    options = [option(place.name, place.id) for place in chosen]
    return forms.modal(
        PLACES,
        "Places",
        [
            forms.field(
                "places",
                "Cities, counties and states",
                forms.found_by_typing("Type two letters of a name", options),
                hint="None means all places.",
                optional=True,
            )
        ],
        metadata=subscription.id,
    )


def topics_modal(subscription: Subscription, topics: Sequence[Topic]) -> View:
    """Which topics this channel's digest covers. Field: ``topics`` (slugs)."""
    shown = [option(topic.name, topic.slug) for topic in topics if not topic.negative]
    return forms.modal(
        TOPICS,
        "Topics",
        [
            forms.field(
                "topics",
                "Topics",
                forms.some_of(shown, subscription.topics, placeholder="All topics"),
                hint="None means all topics.",
                optional=True,
            )
        ],
        metadata=subscription.id,
    )


def topic_modal(topic: Topic | None) -> View:
    """A topic, a team's own or a shipped one. Fields: ``name``, ``phrases`` (one a line).

    Of a long topic only as many phrases are shown as there is room for (`shown_phrases`).
    """
    shown = shown_phrases(topic) if topic else ()
    hidden = len(topic.phrases) - len(shown) if topic else 0
    more = f" {hidden} more do not fit here and are kept." if hidden else ""
    return forms.modal(
        TOPIC,
        "Topic",
        [
            forms.field("name", "Name", forms.line(topic.name if topic else "", placeholder="Bike lanes")),
            forms.field(
                "phrases",
                "Words and phrases, one a line",
                forms.line("\n".join(shown), placeholder="bike lane", long=True),
                hint=f"A story has the topic when enough of them stand in it.{more}",
            ),
        ],
        metadata=topic.slug if topic else "",
    )


def shown_phrases(topic: Topic) -> tuple[str, ...]:
    """The first phrases of a topic that an input has room for, with some left for new ones.

    >>> shown_phrases(Topic(slug="bus", name="Bus", phrases=(("bus", 1.0), ("bus lane", 3.0))))
    ('bus', 'bus lane')
    """
    room = limits.INPUT_CHARS - _NEW_PHRASES_CHARS
    found: list[str] = []
    for phrase, _ in topic.phrases:
        room -= len(phrase) + 1
        if room < 0:
            break
        found.append(phrase)
    return tuple(found)


def feeds_modal(packs: Sequence[str], chosen: Iterable[str] = ()) -> View:
    """More feeds: by address, or by the pack. Fields: ``url``, ``packs``."""
    address = forms.line(placeholder="https://example.com/feed")
    shown = [option(pack, pack) for pack in packs]
    return forms.modal(
        FEED,
        "Feeds",
        [
            forms.field(
                "url",
                "Address of a feed or a web page",
                address,
                hint="On a web page I look for its feeds.",
                optional=True,
            ),
            forms.field("packs", "Packs", forms.some_of(shown, chosen, placeholder="No pack"), optional=True),
        ],
        submit="Add",
    )


def opml_modal() -> View:
    """Feeds from another reader. Fields: ``opml`` (its text), ``url`` (where it lies)."""
    address = forms.line(placeholder="https://example.com/feeds.opml")
    most = f"At most {limits.INPUT_CHARS:,} characters."
    return forms.modal(
        OPML,
        "Import OPML",
        [
            section("Every feed reader exports its list as OPML. Give its address, or paste its text."),
            forms.field("url", "Address", address, optional=True),
            forms.field("opml", "Text", forms.line(long=True), hint=most, optional=True),
            context("Old items are marked as seen: none of them comes as news."),
        ],
        submit="Import",
    )


def follow_modal(name: str = "") -> View:
    """Follow a name. Fields: ``name``, ``where``."""
    places = [option(label, value) for label, value in _WHERE]
    return forms.modal(
        FOLLOW,
        "Follow",
        [
            forms.field("name", "Whom or what", forms.line(name, placeholder="A person, place or topic")),
            forms.field("where", "Where you hear of it", forms.one_of(places, "digest")),
            context("Only you see what you follow."),
        ],
        submit="Follow",
    )


def setup_modal(
    packs: Sequence[str], *, zone: str, at: time = time(8), channel: str = "", places: Sequence[Entity] = ()
) -> View:
    """The first steps: place, packs, channel, time.

    Fields: ``places``, ``packs``, ``channel``, ``at``, ``zone``.

    Args:
        packs: Names of the packs.
        zone: From the person's own profile.
        at: Suggested time.
        channel: Suggested channel.
        places: Suggested places.
    """
    found = [option(place.name, place.id) for place in places]
    shown = [option(pack, pack) for pack in packs]
    return forms.modal(
        SETUP,
        "Set up your digest",
        [
            forms.field("places", "Your city or state", forms.found_by_typing("Type two letters", found)),
            forms.field("packs", "What to read", forms.some_of(shown, placeholder="Choose packs")),
            forms.field("channel", "Channel", forms.channel(channel), hint="I post there once a day."),
            forms.field("at", "Time of day", forms.clock(at)),
            _zone(zone),
        ],
        submit="Preview",
    )


def split_modal(story: DigestStory) -> View:
    """Which articles do not belong to a story. Field: ``articles`` (their ids, at most a hundred shown)."""
    shown = [option(f"{article.outlet}: {article.title}", article.id) for article in story.articles]
    return forms.modal(
        SPLIT,
        "Split a story",
        [
            section("The articles you choose become a story of their own. This can be undone."),
            forms.field("articles", "Articles to take out", forms.some_of(shown)),
        ],
        submit="Split",
        metadata=story.view.story.id,
    )


def wrong_modal(answer: Answer) -> View:
    """Whom the articles of an answer are about instead. Field: ``entity`` (an id, or `NOBODY`)."""
    today = wording.local_day(answer.until_at, answer.zone)
    others = [option(wording.titled(c.entity, today), c.entity.id) for c in answer.ambiguous]
    choices = [*others, option("None of these", NOBODY)]
    return forms.modal(
        WRONG,
        "Not this person?",
        [
            section(f"What was found under {answer.title} is about somebody else. This can be undone."),
            forms.field("entity", "It is about", forms.one_of(choices)),
        ],
        submit="Correct",
        metadata=actions.question_value(answer.question),
    )
