"""Rows straight into the tables, many thousand at a time: for what takes turns too long to write."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import asyncpg

from storage.instants import to_text
from storage.sqlite import connect
from storage.urls import DatabaseUrl

COLUMNS = {
    "tenant_key": "tenant key_id wrapped active created_at",
    "person": "tenant id version touched_at state",
    "opportunity": "tenant person id version open touched_at body",
    "outbox": "tenant person activity seq position kind conversation platform key thread due_at expires_at state"
    " attempts next_attempt_at lease_until claimed_by platform_ref reason created_at finished_at body",
}
Rows = dict[str, list[tuple[Any, ...]]]


def no_rows() -> Rows:
    """Every table, and nothing in it yet."""
    return {table: [] for table in COLUMNS}


def into_sqlite(url: str, pages: Iterable[Rows]) -> None:
    """Fills a SQLite file that has its tables."""
    connection = connect(DatabaseUrl.parse(url))
    connection.execute("PRAGMA synchronous = OFF")
    for rows in pages:
        connection.execute("BEGIN")
        for table, values in rows.items():
            names = COLUMNS[table].split()
            marks = ", ".join("?" * len(names))
            connection.executemany(
                f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})",  # noqa: S608 - constants
                ([to_text(v) if isinstance(v, datetime) else v for v in row] for row in values),
            )
        connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


async def into_postgres(url: str, pages: Iterable[Rows]) -> None:
    """Fills a PostgreSQL database that has its tables, and lets it count them."""
    connection = await asyncpg.connect(DatabaseUrl.parse(url).asyncpg)
    for rows in pages:
        for table, values in rows.items():
            await connection.copy_records_to_table(table, records=values, columns=COLUMNS[table].split())
    await connection.execute("SELECT setval('outbox_position', (SELECT max(position) FROM outbox))")
    await connection.execute("VACUUM ANALYZE")
    await connection.execute("CHECKPOINT")  # what is left to be written is not written during a measurement
    await connection.close()
