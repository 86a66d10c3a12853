"""Forgetting while others are at work on the same database."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from dialogs.ports import Due, Outcome, Saved
from dialogs.turn import Forget
from storage.encryption import MasterKeys, new_master_key
from storage.statement import Do, Statement, Unit
from storage.store import SqlStore, open_store
from storage.urls import DatabaseUrl
from tests.contract.conftest import MASTERS
from tests.contract.people import MINUTE, NOW, person_of, reference, says, someone, turn
from tests.waiting import until

HERE, ELSEWHERE = new_master_key(), new_master_key()
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"
TAMPER = Statement("UPDATE outbox SET body = :body WHERE tenant = 'T2' AND kind = 'forgotten'")


@pytest.mark.postgres
async def test_what_is_marked_as_sent_while_it_is_forgotten_is_blanked_too(postgres_url: str) -> None:
    """Whoever marks it has not committed when the turn that forgets looks for what stands."""
    store = open_store(postgres_url, MASTERS)
    await store.save(turn("a1", messages=(says("private words"),)), NOW)
    await store.claim(NOW, "w", 10, 60)
    dana = await person_of(store)
    other = await asyncpg.connect(DatabaseUrl.parse(postgres_url).asyncpg)
    async with other.transaction():
        await other.execute(
            "UPDATE outbox SET state = 'sent', platform_ref = '7.7', finished_at = $1 WHERE activity = 'a1'",
            NOW,
        )
        forgetting = asyncio.create_task(store.save(turn("a2", dana, forget=Forget()), NOW))

        async def waits() -> bool:
            return bool(await other.fetchval(WAITING))

        await until(waits)
    assert await forgetting is Saved.KEPT
    [row] = await store.claim_forgotten(NOW, "w", 10, 60)
    assert getattr(row.work, "platform_ref", "") == "7.7"
    await other.close()
    await store.close()


async def _both_forget(url: str, key: str) -> None:
    """Somebody of T1, and somebody of T2, whose key is wrapped by `key`, of whom one message stands each."""
    for tenant, master in (("T1", HERE), ("T2", key)):
        store = open_store(url, MasterKeys.parse(master))
        dana = someone(tenant=tenant)
        await store.save(turn("a1", dana, messages=(says("hello", to=reference(tenant=tenant)),)), NOW)
        rows = await store.claim(NOW, "w", 10, 60)
        await store.settle([Outcome(row, Due.SENT, "1.1") for row in rows], NOW)
        known = (await store.load(tenant, "dana", "")).person
        assert await store.save(turn("a2", known, forget=Forget()), NOW) is Saved.KEPT
        await store.close()


async def _tenants(store: SqlStore, minutes: int) -> list[str]:
    at = NOW + minutes * MINUTE
    return sorted(row.tenant for row in await store.claim_forgotten(at, "w", 10, 60))


async def test_a_place_whose_key_is_somewhere_else_waits_for_a_day_and_is_in_nobodys_way(
    database_url: str,
) -> None:
    await _both_forget(database_url, ELSEWHERE)
    here, everywhere = (
        open_store(database_url, MasterKeys.parse(keys)) for keys in (HERE, f"{HERE} {ELSEWHERE}")
    )
    assert await _tenants(here, 0) == ["T1"]
    assert await _tenants(everywhere, 1) == ["T1", "T2"]
    assert await _tenants(here, 24 * 60 + 1) == ["T1"]
    assert await _tenants(everywhere, 24 * 60 + 9) == ["T1"]
    await here.close()
    await everywhere.close()


async def test_a_place_that_nobody_can_read_is_dropped(database_url: str) -> None:
    await _both_forget(database_url, HERE)
    store = open_store(database_url, MasterKeys.parse(HERE))

    def tamper() -> Unit[int]:
        changed: int = yield Do(TAMPER, {"body": b"v1 nothing that opens"})
        return changed

    assert await store.engine.write(tamper) == 1
    assert await _tenants(store, 0) == ["T1"]
    assert await _tenants(store, 1) == ["T1"]
    await store.close()
