"""Reminders due at one moment, delivered to a loopback platform that enforces a limit per tenant, against the floor.

    python -m bench.delivery [--engine postgres] [--biggest 120] [--tenants 40] [--workers 3] [--per-second 5]

The tenants' sizes fall off as 1, 1/2, 1/3 … of the biggest. The floor is the biggest tenant's size over the limit: no
program can be faster. Prints one JSON object; lateness is by size of tenant, in seconds after the moment.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from dialogs.activity import ConversationReference, Platform
from dialogs.records import Listed, Person
from dialogs.turn import Turn
from tests.postgres_cluster import server_binaries
from tests.torture.notes import judge
from tests.torture.platform import Faults
from tests.torture.running import Stage, stage
from tests.torture.scenarios import booked

LEAD = timedelta(hours=2)


def sizes(biggest: int, tenants: int) -> list[int]:
    """How many reminders each tenant has."""
    return [max(1, round(biggest / rank)) for rank in range(1, tenants + 1)]


async def _book(here: Stage, tenant: str, count: int, due: datetime) -> None:
    for number in range(count):
        name = f"p{number}"
        to = ConversationReference(Platform.SLACK, tenant, f"D-{tenant}-{name}", name)
        opportunity, wake = booked(f"o{number}", to, due, due + LEAD)
        listed = (Listed(opportunity.id, opportunity.company),)
        person = Person(tenant, name, opportunities=listed, home=to, met_at=here.clock.now())
        await here.store.save(
            Turn(f"E{number}", person, changed=(opportunity,), wakes=(wake,)), here.clock.now()
        )


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


def _quantiles(late: list[float]) -> dict[str, float]:
    late.sort()
    return {
        "median": round(statistics.median(late), 2),
        "p99": round(late[min(len(late) - 1, int(len(late) * 0.99))], 2),
        "last": round(late[-1], 2),
    }


async def measure(engine: str, biggest: int, tenants: int, workers: int, per_second: float) -> dict[str, Any]:
    """One run."""
    counts = {f"T{n:04}": size for n, size in enumerate(sizes(biggest, tenants))}
    limit = Faults(per_second=per_second)
    with tempfile.TemporaryDirectory() as folder:
        async with stage(engine, 1, limit, processes=workers, per_second=per_second) as (here, _):
            due = here.clock.now() + timedelta(hours=1)
            for tenant, count in counts.items():
                await _book(here, tenant, count, due)
            reports = [Path(folder) / f"{n}.json" for n in range(workers)]
            for number, report in enumerate(reports):
                here.fleet.start(number, report=str(report))
            await _all_there(here.fleet.ports)
            here.clock.jump((due - here.clock.now()).total_seconds())
            began = time.monotonic()
            await here.quiet(3600)
            await here.fleet.stop()
            blocks = [json.loads(report.read_text()) for report in reports if report.exists()]
            seen, notes = here.platform.seen, here.fleet.notes()
    late: dict[str, list[float]] = defaultdict(list)
    for at, tenant in seen.arrivals:
        size = counts[tenant]
        late["1-9" if size < 10 else "10-49" if size < 50 else "50 and more"].append(at - began)
    total = sum(counts.values())
    took = max(at for at, _ in seen.arrivals) - began
    floor = (biggest - 1) / per_second
    return {
        "engine": engine,
        "reminders": total,
        "tenants": tenants,
        "workers": workers,
        "arrived": len(seen.arrivals),
        "seconds": round(took, 1),
        "floor_seconds": round(floor, 1),
        "times_the_floor": round(took / floor, 2),
        "calls_over_the_limit": seen.injected["over the limit"],
        "early_calls": judge(seen.before, notes).knowing,
        "lateness_by_size_of_tenant": {size: _quantiles(each) for size, each in sorted(late.items())},
        "longest_block_wall_ms": max((block["wall_ms"] for block in blocks), default=None),
        "longest_block_processor_ms": max((block["processor_ms"] for block in blocks), default=None),
        "processor_ms_per_reminder": round(
            sum(block["total_processor_s"] for block in blocks) / total * 1000, 1
        ),
    }


def main() -> None:
    """Measures, and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default="postgres" if server_binaries() else "sqlite")
    parser.add_argument("--biggest", type=int, default=120)
    parser.add_argument("--tenants", type=int, default=40)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--per-second", type=float, default=5.0)
    given = vars(parser.parse_args())
    sys.stdout.write(json.dumps(asyncio.run(measure(**given)), indent=2) + "\n")


if __name__ == "__main__":
    main()
