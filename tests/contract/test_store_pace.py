"""The contract of every store, part four: turns at a platform are taken by one worker at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from dialogs.activity import Platform
from dialogs.ports import Due, OutboxRow, Outcome, Pace, Saved, Store
from dialogs.turn import Message
from tests.contract.people import HOUR, MINUTE, NOW, person_of, reference, says, someone, turn, wake

PACES = {Platform.SLACK: Pace(per_second=2, ahead=2)}
LATER = NOW + MINUTE
SECOND = timedelta(seconds=1)
ROUNDING = timedelta(milliseconds=2)


async def _say(store: Store, count: int, *, tenant: str = "T1") -> None:
    for number in range(count):
        person = someone(f"p{number}", tenant)
        said = turn(f"a{number}", person, messages=(says(f"{number}", to=reference(person.id, tenant)),))
        assert await store.save(said, NOW) is Saved.KEPT


async def _claim_turn(store: Store, activity: str, person: str = "dana") -> Sequence[OutboxRow]:
    return await store.claim_turn("T1", person, activity, LATER, "w1", 60, PACES)


def _texts(rows: Sequence[OutboxRow]) -> list[str]:
    return [getattr(row.work.reply, "text", "") for row in rows if isinstance(row.work, Message)]


def _waits(rows: Sequence[OutboxRow]) -> list[float]:
    return sorted(round((row.not_before - LATER).total_seconds(), 1) for row in rows if row.not_before)


async def test_a_claim_takes_turns_for_what_it_may_send(store: Store) -> None:
    await _say(store, 10)
    rows = await store.claim(LATER, "w1", 100, 60, PACES)
    assert _waits(rows) == [0.0, 0.5, 1.0, 1.5]
    assert await store.claim(LATER + SECOND, "w2", 100, 60, PACES) == []
    assert len(await store.claim(LATER + 2 * SECOND + ROUNDING, "w2", 100, 60, PACES)) == 4


async def test_where_more_is_due_than_a_claim_takes_the_pace_holds_too(store: Store) -> None:
    await _say(store, 10)
    await _say(store, 10, tenant="T2")
    rows = await store.claim(LATER, "w1", 8, 60, PACES)
    assert sorted(row.tenant for row in rows) == ["T1"] * 4 + ["T2"] * 4
    assert await store.claim(LATER, "w2", 8, 60, PACES) == []


async def test_workers_that_claim_at_once_never_share_a_turn(store: Store) -> None:
    await _say(store, 12)
    claims = await asyncio.gather(*(store.claim(LATER, f"w{n}", 100, 60, PACES) for n in range(3)))
    rows = [row for claimed in claims for row in claimed]
    assert _waits(rows) == [n / 2 for n in range(len(rows))]


async def test_a_platform_without_a_pace_is_not_held_back(store: Store) -> None:
    await _say(store, 10)
    paces = {Platform.TEAMS: Pace(per_second=50, ahead=2)}
    assert all(row.not_before is None for row in await store.claim(LATER, "w1", 100, 60, paces))


async def test_wakes_take_no_turn_but_come_no_faster(store: Store) -> None:
    wakes = tuple(wake(f"wake:{n}", NOW) for n in range(6))
    await store.save(turn("a1", wakes=wakes), NOW)
    rows = await store.claim(LATER, "w1", 100, 60, PACES)
    assert (len(rows), _waits(rows)) == (4, [])


async def test_a_turns_messages_come_at_once_and_in_order(store: Store) -> None:
    await _say(store, 3)
    await store.save(turn("mine", messages=(says("1"), says("2"), says("3"))), NOW)
    rows = await _claim_turn(store, "mine")
    assert _texts(rows) == ["1", "2", "3"]
    assert _waits(rows) == [0.0, 0.5, 1.0]
    assert await _claim_turn(store, "mine") == []
    outcomes = [Outcome(row, Due.SENT, "1.1") for row in rows]
    assert await store.settle(outcomes, LATER) == 3


async def test_a_turn_waits_for_what_was_said_before_it(store: Store) -> None:
    await store.save(turn("a1", messages=(says("1"),)), NOW)
    await store.save(turn("a2", await person_of(store), messages=(says("2"),)), NOW)
    assert await _claim_turn(store, "a2") == []
    assert _texts(await _claim_turn(store, "a1")) == ["1"]
    assert await _claim_turn(store, "a2") == []


async def test_a_turn_of_which_another_worker_has_the_beginning_is_left_to_it(store: Store) -> None:
    await store.save(turn("a1", messages=(says("1"), says("2"))), NOW)
    assert _texts(await store.claim(LATER, "w2", 10, 60, PACES)) == ["1"]
    assert await _claim_turn(store, "a1") == []


async def test_a_turn_goes_before_the_tenants_backlog_but_not_far_ahead_of_the_platform(store: Store) -> None:
    await _say(store, 10)
    await store.claim(LATER, "w1", 100, 60, PACES)
    await store.save(turn("mine", messages=(says("1"),)), NOW)
    assert _waits(await _claim_turn(store, "mine")) == [2.0]
    await store.save(turn("more", someone("sam"), messages=(says("1", to=reference("sam")),)), NOW)
    assert await _claim_turn(store, "more", "sam") == []


async def test_a_turn_respects_a_platform_that_asked_for_patience(store: Store) -> None:
    await store.save(turn("mine", messages=(says("1"),)), NOW)
    await store.hold("T1", Platform.SLACK, "D-dana", LATER + SECOND)
    assert await _claim_turn(store, "mine") == []
    await store.hold("T1", Platform.SLACK, "", LATER + HOUR)
    assert await store.claim(LATER + MINUTE, "w1", 10, 60, PACES) == []


async def test_who_waits_for_its_turn_can_ask_whether_it_still_stands(store: Store) -> None:
    await _say(store, 3)
    await store.claim(LATER, "w1", 100, 60, PACES)
    assert await store.held("T1", Platform.SLACK, "D-p0") is None, "a turn that was taken is no request"
    await store.hold("T1", Platform.SLACK, "D-p0", LATER + MINUTE)
    assert await store.held("T1", Platform.SLACK, "D-p0") == LATER + MINUTE
    assert await store.held("T1", Platform.SLACK, "D-p1") is None
    await store.hold("T1", Platform.SLACK, "", LATER + HOUR)
    assert await store.held("T1", Platform.SLACK, "D-p0") == LATER + HOUR


async def test_a_turn_of_another_tenant_or_person_is_not_to_be_had(store: Store) -> None:
    await store.save(turn("mine", messages=(says("1"),)), NOW)
    assert await store.claim_turn("T2", "dana", "mine", LATER, "w1", 60, PACES) == []
    assert await _claim_turn(store, "mine", "sam") == []


async def test_how_the_last_attempt_ended_is_known_to_the_next(store: Store) -> None:
    await store.save(turn("a1", messages=(says("1"),)), NOW)
    [first] = await store.claim(LATER, "w1", 10, 60)
    assert first.reason == ""
    await store.settle([Outcome(first, Due.DUE, reason="503", retry_at=LATER)], LATER)
    [second] = await store.claim(LATER, "w1", 10, 60)
    assert second.reason == "503"
    await store.reap(LATER + HOUR)
    [third] = await store.claim(LATER + HOUR, "w2", 10, 60)
    assert (third.reason, third.attempts) == ("abandoned", 3)


async def test_a_clock_that_was_a_day_ahead_holds_nobody_back_once_it_is_set(store: Store) -> None:
    """Everything below was written while the clock showed tomorrow; only the moment somebody asked for stays."""
    day = 24 * HOUR
    ahead = LATER + day
    for number, name in enumerate(("claimed", "retried", "waiting")):
        to = reference(name, conversation=f"D{number}")
        await store.save(turn(f"a-{name}", someone(name), messages=(says(name, to=to),)), ahead)
    await store.save(turn("a-wake", someone("sam"), wakes=(wake("wake:1", ahead + HOUR),)), ahead)
    rows = {_texts([row])[0]: row for row in await store.claim(ahead, "dead", 2, 60, PACES)}
    again = Outcome(rows.pop(next(iter(rows))), Due.DUE, reason="503", retry_at=ahead + MINUTE)
    await store.settle([again], ahead)
    await store.hold("T1", Platform.SLACK, "", ahead + MINUTE)
    assert await store.claim(LATER, "w1", 10, 60) == []
    await store.reap(LATER, clock_set=True)
    assert sorted(_texts(await store.claim(LATER, "w1", 10, 60))) == ["claimed", "retried", "waiting"]
    assert await store.next_due(LATER) == ahead + HOUR
