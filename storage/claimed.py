"""What one claim took: in whose turn it is worked, when it may be posted, and what it says.

All of it is done once for each claimed row, thousands of times a second: so rows stay tuples, and what rows of a
batch have in common is looked up once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import repeat
from operator import itemgetter
from typing import Any, NamedTuple

from dialogs.activity import Platform
from dialogs.ports import OutboxRow, Pace
from dialogs.turn import Message
from storage.encryption import EncryptionError
from storage.instants import read_instant
from storage.rows import row_id, work_of
from storage.vault import Sealer, Vault

Row = tuple[Any, ...]
"""A row as a claim gives it back (`outbox_statements.CLAIMED`)."""

Slots = Mapping[tuple[str, Platform], datetime]
"""For each tenant at a platform, the instant of the first turn that a claim took there."""

PLATFORMS = {platform.value: platform for platform in Platform}

FALLEN_DUE = itemgetter(12, 2, 3)
"""When a row was to be worked; those of one activity in their order."""


class Claimed(NamedTuple):
    """What one claim took: rows, and turns at the platforms for the messages among them."""

    rows: list[Row]
    slots: Slots


Planned = tuple[Row, datetime | None]
"""A claimed row, still sealed, and the instant of its turn at the platform."""


def taking_turns(rows: Sequence[Row]) -> list[Row]:
    """Every tenant's first, then every tenant's second …, each tenant's own in the order they fell due."""
    seen: dict[str, int] = {}
    rounds: list[list[Row]] = []
    for row in sorted(rows, key=FALLEN_DUE):
        tenant = row[0]
        taken = seen.get(tenant, 0)
        seen[tenant] = taken + 1
        if taken == len(rounds):
            rounds.append([])
        rounds[taken].append(row)
    return [row for each in rounds for row in each]


def planned(claimed: Claimed, paces: Mapping[Platform, Pace]) -> Iterator[Planned]:
    """The claimed rows, each message with its turn at the platform."""
    if not claimed.slots:
        return zip(claimed.rows, repeat(None))
    places = ((row[0], PLATFORMS[row[5]]) if row[4] == "message" else None for row in claimed.rows)
    return zip(claimed.rows, _starts(places, claimed.slots, paces), strict=True)


def in_slots(rows: Sequence[OutboxRow], slots: Slots, paces: Mapping[Platform, Pace]) -> list[OutboxRow]:
    """The rows, each message with the instant of its turn at the platform."""
    places = ((row.tenant, row.platform) if isinstance(row.work, Message) else None for row in rows)
    starts = _starts(places, slots, paces)
    return [
        row if start is None else row._replace(not_before=start)
        for row, start in zip(rows, starts, strict=True)
    ]


def _starts(
    places: Iterable[tuple[str, Platform] | None], slots: Slots, paces: Mapping[Platform, Pace]
) -> Iterator[datetime | None]:
    """For each place (None: it needs no turn) the next turn there, counted from the first that was taken."""
    steps = {platform: timedelta(seconds=1 / pace.per_second) for platform, pace in paces.items()}
    free = dict(slots)
    for place in places:
        start = free.get(place) if place is not None else None
        if place is not None and start is not None:
            free[place] = start + steps[place[1]]
        yield start


READ_WITHIN = timedelta(days=1)
"""How long a row waits for somebody who can read it."""


def is_given_up(for_good: bool, due_at: datetime, now: datetime) -> bool:
    """Whether nobody is waited for any more who could read what was due then. `for_good`: as in `Unread`."""
    return for_good or now - due_at > READ_WITHIN


class Unread(NamedTuple):
    """A claimed row that does not open with the keys known so far."""

    row: Row
    start: datetime | None
    for_good: bool
    """Whether nobody can read it: its key was destroyed, or it was changed. Else somebody may: who has the master key
    of its tenant, or (while a deploy rolls) a version that knows what it says."""


def opened(vault: Vault, rows: Iterable[Planned], worker: str) -> tuple[list[OutboxRow], list[Unread]]:
    """What the rows say, and those that do not open: one of them is in no other's way."""
    read, unread = [], []
    for row, start in rows:
        sealer = vault.sealer(row[0])
        if sealer is None:
            unread.append(Unread(row, start, for_good=vault.knows(row[0])))
            continue
        try:
            read.append(_opened(sealer, row, start, worker))
        except EncryptionError:
            unread.append(Unread(row, start, for_good=True))
        except ValueError:
            unread.append(Unread(row, start, for_good=False))
    return read, unread


def _opened(sealer: Sealer, row: Row, start: datetime | None, worker: str) -> OutboxRow:
    tenant, person, activity, seq, kind, platform, line, due, expires, attempts, body, reason, _, *at = row
    due_at = read_instant(due)
    return OutboxRow(
        tenant,
        row_id(activity, seq, due_at),
        person,
        activity,
        PLATFORMS[platform],
        line,
        due_at,
        attempts,
        worker,
        work_of(kind, sealer.open_row(person, activity, seq, body)),
        None if expires is None else read_instant(expires),
        reason or "",
        start,
        tuple(at),
    )
