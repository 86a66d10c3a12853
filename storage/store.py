"""The store on a database, and the one place that decides which engine an address means."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial

from dialogs.activity import Activity, Platform
from dialogs.ports import NO_PACES, Claim, OutboxRow, Outcome, Pace, Posted, Saved
from dialogs.records import Advisor, Opportunity
from dialogs.turn import Loaded, Turn
from storage import blanking, forgetting, outbox, purging, together, turns
from storage.claimed import Claimed, opened, planned
from storage.encryption import KeyDestroyedError, MasterKeyError, MasterKeys, WrappedKey
from storage.engine import Engine
from storage.installations import Installations
from storage.rotation import Rotation
from storage.urls import DatabaseUrl
from storage.vault import Sealer, Vault


class SqlStore:
    """Keeps people, opportunities and the outbox in a database, sealed with a key per tenant."""

    def __init__(self, engine: Engine, masters: MasterKeys) -> None:
        self.engine = engine
        self._vault = Vault(masters)
        self._turns = outbox.Turns()

    @property
    def installations(self) -> Installations:
        """Where the app is installed, in the same database."""
        return Installations(self.engine, self._vault.masters)

    @property
    def rotation(self) -> Rotation:
        """New keys for old ones, in the same database and by the same master keys."""
        return Rotation(self.engine, self._vault.masters)

    def keys_for(self, purpose: bytes) -> tuple[bytes, ...]:
        """Keys derived from the master keys, newest first."""
        return self._vault.masters.derived(purpose)

    async def load(self, tenant: str, person: str, activity: str) -> Loaded:
        """All a turn needs, in one query."""
        rows = await self.engine.read(lambda: turns.load(tenant, person, activity))
        try:
            return turns.loaded(self._vault, tenant, person, rows)
        except KeyDestroyedError:
            # Written with a key that was destroyed meanwhile (the app was removed and installed again
            # during a turn): nobody can read it any more, so it goes, and the person is met anew.
            await self.forget(tenant, person, None)
            return await self.load(tenant, person, activity)

    async def load_more(
        self, tenant: str, person: str, ids: Sequence[str] | None
    ) -> Mapping[str, Opportunity]:
        """Opportunities that `load` left out: closed ones, and those beyond the newest thirty; None: every one."""
        sealer = await self._sealer(tenant)
        if sealer is None:
            return {}
        rows = await self.engine.read(lambda: turns.load_more(tenant, person, ids))
        return turns.opened_more(sealer, person, rows)

    async def advisors(self, tenant: str) -> tuple[Advisor, ...]:
        """Who of a tenant lets others share with them by name. Opens everybody's document: off the event loop."""
        await self._learn({tenant})
        sealer = self._vault.sealer(tenant)
        if sealer is None:
            return ()
        people = await self.engine.read(lambda: turns.everybody(tenant))
        return await asyncio.to_thread(turns.advisors_among, sealer, people)

    async def save(self, turn: Turn, now: datetime) -> Saved:
        """Keep all of a turn, or nothing."""
        return (await self.engine.write(lambda: turns.save(self._vault, turn, now))).saved

    async def save_and_claim(
        self, turn: Turn, now: datetime, claim: Claim
    ) -> tuple[Saved, Sequence[OutboxRow]]:
        """Keep all of a turn, or nothing, and take its messages if nothing stands in their way."""
        kept = await self.engine.write(lambda: turns.save(self._vault, turn, now, claim))
        if kept.slots is None:
            return kept.saved, ()
        return kept.saved, outbox.rows_of_turns([turn], now, claim, kept.slots)[0]

    async def load_each(self, asked: Sequence[tuple[str, str, str]]) -> Sequence[Loaded]:
        """What `load` gives, for several at once."""
        answers = await self.engine.read(lambda: together.load_each(asked))
        try:
            return [
                turns.loaded(self._vault, tenant, person, rows)
                for (tenant, person, _), rows in zip(asked, answers, strict=True)
            ]
        except KeyDestroyedError:
            return [await self.load(*each) for each in asked]

    async def save_each(
        self, several: Sequence[Turn], now: datetime, claim: Claim | None
    ) -> Sequence[Sequence[OutboxRow] | None]:
        """Keep turns of several people in one transaction, all of them or none."""
        kept = await self.engine.write(lambda: together.save_each(self._vault, several, now, claim))
        if not kept.kept:
            return [None] * len(several)
        if claim is None or kept.slots is None:
            return [()] * len(several)
        taken = [turn for turn, is_claimed in zip(several, kept.claimed, strict=True) if is_claimed]
        rows = iter(outbox.rows_of_turns(taken, now, claim, kept.slots))
        return [next(rows) if is_claimed else () for is_claimed in kept.claimed]

    async def put_aside(self, activity: Activity, due_at: datetime, now: datetime) -> None:
        """Keep an activity that is acknowledged before it had its effect."""
        await self.engine.write(lambda: turns.put_aside(self._vault, activity, due_at, now))

    async def take_back(self, activity: Activity) -> None:
        """Drop what was put aside."""
        await self.engine.write(lambda: turns.take_back(activity))

    async def claim_forgotten(
        self, now: datetime, worker: str, limit: int, lease_seconds: float
    ) -> Sequence[OutboxRow]:
        """Take places of forgotten messages that are to be blanked now."""
        if not await self.engine.read(lambda: blanking.may_claim(now)):
            return ()
        claimed = await self.engine.write(lambda: blanking.claim(now, worker, limit, lease_seconds))
        await self._learn({row[0] for row in claimed})
        rows, lost = blanking.opened(self._vault, claimed, worker, now)
        if lost:
            await self.engine.write(lambda: blanking.drop(lost))
        return rows

    async def forget(self, tenant: str, person: str, opportunity: str | None) -> tuple[Posted, ...]:
        """Delete for good without a turn, and name the coach's own messages to be blanked."""
        sealer = await self._sealer(tenant)
        return await self.engine.write(lambda: forgetting.forget(sealer, tenant, person, opportunity))

    async def forget_tenant(self, tenant: str) -> None:
        """Delete all a tenant has and destroy its key."""
        await self.engine.write(lambda: forgetting.forget_tenant(tenant))
        self._vault.unlearn(tenant)

    async def people(self, tenant: str) -> int:
        """Of how many people of a tenant something is kept."""
        return await self.engine.read(lambda: forgetting.people(tenant))

    async def claim(
        self,
        now: datetime,
        worker: str,
        limit: int,
        lease_seconds: float,
        paces: Mapping[Platform, Pace] = NO_PACES,
    ) -> Sequence[OutboxRow]:
        """Take due rows for this worker: fair between tenants, in order within a conversation."""
        claimed = await self.engine.write(
            lambda: outbox.claim(self._turns, now, worker, limit, lease_seconds, paces)
        )
        return await self._opened(claimed, worker, now, paces)

    async def _opened(
        self, claimed: Claimed, worker: str, now: datetime, paces: Mapping[Platform, Pace]
    ) -> Sequence[OutboxRow]:
        await self._learn(
            {tenant for tenant in {row[0] for row in claimed.rows} if not self._vault.knows(tenant)}
        )
        rows, unread = opened(self._vault, planned(claimed, paces), worker)
        if unread:  # perhaps sealed with a key that was added after this process last looked
            await self._learn({each.row[0] for each in unread})
            again, unreadable = opened(self._vault, ((each.row, each.start) for each in unread), worker)
            rows.extend(again)
            if unreadable:
                await self.engine.write(lambda: outbox.put_off_unread(unreadable, worker, now))
        return rows

    async def settle(self, outcomes: Sequence[Outcome], now: datetime) -> int:
        """Mark claimed rows; rows whose lease went to another worker are left alone."""
        return await self.engine.write(lambda: blanking.settle(self._vault, outcomes, now))

    async def reap(self, now: datetime, *, clock_set: bool = False) -> int:
        """Return rows whose lease ran out to the queue."""
        return await self.engine.write(lambda: outbox.reap(now, clock_set))

    async def next_due(self, now: datetime) -> datetime | None:
        """When the next row falls due, if any waits."""
        return await self.engine.read(lambda: outbox.next_due(now))

    async def hold(self, tenant: str, platform: Platform, channel: str, until: datetime) -> None:
        """No row of that tenant (or of that channel, where not empty) is claimed before `until`."""
        await self.engine.write(lambda: outbox.hold(tenant, platform, channel, until))

    async def purge(self, before: datetime) -> int:
        """Delete what was finished before then, in short transactions; of messages, keep where they stand."""
        after: purging.Key | None = purging.START
        purged = 0
        while after is not None:
            page = await self.engine.read(partial(purging.find_page, self._vault, before, after))
            after = page.after
            if page.deleted or page.standing:
                purged += await self.engine.write(partial(purging.purge_page, page, before))
        return purged

    async def held(self, tenants: Sequence[str]) -> Mapping[tuple[str, Platform, str], datetime]:
        """Until when platforms asked to leave those tenants or channels of theirs alone."""
        return await self.engine.read(lambda: outbox.held(tenants))

    async def standing(self, tenant: str, person: str, keys: Sequence[str]) -> Mapping[str, Posted]:
        """Where the newest message with each of these keys stands; a key of which nothing stands is left out."""
        found = await self.standing_each([(tenant, person, key) for key in keys])
        return {key: posted for key, posted in zip(keys, found, strict=True) if posted is not None}

    async def standing_each(self, asked: Sequence[tuple[str, str, str]]) -> Sequence[Posted | None]:
        """Where the newest message of each tenant, person and key stands."""
        await self._learn({tenant for tenant, _, _ in asked if not self._vault.knows(tenant)})
        return await self.engine.read(lambda: outbox.standing(self._vault, asked)) if asked else ()

    async def close(self) -> None:
        """Let go of connections and threads."""
        await self.engine.close()

    async def _sealer(self, tenant: str) -> Sealer | None:
        if not self._vault.knows(tenant):
            await self._learn({tenant})
        return self._vault.sealer(tenant)

    async def _learn(self, tenants: set[str]) -> None:
        if not tenants:
            return
        keys = await self.engine.read(lambda: turns.keys_of(sorted(tenants)))
        own: dict[str, list[WrappedKey]] = {tenant: [] for tenant in tenants}
        for key in keys:
            own[key.tenant].append(key)
        for tenant, stored in own.items():
            with suppress(MasterKeyError):  # that tenant is not known then; the others are
                self._vault.learn(tenant, stored)


def open_store(url: str, masters: MasterKeys, *, pgbouncer: bool = False) -> SqlStore:
    """The store at an address: `sqlite:///coach.db` or `postgresql+asyncpg://…`.

    Connects when first used. Raises `DatabaseUrlError` for an address that names neither.
    """
    parsed = DatabaseUrl.parse(url)
    if parsed.is_sqlite:
        from storage.sqlite import SqliteEngine

        return SqlStore(SqliteEngine(parsed), masters)
    from storage.postgres import PostgresEngine

    return SqlStore(PostgresEngine(parsed, pgbouncer=pgbouncer), masters)
