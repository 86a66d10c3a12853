"""The tables. They own the schema; the hot statements beside them (`storage.statements`) are plain SQL.

Every key begins with the tenant, so that sharding by tenant stays open. Ids that a platform gave are kept
in clear, because they are looked up; what a person wrote is only ever in the `LargeBinary` columns, sealed
by `storage.encryption`. Every constraint has a name, so that a migration can change it on both engines.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from sqlalchemy import BigInteger, Column, DateTime, Index, LargeBinary, MetaData, PrimaryKeyConstraint, text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from storage.instants import in_utc

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

UNFINISHED = text("finished_at IS NULL")
UNFINISHED_MESSAGE = text("finished_at IS NULL AND kind = 'message'")
NAMED = text("key IS NOT NULL")
FORGOTTEN = text("kind = 'forgotten'")
OPEN = text("open")


class UtcDateTime(TypeDecorator[datetime]):
    """A column that holds an instant: aware in, UTC at rest, aware out, on both engines."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Into the database: the instant in UTC, or `NaiveInstantError`."""
        return None if value is None else in_utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Out of it: SQLite gives back UTC wall time, PostgreSQL an instant in the session's zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Row(SQLModel):
    """The base of every table: one schema of its own, with names for all constraints."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMES)


class Person(Row, table=True):
    """One person of one tenant: settings, dialog state and the index of their opportunities, sealed."""

    __tablename__ = "person"
    __table_args__ = (PrimaryKeyConstraint("tenant", "id"),)

    tenant: str
    id: str
    version: int = Field(sa_type=BigInteger)
    """Counts the saved turns. A turn that began from another version is refused."""
    touched_at: datetime = Field(sa_type=UtcDateTime)
    state: bytes


class Opportunity(Row, table=True):
    """One company and role a person talks to: interviews, answers, readings, verdict and offers, sealed."""

    __tablename__ = "opportunity"
    __table_args__ = (
        PrimaryKeyConstraint("tenant", "person", "id"),
        Index(
            "ix_opportunity_open", "tenant", "person", "touched_at", sqlite_where=OPEN, postgresql_where=OPEN
        ),
    )

    tenant: str
    person: str
    id: str
    version: int = Field(sa_type=BigInteger)
    open: bool
    touched_at: datetime = Field(sa_type=UtcDateTime)
    body: bytes


class Outbox(Row, table=True):
    """What the coach owes the world at some instant: messages now, wakes later, and which activities it saw.

    Two rules keep the claim cheap. Claiming and releasing change only columns that no index holds, so that on
    PostgreSQL they are heap-only updates, for which each page keeps room (at a fill of 40 a claim and its
    settling cost two thirds of what they cost at 70); and finished rows are in no index but the key.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        PrimaryKeyConstraint("tenant", "person", "activity", "seq"),
        Index("ix_outbox_due", "next_attempt_at", sqlite_where=UNFINISHED, postgresql_where=UNFINISHED),
        Index(
            "ix_outbox_tenant_due",
            "tenant",
            "next_attempt_at",
            sqlite_where=UNFINISHED,
            postgresql_where=UNFINISHED,
        ),
        Index(
            "ix_outbox_conversation",
            "tenant",
            "conversation",
            "position",
            sqlite_where=UNFINISHED_MESSAGE,
            postgresql_where=UNFINISHED_MESSAGE,
        ),
        Index("ix_outbox_key", "tenant", "person", "key", sqlite_where=NAMED, postgresql_where=NAMED),
        Index("ix_outbox_forgotten", "tenant", "person", sqlite_where=FORGOTTEN, postgresql_where=FORGOTTEN),
        {"postgresql_with": {"fillfactor": 40, "autovacuum_vacuum_scale_factor": 0.02}},
    )

    tenant: str
    person: str
    activity: str
    seq: int
    position: int = Field(sa_type=BigInteger)
    """The order in which rows were stored: the order in which a conversation reads them."""
    kind: str
    conversation: str
    platform: str
    key: str | None
    thread: str | None
    due_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime | None = Field(sa_type=UtcDateTime)
    state: str
    attempts: int
    next_attempt_at: datetime = Field(sa_type=UtcDateTime)
    lease_until: datetime | None = Field(sa_type=UtcDateTime)
    claimed_by: str | None
    platform_ref: str | None
    reason: str | None
    created_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(sa_type=UtcDateTime)
    body: bytes | None = Field(sa_column=Column(LargeBinary))


class TenantKey(Row, table=True):
    """A tenant's data key, wrapped by a master key. Deleting a tenant's rows here shreds all it had."""

    __tablename__ = "tenant_key"
    __table_args__ = (PrimaryKeyConstraint("tenant", "key_id"),)

    tenant: str
    key_id: str
    wrapped: bytes
    active: bool
    created_at: datetime = Field(sa_type=UtcDateTime)


class Bucket(Row, table=True):
    """Until when a platform asked us to be quiet, in one channel or ('') in the whole workspace.

    The truth across processes; each process limits itself besides.
    """

    __tablename__ = "bucket"
    __table_args__ = (PrimaryKeyConstraint("tenant", "platform", "channel"),)

    tenant: str
    platform: str
    channel: str
    available_at: datetime = Field(sa_type=UtcDateTime)


class Installation(Row, table=True):
    """What is needed to act in a tenant on one platform, such as a token: sealed with a key of its own row."""

    __tablename__ = "installation"
    __table_args__ = (PrimaryKeyConstraint("tenant", "platform"),)

    tenant: str
    platform: str
    key_id: str
    wrapped: bytes
    body: bytes
    kept_at: datetime = Field(sa_type=UtcDateTime)
