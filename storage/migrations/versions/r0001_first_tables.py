"""The first tables: people, their opportunities, the outbox, tenants' keys and rate limits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

UNFINISHED = sa.text("finished_at IS NULL")
UNFINISHED_MESSAGE = sa.text("finished_at IS NULL AND kind = 'message'")
NAMED = sa.text("key IS NOT NULL")
OPEN = sa.text("open")


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _sealed(name: str, *, nullable: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=nullable)


def _index(name: str, *columns: str, where: sa.TextClause, table: str = "outbox") -> None:
    op.create_index(name, table, list(columns), sqlite_where=where, postgresql_where=where)


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        _text("tenant"),
        _text("person"),
        _text("activity"),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        _text("kind"),
        _text("conversation"),
        _text("platform"),
        _text("key", nullable=True),
        _text("thread", nullable=True),
        _instant("due_at"),
        _instant("expires_at", nullable=True),
        _text("state"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _instant("next_attempt_at"),
        _instant("lease_until", nullable=True),
        _text("claimed_by", nullable=True),
        _text("platform_ref", nullable=True),
        _text("reason", nullable=True),
        _instant("created_at"),
        _instant("finished_at", nullable=True),
        _sealed("body", nullable=True),
        sa.PrimaryKeyConstraint("tenant", "person", "activity", "seq", name="pk_outbox"),
        postgresql_with={"fillfactor": 40, "autovacuum_vacuum_scale_factor": 0.02},
    )
    _index("ix_outbox_due", "next_attempt_at", where=UNFINISHED)
    _index("ix_outbox_tenant_due", "tenant", "next_attempt_at", where=UNFINISHED)
    _index("ix_outbox_conversation", "tenant", "conversation", "position", where=UNFINISHED_MESSAGE)
    _index("ix_outbox_key", "tenant", "person", "key", where=NAMED)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE outbox_position AS bigint OWNED BY outbox.position")


def upgrade() -> None:
    """Everything that the first version stores."""
    op.create_table(
        "person",
        _text("tenant"),
        _text("id"),
        sa.Column("version", sa.BigInteger(), nullable=False),
        _instant("touched_at"),
        _sealed("state"),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_person"),
    )
    op.create_table(
        "opportunity",
        _text("tenant"),
        _text("person"),
        _text("id"),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        _instant("touched_at"),
        _sealed("body"),
        sa.PrimaryKeyConstraint("tenant", "person", "id", name="pk_opportunity"),
    )
    _index("ix_opportunity_open", "tenant", "person", "touched_at", where=OPEN, table="opportunity")
    _create_outbox()
    op.create_table(
        "tenant_key",
        _text("tenant"),
        _text("key_id"),
        _sealed("wrapped"),
        sa.Column("active", sa.Boolean(), nullable=False),
        _instant("created_at"),
        sa.PrimaryKeyConstraint("tenant", "key_id", name="pk_tenant_key"),
    )
    op.create_table(
        "bucket",
        _text("tenant"),
        _text("platform"),
        _text("channel"),
        _instant("available_at"),
        sa.PrimaryKeyConstraint("tenant", "platform", "channel", name="pk_bucket"),
    )


def downgrade() -> None:
    """Back to nothing."""
    for table in ("bucket", "tenant_key", "outbox", "opportunity", "person"):
        op.drop_table(table)
