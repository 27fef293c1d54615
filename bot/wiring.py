"""The lower half of the composition root: settings, clock, database, configuration, and who is who.

Extended by `bot.app`, which puts services and edges on top; nobody else imports it. Everything is made when
it is first asked for.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from bot.catalog.files import config_dir, find_file
from bot.settings import Settings
from bot.telemetry import logs

if TYPE_CHECKING:
    from bot.catalog.gazetteer import Gazetteer
    from bot.feeds.fetch import Fetcher
    from bot.model.entity import Entity, EntityId
    from bot.model.feed import Outlet
    from bot.model.reading import Topic
    from bot.services.amend import Amend
    from bot.services.curate import Curate
    from bot.services.directory import Directory
    from bot.services.live import Live, Stamps
    from bot.services.pages import PageLinks
    from bot.services.roster import Roster
    from bot.services.shelf import Shelves
    from bot.services.team_topics import TeamTopics
    from bot.services.topics import TopicBook
    from bot.storage.database import Database
    from bot.stories.outlets import OutletBook

_GAZETTEER = "data/gazetteer.sqlite"


class Foundation:
    """What services stand on; a context manager that closes what it opened.

    Args:
        settings: As loaded.
        now: A fixed present for commands with ``--now``, or a clock; None for the real clock.
        sample: Whether the outlets of the sample feeds are known too.
        stored: Whether imported rosters and edited topics count; without, no database is opened for them.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        now: datetime | Callable[[], datetime] | None = None,
        sample: bool = False,
        stored: bool = True,
    ) -> None:
        self.settings = settings
        self._sample = sample
        self._stored = stored
        self._now = now
        logs.configure(level=settings.log_level, form=settings.log_format)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name in ("job_queue", "bare_database", "gazetteer"):
            if name in self.__dict__:
                self.__dict__[name].close()

    def now(self) -> datetime:
        """The present, or what it was fixed to."""
        if isinstance(self._now, datetime):
            return self._now
        return self._now() if self._now is not None else datetime.now(UTC)

    @cached_property
    def config(self) -> Path:
        """The folder with the files that people edit."""
        return config_dir(self.settings.config_dir)

    @cached_property
    def bare_database(self) -> Database:
        """The database as it is."""
        from bot.settings import split_keys
        from bot.storage.database import Database

        return Database(
            self.settings.database_url,
            timeout_s=self.settings.database_timeout_s,
            token_keys=split_keys(self.settings.token_keys),
        )

    @property
    def has_server(self) -> bool:
        """Whether the database is a server's, on which several processes share the work."""
        return not self.settings.database_url.startswith("sqlite")

    @cached_property
    def database(self) -> Database:
        """The database; a SQLite file is created and migrated on the way, a server's must be up to date."""
        database = self.bare_database
        if self.has_server:
            database.require_current()
        else:
            database.upgrade()
        return database

    @property
    def topics(self) -> tuple[Topic, ...]:
        """Reader topics and the classes that are no policy: the file's, as people edited them."""
        return self.team_topics.of()

    @cached_property
    def team_topics(self) -> TeamTopics:
        """The topics of each team, as edited while this runs."""
        from bot.services.live import TOPICS
        from bot.services.team_topics import TeamTopics

        if not self._stored:
            return TeamTopics(lambda _team: self.topic_book.shipped, lambda: "")
        return TeamTopics(self.topic_book.topics, lambda: self.stamps.of(TOPICS))

    @cached_property
    def stamps(self) -> Stamps:
        """Whether somebody edited topics or the roster."""
        from bot.services.live import Stamps

        return Stamps(lambda: self.database)

    def reader_stamp(self) -> str:
        """Changes when the reader has to be made anew."""
        from bot.services.live import ROSTER, TOPICS

        return f"{self.stamps.of(TOPICS)} {self.stamps.of(ROSTER)}"

    @cached_property
    def topic_book(self) -> TopicBook:
        """The topics and their edits."""
        from bot.services.topics import TopicBook

        return TopicBook(
            lambda: self.database,
            shipped=self.shipped_topics,
            clock=self.now,
            new_id=lambda: secrets.token_hex(4),
        )

    @cached_property
    def shipped_topics(self) -> tuple[Topic, ...]:
        """The topics of the file."""
        from bot.catalog.topics import load_topics

        return load_topics(find_file(self.config, "topics.toml"))

    @cached_property
    def outlets(self) -> tuple[Outlet, ...]:
        """Who publishes, from outlets.toml and, in the demo, the sample's own."""
        from bot.catalog.outlets import load_outlets

        names = ["outlets.toml", *(["sample/outlets.toml"] if self._sample else [])]
        return tuple(outlet for name in names for outlet in load_outlets(find_file(self.config, name)))

    @cached_property
    def outlet_book(self) -> OutletBook:
        """The outlets by name and address."""
        from bot.stories.outlets import OutletBook

        return OutletBook(self.outlets)

    @property
    def listed(self) -> tuple[Entity, ...]:
        """Curated bodies and office-holders, with what was imported."""
        return tuple(self._listed.now().values())

    @cached_property
    def _listed(self) -> Live[dict[EntityId, Entity]]:
        from bot.services.live import ROSTER, Live

        def load() -> dict[EntityId, Entity]:
            people = self.roster.people() if self._stored else self.file_people
            return {entity.id: entity for entity in (*self.agencies, *people)}

        return Live(load, lambda: self.stamps.of(ROSTER) if self._stored else "")

    @cached_property
    def agencies(self) -> tuple[Entity, ...]:
        """The curated bodies."""
        from bot.catalog.agencies import load_agencies

        return load_agencies(find_file(self.config, "agencies.toml"))

    @cached_property
    def file_people(self) -> tuple[Entity, ...]:
        """The office-holders of the file."""
        from bot.catalog.people import load_people

        return load_people(find_file(self.config, "people.toml"))

    @cached_property
    def roster(self) -> Roster:
        """The imported lists of office-holders."""
        from bot.services.roster import Roster

        return Roster(
            self.database,
            people=self.file_people,
            find_region=self.gazetteer.find_region,
            open_fetcher=self.open_fetcher,
            clock=self.now,
        )

    def open_fetcher(self) -> Fetcher:
        """A client for one poll or update."""
        from bot import __version__
        from bot.feeds.exchange import FetchLimits
        from bot.feeds.fetch import Fetcher
        from bot.feeds.guard import PrivateFeeds

        settings = self.settings
        return Fetcher(
            user_agent=f"PolicyDigest/{__version__} (+{settings.contact_url})",
            private=PrivateFeeds.parse(settings.private_feeds),
            limits=FetchLimits(
                total_s=settings.fetch_timeout_s,
                body_bytes=settings.fetch_max_bytes,
                redirects=settings.fetch_max_redirects,
                concurrency=settings.fetch_concurrency,
                host_gap_s=settings.host_gap_s,
            ),
        )

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Places."""
        from bot.catalog.gazetteer import Gazetteer

        return Gazetteer(find_file(self.config, _GAZETTEER))

    @cached_property
    def directory(self) -> Directory:
        """Who is who."""
        from bot.services.directory import Directory

        return Directory(self._listed.now, self.gazetteer)

    @cached_property
    def shelves(self) -> Shelves:
        """Stories as of a moment."""
        from bot.services.shelf import Shelves

        return Shelves(directory=self.directory, outlets=self.outlet_book, topics=self.team_topics)

    @cached_property
    def page_links(self) -> PageLinks | None:
        """Signed addresses of story and entity pages; None without a public address or a key."""
        from bot.services.pages import PageLinks
        from bot.settings import split_keys

        settings, keys = self.settings, split_keys(self.settings.page_keys)
        if not (settings.public_url and keys):
            return None
        return PageLinks(
            settings.public_url,
            keys,
            keep=timedelta(days=settings.retention_days),
            clock=self.now,
        )

    @cached_property
    def curate(self) -> Curate:
        """What people put right."""
        from bot.services.curate import Curate

        return Curate(
            self.database,
            clock=self.now,
            new_id=lambda: secrets.token_hex(4),
            contact=self.settings.contact_url,
        )

    @cached_property
    def amend(self) -> Amend:
        """Messages already posted, put right."""
        from bot.services.amend import Amend

        return Amend(self.database, shelves=self.shelves, clock=self.now)
