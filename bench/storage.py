"""What storage costs: stored turns, and claiming and settling what is due. Prints one JSON object.

    python -m bench.storage [--rows 20000] [--batch 1000] [--rounds 3] [--stored 200000] [--postgres URL]

First with nothing else stored, then (for `--stored`) with that many opportunities, and twice as many reminders of
later days, of other people: a turn and a claim must not notice. SQLite is measured in a temporary folder with
`synchronous=FULL`. PostgreSQL is measured where an address is given,
else on a private server if the binaries are there; both keep what they commit. Each way of claiming is measured
`--rounds` times, and each of its figures is told as the median (the least to the most): a machine that is shared with
others is not the same from minute to minute. `core_us` and `core_ms` are processor time, client and server together,
for a row or a turn: what that blurs least. The garbage collector is set as the product sets it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

from bot.collecting import settle
from dialogs.activity import ConversationReference, Platform
from dialogs.ports import Due, OutboxRow, Outcome, Saved
from dialogs.records import Opportunity, Person
from dialogs.replies import Note
from dialogs.turn import Message, Turn
from storage.claimed import PLATFORMS, Row
from storage.encryption import MasterKeys, new_master_key
from storage.instants import read_instant
from storage.migrate import migrate
from storage.outbox import Turns, claim
from storage.rows import row_id
from storage.statement import DoAll, Unit
from storage.store import SqlStore, open_store
from storage.turn_statements import PUT_OPPORTUNITIES, PUT_OUTBOX

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TENANTS = {"2000 tenants": 2000, "40 tenants": 40, "1 tenant": 1}
FEW = 500
"""How many are claimed at once where it is not what is measured."""
PEOPLE = 32
TURNS = 1500


SAID = Message(
    ConversationReference(Platform.SLACK, "T", "D", "p"),
    Note("Tomorrow at three: Acme, with the hiring manager."),
)


def _turn(tenant: str, person: str, activity: str, messages: int) -> Turn:
    to = [
        ConversationReference(Platform.SLACK, tenant, f"C{person}-{n}", person, shared=True)
        for n in range(messages)  # each with a line of its own: what is private waits in its person's
    ]
    said = tuple(Message(each, SAID.reply) for each in to)
    return Turn(activity, Person(tenant, person), messages=said)


async def _fill(store: SqlStore, rows: int, tenants: int, prefix: str) -> None:
    for tenant in range(tenants):
        left = rows // tenants
        while left > 0:
            some = min(left, 100)
            name = f"p{left}"
            await store.save(_turn(f"{prefix}{tenant:05}", name, f"a{left}", some), NOW)
            left -= some


async def _empty(store: SqlStore) -> None:
    """Settle what the turns left to send."""
    later = NOW + timedelta(seconds=1)
    while batch := await store.claim(later, "w", FEW, 60):
        await store.settle([Outcome(row, Due.SENT, "1.1") for row in batch], later)


def _core_seconds() -> float:
    """Processor time of this process and of every PostgreSQL server process on this machine."""
    return time.process_time() + _server_seconds()


_SERVERS: dict[str, int] = {}
"""Ticks of each server process as they were last seen: one that ended meanwhile still counts."""


def _server_seconds() -> float:
    """Processor time of every PostgreSQL server process on this machine (Linux only)."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            name, _, rest = stat.read_text().partition(") ")
            if name.endswith("(postgres"):
                _SERVERS[name] = sum(map(int, rest.split()[11:13]))
    return sum(_SERVERS.values()) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Load:
    """How many rows are claimed and settled, how many at once, and how often that is measured."""

    rows: int
    batch: int
    rounds: int


async def _claim_sealed(
    store: SqlStore, turns: Turns, now: datetime, worker: str, limit: int
) -> list[OutboxRow]:
    """What the database does of a claim, which is all but opening what the rows say."""
    claimed = await store.engine.write(lambda: claim(turns, now, worker, limit, 60, {}))
    return [_unopened(row, worker) for row in claimed.rows]


def _unopened(row: Row, worker: str) -> OutboxRow:
    tenant, person, activity, seq, _, platform, line, due, _, attempts, _, _, _, *at = row
    due_at, id = read_instant(due), row_id(activity, seq, NOW)
    where = (tenant, id, person, activity, PLATFORMS[platform], line, due_at, attempts, worker)
    return OutboxRow(*where, SAID, at=tuple(at))


async def _drain(store: SqlStore, load: Load, workers: int, *, opened: bool) -> dict[str, float]:
    """Claim and settle all in batches, by several workers at once in this one process: while one waits for the
    database, another is at work.

    A settled row is committed. A claimed one is `opened` (decrypted, parsed and typed), or stays sealed: then only
    claiming and marking is measured.
    """
    later = NOW + timedelta(seconds=1)

    async def work(name: str) -> int:
        turns, taken = Turns(), 0
        while batch := (
            await store.claim(later, name, load.batch, 60)
            if opened
            else await _claim_sealed(store, turns, later, name, load.batch)
        ):
            taken += await store.settle([Outcome(row, Due.SENT, "1.1") for row in batch], later)
        return taken

    core, server, began = _core_seconds(), _server_seconds(), time.perf_counter()
    taken = sum(await asyncio.gather(*(work(f"w{n}") for n in range(workers))))
    took = time.perf_counter() - began
    assert taken == load.rows, (taken, load)  # noqa: S101
    return {
        "rows_per_second": round(load.rows / took),
        "core_us": round((_core_seconds() - core) / load.rows * 1e6, 1),
        "of_it_server_us": round((_server_seconds() - server) / load.rows * 1e6, 1),
    }


