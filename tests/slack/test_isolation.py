"""A workspace tries every command, button and form with another one's ids: it learns and changes nothing.

The tables of the desk are walked, so a new command, button or form is tried as soon as it is in them.
"""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.commands.grammar import TABLE
from bot.errors import BotError, UserError
from bot.messages import actions
from bot.model.digest import DeliveryKind
from bot.model.feed import Feed, FeedId
from bot.model.lookup import Question
from bot.model.reading import Reading, Topic, TopicScore
from bot.model.story import Story, StoryId
from bot.model.workspace import AuditEntry, UserId, WorkspaceId
from bot.services.curate import By
from bot.services.desk.desk import COMMANDS, FORMS, PRESSES
from bot.services.desk.records import Asker
from bot.services.desk.roles import Rights, Who, save_rights
from bot.services.follow import Target
from bot.storage.schema import feeds, metadata
from tests.storage.make import article, mention

OWNER, OTHER = WorkspaceId("T71"), WorkspaceId("T72")
ANA = Asker(workspace=OWNER, user=UserId("U71"), channel="C71")
EVE = Asker(workspace=OTHER, user=UserId("U72"), channel="C72")
MARK = "Zephyrine"  # stands in everything that is the owner's, and in nothing that Eve types
PAGE = "https://k71.example/page"


@pytest.fixture
def owned(wired, clock):
    """What the owner has, its ids without the mark, so that an echo of them gives nothing away."""
    desk, now = wired.desk, clock.at
    feed = Feed(
        id=FeedId("f71"), url="https://k71.example/feed", imported_url="https://k71.example/feed",
        outlet=f"{MARK} Post", title=f"{MARK} Post", workspace_id=OWNER, added_at=now - timedelta(days=1),
    )  # fmt: skip
    with wired.database.write() as tx:
        tx.feeds.add(feed, next_poll_at=now + timedelta(days=1))
        known = tx.articles.window(None, None, limit=1)[0]
        story_id = tx.stories.of_articles([known.id])[known.id]
        hours = timedelta(hours=1)
        for name in ("k71a", "k71b"):
            made = article(
                name, url=PAGE if name == "k71a" else f"{PAGE}/b", title=f"{MARK} council of Boston votes",
                summary=f"{MARK} said so.", outlet=f"{MARK} Post", feeds=(feed.id,),
                published_at=now - hours, first_seen_at=now - hours,
            )  # fmt: skip
            tx.articles.add([(made, [f"key-{name}"])])
            named, topics = mention("geonames:4930956", "Boston"), (TopicScore(slug="housing", score=0.9),)
            tx.readings.save([Reading(article_id=made.id, version="v", mentions=(named,), topics=topics)])
        shared = tx.stories.get(story_id)
        own = Story(
            id=StoryId("s71"), article_ids=("k71b",), first_at=now - hours, last_at=now, updated_at=now
        )
        tx.stories.save(
            [replace(shared, article_ids=(*shared.article_ids, "k71a"), updated_at=now), own], at=now
        )
        save_rights(tx, OWNER, Rights(who=Who.LISTED, people=(UserId("U71"), UserId(f"U{MARK}"))))
        tx.audit.add(AuditEntry(id="e71", workspace_id=OWNER, by=UserId("U71"), action=f"{MARK} act", at=now))
        tx.topics.save(
            OWNER, Topic(slug="k71", name=f"{MARK} topic", phrases=(("council", 1.0),)), by="U71", at=now
        )
    save = wired.subscribe.change("C71", workspace=OWNER, owner=UserId("U71"), active=True)
    follow = desk._tools.follows.follow(
        Target(kind="entity", id="geonames:4930956", label=f"Boston ({MARK})"),
        workspace=OWNER,
        owner="U71",
        where="dm",
    )
    mute = desk._tools.follows.mute(Target(kind="word", id=MARK, label=MARK), workspace=OWNER, owner="C71")
    fix = wired.curate.not_this_person(MARK, "person:nobody", by=By(workspace=OWNER, user=UserId("U71")))
    assert wired.subscribe.post_now(save)
    while wired.deliverer.deliver():
        clock.at += timedelta(seconds=2)
    return {"feed": "f71", "story": "s71", "joined": str(story_id), "sub": save.id, "follow": follow.id,
            "mute": mute.id, "fix": fix.id, "page": PAGE, "topic": "k71", "channel": "C71"}  # fmt: skip


def rows(wired):
    """Everything that is the owner's, row by row."""
    found = {}
    with wired.database.engine.reader.begin() as conn:
        for table in metadata.sorted_tables:
            if "workspace_id" in table.c:
                query = select(table).where(table.c.workspace_id == OWNER)
                found[table.name] = sorted(map(repr, conn.execute(query)))
        found["feeds"] = [repr(row) for row in conn.execute(select(feeds).where(feeds.c.id == "f71"))]
        found["articles"] = sorted(
            repr(row) for row in conn.execute(select(metadata.tables["articles"].c.id)) if "k71" in row[0]
        )
    return found


