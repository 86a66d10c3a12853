"""Reminders due at one moment, delivered to a loopback platform that enforces a limit per tenant, against the floor.

    python -m bench.delivery [--engine postgres] [--reminders 5000] [--tenants 100] [--workers 3] [--per-second 5]
    python -m bench.delivery --reminders 100000 --tenants 2000      # the whole morning, 18 minutes and more

The tenants' sizes fall off as rank^-0.8 (`--steepness`; `docs/capacity.py`). The floor is the biggest tenant's size
over the limit: no program can be faster. Prints one JSON object; lateness is by size of tenant, in seconds after the
moment, and blocks are rounds of a worker's event loop, without its waiting.
`processor_ms_per_reminder` is what the workers and the database server took from the moment on, idle seconds included.
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
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench.filling import Rows, into_postgres, into_sqlite, no_rows
from bench.loopback import Loopback
from dialogs.activity import ConversationReference, Platform
from dialogs.documents import to_json
from dialogs.records import Listed, Person
from storage.encryption import MasterKeys
from storage.migrate import migrate
from storage.rows import WAKE_SEQ
from storage.store import open_store
from storage.vault import Sealer
from tests.postgres_cluster import server_binaries
from tests.torture.checking import unfinished
from tests.torture.notes import judge
from tests.torture.running import Fleet, Server, free_ports
from tests.torture.scenarios import booked
from tests.torture.worker import MASTERS, Orders, SharedClock

LEAD = timedelta(hours=2)
SOON = timedelta(hours=1)
PAGE = 5_000
CLASSES = (10, 50, 500)
"""Where a class of tenants ends and the next begins, by how many reminders they have."""
PATIENCE_FLOORS = 10
"""So many times the floor (and a minute) may pass before a run is given up."""


def sizes(total: int, tenants: int, steepness: float) -> list[int]:
    """How many reminders each tenant has: as rank to the power of -steepness, `total` in all, nobody without any."""
    weights = [rank**-steepness for rank in range(1, tenants + 1)]
    scale = total / sum(weights)
    each = [max(1, int(weight * scale)) for weight in weights]
    for n in range(total - sum(each)):
        each[n % tenants] += 1
    return each


def booked_rows(masters: MasterKeys, counts: dict[str, int], now: datetime, due: datetime) -> Iterator[Rows]:
    """People with an interview each, and the reminder before it, as turns would have left them."""
    rows, position = no_rows(), 0
    for tenant, count in counts.items():
        key = masters.create(tenant)
        rows["tenant_key"].append((tenant, key.key_id, key.wrapped, True, now))
        sealer = Sealer(masters.open(key))
        for number in range(count):
            position += 1
            _of_person(sealer, tenant, f"p{number}", position, now, due, rows)
            if len(rows["outbox"]) >= PAGE:
                yield rows
                rows = no_rows()
    yield rows


def _of_person(
    sealer: Sealer, tenant: str, name: str, position: int, now: datetime, due: datetime, rows: Rows
) -> None:
    to = ConversationReference(Platform.SLACK, tenant, f"D-{tenant}-{name}", name)
    opportunity, wake = booked(f"o-{name}", to, due, due + LEAD)
    listed = (Listed(opportunity.id, opportunity.company),)
    person = Person(tenant, name, opportunities=listed, home=to, met_at=now)
    rows["person"].append((tenant, name, 1, now, sealer.seal_person(person)))
    body = sealer.seal_opportunity(name, opportunity)
    rows["opportunity"].append((tenant, name, opportunity.id, 1, True, now, body))
    body = sealer.seal_row(name, wake.id, WAKE_SEQ, to_json(wake))
    when = (wake.due_at, wake.expires_at, "due", 0, wake.due_at, None, None, None, None, now, None)
    place = (to.conversation, "slack", None, None)
    rows["outbox"].append((tenant, name, wake.id, WAKE_SEQ, position, "wake", *place, *when, body))


async def _fill(database: str, pages: Iterator[Rows]) -> None:
    if database.startswith("sqlite"):
        await asyncio.to_thread(into_sqlite, database, pages)
    else:
        await into_postgres(database, pages)


async def _all_there(ports: Sequence[int]) -> None:
    """Waits until every worker listens, and a moment longer."""
    for port in ports:
        for _ in range(600):
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                break
    await asyncio.sleep(2)


def processor_seconds(pids: Iterable[int]) -> float:
    """Processor time of those processes, and of their children that have ended (Linux only)."""
    ticks = 0
    for pid in pids:
        stat = Path(f"/proc/{pid}/stat")
        if stat.exists():
            ticks += sum(map(int, stat.read_text().rpartition(") ")[2].split()[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Spent:
    """Processor seconds, by who spent them."""

    workers: float
    database: float
    platform: float

    @staticmethod
    def by_now(fleet: Fleet, server: Server | None) -> Spent:
        """So far."""
        database = processor_seconds(server.pids) if server is not None else 0.0
        return Spent(processor_seconds(fleet.pids), database, time.process_time())

    def since(self, before: Spent, reminders: int) -> dict[str, float]:
        """Milliseconds for each reminder."""
        workers, database = self.workers - before.workers, self.database - before.database
        spent = {
            "workers": workers,
            "database": database,
            "together": workers + database,
            "platform_and_bench": self.platform - before.platform,
        }
        return {who: round(seconds / reminders * 1000, 2) for who, seconds in spent.items()}


def _classes(arrivals: Iterable[tuple[float, str]], counts: dict[str, int]) -> dict[str, dict[str, float]]:
    """How late the reminders were of tenants of each size."""
    late: dict[int, list[float]] = defaultdict(list)
    for after, tenant in arrivals:
        late[sum(counts[tenant] >= edge for edge in CLASSES)].append(after)
    bounds = [1, *CLASSES]
    names = [f"{low}-{high - 1}" for low, high in zip(bounds, CLASSES, strict=False)]
    return {[*names, f"{CLASSES[-1]} and more"][n]: _quantiles(each) for n, each in sorted(late.items())}


def _quantiles(late: list[float]) -> dict[str, float]:
    late.sort()
    return {
        "reminders": len(late),
        "median": round(statistics.median(late), 2),
        "p99": round(late[min(len(late) - 1, int(len(late) * 0.99))], 2),
        "last": round(late[-1], 2),
    }


async def measure(
    engine: str, reminders: int, tenants: int, workers: int, per_second: float, steepness: float
) -> dict[str, Any]:
    """One run."""
    counts = {f"T{n:04}": size for n, size in enumerate(sizes(reminders, tenants, steepness))}
    total, biggest = sum(counts.values()), max(counts.values())
    floor = (biggest - 1) / per_second
    platform = Loopback(per_second)
    await platform.start()
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="delta-delivery-")))
        server = Server() if engine == "postgres" else None
        database = f"sqlite:///{home / 'coach.db'}"
        if server is not None:
            stack.callback(server.close)
            database = await asyncio.to_thread(server.start)
        await asyncio.to_thread(migrate, database)
        clock = SharedClock.create(home / "clock")
        due = clock.now() + SOON
        filling = time.monotonic()
        await _fill(database, booked_rows(MASTERS, counts, clock.now(), due))
        filled = time.monotonic() - filling
        orders = [
            Orders(f"w{n}", database, platform.url, str(home / "clock"), port, per_second=per_second)
            for n, port in enumerate(free_ports(workers))
        ]
        fleet = Fleet(orders, home / "notes")
        reports = [home / f"{n}.json" for n in range(workers)]
        for number, report in enumerate(reports):
            fleet.start(number, report=str(report))
        await _all_there(fleet.ports)
        before = Spent.by_now(fleet, server)
        clock.jump((due - clock.now()).total_seconds())
        began = time.monotonic()
        await _until_all_is_done(platform, database, clock, total, PATIENCE_FLOORS * floor + 60)
        spent = Spent.by_now(fleet, server).since(before, total)
        await fleet.stop()
        blocks = [json.loads(report.read_text()) for report in reports if report.exists()]
        notes = fleet.notes()
    await platform.close()
    took = platform.arrivals[-1][0] - began
    return {
        "engine": engine,
        "reminders": total,
        "tenants": tenants,
        "biggest_tenant": biggest,
        "workers": workers,
        "seeded_in_seconds": round(filled, 1),
        "arrived": len(platform.accepted),
        "arrived_twice": len(platform.arrivals) - len(platform.accepted),
        "seconds": round(took, 1),
        "floor_seconds": round(floor, 1),
        "times_the_floor": round(took / floor, 2),
        "calls_over_the_limit": platform.over_the_limit,
        "early_calls": judge(platform.before, notes).knowing,
        "lateness_by_size_of_tenant": _classes(((at - began, t) for at, t in platform.arrivals), counts),
        "longest_block_wall_ms": max((block["wall_ms"] for block in blocks), default=None),
        "longest_block_processor_ms": max((block["processor_ms"] for block in blocks), default=None),
        "processor_ms_per_reminder": spent,
    }


async def _until_all_is_done(
    platform: Loopback, database: str, clock: SharedClock, total: int, seconds: float
) -> None:
    """Until the platform has them all and nothing that is due is undone. Raises TimeoutError."""
    store = open_store(database, MASTERS)
    try:
        async with asyncio.timeout(seconds):
            while len(platform.accepted) < total or await unfinished(store, clock.now()):  # noqa: ASYNC110
                await asyncio.sleep(0.25)
    finally:
        await store.close()


def main() -> None:
    """Measures, and prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--engine", default="postgres" if server_binaries() else "sqlite")
    parser.add_argument("--reminders", type=int, default=500)
    parser.add_argument("--tenants", type=int, default=40)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--per-second", type=float, default=5.0)
    parser.add_argument("--steepness", type=float, default=0.8)
    given = vars(parser.parse_args())
    sys.stdout.write(json.dumps(asyncio.run(measure(**given)), indent=2) + "\n")


if __name__ == "__main__":
    main()
