"""PostgreSQL over asyncpg, without anything in between."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar, cast

import asyncpg

from storage.engine import SchemaError, StoreUnavailableError
from storage.statement import Abandon, Ask, AskEach, Do, DoAll, Request, Unit
from storage.urls import DatabaseUrl

T = TypeVar("T")

COMMAND_SECONDS = 30.0
"""How long one statement may take before the connection is given up."""

TRIES = 3
"""How often a unit is played that lost its connection before it began, or ended a deadlock."""

PLANNING = ("enable_seqscan", "enable_bitmapscan", "enable_sort", "enable_incremental_sort", "jit")
"""Switched off. Every statement here finds its few rows by an index, in the index's order. The planner would see that
too, if its statistics were never older than the queue; in a burst they are, and it then reads all that
waits for every claim. What it must do all the same (sort the handful of rows of a batch) it then takes for so
costly that it would compile it first, for a second of processor time: so never.
"""

SET_SESSION = "; ".join(f"SET {name} = off" for name in PLANNING)
BEGIN_AND_SET = "; ".join(["BEGIN", *(f"SET LOCAL {name} = off" for name in PLANNING)])

CACHED_STATEMENTS = 256

LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what asyncpg says when the server had gone between two statements
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    OSError,
    TimeoutError,
)
"""There is no server, or there was one a moment ago."""


class _NotBegunError(Exception):
    """The connection was lost before anything was asked of it: asking again is safe."""


class PostgresEngine:
    """Plays units of work over a pool of connections.

    `pgbouncer` says that one in transaction mode is in between: what is prepared or set in a session would be looked
    for in another one. So nothing is prepared, and each transaction that writes sets what it needs.
    """

    def __init__(self, url: DatabaseUrl, *, pool_size: int = 10, pgbouncer: bool = False) -> None:
        self._url = url
        self._pool_size = pool_size
        self._pgbouncer = pgbouncer
        self._begin = BEGIN_AND_SET if pgbouncer else "BEGIN"
        self._pool: asyncpg.Pool | None = None
        self._opening = asyncio.Lock()

    async def read(self, unit: Callable[[], Unit[T]]) -> T:
        """Play a unit that changes nothing; again, where the connection was lost."""

        async def play(connection: asyncpg.Connection) -> T:
            try:
                return await _play(connection, unit)
            except LOST as error:
                raise _NotBegunError from error

        return await self._with_connection(play)

    async def write(self, unit: Callable[[], Unit[T]]) -> T:
        """Play a unit in one transaction; again, where it had not begun or was the victim of a deadlock."""

        async def play(connection: asyncpg.Connection) -> T:
            try:
                await connection.execute(self._begin)
            except LOST as error:
                raise _NotBegunError from error
            try:
                result = await _play(connection, unit)
                await connection.execute("COMMIT")
            except Abandon as abandoned:
                await connection.execute("ROLLBACK")
                return cast(T, abandoned.result)
            except BaseException:
                with suppress(*LOST):  # with the connection the transaction is gone too
                    await connection.execute("ROLLBACK")
                raise
            return result

        return await self._with_connection(play)

    async def close(self) -> None:
        """Close the pool."""
        if self._pool is not None:
            await self._pool.close()
            self._pool = None

    async def _with_connection(self, work: Callable[[asyncpg.Connection], Awaitable[T]]) -> T:
        try:
            for _ in range(TRIES - 1):
                with suppress(_NotBegunError, asyncpg.DeadlockDetectedError, asyncpg.SerializationError):
                    return await self._once(work)
            return await self._once(work)
        except (asyncpg.UndefinedTableError, asyncpg.UndefinedColumnError) as error:
            raise SchemaError("the database is not up to date: run `coach migrate`") from error
        except (
            asyncpg.DataError
        ):  # a value no column takes: also an `InterfaceError`, but not the server's fault
            raise
        except (_NotBegunError, *LOST) as error:
            reason = error.__cause__ or error
            raise StoreUnavailableError(str(reason) or type(reason).__name__) from error

    async def _once(self, work: Callable[[asyncpg.Connection], Awaitable[T]]) -> T:
        pool = self._pool or await self._open()
        try:
            async with pool.acquire(timeout=COMMAND_SECONDS) as connection:
                return await work(connection)
        except _NotBegunError:
            await pool.expire_connections()  # where one is lost, most are: the server was restarted
            raise

    async def _open(self) -> asyncpg.Pool:
        async with self._opening:
            if self._pool is None:
                self._pool = await asyncpg.create_pool(
                    self._url.asyncpg,
                    min_size=1,
                    max_size=self._pool_size,
                    statement_cache_size=0 if self._pgbouncer else CACHED_STATEMENTS,
                    command_timeout=COMMAND_SECONDS,
                    init=None if self._pgbouncer else _set_session,
                    reset=_nothing_to_reset,
                )
            return self._pool


async def _set_session(connection: asyncpg.Connection) -> None:
    await connection.execute(SET_SESSION)


async def _nothing_to_reset(connection: object) -> None:
    """A unit leaves nothing behind in its session: it takes no lock and opens no cursor that outlives its transaction,
    and all units want the same settings. So a connection goes back to the pool without another round trip."""


async def _play(connection: asyncpg.Connection, unit: Callable[[], Unit[T]]) -> T:
    playing = unit()
    answer: Any = None
    while True:
        try:
            request = playing.send(answer)
        except StopIteration as done:
            return cast(T, done.value)
        answer = await _answer(connection, request)


async def _answer(connection: asyncpg.Connection, request: Request) -> Any:
    match request:
        case Ask(statement, parameters):
            sql, names = statement.postgres
            return await connection.fetch(sql, *(parameters[name] for name in names))
        case AskEach(each, rows):
            found: list[list[tuple[Any, ...]]] = [[] for _ in rows]
            for number, *row in await connection.fetch(each.postgres.sql, *zip(*rows, strict=True)):
                found[number - 1].append(tuple(row))
            return found
        case Do(statement, parameters):
            sql, names = statement.postgres
            return _count(await connection.execute(sql, *(parameters[name] for name in names)))
        case DoAll(batch, rows, common):
            sql, names = batch.postgres
            values = {**common, **dict(zip(batch.columns, zip(*rows, strict=True), strict=True))}
            return _count(await connection.execute(sql, *(values[name] for name in names)))


def _count(tag: str) -> int:
    """The number of rows in a command's tag, such as `INSERT 0 3` or `UPDATE 3`."""
    return int(tag.rpartition(" ")[2])