def tries(owned):
    """Every command by its example, and with each foreign id in place of its arguments."""
    yield from (form.example for form in TABLE)
    for form in TABLE:
        for ref in owned.values():
            yield " ".join((*form.words, ref))
            yield " ".join((*form.words, ref, owned["joined"]))
    yield from (
        "Boston",
        "Boston quotes",
        "Boston timeline",
        "Housing",
        "export Boston",
        "muted",
        "following",
    )


def values(owned):
    """What a button or form could be about."""
    questions = [Question(name="Boston"), Question(name="Boston", page=1), Question(name="k71")]
    written = [actions.question_value(question) for question in questions]
    choices = [f"{verb}:{owned['story']}" for verb in ("why", "timeline", "sources", "follow", "mute")]
    typed = [f"forget url {PAGE}", "forget person Boston", "why s71", "feeds remove f71"]
    return [*owned.values(), *written, *choices, *typed, json.dumps(owned)]


def filled(owned):
    """A form filled with foreign ids, under every name that any form reads."""
    names = ("places", "topics", "packs", "url", "opml", "name", "where", "entity", "people")
    return dict(zip(names, owned.values(), strict=False)) | {
        "channel": "C71",
        "articles": ("k71a", "k71b"),
        "zone": "UTC",
        "at": "08:00",
        "who": "everyone",
        "phrases": "council",
        "url": "",
        "packs": (),
    }


def attempts(wired, owned):
    """All that Eve tries: a name for it, and what does it."""
    desk = wired.desk
    for text in dict.fromkeys(tries(owned)):
        yield f"/policy {text}", lambda text=text: desk.typed(text, EVE)
    for action in (*PRESSES, actions.STORY_MENU, actions.RUN):
        for value in values(owned):
            yield f"press {action} {value}", lambda a=action, v=value: desk.press(a, v, block_id=v, asker=EVE)
    for form in FORMS:
        for about in ("", *values(owned)):
            yield f"form {form} {about}", lambda f=form, a=about: desk.submit(f, filled(owned), a, EVE)
    yield "home", lambda: desk.home(EVE)
    yield "welcome", lambda: desk.welcome(EVE)


def test_nothing_of_one_workspace_shows_or_changes_in_another(wired, owned):
    before = rows(wired)
    assert MARK in str(before)
    assert [name for name in ("feeds", "follows", "deliveries", "corrections") if not before[name]] == []
    for seen in ("feeds list", "why s71", "muted", "audit", "topics"):
        assert MARK in str(wired.desk.typed(seen, ANA)), seen
    tried = 0
    for name, act in attempts(wired, owned):
        try:
            told = str(act())
        except BotError as refusal:
            told = str(refusal)
        except (ValueError, KeyError, TypeError) as clumsy:  # values of another shape: nothing is told
            told = str(clumsy)
        assert MARK not in told, f"{name}: {told}"
        tried += 1
    assert rows(wired) == before
    assert tried > len(COMMANDS) + len(PRESSES) + len(FORMS)


def test_what_comes_by_itself_and_pages_show_nothing_of_others(wired, owned, clock):
    """Digests, alerts, updates of posted cards, and story and entity pages."""
    now = clock.at
    clock.at = now - timedelta(hours=20)  # what came since then is news to those who follow
    for asker in (replace(ANA, user="U73"), EVE):
        wired.desk.typed("follow Boston dm", asker)
    clock.at = now
    with wired.database.write() as tx:
        tx.meta.put("alerts.cut", (clock.at - timedelta(hours=40)).isoformat())
    wired.updates.plan()
    assert wired.subscribe.post_now(wired.subscribe.change("C72", workspace=OTHER))
    while wired.alerts.plan() + wired.updates.plan() + wired.deliverer.deliver():
        clock.at += timedelta(minutes=6)
    with wired.database.read() as tx:
        sent = {team: tx.deliveries.history(workspace=team, limit=1000) for team in (OWNER, OTHER)}
    assert {row.kind for row in sent[OTHER]} >= {DeliveryKind.DIGEST, DeliveryKind.ALERT}
    assert MARK in str(sent[OWNER])
    assert MARK not in str(sent[OTHER])
    pages = wired.page_sources
    assert MARK in str(pages.find_story("s71", OWNER))
    assert MARK not in str(pages.find_story(owned["joined"], OTHER))
    with pytest.raises(UserError, match="no story s71"):
        pages.find_story("s71", OTHER)
    asked = Question(name="Boston", entity_id="geonames:4930956")
    assert MARK not in str(pages.find_answer(asked, OTHER, "UTC"))
