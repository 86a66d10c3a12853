"""From nothing to the newest schema and back on both engines; tables and migrations say the same."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from storage.migrate import check, downgrade, migrate, newest_revision
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


def test_a_file_that_is_up_to_date_is_left_alone_without_the_machinery(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'coach.db'}"
    migrate(url)
    script = f"""if True:
        import sys
        from storage.migrate import migrate
        migrate({url!r})
        assert not {{"alembic", "sqlalchemy"}} & set(sys.modules)
    """
    subprocess.run([sys.executable, "-c", script], check=True)


def test_the_newest_revision_is_the_one_that_migrating_ends_at(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'coach.db'}"
    migrate(url)
    connection = sqlite3.connect(DatabaseUrl.parse(url).path)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(newest_revision(),)]
    connection.close()


def test_a_file_from_an_older_version_is_brought_up_to_date(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'coach.db'}"
    migrate(url, "0001")
    migrate(url)
    check(url)
