"""What is done to the coach, and what came of it."""

from __future__ import annotations

import asyncio
import random
import signal
import sqlite3
import time
from asyncio import FIRST_COMPLETED
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.courier import Lease
from dialogs.activity import ConversationReference, Platform
from dialogs.flows import reminding
from dialogs.records import Interview, Listed, Opportunity, Person
from dialogs.turn import Turn, Wake, WakeKind
from tests.torture.checking import Findings
from tests.torture.people import People
from tests.torture.places import place
from tests.torture.platform import Faults
from tests.torture.running import DAY, HOUR, Server, Stage, stage

STORM = Faults(patience=0.02, refused=0.04, dropped=0.01, slow=0.02)
TEAMS_STORM = Faults(
    patience=0.03, refused=0.05, dropped=0.01, slow=0.02, denied=0.01, revoked=0.01, login=0.1
)
STORMS = {Platform.SLACK: STORM, Platform.TEAMS: TEAMS_STORM}
CALM = Faults()
AT_ONCE = 12
BLOW_SECONDS = 0.6
"""Between two things that happen, on average."""
ARMED_SECONDS = 5.0
"""How long nothing else happens while a process is to die at a certain point."""
SHORT = Lease(seconds=10.0, fresh=3.0, send=5.0)
"""Where processes die, so that what they held returns soon. If the machine is so slow that it runs out in the hands of
a living one, that is one more thing that happens to it, and counted as such."""


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


