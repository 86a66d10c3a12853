"""The contract of every store, part six: where forgotten messages stand is kept until each is blanked."""

from __future__ import annotations

from collections import Counter

import pytest

from dialogs.ports import Due, Outcome, Store
from dialogs.turn import Forget
from tests.contract.people import MINUTE, NOW, person_of, reference, says, someone, turn
from tests.contract.standing import DAY, DONE, LATER, blanked, deliver, places, two_opportunities


async def test_where_forgotten_messages_stand_is_kept_until_each_is_blanked(store: Store) -> None:
    await two_opportunities(store)
    await store.save(turn("a3", await person_of(store), forget=Forget()), NOW)
    one, two, *others = await places(store)
    assert {row.attempts for row in (one, two, *others)} == {1}
    assert await places(store, NOW + MINUTE / 2) == []  # another has them
    soon, later = NOW + MINUTE / 2, NOW + 2 * MINUTE
    outcomes = [Outcome(one, Due.DONE), Outcome(two, Due.DUE, reason="ratelimited", retry_at=later)]
    assert await store.settle(outcomes, soon) == 2
    assert await store.purge(NOW + 9 * DAY) > 0
    back = await places(store, NOW + MINUTE)  # who had them ended
    assert sorted(row.id for row in back) == sorted(row.id for row in others)
    assert {row.attempts for row in back} == {2}
    await store.settle([Outcome(row, Due.FAILED, reason="not blanked") for row in back], later)
    assert [(row.work, row.due_at) for row in await places(store, later)] == [(two.work, NOW)]


async def test_forgetting_again_leaves_what_is_being_blanked(store: Store) -> None:
    await two_opportunities(store)
    await store.save(turn("a3", await person_of(store), forget=Forget("acme")), NOW)
    assert len(await places(store)) == 3
    await store.save(turn("a4", await person_of(store), forget=Forget()), NOW)
    assert await blanked(store) == {"1.4", "1.5"}
    assert await blanked(store, NOW + MINUTE) == {"1.1", "1.2", "1.3"}


async def test_of_many_messages_a_few_are_blanked_at_once_and_nobody_waits_for_anothers(store: Store) -> None:
    for tenant, many in (("T1", 50), ("T2", 3)):
        to = reference(tenant=tenant)
        said = tuple(says(f"{n}", to=to) for n in range(many))
        await store.save(turn("a1", someone(tenant=tenant), messages=said), NOW)
        await deliver(store, tenant)
        dana = (await store.load(tenant, "dana", "")).person
        await store.save(turn("a2", dana, forget=Forget()), NOW)
    first = await store.claim_forgotten(NOW, "w", 10, 60)
    assert Counter(row.tenant for row in first) == {"T1": 7, "T2": 3}
    await store.settle([Outcome(row, Due.DONE) for row in first], NOW)
    assert [len(await blanked(store, NOW + n * MINUTE / 2)) for n in range(4)] == [13, 20, 10, 0]


async def test_a_platform_that_asks_for_patience_is_not_asked_to_blank(store: Store) -> None:
    await two_opportunities(store)
    await store.save(turn("a3", await person_of(store), messages=(DONE,), forget=Forget()), NOW)
    [row, *_] = rows = await places(store)
    await store.settle([Outcome(row, Due.DUE, retry_at=NOW) for row in rows], NOW)
    await store.hold("T1", row.platform, row.conversation, LATER)
    assert await places(store) == []
    assert await deliver(store, "2") == ["Forgotten, for good."]  # only with blanking
    await store.hold("T1", row.platform, "", LATER + MINUTE)
    assert await places(store, LATER) == []
    assert len(await places(store, LATER + MINUTE)) == 5


@pytest.mark.parametrize("what", [Forget(), Forget("acme")])
async def test_what_was_posted_while_it_was_forgotten_is_blanked_too(store: Store, what: Forget) -> None:
    said = (says("Acme's card", key="card:acme"), says("lost on the way", thread="card:acme"))
    await store.save(turn("a1", messages=said), NOW)
    [row] = await store.claim(NOW, "w", 10, 60)
    await store.save(turn("a2", await person_of(store), forget=what), NOW)
    assert await store.settle([Outcome(row, Due.SENT, "7.7")], NOW) == 0
    assert await store.standing("T1", "dana", ["card:acme"]) == {}
    assert await blanked(store) == {"7.7"}
    assert await places(store, NOW + DAY) == []


async def test_what_a_worker_posted_that_came_too_late_is_not_blanked(store: Store) -> None:
    """Its row is another's meanwhile: that is not forgotten."""
    await store.save(turn("a1", messages=(says("hello"),)), NOW)
    [row] = await store.claim(NOW, "w", 10, 60)
    assert await store.reap(NOW + MINUTE) == 1
    assert await store.settle([Outcome(row, Due.SENT, "7.7")], NOW + MINUTE) == 0
    assert await places(store, NOW + DAY) == []


async def test_what_a_clock_that_was_ahead_put_off_is_blanked_once_it_is_set(store: Store) -> None:
    await two_opportunities(store)
    await store.save(turn("a3", await person_of(store), forget=Forget()), NOW + 2 * DAY)
    [row, *_] = await places(store, NOW + 2 * DAY)
    await store.settle([Outcome(row, Due.DUE, retry_at=NOW + 2 * DAY)], NOW)
    assert await places(store) == []
    await store.reap(NOW, clock_set=True)
    assert len(await places(store)) == 5
