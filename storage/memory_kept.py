"""What a store without a database keeps, and what can be said of it: every call here is one look or one change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from dialogs.activity import Platform
from dialogs.documents import to_json
from dialogs.ports import Due, Posted
from dialogs.turn import Turn
from storage.forgetting import blank_at
from storage.instants import in_utc
from storage.memory_rows import Document, Key, Row
from storage.rows import (
    only_places,
)


class Kept:
    """People, opportunities and the outbox, as JSON text in this process."""

    def __init__(self) -> None:
        self._people: dict[tuple[str, str], Document] = {}
        self._opportunities: dict[tuple[str, str, str], Document] = {}
        self._outbox: dict[Key, Row] = {}
        self._held: dict[tuple[str, Platform, str], datetime] = {}
        self._count = 0

    def _documents(self, tenant: str, person: str) -> dict[str, Document]:
        owner = (tenant, person)
        return {key[2]: document for key, document in self._opportunities.items() if key[:2] == owner}

    def _rows(self, tenant: str, person: str) -> list[Row]:
        return [row for row in self._outbox.values() if (row.tenant, row.person) == (tenant, person)]

    def _version(self, document: Document | None) -> int:
        return 0 if document is None else document.version

    def _waiting(self) -> Iterable[Row]:
        """Rows that are due some time, and of each conversation only the first message."""
        first: dict[tuple[str, str], int] = {}
        unfinished = [row for row in self._outbox.values() if row.new.finished_at is None]
        for row in unfinished:
            if row.new.kind == "message":
                place = row.tenant, row.new.conversation
                first[place] = min(row.position, first.get(place, row.position))
        for row in unfinished:
            is_first = row.new.kind != "message" or row.position == first[row.tenant, row.new.conversation]
            if row.new.state is Due.DUE and is_first:
                yield row

    def _held_until(self, row: Row, *channels: str) -> datetime:
        held = [self._held.get((row.tenant, row.new.platform, channel)) for channel in channels]
        return max((until for until in held if until is not None), default=row.next_attempt_at)

    def _delete_records(self, tenant: str, person: str, opportunity: str | None) -> None:
        for id in self._documents(tenant, person):
            if opportunity in (None, id):
                del self._opportunities[tenant, person, id]

    def _superseded(self, row: Row) -> bool:
        """Whether the same message was edited later, so that another row says where it stands."""

        def finished(other: Row) -> float:
            return other.new.finished_at.timestamp() if other.new.finished_at is not None else 0.0

        return row.new.key is not None and any(
            other.new.key == row.new.key
            and other.new.state is Due.SENT
            and other.platform_ref == row.platform_ref
            and finished(other) > finished(row)
            for other in self._rows(row.tenant, row.person)
        )

    def _take(self, rows: Sequence[Row]) -> tuple[Posted, ...]:
        """Delete rows, and say where those that were sent stand."""
        for row in rows:
            del self._outbox[row.key]
        return only_places([row.posted() for row in rows if row.stands])

    def _erase(self, turn: Turn, opportunity: str | None, now: datetime) -> None:
        """What a forgetting turn does at once: of messages, only where they stand is left."""
        tenant, person = turn.person.tenant, turn.person.id
        self._delete_records(tenant, person, opportunity)
        standing = 0
        for row in self._rows(tenant, person):
            concerned = opportunity is None or row.mentions(opportunity) or row.is_played
            if not concerned or row.new.kind == "forgotten":
                continue
            if row.stands:
                place = to_json(row.posted().to)
                row.new = replace(
                    row.new, kind="forgotten", text=place, key=None, thread=None, due_at=in_utc(now)
                )
                row.next_attempt_at, row.attempts = blank_at(standing, in_utc(now)), 0
                row.claimed_by = row.lease_until = None
                standing += 1
            else:
                del self._outbox[row.key]
        self._empty_the_rest(tenant, person)

    def _withdraw(self, tenant: str, person: str, now: datetime) -> None:
        """What waits to be sent to a person who removed the coach is not sent."""
        for row in self._rows(tenant, person):
            if row.new.kind == "message" and row.new.finished_at is None:
                row.lease_until = None
                row.new = replace(row.new, state=Due.CANCELLED, reason="removed", finished_at=in_utc(now))

    def _empty_the_rest(self, tenant: str, person: str) -> None:
        """What was said in passing, in no thread, may be about it too and is needed no more, but where it stands."""
        for row in self._rows(tenant, person):
            new = row.new
            passing = new.key is None and new.thread is None and new.finished_at is not None
            if new.kind == "message" and passing and row.stands:
                row.new = replace(new, kind="standing", text=to_json(row.posted().to))
            elif new.kind == "message" and passing:
                row.new = replace(new, text=None)
