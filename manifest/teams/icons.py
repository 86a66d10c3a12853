"""Draws the two icons, a Δ: `python -m manifest.teams.icons`. Kept as files, so that packaging needs no drawing.

Teams wants a colour icon of 192×192 that fills its square, and an outline of 32×32 in pure white on nothing.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

HERE = Path(__file__).parent
GROUND: Final = (31, 58, 95, 255)
INK: Final = (255, 255, 255, 255)
SPARK: Final = (230, 159, 0, 255)
FINER: Final = 8
"""Drawn this many times larger and scaled down, for smooth edges."""

Point = tuple[float, float]


def delta(side: int, height: float, stroke: float) -> tuple[list[Point], list[Point]]:
    """The outer and the inner triangle of a Δ in the middle of a square: `height` and `stroke` as shares of its side.

    The inner one is the outer one moved in by the stroke's width on every side, as the inscribed circle tells.
    """
    half = height / math.sqrt(3) * 1.02
    top, foot = 0.5 - height * 0.53, 0.5 + height * 0.47
    outer = [(0.5, top), (0.5 + half, foot), (0.5 - half, foot)]
    slope = math.hypot(half, height)
    radius = half * height / (half + slope)
    centre = (0.5, foot - radius)
    share = (radius - stroke) / radius
    inner = [(centre[0] + (x - centre[0]) * share, centre[1] + (y - centre[1]) * share) for x, y in outer]
    return [(x * side, y * side) for x, y in outer], [(x * side, y * side) for x, y in inner]


def colour() -> Image.Image:
    """White Δ on the accent colour, with the one outcome that counts inside it."""
    side = 192 * FINER
    image = Image.new("RGBA", (side, side), GROUND)
    pen = ImageDraw.Draw(image)
    outer, inner = delta(side, 0.56, 0.065)
    pen.polygon(outer, fill=INK)
    pen.polygon(inner, fill=GROUND)
    x, y, r = side / 2, sum(point[1] for point in inner) / 3, side * 0.055
    pen.ellipse((x - r, y - r, x + r, y + r), fill=SPARK)
    return image.resize((192, 192), Image.Resampling.LANCZOS)


def outline() -> Image.Image:
    """The same Δ in white alone: its transparency is the drawing."""
    side = 32 * FINER
    mask = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(mask)
    outer, inner = delta(side, 0.78, 0.095)
    pen.polygon(outer, fill=255)
    pen.polygon(inner, fill=0)
    image = Image.new("RGBA", (32, 32), (255, 255, 255, 0))
    image.putalpha(mask.resize((32, 32), Image.Resampling.LANCZOS))
    return image


def main() -> None:
    """Writes both files."""
    colour().save(HERE / "color.png", optimize=True)
    outline().save(HERE / "outline.png", optimize=True)


if __name__ == "__main__":
    main()
