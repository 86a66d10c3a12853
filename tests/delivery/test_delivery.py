"""What becomes of what the coach owes: in order, once, and by a written rule where something fails."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime, timedelta

import pytest

from bot.clearance import MARGIN
from bot.courier import FIRST_WAIT, LEASE, LONGEST_WAIT, Courier, wait_before, wake_of
from dialogs.activity import Platform
from dialogs.ports import AnswerLost, Due, TryLater, Undeliverable
from dialogs.turn import WakeKind
from storage.engine import StoreUnavailableError
from tests.delivery.conftest import Running
from tests.waiting import until

HOUR = timedelta(hours=1)
BOOKED = "interview Northwind analyst, Thursday 3pm, hiring manager"
THURSDAY = datetime(2026, 3, 12, 15, 0, tzinfo=UTC)


async def _until_arrived(running: Running, clock_steps: int = 30) -> None:
    """Delivers, and lets the clock pass over whatever waits for another try."""
    for _ in range(clock_steps):
        await running.delivery.drain()
        due = await running.store.next_due(running.clock.now())
        if due is None or due - running.clock.now() > HOUR:
            return
        running.clock.move_to(due)


async def test_what_is_said_arrives_in_order_and_once(running: Running) -> None:
    turns = [await running.says("ada", words) for words in ("help", BOOKED, "status")]
    await running.delivery.drain()
    assert len(running.sender.words("D-ada")) == sum(len(turn.messages) for turn in turns)
    await running.delivery.drain()
    assert [state for state, _ in running.ends()] == [Due.SENT] * len(running.sender.heard)


async def test_the_same_activity_again_has_no_second_effect(running: Running) -> None:
    first = await running.says("ada", BOOKED, id="E1")
    again = await asyncio.gather(*(running.says("ada", BOOKED, id="E1") for _ in range(3)))
    await running.delivery.drain()
    assert [turn.messages for turn in again] == [first.messages] * 3
    assert len(running.sender.heard) == len(first.messages)


async def test_a_slow_conversation_does_not_hold_the_others(running: Running) -> None:
    running.sender.behaves["D-slow"] = lambda n: 30.0
    for person in ("slow", "ada", "ben"):
        await running.says(person, "help")
    work = asyncio.create_task(running.delivery.run())
    await until(lambda: bool(running.sender.words("D-ada") and running.sender.words("D-ben")))
    assert (Due.SENT, "") in running.ends(), "marked while the slow one is still under way"
    await running.delivery.stop(0)
    await work


async def test_what_a_turn_leaves_is_sent_at_once_and_in_order(running: Running) -> None:
    running.eager = True
    for words in ("help", BOOKED):
        await running.says("ada", words)
    await until(lambda: not running.delivery.in_flight)
    assert running.sender.words("D-ada"), "sent without a look at the outbox"
    await running.delivery.drain()
    by_table = [words for _, words in running.sender.heard]
    assert by_table == running.sender.words("D-ada")
    assert running.sender.calls["D-ada"] == len(by_table)


@pytest.mark.parametrize(
    "failure",
    [
        TryLater("503"),
        TryLater("ratelimited", 30.0, whole_tenant=True),
        RuntimeError("a surprise"),
        TimeoutError("of something that was asked before the post"),
    ],
)
async def test_a_failure_that_passes_delays_and_nothing_else(running: Running, failure: Exception) -> None:
    running.sender.behaves["D-ada"] = lambda n: failure if n <= 2 else None
    turn = await running.says("ada", "help")
    await _until_arrived(running)
    assert len(running.sender.words("D-ada")) == len(turn.messages)
    assert {state for state, _ in running.ends()} == {Due.SENT}


async def test_no_call_before_the_platform_said(running: Running) -> None:
    running.sender.behaves["D-ada"] = lambda n: TryLater("ratelimited", 90.0, whole_tenant=True)
    for person in ("ada", "ben"):
        await running.says(person, "help")
    await running.says("carl", "help", tenant="T2")
    await running.delivery.run_once(1)
    await running.delivery.drain()
    first = running.sender.calls["D-ada"]
    running.clock.move_to(running.clock.now() + timedelta(seconds=89))
    await running.delivery.drain()
    assert running.sender.calls["D-ada"] == first
    assert running.sender.words("D-carl"), "another tenant is not concerned"


async def test_a_platforms_request_is_written_down_though_the_database_was_away(running: Running) -> None:
    running.sender.behaves["D-ada"] = lambda n: TryLater("ratelimited", 90.0, whole_tenant=True)
    await running.says("ada", "help")
    hold, failures = running.store.hold, 2

    async def away_at_first(tenant: str, platform: Platform, channel: str, until: datetime) -> None:
        nonlocal failures
        failures -= 1
        if failures >= 0:
            raise StoreUnavailableError("restarting")
        await hold(tenant, platform, channel, until)

    running.store.hold = away_at_first  # type: ignore[method-assign]
    await running.delivery.run_once()
    held = await running.store.held(["T1"])
    assert held["T1", Platform.SLACK, ""] == running.clock.now() + timedelta(seconds=90 + MARGIN)


async def test_after_a_day_a_message_that_never_gets_through_is_given_up(running: Running) -> None:
    running.sender.behaves["D-ada"] = lambda n: TryLater("503")
    await running.says("ada", "help")
    for _ in range(26):
        await running.delivery.drain()
        running.clock.move_to(running.clock.now() + HOUR)
    assert set(running.ends()) == {(Due.FAILED, "gave up: 503")}


async def test_a_platforms_no_is_the_end_with_its_reason(running: Running) -> None:
    running.sender.behaves["D-ada"] = lambda n: Undeliverable("account_inactive")
    await running.says("ada", "help")
    await running.delivery.drain()
    assert set(running.ends()) == {(Due.FAILED, "account_inactive")}


async def test_an_unheard_answer_to_a_person_is_left_unknown_and_counted(running: Running) -> None:
    running.sender.behaves["D-ada"] = lambda n: AnswerLost() if n == 1 else None
    turn = await running.says("ada", BOOKED)
    await _until_arrived(running)
    assert running.ends().count((Due.UNKNOWN, "answer lost")) == 1
    assert running.sender.calls["D-ada"] == len(turn.messages), "and what comes after it is sent"


async def test_an_unheard_edit_is_done_again(running: Running) -> None:
    await running.says("ada", BOOKED)
    await running.delivery.drain()
    calls = running.sender.calls["D-ada"]
    running.sender.behaves["D-ada"] = lambda n: AnswerLost() if n <= calls + 2 else None
    moved = await running.says("ada", "Northwind moved to Friday 3pm")
    assert any(message.key for message in moved.messages), "the card is redrawn"
    await _until_arrived(running)
    assert running.sender.edits


async def test_an_unheard_reminder_is_sent_once_more_and_no_more(running: Running) -> None:
    await running.says("ada", BOOKED)
    await running.delivery.drain()
    calls = running.sender.calls["D-ada"]
    running.sender.behaves["D-ada"] = lambda n: AnswerLost()
    running.clock.move_to(THURSDAY - HOUR)
    await _until_arrived(running)
    lost = [o for o in running.settled if o.reason == "answer lost"]
    by_row: dict[str, list[Due]] = {}
    for outcome in lost:
        by_row.setdefault(outcome.row.id, []).append(outcome.state)
    assert list(by_row.values()) == [[Due.DUE, Due.UNKNOWN]] * len(by_row)
    assert running.sender.calls["D-ada"] - calls == 2 * len(by_row)


async def test_what_may_stand_all_the_same_is_repeated_and_its_row_says_so_to_the_end(
    running: Running,
) -> None:
    ways = [TryLater("504", may_stand=True), TryLater("ratelimited", 30.0, whole_tenant=True), None]
    running.sender.behaves["D-ada"] = lambda n: ways[n - 1] if n <= len(ways) else None
    turn = await running.says("ada", "help")
    await _until_arrived(running)
    assert running.ends()[0] == (Due.SENT, "denied")
    assert [end for end in running.ends()[1:] if end != (Due.SENT, "")] == []
    assert len(running.sender.heard) == len(turn.messages)


async def test_a_reminder_whose_answer_was_lost_is_not_sent_a_third_time_for_what_came_between(
    running: Running,
) -> None:
    await running.says("ada", BOOKED)
    await running.delivery.drain()
    calls = running.sender.calls["D-ada"]
    ways = [AnswerLost(), TryLater("503"), AnswerLost()]
    running.sender.behaves["D-ada"] = lambda n: ways[n - calls - 1] if n - calls <= len(ways) else None
    running.clock.move_to(THURSDAY - HOUR)
    await _until_arrived(running)
    assert (Due.UNKNOWN, "answer lost") in running.ends()


async def test_a_reminder_after_the_interview_began_is_not_sent_and_that_is_said(running: Running) -> None:
    await running.says("ada", BOOKED)
    await running.delivery.drain()
    before = len(running.sender.heard)
    running.clock.move_to(THURSDAY + timedelta(minutes=5))
    await running.delivery.drain()
    said = [words for _, words in running.sender.heard[before:]]
    assert len(said) == 1
    assert "held up" in said[0]
    assert {o.state for o in running.settled if o.row.id.startswith("wake:")} >= {Due.EXPIRED}


async def test_a_reminder_that_could_not_be_posted_in_time_is_taken_back_and_that_is_said(
    running: Running,
) -> None:
    await running.says("ada", BOOKED)
    await running.delivery.drain()
    running.clock.move_to(THURSDAY - HOUR)
    calls = running.sender.calls["D-ada"]
    running.sender.behaves["D-ada"] = lambda n: TryLater("503", 5400.0) if n == calls + 1 else None
    await running.delivery.drain()
    before = len(running.sender.heard)
    running.clock.move_to(THURSDAY + timedelta(minutes=35))
    await running.delivery.drain()
    said = [words for _, words in running.sender.heard[before:]]
    assert any("held up" in words for words in said)
    assert (Due.EXPIRED, "too late") in running.ends()


async def test_a_worker_stopped_past_its_lease_marks_nothing(running: Running) -> None:
    await running.says("ada", "help")
    now = running.clock.now()
    rows = await running.store.claim(now, "zombie", 10, LEASE.seconds)
    running.clock.move_to(now + timedelta(seconds=LEASE.seconds))
    assert await running.delivery.reap() == len(rows)
    await running.delivery.drain()
    marked = await running.store.settle([], running.clock.now())
    assert marked == 0
    assert running.settled[0].row.reason == "abandoned"
    assert running.settled[0].row.attempts == 2


async def test_a_claim_that_grew_old_is_given_back_unsent(running: Running) -> None:
    await running.says("ada", "help")
    [row] = await running.store.claim(running.clock.now(), "w1", 1, LEASE.seconds)
    senders = {Platform.SLACK: running.sender}
    courier = Courier(running.store, running.service, senders, running.clock, "seed", lambda: 100.0)
    assert (await courier.work(row, deadline=99.0)).state is Due.DUE
    assert running.sender.heard == []


async def test_stopping_lets_what_is_under_way_arrive(running: Running) -> None:
    running.sender.behaves["D-ada"] = lambda n: 0.2
    await running.says("ada", "help")
    work = asyncio.create_task(running.delivery.run())
    await until(lambda: bool(running.sender.calls))
    await running.delivery.stop(5)
    await work
    assert len(running.ends()) == len(running.sender.heard) == 1


def test_waits_double_are_spread_and_have_an_end() -> None:
    jitter = random.Random(7)
    for attempt in range(20):
        waits = [wait_before(attempt, None, jitter) for _ in range(200)]
        most = min(LONGEST_WAIT, FIRST_WAIT * 2.0**attempt) + FIRST_WAIT / 2
        assert FIRST_WAIT / 2 <= min(waits) < max(waits) <= most
        assert max(waits) - min(waits) > most / 4
    assert wait_before(3, 42.0, jitter) == 42.0


def test_a_wakes_activity_names_the_wake() -> None:
    wake = f"wake:acme:i1:{WakeKind.HOUR_BEFORE.value}"
    assert wake_of(f"{wake}@2026-03-12T14:00:00Z") == wake
    assert wake_of(wake) is None
    assert wake_of("Ev0123@x") is None
