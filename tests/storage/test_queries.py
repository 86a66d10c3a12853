"""How much is asked of the database: few statements, one commit, and always by an index, whatever lies
there.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from typing import Any

import asyncpg
import pytest

from dialogs.ports import Due, Outcome, Saved
from dialogs.turn import Forget
from storage import outbox_statements, privacy_statements, purging, turn_statements
from storage.postgres import SET_SESSION
from storage.sqlite import connect
from storage.statement import Batch, Compiled, Each, Statement
from storage.store import SqlStore, open_store
from storage.urls import DatabaseUrl
from storage.vault import Vault
from tests.contract.conftest import MASTERS
from tests.contract.people import MINUTE, NOW, opportunity, reference, says, someone, turn, wake

LATER = NOW + MINUTE


@contextmanager
def _sqlite_log(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every statement that SQLite runs, from connections opened from now on."""
    log: list[str] = []

    def traced(url: DatabaseUrl) -> Any:
        connection = connect(url)
        connection.set_trace_callback(lambda sql: log.append(sql.strip()))
        return connection

    monkeypatch.setattr("storage.sqlite.connect", traced)
    yield log


async def _a_history(store: SqlStore, opportunities: int, turns: int) -> None:
    for number in range(opportunities):
        made = opportunity(f"o{number}")
        person = (await store.load("T1", "dana", "")).person
        await store.save(turn(f"h{number}", person, changed=(made,), wakes=(wake(f"w{number}"),)), NOW)
    for number in range(turns):
        person = (await store.load("T1", "dana", "")).person
        await store.save(turn(f"t{number}", person, messages=(says("word " * 50),)), NOW)


@pytest.mark.parametrize(("opportunities", "turns"), [(1, 0), (40, 100)])
async def test_a_stored_turn_is_four_statements_and_one_commit(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, opportunities: int, turns: int
) -> None:
    store = open_store(sqlite_url, MASTERS)
    with _sqlite_log(store, monkeypatch) as log:
        await _a_history(store, opportunities, turns)
        log.clear()
        loaded = await store.load("T1", "dana", "a1")
        changed = tuple(loaded.opportunities.values())[:3]
        said = (says("One."), says("Two.", key="card:o0"), says("Three."))
        kept = turn("a1", loaded.person, changed=changed, messages=said, wakes=(wake("w0"), wake("new")))
        assert await store.save(kept, NOW) is Saved.KEPT
    assert [re.split(r"\s+", sql)[0] for sql in log] == [
        "SELECT",
        "BEGIN",
        "UPDATE",
        "INSERT",
        "INSERT",
        "COMMIT",
    ]
    await store.close()


async def test_the_very_first_turn_of_a_tenant_also_makes_its_key(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(sqlite_url, MASTERS)
    with _sqlite_log(store, monkeypatch) as log:
        await store.load("T1", "dana", "a1")
        log.clear()
        await store.save(turn("a1", changed=(opportunity("acme"),)), NOW)
    inserted = [sql.split()[2] for sql in log if sql.startswith("INSERT")]
    assert inserted == ["tenant_key", "person", "opportunity", "outbox"]
    await store.close()


def _statements() -> dict[str, Statement | Batch | Each]:
    modules = (turn_statements, outbox_statements, privacy_statements, purging)
    found = {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, Statement | Batch | Each)
    }
    found |= {f"DELETE_TENANT_{n}": each for n, each in enumerate(privacy_statements.DELETE_TENANT)}
    return found


STATEMENTS = _statements()

SCANS_ALLOWED = {"DROP_BUCKETS", "NEXT_AVAILABLE", "PULL_BACK", "REAP_AFTER_JUMP"}
"""The table of limits holds as many rows as tenants were ever told to wait, and is emptied as it goes. The other two
look at all that is unfinished, once after a process started and once after its clock was set."""

IN_ORDER = ("ix_outbox_due", "ix_outbox_forgotten")
"""`NEXT_DUE` reads the first of these from its beginning and stops at the first row; the other one is nearly always
empty, and `UNBLANKED` reads all of it."""

SAMPLES: dict[str, Any] = {
    "ids": ["acme"],
    "keys": ["x"],
    "tenants": ["T1"],
    "platforms": ["slack"],
    "conversations": ["D-dana"],
    "seconds": [0.2],
    "steps": 10,
    "limit": 10,
    "quota": 2,
    "cap": 2,
    "seq": 0,
    "at": (0, 1),
    "position": 1,
    "version": 1,
    "n": 1,
    "attempts": 1,
    "open": True,
    "state": b"",
    "body": b"",
    "wrapped": b"",
}
INSTANTS = {
    "now",
    "lease",
    "lease_until",
    "soon",
    "early",
    "far",
    "before",
    "until",
    "due_at",
    "retry_at",
    "finished_at",
    "created_at",
}
INSTANTS |= {"touched_at", "expires_at", "next_attempt_at"}


