"""A thread with a connection of its own, which takes all the work that waits at once.

One hop to a thread and back costs as much as a statement, and one flush to the disk many times that. So what gathered
while the thread was at work is handed over together, and the answers come back together.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar, cast

from storage.engine import SchemaError, StoreUnavailableError
from storage.statement import Unit

T = TypeVar("T")

GROUP = 64
"""How many units are taken at once."""


@dataclass(slots=True)
class Job:
    """A unit of work, what came of it, and who waits for that."""

    unit: Callable[[], Unit[Any]]
    waiting: asyncio.Future[Any]
    result: Any = None
    error: Exception | None = None

    def failed(self, error: Exception) -> None:
        """Notes an error in the store's own words."""
        self.error = error
        if isinstance(error, sqlite3.OperationalError):
            missing = "no such table" in str(error) or "no such column" in str(error)
            said = "the database is not up to date: run `coach migrate`" if missing else str(error)
            self.error = SchemaError(said) if missing else StoreUnavailableError(said)
            self.error.__cause__ = error

    def answer(self) -> None:
        """Tells who waits, on their own loop."""
        if self.waiting.done():  # they went away meanwhile
            return
        if self.error is None:
            self.waiting.set_result(self.result)
        else:
            self.waiting.set_exception(self.error)


Play = Callable[[sqlite3.Connection, Sequence[Job]], None]


class JobThread:
    """Plays units, and answers a group of them when all of it is played. Starts with the first unit."""

    def __init__(self, name: str, connect: Callable[[], sqlite3.Connection], play: Play) -> None:
        self._name = name
        self._connect = connect
        self._play = play
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._closed = False

    async def run(self, unit: Callable[[], Unit[T]]) -> T:
        """Plays a unit, together with others that wait."""
        if self._closed:
            raise StoreUnavailableError("the database is closed")
        if self._thread is None:
            self._thread = Thread(target=self._work, name=self._name, daemon=True)
            self._thread.start()
        job = Job(unit, asyncio.get_running_loop().create_future())
        self._jobs.put(job)
        return cast(T, await job.waiting)

    async def close(self) -> None:
        """Plays what waits, and ends the thread."""
        self._closed = True
        if self._thread is not None:
            self._jobs.put(None)
            await asyncio.to_thread(self._thread.join)

    def _work(self) -> None:
        connection: sqlite3.Connection | None = None
        more = True
        while more:
            jobs, more = self._taken()
            try:
                connection = connection or self._connect()
                self._play(connection, jobs)
            except Exception as error:  # it could not be opened
                for job in jobs:
                    job.failed(error)
            for loop, answered in groupby(jobs, key=lambda job: job.waiting.get_loop()):
                with suppress(RuntimeError):  # that loop has ended, and nobody waits any more
                    loop.call_soon_threadsafe(_answer, list(answered))
        if connection is not None:
            connection.close()

    def _taken(self) -> tuple[list[Job], bool]:
        """Waits for work; all there is of it, and whether there may be more."""
        jobs: list[Job] = []
        job = self._jobs.get()
        with suppress(Empty):
            while job is not None:
                jobs.append(job)
                if len(jobs) == GROUP:
                    return jobs, True
                job = self._jobs.get_nowait()
        return jobs, job is not None


def _answer(jobs: Sequence[Job]) -> None:
    for job in jobs:
        job.answer()
