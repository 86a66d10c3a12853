"""What the platforms allow, what our plan makes of it, and what ten million people need.

    python docs/capacity.py [--reminders 100000] [--tenants 2000] [--workers 3] [--per-worker 250]

`--per-worker` is how many reminders a second one worker process wakes, plays and posts (bench/delivery.py measures
`processor_ms_per_reminder`: 3 to 4, worker and server together; 1000 over that is one core's). Prints two tables in
Markdown. Needs nothing but Python.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

SLACK, TEAMS = 5.0, 25.0
"""Posts a second for one tenant: bot/delivery.py's `PACES`, below what the platforms name."""


def shape(total: int, tenants: int, steepness: float) -> list[int]:
    """Sizes that fall off as rank to the power of -steepness (0: all alike), adding up to `total`."""
    weights = [rank**-steepness for rank in range(1, tenants + 1)]
    scale = total / sum(weights)
    sizes = [int(weight * scale) for weight in weights]
    for n in range(total - sum(sizes)):
        sizes[n % tenants] += 1
    return [size for size in sizes if size]


def floor_seconds(sizes: Sequence[int], per_second: float) -> float:
    """No program is faster: the biggest tenant's messages at the platform's limit."""
    return max(sizes) / per_second


@dataclass(frozen=True)
class Plan:
    """What the simulation found: for each tenant, the seconds after which its last reminder was out."""

    done: list[float]
    sizes: list[int]

    @property
    def all_done(self) -> float:
        """Seconds until the last one."""
        return max(self.done)

    def late(self, share: float) -> float:
        """Seconds within which that share of all reminders is out (each tenant's are spread evenly)."""
        moments = sorted(
            done * (n + 1) / size
            for done, size in zip(self.done, self.sizes, strict=True)
            for n in range(size)
        )
        return moments[min(len(moments) - 1, int(share * len(moments)))]

    def small(self) -> float:
        """Seconds until the last reminder of every tenant of fewer than 50."""
        return max((d for d, n in zip(self.done, self.sizes, strict=True) if n < 50), default=0.0)


def simulate(sizes: Sequence[int], per_second: float, capacity: float, step: float = 1.0) -> Plan:
    """Second by second: workers post `capacity` in all, a share for each tenant in turn, none above its limit."""
    left = dict(enumerate(map(float, sizes)))
    done = [0.0] * len(sizes)
    now = 0.0
    while left:
        now += step
        room = capacity * step
        asks = sorted((min(per_second * step, amount), tenant) for tenant, amount in left.items())
        for rank, (ask, tenant) in enumerate(asks):
            given = min(ask, room / (len(asks) - rank))
            room -= given
            left[tenant] -= given
            if left[tenant] <= 1e-9:
                done[tenant] = now
                del left[tenant]
    return Plan(done, list(sizes))


def minutes(seconds: float) -> str:
    """A duration for people."""
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def reminders_table(total: int, tenants: int, capacity: float) -> list[str]:
    """The floor and the plan, for alike and unlike tenants, on both platforms."""
    rows = [
        f"{total:,} reminders at one moment, {tenants:,} tenants, {capacity:.0f} a second from all workers together",
        "",
        "| tenants | platform | biggest | floor | plan, all | plan / floor | p99 | tenants under 50, all |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, steepness in (("alike", 0.0), ("rank^-0.8", 0.8), ("rank^-1", 1.0)):
        for platform, pace in (("Slack", SLACK), ("Teams", TEAMS)):
            sizes = shape(total, tenants, steepness)
            floor = max(floor_seconds(sizes, pace), total / capacity)
            plan = simulate(sizes, pace, capacity)
            rows.append(
                f"| {name} | {platform} {pace:.0f}/s | {max(sizes):,} | {minutes(floor)} | {minutes(plan.all_done)} "
                f"| {plan.all_done / floor:.2f} | {minutes(plan.late(0.99))} | {minutes(plan.small())} |"
            )
    return rows


INTERVIEWS_PER_PERSON_A_YEAR = 8.0
TURNS_PER_INTERVIEW = 25.0
WAKES_PER_INTERVIEW = 4.0
BUSIEST_HOUR = 0.15
"""The share of a day's turns in its busiest hour; working days are 250 a year."""
TURN_CORE_MS = 5.0
"""A turn of its own and the delivery of what it says, worker and server, on PostgreSQL: what bench/delivery.py measured
of a reminder before reminders were played together."""
BYTES_PER_INTERVIEW = 12_000.0


def growth_table() -> list[str]:
    """What grows with people. Every figure is a product of the constants above."""
    rows = [
        "| people | interviews a year | turns/s at most | cores for turns | wakes/s at most | stored a year |",
        "|---|---|---|---|---|---|",
    ]
    for people in (10_000, 100_000, 1_000_000, 10_000_000):
        interviews = people * INTERVIEWS_PER_PERSON_A_YEAR
        busiest = interviews / 250 * BUSIEST_HOUR / 3600
        turns = busiest * TURNS_PER_INTERVIEW
        rows.append(
            f"| {people:,} | {interviews:,.0f} | {turns:,.1f} | {turns * TURN_CORE_MS / 1000:,.2f} "
            f"| {busiest * WAKES_PER_INTERVIEW:,.1f} | {interviews * BYTES_PER_INTERVIEW / 1e9:,.1f} GB |"
        )
    return rows


def main() -> None:
    """Prints both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reminders", type=int, default=100_000)
    parser.add_argument("--tenants", type=int, default=2_000)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--per-worker", type=float, default=250.0)
    given = parser.parse_args()
    capacity = given.workers * given.per_worker
    print("\n".join([*reminders_table(given.reminders, given.tenants, capacity), "", *growth_table()]))


if __name__ == "__main__":
    main()
