"""One process under torture: the real service, delivery, ticker, store and sender; a clock that jumps, and
points at which it kills itself. Nothing of this is in the product's own paths.
"""

from __future__ import annotations

import asyncio
import json
import math
import mmap
import os
import resource
import selectors
import signal
import struct
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from bot import collecting
from bot.courier import LEASE, Lease
from bot.delivery import Delivery
from bot.reading import warm
from bot.reminders import Ticker
from bot.service import Service
from dialogs.activity import Activity, Platform, Said
from dialogs.coach import Coach
from dialogs.ports import Claim, OutboxRow, Pace, Saved, Sender
from dialogs.questions.loading import load_bank
from dialogs.turn import Turn
from storage.encryption import MasterKeys
from storage.store import SqlStore, open_store
from tests.player import MarkedReader
from tests.torture.notes import Notebook
from tests.torture.places import place
from tests.torture.senders import DyingSender, die, slack_sender, teams_sender

warm()  # in the process that all workers are forked from

MASTERS = MasterKeys((b"the torture's very own master key"[:32],))


@dataclass(frozen=True)
class Orders:
    """What one worker is to be."""

    name: str
    database: str
    platform: str
    clock: str
    port: int
    dies_after_save: int = 0
    """Kills itself between the commit of the n-th turn and everything after it."""
    dies_after_post: int = 0
    """Kills itself between the n-th post and marking it."""
    largest_file: int = 0
    """Bytes beyond which no file may grow: the disk is full."""
    per_second: float = 20.0
    lease: Lease = LEASE
    on: Platform = Platform.SLACK
    login: str = ""
    certificate: str = ""
    notes: str = ""
    """Where it writes down what it was told, what it told the others, and that it dies."""
    report: str = ""
    """Where to write, in the end, for how long the event loop was busy with one thing at most."""


class SharedClock:
    """The machine's clock, and an offset that the nemesis writes into a file of eight bytes."""

    def __init__(self, path: str) -> None:
        with open(path, "r+b") as file:
            self._offset = mmap.mmap(file.fileno(), 8)

    @staticmethod
    def create(path: Path) -> SharedClock:
        """A clock that shows the machine's time."""
        path.write_bytes(struct.pack("d", 0.0))
        return SharedClock(str(path))

    @property
    def offset(self) -> float:
        """Seconds ahead of the machine's clock."""
        return float(struct.unpack("d", self._offset[:8])[0])

    def jump(self, seconds: float) -> None:
        """Sets the clock of every process."""
        self._offset[:8] = struct.pack("d", self.offset + seconds)

    def now(self) -> datetime:
        """The present instant, as this clock has it."""
        return datetime.now(UTC) + timedelta(seconds=self.offset)


class DyingStore(SqlStore):
    """A store whose process dies right after a turn was kept, and which notes what the others can know."""

    turns_left = 0
    notebook: Notebook
    clock: SharedClock

    async def save(self, turn: Turn, now: datetime) -> Saved:
        """Keeps a turn, perhaps as the last thing this process does."""
        saved = await super().save(turn, now)
        self._kept_one()
        return saved

    async def save_and_claim(
        self, turn: Turn, now: datetime, claim: Claim
    ) -> tuple[Saved, Sequence[OutboxRow]]:
        """The same, with its messages claimed: what died with this process comes back when the lease runs out."""
        saved = await super().save_and_claim(turn, now, claim)
        self._kept_one()
        return saved

    async def save_each(
        self, several: Sequence[Turn], now: datetime, claim: Claim | None
    ) -> Sequence[Sequence[OutboxRow] | None]:
        """The same, of several people at once."""
        kept = await super().save_each(several, now, claim)
        for _ in filter(lambda rows: rows is not None, kept):
            self._kept_one()
        return kept

    def _kept_one(self) -> None:
        self.turns_left -= 1
        if self.turns_left == 0:
            die(self.notebook, "between commit and post")

    async def hold(self, tenant: str, platform: Platform, channel: str, until: datetime) -> None:
        """Writes down whom to leave alone, and then that this is committed."""
        await super().hold(tenant, platform, channel, until)
        place = f"{tenant}|{channel}" if channel else tenant
        self.notebook.write("told", place, (until - self.clock.now()).total_seconds())


