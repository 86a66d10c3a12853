"""The stores that one contract is held against: in memory, on SQLite, on PostgreSQL."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import asyncpg
import pytest

from dialogs.ports import Store
from storage.encryption import MasterKeys
from storage.memory import MemoryStore
from storage.migrate import migrate
from storage.store import open_store
from storage.tables import Row
from storage.urls import DatabaseUrl

T = TypeVar("T")

MASTERS = MasterKeys((b"contract tests' own master key..",))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """An empty SQLite database."""
    shutil.copy(sqlite_template, tmp_path / "coach.db")
    return f"sqlite:///{tmp_path / 'coach.db'}"


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(DatabaseUrl.parse(url).asyncpg)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _create_database(server: str) -> str:
    url = server.replace("/postgres?", "/contract?")
    asyncio.run(_execute(server, "DROP DATABASE IF EXISTS contract"))
    asyncio.run(_execute(server, "CREATE DATABASE contract"))
    migrate(url)
    return url


def _apart(work: Callable[[], T]) -> T:
    """Do it on a thread: an asynchronous fixture may be asking, whose loop is taken."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str) -> str:
    """A migrated PostgreSQL database of the contract's own."""
    return _apart(lambda: _create_database(postgres_server))


@pytest.fixture
def postgres_url(postgres_database: str) -> str:
    """An empty PostgreSQL database."""
    statement = f"TRUNCATE {', '.join(Row.metadata.tables)}"
    _apart(lambda: asyncio.run(_execute(postgres_database, statement)))
    return postgres_database


STORES = ["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
DATABASES = STORES[1:]


@pytest.fixture(params=STORES)
async def store(request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    """Each store in turn, empty."""
    made: Store = MemoryStore()
    if request.param != "memory":
        made = open_store(request.getfixturevalue(f"{request.param}_url"), MASTERS)
    yield made
    await made.close()


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    """Each database in turn, empty."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url