async def _drains(store: SqlStore, load: Load, tenants: int, prefix: str) -> dict[str, dict[str, str]]:
    """All ways by turns, each with rows of its own; of each figure the median (the least to the most)."""
    found: dict[str, list[dict[str, float]]] = {}
    for number, workers, opened in product(range(load.rounds), (1, 3), (True, False)):
        await _fill(store, load.rows, tenants, prefix=f"{prefix}{number}{workers}{opened:d}-")
        way = f"{workers} at once, {'opened' if opened else 'sealed'}"
        found.setdefault(way, []).append(await _drain(store, load, workers, opened=opened))
    return {way: _spread(rounds) for way, rounds in found.items()}


def _spread(rounds: list[dict[str, float]]) -> dict[str, str]:
    figures = {name: [each[name] for each in rounds] for name in rounds[0]}
    return {
        name: f"{statistics.median(values):,} ({min(values):,} to {max(values):,})"
        for name, values in figures.items()
    }


async def _turns(store: SqlStore, tenant: str) -> dict[str, float]:
    """What a service does for each activity: load, change the person and one opportunity, save with one message."""
    took: list[float] = []

    async def talk(person: str, count: int) -> None:
        for number in range(count):
            start = time.perf_counter()
            loaded = await store.load(tenant, person, f"a{number}")
            someone = loaded.person or Person(tenant, person)
            home = ConversationReference(Platform.SLACK, tenant, f"D{person}", person)
            acme = loaded.opportunities.get("acme") or Opportunity("acme", "Acme", NOW, home)
            said = (Message(home, Note("Noted."), key="card:acme"),)
            turn = Turn(f"a{number}", someone, (replace(acme, job=f"job {number}"),), said)
            assert await store.save(turn, NOW) is Saved.KEPT  # noqa: S101
            took.append(time.perf_counter() - start)

    await talk("alone", 300)
    alone = sorted(took)
    took.clear()
    start, core = time.perf_counter(), _core_seconds()
    await asyncio.gather(*(talk(f"p{number}", TURNS // PEOPLE) for number in range(PEOPLE)))
    together = sorted(took)
    return {
        "alone_median_ms": round(statistics.median(alone) * 1000, 2),
        "alone_p99_ms": round(alone[int(len(alone) * 0.99)] * 1000, 2),
        f"turns_per_second_with_{PEOPLE}": round(len(together) / (time.perf_counter() - start)),
        "core_ms": round((_core_seconds() - core) / len(together) * 1000, 2),
        f"p99_ms_with_{PEOPLE}": round(together[int(len(together) * 0.99)] * 1000, 1),
    }


def _others(count: int, first: int) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Opportunities and waiting reminders of people who are not talking now, spread over 2,000 tenants."""
    later, body = NOW + timedelta(days=30), os.urandom(600)
    opportunities: list[tuple[object, ...]] = []
    wakes: list[tuple[object, ...]] = []
    for n in range(first, first + count):
        tenant, person = f"Z{n % 2000:05}", f"p{n // 6000}"
        opportunities.append((tenant, person, f"o{n}", 1, True, NOW, body))
        for which in ("day-before", "debrief"):
            key = (tenant, person, f"wake:o{n}:{which}", -1, "wake", f"D{person}", "slack", None, None)
            wakes.append((*key, later, later, "due", 0, None, None, None, NOW, None, body))
    return opportunities, wakes


async def _store_others(store: SqlStore, count: int) -> None:
    for first in range(0, count, 500):
        opportunities, wakes = _others(min(500, count - first), first)

        def unit(opportunities: Any = opportunities, wakes: Any = wakes) -> Unit[None]:
            yield DoAll(PUT_OPPORTUNITIES, opportunities)
            yield DoAll(PUT_OUTBOX, wakes)

        await store.engine.write(unit)


async def _measure(url: str, load: Load, stored: int) -> dict[str, Any]:
    settle()
    store = open_store(url, MasterKeys.parse(new_master_key()))
    figures: dict[str, Any] = {"turn": await _turns(store, "T1")}
    if stored:
        await _empty(store)
        figures["claim and settle"] = await _drains(store, load, 40, prefix="e-")
        await _store_others(store, stored)
        figures[f"turn, {stored} opportunities stored"] = await _turns(store, "T2")
    await _empty(store)
    for number, (name, tenants) in enumerate(TENANTS.items()):
        figures[f"claim and settle, {name}"] = await _drains(store, load, tenants, prefix=f"{number}-")
    await store.close()
    return figures


@contextmanager
def _postgres(given: str | None) -> Iterator[str | None]:
    from tests.postgres_cluster import private_cluster, server_binaries

    if given is not None or server_binaries() is None:
        yield given
        return
    with private_cluster({"fsync": "on", "shared_buffers": "256MB"}) as url:
        yield url


def main() -> None:
    """Measure both engines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--stored", type=int, default=0)
    parser.add_argument("--postgres", help="the address of an empty database")
    options = parser.parse_args()
    load = Load(options.rows, options.batch, options.rounds)
    figures: dict[str, Any] = asdict(load)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        postgres = stack.enter_context(_postgres(options.postgres))
        for name, url in {"sqlite": f"sqlite:///{Path(folder) / 'bench.db'}", "postgresql": postgres}.items():
            if url is not None:
                migrate(url)
                figures[name] = asyncio.run(_measure(url, load, options.stored))
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
