"""The words of a card."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.messages import wording
from bot.messages.fallback import words_of
from bot.model.entity import Entity, EntityId, EntityKind, Place, PlaceType, Role
from bot.model.statement import Stance, Statement
from bot.model.story import Changes, StatusKind
from tests.unit.messages import invented
from tests.unit.messages.invented import TODAY, ZONE

FIRST = invented.CLAIM_ARTICLES[0]


def _said(statement: Statement, names: object = invented.ENTITIES) -> str:
    return "".join(words_of(run) for run in wording.statement_line(statement, FIRST, names, TODAY, ZONE))


def _person(*roles: Role) -> Entity:
    return Entity(id=EntityId("person:x"), kind=EntityKind.PERSON, name="Kim Vale", roles=roles)


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role(title="Mayor", as_of=date(2026, 8, 1)), "Kim Vale, Mayor"),
        (Role(title="Mayor", as_of=date(2025, 8, 1)), "Kim Vale, Mayor (as of 1 Aug 2025)"),
        (
            Role(title="Mayor", as_of=date(2026, 6, 1), seen_in_text=True),
            "Kim Vale, Mayor (as of 1 Jun 2026)",
        ),
        (
            Role(title="Mayor", as_of=date(2026, 8, 1), ends_on=date(2026, 1, 5)),
            "Kim Vale, Mayor (until 5 Jan 2026)",
        ),
    ],
)
def test_role_is_dated_where_it_may_be_stale(role: Role, expected: str) -> None:
    assert wording.titled(_person(role), TODAY) == expected


def test_lasting_role_comes_before_one_that_ended() -> None:
    old = Role(title="Senator", as_of=date(2026, 8, 1), ends_on=date(2026, 1, 1))
    new = Role(title="Mayor", as_of=date(2026, 8, 1))
    assert wording.titled(_person(old, new), TODAY) == "Kim Vale, Mayor"
    assert wording.titled(_person(), TODAY) == "Kim Vale"


@pytest.mark.parametrize(
    ("kind", "region", "words"),
    [
        (PlaceType.CITY, "US-MA", "city in MA"),
        (PlaceType.COUNTY, "US-MA", "county in MA"),
        (PlaceType.STATE, "US-MA", "state in US"),
        (PlaceType.CITY, "", "city in US"),
        (PlaceType.COUNTRY, "", "country"),
    ],
)
def test_place_is_told_by_kind_and_state(kind: PlaceType, region: str, words: str) -> None:
    place = Place(type=kind, lat=0, lon=0, country="US", region=region)
    assert wording.place_words(place) == words


def test_quotation_of_more_than_25_words_is_cut() -> None:
    words = " ".join(f"w{n}" for n in range(30))
    article = replace(FIRST, body=f"“{words}” she said")
    statement = replace(invented.PIKE_SAID, words=words)
    shown = wording.verbatim(statement, article)
    assert shown is not None
    assert shown.endswith("w24…")


def test_words_around_an_attribution_are_checked_part_by_part() -> None:
    article = replace(FIRST, body="“We will act,” he said, “and soon.”")
    assert wording.verbatim(replace(invented.PIKE_SAID, words="We will act … and soon"), article)
    assert wording.verbatim(replace(invented.PIKE_SAID, words="We will act … never"), article) is None
    assert wording.verbatim(replace(invented.PIKE_SAID, words="…"), article) is None


def test_reported_words_are_the_outlets_not_the_speakers() -> None:
    reported = replace(invented.PIKE_SAID, quoted=False)
    assert ", in the words of Bay Chronicle: Many officers" in _said(reported)
    assert "“" not in _said(reported)


def test_speaker_is_named_as_well_as_is_known() -> None:
    assert _said(invented.PIKE_SAID).startswith("Rowan Pike, Acting director of the Border Service")
    assert _said(invented.PIKE_SAID, {}).startswith("Rowan Pike · ")
    nameless = replace(invented.PIKE_SAID, speaker=None, speaker_text="")
    assert _said(nameless).startswith("A source without a name · ")


def test_day_of_the_report_is_told_apart_from_the_day_of_the_words() -> None:
    assert "The Dale Morrow Show, Wed:" in _said(invented.PIKE_SAID)
    undated = replace(invented.PIKE_SAID, said_on=None, venue="")
    assert " · reported Tue:" in _said(undated)


def test_declined_and_denied_are_said_so() -> None:
    assert _said(replace(invented.PIKE_SAID, stance=Stance.DECLINED)).endswith("declined to comment")
    assert ", denies · " in _said(replace(invented.PIKE_SAID, stance=Stance.DENIED))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("One origin traced (5 of 6)", "◐ One origin traced (5 of 6)"),
        ("5 of 6 outlets", "◐ One origin · 5 of 6 outlets"),
        ("", "◐ One origin"),
    ],
)
def test_status_is_not_said_twice(line: str, expected: str) -> None:
    assert wording.status_line(replace(invented.CLAIM_STATUS, line=line)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (Changes(), ""),
        (Changes(is_new=True, outlets=("A",)), ""),
        (Changes(outlets=("A", "B")), "New since Tue: +2 outlets (A, B), no new origin"),
        (Changes(outlets=tuple("ABCD")), "New since Tue: +4 outlets, no new origin"),
        (Changes(origins=("a letter",)), "New since Tue: +1 origin (a letter)"),
        (Changes(status_from=StatusKind.NO_SOURCE), "New since Tue: status was No source given"),
        (Changes(figures=(("arrests", "5", "7"),)), "New since Tue: arrests: 5 → 7"),
        (Changes(edits=(("Old", "New"),)), "New since Tue: headline was “Old”"),
    ],
)
def test_changes_are_a_difference(changes: Changes, expected: str) -> None:
    assert wording.changes_words(changes, "Tue") == expected


def test_days_are_short_in_the_last_week_only() -> None:
    days = [date(2026, 8, 26), date(2026, 8, 20), date(2026, 8, 19), date(2025, 12, 31), date(2026, 8, 27)]
    shown = [wording.short_day(day, TODAY) for day in days]
    assert shown == ["Wed", "Thu", "19 Aug", "31 Dec 2025", "27 Aug"]


def test_swapping_two_people_changes_nothing_but_the_names() -> None:
    swapped = {
        invented.PIKE.id: replace(invented.REYES, id=invented.PIKE.id),
        invented.REYES.id: replace(invented.PIKE, id=invented.REYES.id),
    }
    pike = wording.titled(invented.PIKE, TODAY)
    reyes = wording.titled(invented.REYES, TODAY)
    assert _said(invented.PIKE_SAID, swapped) == _said(invented.PIKE_SAID).replace(pike, reyes)
