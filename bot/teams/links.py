"""Pictures by link, where they do not fit into a card: an address of our own, sealed, that stops working after a week.

The address says nothing: what it stands for (whose comparison, and which of its pictures) is encrypted, and so is when
it ends. Nothing is stored for it either: the picture is drawn from the message, for as long as that is kept. What was
forgotten is not drawn any more, whatever the address says.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog
from aiohttp import web
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.teams import websafe
from bot.teams.painting import PICTURES, draw_one
from bot.teams.serving import Serves
from dialogs.ports import Clock
from dialogs.replies import OfferComparison

log = structlog.get_logger()

PATH: Final = "/pictures/{token}.png"
LIFE: Final = timedelta(days=7)
"""As long as the words of a message are kept after it was sent."""
PURPOSE: Final = b"teams pictures"
LONGEST_TOKEN: Final = 1_500
MOST_AT_ONCE: Final = 2
"""Pictures drawn at a time: a tenth of a second of a processor each."""
MOST_WAITING: Final = 32
CACHED_FOR: Final = 3600
"""Seconds for which a client may keep a picture: what is forgotten is gone soon after, there too."""
_NONCE: Final = 12


@dataclass(frozen=True, slots=True)
class Spot:
    """Which picture: of what was said to an activity of a person."""

    tenant: str
    person: str
    activity: str
    which: str


class Links:
    """Makes the addresses, and reads them. Any process with the same master keys reads what another one made."""

    def __init__(self, public_url: str, keys: Sequence[bytes], clock: Clock) -> None:
        self._base = public_url.rstrip("/")
        self._ciphers = [AESGCM(key) for key in keys]
        self._clock = clock

    def to(self, spot: Spot) -> str | None:
        """The address of a picture; None where this service has no address to be reached at."""
        if not self._base or not self._ciphers:
            return None
        ends = int((self._clock.now() + LIFE).timestamp())
        words = json.dumps([spot.tenant, spot.person, spot.activity, spot.which, ends], separators=(",", ":"))
        nonce = os.urandom(_NONCE)
        sealed = nonce + self._ciphers[0].encrypt(nonce, words.encode(), PURPOSE)
        token = websafe.written(sealed)
        return self._base + PATH.format(token=token) if len(token) <= LONGEST_TOKEN else None

    def read(self, token: str) -> Spot:
        """What an address stands for.

        Raises:
            LookupError: it is none of ours.
            TimeoutError: its time is over.
        """
        tenant, person, activity, which, ends = json.loads(self._opened(token))
        if self._clock.now() >= datetime.fromtimestamp(ends, UTC):
            raise TimeoutError
        return Spot(tenant, person, activity, which)

    def _opened(self, token: str) -> bytes:
        try:
            sealed = websafe.read(token)
        except ValueError as error:
            raise LookupError from error
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], PURPOSE)
            except (InvalidTag, ValueError):
                continue
        raise LookupError


class Pictures:
    """Answers for those addresses. Whoever has no good one learns nothing but that."""

    def __init__(self, links: Links, service: Serves) -> None:
        self._links = links
        self._service = service
        self._room = asyncio.Semaphore(MOST_AT_ONCE)
        self._waiting = 0

    def routes(self) -> list[web.RouteDef]:
        """What to add to the web application."""
        return [web.get(PATH, self._get)]

    async def _get(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        try:
            spot = self._links.read(token) if len(token) <= LONGEST_TOKEN else None
        except LookupError:
            spot = None
        except TimeoutError:
            return _answer(410)
        reply = await self._comparison(spot) if spot is not None else None
        if spot is None or reply is None:
            return _answer(404)
        if self._waiting >= MOST_WAITING:
            return _answer(503)
        png = await self._drawn(reply, spot.which)
        return _answer(404) if png is None else _answer(200, png)

    async def _comparison(self, spot: Spot) -> OfferComparison | None:
        if spot.which not in PICTURES:
            return None
        for message in await self._service.said(spot.tenant, spot.person, spot.activity):
            if isinstance(message.reply, OfferComparison):
                return message.reply
        return None

    async def _drawn(self, reply: OfferComparison, which: str) -> bytes | None:
        self._waiting += 1
        try:
            async with self._room:
                picture = await asyncio.to_thread(draw_one, reply, which)
        finally:
            self._waiting -= 1
        return picture.png if picture is not None else None


def _answer(status: int, png: bytes | None = None) -> web.Response:
    kept = f"private, max-age={CACHED_FOR}, immutable" if png is not None else "no-store"
    headers = {
        "Cache-Control": kept,
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
        "Referrer-Policy": "no-referrer",
        "Content-Security-Policy": "default-src 'none'",
    }
    if png is None:
        return web.Response(status=status, headers=headers)
    return web.Response(body=png, content_type="image/png", headers=headers)
