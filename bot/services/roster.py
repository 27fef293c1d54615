"""The roster: imported lists of office-holders on top of ``config/people.toml``, with a report and an undo.

Called by the command line. The formats are for `bot.catalog.roster`; lists are fetched as feeds are. The
whole list is one stored value, so that an import holds or is taken back as a whole.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.catalog.roster import FindRegion, RosterReport, compare, find_same, merge, parse_roster
from bot.errors import FetchError, UserError
from bot.feeds.exchange import FetchRequest
from bot.feeds.fetch import Fetcher
from bot.model.entity import Entity, EntityId, EntityKind, Level, Role
from bot.model.feed import FeedId
from bot.services.live import ROSTER, touch
from bot.storage.codec import from_json_of, to_json_of
from bot.storage.database import Database
from bot.storage.transaction import Transaction

CONGRESS_URL = "https://unitedstates.github.io/congress-legislators/legislators-current.json"
"""Members of Congress, public domain (github.com/unitedstates/congress-legislators)."""

STATE_URL = "https://data.openstates.org/people/current/{state}.csv"
"""Legislators of a state, public domain (github.com/openstates/people); ``{state}`` is its code, ``ma``."""

_NOW, _BEFORE = "roster", "roster.before"
_DAY = timedelta(days=1)
_WHOLE = 0.5  # a list with fewer than half the known holders of an office is not the whole list of it

Office = tuple[str, Level | None, EntityId | None]
Source = tuple[str, str]
"""Name of a list, for messages, and its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did, or would do.

    Attributes:
        report: New, changed and ended.
        people: How many office-holders the lists have.
    """

    report: RosterReport
    people: int


class Roster:
    """Keeps the imported lists.

    Args:
        database: Where they are.
        people: The listed people of ``config/people.toml``.
        find_region: The gazetteer's states.
        open_fetcher: A client for one update.
        clock: The present instant.
    """

    def __init__(
        self,
        database: Database,
        *,
        people: Sequence[Entity],
        find_region: FindRegion,
        open_fetcher: Callable[[], Fetcher],
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._people = tuple(people)
        self._find_region = find_region
        self._open_fetcher = open_fetcher
        self._clock = clock

    def people(self) -> tuple[Entity, ...]:
        """Everybody listed: the file's people with what was imported, by id."""
        with self._database.read() as tx:
            return listed_with(self._people, _stored(tx))

    def take(self, sources: Iterable[Source], *, dry_run: bool = False) -> Imported:
        """Import lists, in their order.

        Args:
            sources: In the formats of `bot.catalog.roster`.
            dry_run: Only report.

        Returns:
            What changed, or would change. Offices that a list does not have any more end today; only those of
            which it has at least half the known holders, so that a part of a list ends nothing.

        Ends in `ConfigError` if a list has none of the formats.
        """
        today = self._clock().date()
        fresh = [
            person
            for name, text in sources
            for person in parse_roster(text, find_region=self._find_region, as_of=today, where=name)
        ]
        with self._database.write() as tx:
            old = listed_with(self._people, _stored(tx))
            report = replace(compare(old, fresh, on=today), ended=_ended(old, fresh, today))
            if not dry_run:
                known = {person.id: person for person in self._people}
                after = merge(_with_ends(old, report, today), fresh)
                _keep(tx, [person for person in after if known.get(person.id) != person])
        return Imported(report=report, people=len(fresh))

    def update(
        self,
        *,
        states: Iterable[str] = (),
        congress_url: str = CONGRESS_URL,
        state_url: str = STATE_URL,
        dry_run: bool = False,
    ) -> Imported:
        """Fetch the public-domain lists and import them.

        Args:
            states: Codes of states whose legislators are wanted too.
            congress_url: Where the members of Congress are.
            state_url: Where a state's legislators are; ``{state}`` stands for its code.
            dry_run: Only report.

        Returns:
            What changed, or would change.

        Raises:
            FetchError: A list could not be fetched; nothing is imported then.
        """
        wanted = {congress_url: "", **{state_url.format(state=s.lower()): s.lower() for s in states}}
        sources = []
        with self._open_fetcher() as fetcher:
            requests = [FetchRequest(feed_id=FeedId(url), url=url) for url in wanted]
            for result in fetcher.fetch(requests):
                if result.body is None:
                    raise FetchError(
                        f"{result.url} could not be fetched: {result.error}. Nothing was imported. Where "
                        "there is no internet, fetch it elsewhere and use: policybot roster import FILE",
                        status=result.status.value,
                    )
                text = result.body.decode("utf-8", "replace")
                state = wanted[result.url]
                sources.append((result.url, state_list(text, state) if state else text))
        return self.take(sorted(sources), dry_run=dry_run)

    def undo(self) -> None:
        """Take back the last import.

        Raises:
            UserError: There is none to take back.
        """
        with self._database.write() as tx:
            before = tx.meta.find(_BEFORE)
            if before is None:
                raise UserError("There is no import to undo.")
            tx.meta.put(_NOW, before)
            tx.meta.delete(_BEFORE)
            touch(tx, ROSTER)


