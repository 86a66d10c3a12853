"""The contract of every store, part three: what is forgotten is gone, and what stands elsewhere is named."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from dialogs.engine import DialogInstance, DialogState
from dialogs.ports import Due, OutboxRow, Outcome, Posted, Saved, Store
from dialogs.records import Listed, Opportunity, Share
from dialogs.turn import Forget, Message
from tests.contract.people import (
    MINUTE,
    NOW,
    opportunity,
    person_of,
    reference,
    says,
    someone,
    turn,
    wake,
)

LATER = NOW + MINUTE
DAY = timedelta(days=1)
DONE = says("Forgotten, for good.")


async def _deliver(store: Store, ref: str) -> list[str]:
    """Send all that is due, as `ref.1`, `ref.2` …; the texts in order."""
    sent: list[str] = []
    while rows := await store.claim(LATER, "w", 10, 60):
        outcomes = []
        for row in rows:
            assert isinstance(row.work, Message)
            sent.append(getattr(row.work.reply, "text", ""))
            outcomes.append(Outcome(row, Due.SENT, f"{ref}.{len(sent)}"))
        await store.settle(outcomes, LATER)
    return sent


async def _places(store: Store, now: datetime = NOW) -> list[OutboxRow]:
    """What is to be blanked then."""
    rows = list(await store.claim_forgotten(now, "w", 100, 60))
    assert all(
        isinstance(row.work, Posted) and row.work.to == reference(row.person, row.tenant) for row in rows
    )
    return rows


async def _blanked(store: Store, now: datetime = NOW) -> set[str]:
    """Where what is to be blanked then stands; it is blanked."""
    rows = await _places(store, now)
    assert await store.settle([Outcome(row, Due.DONE) for row in rows], now) == len(rows)
    return {row.work.platform_ref for row in rows if isinstance(row.work, Posted)}


async def _two_opportunities(store: Store) -> None:
    """Dana talked about Acme and Globex; five messages stand, one waits, wakes are set."""
    acme, globex = opportunity("acme"), opportunity("globex")
    said = (
        says("Acme's card", key="card:acme"),
        says("in Acme's thread", thread="card:acme"),
        says("with Acme's button", about="acme"),
        says("in passing"),
        says("Globex's card", key="card:globex"),
    )
    await store.save(turn("a1", changed=(acme, globex), messages=said), NOW)
    await _deliver(store, "1")
    again = (says("Acme's card, edited", key="card:acme"),)
    waiting = (wake("wake:acme:1"), replace(wake("wake:globex:1"), opportunity="globex"))
    await store.save(turn("a2", await person_of(store), messages=again, wakes=waiting), NOW)


async def test_an_opportunity_is_forgotten_with_the_turn_that_says_so(store: Store) -> None:
    await _two_opportunities(store)
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
    assert await _blanked(store) == {"1.1", "1.2", "1.3"}
    assert await _places(store, NOW + 2 * DAY) == []
    assert await _deliver(store, "2") == ["Forgotten, for good."]
    assert await store.next_due(NOW) == wake().due_at


async def test_an_operator_forgets_one_at_once(store: Store) -> None:
    await _two_opportunities(store)
    await store.save(turn("b1", someone("sam")), NOW)
    posted = await store.forget("T1", "dana", None)
    assert {p.platform_ref for p in posted} == {"1.1", "1.2", "1.3", "1.4", "1.5"}
    loaded = await store.load("T1", "dana", "a1")
    assert (loaded.person, loaded.seen, dict(loaded.opportunities)) == (None, False, {})
    assert await store.next_due(NOW) is None
    assert (await store.load("T1", "sam", "b1")).seen


async def test_forgetting_without_a_turn_does_it_all_at_once(store: Store) -> None:
    await _two_opportunities(store)
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
    assert await _deliver(store, "2") == []


async def test_a_turn_that_began_before_forgetting_is_stale(store: Store) -> None:
    await _two_opportunities(store)
    dana = await person_of(store)
    acme = (await store.load("T1", "dana", "")).opportunities["acme"]
    await store.forget("T1", "dana", "acme")
    assert await store.save(turn("a9", dana, changed=(acme,)), NOW) is Saved.STALE
    await store.forget("T1", "dana", None)
    assert await store.save(turn("a9", dana), NOW) is Saved.STALE
    assert (await store.load("T1", "dana", "")).person is None


async def test_a_person_is_forgotten_with_the_turn_that_says_so(store: Store) -> None:
    await _two_opportunities(store)
    await store.save(turn("b1", someone("sam"), changed=(opportunity("acme", person="sam"),)), NOW)
    parting = turn("a3", await person_of(store), messages=(DONE,), forget=Forget())
    assert await store.save(parting, NOW) is Saved.KEPT
    loaded = await store.load("T1", "dana", "a3")
    assert loaded.person is None
    assert dict(loaded.opportunities) == {}
    assert loaded.messages == (DONE,)
    assert dict(await store.load_more("T1", "dana", ["acme", "globex"])) == {}
    assert await _blanked(store) == {"1.1", "1.2", "1.3", "1.4", "1.5"}
    assert await _deliver(store, "2") == ["Forgotten, for good."]
    assert await store.next_due(NOW) is None
    assert (await store.load("T1", "dana", "a3")).seen
    assert list((await store.load("T1", "sam", "")).opportunities) == ["acme"]


async def test_who_was_forgotten_can_begin_anew(store: Store) -> None:
    await _two_opportunities(store)
    await store.save(turn("a3", await person_of(store), messages=(DONE,), forget=Forget()), NOW)
    await _blanked(store)
    await _deliver(store, "2")
    assert await store.save(turn("a4", messages=(says("Hello again"),)), NOW) is Saved.KEPT
    await _deliver(store, "3")
    await store.save(turn("a5", await person_of(store), messages=(DONE,), forget=Forget()), NOW)
    assert await _blanked(store) == {"2.1", "3.1"}


async def test_where_forgotten_messages_stand_is_kept_until_each_is_blanked(store: Store) -> None:
    await _two_opportunities(store)
    await store.save(turn("a3", await person_of(store), forget=Forget()), NOW)
    one, two, *others = await _places(store)
    assert {row.attempts for row in (one, two, *others)} == {1}
    assert await _places(store, NOW + MINUTE / 2) == []  # another has them
    soon, later = NOW + MINUTE / 2, NOW + 2 * MINUTE
    outcomes = [Outcome(one, Due.DONE), Outcome(two, Due.DUE, reason="ratelimited", retry_at=later)]
    assert await store.settle(outcomes, soon) == 2
    assert await store.purge(NOW + 9 * DAY) > 0
    back = await _places(store, NOW + MINUTE)  # who had them ended
    assert sorted(row.id for row in back) == sorted(row.id for row in others)
    assert {row.attempts for row in back} == {2}
    await store.settle([Outcome(row, Due.FAILED, reason="not blanked") for row in back], later)
    assert [(row.work, row.due_at) for row in await _places(store, later)] == [(two.work, NOW)]


async def test_forgetting_again_leaves_what_is_being_blanked(store: Store) -> None:
    await _two_opportunities(store)
    await store.save(turn("a3", await person_of(store), forget=Forget("acme")), NOW)
    assert len(await _places(store)) == 3
    await store.save(turn("a4", await person_of(store), forget=Forget()), NOW)
    assert await _blanked(store) == {"1.5"}
    assert await _blanked(store, NOW + MINUTE) == {"1.1", "1.2", "1.3"}


async def test_of_many_messages_a_few_are_blanked_at_once_and_nobody_waits_for_anothers(store: Store) -> None:
    for tenant, many in (("T1", 50), ("T2", 3)):
        to = reference(tenant=tenant)
        said = tuple(says(f"{n}", to=to) for n in range(many))
        await store.save(turn("a1", someone(tenant=tenant), messages=said), NOW)
        await _deliver(store, tenant)
        dana = (await store.load(tenant, "dana", "")).person
        await store.save(turn("a2", dana, forget=Forget()), NOW)
    first = await store.claim_forgotten(NOW, "w", 10, 60)
    assert Counter(row.tenant for row in first) == {"T1": 7, "T2": 3}
    await store.settle([Outcome(row, Due.DONE) for row in first], NOW)
    assert [len(await _blanked(store, NOW + n * MINUTE / 2)) for n in range(4)] == [13, 20, 10, 0]


async def test_a_platform_that_asks_for_patience_is_not_asked_to_blank(store: Store) -> None:
    await _two_opportunities(store)
    await store.save(turn("a3", await person_of(store), messages=(DONE,), forget=Forget()), NOW)
    [row, *_] = rows = await _places(store)
    await store.settle([Outcome(row, Due.DUE, retry_at=NOW) for row in rows], NOW)
    await store.hold("T1", row.platform, row.conversation, LATER)
    assert await _places(store) == []
    assert await _deliver(store, "2") == ["Forgotten, for good."]  # only with blanking
    await store.hold("T1", row.platform, "", LATER + MINUTE)
    assert await _places(store, LATER) == []
    assert len(await _places(store, LATER + MINUTE)) == 5


@pytest.mark.parametrize("what", [Forget(), Forget("acme")])
async def test_what_was_posted_while_it_was_forgotten_is_blanked_too(store: Store, what: Forget) -> None:
    said = (says("Acme's card", key="card:acme"), says("lost on the way", thread="card:acme"))
    await store.save(turn("a1", messages=said), NOW)
    [row] = await store.claim(NOW, "w", 10, 60)
    await store.save(turn("a2", await person_of(store), forget=what), NOW)
    assert await store.settle([Outcome(row, Due.SENT, "7.7")], NOW) == 0
    assert await store.standing("T1", "dana", ["card:acme"]) == {}
    assert await _blanked(store) == {"7.7"}
    assert await _places(store, NOW + DAY) == []


async def test_what_a_worker_posted_that_came_too_late_is_not_blanked(store: Store) -> None:
    """Its row is another's meanwhile: that is not forgotten."""
    await store.save(turn("a1", messages=(says("hello"),)), NOW)
    [row] = await store.claim(NOW, "w", 10, 60)
    assert await store.reap(NOW + MINUTE) == 1
    assert await store.settle([Outcome(row, Due.SENT, "7.7")], NOW + MINUTE) == 0
    assert await _places(store, NOW + DAY) == []


