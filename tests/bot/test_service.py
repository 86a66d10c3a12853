"""The effect of an activity is exactly once, whoever else is at work."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from bot.clock import SteppedClock
from bot.service import Busy, Service
from dialogs.activity import Act, Acted, Activity, Said
from dialogs.coach import Coach
from dialogs.plain import as_text
from dialogs.ports import Saved
from dialogs.questions.loading import load_bank
from dialogs.reading.reader import Reader
from dialogs.records import Opportunity
from dialogs.turn import Loaded, Turn
from storage.memory import MemoryStore
from tests.bot.conftest import activity
from tests.player import MarkedReader

BOOKS = Said("interview Northwind analyst, Thursday 3pm, hiring manager")


async def test_the_same_activity_again_has_no_effect_and_the_same_answer(
    service: Service, store: MemoryStore, clock: SteppedClock
) -> None:
    once = await service.handle(activity("e1", BOOKS, clock))
    again = await service.handle(activity("e1", BOOKS, clock))
    assert again.messages == once.messages
    loaded = await store.load("T1", "ada", "other")
    assert [len(o.interviews) for o in loaded.opportunities.values()] == [1]


async def test_three_deliveries_at_once_are_one_interview(
    service: Service, store: MemoryStore, clock: SteppedClock
) -> None:
    await asyncio.gather(*(service.handle(activity("e1", BOOKS, clock)) for _ in range(3)))
    loaded = await store.load("T1", "ada", "other")
    assert [len(o.interviews) for o in loaded.opportunities.values()] == [1]


async def test_what_two_people_at_two_screens_do_at_once_both_counts(
    service: Service, store: MemoryStore, clock: SteppedClock
) -> None:
    await asyncio.gather(
        service.handle(activity("e1", BOOKS, clock)),
        service.handle(activity("e2", Said("interview Globex, Friday 10am, recruiter"), clock)),
    )
    loaded = await store.load("T1", "ada", "other")
    assert sorted(o.company for o in loaded.opportunities.values()) == ["Globex", "Northwind"]


class NeverKept(MemoryStore):
    """A store in which somebody else is always faster."""

    async def save(self, turn: Turn, now: datetime) -> Saved:
        return Saved.STALE


async def test_a_turn_that_can_never_be_kept_says_so(clock: SteppedClock, readers) -> None:  # type: ignore[no-untyped-def]
    service = Service(NeverKept(), Coach(load_bank(), MarkedReader()), clock, readers)
    with pytest.raises(Busy):
        await service.handle(activity("e1", BOOKS, clock))


class Forgetful(MemoryStore):
    """A store that no longer finds what the person's index lists."""

    async def load_more(self, tenant: str, person: str, ids: Sequence[str]) -> Mapping[str, Opportunity]:
        return {}


async def test_an_opportunity_that_is_listed_but_gone_is_dropped_from_the_list(
    clock: SteppedClock, readers
) -> None:  # type: ignore[no-untyped-def]
    store = Forgetful()
    service = Service(store, Coach(load_bank(), MarkedReader()), clock, readers)
    turn = await service.handle(activity("e1", BOOKS, clock))
    await service.handle(
        activity("e2", Acted(Act("opportunity.close", {"opportunity": turn.changed[0].id})), clock)
    )
    answer = await service.handle(activity("e3", Said("verdict Northwind"), clock))
    assert "Northwind" in as_text(answer.messages[-1].reply)
    kept = (await store.load("T1", "ada", "x")).person
    assert kept is not None
    assert kept.opportunities == ()


async def test_a_closed_opportunity_is_loaded_when_it_is_named(
    service: Service, store: MemoryStore, clock: SteppedClock
) -> None:
    turn = await service.handle(activity("e1", BOOKS, clock))
    await service.handle(
        activity("e2", Acted(Act("opportunity.close", {"opportunity": turn.changed[0].id})), clock)
    )
    assert not (await store.load("T1", "ada", "x")).opportunities
    answer = await service.handle(activity("e3", Said("export"), clock))
    documents = answer.messages[-1].reply.documents  # type: ignore[union-attr]
    assert "Northwind" in documents[0].content


async def test_forgetting_leaves_nothing_and_starts_afresh(
    service: Service, store: MemoryStore, clock: SteppedClock
) -> None:
    await service.handle(activity("e1", BOOKS, clock))
    await service.handle(activity("e2", Said("forget everything"), clock))
    await service.handle(activity("e3", Acted(Act("forget.all")), clock))
    loaded = await store.load("T1", "ada", "x")
    assert loaded.person is None
    assert not loaded.opportunities
    again = await service.handle(activity("e4", Said("hello"), clock))
    assert "I'm Delta" in as_text(again.messages[0].reply)


async def test_forms_and_the_overview_change_nothing(
    service: Service, store: MemoryStore, clock: SteppedClock
) -> None:
    assert await service.overview(activity("e0", BOOKS, clock)) is None
    await service.handle(activity("e1", BOOKS, clock))
    before = (await store.load("T1", "ada", "x")).person
    form = await service.form(activity("e2", Acted(Act("interview.new")), clock))
    overview = await service.overview(activity("e3", BOOKS, clock))
    assert form is not None
    assert [f.id for f in form.fields] == ["company", "job", "when", "met"]
    assert overview is not None
    assert [i.company for i in overview.items] == ["Northwind"]
    assert (await store.load("T1", "ada", "x")).person == before


async def test_one_person_never_sees_another_of_the_same_workspace(
    service: Service, clock: SteppedClock
) -> None:
    await service.handle(activity("e1", BOOKS, clock))
    mine = activity("e2", Said("status"), clock)
    theirs = replace(mine, id="e3", person="bob", reference=replace(mine.reference, person="bob"))
    turn = await service.handle(theirs)
    assert not any("Northwind" in as_text(m.reply) for m in turn.messages)


async def test_what_comes_for_several_people_has_its_effect_together(
    service: Service, store: MemoryStore, clock: SteppedClock
) -> None:
    await service.handle(activity("e1", BOOKS, clock))
    again, other = activity("e1", BOOKS, clock), Said("interview Globex, Friday 10am, recruiter")
    stranger = replace(activity("e3", other, clock), person="ben")
    several = [again, activity("e2", other, clock), activity("e4", other, clock), stranger]
    assert await service.handle_together(several) == [True, True, False, False]
    loaded = await store.load("T1", "ada", "e2")
    assert sorted(o.company for o in loaded.opportunities.values()) == ["Globex", "Northwind"]
    assert loaded.seen
    assert not (await store.load("T1", "ada", "e4")).seen, (
        "of one person only the first: the next starts from it"
    )
    assert not (await store.load("T1", "ben", "e3")).seen, "whoever is new is greeted alone"


class Clumsy(Coach):
    """A coach that stumbles over one activity."""

    def handle(self, activity: Activity, loaded: Loaded, reader: Reader | None = None) -> Turn:
        if activity.id == "bad":
            raise ValueError("stumbled")
        return super().handle(activity, loaded, reader)


async def test_one_that_cannot_be_played_is_in_nobody_elses_way(clock: SteppedClock, readers) -> None:  # type: ignore[no-untyped-def]
    service = Service(MemoryStore(), Clumsy(load_bank(), MarkedReader()), clock, readers)
    people = {id: replace(activity(id, BOOKS, clock), person=id) for id in ("bad", "good")}
    for id, each in people.items():
        await service.handle(replace(each, id=f"met-{id}"))
    assert await service.handle_together(list(people.values())) == [False, True]
