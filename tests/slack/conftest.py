"""One workspace: our service on loopback over a real store, and a Slack of our own to talk to; or a sender alone."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from bot.slack.clients import Clients
from bot.slack.pace import LONGEST_WAIT, Pace
from bot.slack.pictures import Picture
from bot.slack.sender import SlackSender
from dialogs.replies import OfferComparison
from storage.migrate import migrate
from tests.slack.bench import Bench, Tokens
from tests.slack.fake_slack import FakeSlack
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


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    """A sender against a Slack of our own; nobody waits."""
    slack = FakeSlack()
    server = TestServer(slack.app())
    await server.start_server()
    slack.url = str(server.make_url("")).rstrip("/")
    clients = Clients(f"{slack.url}/api/", Tokens())

    now = [0.0]

    async def nobody_waits(seconds: float) -> None:
        assert seconds <= LONGEST_WAIT
        now[0] += seconds

    async def painter(reply: OfferComparison) -> list[Picture]:
        return [Picture("paths.png", "Pay paths", b"\x89PNG", f"{reply.title} as two lines")]

    yield Bench(slack, SlackSender(clients, Pace(lambda: now[0], nobody_waits), painter))
    await clients.close()
    await server.close()
    assert slack.faults == []
