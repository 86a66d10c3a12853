"""The contract of every store, part seven: the words of what is finished go, and where a message stands is kept."""

from __future__ import annotations

from dialogs.ports import Due, Outcome, Posted, Store
from tests.contract.people import MINUTE, NOW, person_of, reference, says, turn, wake
from tests.contract.standing import LATER, deliver, two_opportunities


async def test_what_is_finished_is_purged_after_a_while_and_its_place_is_kept(store: Store) -> None:
    await two_opportunities(store)
    await deliver(store, "1")  # the card's edit, which the platform gives the card's own name
    assert await store.purge(NOW) == 0
    assert await store.purge(LATER + MINUTE) == 6
    loaded = await store.load("T1", "dana", "a1")
    assert loaded.messages == ()
    assert sorted(loaded.opportunities) == ["acme", "globex"]
    assert await store.next_due(NOW) == wake().due_at
    card = (await store.standing("T1", "dana", ["card:acme"])).get("card:acme")
    assert card == Posted(reference(), "1.1", "card:acme")
    assert await store.purge(LATER + MINUTE) == 0
    posted = await store.forget("T1", "dana", "acme")
    assert {p.platform_ref for p in posted} == {"1.1", "1.2"}


async def test_of_a_message_that_was_edited_often_one_row_is_kept(store: Store) -> None:
    for number in range(4):
        card = says(f"edit {number}", key="card:acme")
        await store.save(turn(f"a{number}", await person_of(store), messages=(card,)), NOW)
        [row] = await store.claim(LATER, "w", 10, 60)
        await store.settle([Outcome(row, Due.SENT, "7.7")], LATER + number * MINUTE)
    assert await store.purge(LATER + 2 * MINUTE) == 2
    assert await store.purge(LATER + 9 * MINUTE) == 2
    assert [n for n in range(4) if (await store.load("T1", "dana", f"a{n}")).seen] == [3]
    assert await store.purge(LATER + 9 * MINUTE) == 0
    standing = await store.standing("T1", "dana", ["card:acme"])
    assert standing == {"card:acme": Posted(reference(), "7.7", "card:acme")}


async def test_a_purge_takes_markers_wakes_and_failures(store: Store) -> None:
    await store.save(turn("a1"), NOW)
    await store.save(turn("a2", await person_of(store), messages=(says("x"),)), NOW)
    await store.save(turn("a3", await person_of(store), wakes=(wake(cancelled=True),)), NOW)
    [row] = await store.claim(LATER, "w", 10, 60)
    await store.settle([Outcome(row, Due.FAILED, reason="gone")], LATER)
    assert await store.purge(LATER + MINUTE) == 4
    assert not (await store.load("T1", "dana", "a1")).seen
    assert not (await store.load("T1", "dana", "a2")).seen


async def test_a_purge_goes_on_past_one_batch(store: Store) -> None:
    said = tuple(says(f"{n}", to=reference(conversation=f"C{n}")) for n in range(700))
    await store.save(turn("a1", messages=said), NOW)
    rows = await store.claim(LATER, "w", 1000, 60)
    await store.settle([Outcome(row, Due.SENT, f"1.{n}") for n, row in enumerate(rows)], LATER)
    assert await store.purge(LATER + MINUTE) == 700
    assert (await store.load("T1", "dana", "a1")).seen
    assert len(await store.forget("T1", "dana", None)) == 700
