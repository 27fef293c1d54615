"""The composition root: settings in, wired application out; the only file that knows every room.

Used by the command line and the server processes. Everything is made when it is first asked for, so that a
command pays only for what it uses.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from wsgiref.types import WSGIApplication

from bot.connections import Connections
from bot.telemetry.redact import redact

if TYPE_CHECKING:
    from bot.digests.delivery import Timing
    from bot.feeds.parse import Parser
    from bot.jobs.dispatch import Queue
    from bot.model.article import Article, ArticleId
    from bot.model.digest import DigestStory
    from bot.model.workspace import WorkspaceId
    from bot.nlp.reader import Reader
    from bot.nlp.topic_change import TopicChange
    from bot.services.alerts import Alerts
    from bot.services.amend import Amend
    from bot.services.answer import Answerer
    from bot.services.deliveries import Deliveries
    from bot.services.delivering import Deliverer
    from bot.services.desk.desk import Desk
    from bot.services.export import Exporter
    from bot.services.feeds import FeedService
    from bot.services.grouping import GroupingStep
    from bot.services.ingest import Ingest
    from bot.services.keep import Keep
    from bot.services.planning import Planner
    from bot.services.ports import Publisher
    from bot.services.publish import Publish
    from bot.services.pulse import Pulse
    from bot.services.reading import ReadingStep
    from bot.services.replay import Replays
    from bot.services.subscribe import Subscribe
    from bot.services.updates import Updates
    from bot.slack.app import SlackApp
    from bot.web.pages import Sources


class App(Connections):
    """One wired application: the services and the edges on top of foundation and connections."""

    shares = 1
    """Into how many parts this process divides what waits, so that several like it end together."""

    @cached_property
    def grouping(self) -> GroupingStep:
        """Articles to stories."""
        from bot.services.grouping import GroupingStep
        from bot.stories.options import GroupOptions

        window = timedelta(days=self.settings.story_window_days)
        return GroupingStep(self.database, options=GroupOptions(window=window), clock=self.now)

    @cached_property
    def reading(self) -> ReadingStep:
        """Articles to readings; loads the model when it is first needed."""
        from bot.services.reading import ReadingStep

        return ReadingStep(
            self.database, make_reader=self.make_reader, shares=self.shares, stamp=self.reader_stamp
        )

    @cached_property
    def ingest(self) -> Ingest:
        """Poll, read, group."""
        from bot.services.ingest import Ingest
        from bot.services.polling import Poller

        poller = Poller(
            self.database,
            open_fetcher=self.open_fetcher,
            open_parser=self.open_parser,
            clock=self.now,
            find_outlet=lambda name: found.id if (found := self.outlet_book.named(name)) else None,
            shares=self.shares,
        )
        return Ingest(
            self.database, poller=poller, reading=self.reading, grouping=self.grouping, clock=self.now
        )

    @cached_property
    def job_queue(self) -> Queue:
        """The jobs that processes on one server's database send each other."""
        from bot.jobs.dispatch import Queue

        self.database.require_current()
        queue = Queue(self.settings.database_url)
        queue.require()
        return queue

    @cached_property
    def feeds(self) -> FeedService:
        """Feeds as people manage them."""
        from bot.services.feeds import FeedService

        return FeedService(
            self.database,
            open_fetcher=self.open_fetcher,
            open_parser=self.open_parser,
            clock=self.now,
            outlets=self.outlet_book,
        )

    @cached_property
    def subscribe(self) -> Subscribe:
        """Channels and what they want."""
        from bot.services.subscribe import Subscribe

        return Subscribe(
            self.database,
            gazetteer=self.gazetteer,
            topics=self.topics,
            clock=self.now,
            quotas=self.quotas,
        )

    @cached_property
    def publish(self) -> Publish:
        """Digests."""
        from bot.services.publish import Publish

        return Publish(
            self.database,
            shelves=self.shelves,
            grouping=self.grouping,
            directory=self.directory,
            topics=self.team_topics,
            clock=self.now,
        )

    @cached_property
    def exporter(self) -> Exporter:
        """What is known of a name as a file."""
        from bot.services.export import Exporter

        return Exporter(self.database, self.answer)

    @cached_property
    def pulse(self) -> Pulse:
        """Whether the program lives."""
        from bot.services.pulse import Pulse
        from bot.telemetry.heartbeat import heartbeat

        call = heartbeat(self.settings.heartbeat_url.get_secret_value())
        return Pulse(self.database, clock=self.now, call=call)

    @cached_property
    def keep(self) -> Keep:
        """Retention."""
        from bot.services.keep import Keep, Terms

        settings = self.settings
        terms = Terms(
            articles=timedelta(days=settings.retention_days),
            bodies=timedelta(days=settings.body_days),
            audit=timedelta(days=settings.audit_days),
        )
        purge = self.installations.purge_all
        return Keep(self.database, terms=terms, clock=self.now, purge_workspaces=purge)

    @cached_property
    def replays(self) -> Replays:
        """Past digests."""
        from bot.services.replay import Replays

        return Replays(self.database, publish=self.publish, clock=self.now)

    @cached_property
    def answer(self) -> Answerer:
        """Lookups."""
        from bot.services.answer import Answerer

        return Answerer(
            self.database,
            shelves=self.shelves,
            directory=self.directory,
            topics=self.team_topics,
            clock=self.now,
        )

    @cached_property
    def desk(self) -> Desk:
        """What people ask for, wherever they type it."""
        from bot.catalog.files import find_file
        from bot.feeds.opml import FeedList, read_opml
        from bot.services.desk.desk import Desk
        from bot.services.desk.records import BareChannels, BarePeople, Tools
        from bot.services.follow import Follows

        def new_id() -> str:
            return secrets.token_hex(8)

        def packs() -> FeedList:
            return read_opml(find_file(self.config, "feeds.opml").read_bytes())

        connected = bool(self.settings.slack_bot_token) or self.many_workspaces
        return Desk(
            Tools(
                database=self.database,
                answer=self.answer,
                publish=self.publish,
                shelves=self.shelves,
                subscribe=self.subscribe,
                directory=self.directory,
                topics=self.team_topics,
                clock=self.now,
                new_id=new_id,
                follows=Follows(self.database, clock=self.now, new_id=new_id, most=self.quotas.follows),
                quotas=self.quotas,
                feeds=self.feeds,
                packs=packs,
                topic_book=self.topic_book,
                curate=self.curate,
                amend=self.amend,
                export=self.exporter,
                channels=self.people if connected else BareChannels(),
                people=self.people if connected else BarePeople(),
            )
        )

    @cached_property
    def amend(self) -> Amend:
        """Messages already posted."""
        from bot.services.amend import Amend

        return Amend(self.database, shelves=self.shelves, clock=self.now, zone_of=self.people.zone)

    @cached_property
    def alerts(self) -> Alerts:
        """News of what is followed."""
        from bot.services.alerts import Alerts

        return Alerts(
            self.database,
            shelves=self.shelves,
            zone_of=self.people.zone,
            clock=self.now,
            most_a_day=self.quotas.alerts,
        )

    @cached_property
    def updates(self) -> Updates:
        """News of cards already posted."""
        from bot.services.updates import Updates

        return Updates(self.database, shelves=self.shelves, amend=self.amend, clock=self.now)

    @cached_property
    def timing(self) -> Timing:
        """The intervals of the delivery protocol."""
        from bot.digests.delivery import Timing

        timeout, settle = self.settings.slack_timeout_s, self.settings.slack_settle_s
        return Timing(
            post_timeout=timedelta(seconds=timeout),
            settle=timedelta(seconds=settle),
            # Whoever holds a delivery may have to wait for both, and then write down what came of it.
            lease=timedelta(seconds=(timeout + settle) * 1.2),
            catch_up=timedelta(hours=self.settings.catch_up_h),
        )

    @cached_property
    def deliveries(self) -> Deliveries:
        """Deliveries as people look into them."""
        from bot.services.deliveries import Deliveries

        return Deliveries(self.database, clock=self.now)

    @cached_property
    def planner(self) -> Planner:
        """Due dates."""
        from bot.services.planning import Planner

        return Planner(self.database, catch_up=self.timing.catch_up)

    @cached_property
    def deliverer(self) -> Deliverer:
        """Deliveries to Slack."""
        from bot.slack.publisher import SlackPublisher

        return self.make_deliverer(SlackPublisher(self.slack))

    def make_deliverer(self, publisher: Publisher) -> Deliverer:
        """Deliveries to any platform."""
        from bot.services.delivering import Deliverer

        return Deliverer(
            self.database,
            freeze=self.publish.freeze,
            publisher=publisher,
            timing=self.timing,
            clock=self.now,
            name_of=lambda workspace, channel: self.people.describe(workspace, channel).name,
        )

    @cached_property
    def page_sources(self) -> Sources:
        """What story and entity pages show."""
        from bot.services.pages import Readers
        from bot.services.story import get_story
        from bot.web.pages import Sources

        def find_story(story_id: str, workspace: WorkspaceId) -> DigestStory:
            with self.database.read() as tx:
                return get_story(tx, self.shelves, story_id, now=self.now(), workspace=workspace)

        return Sources(
            find_story=find_story,
            find_answer=lambda asked, team, zone: self.answer.reply(asked, workspace=team, zone=zone).answer,
            zone_of=Readers(self.database).zone_of,
            clock=self.now,
        )

    def with_pages(self, rest: WSGIApplication | None) -> WSGIApplication | None:
        """Pages for whoever has a signed link, where such links are made, and all else behind them."""
        from bot.services.pages import PREFIX, Readers
        from bot.web.signed_pages import SignedPages, signed_application
        from bot.web.wsgi import Mounted

        if self.page_links is None:
            return rest
        is_open = Readers(self.database).is_open
        path = urlsplit(self.settings.public_url).path
        pages = SignedPages(self.page_links, self.page_sources, is_open=is_open, base_path=path)
        served = signed_application(pages)
        return Mounted(PREFIX, served, rest) if rest is not None else served

    def make_slack_app(self) -> SlackApp:
        """The listeners."""
        return self.slack_app(self.desk)

    @contextmanager
    def health_served(self) -> Iterator[None]:
        """Health and metrics of this process, served while the block runs, where the settings want it."""
        if not self.settings.health_address:
            yield
            return
        from bot.web.health import Health, HealthServer

        token = self.settings.metrics_token.get_secret_value()
        with HealthServer(Health(self.pulse, token=token), self.settings.health_address):
            yield

    def open_parser(self) -> Parser:
        """A parser for one poll."""
        from bot.feeds.parse import Parser

        return Parser()

    def shown_settings(self) -> tuple[tuple[str, str], ...]:
        """(variable, value) of the database and all that is not at its default; secrets hidden."""
        from bot.settings import variable

        fields = type(self.settings).model_fields
        changed = {"database_url"} | {
            name
            for name, field in fields.items()
            if getattr(self.settings, name) != field.get_default(call_default_factory=True)
        }
        return tuple(
            (variable(name), str(redact(str(getattr(self.settings, name)))))
            for name in fields
            if name in changed
        )

    def describe_model(self) -> str:
        """Name, version and hash of the language model."""
        from bot.nlp.annotate import Annotator

        annotator = Annotator(self.settings.nlp_model)
        return f"{annotator.model} (sha256 {annotator.model_sha256[:12]})"

    def check_topics(self, path: Path, *, since: datetime) -> tuple[tuple[str, TopicChange], ...]:
        """What the topics of a file would catch and lose among the articles published since then."""
        from bot.services.topics import check_topics

        return check_topics(self.database, self.topics, path, since=since, until=self.now())

    def make_reader(self, *, words: int | None = -1) -> Reader:
        """The annotator with its model loaded.

        Args:
            words: Words of a body that are read; None for all; by default what the settings say.
        """
        from bot.nlp.annotate import Annotator
        from bot.nlp.reader import Reader
        from bot.nlp.topics import TopicMatcher

        limit = self.settings.nlp_words if words == -1 else words
        return Reader(
            Annotator(self.settings.nlp_model, words=limit),
            entities=self.listed,
            outlets=self.outlets,
            places=self.gazetteer,
            topics=TopicMatcher(self.topics),
        )

    @property
    def trace_origins(self) -> Callable[[Sequence[Article]], Mapping[ArticleId, str]]:
        """The word for the origin of each article of one story."""
        from bot.stories.origins import trace

        def origins(articles: Sequence[Article]) -> Mapping[ArticleId, str]:
            graph = trace(articles, {}, self.outlet_book)
            return {tie.article_id: tie.origin_id for tie in graph.ties}

        return origins


def make_web() -> WSGIApplication:
    """What a web worker serves: health and metrics, and behind them what Slack sends.

    Settings are read anew and nothing is shared with the process that forked the worker.
    """
    from bot.settings import load
    from bot.web.health import Health

    app = App(load())
    slack = app.slack_web(app.desk) if app.has_slack_web else None
    token = app.settings.metrics_token.get_secret_value()
    return Health(app.pulse, rest=app.with_pages(slack), whole=False, token=token)
