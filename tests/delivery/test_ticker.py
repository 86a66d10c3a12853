"""The ticker wakes, takes the dead for dead, and does not take a clock that was set anew for time that passed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.courier import LEASE
from bot.reminders import REAP_SECONDS, Ticker
from tests.waiting import until


class Clocks:
    """A wall clock and a steady one, which usually agree."""

    def __init__(self) -> None:
        self.wall = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
        self.seconds = 1000.0

    def now(self) -> datetime:
        return self.wall

    def steady(self) -> float:
        return self.seconds

    def pass_by(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.seconds += seconds


class Worker:
    """Counts how often it was woken, and asked for the dead."""

    def __init__(self) -> None:
        self.nudges = 0
        self.reaps = 0
        self.mends = 0
        self.tidied = 0
        self.broken = False

    def nudge(self) -> None:
        self.nudges += 1

    async def tidy(self) -> int:
        self.tidied += 1
        return 0

    async def reap(self, *, clock_set: bool = False) -> int:
        self.reaps += 1
        self.mends += clock_set
        if self.broken:
            raise ConnectionError
        return 0


async def test_it_ticks_by_itself_until_it_is_stopped() -> None:
    worker, clocks = Worker(), Clocks()
    ticker = Ticker(worker, clocks)
    ticker.start()
    await until(lambda: worker.nudges > 0)
    assert ticker.alive
    ticker.stop()


async def test_every_tick_wakes_and_every_few_seconds_the_dead_are_looked_for() -> None:
    worker, clocks = Worker(), Clocks()
    ticker = Ticker(worker, clocks, clocks.steady)
    for _ in range(int(4 * REAP_SECONDS)):
        clocks.pass_by(1)
        await ticker.tick()
    assert worker.nudges == 4 * REAP_SECONDS
    assert 4 <= worker.reaps <= 5


@pytest.mark.parametrize(
    "jump", [timedelta(hours=1), timedelta(days=1), -timedelta(hours=1), -timedelta(days=1)]
)
async def test_after_a_jump_of_the_clock_nobody_is_taken_for_dead_for_a_lease(jump: timedelta) -> None:
    worker, clocks = Worker(), Clocks()
    ticker = Ticker(worker, clocks, clocks.steady)
    clocks.wall += jump
    for _ in range(int(LEASE.seconds) - 1):
        await ticker.tick()
        clocks.pass_by(1)
    assert worker.reaps == 0
    for _ in range(20):
        clocks.pass_by(1)
        await ticker.tick()
    assert (worker.reaps > 1, worker.mends) == (True, 1)


async def test_a_database_that_is_away_stops_no_tick() -> None:
    worker, clocks = Worker(), Clocks()
    worker.broken = True
    ticker = Ticker(worker, clocks, clocks.steady)
    for _ in range(12):
        clocks.pass_by(1)
        await ticker.tick()
    assert worker.nudges == 12
    assert worker.reaps > 1


async def test_one_that_stopped_ticking_is_not_alive() -> None:
    clocks = Clocks()
    ticker = Ticker(Worker(), clocks, clocks.steady)
    clocks.pass_by(60)
    assert not ticker.alive


async def test_once_an_hour_what_was_finished_long_ago_is_deleted() -> None:
    worker, clocks = Worker(), Clocks()
    ticker = Ticker(worker, clocks, clocks.steady)
    for _ in range(3 * 60 + 5):
        clocks.pass_by(60)
        await ticker.tick()
    assert worker.tidied in (3, 4)
