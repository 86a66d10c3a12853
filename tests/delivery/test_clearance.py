"""Whether a call may begin: by what this process heard, by what the others wrote down, and by how old its claim is."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from bot.clearance import FRESH, Clearance, Holds, NotNow, before_call, current
from bot.clock import SteppedClock
from dialogs.activity import ConversationReference, Platform
from dialogs.ports import OutboxRow
from dialogs.replies import Note
from dialogs.turn import Message
from storage.engine import StoreUnavailableError
from storage.memory import MemoryStore

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
HERE = ConversationReference(Platform.SLACK, "T1", "D-ada", "ada")
ROW = OutboxRow(
    tenant="T1",
    id="E1#0",
    person="ada",
    activity="E1",
    platform=Platform.SLACK,
    conversation="D-ada",
    due_at=NOW,
    attempts=1,
    claimed_by="w1",
    work=Message(HERE, Note("Noted.")),
)


class SlowStore(MemoryStore):
    """A store of which each look takes its time, as the steady clock says."""

    def __init__(self, takes: list[float]) -> None:
        super().__init__()
        self.now = 0.0
        self.looks = 0
        self._takes = takes

    async def held(self, tenants: Sequence[str]) -> Mapping[tuple[str, Platform, str], datetime]:
        """The answer is of the moment of asking, and arrives later."""
        found = await super().held(tenants)
        self.looks += 1
        self.now += self._takes.pop(0)
        return found


def _clearance(store: SlowStore, deadline: float = 30.0) -> tuple[Clearance, Holds]:
    holds = Holds(store, SteppedClock(NOW), lambda: store.now)
    return Clearance(ROW, holds, lambda: store.now, 0.0, deadline), holds


async def test_right_after_its_claim_a_call_begins_without_another_look() -> None:
    store = SlowStore([])
    clearance, _ = _clearance(store)
    store.now = FRESH
    await clearance.ask()
    assert (store.looks, clearance.begun_at) == (0, FRESH)


async def test_a_look_that_took_too_long_is_done_again_until_one_is_fresh() -> None:
    store = SlowStore([3.0, FRESH * 2, FRESH / 2])
    clearance, _ = _clearance(store)
    store.now = 1.0
    await clearance.ask()
    assert store.looks == 3
    assert clearance.begun_at == 1.0 + 3.0 + FRESH * 2 + FRESH / 2


async def test_what_another_process_wrote_down_stops_a_call() -> None:
    store = SlowStore([0.0])
    clearance, _ = _clearance(store)
    await store.hold("T1", Platform.SLACK, "", NOW + timedelta(seconds=9))
    store.now = FRESH * 2
    with pytest.raises(NotNow) as refused:
        await clearance.ask()
    assert refused.value.after == 9.0


async def test_what_this_process_heard_stops_a_call_at_once_and_ends_with_the_steady_clock() -> None:
    store = SlowStore([0.0])
    clearance, holds = _clearance(store)
    holds.add(ROW, "", 9.0)
    with pytest.raises(NotNow) as refused:
        await clearance.ask()
    assert (refused.value.after, store.looks) == (9.0, 0)
    store.now = 9.0
    await clearance.ask()
    assert clearance.begun_at == 9.0


async def test_a_claim_whose_looks_never_are_fresh_is_given_up_when_it_is_old() -> None:
    store = SlowStore([4.0] * 9)
    clearance, _ = _clearance(store)
    store.now = 1.0
    with pytest.raises(NotNow) as refused:
        await clearance.ask()
    assert (refused.value.after, store.now) == (0.0, 33.0)


async def test_those_who_want_to_look_gather_while_one_look_is_under_way() -> None:
    store = SlowStore([0.0] * 9)
    holds = Holds(store, SteppedClock(NOW), lambda: store.now)
    await store.hold("T1", Platform.SLACK, "D-ada", NOW + timedelta(seconds=9))
    rows = [ROW._replace(id=f"E{n}", conversation="D-ada" if n % 2 else "D-ben") for n in range(20)]
    found = await asyncio.gather(*(holds.look(row) for row in rows))
    assert [look.seconds for look in found] == [0.0, 9.0] * 10
    assert store.looks == 1


async def test_a_look_that_fails_is_told_to_all_who_wait_and_the_next_one_is_made() -> None:
    class Away(SlowStore):
        async def held(self, tenants: Sequence[str]) -> Mapping[tuple[str, Platform, str], datetime]:
            if self.looks == 0:
                self.looks += 1
                raise StoreUnavailableError("restarting")
            return await super().held(tenants)

    store = Away([0.0])
    holds = Holds(store, SteppedClock(NOW), lambda: store.now)
    found = await asyncio.gather(holds.look(ROW), holds.look(ROW), return_exceptions=True)
    assert [type(each) for each in found] == [StoreUnavailableError] * 2
    assert (await holds.look(ROW)).seconds == 0.0


async def test_a_senders_calls_ask_the_clearance_of_the_row_that_is_worked() -> None:
    store = SlowStore([0.0])
    clearance, holds = _clearance(store)
    holds.add(ROW, "D-ada", 5.0)
    await before_call()
    with clearance.over(40.0), pytest.raises(NotNow):
        await before_call()
    assert current() is None
