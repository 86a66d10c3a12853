"""`coach doctor`: what is configured, what is missing, and what to do about it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from bot.settings import Settings

DATABASE_SECONDS = 10.0
"""How long a database may take to answer before it counts as away."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `ok` is None for what is optional and simply not set up."""

    what: str
    ok: bool | None
    says: str


def examine() -> int:
    """Looks at everything, prints it, and returns 0 if the coach can run."""
    findings = [*shipped(), *configured()]
    table = Table.grid(padding=(0, 2))
    marks = {True: "ok", False: "missing", None: "not set up"}
    for finding in findings:
        style = {True: "green", False: "bold red", None: "dim"}[finding.ok]
        table.add_row(Text(marks[finding.ok], style=style), finding.what, Text(finding.says))
    Console(highlight=False, width=None if sys.stdout.isatty() else 100).print(table)
    return 1 if any(finding.ok is False for finding in findings) else 0


def shipped() -> Iterator[Finding]:
    """What the coach brings with it."""
    version = sys.version_info
    supported = (3, 11) <= version[:2] <= (3, 13)
    yield Finding(
        "Python", supported, f"{version.major}.{version.minor}" + ("" if supported else ": 3.11 to 3.13 work")
    )
    yield _try("Question bank", _bank)
    yield _try("Reader", _reader)


def configured() -> Iterator[Finding]:
    """What the environment says, told by the same functions that `coach serve` starts with."""
    from bot.settings import load_settings

    yield _second_reader()
    try:
        settings = load_settings()
    except ValueError as error:
        yield Finding("Settings", False, _told(error))
        return
    yield Finding(
        "Settings", True, f"listens on {settings.host}:{settings.port}, log as {settings.log_format}"
    )
    yield _try("Database", lambda: _database(settings))
    yield _try("Slack", lambda: _slack(settings), "set SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN")
    yield _try(
        "Teams",
        lambda: _teams(settings),
        "set MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD, MICROSOFT_APP_TENANT_ID",
    )


def _try(what: str, look: Callable[[], str | None], otherwise: str = "") -> Finding:
    """What a look found; where that is None it is not set up, and `otherwise` says how to."""
    try:
        found = look()
    except Exception as error:  # whatever it is, the doctor says it and goes on
        return Finding(what, False, _told(error))
    return Finding(what, None, otherwise) if found is None else Finding(what, True, found)


def _told(error: Exception) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__


def _bank() -> str:
    from dialogs.questions.loading import load_bank

    return f"{len(load_bank())} questions"


def _reader() -> str:
    from dialogs.reading.reader import load_reader

    reading = load_reader().read("Readmissions down from 19 to 15 percent, how is up to me.")
    return f"reads ({reading.label.value} for an answer about a result)"


def _second_reader() -> Finding:
    from bot.llm import LlmSettings, checked

    what = "Second reader"
    try:
        settings = LlmSettings()
        if settings.kind == "off":
            return Finding(
                what, None, "off: COACH_LLM and COACH_LLM_MODEL name one (docs/reading/second-reader.md)"
            )
        checked(settings)
    except ValueError as error:
        return Finding(what, False, _told(error))
    return Finding(what, True, f"{settings.model} at {settings.address}, for whoever says yes to it")


def _database(settings: Settings) -> str:
    from bot.app import open_configured
    from storage.urls import DatabaseUrl

    url = DatabaseUrl.parse(settings.database_url)
    if url.is_sqlite and not url.path.exists():  # opening it would make it
        raise ValueError(f"{url.path} is not there yet: `coach migrate` makes it")

    async def look() -> None:
        store = open_configured(settings)
        try:
            await asyncio.wait_for(store.load("", "", ""), DATABASE_SECONDS)
        finally:
            await store.close()

    asyncio.run(look())
    keys = "COACH_MASTER_KEYS" if settings.master_keys.get_secret_value() else "the key beside it"
    return f"{f'SQLite file {url.path}' if url.is_sqlite else 'PostgreSQL'}, sealed by {keys}"


def _slack(settings: Settings) -> str | None:
    from bot.processes import slack_settings

    slack = slack_settings(settings)
    if slack is None:
        return None
    return "one workspace, by its bot token" if slack.bot_token else "any workspace that installs it"


def _teams(settings: Settings) -> str | None:
    from bot.processes import teams_settings
    from bot.teams.settings import EVERY_TENANT

    teams = teams_settings(settings)
    if teams is None:
        return None
    if teams.no_auth:
        return "without authentication, to try it out on this machine"
    served = "every tenant" if EVERY_TENANT in teams.tenants else ", ".join(sorted(teams.tenants))
    return f"{teams.app_type}, for {served}"
