"""What is done to the coach, and what came of it."""

from __future__ import annotations

import asyncio
import random
import signal
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dialogs.activity import ConversationReference, Platform
from dialogs.flows import reminding
from dialogs.records import Interview, Listed, Opportunity, Person
from dialogs.turn import Turn, Wake, WakeKind
from tests.torture.checking import Findings, check
from tests.torture.platform import Faults
from tests.torture.running import DAY, HOUR, People, Server, Stage, stage
from tests.torture.worker import LEASE

STORM = Faults(patience=0.02, refused=0.04, dropped=0.01, slow=0.02)
CALM = Faults()


@dataclass(frozen=True)
class Outcome:
    """One scenario's result."""

    name: str
    engine: str
    seed: int
    findings: Findings
    seconds: float
    more: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """For printing."""
        return {
            "scenario": self.name,
            "engine": self.engine,
            "seed": self.seed,
            "clean": self.findings.clean,
            "seconds": round(self.seconds, 1),
            **self.more,
            **self.findings.as_json(),
        }


async def storm(engine: str, seed: int, kills: int, events: int, people: int = 60) -> Outcome:
    """People talk, the platform fails, processes die at random points, and the clock and the database with them."""
    began = time.monotonic()
    async with stage(engine, seed, STORM) as (here, server):
        here.fleet.start_all()
        crowd = People(seed, max(4, people // 6), people, here.fleet.ports)
        talking = asyncio.create_task(crowd.tell(events, at_once=12, pause=0.4))
        fate = Fate(here, server, seed)
        await fate.strike(kills, until=talking)
        await talking
        here.platform.faults = CALM
        recovery = await here.quiet(300)
        await here.until_all_moments_passed(300)
        await here.fleet.stop()
        findings = await check(here.store, here.platform.seen, crowd.acknowledged)
        more = {
            "kills": sum(n for why, n in here.fleet.died.items() if why != "stopped"),
            "fates": dict(here.fleet.died),
            "copies": crowd.copies,
            "clock_jumps": fate.jumps,
            "database_restarts": server.restarts if server else 0,
            "slowest_acknowledgement": round(crowd.slowest, 2),
            "recovery_seconds": round(recovery, 1),
            "integrity": integrity(here.database),
            "early_calls_after_seconds": here.platform.seen.early_after,
        }
    return Outcome("storm", engine, seed, findings, time.monotonic() - began, more)


class Fate:
    """Lets things happen to a fleet, drawn by a seed."""

    def __init__(self, here: Stage, server: Server | None, seed: int) -> None:
        self._here = here
        self._server = server
        self._random = random.Random(seed * 7919)
        self.jumps = 0

    async def strike(self, kills: int, until: asyncio.Task[None]) -> None:
        """So many kills, and other things between them; goes on until all was said."""
        blows = 0
        while blows < kills:
            number = self._random.randrange(len(self._here.fleet.ports))
            blows += await self._blow(number)
            await asyncio.sleep(0.1 + 0.9 * self._random.random())
            self._here.fleet.revive()
        while not until.done():
            self._here.fleet.revive()
            await asyncio.sleep(0.2)

    async def _blow(self, number: int) -> int:
        """One thing happens. Returns how many processes it killed."""
        fleet, draw = self._here.fleet, self._random.random()
        if draw < 0.55:
            fleet.signal(number, signal.SIGKILL, "killed anywhere")
            return 1
        if draw < 0.72:
            fleet.die_at(number, "killed between commit and post", dies_after_save=self._random.randint(1, 4))
            return 1
        if draw < 0.89:
            fleet.die_at(number, "killed between post and mark", dies_after_post=self._random.randint(1, 4))
            return 1
        if draw < 0.92:
            await self._stop(number)
        elif draw < 0.95 and self._server is not None:
            await asyncio.to_thread(self._server.restart)
        else:
            self._here.clock.jump(self._random.choice((HOUR, -HOUR, DAY, -DAY)))
            self._here.platform.clock_set_at = time.monotonic()
            self.jumps += 1
        return 0

    async def _stop(self, number: int) -> None:
        """Freezes a process until its claims are another's, and lets it go on as if nothing had happened."""
        self._here.fleet.signal(number, signal.SIGSTOP, "stopped")
        await asyncio.sleep(LEASE.seconds + 6)
        self._here.fleet.signal(number, signal.SIGCONT, "stopped")


async def down(engine: str, seed: int, reminders: int, people: int = 250) -> Outcome:
    """Nobody is there for an hour in which reminders fall due; then somebody is again."""
    began = time.monotonic()
    async with stage(engine, seed, CALM, per_second=50.0) as (here, _):
        now = here.clock.now()
        due = now + timedelta(hours=2)
        named = await _remind(here, people, reminders, due)
        here.clock.jump(3 * HOUR)
        started = time.monotonic()
        here.fleet.start_all()
        await here.quiet(600)
        caught_up = time.monotonic() - started
        await here.fleet.stop()
        findings = await check(here.store, here.platform.seen, named, others=0)
        more = {
            "reminders": reminders,
            "reminded_or_said_to_be_late": findings.wakes_done + findings.wakes_expired,
            "catch_up_seconds": round(caught_up, 1),
        }
    return Outcome("down", engine, seed, findings, time.monotonic() - began, more)


async def _remind(here: Stage, people: int, reminders: int, due: datetime) -> list[str]:
    """Interviews and their reminders, as turns write them: after an hour half of the interviews have begun."""
    named = []
    for number in range(people):
        tenant, person = f"T{number % 25:03}", f"p{number}"
        to = ConversationReference(Platform.SLACK, tenant, f"D-{person}", person)
        told = [
            booked(f"o{number}x{n}", to, due, due + timedelta(minutes=30 if n % 2 else 120))
            for n in range(reminders // people)
        ]
        turn = Turn(
            f"E{number}",
            Person(
                tenant,
                person,
                opportunities=tuple(Listed(o.id, o.company) for o, _ in told),
                home=to,
                met_at=here.clock.now(),
            ),
            changed=tuple(opportunity for opportunity, _ in told),
            wakes=tuple(wake for _, wake in told),
        )
        await here.store.save(turn, here.clock.now())
        named.append(f"{tenant}|E{number}")
    return named


def booked(
    id: str, to: ConversationReference, due: datetime, starts_at: datetime
) -> tuple[Opportunity, Wake]:
    """An opportunity with one interview, and the reminder before it."""
    interview = Interview("i1", starts_at, "Europe/Lisbon")
    wake = Wake(
        reminding.wake_id(id, "i1", WakeKind.HOUR_BEFORE),
        WakeKind.HOUR_BEFORE,
        due,
        min(starts_at, due + reminding.TOO_LATE),
        to,
        id,
        "i1",
    )
    return Opportunity(id, f"Firm {id}", due, to, interviews=(interview,)), wake


async def full(seed: int, events: int, people: int = 30) -> Outcome:
    """The disk is full: no file may grow any more. Then it is not."""
    began = time.monotonic()
    async with stage("sqlite", seed, CALM) as (here, _):
        here.fleet.start_all()
        crowd = People(seed, 6, people, here.fleet.ports)
        await crowd.tell(events // 2, at_once=8)
        await here.fleet.stop()
        here.fleet.start_all(largest_file=48 * 1024)
        rest = People(seed + 1, 6, people, here.fleet.ports, prefix="Later")
        rest_prefix = asyncio.create_task(rest.tell(events // 2, at_once=4))
        await asyncio.sleep(4)
        stuck = not rest_prefix.done()
        await here.fleet.stop()
        sound = integrity(here.database)
        here.fleet.start_all()
        await rest_prefix
        await here.quiet(60)
        await here.until_all_moments_passed(60)
        await here.fleet.stop()
        told = list(dict.fromkeys([*crowd.acknowledged, *rest.acknowledged]))
        findings = await check(here.store, here.platform.seen, told)
        more = {
            "refused_while_full": stuck,
            "integrity_while_full": sound,
            "integrity": integrity(here.database),
        }
    return Outcome("disk full", "sqlite", seed, findings, time.monotonic() - began, more)


def integrity(database: str) -> str:
    """What SQLite says about its file; of a server nothing is asked."""
    if not database.startswith("sqlite"):
        return "not asked"
    connection = sqlite3.connect(database.partition(":///")[2])
    try:
        [[found]] = connection.execute("PRAGMA integrity_check").fetchall()
        return str(found)
    finally:
        connection.close()


def summary(outcomes: Sequence[Outcome]) -> str:
    """A table for people."""
    titles = ["what", "engine", "seed", "events", "lost", "effects/event", "sent"]
    titles += ["twice (outside)", "early", "disorder", "seconds"]
    lines = [f"| {' | '.join(titles)} |", "|---" * len(titles) + "|"]
    for o in outcomes:
        f = o.findings
        lines.append(
            f"| {o.name} | {o.engine} | {o.seed} | {f.events} | {f.lost} | {f.effects_per_event:.3f} | {f.sent} "
            f"| {f.duplicates} ({f.outside}) | {f.early} | {f.disorder} | {o.seconds:.0f} |"
        )
    return "\n".join(lines)
