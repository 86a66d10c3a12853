"""`coach doctor` says of each thing what `coach serve` would make of it."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner, Result

from bot import doctor
from bot.__main__ import main
from bot.settings import load_settings
from storage.encryption import new_master_key
from storage.migrate import migrate

TEAMS = {
    "MICROSOFT_APP_ID": "11111111-2222-3333-4444-555555555555",
    "MICROSOFT_APP_PASSWORD": "hunter2hunter2",
}


@pytest.fixture(autouse=True)
def nothing_configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """An empty folder to be in, and an environment that names nothing of ours."""
    for name in os.environ:
        if name.startswith(("COACH_", "SLACK_", "MICROSOFT_", "TEAMS_")) or name == "DATABASE_URL":
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    load_settings.cache_clear()
    root = logging.getLogger()
    before, level = root.handlers, root.level
    yield
    root.handlers, root.level = before, level  # a process says how it logs
    structlog.reset_defaults()
    load_settings.cache_clear()


def doctor_says(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the doctor says of each thing."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return {each.what: f"{each.ok} {each.says}" for each in doctor.configured()}


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ({}, "off: COACH_LLM and COACH_LLM_MODEL name one"),
        ({"COACH_LLM": "openai"}, "a second reader needs COACH_LLM"),
        ({"COACH_LLM": "robot"}, "Input should be"),
        (
            {"COACH_LLM": "openai", "COACH_LLM_MODEL": "small", "COACH_LLM_URL": "https://models.example/v1"},
            "small at models.example, for whoever says yes to it",
        ),
    ],
)
def test_the_second_reader_is_looked_at(
    named: dict[str, str], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert says in doctor_says(named, monkeypatch)["Second reader"]


@pytest.mark.parametrize(
    ("named", "what", "says"),
    [
        ({}, "Slack", "None set SLACK_SIGNING_SECRET"),
        ({}, "Teams", "None set MICROSOFT_APP_ID"),
        ({"SLACK_SIGNING_SECRET": "s"}, "Slack", "False set SLACK_BOT_TOKEN"),
        ({"SLACK_SIGNING_SECRET": "s", "SLACK_BOT_TOKEN": "x"}, "Slack", "True one workspace"),
        (
            {"SLACK_SIGNING_SECRET": "s", "SLACK_CLIENT_ID": "1", "SLACK_CLIENT_SECRET": "2"},
            "Slack",
            "True any workspace",
        ),
        (TEAMS, "Teams", "MICROSOFT_APP_TENANT_ID is missing"),
        ({**TEAMS, "MICROSOFT_APP_TENANT_ID": "abc"}, "Teams", "True SingleTenant, for abc"),
        (
            {**TEAMS, "MICROSOFT_APP_TYPE": "MultiTenant", "TEAMS_ALLOWED_TENANTS": "*"},
            "Teams",
            "True MultiTenant, for every tenant",
        ),
        (
            {
                "MICROSOFT_APP_ID": "1",
                "MICROSOFT_APP_TYPE": "UserAssignedMSI",
                "MICROSOFT_APP_TENANT_ID": "abc",
            },
            "Teams",
            "True UserAssignedMSI",
        ),
        ({"TEAMS_DEV_WITHOUT_AUTH": "1"}, "Teams", "True without authentication"),
        (
            {"TEAMS_DEV_WITHOUT_AUTH": "1", "HOST": "192.0.2.1"},
            "Teams",
            "False TEAMS_DEV_WITHOUT_AUTH works on",
        ),
        ({"DATABASE_URL": "mysql://x"}, "Database", "False a database address begins with"),
        ({"DATABASE_URL": "postgresql+asyncpg://x@127.0.0.1:1/x"}, "Database", "False no master key"),
        ({"COACH_MASTER_KEYS": "short"}, "Database", "False a master key is 32 bytes"),
        ({}, "Database", "False delta.db is not there yet: `coach migrate` makes it"),
        ({"PORT": "x"}, "Settings", "False PORT: Input should be a valid integer"),
        ({"COACH_NOW": "2026-03-28T09:00:00"}, "Settings", "False COACH_NOW needs an offset"),
        (
            {"COACH_NOW": "2026-03-28T09:00:00+01:00", "HOST": "192.0.2.1"},
            "Settings",
            "False COACH_NOW is for trying things out",
        ),
    ],
)
def test_what_is_configured_and_what_of_it_cannot_work(
    named: dict[str, str], what: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "COACH_MASTER_KEYS" in named:
        migrate("sqlite:///delta.db")
    assert says in doctor_says(named, monkeypatch)[what]


def test_a_file_beside_which_its_key_lies_and_what_stands_in_dot_env(tmp_path: Path) -> None:
    migrate("sqlite:///delta.db")
    lines = {**TEAMS, "MICROSOFT_APP_TENANT_ID": "abc", "SLACK_SIGNING_SECRET": "s", "SLACK_BOT_TOKEN": "x"}
    (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in lines.items()))
    done = coach("doctor")
    assert done.exit_code == 0, done.output
    assert "hunter2" not in done.output
    assert {each.what for each in doctor.configured() if each.ok} >= {"Database", "Slack", "Teams"}


def test_a_database_that_is_not_up_to_date(tmp_path: Path) -> None:
    (tmp_path / "delta.db").touch()
    assert "not up to date: run `coach migrate`" in coach("doctor").output
    done = coach("keys", "rewrap")
    assert (done.exit_code, "run `coach migrate`" in done.output) == (1, True)


def test_the_key_beside_a_file_is_wrapped_by_too() -> None:
    migrate("sqlite:///delta.db")
    done = coach("keys", "rewrap")
    assert (done.exit_code, done.output) == (0, "Wrapped anew: 0\n")


@pytest.mark.parametrize(
    "command",
    [
        ("keys", "rewrap"),
        ("keys", "renew", "T1"),
        ("keys", "retire", "T1"),
        ("forget-tenant", "T1", "--yes"),
        ("worker",),
    ],
)
@pytest.mark.parametrize(
    ("named", "says"),
    [
        ({"DATABASE_URL": "mysql://x"}, "Error: a database address begins with"),
        ({"DATABASE_URL": "postgresql+asyncpg://x@127.0.0.1:1/x"}, "Error: no master key is configured"),
        ({"PORT": "x"}, "Error: PORT: Input should be a valid integer"),
    ],
)
def test_what_cannot_work_is_one_sentence(
    command: tuple[str, ...], named: dict[str, str], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    done = coach(*command)
    assert done.exit_code == 1
    assert done.output.startswith(says)
    assert isinstance(done.exception, SystemExit)


@pytest.mark.parametrize("command", [("migrate",), ("keys", "rewrap")])
def test_a_server_that_is_not_there_is_one_sentence(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://x@127.0.0.1:1/x")
    monkeypatch.setenv("COACH_MASTER_KEYS", new_master_key())
    done = coach(*command)
    assert (done.exit_code, done.output.startswith("Error: ")) == (1, True), done.output
    assert isinstance(done.exception, SystemExit)


def coach(*arguments: str) -> Result:
    """One command, as typed."""
    return CliRunner().invoke(main, arguments)
