"""The contract of every store, part two: what is owed is claimed once, fairly, in order, and never lost."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import datetime

import pytest

from dialogs.activity import Act, Activity, Filled, Platform
from dialogs.ports import Due, OutboxRow, Outcome, Posted, Saved, Store
from dialogs.turn import Forget, Message, Wake
from tests.contract.people import HOUR, MINUTE, NOW, person_of, reference, says, someone, turn, wake

LATER = NOW + MINUTE


async def _say(
    store: Store, count: int, *, tenant: str = "T1", conversation: str = "", prefix: str = "p"
) -> None:
    """One message each for `count` people; all in one conversation where it is named."""
    for number in range(count):
        person = someone(f"{prefix}{number}", tenant)
        to = reference(person.id, tenant, conversation)
        said = turn(f"a-{tenant}-{prefix}{number}", person, messages=(says(f"{number}", to=to),))
        assert await store.save(said, NOW) is Saved.KEPT


def _texts(rows: list[OutboxRow]) -> list[str]:
    return [getattr(row.work.reply, "text", "") for row in rows if isinstance(row.work, Message)]


async def _claim(
    store: Store, now: datetime = LATER, *, worker: str = "w1", limit: int = 100
) -> list[OutboxRow]:
    return list(await store.claim(now, worker, limit, 60))


def _sent(rows: list[OutboxRow], ref: str = "1.1") -> list[Outcome]:
    return [Outcome(row, Due.SENT, ref) for row in rows]


async def test_a_claimed_row_is_what_was_owed(store: Store) -> None:
    message = says("Hello", key="card:acme", thread="card:acme")
    await store.save(turn("a1", messages=(message,), wakes=(wake(due=NOW),)), NOW)
    rows = sorted(await _claim(store), key=lambda row: row.id)
    said, woken = rows
    assert (said.tenant, said.person, said.activity) == ("T1", "dana", "a1")
    assert (said.platform, said.conversation) == (Platform.SLACK, "dana")
    assert (said.due_at, said.attempts, said.claimed_by, said.expires_at) == (NOW, 1, "w1", None)
    assert said.work == message
    assert woken.work == wake(due=NOW)
    assert (woken.activity, woken.due_at, woken.expires_at) == ("wake:acme:1", NOW, NOW + HOUR)
    assert said.id != woken.id


async def test_nothing_is_claimed_twice_or_before_its_time(store: Store) -> None:
    await store.save(turn("a1", messages=(says("Hello"),), wakes=(wake(due=NOW + HOUR),)), NOW)
    assert len(await _claim(store)) == 1
    assert await _claim(store, worker="w2") == []
    assert await _claim(store, NOW + HOUR - MINUTE, worker="w2") == []
    assert len(await _claim(store, NOW + HOUR, worker="w2")) == 1


async def test_workers_that_claim_at_once_share_without_overlap(store: Store) -> None:
    await _say(store, 40)
    claims = await asyncio.gather(*(store.claim(LATER, f"w{n}", 15, 60) for n in range(4)))
    claimed = Counter(row.id for rows in claims for row in rows)
    claimed.update(row.id for row in await _claim(store, worker="last"))
    assert len(claimed) == 40
    assert set(claimed.values()) == {1}


async def test_a_conversation_is_read_in_the_order_it_was_written(store: Store) -> None:
    first = turn("a1", messages=(says("1"), says("2")))
    await store.save(first, NOW)
    await store.save(turn("a2", await person_of(store), messages=(says("3"),)), NOW)
    heard: list[str] = []
    for _ in range(3):
        rows = await _claim(store)
        heard.extend(_texts(rows))
        assert len(rows) == 1
        assert await _claim(store) == []
        await store.settle(_sent(rows), LATER)
    assert heard == ["1", "2", "3"]


async def test_a_message_that_waits_to_be_tried_again_is_not_overtaken(store: Store) -> None:
    await store.save(turn("a1", messages=(says("1"), says("2"))), NOW)
    [row] = await _claim(store)
    await store.settle([Outcome(row, Due.DUE, reason="503", retry_at=NOW + HOUR)], LATER)
    assert await _claim(store, NOW + HOUR - MINUTE) == []
    [again] = await _claim(store, NOW + HOUR)
    assert (again.id, again.attempts, again.due_at) == (row.id, 2, NOW)
    assert await store.settle(_sent([again]), NOW + HOUR) == 1
    assert _texts(await _claim(store, NOW + HOUR)) == ["2"]


@pytest.mark.parametrize("end", [Due.FAILED, Due.EXPIRED, Due.UNKNOWN, Due.CANCELLED, Due.SENT])
async def test_an_end_is_an_end_and_the_next_comes(store: Store, end: Due) -> None:
    await store.save(turn("a1", messages=(says("1"), says("2"))), NOW)
    rows = await _claim(store)
    assert await store.settle([Outcome(rows[0], end, reason="gone")], LATER) == 1
    assert _texts(await _claim(store)) == ["2"]
    assert await store.reap(NOW + HOUR) == 1
    assert _texts(await _claim(store, NOW + HOUR)) == ["2"]


async def test_people_in_one_channel_keep_their_order_and_other_channels_do_not_wait(store: Store) -> None:
    await _say(store, 3, conversation="C1")
    await _say(store, 1, conversation="C2", prefix="q")
    assert sorted(_texts(await _claim(store))) == ["0", "0"]


async def test_what_is_for_ones_own_eyes_keeps_its_order_wherever_it_was_asked_for(store: Store) -> None:
    """It arrives in one place, whose id may not be known yet: in the order in which it was written."""
    channel = reference("p0", "T1", "C1")
    asked = (says("in company", to=channel, only_for="p0"), says("in private", to=reference("p0", "T1")))
    await store.save(turn("a1", someone("p0"), messages=asked), NOW)
    await store.save(turn("a2", someone("p1"), messages=(says("to all", to=channel),)), NOW)
    first = await _claim(store)
    assert sorted(_texts(first)) == ["in company", "to all"]
    await store.hold("T1", Platform.SLACK, "C1", NOW + HOUR)
    await store.settle(_sent(first), LATER)
    [second] = await _claim(store, LATER)
    assert second.conversation == "p0", "and nothing that is asked of the channel concerns it"


async def test_the_same_channel_of_another_tenant_does_not_wait(store: Store) -> None:
    await _say(store, 1, conversation="C1")
    await _say(store, 1, conversation="C1", tenant="T2")
    assert len(await _claim(store)) == 2


async def test_a_wake_waits_for_nobody(store: Store) -> None:
    await store.save(turn("a1", messages=(says("1"),), wakes=(wake("w1", NOW), wake("w2", NOW))), NOW)
    assert len(await _claim(store)) == 3


async def test_a_worker_that_died_between_saving_and_sending_loses_nothing(store: Store) -> None:
    await store.save(turn("a1", messages=(says("1"),)), NOW)
    [lost] = await store.claim(LATER, "dies", 10, 60)
    assert await store.reap(LATER + MINUTE - MINUTE / 60) == 0
    assert await store.reap(LATER + MINUTE) == 1
    [found] = await store.claim(LATER + MINUTE, "lives", 10, 60)
    assert (found.id, found.attempts) == (lost.id, 2)


async def test_a_worker_that_comes_back_after_its_lease_marks_nothing(store: Store) -> None:
    await store.save(turn("a1", messages=(says("1"),)), NOW)
    [zombies] = await store.claim(LATER, "w1", 10, 60)
    await store.reap(LATER + MINUTE)
    assert await store.settle(_sent([zombies]), LATER + MINUTE) == 0
    [own] = await store.claim(LATER + MINUTE, "w1", 10, 60)
    assert await store.settle(_sent([zombies]), LATER + MINUTE) == 0
    assert await store.settle(_sent([own]), LATER + MINUTE) == 1
    assert await store.settle(_sent([own]), LATER + MINUTE) == 0


async def test_a_wake_that_was_moved_while_claimed_still_comes_at_its_new_time(store: Store) -> None:
    await store.save(turn("a1", wakes=(wake(due=NOW),)), NOW)
    [row] = await _claim(store)
    await store.save(turn("a2", await person_of(store), wakes=(wake(due=NOW + HOUR),)), NOW)
    assert await store.settle([Outcome(row, Due.DONE)], LATER) == 0
    [moved] = await _claim(store, NOW + HOUR)
    assert moved.id != row.id
    assert await store.settle([Outcome(row, Due.DONE)], LATER) == 0
    assert await store.settle([Outcome(moved, Due.DONE)], NOW + HOUR) == 1


async def test_settling_nothing_is_nothing(store: Store) -> None:
    assert await store.settle([], NOW) == 0
    assert await _claim(store) == []


async def test_many_are_settled_at_once(store: Store) -> None:
    await _say(store, 30)
    rows = await _claim(store)
    assert await store.settle(_sent(rows), LATER) == 30
    assert await store.next_due(LATER) is None


async def test_a_big_tenant_never_stands_before_a_small_one(store: Store) -> None:
    """The big tenant's rows are older, and many times what one claim takes."""
    for number in range(150):
        due = NOW - HOUR
        wakes = tuple(replace(wake(f"w{number}-{n}", due), to=reference("p", "BIG")) for n in range(4))
        await store.save(turn(f"a{number}", someone(f"p{number}", "BIG"), wakes=wakes), NOW - HOUR)
    for number in range(12):
        await _say(store, 3, tenant=f"S{number:02}")
    order: list[str] = []
    while rows := await _claim(store, limit=64):
        order.extend(row.tenant for row in rows)
        await store.settle([Outcome(row, Due.DONE) for row in rows], LATER)
    assert Counter(order)["BIG"] == 600
    small = [place for place, tenant in enumerate(order) if tenant != "BIG"]
    assert len(small) == 36
    assert max(small) < 3 * 64, "the small tenants were served within the first three claims"


