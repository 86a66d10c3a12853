"""What the processes write down about themselves, so that what they knew, and when, outlives them.

One line is one write to a file that is only ever appended to: a process that is killed right after it has lost nothing.
Instants are on the steady clock, which all processes of a Linux machine share.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.clearance import FRESH

Kind = Literal["heard", "told", "died"]


@dataclass(frozen=True)
class Note:
    """One line. `heard`: the platform told this process to leave a tenant alone. `told`: what it heard is committed
    for the others to read. `died`: it kills itself now, at the point that `about` names."""

    kind: Kind
    process: str
    about: str
    at: float
    until: float = 0.0


class Notebook:
    """One process's pen."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def write(self, kind: Kind, about: str, seconds: float = 0.0) -> None:
        """Notes something that is true from now on, for so many seconds."""
        now = time.monotonic()
        line = f"{kind}\t{os.getpid()}\t{about}\t{now!r}\t{now + seconds!r}\n"
        os.write(self._file, line.encode())


def read_notes(path: Path) -> list[Note]:
    """All that was written."""
    if not path.exists():
        return []
    notes = []
    for line in path.read_text().splitlines():
        kind, process, about, at, until = line.split("\t")
        notes.append(Note(kind, process, about, float(at), float(until)))  # type: ignore[arg-type]  # as written
    return notes


@dataclass(frozen=True)
class Before:
    """A call that the platform got for a tenant that it had told, at `told_at`, to wait until `until`."""

    tenant: str
    process: str
    begun: float
    """When its process let it begin, by its own stamp."""
    came: float
    told_at: float
    until: float
    clock_set: bool
    """Whether the wall clock was set since the tenant was told: then its time may seem to be over."""


@dataclass(frozen=True)
class Early:
    """Calls before Retry-After, by what their process could know when it let them begin."""

    knowing: int
    """It had been told itself, or what another was told had been committed and it should have looked since."""
    by_clock: int
    """The same, but what others had written down seemed over, because the wall clock had been set meanwhile."""
    crossed: int
    """Under way when it became known; also all calls after a process died that alone had been told."""
    longest_crossing: float
    """The most seconds that such a call came after the tenant was told."""


def judge(calls: Sequence[Before], notes: Sequence[Note]) -> Early:
    """Decides by the stamps alone; how fast the machine was plays no part."""
    by_tenant: dict[str, list[Note]] = {}
    for note in notes:
        if note.kind != "died":
            by_tenant.setdefault(note.about, []).append(note)
    verdicts = Counter(_verdict(call, by_tenant.get(call.tenant, [])) for call in calls)
    crossings = [c.came - c.told_at for c in calls if _verdict(c, by_tenant.get(c.tenant, [])) == "crossed"]
    return Early(
        verdicts["knowing"], verdicts["by clock"], verdicts["crossed"], round(max(crossings, default=0.0), 2)
    )


def _verdict(call: Before, notes: Sequence[Note]) -> Literal["knowing", "by clock", "crossed"]:
    about_it = [note for note in notes if note.at >= call.told_at and note.until >= call.until]
    if any(n.kind == "heard" and n.process == call.process and n.at < call.begun for n in about_it):
        return "knowing"
    if any(n.kind == "told" and n.at + FRESH < call.begun for n in about_it):
        return "by clock" if call.clock_set else "knowing"
    return "crossed"
