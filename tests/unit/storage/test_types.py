from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.types import LocalDate, LocalTime, UTCDateTime, UTCSeconds, from_micros, to_micros

ENGINES = [sqlite.dialect(), postgresql.dialect()]
FAR = datetime(1970, 1, 1), datetime(2060, 1, 1)  # noqa: DTZ001 - hypothesis adds the zone
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))


@pytest.mark.parametrize("dialect", ENGINES, ids=["sqlite", "postgresql"])
@given(at=st.datetimes(*FAR, timezones=ZONES))
def test_an_instant_survives_in_utc(dialect: object, at: datetime) -> None:
    kind = UTCDateTime()
    found = kind.process_result_value(kind.process_bind_param(at, dialect), dialect)
    assert found == at
    assert found.tzinfo is UTC


@pytest.mark.parametrize("dialect", ENGINES, ids=["sqlite", "postgresql"])
@pytest.mark.parametrize("kind", [UTCDateTime(), UTCSeconds()])
def test_an_instant_without_a_zone_is_refused(kind: UTCDateTime, dialect: object) -> None:
    with pytest.raises(ValueError, match="aware instants only"):
        kind.process_bind_param(datetime(2025, 8, 26), dialect)  # noqa: DTZ001 - that is the point


@given(st.datetimes(*FAR, timezones=st.just(UTC)), st.datetimes(*FAR, timezones=st.just(UTC)))
def test_stored_instants_compare_like_instants(a: datetime, b: datetime) -> None:
    assert (to_micros(a) < to_micros(b)) == (a < b)
    assert from_micros(to_micros(a)) == a


@given(st.datetimes(*FAR, timezones=st.just(UTC)))
def test_seconds_round_down_and_fit_four_bytes(at: datetime) -> None:
    kind, dialect = UTCSeconds(), sqlite.dialect()
    stored = kind.process_bind_param(at, dialect)
    assert -(2**31) <= stored < 2**31
    assert kind.process_result_value(stored, dialect) == at.replace(microsecond=0)


@given(st.dates(), st.times().map(lambda t: t.replace(fold=0)))
def test_local_dates_and_times_survive_as_text(day: date, at: time) -> None:
    dialect = sqlite.dialect()
    for kind, value in ((LocalDate(), day), (LocalTime(), at)):
        stored = kind.process_bind_param(value, dialect)
        assert isinstance(stored, str)
        assert kind.process_result_value(stored, dialect) == value


@pytest.mark.parametrize("kind", [UTCDateTime(), UTCSeconds(), LocalDate(), LocalTime()])
def test_nothing_stays_nothing(kind: UTCDateTime) -> None:
    for dialect in ENGINES:
        assert kind.process_bind_param(None, dialect) is None
        assert kind.process_result_value(None, dialect) is None
