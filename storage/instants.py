"""Instants at rest: always UTC, never naive.

SQLite has no type for an instant, and SQLAlchemy's `DateTime(timezone=True)` drops the offset there:
01:30−04:00 comes back as 01:30, four hours off. So everything that stores an instant goes through
`in_utc`, which refuses naive ones, and the plain statements write the text that the models' column
type (`storage.tables.UtcDateTime`) writes.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache


class NaiveInstantError(ValueError):
    """A datetime without a zone was about to be stored; which instant it means cannot be known."""


def in_utc(instant: datetime) -> datetime:
    """The same instant in UTC. Raises `NaiveInstantError` when it has no zone."""
    if instant.tzinfo is UTC:
        return instant
    if instant.utcoffset() is None:
        message = f"{instant.isoformat()} has no zone: only an instant can be stored"
        raise NaiveInstantError(message)
    return instant.astimezone(UTC)


def to_text(instant: datetime) -> str:
    """SQLite's form: fixed width, so that text order is time order, and the one SQLAlchemy writes."""
    return in_utc(instant).replace(tzinfo=None).isoformat(" ", "microseconds")


@lru_cache(maxsize=4096)
def from_text(text: str) -> datetime:
    """The instant that `to_text` wrote. Remembered, because what falls due together says the same instant."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def read_instant(stored: str | datetime) -> datetime:
    """The instant as a plain statement gets it: text from SQLite, an aware instant from PostgreSQL."""
    return from_text(stored) if isinstance(stored, str) else in_utc(stored)
