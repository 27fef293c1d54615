"""Column types that behave the same on both engines.

Used by the schema and the migrations. Instants are aware UTC on the way in and out; SQLite, which has no
such type, keeps them as whole microseconds since 1970, which compare and index like the instants.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import BigInteger, DateTime, Integer, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_Y2K_MICROS = 946_684_800_000_000


def to_micros(at: datetime) -> int:
    """Whole microseconds from 1970 to an aware instant.

    Raises:
        ValueError: If the instant has no time zone.

    >>> to_micros(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
    1000000
    """
    if at.tzinfo is None:
        raise ValueError(f"storage takes aware instants only, got {at.isoformat()}")
    return (at - EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """The instant that many microseconds after 1970, in UTC.

    >>> from_micros(1_000_000).isoformat()
    '1970-01-01T00:00:01+00:00'
    """
    return EPOCH + timedelta(microseconds=micros)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware UTC instant: TIMESTAMPTZ on PostgreSQL, an 8-byte integer on SQLite (26 bytes as text)."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column type on this engine."""
        return dialect.type_descriptor(DateTime(timezone=True) if _is_pg(dialect) else BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """From an aware instant to what the engine stores."""
        if value is None:
            return None
        micros = to_micros(value)
        return value.astimezone(UTC) if _is_pg(dialect) else micros

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """From what the engine stores to an aware UTC instant."""
        if value is None:
            return None
        return value.astimezone(UTC) if _is_pg(dialect) else from_micros(value)


class UTCSeconds(TypeDecorator[datetime]):
    """An aware UTC instant to the second below, as a 4-byte integer; for indexes with many rows.

    Counted from the year 2000, so that four bytes last until 2068.
    """

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - interface
        """From an aware instant to seconds."""
        return None if value is None else (to_micros(value) - _Y2K_MICROS) // 1_000_000

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - interface
        """From seconds to an aware UTC instant."""
        return None if value is None else from_micros(value * 1_000_000 + _Y2K_MICROS)


class LocalDate(TypeDecorator[date]):
    """A calendar date as ``YYYY-MM-DD`` on both engines; sorts as text."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - interface
        """From a date to text."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002 - interface
        """From text to a date."""
        return None if value is None else date.fromisoformat(value)


class LocalTime(TypeDecorator[time]):
    """A time of day as ``HH:MM:SS`` on both engines."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: time | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - interface
        """From a time to text."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> time | None:  # noqa: ARG002 - interface
        """From text to a time."""
        return None if value is None else time.fromisoformat(value)


def _is_pg(dialect: Dialect) -> bool:
    return dialect.name == "postgresql"
