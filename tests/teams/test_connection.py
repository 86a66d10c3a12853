"""The service speaks Teams where it is configured, and does not start where that cannot work."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.processes import CannotStart, connections
from bot.settings import Settings
from dialogs.activity import Platform
from storage.encryption import MasterKeys
from storage.store import open_store
from tests.teams.login import APP, TENANT

REAL = {"MICROSOFT_APP_ID": APP, "MICROSOFT_APP_PASSWORD": "x", "MICROSOFT_APP_TENANT_ID": TENANT}
NOWHERE = open_store("sqlite:///nowhere.db", MasterKeys((b"k" * 32,)))  # connects when it is first asked


@pytest.fixture(autouse=True)
def nothing_configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)  # no .env file
    for name in (*REAL, "TEAMS_DEV_WITHOUT_AUTH", "SLACK_SIGNING_SECRET"):
        monkeypatch.delenv(name, raising=False)


def configured(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], host: str = "127.0.0.1"
) -> set[Platform]:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return set(connections(Settings(host=host), NOWHERE, SystemClock()))


def test_nothing_configured_is_no_teams(monkeypatch: pytest.MonkeyPatch) -> None:
    assert configured(monkeypatch, {}) == set()


def test_a_real_app_is_teams_on_any_address(monkeypatch: pytest.MonkeyPatch) -> None:
    assert configured(monkeypatch, REAL, "0.0.0.0") == {Platform.TEAMS}  # noqa: S104 - as in a container


def test_without_authentication_it_starts_on_this_machine_and_says_so_loudly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert configured(monkeypatch, {"TEAMS_DEV_WITHOUT_AUTH": "1"}) == {Platform.TEAMS}
    assert "anybody on this machine can talk to the coach as anybody" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("environment", "host", "says"),
    [
        ({"TEAMS_DEV_WITHOUT_AUTH": "1"}, "0.0.0.0", "loopback"),  # noqa: S104 - what must not work
        ({"TEAMS_DEV_WITHOUT_AUTH": "1"}, "192.0.2.1", "loopback"),
        ({**REAL, "TEAMS_DEV_WITHOUT_AUTH": "1"}, "127.0.0.1", "set one of them"),
        ({**REAL, "MICROSOFT_APP_PASSWORD": ""}, "127.0.0.1", "MICROSOFT_APP_PASSWORD is missing"),
        ({**REAL, "MICROSOFT_APP_TYPE": "Other"}, "127.0.0.1", "MICROSOFT_APP_TYPE"),
    ],
)
def test_what_cannot_work_does_not_start(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], host: str, says: str
) -> None:
    with pytest.raises(CannotStart, match=says):
        configured(monkeypatch, environment, host)


def test_what_cannot_work_is_said_without_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CannotStart) as refused:
        configured(
            monkeypatch, {**REAL, "MICROSOFT_APP_PASSWORD": "hunter2hunter2", "MICROSOFT_APP_TENANT_ID": ""}
        )
    assert "hunter2" not in str(refused.value)
    assert "MICROSOFT_APP_TENANT_ID is missing" in str(refused.value)
