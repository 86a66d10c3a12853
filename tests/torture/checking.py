"""The checker: what the database says became of everything, against what the platform says it accepted."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from bot.courier import DOUBTFUL
from storage.rows import WAKE_SEQ
from storage.statement import Ask, Statement, Unit
from storage.store import SqlStore
from tests.torture.notes import Note, judge
from tests.torture.platform import Post, Seen

_ROW = "tenant, person, activity, seq, kind, conversation, state, attempts, reason, platform_ref"
ROWS = Statement(  # the order of writing: SQLite's positions only count among what waits
    sqlite=f"SELECT {_ROW}, rowid, finished_at IS NOT NULL FROM outbox",  # noqa: S608 - constants
    postgres=f"SELECT {_ROW}, position, finished_at IS NOT NULL FROM outbox",  # noqa: S608 - constants
)
PEOPLE = Statement("SELECT sum(version) FROM person")
UNFINISHED = Statement("SELECT count(*) FROM outbox WHERE finished_at IS NULL AND next_attempt_at <= :now")

STAMP = re.compile(r"\d+\.\d{6}")
LEAD = 60.0
"""Seconds before a post in which a clock that was set may have ended its claim."""


@dataclass(frozen=True)
class Row:
    """One row of the outbox, as it stands in the end."""

    tenant: str
    person: str
    activity: str
    seq: int
    kind: str
    conversation: str
    state: str
    attempts: int
    reason: str | None
    platform_ref: str | None
    position: int
    finished: bool

    @property
    def delivery(self) -> str:
        """Its name at the platform, but for the number of the part."""
        return f"{self.tenant}|{self.activity}#{self.seq}"

    @property
    def woken(self) -> bool:
        """Whether the coach said it by itself."""
        return self.activity.startswith("wake:")


@dataclass(frozen=True)
class Happened:
    """What was done to the processes, as far as it explains that something stands twice."""

    dead: frozenset[str]
    """The processes that ended by SIGKILL."""
    clock_set: tuple[float, ...]
    """When (on the steady clock) the wall clock was set."""
    outlived: float
    """The seconds between a post and the next one of the same that a claim which ran out explains, at least."""

    def explains(self, first: Post, second: Post) -> bool:
        """Whether nobody could know of the first post when the second was made."""
        if not first.answered or first.process in self.dead or second.at - first.at >= self.outlived:
            return True
        return any(first.at - LEAD < at < second.at for at in self.clock_set)


@dataclass(frozen=True)
class Findings:
    """What came out. `lost`, `unfounded`, `doubled`, `outside`, `early` and `disorder` must be 0, `effects_per_event`
    1."""

    events: int
    lost: int
    """Events without their effect, messages that are neither sent nor terminal, and such as are marked as sent and
    that the platform never had."""
    effects_per_event: float
    messages: int
    sent: int
    unknown: int
    unknown_accepted: int
    unfounded: int
    """Unknown ones of which no call ever reached the platform: they could have been sent."""
    failed: int
    expired: int
    wakes_done: int
    wakes_expired: int
    duplicates: int
    """Posts that stand twice, all within the counted window: the row says that a worker died or an answer was lost."""
    outside: int
    """Posts that stand twice although nothing in their row says so, or nothing that happened explains it."""
    doubled: int
    """Reminders that came twice though their row does not say that they may have, and wakes that happened twice."""
    early: int
    """Calls before a platform's time was up that their process could have known to be so."""
    early_by_clock: int
    early_crossed: int
    """Calls before a platform's time was up that were under way when that became known (`notes.Early`)."""
    longest_crossing_seconds: float
    disorder: int
    injected: dict[str, int]

    @property
    def clean(self) -> bool:
        """Whether every promise was kept."""
        broken = self.lost + self.unfounded + self.outside + self.doubled + self.early + self.disorder
        return broken == 0 and self.effects_per_event == 1.0

    def as_json(self) -> dict[str, Any]:
        """For printing."""
        return asdict(self)


async def unfinished(store: SqlStore, now: Any) -> int:
    """How many rows are due and not done."""

    def count() -> Unit[int]:
        [(found,)] = yield Ask(UNFINISHED, {"now": now})
        return int(found)

    return await store.engine.read(count)


