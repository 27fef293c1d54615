"""Puts the playground together: the application, a channel in memory, the clock, the web server.

Called by ``policybot demo`` and by the tests that look at the page. Decides nothing that a person sees.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.model.workspace import LOCAL_WORKSPACE, ChannelId, UserId

if TYPE_CHECKING:
    from bot.app import App
    from bot.settings import Settings
    from bot.web.channel import Channel
    from bot.web.playground import Playground
    from bot.web.sample_server import SampleServer
    from bot.web.stage import Moment, Post, Stage

CHANNEL = ChannelId("policy-news")
FIRST_EVENING = datetime(2026, 3, 2, 23, tzinfo=UTC)
DAYS = 3
_ZONE = "America/New_York"  # that of the sample's places
_BEFORE = timedelta(hours=9)  # the feeds are added in the morning, the first news comes in the evening


def open_samples(stack: ExitStack, settings: Settings, server: SampleServer, *, port: int = 0) -> str:
    """Serve the sample days, the first of them read and its digest posted; gives the address.

    Args:
        stack: Closes everything.
        settings: With a database that is empty.
        server: Of the sample feeds.
        port: 0 for any that is free.
    """
    from bot.app import App
    from bot.web.stage import Moment, SampleDays

    moment = Moment(at=FIRST_EVENING - _BEFORE, real=lambda: datetime.now(UTC))
    app = stack.enter_context(App(settings, now=moment.now, sample=True))
    server.show(0)
    app.feeds.import_list(server.opml_url)
    app.ingest.poll(all_feeds=True)  # nothing in them yet: what comes later is news, not an old item
    app.subscribe.save(CHANNEL, zone=_ZONE)
    channel, post = _channel(app, moment)
    stage = SampleDays(
        server, ingest=app.ingest, post=post, moment=moment, first_evening=FIRST_EVENING, days=DAYS
    )
    stage.step()
    return _serve(stack, app, _playground(app, channel, stage, post, _ZONE), zone=_ZONE, port=port)


def open_own(stack: ExitStack, app: App, *, port: int = 0) -> str:
    """Serve an application whose feeds were read; begins with a preview. Gives the address.

    Args:
        stack: Closes everything.
        app: With feeds.
        port: 0 for any that is free.
    """
    from bot.web.stage import Moment, OwnFeeds
    from bot.web.wire import Request

    zone = "UTC"
    app.subscribe.save(CHANNEL, zone=zone)
    channel, post = _channel(app, Moment(at=None, real=app.now))
    playground = _playground(app, channel, OwnFeeds(ingest=app.ingest, post=post), post, zone)
    typed = {"text": "/policy digest preview"}
    playground.answer(Request(method="POST", path="/api/command", body=typed))
    return _serve(stack, app, playground, zone=zone, port=port)


def _channel(app: App, moment: Moment) -> tuple[Channel, Post]:
    from bot.web.channel import Channel
    from bot.web.stage import Post

    channel = Channel(moment.now)
    return channel, Post(app.planner, app.make_deliverer(channel), moment)


def _playground(app: App, channel: Channel, stage: Stage, post: Post, zone: str) -> Playground:
    from bot.services.desk.records import Asker
    from bot.web.playground import Playground

    # No home region, so that a name of two places is asked back as in a workspace that covers both.
    asker = Asker(workspace=LOCAL_WORKSPACE, user=UserId("you"), channel=CHANNEL, zone=zone, place_hint="")
    return Playground(
        app.desk,
        channel=channel,
        asker=asker,
        name=CHANNEL,
        stage=stage,
        names=app.answer.known_names,
        clock=app.now,
        after=post.due,
    )


def _serve(stack: ExitStack, app: App, playground: Playground, *, zone: str, port: int) -> str:
    from bot.web.pages import Pages
    from bot.web.server import WebServer
    from bot.web.site import Site

    pages = Pages(
        find_story=app.find_story,
        find_answer=lambda question: app.answer.reply(question, zone=zone).answer,
        clock=app.now,
        zone=zone,
    )
    return stack.enter_context(WebServer(Site(playground, pages), port=port)).url
