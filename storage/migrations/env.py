"""Where Alembic starts. `storage.migrate` hands the connection in; this file only says how to compare."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from storage.tables import Row


def run(connection: Connection) -> None:
    """Migrate over one open connection, in one transaction: a failed one leaves nothing behind."""
    context.configure(
        connection=connection,
        target_metadata=Row.metadata,
        render_as_batch=True,
        compare_type=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
