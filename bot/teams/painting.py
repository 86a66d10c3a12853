"""Pictures for cards, as data in the card itself: nothing is published, nothing expires, nothing has to be reachable.

A card takes 28 KB, so a picture is brought down to the few colours that it is drawn in, which takes three quarters off.
Drawing takes a tenth of a second and blocks: called in a thread.
"""

from __future__ import annotations

import base64
import io
from typing import Final

from bot.teams.render.limits import PICTURE_BYTES
from bot.teams.render.pictures import Picture
from dialogs.replies import OfferComparison

COLOURS: Final = (32, 16, 8)
"""How many are tried, one after the other, until a picture fits."""


def paint(reply: OfferComparison) -> tuple[Picture, ...]:
    """The pictures of a comparison that fit into a card each; the table and the sentences say the same."""
    if not reply.pictures:
        return ()
    from bot.pictures import pay_paths, rank_shares  # matplotlib takes a second to import

    drawn = (pay_paths(reply.comparison, amounts=not reply.amounts_hidden), rank_shares(reply.comparison))
    found = []
    for each in drawn:
        small = fitting(each.png) if each is not None else None
        if each is not None and small is not None:
            found.append(Picture(f"data:image/png;base64,{base64.b64encode(small).decode()}", each.alt_text))
    return tuple(found)


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
