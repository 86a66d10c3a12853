"""The composition root: the only place that builds stores, the coach, the service and delivery."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.console.places import key_beside
from bot.delivery import Delivery
from bot.reading import SecondReader
from bot.service import Service
from bot.settings import Settings
from dialogs.activity import Platform
from dialogs.coach import Coach
from dialogs.ports import Claim, Clock, OutboxRow, Outcome, Sender, Store
from dialogs.questions.loading import load_bank
from dialogs.reading.reader import Reader, load_reader
from dialogs.turn import Turn
from storage.encryption import MasterKeys
from storage.migrate import migrate
from storage.store import SqlStore, open_store
from storage.urls import DatabaseUrl


@dataclass(frozen=True)
class Coaching:
    """A running coach: what adapters talk to, and what keeps and delivers."""

    service: Service
    delivery: Delivery
    store: Store
    readers: ThreadPoolExecutor
    second: SecondReader | None = None

    async def close(self) -> None:
        """Lets go of everything."""
        self.readers.shutdown(wait=True)
        if self.second is not None:
            self.second.close()
        await self.store.close()


def build(
    store: Store,
    clock: Clock,
    senders: Mapping[Platform, Sender],
    reader: Reader | None = None,
    *,
    second: SecondReader | None = None,
    eager: bool = False,
    on_settled: Callable[[Outcome, datetime], None] = lambda outcome, now: None,
) -> Coaching:
    """Puts a coach together over a store.

    `second` is offered to everybody, and reads for those who say yes to it.
    `eager`: what a turn leaves to send, or to blank, is delivered at once by this process; it needs a running loop.
    """
    readers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reader")
    coach = Coach(load_bank(), reader or load_reader(), second.address if second else "")
    worker = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"

    def claim() -> Claim | None:
        return delivery.claim() if eager else None

    def kept(turn: Turn, rows: Sequence[OutboxRow], claim: Claim | None) -> None:
        if eager:
            delivery.kept(turn, rows, claim)

    service = Service(store, coach, clock, readers, kept, claim, second)
    delivery = Delivery(store, service, senders, clock, worker, on_settled=on_settled)
    return Coaching(service, delivery, store, readers, second)


def open_configured(settings: Settings) -> SqlStore:
    """The store that the environment names. A local file without a key in the environment has one beside it.

    Raises:
        DatabaseUrlError: the address names no database.
        MasterKeyError: there is no key for a database on a server, or it is no key.
    """
    keys = settings.master_keys.get_secret_value()
    url = DatabaseUrl.parse(settings.database_url)
    if not keys and url.is_sqlite:
        url.create_file()
        keys = key_beside(Path(url.path))
    return open_store(settings.database_url, MasterKeys.parse(keys), pgbouncer=settings.pgbouncer)


def open_local(database: Path) -> Store:
    """The store in a local file, brought up to date first, with its key beside it."""
    url = f"sqlite:///{database}"
    migrate(url)
    return open_store(url, MasterKeys.parse(key_beside(database)))
