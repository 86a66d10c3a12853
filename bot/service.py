"""One activity in, its whole effect exactly once: load, play, keep, and leave the sending to the outbox."""

from __future__ import annotations

import asyncio
from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from bot.reading import SecondReader
from dialogs.activity import Activity
from dialogs.coach import Coach
from dialogs.desk import NeedsAdvisors, NeedsMore
from dialogs.flows.second_reader import agreed
from dialogs.ports import Claim, Clock, OutboxRow, Saved, Store
from dialogs.reading.second import Asked, Heard, Opinion, Together
from dialogs.records import Person
from dialogs.replies import Form, Overview
from dialogs.turn import Loaded, Message, Turn

T = TypeVar("T")

ATTEMPTS = 8
"""How often a turn is played again because somebody else wrote the same person meanwhile."""


PLAYED_BY = timedelta(seconds=60)
"""How long a turn that was acknowledged early may take before a worker plays it in its place."""


CARDS = 30
"""So many open opportunities are looked through for the one in whose thread something was said."""


class Busy(Exception):
    """The same person's records changed at every attempt; the platform may deliver the activity again."""


class Service:
    """What every adapter talks to.

    `claim` says for whom a turn's messages are taken while it is kept, if this process sends them itself; `on_kept` is
    called with each turn that was kept, and with what was taken of it.

    `second` reads along for those who said yes to it. It is asked between two playings of a turn, with nothing held
    open meanwhile; a turn is pure, so playing it again with its opinions has no effect but the better reading.
    """

    def __init__(
        self,
        store: Store,
        coach: Coach,
        clock: Clock,
        readers: Executor,
        on_kept: Callable[[Turn, Sequence[OutboxRow], Claim | None], None] = lambda turn, rows, claim: None,
        claim: Callable[[], Claim | None] = lambda: None,
        second: SecondReader | None = None,
    ) -> None:
        self._store = store
        self._coach = coach
        self._clock = clock
        self._readers = readers
        self._on_kept = on_kept
        self._claim = claim
        self._second = second
        self._watching: list[Callable[[Turn], None]] = []

    def watch(self, kept: Callable[[Turn], None]) -> None:
        """Calls this, too, after each turn that was kept by this process."""
        self._watching.append(kept)

    async def handle(self, activity: Activity) -> Turn:
        """The whole effect of one activity, exactly once. The same id again has no effect and gives the same answer.

        Raises:
            Busy: it could not be kept for now; nothing of it was.
        """
        opinions: dict[Asked, Opinion | None] = {}
        for _ in range(ATTEMPTS):
            loaded = await self._store.load(activity.tenant, activity.person, activity.id)
            if loaded.seen:
                person = loaded.person or Person(activity.tenant, activity.person)
                return Turn(activity.id, person, messages=loaded.messages)
            turn = await self._play(activity, loaded, opinions)
            claim = self._claim() if turn.messages else None
            saved, rows = await self._keep(turn, claim)
            if saved is Saved.KEPT:
                await self._tell(turn, rows, claim)
                return turn
        raise Busy(activity.id)

    async def handle_together(self, activities: Sequence[Activity]) -> Sequence[bool]:
        """Has the effect of several people's activities in one transaction, and says which had theirs.

        The others are for `handle`, one by one: somebody wrote meanwhile, or theirs is of a kind that takes more.

        Raises:
            Exception: the store was not there; nothing was kept.
        """
        try:
            loads = await self._store.load_each([(a.tenant, a.person, a.id) for a in activities])
        except Exception:  # of one of them, perhaps: worked alone, it is in nobody else's way
            return [False] * len(activities)
        played: dict[tuple[str, str], tuple[int, Turn]] = {}
        done = [loaded.seen for loaded in loads]
        for number, (activity, loaded) in enumerate(zip(activities, loads, strict=True)):
            whose = activity.tenant, activity.person
            if loaded.seen or loaded.person is None or whose in played:
                continue
            with suppress(Exception):  # it shows again, with its own row, when that is worked alone
                played[whose] = number, await self._play(activity, loaded, {})
            await asyncio.sleep(0)  # half a millisecond each: others may go in between
        if not played:
            return done
        turns = [turn for _, turn in played.values()]
        claim = self._claim()
        kept = await self._store.save_each(turns, self._clock.now(), claim)
        for (number, turn), rows in zip(played.values(), kept, strict=True):
            if rows is not None:
                done[number] = True
                await self._tell(turn, rows, claim)
        return done

    async def put_aside(self, activity: Activity) -> None:
        """Keeps an activity that is about to be acknowledged although its turn is not kept yet: should this process
        die, a worker plays it. Under its own id, so that it has its effect once in any case."""
        now = self._clock.now()
        await self._store.put_aside(activity, now + PLAYED_BY, now)

    async def take_back(self, activity: Activity) -> None:
        """Drops what was put aside: the person was told that it failed, and to say it again."""
        await self._store.take_back(activity)

    async def said(self, tenant: str, person: str, activity: str) -> tuple[Message, ...]:
        """What the coach said to an activity, as far as it is still kept."""
        return (await self._store.load(tenant, person, activity)).messages

    async def _keep(self, turn: Turn, claim: Claim | None) -> tuple[Saved, Sequence[OutboxRow]]:
        if claim is None:
            return await self._store.save(turn, self._clock.now()), ()
        return await self._store.save_and_claim(turn, self._clock.now(), claim)

    async def _tell(self, turn: Turn, rows: Sequence[OutboxRow], claim: Claim | None) -> None:
        """Lets everybody know who goes by turns that were kept."""
        self._on_kept(turn, rows, claim)
        for watching in self._watching:
            watching(turn)

    async def overview(self, activity: Activity) -> Overview | None:
        """Everything open, without any effect: for a home view. None for a person never met."""
        from dialogs.desk import Desk
        from dialogs.flows.standing import overview

        loaded = await self._store.load(activity.tenant, activity.person, activity.id)
        if loaded.person is None:
            return None
        return overview(Desk(activity, loaded, self._coach.bank, self._coach.reader))

    async def cards(self, tenant: str, person: str) -> Mapping[str, str]:
        """Where the cards of a person's open opportunities stand: the platform's reference of each, by opportunity."""
        loaded = await self._store.load(tenant, person, "")
        listed = loaded.person.opportunities if loaded.person is not None else ()
        open_ones = [each.id for each in listed if each.open][:CARDS]
        keys = {f"card:{opportunity}": opportunity for opportunity in open_ones}
        stand = await self._store.standing(tenant, person, list(keys))
        return {keys[key]: posted.platform_ref for key, posted in stand.items()}

    async def form(self, activity: Activity) -> Form | None:
        """The form that an act leads to, without any effect: for platforms that open forms in their own window."""
        loaded = await self._store.load(activity.tenant, activity.person, activity.id)
        return await self._with_enough(activity, loaded, lambda enough: self._coach.form(activity, enough))

    async def _play(self, activity: Activity, loaded: Loaded, opinions: dict[Asked, Opinion | None]) -> Turn:
        """Plays the turn; and once more where a second reader has something to say. `opinions` is what it has been
        asked for this activity, so that no note is sent twice."""
        second, person = self._second, loaded.person
        if second is None or person is None or not agreed(person.settings, second.address):
            return await self._with_enough(activity, loaded, lambda it: self._coach.handle(activity, it))
        heard = Heard(self._coach.reader)
        turn = await self._with_enough(activity, loaded, lambda it: self._coach.handle(activity, it, heard))
        asked = heard.kept_in(turn.changed)
        if new := [each for each in asked if each not in opinions]:
            opinions.update(dict.fromkeys(new))
            opinions.update(await second.opinions(new))
        known = {each: opinion for each in asked if (opinion := opinions[each]) is not None}
        if not known:
            return turn
        reader = Together(self._coach.reader, known, second.address)
        return await self._with_enough(activity, loaded, lambda it: self._coach.handle(activity, it, reader))

    async def _with_enough(self, activity: Activity, loaded: Loaded, play: Callable[[Loaded], T]) -> T:
        """Plays, loading the further records that it turns out to need."""
        while True:
            try:
                if self._coach.may_read(
                    activity, loaded
                ):  # reading takes milliseconds: not on the event loop
                    return await asyncio.get_running_loop().run_in_executor(self._readers, play, loaded)
                return play(loaded)
            except NeedsMore as need:
                loaded = await self._load_more(loaded, need.ids)
            except NeedsAdvisors:
                loaded = replace(loaded, advisors=await self._store.advisors(activity.tenant))

    async def _load_more(self, loaded: Loaded, ids: tuple[str, ...] | None) -> Loaded:
        """What was loaded, with these opportunities besides; None: with every one there is."""
        person = loaded.person
        if person is None:
            return replace(loaded, complete=True)
        more = await self._store.load_more(person.tenant, person.id, ids)
        gone: set[str] = set() if ids is None else set(ids) - set(more)
        if gone:  # listed but deleted: a forget that was cut short is finished here
            person = replace(person, opportunities=tuple(o for o in person.opportunities if o.id not in gone))
        together = ChainMap(dict(more), dict(loaded.opportunities))
        return replace(loaded, person=person, opportunities=together, complete=ids is None)
