"""The shape of the house, held by tests: who may import what, how long a file may be, what is not there."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(p for top in ("bot", "dialogs", "storage") for p in (ROOT / top).rglob("*.py"))
ONLY_UNDER = {
    "slack_bolt": "bot/slack",
    "slack_sdk": "bot/slack",
    "botbuilder": "bot/teams",
    "botframework": "bot/teams",
    "msrest": "bot/teams",
    "sqlmodel": "storage",
    "apscheduler": "bot/reminders.py",
}


def imports_of(path: Path) -> set[str]:
    """The top-level modules that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("package", sorted(ONLY_UNDER))
def test_a_platforms_library_stays_in_its_room(package: str) -> None:
    home = ONLY_UNDER[package]
    elsewhere = [
        str(p.relative_to(ROOT))
        for p in SOURCES
        if package in imports_of(p) and not str(p.relative_to(ROOT)).startswith(home)
    ]
    assert elsewhere == []


def test_slack_and_teams_never_see_each_other() -> None:
    for one, other in (("slack", "teams"), ("teams", "slack")):
        for path in (ROOT / "bot" / one).rglob("*.py"):
            assert f"bot.{other}" not in path.read_text(encoding="utf-8"), path


def test_no_file_outgrows_a_reader() -> None:
    long = {
        str(p.relative_to(ROOT)): n for p in SOURCES if (n := len(p.read_text("utf-8").splitlines())) > 400
    }
    assert long == {}


def test_there_is_no_room_without_a_purpose() -> None:
    names = {p.stem for p in SOURCES}
    assert names.isdisjoint({"utils", "helpers", "helper", "manager", "misc", "common"})


def test_the_core_waits_for_nothing() -> None:
    """No coroutine in `dialogs`, but for the ports that others implement."""
    for path in (ROOT / "dialogs").rglob("*.py"):
        if path.name == "ports.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not [n for n in ast.walk(tree) if isinstance(n, ast.AsyncFunctionDef | ast.Await)], path


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    code = "import sys, bot.__main__; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    heavy = {
        "numpy",
        "pydantic",
        "sqlalchemy",
        "matplotlib",
        "onnxruntime",
        "aiohttp",
        "slack_sdk",
        "botbuilder",
        "rich",
    }
    assert set(loaded.split()).isdisjoint(heavy)