def _sample(name: str, *, texts: bool) -> Any:
    if name in INSTANTS:
        return "2026-11-22 09:00:00.000000" if texts else NOW
    value = SAMPLES.get(name, "x")
    return str(value).replace("'", '"') if texts and isinstance(value, list) else value


@pytest.mark.parametrize("name", sorted(set(STATEMENTS) - {"SETTLE_IN_PLACE"}))
def test_sqlite_finds_every_row_by_an_index(sqlite_url: str, name: str) -> None:
    statement = STATEMENTS[name]
    text, names = _for_sqlite(statement)
    connection = connect(DatabaseUrl.parse(sqlite_url))
    values = [_sample(each, texts=True) for each in names]
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {text}", values)]
    connection.close()
    tables = r"SCAN (o|e|n|f|outbox|person|opportunity|tenant_key|b|bucket)\b"
    scans = [step for step in plan if re.match(tables, step) and not any(index in step for index in IN_ORDER)]
    assert scans == [] or name in SCANS_ALLOWED, plan


def _for_sqlite(statement: Statement | Batch | Each) -> Compiled:
    if not isinstance(statement, Batch):
        return statement.sqlite
    text, before, after = statement.for_sqlite(2)
    return Compiled(text, before + 2 * statement.columns + after)


@asynccontextmanager
async def _postgres(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(DatabaseUrl.parse(url).asyncpg)
    try:
        yield connection
    finally:
        await connection.close()


@pytest.mark.postgres
async def test_postgres_finds_every_row_by_an_index(postgres_url: str) -> None:
    """With many rows there and no fresh statistics, which is how a burst finds the planner."""
    store = open_store(postgres_url, MASTERS)
    for number in range(20):
        said = tuple(says("x", to=reference(conversation=f"C{number}-{n}")) for n in range(50))
        await store.save(turn(f"a{number}", someone(f"p{number}"), messages=said), NOW)
    await store.close()
    scanned = {}
    async with _postgres(postgres_url) as connection:
        for name, statement in STATEMENTS.items():
            plan = await _plan(connection, statement)
            if name not in SCANS_ALLOWED and list(_scans(plan)):
                scanned[name] = plan
    assert scanned == {}


BY_TENANT = {"WALK_TENANTS", "CLAIM_OF_TENANTS"}
"""What looks at one tenant after the other: by any other index each look would read the whole queue."""


@pytest.mark.postgres
@pytest.mark.parametrize("gathered", ["never", "while rows waited", "when all was finished"])
async def test_postgres_looks_at_a_tenants_rows_by_their_own_index(postgres_url: str, gathered: str) -> None:
    """Whatever its statistics say. Those of a time when all was finished, which is when the server has time to gather
    them, call every index of what waits empty, and equally good."""
    store = open_store(postgres_url, MASTERS)
    async with _postgres(postgres_url) as connection:
        for number in range(10):
            said = tuple(says("x", to=reference(conversation=f"C{number}-{n}")) for n in range(50))
            await store.save(turn(f"a{number}", someone(f"p{number}"), messages=said), NOW)
        if gathered == "while rows waited":
            await connection.execute("VACUUM ANALYZE outbox")
        rows = await store.claim(LATER, "w", 500, 60)
        assert await store.settle([Outcome(row, Due.SENT, "1.1") for row in rows], LATER) == 500
        if gathered == "when all was finished":
            await connection.execute("VACUUM ANALYZE outbox")
        plans = {name: await _plan(connection, STATEMENTS[name]) for name in BY_TENANT}
    await store.close()
    another = re.compile("ix_outbox_due|pk_outbox|Sort")
    assert {name: plan for name, plan in plans.items() if any(map(another.search, plan))} == {}


async def _plan(connection: asyncpg.Connection, statement: Statement | Batch | Each) -> list[str]:
    names = statement.postgres.names
    values = [_sample(name, texts=False) for name in names]
    if isinstance(statement, Batch | Each):
        kinds = dict(zip(statement.columns, statement.kinds, strict=True))
        texts = {name for name in names if kinds.get(name, "text") == "text"} - INSTANTS
        values = ["x" if name in texts else value for name, value in zip(names, values, strict=True)]
        values = [[value] if name in kinds else value for name, value in zip(names, values, strict=True)]
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute(SET_SESSION)
    rows = await connection.fetch(f"EXPLAIN {statement.postgres.sql}", *values)
    await transaction.rollback()
    return [row[0] for row in rows]


def _scans(plan: list[str]) -> Iterator[str]:
    """Nodes that read a whole table, or an index without a condition."""
    for node, condition in zip(plan, [*plan[1:], ""], strict=True):
        if re.search(r"Seq Scan on (outbox|person|opportunity|tenant_key)", node):
            yield node
        if (
            re.search(r"Index (Only )?Scan using", node)
            and "Index Cond" not in condition
            and not any(index in node for index in IN_ORDER)
        ):
            yield node


async def test_a_claim_costs_the_same_over_a_long_queue(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted in steps of SQLite's own machine, not in time."""
    costs = []
    for waiting in (60, 1200):
        store = open_store(sqlite_url, MASTERS)
        for number in range(waiting // 20):
            due = NOW if number < 3 else NOW + 9 * MINUTE
            wakes = tuple(wake(f"{waiting}-{number}-{n}", due) for n in range(20))
            await store.save(turn(f"{waiting}-{number}", someone(f"p{waiting}-{number}"), wakes=wakes), NOW)
        steps = 0

        def counted(url: DatabaseUrl) -> Any:
            connection = connect(url)

            def count() -> int:
                nonlocal steps
                steps += 1
                return 0

            connection.set_progress_handler(count, 1)
            return connection

        await store.close()
        with monkeypatch.context() as patched:
            patched.setattr("storage.sqlite.connect", counted)
            again = open_store(sqlite_url, MASTERS)
            rows = await again.claim(LATER, "w", 100, 60)
            assert len(rows) == 60
            await again.settle([Outcome(row, Due.DONE) for row in rows], LATER)
            await again.close()
        costs.append(steps)
    assert costs[1] < costs[0] * 1.2, costs


async def _what_a_purge_asks(store: SqlStore, log: list[str], steps: list[int]) -> tuple[int, int, int]:
    """How many rows one purge took, in how many transactions that write, and the steps of the longest statement."""
    log.clear()
    steps.clear()
    purged = await store.purge(LATER + MINUTE)
    return purged, sum(sql.startswith("BEGIN") for sql in log), max(steps)


async def test_a_purge_costs_others_the_same_over_a_long_history(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands is kept for ever and walked past: never in a transaction that writes, and in steps of one length."""
    monkeypatch.setattr(purging, "BATCH", 20)
    log: list[str] = []
    steps: list[int] = []

    def traced(url: DatabaseUrl) -> Any:
        connection = connect(url)

        def begins(sql: str) -> None:
            log.append(sql.strip())
            steps.append(0)

        def count() -> int:
            steps[-1] += 1
            return 0

        connection.set_trace_callback(begins)
        connection.set_progress_handler(count, 1)
        return connection

    monkeypatch.setattr("storage.sqlite.connect", traced)
    store = open_store(sqlite_url, MASTERS)
    longest = []
    for number in range(4):
        said = tuple(says("x", to=reference(conversation=f"C{number}-{n}"), key=f"k{n}") for n in range(60))
        await store.save(turn(f"a{number}", someone(f"p{number}"), messages=said), NOW)
        rows = await store.claim(LATER, "w", 100, 60)
        await store.settle([Outcome(row, Due.SENT, f"{number}.{n}") for n, row in enumerate(rows)], LATER)
        purged, transactions, _ = await _what_a_purge_asks(store, log, steps)
        assert purged == 60
        assert transactions <= 4  # those that had something to purge, whatever stands before them
        purged, transactions, most = await _what_a_purge_asks(store, log, steps)
        assert (purged, transactions) == (0, 0)
        longest.append(most)
    assert longest[-1] < longest[0] * 1.2, longest
    await store.close()


async def test_a_purge_leaves_what_was_set_again_or_forgotten_since_it_looked(database_url: str) -> None:
    store = open_store(database_url, MASTERS)
    await store.save(turn("a1", messages=(says("said"),), wakes=(wake(cancelled=True),)), NOW)
    [row] = await store.claim(LATER, "w", 10, 60)
    await store.settle([Outcome(row, Due.SENT, "7.7")], LATER)
    before = LATER + MINUTE
    page = await store.engine.read(lambda: purging.find_page(Vault(MASTERS), before, purging.START))
    assert (len(page.deleted), len(page.standing)) == (1, 1)
    dana = replace(someone(), version=1)
    assert await store.save(turn("a2", dana, wakes=(wake(),), forget=Forget()), LATER) is Saved.KEPT
    assert await store.engine.write(lambda: purging.purge_page(page, before)) == 0
    assert await store.next_due(LATER) == wake().due_at
    await store.close()


async def test_many_at_once_keep_every_turn(database_url: str) -> None:
    store = open_store(database_url, MASTERS)
    await store.save(turn("a0"), NOW)

    async def talk(person: str) -> None:
        for number in range(5):
            known = (await store.load("T1", person, "")).person or someone(person)
            said = turn(f"{person}-{number}", known, messages=(says("x"),))
            assert await store.save(said, NOW) is Saved.KEPT

    await asyncio.gather(*(talk(f"p{number}") for number in range(12)))
    versions = [(await store.load("T1", f"p{number}", "")).person for number in range(12)]
    assert [person.version for person in versions if person is not None] == [5] * 12
    await store.close()
