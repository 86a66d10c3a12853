"""SQLite: one thread that writes and one that reads, each with a connection of its own.

A whole unit of work is one hop to a thread. `BEGIN IMMEDIATE` takes the write lock at once, so that a
read that turns into a write never meets "database is locked"; in WAL mode the reader waits for nobody.
Writes that wait are kept in one transaction: nobody is answered before it is on the disk.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, TypeVar, cast

from storage.engine import SchemaError
from storage.instants import to_text
from storage.sqlite_thread import Job, JobThread
from storage.statement import Abandon, Ask, AskEach, Batch, Do, DoAll, Request, Unit
from storage.urls import DatabaseUrl

T = TypeVar("T")

BUSY_SECONDS = 5.0
"""How long another process may hold the write lock before a turn gives up."""

OLDEST = (3, 35)
"""The first SQLite that gives back the rows it changed (`RETURNING`)."""

PIECE = 500
"""How many rows one statement takes: a statement has room for 32,766 values."""

SETTINGS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a committed turn survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is forgotten is overwritten
    "PRAGMA cache_size = -16384",
    # Pages that change again and again are copied from the log, and flushed, a quarter as often as by default
    "PRAGMA wal_autocheckpoint = 4000",
)


class SqliteEngine:
    """Plays units of work on a SQLite file."""

    def __init__(self, url: DatabaseUrl) -> None:
        self._writer = JobThread("sqlite-writer", lambda: connect(url), _write)
        self._reader = JobThread("sqlite-reader", lambda: connect(url), _read)

    async def read(self, unit: Callable[[], Unit[T]]) -> T:
        """Play a unit that changes nothing."""
        return await self._reader.run(unit)

    async def write(self, unit: Callable[[], Unit[T]]) -> T:
        """Play a unit in one transaction."""
        return await self._writer.run(unit)

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


def _read(connection: sqlite3.Connection, jobs: Sequence[Job]) -> None:
    for job in jobs:
        try:
            job.result = _play(connection, job.unit)
        except Exception as error:
            job.failed(error)


def _write(connection: sqlite3.Connection, jobs: Sequence[Job]) -> None:
    """In one transaction if all of them go through, which is nearly always; else each in one of its own."""
    if len(jobs) > 1:
        try:
            _transact(connection, jobs)
        except Exception:  # one of them abandoned or failed: nothing of the group was kept
            _rolled_back(connection)
        else:
            return
    for job in jobs:
        try:
            _transact(connection, [job])
        except Abandon as abandoned:
            _rolled_back(connection)
            job.result = abandoned.result
        except Exception as error:
            _rolled_back(connection)
            job.failed(error)


def _transact(connection: sqlite3.Connection, jobs: Sequence[Job]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for job in jobs:
        job.result = _play(connection, job.unit)
    connection.execute("COMMIT")


def _rolled_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


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
        case AskEach(each, rows):
            return [
                connection.execute(each.sqlite.sql, [_value(value) for value in row]).fetchall()
                for row in rows
            ]
        case Do(statement, parameters):
            sql, names = statement.sqlite
            return connection.execute(sql, _values(names, parameters)).rowcount
        case DoAll(batch, rows, common):
            return sum(
                _do_all(connection, batch, piece, common)
                for piece in (rows[start : start + PIECE] for start in range(0, len(rows), PIECE))
            )


def _do_all(
    connection: sqlite3.Connection,
    batch: Batch,
    rows: Sequence[tuple[object, ...]],
    common: Mapping[str, object],
) -> int:
    sql, before, after = batch.for_sqlite(len(rows))
    flat = chain.from_iterable(zip(*_columns(batch, rows), strict=True))
    return connection.execute(sql, [*_values(before, common), *flat, *_values(after, common)]).rowcount


def _values(names: Sequence[str], parameters: Mapping[str, object]) -> list[object]:
    return [_value(parameters[name]) for name in names]


def _value(value: object) -> object:
    if isinstance(value, datetime):
        return to_text(value)
    return json.dumps(value) if isinstance(value, list) else value


def _columns(batch: Batch, rows: Sequence[tuple[object, ...]]) -> list[Sequence[object]]:
    """The rows' values column by column, instants as text: rows of one batch share most of their instants."""
    columns: list[Sequence[object]] = list(zip(*rows, strict=True))
    for place, kind in enumerate(batch.kinds):
        if kind == "timestamptz":
            texts = {instant: _value(instant) for instant in set(columns[place])}
            columns[place] = [texts[instant] for instant in columns[place]]
    return columns
