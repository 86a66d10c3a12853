"""Groups: who comes while one is being worked is worked with the next, and everybody gets their own answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bot.gathering import ANSWERED_AT_ONCE, Gathering


class Doubling:
    """Doubles numbers, a group at a time, when it is let."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.let = asyncio.Event()

    async def work(self, numbers: Sequence[int]) -> Sequence[int]:
        """The answers."""
        self.groups.append(list(numbers))
        await self.let.wait()
        if 13 in numbers:
            raise ValueError("thirteen")
        return [2 * number for number in numbers]


async def _asked(gathering: Gathering[int, int], numbers: Sequence[int]) -> list[asyncio.Task[int]]:
    tasks = [asyncio.create_task(gathering.ask(number)) for number in numbers]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return tasks


async def test_those_who_come_meanwhile_are_worked_together_and_each_gets_its_own() -> None:
    doubling = Doubling()
    gathering = Gathering(doubling.work, most=3)
    first = await _asked(gathering, [1])
    rest = await _asked(gathering, [2, 3, 4, 5])
    doubling.let.set()
    assert await asyncio.gather(*first, *rest) == [2, 4, 6, 8, 10]
    assert doubling.groups == [[1], [2, 3, 4], [5]]


async def test_a_group_that_failed_is_told_and_the_next_one_is_worked() -> None:
    doubling = Doubling()
    gathering = Gathering(doubling.work, most=2)
    tasks = await _asked(gathering, [13, 1, 2])
    doubling.let.set()
    found = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(each) for each in found] == [ValueError, ValueError, int]


async def test_who_went_away_is_in_nobodys_way() -> None:
    doubling = Doubling()
    gathering = Gathering(doubling.work)
    gone, stays = await _asked(gathering, [1, 2])
    gone.cancel()
    doubling.let.set()
    assert await stays == 4
    with pytest.raises(asyncio.CancelledError):
        await gone


async def test_those_who_are_answered_do_not_all_go_on_in_one_round_of_the_loop() -> None:
    doubling = Doubling()
    doubling.let.set()
    gathering = Gathering(doubling.work)
    rounds = 0
    went_on: list[int] = []

    async def ask(number: int) -> None:
        await gathering.ask(number)
        went_on.append(rounds)

    tasks = [asyncio.create_task(ask(number)) for number in range(100, 100 + 3 * ANSWERED_AT_ONCE)]
    while not all(task.done() for task in tasks):
        await asyncio.sleep(0)
        rounds += 1
    assert max(went_on.count(each) for each in went_on) == ANSWERED_AT_ONCE


async def test_several_groups_are_under_way_where_that_is_wanted() -> None:
    doubling = Doubling()
    gathering = Gathering(doubling.work, most=2, at_once=2)
    tasks = await _asked(gathering, [1, 2, 3, 4, 5])
    assert doubling.groups == [[1, 2], [3, 4]]
    doubling.let.set()
    assert await asyncio.gather(*tasks) == [2, 4, 6, 8, 10]
    assert await gathering.ask(6) == 12, "and when all are done, the next begins anew"
