"""What it takes to see the coach as a person in Teams does: Chromium, Node, and Microsoft's own playground.

Without them these tests are skipped; `DELTA_REQUIRE_BROWSER=1` (continuous integration sets it) makes that a failure.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.waiting import PATIENCE, listens

HERE = Path(__file__).parent / "browser"
NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """The browser, if there is one."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def modules() -> Path | None:
    """The folder with the Node packages: installed beside the driver, or where `DELTA_NODE_MODULES` says."""
    named = Path(os.environ.get("DELTA_NODE_MODULES", HERE / "node_modules"))
    return named if (named / "playwright-core").is_dir() and shutil.which("node") else None


def needed() -> tuple[str, Path]:
    """The browser and the packages, or no test."""
    browser, packages = chromium(), modules()
    if browser is None or packages is None:
        what = "Chromium and, in tests/teams/browser, `npm ci`"
        if os.environ.get("DELTA_REQUIRE_BROWSER"):
            pytest.fail(f"this needs {what}")
        pytest.skip(f"this needs {what}")
    return browser, packages


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Playground:
    """Microsoft's playground over a bot, and a person in front of it."""

    def __init__(self, browser: str, packages: Path, endpoint: str) -> None:
        self._browser = browser
        self._packages = packages
        self._endpoint = endpoint
        self._port = free_port()
        self._server: asyncio.subprocess.Process | None = None
        self._person: asyncio.subprocess.Process | None = None

    async def begin(self) -> None:
        """Starts both and opens the page."""
        cli = self._packages / "@microsoft" / "m365agentsplayground" / "cli.js"
        arguments = ["-e", self._endpoint, "-c", "msteams", "-p", str(self._port), "--disable-telemetry"]
        self._server = await asyncio.create_subprocess_exec(
            "node",
            "-r",
            str(HERE / "loopback.cjs"),
            str(cli),
            *arguments,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        await listens(self._port)
        self._person = await asyncio.create_subprocess_exec(
            "node",
            str(HERE / "drive.cjs"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "NODE_PATH": str(self._packages)},
            limit=1 << 24,
        )
        await self.does("open", url=f"http://127.0.0.1:{self._port}/", chromium=self._browser)

    async def does(self, command: str, **arguments: Any) -> Any:
        """One thing the person does; fails with what the browser said."""
        assert self._person is not None
        assert self._person.stdin is not None
        assert self._person.stdout is not None
        self._person.stdin.write(json.dumps({"do": command, **arguments}).encode() + b"\n")
        answer = json.loads(await asyncio.wait_for(self._person.stdout.readline(), PATIENCE))
        assert answer["ok"], f"{command} {arguments}: {answer.get('error')}"
        return answer.get("value")

    async def end(self) -> None:
        """Closes the page and ends the playground."""
        if self._person is not None:
            assert self._person.stdin is not None
            self._person.stdin.write(b'{"do":"close"}\n')
            await asyncio.wait_for(self._person.wait(), PATIENCE)
        if self._server is not None:
            self._server.terminate()
            await asyncio.wait_for(self._server.wait(), PATIENCE)