async def check(
    store: SqlStore, seen: Seen, events: Sequence[str], notes: Sequence[Note], happened: Happened
) -> Findings:
    """Looks at everything. `events`: the distinct ids that were told and acknowledged, as `tenant|id`."""
    rows, versions = await _read(store)
    activities = {(r.tenant, r.person, r.activity) for r in rows if r.seq >= 0}
    known = {f"{tenant}|{activity}" for tenant, _, activity in activities}
    messages = [r for r in rows if r.kind == "message"]
    states = Counter(r.state for r in messages)
    accepted: dict[str, int] = defaultdict(int)
    for part in seen.accepted:
        accepted[part.rpartition("#")[0]] += 1
    by_delivery = {r.delivery: r for r in messages}
    twice = {part: len(posts) - 1 for part, posts in seen.accepted.items() if len(posts) > 1}
    outside = {
        part: n
        for part, n in twice.items()
        if not _in_doubt(by_delivery.get(part.rpartition("#")[0]))
        or not all(happened.explains(*pair) for pair in pairwise(seen.accepted[part]))
    }
    unknown = [r.delivery for r in messages if r.state == "unknown"]
    vanished = [r for r in messages if r.state == "sent" and not _stands(r, accepted, seen)]
    stuck = [r for r in messages if not r.finished]
    wakes = [r for r in rows if r.seq == WAKE_SEQ]
    early = judge(seen.before, notes)
    return Findings(
        events=len(events),
        lost=len([e for e in events if e not in known]) + len(stuck) + len(vanished),
        effects_per_event=round(versions / len(activities), 6) if activities else 0.0,
        messages=len(messages),
        sent=states["sent"],
        unknown=states["unknown"],
        unknown_accepted=sum(accepted[delivery] > 0 for delivery in unknown),
        unfounded=sum(delivery not in seen.tried for delivery in unknown),
        failed=states["failed"],
        expired=states["expired"],
        wakes_done=sum(r.state == "done" for r in wakes),
        wakes_expired=sum(r.state == "expired" for r in wakes),
        duplicates=sum(twice.values()),
        outside=sum(outside.values()),
        doubled=sum(n for d, n in outside.items() if d.partition("|")[2].startswith("wake:"))
        + sum(1 for n in Counter((t, a) for t, _, a in activities).values() if n > 1),
        early=early.knowing,
        early_by_clock=early.by_clock,
        early_crossed=early.crossed,
        longest_crossing_seconds=early.longest_crossing,
        disorder=_disorder(seen, by_delivery),
        injected=dict(seen.injected),
    )


async def _read(store: SqlStore) -> tuple[list[Row], int]:
    def all_rows() -> Unit[list[Any]]:
        return (yield Ask(ROWS, {}))

    def all_versions() -> Unit[list[Any]]:
        return (yield Ask(PEOPLE, {}))

    rows = [Row(*row[:11], finished=bool(row[11])) for row in await store.engine.read(all_rows)]
    [(versions,)] = await store.engine.read(all_versions)
    return rows, int(versions or 0)


def _in_doubt(row: Row | None) -> bool:
    return row is not None and row.reason in DOUBTFUL


def _stands(row: Row, accepted: dict[str, int], seen: Seen) -> bool:
    """Posted under its own name, or an edit of a message that the platform has: every part that the row names."""
    stamps = STAMP.findall(row.platform_ref or "")
    if not all(stamp in seen.stamps for stamp in stamps):
        return False
    return accepted[row.delivery] > 0 or bool(stamps)


def _disorder(seen: Seen, rows: dict[str, Row]) -> int:
    """In how many places of a conversation something was first heard that was written before what came before it.

    Not what is `unknown`: it may have been heard at any time, also after what was written later.
    """
    found = 0
    for deliveries in seen.channels.values():
        last = (-1, -1)
        heard: set[str] = set()
        for delivery in deliveries:
            name, _, part = delivery.rpartition("#")
            row = rows.get(name)
            if row is None or delivery in heard:
                continue
            heard.add(delivery)
            place = (row.position, int(part))
            found += place < last and row.state == "sent"
            last = max(last, place)
    return found
