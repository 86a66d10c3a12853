"""The contract of every store, part three: what is forgotten is gone, and what stands elsewhere is named."""

from __future__ import annotations

from dataclasses import replace

from dialogs.engine import DialogInstance, DialogState
from dialogs.ports import Due, Outcome, Posted, Saved, Store
from dialogs.records import Listed, Opportunity, Share
from dialogs.turn import Forget
from tests.contract.people import NOW, opportunity, person_of, reference, says, someone, turn, wake
from tests.contract.standing import DAY, DONE, LATER, blanked, deliver, places, two_opportunities


async def test_an_opportunity_is_forgotten_with_the_turn_that_says_so(store: Store) -> None:
    await two_opportunities(store)
    dana = await person_of(store)
    dana = replace(dana, opportunities=tuple(o for o in dana.opportunities if o.id != "acme"))
    parting = turn("a3", dana, messages=(DONE,), forget=Forget("acme"), wakes=(wake(cancelled=True),))
    assert await store.save(parting, NOW) is Saved.KEPT
    loaded = await store.load("T1", "dana", "a1")
    assert loaded.seen
    assert list(loaded.opportunities) == ["globex"]
    assert [getattr(message.reply, "text", "") for message in loaded.messages] == ["Globex's card"]
    assert dict(await store.load_more("T1", "dana", ["acme"])) == {}
    assert await store.standing("T1", "dana", ["card:globex"])
    assert await store.standing("T1", "dana", ["card:acme"]) == {}
    assert await blanked(store) == {"1.1", "1.2", "1.3"}
    assert await places(store, NOW + 2 * DAY) == []
    assert await deliver(store, "2") == ["Forgotten, for good."]
    assert await store.next_due(NOW) == wake().due_at


async def test_an_operator_forgets_one_at_once(store: Store) -> None:
    await two_opportunities(store)
    await store.save(turn("b1", someone("sam")), NOW)
    posted = await store.forget("T1", "dana", None)
    assert {p.platform_ref for p in posted} == {"1.1", "1.2", "1.3", "1.4", "1.5"}
    loaded = await store.load("T1", "dana", "a1")
    assert (loaded.person, loaded.seen, dict(loaded.opportunities)) == (None, False, {})
    assert await store.next_due(NOW) is None
    assert (await store.load("T1", "sam", "b1")).seen


async def test_forgetting_without_a_turn_does_it_all_at_once(store: Store) -> None:
    await two_opportunities(store)
    dana = await person_of(store)
    assert dana.version == 2
    dana = replace(
        dana,
        focus="acme",
        shares=(Share("s1", "acme", reference(), NOW, shape_only=True),),
        dialogs=DialogState((DialogInstance("debrief", {"opportunity": "acme"}), DialogInstance("offer"))),
    )
    await store.save(turn("a3", dana), NOW)
    posted = await store.forget("T1", "dana", "acme")
    assert {p.platform_ref for p in posted} == {"1.1", "1.2", "1.3"}
    loaded = await store.load("T1", "dana", "")
    assert loaded.person is not None
    assert (loaded.person.focus, loaded.person.shares, loaded.person.version) == (None, (), 4)
    assert [o.id for o in loaded.person.opportunities] == ["globex"]
    assert [dialog.dialog for dialog in loaded.person.dialogs.stack] == ["offer"]
    assert list(loaded.opportunities) == ["globex"]
    assert await deliver(store, "2") == []


async def test_a_turn_that_began_before_forgetting_is_stale(store: Store) -> None:
    await two_opportunities(store)
    dana = await person_of(store)
    acme = (await store.load("T1", "dana", "")).opportunities["acme"]
    await store.forget("T1", "dana", "acme")
    assert await store.save(turn("a9", dana, changed=(acme,)), NOW) is Saved.STALE
    await store.forget("T1", "dana", None)
    assert await store.save(turn("a9", dana), NOW) is Saved.STALE
    assert (await store.load("T1", "dana", "")).person is None


async def test_a_person_is_forgotten_with_the_turn_that_says_so(store: Store) -> None:
    await two_opportunities(store)
    await store.save(turn("b1", someone("sam"), changed=(opportunity("acme", person="sam"),)), NOW)
    parting = turn("a3", await person_of(store), messages=(DONE,), forget=Forget())
    assert await store.save(parting, NOW) is Saved.KEPT
    loaded = await store.load("T1", "dana", "a3")
    assert loaded.person is None
    assert dict(loaded.opportunities) == {}
    assert loaded.messages == (DONE,)
    assert dict(await store.load_more("T1", "dana", ["acme", "globex"])) == {}
    assert await blanked(store) == {"1.1", "1.2", "1.3", "1.4", "1.5"}
    assert await deliver(store, "2") == ["Forgotten, for good."]
    assert await store.next_due(NOW) is None
    assert (await store.load("T1", "dana", "a3")).seen
    assert list((await store.load("T1", "sam", "")).opportunities) == ["acme"]


