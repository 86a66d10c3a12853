"""Runs the processes and what they stand on, and lets things happen to them."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from bot.courier import LEASE, Lease
from dialogs.activity import Platform
from storage.migrate import migrate
from storage.store import SqlStore, open_store
from tests.postgres_cluster import server_binaries
from tests.torture import worker
from tests.torture.checking import Findings, Happened, check, unfinished
from tests.torture.connector import Connector
from tests.torture.notes import Note, read_notes
from tests.torture.platform import FakePlatform, Faults
from tests.torture.slack import Slack
from tests.torture.worker import MASTERS, Orders, SharedClock

GOODBYE_SECONDS = 60.0
QUIET_SECONDS = 1200.0
"""How long a fleet may take to work what is due."""

_spawning = multiprocessing.get_context("forkserver")
_spawning.set_forkserver_preload(["tests.torture.worker"])


class Fleet:
    """The worker processes."""

    def __init__(self, orders: Sequence[Orders], notes: Path) -> None:
        self._orders = [replace(each, notes=str(notes)) for each in orders]
        self._notes = notes
        self._running: dict[int, BaseProcess] = {}
        self.dead: list[str] = []
        """The processes that ended by SIGKILL, whoever sent it."""

    @property
    def killed(self) -> int:
        """How many of them there are."""
        return len(self.dead)

    @property
    def ports(self) -> list[int]:
        """Where they listen."""
        return [orders.port for orders in self._orders]

    @property
    def pids(self) -> list[int]:
        """Which processes they are."""
        return [process.pid for process in self._running.values() if process.pid is not None]

    def notes(self) -> list[Note]:
        """What they wrote down."""
        return read_notes(self._notes)

    def start(self, number: int, **changes: Any) -> None:
        """Starts one, as ordered but for the changes."""
        orders = replace(self._orders[number], **changes)
        process = _spawning.Process(target=worker.main, args=(orders,), daemon=True)
        process.start()
        self._running[number] = process

    def start_all(self, **changes: Any) -> None:
        """Starts all of them."""
        for number in range(len(self._orders)):
            self.start(number, **changes)

    def revive(self) -> None:
        """Starts again who has died."""
        for number, process in list(self._running.items()):
            if not process.is_alive():
                self._bury(number)
                self.start(number)

    def signal(self, number: int, what: signal.Signals) -> None:
        """Lets one have a signal."""
        process = self._running[number]
        if process.pid is not None and process.is_alive():
            os.kill(process.pid, what)

    def lives(self, number: int) -> bool:
        """Whether one is running."""
        return self._running[number].is_alive()

    def replace(self, number: int, **points: int) -> None:
        """Kills one, and starts another in its place that kills itself at a certain point."""
        self.signal(number, signal.SIGKILL)
        self._bury(number)
        self.start(number, **points)

    def kill_all(self) -> None:
        """Ends all of them where they are."""
        for number in list(self._running):
            self.signal(number, signal.SIGKILL)
            self._bury(number)

    async def stop(self) -> None:
        """Asks all to go, and waits until they went."""
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            await asyncio.to_thread(process.join, GOODBYE_SECONDS)
            if process.is_alive():
                process.kill()
                process.join()
        self._running = {}

    def _bury(self, number: int) -> None:
        process = self._running.pop(number)
        process.join()
        if process.exitcode == -signal.SIGKILL:
            self.dead.append(str(process.pid))


class Stage:
    """A database, a platform, a clock and a fleet, in a folder that goes away."""

    def __init__(
        self,
        home: Path,
        database: str,
        platform: FakePlatform,
        processes: int,
        per_second: float,
        lease: Lease,
    ) -> None:
        self.database = database
        self.platform = platform
        self.lease = lease
        self.clock = SharedClock.create(home / "clock")
        self.store: SqlStore = open_store(database, MASTERS)
        ports = free_ports(processes)
        self.fleet = Fleet(
            [
                Orders(
                    f"w{n}",
                    database,
                    platform.url,
                    str(home / "clock"),
                    port,
                    per_second=per_second,
                    lease=lease,
                    **platform_of(platform),
                )
                for n, port in enumerate(ports)
            ],
            home / "notes",
        )

    async def findings(self, told: Sequence[str]) -> Findings:
        """What came of what was told, now that it is over."""
        lease = self.lease.seconds - self.lease.fresh - self.lease.send
        happened = Happened(frozenset(self.fleet.dead), tuple(self.platform.clock_set), lease)
        return await check(self.store, self.platform.seen, told, self.fleet.notes(), happened)

    async def quiet(self, seconds: float = QUIET_SECONDS) -> float:
        """Waits until nothing that is due is undone; returns how long that took. Raises TimeoutError."""
        began = time.monotonic()
        calm = 0
        while time.monotonic() - began < seconds:
            self.fleet.revive()
            calm = calm + 1 if await unfinished(self.store, self.clock.now()) == 0 else 0
            if calm == 4:
                return time.monotonic() - began
            await asyncio.sleep(0.25)
        raise TimeoutError(f"{await unfinished(self.store, self.clock.now())} rows are still not done")

    async def until_all_moments_passed(self) -> None:
        """Moves the clock from one due moment to the next, until there is none."""
        for _ in range(200):
            await self.quiet()
            due = await self.store.next_due(self.clock.now())
            if due is None:
                return
            self.clock.jump(max(0.0, (due - self.clock.now()).total_seconds()) + 1.0)
        raise TimeoutError("there is always another moment")


@asynccontextmanager
async def stage(
    engine: str,
    seed: int,
    faults: Faults,
    processes: int = 2,
    per_second: float = 20.0,
    lease: Lease = LEASE,
    on: Platform = Platform.SLACK,
) -> AsyncIterator[tuple[Stage, Server | None]]:
    """Everything set up, and taken down again."""
    home = Path(tempfile.mkdtemp(prefix="delta-torture-"))
    platform = Slack(seed, faults) if on is Platform.SLACK else Connector(seed, faults, home)
    await platform.start()
    server = Server() if engine == "postgres" else None
    try:
        database = f"sqlite:///{home / 'coach.db'}"
        if server is not None:
            database = await asyncio.to_thread(server.start)
        await asyncio.to_thread(migrate, database)
        made = Stage(home, database, platform, processes, per_second, lease)
        try:
            yield made, server
        finally:
            await made.fleet.stop()
            await made.store.close()
    finally:
        if server is not None:
            await asyncio.to_thread(server.close)
        await platform.close()
        shutil.rmtree(home, ignore_errors=True)


def platform_of(fake: FakePlatform) -> dict[str, Any]:
    """What the orders say of it."""
    if isinstance(fake, Connector):
        return {"on": Platform.TEAMS, "login": fake.login.url, "certificate": str(fake.certificate)}
    return {"on": Platform.SLACK}


class Server:
    """A PostgreSQL server that can be pulled from under its clients."""

    def __init__(self) -> None:
        binaries = server_binaries()
        if binaries is None:
            raise FileNotFoundError("no PostgreSQL server is installed")
        self._binaries = binaries
        self._home = Path(tempfile.mkdtemp(prefix="delta-torture-pg-"))
        self.restarts = 0

    def start(self) -> str:
        """Starts it and gives its address."""
        if os.geteuid() == 0:
            shutil.chown(self._home, "postgres")
        data = str(self._home / "data")
        self._run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        flags = f"-c listen_addresses= -c unix_socket_directories={self._home} -c max_connections=60"
        self._run("pg_ctl", "-D", data, "-w", "-l", str(self._home / "log"), "-o", flags, "start")
        return f"postgresql+asyncpg://postgres@/postgres?host={self._home}"

    @property
    def pids(self) -> list[int]:
        """The server's processes: the first one, and those that it made (Linux only)."""
        first = int((self._home / "data" / "postmaster.pid").read_text().split("\n", 1)[0])
        threads = Path(f"/proc/{first}/task").glob("*/children")
        return [first, *(int(child) for each in threads for child in each.read_text().split())]

    def restart(self) -> None:
        """Kills all its processes without a goodbye, and starts it again."""
        self.restarts += 1
        self._run("pg_ctl", "-D", str(self._home / "data"), "-w", "-m", "immediate", "restart")

    def close(self) -> None:
        """Stops it and removes its files."""
        with suppress(subprocess.CalledProcessError):
            self._run("pg_ctl", "-D", str(self._home / "data"), "-w", "-m", "immediate", "stop")
        shutil.rmtree(self._home, ignore_errors=True)

    def _run(self, tool: str, *arguments: str) -> None:
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run(
            [*as_user, str(self._binaries / tool), *arguments],
            check=True,
            cwd=self._home,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody uses."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [int(each.getsockname()[1]) for each in sockets]
    for each in sockets:
        each.close()
    return ports


DAY = timedelta(days=1).total_seconds()
HOUR = timedelta(hours=1).total_seconds()