async def test_one_claim_takes_turns(store: Store) -> None:
    for tenant in ("T1", "T2", "T3"):
        await _say(store, 3, tenant=tenant)
    assert [row.tenant for row in await _claim(store)] == ["T1", "T2", "T3"] * 3


async def test_a_held_tenant_is_left_alone_by_all_and_others_are_not(store: Store) -> None:
    await _say(store, 2)
    await _say(store, 1, tenant="T2")
    await store.hold("T1", Platform.SLACK, "", NOW + HOUR)
    await store.hold("T1", Platform.SLACK, "", NOW + MINUTE)
    await store.hold("T1", Platform.TEAMS, "", NOW + 9 * HOUR)
    assert [row.tenant for row in await _claim(store)] == ["T2"]
    assert await _claim(store, limit=1) == []
    assert await store.next_due(LATER) == NOW + HOUR
    assert len(await _claim(store, NOW + HOUR)) == 2


async def test_a_held_channel_leaves_the_tenants_others_alone(store: Store) -> None:
    await _say(store, 1, conversation="C1", prefix="p")
    await _say(store, 1, conversation="C2", prefix="q")
    await store.hold("T1", Platform.SLACK, "C1", NOW + HOUR)
    free = await _claim(store)
    assert [row.conversation for row in free] == ["C2"]
    await store.settle(_sent(free), LATER)
    assert await store.next_due(LATER) == NOW + HOUR
    await store.reap(NOW + HOUR)
    assert [row.conversation for row in await _claim(store, NOW + HOUR)] == ["C1"]