def listed_with(people: Iterable[Entity], imported: Iterable[Entity]) -> tuple[Entity, ...]:
    """The people of the file, those that an import changed in its wording, and the imported ones, by id."""
    found = {person.id: person for person in people} | {person.id: person for person in imported}
    return tuple(found[i] for i in sorted(found))


def stored_people(database: Database) -> tuple[Entity, ...]:
    """What was imported and is not in the file as it is."""
    with database.read() as tx:
        return _stored(tx)


def state_list(text: str, state: str) -> str:
    r"""The list of a state's legislators (CSV of openstates) in the form that `bot.catalog.roster` reads.

    >>> state_list("name,current_chamber\nAda Park,upper\n", "ma")[:38]
    '[{"name": "Ada Park", "roles": [{"type'
    """
    jurisdiction = f"ocd-jurisdiction/country:us/state:{state}/government"
    rows = csv.DictReader(io.StringIO(text))
    people = [
        {
            "name": row.get("name") or "",
            "roles": [{"type": row.get("current_chamber") or "", "jurisdiction": jurisdiction}],
        }
        for row in rows
    ]
    return json.dumps([person for person in people if person["name"]])


def _stored(tx: Transaction) -> tuple[Entity, ...]:
    found: tuple[Entity, ...] = from_json_of(tuple[Entity, ...], tx.meta.find(_NOW) or "")
    return found


def _keep(tx: Transaction, people: Sequence[Entity]) -> None:
    tx.meta.put(_BEFORE, tx.meta.find(_NOW) or "")
    tx.meta.put(_NOW, to_json_of(tuple[Entity, ...], tuple(people)))
    touch(tx, ROSTER)


def _offices(person: Entity, on: date) -> Iterator[tuple[Office, Role]]:
    """The offices that a person holds on a day."""
    for role in person.roles:
        if role.ends_on is None or role.ends_on >= on:
            yield (role.short, role.level, role.place), role


def _ended(old: Sequence[Entity], fresh: Sequence[Entity], on: date) -> tuple[tuple[str, str], ...]:
    """(name, title) of offices that the old list held current and a whole new list of them does not."""
    before = Counter(office for person in old for office, _ in _offices(person, on))
    after = Counter(office for person in fresh for office, _ in _offices(person, on))
    whole = {office for office, n in after.items() if n >= _WHOLE * before[office]}
    gone = []
    for person in old:
        held = [(office, role) for office, role in _offices(person, on) if office in whole]
        if held:
            same = find_same(person, fresh)
            kept = {office for office, _ in _offices(same, on)} if same is not None else set()
            gone += [(person.name, role.title) for office, role in held if office not in kept]
    return tuple(sorted(gone))


def _with_ends(old: Iterable[Entity], report: RosterReport, on: date) -> Iterator[Entity]:
    """The old list, in which the offices that ended did so the day before."""
    ended = set(report.ended)
    for person in old:
        gone = {role for _, role in _offices(person, on) if (person.name, role.title) in ended}
        roles = (replace(role, ends_on=on - _DAY) if role in gone else role for role in person.roles)
        yield replace(person, roles=tuple(roles)) if gone else person


def is_holder(person: Entity, *, on: date, place: EntityId | None, level: Level | None) -> bool:
    """Whether somebody holds an office of a place and level on a day; None for any."""
    if person.kind is not EntityKind.PERSON:
        return False
    return any(
        (place is None or role.place == place) and (level is None or role.level is level)
        for _, role in _offices(person, on)
    )
