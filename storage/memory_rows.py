"""What the store in memory keeps: documents as JSON text, and rows as the outbox table has them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from dialogs.documents import from_json
from dialogs.ports import OutboxRow, Posted
from dialogs.records import Opportunity, Person
from storage.rows import NewRow, place_of, row_id, work_of

Key = tuple[str, str, str, int]


@dataclass(frozen=True, slots=True)
class Document:
    """A person or an opportunity as stored. `touched` orders opportunities by when they were written."""

    text: bytes
    version: int
    open: bool = True
    touched: int = 0


@dataclass(slots=True)
class Row:
    """One row of the outbox, as the table has it."""

    tenant: str
    person: str
    new: NewRow
    position: int
    next_attempt_at: datetime
    attempts: int = 0
    claimed_by: str | None = None
    lease_until: datetime | None = None
    platform_ref: str | None = None

    @property
    def key(self) -> Key:
        """What the table knows the row by."""
        return self.tenant, self.person, self.new.activity, self.new.seq

    @property
    def stands(self) -> bool:
        """Whether it is a message of the coach's own that can be read on the platform."""
        return self.platform_ref is not None and self.new.text is not None

    @property
    def is_played(self) -> bool:
        """Whether it is an activity that was put aside and had its effect: its words are needed no more."""
        return self.new.kind == "activity" and self.new.finished_at is not None

    def posted(self) -> Posted:
        """Where it stands."""
        return Posted(place_of(self.new.kind, self.new.text or b""), self.platform_ref or "", self.new.key)

    def mentions(self, opportunity: str) -> bool:
        """Whether it is about that opportunity."""
        named = opportunity in (self.new.key or "") or opportunity in (self.new.thread or "")
        return named or opportunity.encode() in (self.new.text or b"")


def open_person(document: Document) -> Person:
    """The person, at the stored version."""
    return replace(from_json(Person, document.text), version=document.version)


def open_opportunity(document: Document) -> Opportunity:
    """The opportunity, at the stored version."""
    return replace(from_json(Opportunity, document.text), version=document.version)


def claimed_row(row: Row, worker: str) -> OutboxRow:
    """A claimed row with what it says."""
    new = row.new
    return OutboxRow(
        tenant=row.tenant,
        id=row_id(new.activity, new.seq, new.due_at),
        person=row.person,
        activity=new.activity,
        platform=new.platform,
        conversation=new.conversation,
        due_at=new.due_at,
        attempts=row.attempts,
        claimed_by=worker,
        work=work_of(new.kind, new.text or b""),
        expires_at=new.expires_at,
        reason=new.reason or "",
    )
