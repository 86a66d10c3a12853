"""What the engines make of trouble: a busy file, a missing table, a lost server, a unit that fails half-way."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from dialogs.ports import Saved, Store
from storage import sqlite
from storage.engine import Engine, SchemaError, StoreUnavailableError
from storage.postgres import PostgresEngine
from storage.sqlite import SqliteEngine, connect
from storage.statement import Abandon, Ask, Do, Statement, Unit
from storage.store import open_store
from storage.urls import DatabaseUrl, DatabaseUrlError
from tests.contract.conftest import MASTERS
from tests.contract.people import NOW, reference, says, someone, turn

ADD = Statement("""
    INSERT INTO bucket (tenant, platform, channel, available_at) VALUES (:tenant, 'slack', '', :now)
""")
COUNT = Statement("SELECT count(*) FROM bucket WHERE tenant = :tenant")


def _engine(url: str) -> Engine:
    parsed = DatabaseUrl.parse(url)
    return SqliteEngine(parsed) if parsed.is_sqlite else PostgresEngine(parsed)


def _count() -> Unit[int]:
    [(count,)] = yield Ask(COUNT, {"tenant": "T1"})
    return int(count)


async def test_a_unit_that_abandons_keeps_nothing_and_has_its_result(database_url: str) -> None:
    def unit() -> Unit[str]:
        assert (yield Do(ADD, {"tenant": "T1", "now": NOW})) == 1
        raise Abandon("never mind")

    engine = _engine(database_url)
    assert await engine.write(unit) == "never mind"
    assert await engine.read(_count) == 0
    await engine.close()


async def test_a_unit_that_fails_keeps_nothing_and_the_engine_goes_on(database_url: str) -> None:
    def unit() -> Unit[None]:
        yield Do(ADD, {"tenant": "T1", "now": NOW})
        raise ZeroDivisionError

    engine = _engine(database_url)
    with pytest.raises(ZeroDivisionError):
        await engine.write(unit)
    assert await engine.read(_count) == 0
    await engine.close()


async def test_closing_twice_or_unused_is_closing(database_url: str) -> None:
    unused = open_store(database_url, MASTERS)
    await unused.close()


async def test_a_database_without_tables_says_what_to_do(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'empty.db'}", MASTERS)
    with pytest.raises(SchemaError, match="coach migrate"):
        await store.load("T1", "dana", "a1")
    await store.close()


async def test_a_sqlite_that_is_too_old_is_named(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "OLDEST", (99, 0))
    store = open_store(sqlite_url, MASTERS)
    with pytest.raises(SchemaError, match="too old"):
        await store.load("T1", "dana", "a1")
    await store.close()


@pytest.mark.postgres
async def test_a_server_without_tables_says_what_to_do(postgres_server: str) -> None:
    connection = await asyncpg.connect(DatabaseUrl.parse(postgres_server).asyncpg)
    await connection.execute("DROP DATABASE IF EXISTS bare")
    await connection.execute("CREATE DATABASE bare")
    await connection.close()
    store = open_store(postgres_server.replace("/postgres?", "/bare?"), MASTERS)
    try:
        with pytest.raises(SchemaError, match="coach migrate"):
            await store.load("T1", "dana", "a1")
    finally:
        await store.close()


async def test_another_process_that_holds_the_file_is_waited_for_and_then_told(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.01)
    store = open_store(sqlite_url, MASTERS)
    holder = sqlite3.connect(DatabaseUrl.parse(sqlite_url).path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailableError, match="locked"):
        await store.save(turn("a1"), NOW)
    assert (await store.load("T1", "dana", "a1")).person is None, "reading waits for nobody"
    holder.execute("ROLLBACK")
    holder.close()
    assert await store.save(turn("a1"), NOW) is Saved.KEPT
    await store.close()


def _adds(tenant: str, ends: Exception | None = None) -> Callable[[], Unit[int]]:
    def unit() -> Unit[int]:
        added: int = yield Do(ADD, {"tenant": tenant, "now": NOW})
        if ends is not None:
            raise ends
        return added

    return unit


def _tenants() -> Unit[list[tuple[str]]]:
    rows: list[tuple[str]] = yield Ask(Statement("SELECT tenant FROM bucket ORDER BY tenant"), {})
    return rows


@pytest.mark.parametrize("ends", [None, Abandon("stale"), ZeroDivisionError("broken")])
async def test_writes_that_wait_are_kept_together_and_one_that_is_not_kept_hurts_no_other(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, ends: Exception | None
) -> None:
    log: list[str] = []

    def traced(url: DatabaseUrl) -> sqlite3.Connection:
        connection = connect(url)
        connection.set_trace_callback(log.append)
        return connection

    monkeypatch.setattr(sqlite, "connect", traced)
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 60.0)
    engine = _engine(sqlite_url)
    holder = sqlite3.connect(DatabaseUrl.parse(sqlite_url).path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    units = [_adds(f"T{n}", ends if n == 4 else None) for n in range(8)]
    waiting = [asyncio.ensure_future(engine.write(unit)) for unit in units]
    await asyncio.sleep(0)  # now all of them are on their way, and the first waits for the holder
    holder.execute("ROLLBACK")
    holder.close()
    results = await asyncio.gather(*waiting, return_exceptions=True)

    others = [n for n in range(8) if ends is None or n != 4]
    assert [results[n] for n in others] == [1] * len(others)
    if isinstance(ends, Abandon):
        assert results[4] == "stale"
    elif ends is not None:
        assert results[4] is ends
    else:
        assert log.count("COMMIT") <= 2, "what the first one found waiting, and all that waited for it"
    assert await engine.read(_tenants) == [(f"T{n}",) for n in others]
    await engine.close()


async def test_newcomers_of_one_tenant_who_wait_together_share_its_first_key(sqlite_url: str) -> None:
    store = open_store(sqlite_url, MASTERS)
    people = [f"p{n}" for n in range(8)]
    await asyncio.gather(*(store.load("T1", person, "a1") for person in people))
    kept = await asyncio.gather(*(store.save(turn("a1", someone(person)), NOW) for person in people))
    assert kept == [Saved.KEPT] * 8
    file = sqlite3.connect(DatabaseUrl.parse(sqlite_url).path)
    assert len(file.execute("SELECT key_id FROM tenant_key").fetchall()) == 1
    file.close()
    for person in people:
        assert (await store.load("T1", person, "a2")).person is not None
    await store.close()


async def test_two_processes_write_one_file_without_an_error(sqlite_url: str) -> None:
    """Each begins by taking the write lock: no snapshot is upgraded, so that nobody meets `database is locked`."""
    stores = [open_store(sqlite_url, MASTERS) for _ in range(3)]
    await stores[0].save(turn("a0"), NOW)

    async def write(store: Store, number: int) -> None:
        for each in range(10):
            person = someone(f"p{number}-{each}")
            assert await store.save(turn(f"a{number}-{each}", person), NOW) is Saved.KEPT

    await asyncio.gather(*(write(store, number) for number, store in enumerate(stores)))
    for store in stores:
        await store.close()


@pytest.mark.postgres
async def test_a_server_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    store = open_store(f"postgresql+asyncpg://postgres@/coach?host={tmp_path}", MASTERS)
    with pytest.raises(StoreUnavailableError):
        await store.load("T1", "dana", "a1")
    await store.close()


@pytest.mark.postgres
async def test_a_connection_that_the_server_cut_is_replaced(postgres_url: str) -> None:
    store = open_store(postgres_url, MASTERS)
    await store.save(turn("a1"), NOW)
    other = await asyncpg.connect(DatabaseUrl.parse(postgres_url).asyncpg)
    await other.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    )
    await other.close()
    assert (await store.load("T1", "dana", "a1")).seen
    assert await store.save(turn("b1", someone("sam")), NOW) is Saved.KEPT
    await store.close()


@pytest.mark.postgres
async def test_a_deadlock_is_played_again(postgres_url: str) -> None:
    """Two units take the same two rows the other way round; the one that PostgreSQL ends succeeds all the same."""
    engine = PostgresEngine(DatabaseUrl.parse(postgres_url))
    touch = Statement("UPDATE bucket SET available_at = :now WHERE tenant = :tenant")
    wait = Statement("SELECT pg_sleep(0.2)")

    def add() -> Unit[None]:
        for tenant in ("T1", "T2"):
            yield Do(ADD, {"tenant": tenant, "now": NOW})

    def unit(first: str, second: str) -> Unit[int]:
        done: int = yield Do(touch, {"tenant": first, "now": NOW})
        yield Ask(wait, {})
        done += yield Do(touch, {"tenant": second, "now": NOW})
        return done

    await engine.write(add)
    both = await asyncio.gather(
        engine.write(lambda: unit("T1", "T2")), engine.write(lambda: unit("T2", "T1"))
    )
    assert sum(both) == 4
    await engine.close()


@pytest.mark.postgres
@pytest.mark.parametrize("pgbouncer", [False, True])
async def test_the_planner_is_told_what_to_leave_alone(postgres_url: str, pgbouncer: bool) -> None:
    """Once for each session; behind pgbouncer in each transaction, because the session is somebody else's next time."""
    engine = PostgresEngine(DatabaseUrl.parse(postgres_url), pool_size=1, pgbouncer=pgbouncer)
    scans = Statement("SELECT current_setting('enable_seqscan')")

    def unit() -> Unit[str]:
        [(setting,)] = yield Ask(scans, {})
        return str(setting)

    assert [await engine.write(unit), await engine.write(unit)] == ["off", "off"]
    assert await engine.read(unit) == ("on" if pgbouncer else "off")
    await engine.close()


