"""The composition root: the only place that builds stores, the coach, the service and delivery."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bot.console.places import key_beside
from bot.delivery import Delivery
from bot.service import Service
from dialogs.activity import Platform
from dialogs.coach import Coach
from dialogs.ports import Clock, Sender, Store
from dialogs.questions.loading import load_bank
from dialogs.reading.reader import load_reader
from storage.encryption import MasterKeys
from storage.migrate import migrate
from storage.store import open_store


@dataclass(frozen=True)
class Coaching:
    """A running coach: what adapters talk to, and what keeps and delivers."""

    service: Service
    delivery: Delivery
    store: Store
    readers: ThreadPoolExecutor

    async def close(self) -> None:
        """Lets go of everything."""
        self.readers.shutdown(wait=True)
        await self.store.close()


def build(store: Store, clock: Clock, senders: Mapping[Platform, Sender]) -> Coaching:
    """Puts a coach together over a store."""
    readers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reader")
    service = Service(store, Coach(load_bank(), load_reader()), clock, readers)
    worker = f"{socket.gethostname()}-{os.getpid()}"
    return Coaching(service, Delivery(store, service, senders, clock, worker), store, readers)


def open_local(database: Path) -> Store:
    """The store in a local file, brought up to date first, with its key beside it."""
    url = f"sqlite:///{database}"
    migrate(url)
    return open_store(url, MasterKeys.parse(key_beside(database)))
