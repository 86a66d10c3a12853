"""The contract of every store, part one: a turn is kept whole or not at all, once, and only for its own."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogs.ports import Saved, Store
from dialogs.records import Settings
from tests.contract.people import (
    HOUR,
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


async def test_a_stranger_is_not_known(store: Store) -> None:
    loaded = await store.load("T1", "dana", "a1")
    assert loaded.person is None
    assert not loaded.seen
    assert dict(loaded.opportunities) == {}
    assert loaded.messages == ()


async def test_what_was_kept_is_what_is_loaded(store: Store) -> None:
    acme = opportunity("acme", job="Staff engineer — “platform” 🚀")
    first = turn(
        "a1", changed=(acme,), messages=(says("One."), says("Two.", key="card:acme")), wakes=(wake(),)
    )
    assert await store.save(first, NOW) is Saved.KEPT
    loaded = await store.load("T1", "dana", "a1")
    assert loaded.person == replace(first.person, version=1)
    assert dict(loaded.opportunities) == {"acme": replace(acme, version=1)}
    assert loaded.seen
    assert loaded.messages == first.messages


async def test_another_activity_was_not_seen(store: Store) -> None:
    await store.save(turn("a1", messages=(says("One."),)), NOW)
    loaded = await store.load("T1", "dana", "a2")
    assert not loaded.seen
    assert loaded.messages == ()


async def test_a_turn_that_says_nothing_is_seen_all_the_same(store: Store) -> None:
    await store.save(turn("a1"), NOW)
    loaded = await store.load("T1", "dana", "a1")
    assert loaded.seen
    assert loaded.messages == ()


async def test_the_same_activity_twice_has_one_effect(store: Store) -> None:
    await store.save(turn("a1", messages=(says("One."),)), NOW)
    again = turn("a1", replace(await person_of(store), focus="acme"), messages=(says("Again."),))
    assert await store.save(again, NOW) is Saved.SEEN
    loaded = await store.load("T1", "dana", "a1")
    assert loaded.person is not None
    assert (loaded.person.version, loaded.person.focus) == (1, None)
    assert loaded.messages == (says("One."),)


async def test_of_two_writers_one_wins_and_the_other_is_told(store: Store) -> None:
    await store.save(turn("a1"), NOW)
    dana = await person_of(store)
    results = await asyncio.gather(
        *(
            store.save(turn(f"b{n}", dana, changed=(opportunity(f"o{n}"),), wakes=(wake(),)), NOW)
            for n in range(5)
        )
    )
    assert sorted(results) == [Saved.KEPT, *[Saved.STALE] * 4]
    loaded = await store.load("T1", "dana", "")
    assert [f"o{n}" for n, result in enumerate(results) if result is Saved.KEPT] == list(loaded.opportunities)


async def test_two_first_turns_of_one_person_are_not_merged(store: Store) -> None:
    results = await asyncio.gather(*(store.save(turn(f"b{n}"), NOW) for n in range(3)))
    assert sorted(results) == [Saved.KEPT, Saved.STALE, Saved.STALE]


async def test_an_old_opportunity_refuses_the_whole_turn(store: Store) -> None:
    await store.save(turn("a1", changed=(opportunity("acme"),)), NOW)
    dana = await person_of(store)
    old = turn("a2", dana, changed=(opportunity("globex"), opportunity("acme")), messages=(says("Hi"),))
    assert await store.save(old, NOW) is Saved.STALE
    loaded = await store.load("T1", "dana", "a2")
    assert not loaded.seen
    assert list(loaded.opportunities) == ["acme"]
    assert loaded.person == dana


async def test_an_opportunity_changes_version_by_version(store: Store) -> None:
    for number in range(4):
        loaded = await store.load("T1", "dana", "")
        acme = replace(loaded.opportunities.get("acme") or opportunity("acme"), job=f"job {number}")
        assert acme.version == number
        saved = await store.save(turn(f"a{number}", loaded.person, changed=(acme,)), NOW + number * MINUTE)
        assert saved is Saved.KEPT
    assert (await store.load("T1", "dana", "")).opportunities["acme"].job == "job 3"


async def test_the_newest_thirty_open_ones_are_loaded_and_the_others_by_name(store: Store) -> None:
    for number in range(34):
        made = opportunity(f"o{number:02}", open=number % 17 != 3)
        await store.save(turn(f"a{number}", await person_of(store), changed=(made,)), NOW + number * MINUTE)
    loaded = await store.load("T1", "dana", "")
    assert len(loaded.opportunities) == 30
    assert list(loaded.opportunities)[:2] == ["o33", "o32"]
    assert not {"o03", "o20", "o00", "o01"} & set(loaded.opportunities)
    more = await store.load_more("T1", "dana", ["o03", "o00", "nothing"])
    assert {id: found.open for id, found in more.items()} == {"o03": False, "o00": True}
    assert more["o03"].version == 1
    assert loaded.person is not None
    assert len(loaded.person.opportunities) == 34


async def test_nothing_more_of_a_tenant_never_met(store: Store) -> None:
    assert dict(await store.load_more("T9", "dana", ["acme"])) == {}
    assert await store.standing("T9", "dana", ["card:acme"]) == {}
    assert await store.forget("T9", "dana", None) == ()


async def test_a_wake_written_again_moves_and_does_not_count_as_seen(store: Store) -> None:
    await store.save(turn("a1", wakes=(wake(due=NOW + HOUR),)), NOW)
    moved = turn("a2", await person_of(store), wakes=(wake(due=NOW + 2 * HOUR),))
    assert await store.save(moved, NOW) is Saved.KEPT
    assert await store.claim(NOW + HOUR, "w", 10, 60) == []
    [row] = await store.claim(NOW + 2 * HOUR, "w", 10, 60)
    assert row.work == wake(due=NOW + 2 * HOUR)
    assert row.expires_at == NOW + 3 * HOUR
    assert not (await store.load("T1", "dana", row.activity)).seen


async def test_an_activity_may_bear_the_wakes_own_name(store: Store) -> None:
    await store.save(turn("a1", wakes=(wake("w1"),)), NOW)
    assert (
        await store.save(turn("w1", await person_of(store), messages=(says("Tomorrow!"),)), NOW) is Saved.KEPT
    )
    assert (await store.load("T1", "dana", "w1")).messages == (says("Tomorrow!"),)


async def test_a_cancelled_wake_never_comes(store: Store) -> None:
    await store.save(turn("a1", wakes=(wake(),)), NOW)
    await store.save(turn("a2", await person_of(store), wakes=(wake(cancelled=True),)), NOW)
    assert await store.claim(NOW + 2 * HOUR, "w", 10, 60) == []
    assert await store.next_due(NOW) is None
    await store.save(turn("a3", await person_of(store), wakes=(wake(),)), NOW)
    assert len(await store.claim(NOW + 2 * HOUR, "w", 10, 60)) == 1


NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(mine=NAMES, theirs=NAMES, person=NAMES, other=NAMES)
async def test_nobody_reads_anothers(store: Store, mine: str, theirs: str, person: str, other: str) -> None:
    """Tenants and people named like each other, or like a piece of SQL, never see each other's rows."""
    asked = {(theirs, person), (mine, other), (theirs, other)} - {(mine, person)}
    acme = opportunity("acme", job="my own")
    before = await person_of(store, person, mine)
    loaded = await store.load(mine, person, "")
    kept = replace(loaded.opportunities.get("acme", acme), job="my own")
    activity = f"a{before.version + 1}"
    await store.save(turn(activity, before, changed=(kept,), messages=(says("mine", key="k"),)), NOW)
    for tenant, id in sorted(asked):
        seen = await store.load(tenant, id, activity)
        if seen.person is not None:  # met in an earlier round
            assert (seen.person.tenant, seen.person.id) == (tenant, id)
            continue
        assert (seen.seen, seen.messages, dict(seen.opportunities)) == (False, (), {})
        assert dict(await store.load_more(tenant, id, ["acme"])) == {}
        assert await store.standing(tenant, id, ["k"]) == {}
        assert await store.forget(tenant, id, None) == ()
    assert (await store.load(mine, person, activity)).messages == (says("mine", key="k"),)


@pytest.mark.parametrize("text", ["", "x" * 10_000, "'; DROP TABLE person; --", "\u202e🚀\t\n", "{}[]\\"])
async def test_any_words_survive(store: Store, text: str) -> None:
    await store.save(
        turn("a1", replace(someone(), settings=Settings(trade=text)), messages=(says(text),)), NOW
    )
    loaded = await store.load("T1", "dana", "a1")
    assert loaded.person is not None
    assert loaded.person.settings.trade == text
    assert loaded.messages == (says(text),)


async def test_only_who_says_so_is_found_by_name(store: Store) -> None:
    for id, name in (("dana", "Dana"), ("sam", ""), ("ada", "ada"), ("gone", "Gone")):
        who = someone(id)
        left = NOW if id == "gone" else None
        who = replace(who, settings=replace(who.settings, advisor=name), left_at=left)
        await store.save(turn(f"{id}1", who), NOW)
    await store.save(turn("o1", replace(someone("dana", "T2"))), NOW)
    found = await store.advisors("T1")
    assert [(a.person, a.name, a.home) for a in found] == [
        ("ada", "ada", reference("ada")),
        ("dana", "Dana", reference("dana")),
    ]
    assert await store.advisors("T2") == await store.advisors("nobody") == ()
