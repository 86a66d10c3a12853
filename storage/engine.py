"""What plays units of work: SQLite on threads of its own, PostgreSQL over a pool."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from storage.statement import Unit

T = TypeVar("T")


class StoreUnavailableError(Exception):
    """The database did not answer or was busy for too long. Whether the last change was kept is not known:
    playing the same activity again finds out."""


class SchemaError(Exception):
    """The database has no tables yet, or those of an older version: `coach migrate` brings it up to date."""


class Engine(Protocol):
    """Plays units of work on one database."""

    async def read(self, unit: Callable[[], Unit[T]]) -> T:
        """Play a unit that changes nothing."""
        ...

    async def write(self, unit: Callable[[], Unit[T]]) -> T:
        """Play a unit in one transaction: all of it is kept, or (by `Abandon` or an error) nothing."""
        ...

    async def close(self) -> None:
        """Let go of connections and threads."""
        ...
