"""From nothing to the newest schema and back on both engines; tables and migrations say the same."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import asyncpg
import pytest

from storage.migrate import check, downgrade, migrate
from storage.tables import Row
from storage.urls import DatabaseUrl

TABLES = set(Row.metadata.tables)


async def _execute(url: str, statement: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(DatabaseUrl.parse(url).asyncpg)
    try:
        rows: list[asyncpg.Record] = await connection.fetch(statement)
        return rows
    finally:
        await connection.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new folder' / 'coach.db'}"
    server: str = request.getfixturevalue("postgres_server")
    asyncio.run(_execute(server, "DROP DATABASE IF EXISTS migrations"))
    asyncio.run(_execute(server, "CREATE DATABASE migrations"))
    return server.replace("@/postgres?", "@/migrations?")


def _tables(url: str) -> set[str]:
    if url.startswith("sqlite"):
        connection = sqlite3.connect(DatabaseUrl.parse(url).path)
        try:
            return {
                name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            }
        finally:
            connection.close()
    rows = asyncio.run(_execute(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
    return {row["tablename"] for row in rows}


def test_a_new_database_gets_every_table_and_alembic_finds_nothing_to_add(empty_database: str) -> None:
    migrate(empty_database)
    assert _tables(empty_database) == TABLES | {"alembic_version"}
    check(empty_database)


def test_migrating_twice_is_migrating_once(empty_database: str) -> None:
    migrate(empty_database)
    migrate(empty_database)
    check(empty_database)


def test_down_to_nothing_and_up_again(empty_database: str) -> None:
    migrate(empty_database)
    downgrade(empty_database)
    assert _tables(empty_database) == {"alembic_version"}
    migrate(empty_database)
    check(empty_database)


def test_every_key_begins_with_the_tenant_and_every_constraint_has_a_name() -> None:
    for table in Row.metadata.tables.values():
        assert next(iter(table.primary_key.columns)).name == "tenant", table.name
        assert all(constraint.name for constraint in table.constraints), table.name
