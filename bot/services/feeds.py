"""Feeds as people manage them: import, add, list, remove and restore, pause, check, discover, export.

Called by the command line and the Slack edge. Polling them is `bot.services.polling`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bot.errors import FeedError, FetchError, ParseError, UserError
from bot.feeds.clean import clean_text
from bot.feeds.discover import FoundFeed, find_feeds, usual_places
from bot.feeds.exchange import FetchRequest, FetchResult
from bot.feeds.fetch import Fetcher
from bot.feeds.opml import FeedList, ListedFeed, read_opml, write_opml
from bot.feeds.parse import Parser
from bot.feeds.parsed import ParsedFeed
from bot.feeds.urls import canonical_url
from bot.model.entity import Level
from bot.model.feed import Feed, FeedId, FeedState, FeedStatus
from bot.model.workspace import WorkspaceId
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from bot.stories.outlets import OutletBook

_PROBE = FeedId("probe")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did.

    Attributes:
        added: Feeds that are new.
        known: Feeds that were there before.
        restored: Feeds that had been removed and are back.
        problems: What could not be taken over, a sentence each.
    """

    added: tuple[Feed, ...] = ()
    known: tuple[Feed, ...] = ()
    restored: tuple[Feed, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """How trying an address once ended.

    Attributes:
        url: The address.
        status: As a poll would say it.
        error: In words; empty when it is a feed.
        title: The feed's own name.
        items: How many it shows.
        newest_at: Its newest item; None when undated.
        found: Feeds that the page links to, when it is a page.
    """

    url: str
    status: FeedStatus
    error: str = ""
    title: str = ""
    items: int = 0
    newest_at: datetime | None = None
    found: tuple[FoundFeed, ...] = ()


class FeedService:
    """Manages subscribed feeds.

    Args:
        database: Where they are.
        open_fetcher: Makes the client.
        open_parser: Makes the parser.
        clock: The present instant.
        outlets: Who publishes.
    """

    def __init__(
        self,
        database: Database,
        *,
        open_fetcher: Callable[[], Fetcher],
        open_parser: Callable[[], AbstractContextManager[Parser]],
        clock: Callable[[], datetime],
        outlets: OutletBook,
    ) -> None:
        self._database = database
        self._open_fetcher = open_fetcher
        self._open_parser = open_parser
        self._clock = clock
        self._outlets = outlets

    def import_list(self, source: str, *, workspace: WorkspaceId | None = None) -> ImportReport:
        """Subscribe to every feed of an OPML list.

        Args:
            source: Path of a file, or an http(s) address.
            workspace: Whose feeds they are; None to share them.

        Returns:
            What was added, what was there, and what was left out and why.
        """
        return self.add_listed(self.read_list(source), workspace=workspace)

    def add_listed(self, listed: FeedList, *, workspace: WorkspaceId | None = None) -> ImportReport:
        """Subscribe to every feed of a list that was read."""
        now = self._clock()
        added, known, restored = [], [], []
        with self._database.write() as tx:
            for one in listed.feeds:
                there = tx.feeds.find_by_url(one.url, workspace=workspace)
                if there is None:
                    feed = self._feed(one, now, workspace)
                    tx.feeds.add(feed, next_poll_at=now)
                    added.append(feed)
                elif there.removed_at is not None:
                    tx.feeds.update(replace(there, removed_at=None))
                    restored.append(there)
                else:
                    known.append(
                        _in_packs(tx, there, one.packs) if there.workspace_id == workspace else there
                    )
        return ImportReport(
            added=tuple(added), known=tuple(known), restored=tuple(restored), problems=listed.problems
        )

    def add(
        self,
        url: str,
        *,
        place: str | None = None,
        level: Level | None = None,
        outlet: str = "",
        check: bool = True,
        workspace: WorkspaceId | None = None,
    ) -> Feed:
        """Subscribe to one feed.

        Args:
            url: Its address.
            place: Home region, such as ``US-MA``.
            level: Level of government that it covers.
            outlet: Who publishes it; by default what the feed says.
            check: Whether to try it first.
            workspace: Whose feed it is; None to share it.

        Returns:
            The feed; the one that is there where it was added before.

        Raises:
            UserError: The address is no feed; the message names feeds that the page links to.
        """
        if not url.startswith(("http://", "https://")):
            raise UserError(f"{url!r} is no web address; one looks like https://example.org/feed.xml")
        title = ""
        if check:
            probe = self.probe([url])[0]
            if not probe.status.is_success:
                raise UserError(_no_feed(probe))
            title = probe.title
        one = ListedFeed(url=url, title=title or outlet, outlet=outlet, place=place, level=level)
        report = self.add_listed(FeedList(feeds=(one,)), workspace=workspace)
        return next(iter((*report.added, *report.known, *report.restored)))

    def probe(
        self, urls: Iterable[str], *, progress: Callable[[int, int], None] = lambda _done, _total: None
    ) -> tuple[Probe, ...]:
        """Try addresses once each, storing nothing.

        Returns:
            One result an address, in the given order.
        """
        wanted = list(dict.fromkeys(urls))
        requests = [FetchRequest(feed_id=FeedId(url), url=url) for url in wanted]
        probes: dict[str, Probe] = {}
        with self._open_fetcher() as fetcher, self._open_parser() as parser:
            for result in fetcher.fetch(requests):
                probes[result.url] = _probe(result, parser)
                progress(len(probes), len(wanted))
        return tuple(probes[url] for url in wanted)

    def check(
        self, source: str, *, progress: Callable[[int, int], None] = lambda _done, _total: None
    ) -> tuple[Probe, ...]:
        """Try every feed of an OPML list once, storing nothing.

        Args:
            source: Path of a file, or an http(s) address.
            progress: Called with feeds done and in all.

        Returns:
            One result a feed, in the list's order.
        """
        return self.probe((feed.url for feed in self.read_list(source).feeds), progress=progress)

    def discover(self, url: str) -> tuple[FoundFeed, ...]:
        """The feeds that a web page links to; the address itself when it is a feed.

        Where a page names none, the places are tried at which sites usually keep theirs.

        Raises:
            UserError: The page cannot be read.
        """
        probe = self.probe([url])[0]
        if probe.status is FeedStatus.OK:
            return (FoundFeed(url=url, title=probe.title),)
        if probe.status not in {FeedStatus.NOT_A_FEED, FeedStatus.MALFORMED}:
            raise UserError(f"{url} cannot be read: {probe.error}")
        if probe.found:
            return probe.found
        tried = self.probe(usual_places(url))
        return tuple(FoundFeed(url=p.url, title=p.title) for p in tried if p.status is FeedStatus.OK)

    def rows(self, *, workspace: WorkspaceId | None = None) -> tuple[tuple[Feed, FeedState], ...]:
        """The feeds with their state, by outlet and id."""
        with self._database.read() as tx:
            return tx.feeds.with_states(workspace=workspace)

    def remove(self, feed_id: str) -> Feed:
        """Take a feed out; `restore` brings it back within seven days."""
        with self._database.write() as tx:
            feed = tx.feeds.get(FeedId(feed_id))
            tx.feeds.remove(feed.id, at=self._clock())
        return feed

    def restore(self, feed_id: str) -> Feed:
        """Bring a removed feed back."""
        with self._database.write() as tx:
            tx.feeds.restore(FeedId(feed_id), at=self._clock())
            return tx.feeds.get(FeedId(feed_id))

    def pause(self, feed_id: str, *, paused: bool) -> Feed:
        """Stop polling a feed for a while, or go on; going on also asks a feed again that was gone."""
        with self._database.write() as tx:
            feed = replace(tx.feeds.get(FeedId(feed_id)), paused=paused)
            tx.feeds.update(feed)
            if not paused:
                state = tx.feeds.states([feed.id])[feed.id]
                tx.feeds.save_states([replace(state, next_poll_at=self._clock())])
        return feed

    def export(self, *, workspace: WorkspaceId | None = None) -> bytes:
        """All feeds as OPML, packs as folders."""
        with self._database.read() as tx:
            feeds = tx.feeds.all(workspace=workspace)
        listed = [
            ListedFeed(
                url=feed.url,
                title=feed.title or feed.outlet,
                outlet=feed.outlet_id or feed.outlet,
                html_url=feed.html_url,
                place=feed.place,
                level=feed.level,
                packs=feed.packs,
            )
            for feed in feeds
        ]
        return write_opml(listed, title="Policy Digest feeds")

    def _feed(self, listed: ListedFeed, now: datetime, workspace: WorkspaceId | None) -> Feed:
        """The record of a listed feed; its outlet by slug, name or address."""
        publisher = self._outlets.named(listed.outlet) or self._outlets.named(listed.title)
        publisher = publisher or self._outlets.at(listed.html_url) or self._outlets.at(listed.url)
        shown = publisher.name if publisher else listed.outlet or listed.title or _host(listed.url)
        return Feed(
            id=feed_id_of(listed.url, workspace),
            url=listed.url,
            imported_url=listed.url,
            outlet=clean_text(shown),
            outlet_id=publisher.id if publisher else None,
            title=clean_text(listed.title),
            place=listed.place or (publisher.place if publisher else None),
            level=listed.level,
            packs=listed.packs,
            html_url=listed.html_url,
            workspace_id=workspace,
            added_at=now,
        )

    def read_list(self, source: str) -> FeedList:
        """The list at a path, or at an http(s) address.

        Raises:
            UserError: It is no OPML, or the file cannot be read.

        Ends in `FetchError` if the address does not give it.
        """
        if source.startswith(("http://", "https://")):
            data, base = self._download(source), source
        else:
            data, base = _read_file(Path(source)), ""
        try:
            return read_opml(data, base=base)
        except ParseError as error:
            raise UserError(f"{source}: {error}") from error

    def _download(self, url: str) -> bytes:
        with self._open_fetcher() as fetcher:
            result = next(iter(fetcher.fetch([FetchRequest(feed_id=_PROBE, url=url)])))
        if result.body is None:
            raise FetchError(f"{url} could not be read: {result.error}", status=result.status, url=url)
        return result.body


def _in_packs(tx: Transaction, feed: Feed, packs: tuple[str, ...]) -> Feed:
    """A feed that is there already, put into further packs."""
    both = tuple(dict.fromkeys((*feed.packs, *packs)))
    if both != feed.packs:
        feed = replace(feed, packs=both)
        tx.feeds.update(feed)
    return feed


def feed_id_of(url: str, workspace: WorkspaceId | None) -> FeedId:
    """The id of a feed: short, and the same whenever the same address is added to the same workspace.

    >>> feed_id_of("https://example.org/feed", None)
    'f2988ef1b'
    """
    return FeedId("f" + hashlib.sha256(f"{workspace or ''} {url}".encode()).hexdigest()[:8])


def _host(url: str) -> str:
    return canonical_url(url).split("/")[2].removeprefix("www.") if "//" in url else url


def _read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(
            f"{path} cannot be read: {error.strerror}. Give an OPML file or its address."
        ) from error


def _probe(result: FetchResult, parser: Parser) -> Probe:
    if result.body is None:
        return Probe(url=result.url, status=result.status, error=result.error)
    try:
        parsed = parser.parse(result.body, content_type=result.content_type, url=result.final_url)
    except FeedError as error:
        found = find_feeds(result.body, result.final_url)
        return Probe(url=result.url, status=FeedStatus(error.status), error=str(error), found=found)
    return _readable(result, parsed)


def _readable(result: FetchResult, parsed: ParsedFeed) -> Probe:
    dates = [entry.published_at for entry in parsed.entries if entry.published_at is not None]
    return Probe(
        url=result.url,
        status=FeedStatus.OK,
        title=clean_text(parsed.title),
        items=len(parsed.entries),
        newest_at=max(dates, default=None),
    )


def _no_feed(probe: Probe) -> str:
    if not probe.found:
        return f"{probe.url} is not added: {probe.error}"
    links = "\n".join(f"  {found.url}  {found.title}" for found in probe.found)
    return f"{probe.url} is a page, not a feed. It links to these feeds; add one of them:\n{links}"
