"""The contract of every store, part five: turns of several people at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dialogs.activity import Platform
from dialogs.ports import Claim, Due, Outcome, Pace, Posted, Store
from dialogs.turn import Message, Turn
from tests.contract.people import MINUTE, NOW, opportunity, person_of, reference, says, someone, turn, wake

PACES = {Platform.SLACK: Pace(per_second=2, ahead=2)}
LATER = NOW + MINUTE
CLAIM = Claim("w1", 60, PACES)


async def _met(store: Store, *people: str) -> None:
    for id in people:
        await store.save(turn(f"met-{id}", someone(id), changed=(opportunity(person=id),)), NOW)


async def _turn(store: Store, id: str, *words: str, to: str = "") -> Turn:
    said = tuple(says(each, to=reference(to or id)) for each in words)
    return turn(f"a-{id}", await person_of(store, id), messages=said)


def _texts(rows: Sequence[object]) -> list[str]:
    works = [getattr(row, "work", None) for row in rows]
    return [getattr(work.reply, "text", "") for work in works if isinstance(work, Message)]


async def test_each_is_loaded_as_if_alone(store: Store) -> None:
    await _met(store, "dana", "eli")
    await store.save(await _turn(store, "eli", "Hello."), NOW)
    asked = [("T1", "dana", "a-dana"), ("T1", "eli", "a-eli"), ("T9", "nobody", "x")]
    for found, each in zip(await store.load_each(asked), asked, strict=True):
        alone = await store.load(*each)
        assert (found.seen, found.person, found.messages) == (alone.seen, alone.person, alone.messages)
        assert dict(found.opportunities) == dict(alone.opportunities)


async def test_all_are_kept_and_their_messages_taken_each_at_its_turn(store: Store) -> None:
    await _met(store, "dana", "eli", "fay")
    turns = [await _turn(store, "dana", "1", "2"), await _turn(store, "eli"), await _turn(store, "fay", "3")]
    turns[1] = replace(turns[1], wakes=(wake("wake:late", LATER),))
    kept = await store.save_each(turns, LATER, CLAIM)
    assert [_texts(rows or ()) for rows in kept] == [["1", "2"], [], ["3"]]
    rows = [row for each in kept for row in each or ()]
    starts = [row.not_before for row in rows]
    assert sorted((at - LATER).total_seconds() for at in starts if at) == [0.0, 0.5, 1.0]
    assert [(await person_of(store, id)).version for id in ("dana", "eli", "fay")] == [2, 2, 2]
    assert [row.person for row in await store.claim(LATER + MINUTE / 2, "w2", 10, 60)] == ["eli"]
    assert await store.settle([Outcome(row, Due.SENT, "1.1") for row in rows], LATER) == 3


async def test_what_was_said_before_is_in_the_way_of_one_and_of_no_other(store: Store) -> None:
    await _met(store, "dana", "eli")
    await store.save(turn("earlier", someone("gus"), messages=(says("0", to=reference("dana")),)), NOW)
    turns = [await _turn(store, "dana", "1"), await _turn(store, "eli", "2")]
    kept = await store.save_each(turns, LATER, CLAIM)
    assert [rows is not None and _texts(rows) for rows in kept] == [[], ["2"]]


async def test_of_two_that_speak_in_one_conversation_the_second_waits(store: Store) -> None:
    await _met(store, "dana", "eli")
    turns = [await _turn(store, "dana", "1", to="shared"), await _turn(store, "eli", "2", to="shared")]
    first, second = await store.save_each(turns, LATER, CLAIM)
    assert (_texts(first or ()), second) == (["1"], ())
    await store.settle([Outcome(row, Due.SENT, "1.1") for row in first or ()], LATER)
    assert _texts(await store.claim(LATER + MINUTE / 2, "w2", 10, 60)) == ["2"]


async def test_without_a_claim_what_they_say_is_due(store: Store) -> None:
    await _met(store, "dana", "eli")
    turns = [await _turn(store, "dana", "1"), await _turn(store, "eli", "2")]
    assert [rows is not None and len(rows) for rows in await store.save_each(turns, LATER, None)] == [0, 0]
    assert sorted(_texts(await store.claim(LATER, "w2", 10, 60))) == ["1", "2"]


async def test_who_is_stale_or_seen_or_new_or_forgets_is_not_kept(store: Store) -> None:
    await _met(store, "dana", "eli")
    stale, seen = await _turn(store, "dana", "1"), await _turn(store, "eli", "2")
    await store.save(turn("meanwhile", await person_of(store)), NOW)
    await store.save(seen, NOW)
    seen = replace(seen, person=await person_of(store, "eli"))
    for each in (stale, seen, turn("new", someone("new")), replace(seen, activity="z", withdraw=True)):
        assert await store.save_each([each], LATER, CLAIM) == [None]
    assert (await store.load("T1", "new", "new")).person is None
    assert (await person_of(store, "eli")).version == 2


async def test_what_stands_is_found_for_each(store: Store) -> None:
    await _met(store, "dana", "eli")
    for id in ("dana", "eli"):
        said = turn(
            f"card-{id}",
            await person_of(store, id),
            messages=(says("x", key=f"card:{id}", to=reference(id)),),
        )
        await store.save(said, NOW)
    rows = await store.claim(LATER, "w1", 10, 60)
    await store.settle([Outcome(row, Due.SENT, f"ref-{row.person}") for row in rows], LATER)
    asked = [("T1", "eli", "card:eli"), ("T1", "dana", "card:eli"), ("T1", "dana", "card:dana")]
    found = await store.standing_each(asked)
    assert [each and each.platform_ref for each in found] == ["ref-eli", None, "ref-dana"]
    assert isinstance(found[0], Posted)
