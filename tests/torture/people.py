"""People who say things to the processes, each line one to three times, until it is acknowledged."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import aiohttp

HEARD_SECONDS = 600.0
"""How long somebody goes on telling what nobody acknowledges. Nothing here is to end for being slow."""

STORIES = (
    "interview {company} analyst, tomorrow 3pm, hiring manager",
    "help",
    "status",
    "{company} moved to tomorrow 5pm",
    "interview {company} again, in two days 11:00, the team",
    "questions",
    "settings",
)


class People:
    """Says things to the processes, each one to three times, to any of them, until it is acknowledged."""

    def __init__(
        self,
        seed: int,
        tenants: int,
        people: int,
        ports: Sequence[int],
        prefix: str = "Ev",
        *,
        in_company: bool = False,
    ) -> None:
        """`in_company`: they say a third of it where others read along."""
        self._prefix = prefix
        self._in_company = in_company
        self._random = random.Random(seed)
        self._people = [(f"T{n % tenants:03}", f"p{n}") for n in range(people)]
        self._ports = list(ports)
        self.acknowledged: list[str] = []
        self.copies = 0
        self.refused = asyncio.Event()
        """Set when somebody was told that what they said could not be kept."""
        self.slowest = 0.0

    async def tell(self, count: int, at_once: int, pause: float = 0.0) -> None:
        """So many events, a few at once; one after the other for each person."""
        work: asyncio.Queue[tuple[str, str, list[dict[str, Any]]]] = asyncio.Queue()
        for number, (tenant, person) in enumerate(self._people):
            share = count // len(self._people) + (number < count % len(self._people))
            lines = [self._line(tenant, person, number, n) for n in range(share)]
            if lines:
                work.put_nowait((tenant, person, lines))
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session:
            await asyncio.gather(*(self._talk(session, work, pause) for _ in range(at_once)))

    def _line(self, tenant: str, person: str, number: int, n: int) -> dict[str, Any]:
        company = f"Firm{n // len(STORIES)}"
        text = STORIES[n % len(STORIES)].format(company=company)
        shared = self._in_company and (number + n) % 3 == 0
        id = f"{self._prefix}{number}x{n}"
        return {"id": id, "tenant": tenant, "person": person, "text": text, "shared": shared}

    async def _talk(self, session: aiohttp.ClientSession, work: asyncio.Queue[Any], pause: float) -> None:
        while not work.empty():
            tenant, _, lines = work.get_nowait()
            for line in lines:
                copies = self._random.randint(1, 3)
                self.copies += copies
                began = time.monotonic()
                await asyncio.gather(*(self._until_heard(session, line) for _ in range(copies)))
                self.slowest = max(self.slowest, time.monotonic() - began)
                self.acknowledged.append(f"{tenant}|{line['id']}")
                await asyncio.sleep(pause * self._random.random())

    async def _until_heard(self, session: aiohttp.ClientSession, line: dict[str, Any]) -> None:
        give_up = time.monotonic() + HEARD_SECONDS
        while time.monotonic() < give_up:
            port = self._random.choice(self._ports)
            with suppress(aiohttp.ClientError, TimeoutError, OSError):
                async with session.post(f"http://127.0.0.1:{port}/heard", json=line) as got:
                    if got.status == 200:
                        return
                    self.refused.set()
            await asyncio.sleep(0.05 + 0.2 * self._random.random())
        raise TimeoutError(f"nobody acknowledged {line['id']}")
