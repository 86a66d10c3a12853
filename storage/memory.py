"""A store without a database: for tests, and for trying things out. It passes the contract of the real ones.

It keeps JSON text, not objects, so that what would not survive a restart does not survive here either. All
that one call does happens without waiting in between, which is what a transaction is to a single process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from dialogs.activity import Activity, Platform
from dialogs.documents import from_json, to_json
from dialogs.ports import LONGEST_HOLD, NO_PACES, Claim, Due, OutboxRow, Outcome, Pace, Posted, Saved
from dialogs.records import Advisor, Opportunity, Person
from dialogs.turn import Loaded, Message, Turn
from storage.claimed import in_slots
from storage.instants import in_utc
from storage.memory_blanking import Blanking
from storage.memory_rows import Document, Row, claimed_row, open_opportunity, open_person
from storage.outbox import FAR_FOR_A_TURN, UNFINISHED
from storage.outbox_statements import ABANDONED, PACE
from storage.rows import (
    ASIDE_SEQ,
    OPEN_LIMIT,
    Opened,
    advisors_of,
    aside_row,
    line_of,
    rows_of,
    seq_of,
    without,
    work_of,
)


class MemoryStore(Blanking):
    """Keeps people, opportunities and the outbox in this process."""

    async def load(self, tenant: str, person: str, activity: str) -> Loaded:
        """All a turn needs."""
        stored = self._people.get((tenant, person))
        documents = self._documents(tenant, person)
        newest = sorted(documents, key=lambda id: -documents[id].touched)
        newest = [id for id in newest if documents[id].open][:OPEN_LIMIT]
        rows = [
            row for row in self._rows(tenant, person) if row.new.activity == activity and row.new.seq >= 0
        ]
        said = [
            work_of("message", row.new.text)
            for row in sorted(rows, key=lambda row: row.new.seq)
            if row.new.kind == "message" and row.new.text is not None
        ]
        return Loaded(
            seen=bool(rows),
            person=None if stored is None else open_person(stored),
            opportunities=Opened({id: partial(open_opportunity, documents[id]) for id in newest}),
            messages=tuple(work for work in said if isinstance(work, Message)),
        )

    async def load_more(
        self, tenant: str, person: str, ids: Sequence[str] | None
    ) -> Mapping[str, Opportunity]:
        """Opportunities that `load` left out."""
        documents = self._documents(tenant, person)
        wanted = documents if ids is None else ids
        return Opened({id: partial(open_opportunity, documents[id]) for id in wanted if id in documents})

    async def advisors(self, tenant: str) -> tuple[Advisor, ...]:
        """Who of a tenant lets others share with them by name."""
        return advisors_of(open_person(found) for key, found in self._people.items() if key[0] == tenant)

    async def save(self, turn: Turn, now: datetime) -> Saved:
        """Keep all of a turn, or nothing."""
        tenant, person = turn.person.tenant, turn.person.id
        forgets_all = turn.forget is not None and turn.forget.opportunity is None
        gone = turn.forget.opportunity if turn.forget is not None else None
        changed = [] if forgets_all else [o for o in turn.changed if o.id != gone]
        rows = rows_of(turn, now)
        if self._version(self._people.get((tenant, person))) != turn.person.version or any(
            self._version(self._opportunities.get((tenant, person, o.id))) != o.version for o in changed
        ):
            return Saved.STALE
        keys = [(tenant, person, row.activity, row.seq) for row in rows]
        if any(row.kind != "wake" and key in self._outbox for row, key in zip(rows, keys, strict=True)):
            return Saved.SEEN
        if turn.forget is not None:
            self._erase(turn, gone, now)
        if turn.withdraw:
            self._withdraw(tenant, person, now)
        self._people[tenant, person] = Document(to_json(turn.person), turn.person.version + 1)
        if forgets_all:
            del self._people[tenant, person]
        for opportunity in changed:
            self._count += 1
            self._opportunities[tenant, person, opportunity.id] = Document(
                to_json(opportunity), opportunity.version + 1, opportunity.open, self._count
            )
        for key, row in zip(keys, rows, strict=True):
            self._count += 1
            self._outbox[key] = Row(tenant, person, row, self._count, row.due_at)
        return Saved.KEPT

    async def put_aside(self, activity: Activity, due_at: datetime, now: datetime) -> None:
        """Keep an activity that is acknowledged before it had its effect."""
        self._count += 1
        row = Row(activity.tenant, activity.person, aside_row(activity, due_at), self._count, in_utc(due_at))
        self._outbox.setdefault(row.key, row)

    async def take_back(self, activity: Activity) -> None:
        """Drop what was put aside."""
        self._outbox.pop((activity.tenant, activity.person, activity.id, ASIDE_SEQ), None)

    async def save_and_claim(
        self, turn: Turn, now: datetime, claim: Claim
    ) -> tuple[Saved, Sequence[OutboxRow]]:
        """Keep all of a turn, or nothing, and take its messages if nothing stands in their way."""
        hindered = self._is_hindered(turn, now, claim)
        saved = await self.save(turn, now)
        if saved is not Saved.KEPT or hindered:
            return saved, ()
        tenant, person = turn.person.tenant, turn.person.id
        own = [self._outbox[tenant, person, turn.activity, seq] for seq, _ in enumerate(turn.messages)]
        return saved, self._claimed(own, claim.worker, now, claim.lease_seconds, claim.paces)

    async def load_each(self, asked: Sequence[tuple[str, str, str]]) -> Sequence[Loaded]:
        """What `load` gives, for several at once."""
        return [await self.load(*each) for each in asked]

    async def save_each(
        self, several: Sequence[Turn], now: datetime, claim: Claim | None
    ) -> Sequence[Sequence[OutboxRow] | None]:
        """Keep turns of several people, each of them that can be kept."""
        return [await self._keep_known(turn, now, claim) for turn in several]

    async def _keep_known(self, turn: Turn, now: datetime, claim: Claim | None) -> Sequence[OutboxRow] | None:
        if turn.forget is not None or turn.withdraw or not turn.person.version:
            return None
        if claim is None:
            return () if await self.save(turn, now) is Saved.KEPT else None
        saved, rows = await self.save_and_claim(turn, now, claim)
        return rows if saved is Saved.KEPT else None

    def _is_hindered(self, turn: Turn, now: datetime, claim: Claim) -> bool:
        tenant = turn.person.tenant
        soon = now + timedelta(seconds=max((pace.ahead for pace in claim.paces.values()), default=0))
        unfinished = {
            row.new.conversation
            for row in self._outbox.values()
            if row.tenant == tenant and row.new.kind == "message" and row.new.finished_at is None
        }
        return any(
            line in unfinished
            or max(self._held.get((tenant, platform, channel), now) for channel in ("", line)) > now
            or self._held.get((tenant, platform, PACE), now) > soon
            for line, platform in ((line_of(each), each.to.platform) for each in turn.messages)
        )

    async def forget(self, tenant: str, person: str, opportunity: str | None) -> tuple[Posted, ...]:
        """Delete for good without a turn, and name the coach's own messages to be blanked."""
        self._delete_records(tenant, person, opportunity)
        stored = self._people.get((tenant, person))
        if opportunity is None:
            self._people.pop((tenant, person), None)
        elif stored is not None:
            before = from_json(Person, stored.text)
            after = without(before, opportunity)
            if after != before:
                self._people[tenant, person] = Document(to_json(after), stored.version + 1)
        rows = self._rows(tenant, person)
        posted = self._take([row for row in rows if opportunity is None or row.mentions(opportunity)])
        self._empty_the_rest(tenant, person)
        return posted

    async def forget_tenant(self, tenant: str) -> None:
        """Delete all a tenant has."""
        self._people = {key: document for key, document in self._people.items() if key[0] != tenant}
        self._opportunities = {key: found for key, found in self._opportunities.items() if key[0] != tenant}
        self._outbox = {key: row for key, row in self._outbox.items() if key[0] != tenant}
        self._held = {key: until for key, until in self._held.items() if key[0] != tenant}

    async def claim(
        self,
        now: datetime,
        worker: str,
        limit: int,
        lease_seconds: float,
        paces: Mapping[Platform, Pace] = NO_PACES,
    ) -> Sequence[OutboxRow]:
        """Take due rows for this worker: fair between tenants, in order within a conversation."""
        early = now + timedelta(seconds=min((pace.early for pace in paces.values()), default=0))
        ready = [
            row
            for row in self._waiting()
            if row.next_attempt_at <= now
            and self._held_until(row, "", row.new.conversation) <= now
            and self._held_until(row, PACE) <= early
        ]
        ready.sort(key=lambda row: (row.next_attempt_at, row.position))
        cap = max((pace.most for pace in paces.values()), default=limit)
        seen: Counter[str] = Counter()
        ranked = []
        for row in ready:
            if seen[row.tenant] < cap:
                ranked.append((seen[row.tenant], row))
            seen[row.tenant] += 1
        ranked.sort(key=lambda pair: pair[0])
        return self._claimed([row for _, row in ranked[:limit]], worker, now, lease_seconds, paces)

    def _claimed(
        self,
        rows: Sequence[Row],
        worker: str,
        now: datetime,
        lease_seconds: float,
        paces: Mapping[Platform, Pace],
    ) -> list[OutboxRow]:
        slots: dict[tuple[str, Platform], datetime] = {}
        for row in rows:
            row.new = replace(row.new, state=Due.CLAIMED)
            row.claimed_by, row.lease_until = worker, now + timedelta(seconds=lease_seconds)
            row.attempts += 1
            place = row.tenant, row.new.platform, PACE
            pace = paces.get(row.new.platform)
            if row.new.kind == "message" and pace is not None:
                start = max(self._held.get(place, now), now)
                slots.setdefault((row.tenant, row.new.platform), start)
                self._held[place] = start + timedelta(seconds=1 / pace.per_second)
        return in_slots([claimed_row(row, worker) for row in rows], slots, paces)

    async def settle(self, outcomes: Sequence[Outcome], now: datetime) -> int:
        """Mark claimed rows; rows whose lease went to another worker are left alone."""
        marked = 0
        for outcome in outcomes:
            told = outcome.row
            if isinstance(told.work, Posted):
                self._blanked(outcome, told.work, now)
                marked += 1
                continue
            row = self._outbox.get((told.tenant, told.person, told.activity, seq_of(told)))
            if row is None or row.new.state is not Due.CLAIMED:
                continue
            claim = (row.claimed_by, row.attempts, row.new.due_at)
            if claim != (told.claimed_by, told.attempts, told.due_at):
                continue
            row.new = replace(
                row.new,
                state=outcome.state,
                reason=outcome.reason,
                finished_at=now if outcome.state not in UNFINISHED else None,
            )
            row.platform_ref = outcome.platform_ref or row.platform_ref
            row.next_attempt_at = outcome.retry_at or row.next_attempt_at
            row.lease_until = None
            marked += 1
        if marked < len(outcomes):
            self._leave_posted(outcomes, now)
        return marked

    async def reap(self, now: datetime, *, clock_set: bool = False) -> int:
        """Return rows whose lease ran out to the queue."""
        far = now + LONGEST_HOLD
        expired = [
            row
            for row in self._outbox.values()
            if row.new.state is Due.CLAIMED
            and row.lease_until is not None
            and (row.lease_until <= now or (clock_set and row.lease_until > far))
        ]
        for row in expired:
            row.new = replace(row.new, state=Due.DUE, reason=ABANDONED)
            row.claimed_by = row.lease_until = None
        for row in self._outbox.values() if clock_set else ():
            if row.new.kind == "forgotten" and max(row.next_attempt_at, row.lease_until or now) > far:
                row.next_attempt_at, row.lease_until = now, None
            if row.new.kind == "message" and row.new.finished_at is None and row.next_attempt_at > far:
                row.next_attempt_at = now
        self._held = {
            key: until
            for key, until in self._held.items()
            if now < until <= (now + FAR_FOR_A_TURN if key[2] == PACE else far)
        }
        return len(expired)

    async def next_due(self, now: datetime) -> datetime | None:
        """When the next row falls due, if any waits."""
        times = [
            max(row.next_attempt_at, self._held_until(row, "", PACE, row.new.conversation))
            for row in self._waiting()
        ]
        return min(times, default=None)

    async def hold(self, tenant: str, platform: Platform, channel: str, until: datetime) -> None:
        """No row of that tenant (or of that channel, where not empty) is claimed before `until`."""
        known = self._held.get((tenant, platform, channel), until)
        self._held[tenant, platform, channel] = max(known, in_utc(until))

    async def purge(self, before: datetime) -> int:
        """Delete what was finished before then; of messages, keep where they stand."""
        purged = 0
        for row in list(self._outbox.values()):
            finished, superseded = row.new.finished_at, self._superseded(row)
            left = row.new.kind == "forgotten" or (row.new.kind == "standing" and not superseded)
            if finished is None or finished >= before or left:
                continue
            purged += 1
            if row.stands and row.new.kind == "message" and not superseded:
                row.new = replace(row.new, kind="standing", text=to_json(row.posted().to))
            else:
                del self._outbox[row.key]
        return purged

    async def held(self, tenants: Sequence[str]) -> Mapping[tuple[str, Platform, str], datetime]:
        """Until when platforms asked to leave those tenants or channels of theirs alone."""
        return {
            place: until for place, until in self._held.items() if place[0] in tenants and place[2] != PACE
        }

    async def standing(self, tenant: str, person: str, keys: Sequence[str]) -> Mapping[str, Posted]:
        """Where the newest message with each of these keys stands; a key of which nothing stands is left out."""
        stand = [row for row in self._rows(tenant, person) if row.new.state is Due.SENT and row.stands]
        stand.sort(key=lambda row: (row.new.finished_at, row.position))
        return {row.new.key: row.posted() for row in stand if row.new.key is not None and row.new.key in keys}

    async def standing_each(self, asked: Sequence[tuple[str, str, str]]) -> Sequence[Posted | None]:
        """Where the newest message of each tenant, person and key stands."""
        return [(await self.standing(tenant, person, [key])).get(key) for tenant, person, key in asked]

    async def close(self) -> None:
        """Nothing to let go of."""
