"""SQLite: one thread that writes and one that reads, each with a connection of its own.

A whole unit of work is one hop to a thread. `BEGIN IMMEDIATE` takes the write lock at once, so that a
read that turns into a write never meets "database is locked"; in WAL mode the reader waits for nobody.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import chain
from typing import Any, TypeVar, cast

from storage.engine import SchemaError, StoreUnavailableError
from storage.instants import to_text
from storage.statement import Abandon, Ask, Batch, Do, DoAll, Request, Unit
from storage.urls import DatabaseUrl

T = TypeVar("T")

BUSY_SECONDS = 5.0
"""How long another process may hold the write lock before a turn gives up."""

OLDEST = (3, 35)
"""The first SQLite that gives back the rows it changed (`RETURNING`)."""

SETTINGS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a committed turn survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is forgotten is overwritten
    "PRAGMA cache_size = -16384",
)


class _Thread:
    """One thread, and the connection that only it touches."""

    def __init__(self, name: str, url: DatabaseUrl) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._url = url
        self._connection: sqlite3.Connection | None = None

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do `work` on the thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, self._run, work)

    async def close(self) -> None:
        """Close the connection and end the thread."""
        await asyncio.get_running_loop().run_in_executor(self._executor, self._close)
        self._executor.shutdown()

    def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            if self._connection is None:
                self._connection = connect(self._url)
            return work(self._connection)
        except sqlite3.OperationalError as error:
            if "no such table" in str(error) or "no such column" in str(error):
                raise SchemaError("the database is not up to date: run `coach migrate`") from error
            raise StoreUnavailableError(str(error)) from error

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class SqliteEngine:
    """Plays units of work on a SQLite file."""

    def __init__(self, url: DatabaseUrl) -> None:
        self._writer = _Thread("sqlite-writer", url)
        self._reader = _Thread("sqlite-reader", url)

    async def read(self, unit: Callable[[], Unit[T]]) -> T:
        """Play a unit that changes nothing."""
        return await self._reader.run(lambda connection: _play(connection, unit))

    async def write(self, unit: Callable[[], Unit[T]]) -> T:
        """Play a unit in one transaction."""
        return await self._writer.run(lambda connection: _transact(connection, unit))

    async def close(self) -> None:
        """Close both connections and end both threads."""
        await self._reader.close()
        await self._writer.close()


def connect(url: DatabaseUrl) -> sqlite3.Connection:
    """A connection as the coach wants it. Raises `SchemaError` where Python came with too old a SQLite."""
    if sqlite3.sqlite_version_info < OLDEST:
        raise SchemaError(f"SQLite {sqlite3.sqlite_version} is too old: 3.35 or later is needed")
    connection = sqlite3.connect(url.path, timeout=BUSY_SECONDS, isolation_level=None, cached_statements=256)
    try:
        for setting in SETTINGS:
            connection.execute(setting).close()
    except BaseException:
        connection.close()
        raise
    return connection


def _transact(connection: sqlite3.Connection, unit: Callable[[], Unit[T]]) -> T:
    connection.execute("BEGIN IMMEDIATE")
    try:
        result = _play(connection, unit)
        connection.execute("COMMIT")
    except Abandon as abandoned:
        connection.execute("ROLLBACK")
        return cast(T, abandoned.result)
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return result


def _play(connection: sqlite3.Connection, unit: Callable[[], Unit[T]]) -> T:
    playing = unit()
    answer: Any = None
    while True:
        try:
            request = playing.send(answer)
        except StopIteration as done:
            return cast(T, done.value)
        answer = _answer(connection, request)


def _answer(connection: sqlite3.Connection, request: Request) -> Any:
    match request:
        case Ask(statement, parameters):
            sql, names = statement.sqlite
            return connection.execute(sql, _values(names, parameters)).fetchall()
        case Do(statement, parameters):
            sql, names = statement.sqlite
            return connection.execute(sql, _values(names, parameters)).rowcount
        case DoAll(batch, rows) if batch.one_by_one:
            sql, names = batch.sqlite
            return connection.executemany(sql, _in_order(batch, names, rows)).rowcount
        case DoAll(batch, rows):
            sql, names = batch.for_sqlite(len(rows))
            return connection.execute(sql, [*chain.from_iterable(_in_order(batch, names, rows))]).rowcount


def _values(names: Sequence[str], parameters: Mapping[str, object]) -> list[object]:
    return [_value(parameters[name]) for name in names]


def _value(value: object) -> object:
    if isinstance(value, datetime):
        return to_text(value)
    return json.dumps(value) if isinstance(value, list) else value


def _in_order(
    batch: Batch, names: Sequence[str], rows: Sequence[tuple[object, ...]]
) -> Iterable[Sequence[object]]:
    """The rows' values in the order in which the SQL takes them, instants as text. Column by column:
    rows of one batch share most of their instants.
    """
    columns: list[Sequence[object]] = list(zip(*rows, strict=True))
    for place, kind in enumerate(batch.kinds):
        if kind == "timestamptz":
            texts = {instant: _value(instant) for instant in set(columns[place])}
            columns[place] = [texts[instant] for instant in columns[place]]
    return zip(*(columns[batch.columns.index(name)] for name in names), strict=True)
