"""A row that this process cannot read: it is in no other's way, and waits for somebody who can."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dialogs.ports import Due, OutboxRow, Outcome
from storage.encryption import MasterKeys, new_master_key
from storage.statement import Ask, Do, Statement, Unit
from storage.store import SqlStore, open_store
from storage.turns import keys_of
from storage.vault import Vault
from tests.contract.people import NOW, reference, says, someone, turn

HERE, ELSEWHERE = new_master_key(), new_master_key()
SOON = NOW + timedelta(minutes=2)
NEXT_DAY = NOW + timedelta(days=1, minutes=1)
REWRITE = Statement("UPDATE outbox SET body = :body WHERE tenant = 'T2'")
STATE = Statement("SELECT state, reason FROM outbox WHERE tenant = 'T2'")


async def _say_to_both(url: str, key: str) -> None:
    """A message for somebody of T1, and one for somebody of T2, whose key is wrapped by `key`."""
    for tenant, master in (("T1", HERE), ("T2", key)):
        store = open_store(url, MasterKeys.parse(master))
        to = reference(tenant=tenant)
        await store.save(turn("a1", someone(tenant=tenant), messages=(says("hello", to=to),)), NOW)
        await store.close()


async def _write_what_no_version_knows(url: str) -> None:
    store = open_store(url, MasterKeys.parse(HERE))

    def unit() -> Unit[None]:
        sealer = Vault(MasterKeys.parse(HERE)).learn("T2", (yield from keys_of(["T2"])))
        assert sealer is not None
        body = sealer.seal_row("dana", "a1", 0, b'{"reply": {"kind": "from_the_future"}}')
        yield Do(REWRITE, {"body": body})

    await store.engine.write(unit)
    await store.close()


async def _claim(store: SqlStore, now: datetime) -> list[OutboxRow]:
    rows = list(await store.claim(now, "w", 10, 60))
    await store.settle([Outcome(row, Due.SENT, "1.1") for row in rows], now)
    return rows


async def _end(store: SqlStore) -> tuple[str, str | None]:
    def unit() -> Unit[tuple[str, str | None]]:
        [(state, reason)] = yield Ask(STATE, {})
        return state, reason

    return await store.engine.read(unit)


@pytest.mark.parametrize("why", ["its key is somewhere else", "it says what no version knows"])
async def test_it_is_in_nobody_elses_way_and_given_up_after_a_day(database_url: str, why: str) -> None:
    if why == "its key is somewhere else":
        await _say_to_both(database_url, ELSEWHERE)
    else:
        await _say_to_both(database_url, HERE)
        await _write_what_no_version_knows(database_url)
    store = open_store(database_url, MasterKeys.parse(HERE))
    assert [row.tenant for row in await _claim(store, NOW)] == ["T1"]
    assert await _end(store) == ("due", None)
    assert await _claim(store, NEXT_DAY) == []
    assert await _end(store) == ("failed", "unreadable")
    await store.close()


async def test_who_has_the_key_reads_it_a_little_later(database_url: str) -> None:
    await _say_to_both(database_url, ELSEWHERE)
    store = open_store(database_url, MasterKeys.parse(HERE))
    assert [row.tenant for row in await _claim(store, NOW)] == ["T1"]
    await store.close()
    again = open_store(database_url, MasterKeys.parse(f"{HERE} {ELSEWHERE}"))
    assert [row.tenant for row in await _claim(again, SOON)] == ["T2"]
    await again.close()


@pytest.mark.parametrize("why", ["its key is somewhere else", "it says what no version knows"])
async def test_what_this_process_cannot_read_is_left_by_its_purge(database_url: str, why: str) -> None:
    is_elsewhere = why == "its key is somewhere else"
    await _say_to_both(database_url, ELSEWHERE if is_elsewhere else HERE)
    everywhere = open_store(database_url, MasterKeys.parse(f"{HERE} {ELSEWHERE}"))
    assert len(await _claim(everywhere, NOW)) == 2
    await everywhere.close()
    if not is_elsewhere:
        await _write_what_no_version_knows(database_url)
    store = open_store(database_url, MasterKeys.parse(HERE))
    assert await store.purge(SOON) == 1
    assert len(await store.forget("T1", "dana", None)) == 1
    assert (await _end(store))[0] == "sent"
    await store.close()