async def storm(
    engine: str,
    seed: int,
    kills: int,
    events: int,
    people: int = 60,
    lease: Lease = SHORT,
    on: Platform = Platform.SLACK,
) -> Outcome:
    """People talk, the platform fails, processes die at random points, and the clock and the database with them."""
    began = time.monotonic()
    async with stage(engine, seed, STORMS[on], lease=lease, on=on) as (here, server):
        here.fleet.start_all()
        in_company = on is Platform.TEAMS
        crowd = People(seed, max(4, people // 6), people, here.fleet.ports, in_company=in_company)
        lasting = kills * BLOW_SECONDS  # so that they talk as long as processes die
        talking = asyncio.create_task(crowd.tell(events, AT_ONCE, pause=2 * lasting * AT_ONCE / events))
        fate = Fate(here, server, seed, lease)
        await fate.strike(kills, until=talking)
        await talking
        here.platform.faults = CALM
        recovery = await here.quiet()
        await here.until_all_moments_passed()
        await here.fleet.stop()
        findings = await here.findings(crowd.acknowledged)
        notes = here.fleet.notes()
        more = {
            "kills": here.fleet.killed,
            "killed_at": dict(Counter(note.about for note in notes if note.kind == "died")),
            "stopped": fate.stops,
            "copies": crowd.copies,
            "clock_jumps": fate.jumps,
            "database_restarts": server.restarts if server else 0,
            "slowest_acknowledgement": round(crowd.slowest, 2),
            "recovery_seconds": round(recovery, 1),
            "integrity": integrity(here.database),
        }
    return Outcome(f"storm on {on}", engine, seed, findings, time.monotonic() - began, more)


class Fate:
    """Lets things happen to a fleet, drawn by a seed."""

    def __init__(self, here: Stage, server: Server | None, seed: int, lease: Lease) -> None:
        self._lease = lease
        self._here = here
        self._server = server
        self._random = random.Random(seed * 7919)
        self.jumps = 0
        self.stops = 0

    async def strike(self, kills: int, until: asyncio.Task[None]) -> None:
        """Goes on until so many processes were killed and all was said."""
        fleet = self._here.fleet
        while fleet.killed < kills:
            await self._blow(self._random.randrange(len(fleet.ports)))
            await asyncio.sleep(BLOW_SECONDS * 2 * self._random.random())
            fleet.revive()
        while not until.done():
            fleet.revive()
            await asyncio.sleep(0.2)

    async def _blow(self, number: int) -> None:
        """One thing happens."""
        fleet, draw = self._here.fleet, self._random.random()
        if draw < 0.45:
            fleet.signal(number, signal.SIGKILL)
        elif draw < 0.67:
            await self._arm(number, dies_after_save=self._random.randint(1, 4))
        elif draw < 0.89:
            await self._arm(number, dies_after_post=self._random.randint(1, 4))
        elif draw < 0.92:
            await self._stop(number)
        elif draw < 0.95 and self._server is not None:
            await asyncio.to_thread(self._server.restart)
        else:
            self._here.clock.jump(self._random.choice((HOUR, -HOUR, DAY, -DAY)))
            self._here.platform.clock_set.append(time.monotonic())
            self.jumps += 1

    async def _arm(self, number: int, **points: int) -> None:
        """Replaces a process by one that dies at a certain point, and gives it time to get there."""
        self._here.fleet.replace(number, **points)
        for _ in range(int(ARMED_SECONDS / 0.1)):
            if not self._here.fleet.lives(number):
                return
            await asyncio.sleep(0.1)

    async def _stop(self, number: int) -> None:
        """Freezes a process until its claims are another's, and lets it go on as if nothing had happened."""
        self.stops += 1
        self._here.fleet.signal(number, signal.SIGSTOP)
        await asyncio.sleep(self._lease.seconds + 6)
        self._here.fleet.signal(number, signal.SIGCONT)


async def down(
    engine: str, seed: int, reminders: int, people: int = 250, on: Platform = Platform.SLACK
) -> Outcome:
    """Nobody is there for an hour in which reminders fall due; then somebody is again."""
    began = time.monotonic()
    async with stage(engine, seed, CALM, per_second=50.0, on=on) as (here, _):
        now = here.clock.now()
        due = now + timedelta(hours=2)
        named = await _remind(here, on, people, reminders, due)
        here.clock.jump(3 * HOUR)
        started = time.monotonic()
        here.fleet.start_all()
        await here.quiet()
        caught_up = time.monotonic() - started
        await here.fleet.stop()
        findings = await here.findings(named)
        more = {
            "reminders": reminders,
            "reminded_or_said_to_be_late": findings.wakes_done + findings.wakes_expired,
            "catch_up_seconds": round(caught_up, 1),
        }
    return Outcome(f"down on {on}", engine, seed, findings, time.monotonic() - began, more)


async def _remind(here: Stage, on: Platform, people: int, reminders: int, due: datetime) -> list[str]:
    """Interviews and their reminders, as turns write them: after an hour half of the interviews have begun."""
    named = []
    for number in range(people):
        tenant, person = f"T{number % 25:03}", f"p{number}"
        to = place(on, here.platform.url, tenant, person)
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


async def full(seed: int, events: int, people: int = 30, lease: Lease = SHORT) -> Outcome:
    """The disk is full: no file may grow any more. Then it is not."""
    began = time.monotonic()
    async with stage("sqlite", seed, CALM, lease=lease) as (here, _):
        here.fleet.start_all()
        crowd = People(seed, 6, people, here.fleet.ports)
        await crowd.tell(events // 2, at_once=8)
        await here.fleet.stop()
        here.fleet.start_all(largest_file=48 * 1024)
        rest = People(seed + 1, 6, people, here.fleet.ports, prefix="Later")
        talking = asyncio.create_task(rest.tell(events // 2, at_once=4))
        await asyncio.wait(
            {talking, refused := asyncio.create_task(rest.refused.wait())}, return_when=FIRST_COMPLETED
        )
        stuck = not talking.done()
        here.fleet.kill_all()
        sound = integrity(here.database)
        here.fleet.start_all()
        await talking
        refused.cancel()
        await here.quiet()
        await here.until_all_moments_passed()
        await here.fleet.stop()
        told = list(dict.fromkeys([*crowd.acknowledged, *rest.acknowledged]))
        findings = await here.findings(told)
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
