"""Puts the playground together: the application, a channel in memory, the clock, the web server.

Called by ``policybot demo`` and by the tests that look at the page. Decides nothing that a person sees.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from wsgiref.types import WSGIApplication

from bot.commands.times import zone_names
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
    return _serve(stack, app, lambda url: _playground(app, channel, stage, post, _ZONE, url), _ZONE, port)


def open_own(stack: ExitStack, app: App, *, port: int = 0) -> str:
    """Serve an application whose feeds were read; begins with a preview. Gives the address.

    Args:
        stack: Closes everything.
        app: With feeds.
        port: 0 for any that is free.
    """
    from bot.web.stage import Moment, OwnFeeds
    from bot.web.wire import Request

    zone = own_zone()
    app.subscribe.save(CHANNEL, zone=zone)
    channel, post = _channel(app, Moment(at=None, real=app.now))
    stage = OwnFeeds(ingest=app.ingest, post=post)

    def previewed(url: str) -> Playground:
        playground = _playground(app, channel, stage, post, zone, url)
        typed = {"text": "/policy digest preview"}
        playground.answer(Request(method="POST", path="/api/command", body=typed))
        return playground

    return _serve(stack, app, previewed, zone, port)


def own_zone(localtime: Path = Path("/etc/localtime")) -> str:
    """The zone of this computer, by the file that its clock is set with; UTC where there is none of the kind.

    >>> own_zone(Path("/nowhere"))
    'UTC'
    """
    _, found, name = str(localtime.resolve()).partition("zoneinfo/")
    return name if found and name in zone_names() else "UTC"


def _channel(app: App, moment: Moment) -> tuple[Channel, Post]:
    from bot.web.channel import Channel
    from bot.web.stage import Post

    channel = Channel(moment.now)
    return channel, Post(app.planner, app.make_deliverer(channel), moment)


def _playground(app: App, channel: Channel, stage: Stage, post: Post, zone: str, url: str) -> Playground:
    from bot.services.desk.records import Asker
    from bot.web.pages import OpenAddresses
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
        pages=OpenAddresses(url),
    )


def _serve(stack: ExitStack, app: App, playground: Callable[[str], Playground], zone: str, port: int) -> str:
    from bot.web.pages import OpenPages, Pages
    from bot.web.server import LocalServer
    from bot.web.site import Site
    from bot.web.wire import Frame
    from bot.web.wsgi import application, is_own_page

    def make(url: str) -> WSGIApplication:
        frame = Frame()
        sources = replace(app.page_sources, zone_of=lambda _workspace: zone)
        pages = OpenPages(Pages(sources, frame), LOCAL_WORKSPACE)
        return application(Site(playground(url), pages), frame=frame, guard=is_own_page)

    return stack.enter_context(LocalServer(make, port=port)).url
