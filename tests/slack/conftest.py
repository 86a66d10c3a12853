"""One workspace: our service on loopback over a real store, and a Slack of our own to talk to."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.migrate import migrate
from tests.slack.workspace import Workspace


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("slack") / "empty.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Path:
    """An empty database of the test's own."""
    return Path(shutil.copy(empty_database, tmp_path / "coach.db"))


@pytest.fixture
async def workspace(database: Path) -> AsyncIterator[Workspace]:
    """A workspace with the coach in it."""
    made = Workspace(database)
    await made.start()
    yield made
    await made.stop()
    assert made.slack.faults == []