async def test_who_was_forgotten_can_begin_anew(store: Store) -> None:
    await two_opportunities(store)
    await store.save(turn("a3", await person_of(store), messages=(DONE,), forget=Forget()), NOW)
    await blanked(store)
    await deliver(store, "2")
    assert await store.save(turn("a4", messages=(says("Hello again"),)), NOW) is Saved.KEPT
    await deliver(store, "3")
    await store.save(turn("a5", await person_of(store), messages=(DONE,), forget=Forget()), NOW)
    assert await blanked(store) == {"2.1", "3.1"}


async def test_a_stranger_may_ask_to_be_forgotten(store: Store) -> None:
    assert await store.save(turn("a1", messages=(DONE,), forget=Forget()), NOW) is Saved.KEPT
    assert (await store.load("T1", "dana", "a1")).person is None
    assert await store.save(turn("a1", messages=(DONE,), forget=Forget()), NOW) is Saved.SEEN


async def test_two_forgetting_turns_at_once_are_one(store: Store) -> None:
    await two_opportunities(store)
    dana = await person_of(store)
    assert await store.save(turn("a3", dana, forget=Forget()), NOW) is Saved.KEPT
    assert await store.save(turn("a4", dana, forget=Forget()), NOW) is Saved.STALE


async def test_what_a_forgetting_turn_changed_is_not_kept(store: Store) -> None:
    """A flow may have touched the opportunity before it was told to forget it."""
    await two_opportunities(store)
    loaded = await store.load("T1", "dana", "")
    both: tuple[Opportunity, ...] = tuple(loaded.opportunities.values())
    assert loaded.person is not None
    kept = replace(loaded.person, opportunities=(Listed("globex", "Globex"),))
    parting = turn("a3", kept, changed=both, forget=Forget("acme"))
    assert await store.save(parting, NOW) is Saved.KEPT
    assert {id: o.version for id, o in (await store.load("T1", "dana", "")).opportunities.items()} == {
        "globex": 2
    }


async def test_a_tenant_is_forgotten_and_can_come_back(store: Store) -> None:
    await two_opportunities(store)
    await store.save(
        turn("b1", someone("dana", "T2"), messages=(says("T2's own", to=reference("dana", "T2")),)), NOW
    )
    await store.forget_tenant("T1")
    loaded = await store.load("T1", "dana", "a1")
    assert (loaded.person, loaded.seen) == (None, False)
    assert await store.standing("T1", "dana", ["card:acme"]) == {}
    assert [row.tenant for row in await store.claim(LATER, "w", 10, 60)] == ["T2"]
    assert (await store.load("T2", "dana", "")).person is not None
    assert await store.save(turn("a1"), NOW) is Saved.KEPT
    assert (await store.load("T1", "dana", "a1")).seen


async def test_where_a_message_stands_is_named_once(store: Store) -> None:
    for number in range(3):
        card = says(f"edit {number}", key="card:acme")
        await store.save(turn(f"a{number}", await person_of(store), messages=(card,)), NOW)
        [row] = await store.claim(LATER, "w", 10, 60)
        await store.settle([Outcome(row, Due.SENT, "7.7")], LATER)
    assert await store.forget("T1", "dana", None) == (Posted(reference(), "7.7", "card:acme"),)


async def test_what_waits_for_whoever_removed_the_coach_is_taken_back(store: Store) -> None:
    await store.save(turn("a1", messages=(says("sent"), says("waits")), wakes=(wake(),)), NOW)
    await store.save(turn("b1", someone("sam"), messages=(says("Sam's", to=reference("sam")),)), NOW)
    claimed = await store.claim(NOW, "w", 10, 60)
    parting = replace(turn("a2", await person_of(store)), withdraw=True)
    assert await store.save(parting, LATER) is Saved.KEPT
    assert await store.settle([Outcome(row, Due.SENT, "7.7") for row in claimed], LATER) == 1  # Sam's
    assert await store.claim(LATER, "w", 10, 60) == []
    assert await store.next_due(LATER) == wake().due_at
    assert (await store.load("T1", "dana", "a1")).seen