@pytest.mark.postgres
async def test_without_prepared_statements_all_is_the_same(postgres_url: str) -> None:
    """As behind pgbouncer in transaction mode, where a prepared statement would be on another connection."""
    store = open_store(postgres_url, MASTERS, pgbouncer=True)
    assert await store.save(turn("a1"), NOW) is Saved.KEPT
    assert (await store.load("T1", "dana", "a1")).seen
    assert await store.claim(NOW, "w", 10, 60) == []
    await store.close()


async def test_an_address_of_nothing_known_is_refused() -> None:
    with pytest.raises(DatabaseUrlError):
        open_store("mysql://db/coach", MASTERS)


async def test_a_disk_that_is_full_loses_nothing(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(sqlite_url, MASTERS)
    await store.save(turn("a1"), NOW)
    await store.close()
    monkeypatch.setattr(sqlite, "SETTINGS", (*sqlite.SETTINGS, "PRAGMA max_page_count = 1"))
    full = open_store(sqlite_url, MASTERS)
    long = tuple(says("word " * 2000, to=reference(conversation=f"C{n}")) for n in range(50))
    with pytest.raises(StoreUnavailableError, match="full"):
        await full.save(turn("b1", someone("sam"), messages=long), NOW)
    assert (await full.load("T1", "dana", "a1")).seen
    await full.close()
    connection = sqlite3.connect(DatabaseUrl.parse(sqlite_url).path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
