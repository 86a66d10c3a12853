"""The charts as pictures, for workspaces that take no native ones yet. They say the same and carry it as alt text."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from dialogs.replies import OfferComparison


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to upload, with what it says for those who do not see it."""

    name: str
    title: str
    png: bytes
    alt: str


Painter = Callable[[OfferComparison], Awaitable[Sequence[Picture]]]


async def paint(reply: OfferComparison) -> Sequence[Picture]:
    """The pay paths and the rank shares, as far as there is something to draw; drawn off the event loop."""
    return await asyncio.to_thread(_paint, reply)


def _paint(reply: OfferComparison) -> Sequence[Picture]:
    from bot import pictures  # pulls in matplotlib, which most workspaces never need

    paths = pictures.pay_paths(reply.comparison, amounts=not reply.amounts_hidden)
    shares = pictures.rank_shares(reply.comparison)
    drawn = (
        ("pay-paths.png", "Pay, year by year", paths),
        ("order.png", "How often each comes first", shares),
    )
    return [Picture(name, title, made.png, made.alt_text) for name, title, made in drawn if made is not None]
