"""Pictures for cards: as data in the card itself where they fit, so that nothing has to be reachable; else by link.

A card takes 28 KB, so a picture is brought down to the few colours that it is drawn in, which takes three quarters off.
Drawing takes a tenth of a second and blocks: called in a thread.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from bot.teams.render.limits import PICTURE_BYTES
from bot.teams.render.pictures import Picture
from dialogs.replies import OfferComparison

if TYPE_CHECKING:
    from bot.pictures import Picture as Drawn

COLOURS: Final = (32, 16, 8)
"""How many are tried, one after the other, until a picture fits."""

PICTURES: Final = ("paths", "ranks")
"""The pictures of a comparison, in the order in which they are shown."""

Link = Callable[[str], str | None]
"""The address of one of them, if it can have one."""


def no_link(which: str) -> None:
    """For a service that cannot be reached from outside."""


def paint(reply: OfferComparison, link: Link = no_link) -> tuple[Picture, ...]:
    """The pictures of a comparison; the table and the sentences say the same."""
    if not reply.pictures:
        return ()
    found = []
    for which in PICTURES:
        drawn = draw_one(reply, which)
        if drawn is None:
            continue
        small = fitting(drawn.png)
        inside = f"data:image/png;base64,{base64.b64encode(small).decode()}" if small is not None else None
        address = inside or link(which)
        if address is not None:
            found.append(Picture(address, drawn.alt_text))
    return tuple(found)


def draw_one(reply: OfferComparison, which: str) -> Drawn | None:
    """One of the pictures; None where there is nothing to draw."""
    from bot.pictures import pay_paths, rank_shares  # matplotlib takes a second to import

    if which == "paths":
        return pay_paths(reply.comparison, amounts=not reply.amounts_hidden)
    return rank_shares(reply.comparison)


def fitting(png: bytes) -> bytes | None:
    """The picture in few enough colours to fit into a card; None where even that does not help."""
    from PIL import Image

    whole = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in COLOURS:
        held = io.BytesIO()
        whole.quantize(colours, dither=Image.Dither.NONE).save(held, "PNG", optimize=True)
        if len(held.getvalue()) <= PICTURE_BYTES:
            return held.getvalue()
    return None
