"""`coach doctor`: what is configured, what is missing, and what to do about it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `ok` is None for what is optional and simply not set up."""

    what: str
    ok: bool | None
    says: str


def examine() -> int:
    """Looks at everything, prints it, and returns 0 if the coach can run."""
    findings = list(_findings())
    table = Table.grid(padding=(0, 2))
    marks = {True: "ok", False: "missing", None: "not set up"}
    for finding in findings:
        style = {True: "green", False: "bold red", None: "dim"}[finding.ok]
        table.add_row(Text(marks[finding.ok], style=style), finding.what, Text(finding.says))
    Console(highlight=False, width=None if sys.stdout.isatty() else 100).print(table)
    return 1 if any(finding.ok is False for finding in findings) else 0


def _findings() -> Iterator[Finding]:
    version = sys.version_info
    supported = (3, 11) <= version[:2] <= (3, 13)
    yield Finding(
        "Python", supported, f"{version.major}.{version.minor}" + ("" if supported else ": 3.11 to 3.13 work")
    )
    yield _try("Question bank", _bank)
    yield _try("Reader", _reader)
    yield _second_reader()
    yield _try("Settings", _settings)
    yield _try("Database", _database)
    yield from _platforms()


def _try(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, look())
    except Exception as error:  # whatever it is, the doctor says it and goes on
        return Finding(what, False, " ".join(str(error).split())[:300] or type(error).__name__)


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
        return Finding(what, False, " ".join(str(error).split())[:300])
    return Finding(what, True, f"{settings.model} at {settings.address}, for whoever says yes to it")


def _settings() -> str:
    from bot.settings import load_settings

    settings = load_settings()
    return f"listens on {settings.host}:{settings.port}, log as {settings.log_format}"


def _database() -> str:
    from bot.settings import load_settings
    from storage.encryption import MasterKeys
    from storage.urls import DatabaseUrl

    settings = load_settings()
    url = DatabaseUrl.parse(settings.database_url)
    if not settings.master_keys.get_secret_value():
        raise ValueError("COACH_MASTER_KEYS is not set: `coach key` makes one (the terminal makes its own)")
    MasterKeys.parse(settings.master_keys.get_secret_value())
    return f"{'SQLite file ' + str(url.path) if url.is_sqlite else 'PostgreSQL'}; keys can be read"


def _platforms() -> Iterator[Finding]:
    import os

    slack = [name for name in ("SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN") if os.environ.get(name)]
    install = all(
        os.environ.get(name) for name in ("SLACK_SIGNING_SECRET", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")
    )
    if len(slack) == 2 or install:
        yield Finding("Slack", True, "installable by OAuth" if install else "one workspace, by its bot token")
    elif slack:
        yield Finding(
            "Slack", False, "SLACK_SIGNING_SECRET goes with SLACK_BOT_TOKEN or SLACK_CLIENT_ID/_SECRET"
        )
    else:
        yield Finding("Slack", None, "set SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN")
    teams = [
        n
        for n in ("MICROSOFT_APP_ID", "MICROSOFT_APP_PASSWORD", "MICROSOFT_APP_TENANT_ID")
        if os.environ.get(n)
    ]
    if len(teams) == 3:
        yield Finding("Teams", True, "single tenant")
    elif teams:
        yield Finding("Teams", False, "MICROSOFT_APP_ID, _PASSWORD and _TENANT_ID go together")
    else:
        yield Finding("Teams", None, "set MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD, MICROSOFT_APP_TENANT_ID")
