"""A short, seeded run of the torture, on both engines. The long one is `make torture`; its figures are in
docs/reliability.md."""

from __future__ import annotations

import os

import pytest

from bot.courier import Lease
from dialogs.activity import Platform
from tests.postgres_cluster import server_binaries
from tests.torture.scenarios import down, full, storm

LEASE = Lease(seconds=4.0, fresh=2.0, send=1.5)
"""So that what was killed returns soon. On a slow machine more claims run out; no verdict depends on it."""

ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """The engine's name, where it can run here."""
    if request.param == "postgres" and server_binaries() is None:
        if os.environ.get("DELTA_REQUIRE_POSTGRES") == "1":
            pytest.fail("PostgreSQL is required here, and there is none")
        pytest.skip("no PostgreSQL server is installed")
    return str(request.param)


@pytest.mark.parametrize(("on", "kills", "events"), [(Platform.SLACK, 4, 30), (Platform.TEAMS, 3, 18)])
@pytest.mark.parametrize("engine", ENGINES, indirect=True)
async def test_nothing_is_lost_and_nothing_happens_twice(
    engine: str, on: Platform, kills: int, events: int
) -> None:
    outcome = await storm(engine, seed=1, kills=kills, events=events, people=10, lease=LEASE, on=on)
    assert outcome.findings.clean, outcome.as_json()
    assert outcome.findings.events == events
    assert outcome.more["kills"] >= kills
    assert outcome.more["integrity"] in ("ok", "not asked")


async def test_after_an_hour_of_absence_every_reminder_is_sent_or_said_to_be_late() -> None:
    outcome = await down("sqlite", seed=1, reminders=60, people=20)
    assert outcome.findings.clean, outcome.as_json()
    assert (outcome.findings.wakes_done, outcome.findings.wakes_expired) == (40, 20)
    assert outcome.findings.sent == 60


async def test_a_full_disk_refuses_and_loses_nothing() -> None:
    outcome = await full(seed=1, events=24, people=6, lease=LEASE)
    assert outcome.findings.clean, outcome.as_json()
    assert outcome.more["refused_while_full"]
    assert outcome.more["integrity_while_full"] == outcome.more["integrity"] == "ok"