async def test_the_next_due_is_what_a_worker_may_sleep_until(store: Store) -> None:
    assert await store.next_due(NOW) is None
    await store.hold("T1", Platform.SLACK, "", NOW + MINUTE)
    assert await store.next_due(NOW) is None
    await store.save(turn("a1", wakes=(wake(due=NOW + 2 * HOUR), wake("w2", NOW + 3 * HOUR))), NOW)
    assert await store.next_due(NOW) == NOW + 2 * HOUR
    await store.save(turn("a2", await person_of(store), messages=(says("1"), says("2"))), NOW + HOUR)
    assert await store.next_due(NOW + HOUR) == NOW + HOUR
    await _claim(store, NOW + HOUR)
    assert await store.next_due(NOW + HOUR) == NOW + 2 * HOUR


async def test_where_the_newest_message_of_a_key_stands(store: Store) -> None:
    card = says("card", key="card:acme")
    stands: dict[str, Posted] = {}
    for activity, ref in (("a1", "111.1"), ("a2", "222.2")):
        said = (card, says("other", key="k"))
        await store.save(turn(activity, await person_of(store), messages=said), NOW)
        assert await store.standing("T1", "dana", ["card:acme", "none"]) == stands
        await store.settle(_sent(await _claim(store), ref), LATER)
        await store.settle(_sent(await _claim(store), "999.9"), LATER)
        stands = {"card:acme": Posted(card.to, ref, "card:acme")}
    other = Posted(card.to, "999.9", "k")
    assert await store.standing("T1", "dana", ["k", "card:acme", "none"]) == {**stands, "k": other}
    assert await store.standing("T1", "dana", []) == {}
    assert await store.standing("T1", "sam", ["card:acme"]) == {}
    assert await store.standing("T2", "dana", ["card:acme"]) == {}


async def test_a_claim_knows_a_wake_from_a_message(store: Store) -> None:
    await store.save(turn("a1", messages=(says("x"),), wakes=(wake(due=NOW),)), NOW)
    assert {type(row.work) for row in await _claim(store)} == {Message, Wake}


ASIDE = Activity(
    "a1",
    "T1",
    "dana",
    NOW,
    reference(),
    Filled(Act("offer.fill", {"opportunity": "acme"}), {"base": "62k"}),
    name="Dana",
)


async def test_an_activity_that_was_put_aside_is_claimed_when_it_is_due(store: Store) -> None:
    await store.put_aside(ASIDE, NOW + MINUTE, NOW)
    await store.put_aside(ASIDE, NOW + HOUR, NOW)
    assert not (await store.load("T1", "dana", "a1")).seen
    assert await store.claim(NOW, "w", 10, 60) == []
    assert await store.next_due(NOW) == NOW + MINUTE
    [row] = await store.claim(NOW + MINUTE, "w", 10, 60)
    assert row.work == ASIDE
    assert await store.save(turn("a1", messages=(says("Played."),)), NOW + MINUTE) is Saved.KEPT
    assert await store.settle([Outcome(row, Due.DONE)], NOW + MINUTE) == 1
    assert [row.id for row in await store.claim(NOW + HOUR, "w", 10, 60)] == ["a1#0"]


async def test_an_activity_that_was_put_aside_can_be_dropped(store: Store) -> None:
    await store.put_aside(ASIDE, NOW + MINUTE, NOW)
    await store.take_back(ASIDE)
    await store.take_back(ASIDE)
    assert await store.next_due(NOW) is None


@pytest.mark.parametrize("what", ["acme", None])
async def test_what_was_put_aside_is_forgotten_with_the_rest(store: Store, what: str | None) -> None:
    await store.save(turn("a0"), NOW)
    await store.put_aside(ASIDE, NOW + MINUTE, NOW)
    await store.save(turn("a1", await person_of(store), forget=Forget(what)), NOW)
    assert await store.claim(NOW + HOUR, "w", 10, 60) == []
