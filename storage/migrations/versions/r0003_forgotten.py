"""Places of forgotten messages are found at once: there are none, but for a moment, or after a crash."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

FORGOTTEN = sa.text("kind = 'forgotten'")


def upgrade() -> None:
    """An index that is nearly always empty."""
    op.create_index(
        "ix_outbox_forgotten",
        "outbox",
        ["tenant", "person"],
        sqlite_where=FORGOTTEN,
        postgresql_where=FORGOTTEN,
    )


def downgrade() -> None:
    """Without it."""
    op.drop_index("ix_outbox_forgotten", "outbox")