async def test_what_a_clock_that_was_ahead_put_off_is_blanked_once_it_is_set(store: Store) -> None:
    await _two_opportunities(store)
    await store.save(turn("a3", await person_of(store), forget=Forget()), NOW + 2 * DAY)
    [row, *_] = await _places(store, NOW + 2 * DAY)
    await store.settle([Outcome(row, Due.DUE, retry_at=NOW + 2 * DAY)], NOW)
    assert await _places(store) == []
    await store.reap(NOW, clock_set=True)
    assert len(await _places(store)) == 5


async def test_a_stranger_may_ask_to_be_forgotten(store: Store) -> None:
    assert await store.save(turn("a1", messages=(DONE,), forget=Forget()), NOW) is Saved.KEPT
    assert (await store.load("T1", "dana", "a1")).person is None
    assert await store.save(turn("a1", messages=(DONE,), forget=Forget()), NOW) is Saved.SEEN


async def test_two_forgetting_turns_at_once_are_one(store: Store) -> None:
    await _two_opportunities(store)
    dana = await person_of(store)
    assert await store.save(turn("a3", dana, forget=Forget()), NOW) is Saved.KEPT
    assert await store.save(turn("a4", dana, forget=Forget()), NOW) is Saved.STALE


async def test_what_a_forgetting_turn_changed_is_not_kept(store: Store) -> None:
    """A flow may have touched the opportunity before it was told to forget it."""
    await _two_opportunities(store)
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
    await _two_opportunities(store)
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


async def test_what_is_finished_is_purged_after_a_while_and_its_place_is_kept(store: Store) -> None:
    await _two_opportunities(store)
    await _deliver(store, "1")  # the card's edit, which the platform gives the card's own name
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