class Untidy:
    """Delivery as the ticker sees it, but nothing that is finished is ever deleted: the checker reads it all."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery

    def nudge(self) -> None:
        """There may be something to do."""
        self._delivery.nudge()

    async def reap(self, *, clock_set: bool = False) -> int:
        """Returns what dead workers held to the queue."""
        return await self._delivery.reap(clock_set=clock_set)

    async def tidy(self) -> int:
        """Deletes nothing."""
        return 0


class LongestBlock(selectors.DefaultSelector):
    """What the event loop waits with, and so sees for how long it did not wait: by the clock, and in processor time of
    its thread (a machine that is shared makes the former longer)."""

    def __init__(self) -> None:
        super().__init__()
        self._wall = 0.0
        self._processor = 0.0
        self._since = (math.inf, math.inf)

    def forget(self) -> None:
        """Starting up is over."""
        self._wall = self._processor = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Notes how long everything took that was ready, and waits for more."""
        wall, processor = self._since
        self._wall = max(self._wall, time.monotonic() - wall)
        self._processor = max(self._processor, time.thread_time() - processor)
        ready = super().select(timeout)
        self._since = (time.monotonic(), time.thread_time())
        return ready

    def as_json(self) -> dict[str, float]:
        """For the report."""
        return {"wall_ms": round(self._wall * 1000, 1), "processor_ms": round(self._processor * 1000, 1)}


def activity_of(orders: Orders, said: dict[str, Any], now: datetime) -> Activity:
    """What a person said, as it comes over the wire here."""
    tenant, person = said["tenant"], said["person"]
    here = place(orders.on, orders.platform, tenant, person, shared=said.get("shared", False))
    return Activity(said["id"], tenant, person, now, here, Said(said["text"]), "Europe/Lisbon")


def _sender(orders: Orders) -> tuple[Sender, Callable[[], None]]:
    if orders.on is Platform.TEAMS:
        return teams_sender(orders.platform, orders.login, orders.certificate)
    return slack_sender(orders.platform, orders.per_second), lambda: None


def main(orders: Orders) -> None:
    """The process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if orders.largest_file:
        resource.setrlimit(resource.RLIMIT_FSIZE, (orders.largest_file, orders.largest_file))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, 1)
    busy = LongestBlock()
    with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(busy)) as runner:
        runner.run(_work(orders, busy))
    if orders.report:
        Path(orders.report).write_text(json.dumps(busy.as_json()))


async def _work(orders: Orders, busy: LongestBlock) -> None:
    clock = SharedClock(orders.clock)
    store = open_store(orders.database, MASTERS)
    store.__class__ = DyingStore
    assert isinstance(store, DyingStore)
    store.turns_left = orders.dies_after_save
    store.notebook, store.clock = Notebook(orders.notes or os.devnull), clock
    sender, forget = _sender(orders)
    service = Service(
        store,
        Coach(load_bank(), MarkedReader()),
        clock,
        ThreadPoolExecutor(1),
        lambda *kept: delivery.kept(*kept),
        claim=lambda: delivery.claim(),
    )
    delivery = Delivery(
        store,
        service,
        {orders.on: DyingSender(sender, orders.dies_after_post, store.notebook)},
        clock,
        f"{orders.name}-{os.getpid()}",
        {orders.on: Pace(orders.per_second)},
        lease=orders.lease,
    )
    ticker = Ticker(Untidy(delivery), clock, lease_seconds=orders.lease.seconds)
    ticker.start()

    async def heard(request: web.Request) -> web.Response:
        try:
            await service.handle(activity_of(orders, await request.json(), clock.now()))
        except Exception as error:  # not kept: whoever told us tells us again
            return web.Response(status=503, text=type(error).__name__)
        return web.Response()

    made = web.Application()
    made.add_routes([web.post("/heard", heard)])
    runner = web.AppRunner(made, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", orders.port, reuse_address=True).start()
    leaving = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, leaving.set)
    running = asyncio.create_task(delivery.run())
    collecting.settle()
    await asyncio.sleep(0)
    busy.forget()
    await leaving.wait()
    await runner.cleanup()
    ticker.stop()
    await delivery.stop()
    await running
    await store.close()
    forget()
