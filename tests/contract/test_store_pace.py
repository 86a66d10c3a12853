"""The contract of every store, part four: turns at a platform are taken by one worker at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from dialogs.activity import Platform
from dialogs.ports import Claim, Due, OutboxRow, Outcome, Pace, Saved, Store
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


async def _say_and_claim(
    store: Store, activity: str, *words: str, person: str = "dana", now: datetime = LATER
) -> Sequence[OutboxRow]:
    known = (await store.load("T1", person, "")).person or someone(person)
    said = turn(activity, known, messages=tuple(says(each, to=reference(person)) for each in words))
    saved, rows = await store.save_and_claim(said, now, Claim("w1", 60, PACES))
    assert saved is Saved.KEPT
    return rows


def _texts(rows: Sequence[OutboxRow]) -> list[str]:
    return [getattr(row.work.reply, "text", "") for row in rows if isinstance(row.work, Message)]


def _waits(rows: Sequence[OutboxRow]) -> list[float]:
    return sorted(round((row.not_before - LATER).total_seconds(), 1) for row in rows if row.not_before)


async def test_a_claim_takes_turns_for_what_it_may_send(store: Store) -> None:
    await _say(store, 10)
    rows = await store.claim(LATER, "w1", 100, 60, PACES)
    assert _waits(rows) == [0.0, 0.5, 1.0, 1.5]
    assert await store.claim(LATER + SECOND / 2, "w2", 100, 60, PACES) == []
    early = await store.claim(LATER + SECOND + ROUNDING, "w2", 100, 60, PACES)
    assert _waits(early) == [2.0, 2.5, 3.0, 3.5], "planned before the turns that were taken are over"


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
    rows = await _say_and_claim(store, "mine", "1", "2", "3")
    assert _texts(rows) == ["1", "2", "3"]
    assert _waits(rows) == [0.0, 0.5, 1.0]
    assert {row.person for row in await store.claim(LATER + MINUTE / 2, "w2", 100, 60)} == {"p0", "p1", "p2"}
    outcomes = [Outcome(row, Due.SENT, "1.1") for row in rows]
    assert await store.settle(outcomes, LATER) == 3
    assert await store.claim(LATER + HOUR, "w2", 100, 60) == []


async def test_what_was_claimed_with_its_turn_is_the_row_that_the_store_keeps(store: Store) -> None:
    until = LATER + HOUR
    message = replace(says("1", key="card:acme"), expires_at=until)
    said = turn("mine", messages=(message, says("2")))
    _, rows = await store.save_and_claim(said, LATER, Claim("w1", 60, PACES))
    assert await store.reap(LATER + MINUTE) == 2
    again = [*await store.claim(LATER + MINUTE, "w2", 1, 60)]
    assert await store.settle([Outcome(again[0], Due.SENT, "1.1")], LATER + MINUTE) == 1
    again += await store.claim(LATER + MINUTE, "w2", 1, 60)
    changed = {"attempts": 2, "claimed_by": "w2", "reason": "abandoned", "not_before": None}
    assert [row._replace(at=()) for row in again] == [row._replace(**changed) for row in rows]
    assert await store.settle([Outcome(row, Due.SENT, "1.1") for row in rows], LATER + MINUTE) == 0


async def test_a_turn_that_is_not_kept_claims_nothing(store: Store) -> None:
    await _say_and_claim(store, "mine", "1")
    for again in (
        turn("mine", await person_of(store), messages=(says("1"),)),
        turn("other", messages=(says("1"),)),
    ):
        saved, rows = await store.save_and_claim(again, LATER, Claim("w2", 60, PACES))
        assert saved in (Saved.SEEN, Saved.STALE)
        assert not rows


async def test_a_turn_waits_for_what_was_said_before_it(store: Store) -> None:
    [first] = await _say_and_claim(store, "a1", "1")
    assert not await _say_and_claim(store, "a2", "2")
    assert await store.claim(LATER + SECOND, "w2", 10, 60) == [], "the first one is still under way"
    await store.settle([Outcome(first, Due.SENT, "1.1")], LATER + SECOND)
    assert _texts(await store.claim(LATER + SECOND, "w2", 10, 60)) == ["2"]


async def test_a_turn_goes_before_the_tenants_backlog_but_not_far_ahead_of_the_platform(store: Store) -> None:
    await _say(store, 10)
    await store.claim(LATER, "w1", 100, 60, PACES)
    assert _waits(await _say_and_claim(store, "mine", "1")) == [2.0]
    assert not await _say_and_claim(store, "more", "1", person="sam")


async def test_a_turn_respects_a_platform_that_asked_for_patience(store: Store) -> None:
    await store.hold("T1", Platform.SLACK, "dana", LATER + SECOND)
    assert not await _say_and_claim(store, "mine", "1")
    assert await _say_and_claim(store, "theirs", "1", person="sam"), "another conversation is not concerned"
    await store.hold("T1", Platform.SLACK, "", LATER + HOUR)
    assert not await _say_and_claim(store, "more", "1", person="kim")
    assert await store.claim(LATER + MINUTE, "w1", 10, 60, PACES) == []


async def test_who_waits_for_its_turn_can_ask_whether_it_still_stands(store: Store) -> None:
    await _say(store, 3)
    await store.claim(LATER, "w1", 100, 60, PACES)
    assert await store.held(["T1"]) == {}, "a turn that was taken is no request"
    await store.hold("T1", Platform.SLACK, "D-p0", LATER + MINUTE)
    await store.hold("T2", Platform.SLACK, "", LATER + HOUR)
    await store.hold("T3", Platform.TEAMS, "", LATER)
    own = {("T1", Platform.SLACK, "D-p0"): LATER + MINUTE}
    assert await store.held(["T1"]) == own
    assert await store.held(["T1", "T2"]) == {**own, ("T2", Platform.SLACK, ""): LATER + HOUR}
    assert await store.held([]) == {}


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
