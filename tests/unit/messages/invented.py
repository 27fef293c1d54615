"""Invented records: a mayor, a service director, six outlets, and three days of their news.

Used by the tests of messages, digests and lookups. Everybody and every outlet here is made up.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.messages.home import Home, HomeChannel
from bot.model.article import Article, ArticleId
from bot.model.digest import (
    Delivery,
    DeliveryId,
    DeliveryState,
    Digest,
    DigestStory,
    FeedFailure,
    Subscription,
    SubscriptionId,
)
from bot.model.entity import Entity, EntityId, EntityKind, Level, Place, PlaceType, Role
from bot.model.feed import Feed, FeedId, FeedState, FeedStatus, OutletId
from bot.model.lookup import Answer, Candidate, Follow, Question, Quote
from bot.model.reading import Topic
from bot.model.statement import Stance, Statement, StatementId
from bot.model.story import (
    Changes,
    NumberConflict,
    Origin,
    OriginGraph,
    OriginKind,
    Reply,
    Status,
    StatusKind,
    Story,
    StoryId,
    StoryView,
    Tie,
    TieReason,
)
from bot.model.workspace import AuditEntry, ChannelId, UserId, WorkspaceId

ZONE = "America/New_York"
TODAY = date(2026, 8, 26)  # a Wednesday
NOW = datetime(2026, 8, 26, 12, 0, tzinfo=UTC)
SINCE = NOW - timedelta(days=1)

REYES = Entity(
    id=EntityId("person:ana-reyes-port-ellis"),
    kind=EntityKind.PERSON,
    name="Ana Reyes",
    level=Level.CITY,
    roles=(
        Role(
            title="Mayor of Port Ellis",
            short="Mayor",
            level=Level.CITY,
            starts_on=date(2024, 1, 1),
            as_of=date(2026, 8, 1),
        ),
    ),
    listed=True,
)
PIKE = Entity(
    id=EntityId("person:rowan-pike"),
    kind=EntityKind.PERSON,
    name="Rowan Pike",
    level=Level.FEDERAL,
    roles=(Role(title="Acting director of the Border Service", level=Level.FEDERAL, as_of=date(2024, 6, 1)),),
    listed=True,
)
POLICE = Entity(
    id=EntityId("org:port-ellis-police"),
    kind=EntityKind.ORG,
    name="the Port Ellis Police",
    level=Level.CITY,
    municipal=True,
)
PORT_ELLIS = Entity(
    id=EntityId("geonames:1"),
    kind=EntityKind.PLACE,
    name="Port Ellis",
    place=Place(type=PlaceType.CITY, lat=42.0, lon=-70.0, country="US", region="US-MA", population=90_000),
)
ENTITIES = {entity.id: entity for entity in (REYES, PIKE, POLICE, PORT_ELLIS)}

CLAIM = "Many officers in Port Ellis quietly help us behind the scenes"
OUTLETS = ("Bay Chronicle", "Coast Report", "Harbor Ledger", "Morning Post", "Night Wire", "The Pier")


def article(number: int, title: str, outlet: str, **more: object) -> Article:
    """An article of the invented web, an hour after the one before."""
    at = datetime(2026, 8, 25, 13, 0, tzinfo=UTC) + timedelta(hours=number)
    values = {
        "id": ArticleId(f"a{number}"),
        "url": f"https://{outlet.lower().replace(' ', '-')}.example/{number}",
        "title": title,
        "outlet": outlet,
        "outlet_id": OutletId(outlet.lower().replace(" ", "-")),
        "published_at": at,
        "first_seen_at": at,
        "feeds": (FeedId("f1"),),
        **more,
    }
    return Article(**values)


def statement(
    number: int, of: Article, words: str, speaker: Entity | None = PIKE, **more: object
) -> Statement:
    """A statement in an article whose text has the words."""
    values = {
        "id": StatementId(f"s{number}"),
        "article_id": of.id,
        "field": "text",
        "source": (0, 1),
        "cue": (2, 3),
        "content": ((4, 4 + len(words)),),
        "words": words,
        "quoted": True,
        "speaker": speaker.id if speaker else None,
        "speaker_text": speaker.name if speaker else "",
        **more,
    }
    return Statement(**values)


HEADLINE = 'Border Service chief says Port Ellis police help "behind the scenes"'
TITLES = (
    HEADLINE,
    "Officers said to help the Border Service",
    "Service chief: city police are with us",
    "Port Ellis police help us quietly, chief says",
    "Chief makes radio claim about Port Ellis",
    "Police in Port Ellis quietly help the service",
)
CLAIM_ARTICLES = tuple(
    article(
        number,
        HEADLINE if number == 0 else TITLES[number],
        outlet,
        summary="A federal chief made a claim on the radio about the city's police, and the mayor's rule.",
        body=f"“{CLAIM},” Rowan Pike said on The Dale Morrow Show.",
    )
    for number, outlet in enumerate(OUTLETS)
)
PIKE_SAID = statement(
    1,
    CLAIM_ARTICLES[0],
    CLAIM,
    venue="The Dale Morrow Show",
    venue_kind="broadcast",
    said_on=date(2026, 8, 26),
)
RADIO = Origin(
    id="o1",
    kind=OriginKind.STATEMENT,
    label="one interview",
    speaker=PIKE.id,
    venue="The Dale Morrow Show",
    outlets=OUTLETS[:5],
    article_ids=tuple(a.id for a in CLAIM_ARTICLES[:5]),
)
UNNAMED = Origin(
    id="o2",
    kind=OriginKind.UNNAMED,
    label="no source named",
    outlets=OUTLETS[5:],
    article_ids=(CLAIM_ARTICLES[5].id,),
)
CLAIM_GRAPH = OriginGraph(
    origins=(RADIO, UNNAMED),
    ties=(
        *(
            Tie(
                article_id=a.id,
                origin_id="o1",
                reason=TieReason.RELAY if a.id != "a0" else TieReason.SHARED_STATEMENT,
                relay="Bay Chronicle" if a.id != "a0" else "",
                words="Rowan Pike said on The Dale Morrow Show",
            )
            for a in CLAIM_ARTICLES[:5]
        ),
        Tie(article_id=CLAIM_ARTICLES[5].id, origin_id="o2", reason=TieReason.NONE_NAMED),
    ),
)
CLAIM_STATUS = Status(
    kind=StatusKind.ONE_ORIGIN,
    origins=1,
    outlets=6,
    traced=5,
    unsourced=1,
    line="One origin traced (5 of 6 outlets, one interview) · 1 names no source",
)


def view(story_id: str, articles: tuple[Article, ...], status: Status, **more: object) -> StoryView:
    """A story over the articles."""
    story = Story(
        id=StoryId(story_id),
        article_ids=tuple(a.id for a in articles),
        first_at=articles[0].published_at,
        last_at=articles[-1].published_at,
        updated_at=articles[-1].published_at,
    )
    values = {
        "story": story,
        "headline_article": articles[0].id,
        "outlets": tuple(sorted({a.outlet for a in articles})),
        "status": status,
        **more,
    }
    return StoryView(**values)


CLAIM_VIEW = view(
    "k7",
    CLAIM_ARTICLES,
    CLAIM_STATUS,
    levels=(Level.CITY, Level.FEDERAL),
    topics=("immigration",),
    entities=(PIKE.id, PORT_ELLIS.id, REYES.id, POLICE.id),
    graph=CLAIM_GRAPH,
    statements=(PIKE_SAID,),
    reply=Reply(concerned=(REYES.id, POLICE.id), feeds=41, since_at=SINCE),
)
CLAIM_STORY = DigestStory(
    number=1,
    topic="immigration",
    topic_name="Immigration",
    view=CLAIM_VIEW,
    articles=CLAIM_ARTICLES,
    entities=(PIKE, REYES, POLICE),
    changes=Changes(outlets=("The Pier",)),
)

RENT_ARTICLES = tuple(
    article(10 + number, title, outlet, summary=summary, body=body)
    for number, (title, outlet, summary, body) in enumerate(
        (
            (
                "Council votes on rent cap",
                "Harbor Ledger",
                "The council counted 412 evictions last year before it voted on a cap of five per cent.",
                "“We were promised relief,” Ana Reyes said.",
            ),
            (
                "Rent cap passes after long night",
                "Morning Post",
                "The cap passed; 380 evictions were counted.",
                "",
            ),
            ("City record: ordinance 12-26", "City of Port Ellis", "Ordinance 12-26.", ""),
        )
    )
)
RENT_VIEW = view(
    "m2",
    RENT_ARTICLES,
    Status(kind=StatusKind.ON_FILE, origins=3, outlets=3, traced=3, line="3 origins · 3 outlets"),
    levels=(Level.CITY,),
    topics=("housing",),
    statements=(
        statement(2, RENT_ARTICLES[0], "We were promised relief", REYES, venue="a press conference"),
    ),
    conflicts=(
        NumberConflict(what="evictions", values=(("412", RENT_ARTICLES[0].id), ("380", RENT_ARTICLES[1].id))),
    ),
)
RENT_STORY = DigestStory(
    number=2,
    topic="housing",
    topic_name="Housing",
    view=RENT_VIEW,
    articles=RENT_ARTICLES,
    entities=(REYES,),
)

LETTER_ARTICLES = (
    article(
        20,
        "Mayor rejects claim of secret help",
        "Harbor Ledger",
        body="“That is false and it endangers people,” Mayor Ana Reyes said in a letter.",
    ),
)
DENIAL = statement(
    3,
    LETTER_ARTICLES[0],
    "That is false and it endangers people",
    REYES,
    stance=Stance.DENIED,
    venue="a letter",
    venue_kind="letter",
    said_on=date(2026, 8, 26),
)
DISPUTED_VIEW = view(
    "k7",
    (*CLAIM_ARTICLES, *LETTER_ARTICLES),
    Status(
        kind=StatusKind.DISPUTED,
        origins=2,
        outlets=6,
        traced=6,
        unsourced=1,
        line="2 origins · 6 outlets · 1 names no source",
        denial=DENIAL,
    ),
    levels=(Level.CITY, Level.FEDERAL),
    topics=("immigration",),
    graph=CLAIM_GRAPH,
    statements=(PIKE_SAID, DENIAL),
    reply=Reply(concerned=(REYES.id,), statements=(DENIAL,), feeds=41, since_at=SINCE),
)
DISPUTED_STORY = DigestStory(
    number=1,
    topic="immigration",
    topic_name="Immigration",
    view=DISPUTED_VIEW,
    articles=(*CLAIM_ARTICLES, *LETTER_ARTICLES),
    entities=(PIKE, REYES),
    changes=Changes(
        origins=("a letter",),
        statements=(DENIAL,),
        status_from=StatusKind.ONE_ORIGIN,
        edits=(("Old headline", HEADLINE),),
        corrections=(CLAIM_ARTICLES[1].id,),
        figures=(("officers", "40", "14"),),
    ),
)

BUS_ARTICLES = (
    article(30, "Night buses to run until two", "Coast Report", summary="The agency adds four lines."),
)
BUS_STORY = DigestStory(
    number=3,
    topic="transport",
    topic_name="Transport",
    view=view(
        "p9",
        BUS_ARTICLES,
        Status(
            kind=StatusKind.NO_SOURCE, origins=0, outlets=1, unsourced=1, line="No source given · 1 outlet"
        ),
        levels=(Level.STATE,),
        topics=("transport",),
    ),
    articles=BUS_ARTICLES,
    excerpt="The agency adds four lines.",
)

FAILURES = tuple(
    FeedFailure(
        feed_id=FeedId(f"f{n}"), outlet=f"Outlet {n}", error="time-out", since_at=SINCE - timedelta(days=4)
    )
    for n in range(3)
)


def digest(**more: object) -> Digest:
    """A digest of Port Ellis for one morning."""
    values = {
        "heading": "Port Ellis & Massachusetts",
        "zone": ZONE,
        "local_on": TODAY,
        "since_at": SINCE,
        "until_at": NOW,
        "stories": (CLAIM_STORY, RENT_STORY),
        "more": (BUS_STORY,),
        "feeds_total": 44,
        "failures": FAILURES,
        "articles": 120,
        **more,
    }
    return Digest(**values)


def answer(**more: object) -> Answer:
    """What is known of the mayor."""
    values = {
        "question": Question(name="Ana Reyes"),
        "title": "Ana Reyes",
        "entity": REYES,
        "role": REYES.roles[0],
        "zone": ZONE,
        "since_at": NOW - timedelta(days=13),
        "until_at": NOW,
        "per_day": (0, 0, 1, 0, 2, 0, 0, 3, 0, 1, 0, 5, 4, 2),
        "articles": 18,
        "outlets": 11,
        "origins": 4,
        "stories": (DISPUTED_STORY, RENT_STORY),
        "total_stories": 2,
        "quotes": (
            Quote(statement=DENIAL, article=LETTER_ARTICLES[0]),
            Quote(statement=RENT_VIEW.statements[0], article=RENT_ARTICLES[0]),
        ),
        "unanswered": (
            Quote(
                statement=statement(4, CLAIM_ARTICLES[2], "", REYES, stance=Stance.DECLINED),
                article=CLAIM_ARTICLES[2],
            ),
        ),
        "appears_with": ("Rowan Pike", "the Port Ellis Police", "Immigration", "Housing"),
        "feeds": 41,
        **more,
    }
    return Answer(**values)


TWO_REYES = (
    Candidate(entity=REYES, articles=18, how="surname"),
    Candidate(
        entity=Entity(
            id=EntityId("person:lou-reyes"),
            kind=EntityKind.PERSON,
            name="Lou Reyes",
            roles=(Role(title="Mayor of Springfield", level=Level.CITY, as_of=date(2026, 8, 1)),),
        ),
        articles=3,
        how="surname",
    ),
)

TOPICS = (
    Topic(slug="immigration", name="Immigration", phrases=(("sanctuary", 3.0), ("deportation", 2.0))),
    Topic(slug="housing", name="Housing", phrases=(("rent cap", 3.0),)),
    Topic(slug="transport", name="Transport"),
    Topic(slug="sport", name="Sport", negative=True),
)


def changed(story: DigestStory, changes: Changes) -> DigestStory:
    """The story with other changes."""
    return replace(story, changes=changes)


def subscription(**more: object) -> Subscription:
    """Port Ellis, on weekdays at eight."""
    values = {
        "id": SubscriptionId("sub1"),
        "workspace_id": WorkspaceId("T1"),
        "channel_id": ChannelId("C1"),
        "places": (PORT_ELLIS.id,),
        "topics": ("housing",),
        "zone": ZONE,
        "weekdays": (1, 2, 3, 4, 5),
        "created_at": SINCE,
        **more,
    }
    return Subscription(**values)


def follow(number: int, label: str, **more: object) -> Follow:
    """A wish of one person."""
    values = {
        "id": f"w{number}",
        "workspace_id": "T1",
        "owner": "U1",
        "target_kind": "entity",
        "target": REYES.id,
        "label": label,
        "created_at": SINCE,
        **more,
    }
    return Follow(**values)


def home(**more: object) -> Home:
    """The home tab of a manager with one channel."""
    last = Delivery(
        id=DeliveryId("d1"),
        subscription_id=SubscriptionId("sub1"),
        workspace_id=WorkspaceId("T1"),
        channel_id=ChannelId("C1"),
        local_on=TODAY,
        due_at=SINCE,
        state=DeliveryState.FAILED,
        reason="the channel is archived",
    )
    values = {
        "zone": ZONE,
        "follows": (follow(1, "Ana Reyes", where="dm"),),
        "mutes": (follow(2, "Springfield", muted=True, until_at=NOW),),
        "channels": (HomeChannel(name="#port-ellis", subscription=subscription(), next_at=NOW, last=last),),
        "feeds_total": 44,
        "failures": FAILURES,
        "may_change": True,
        **more,
    }
    return Home(**values)


def feeds() -> tuple[tuple[Feed, FeedState], ...]:
    """Four feeds: one well, one new, one failing, one paused."""
    statuses = (FeedStatus.OK, FeedStatus.NEW, FeedStatus.TIMEOUT, FeedStatus.OK)
    return tuple(
        (
            Feed(
                id=FeedId(f"f{n}"),
                url=f"https://feed-{n}.example/rss",
                imported_url=f"https://feed-{n}.example/rss",
                outlet=OUTLETS[n],
                paused=n == 3,
                added_at=SINCE,
            ),
            FeedState(
                feed_id=FeedId(f"f{n}"),
                status=status,
                error="no answer in 30 s" if status is FeedStatus.TIMEOUT else "",
                failing_since_at=SINCE if status is FeedStatus.TIMEOUT else None,
                next_poll_at=NOW,
            ),
        )
        for n, status in enumerate(statuses)
    )


ENTRY = AuditEntry(
    id="e1",
    workspace_id=WorkspaceId("T1"),
    by=UserId("U1"),
    action="digest at",
    subject="#port-ellis",
    detail="08:00 to 09:00",
    at=NOW,
)
