"""What the pictures share: the two grounds and their colours, the sheet, its title, the letters it can draw."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_WIDTH: Final = 3.6
_DENSITY: Final = 200
_MARGIN: Final = 0.09
"""Inches above the title."""
_LINE_LETTERS: Final = 34
SMALL: Final = 8.5
NORMAL: Final = 9.5
_TITLE: Final = 10.5


@dataclass(frozen=True, slots=True)
class Ground:
    """The colours of one ground."""

    back: str
    ink: str
    faint: str
    track: str
    lines: tuple[str, str]
    ranks: tuple[str, ...]
    on_rank: tuple[str, ...]


LIGHT: Final = Ground(
    back="#FFFFFF",
    ink="#1D1C1D",
    faint="#5C5B5E",
    track="#E4E4E7",
    lines=("#0072B2", "#D55E00"),
    ranks=("#0072B2", "#6FB1DA", "#BBD9EC", "#DDEBF4", "#E9F0F5", "#F1F5F8"),
    on_rank=("#FFFFFF", "#1D1C1D", "#1D1C1D", "#1D1C1D", "#1D1C1D", "#1D1C1D"),
)
DARK: Final = Ground(
    back="#1A1D21",
    ink="#F2F2F3",
    faint="#B4B6BA",
    track="#3A3E44",
    lines=("#56B4E9", "#E69F00"),
    ranks=("#56B4E9", "#2F7DAB", "#24597A", "#23475E", "#253A4A", "#27323D"),
    on_rank=("#111418", "#FFFFFF", "#FFFFFF", "#FFFFFF", "#FFFFFF", "#FFFFFF"),
)


def new_figure(ground: Ground, height: float) -> Figure:
    import matplotlib
    from matplotlib.figure import Figure

    matplotlib.rcParams["text.parse_math"] = False  # two dollar signs are money here, not a formula
    return Figure(figsize=(_WIDTH, height), dpi=_DENSITY, facecolor=ground.back)


def heading(figure: Figure, text: str, ground: Ground) -> int:
    """The title, wrapped to the width; how many lines it took."""
    lines = textwrap.wrap(text, _LINE_LETTERS) or [""]
    figure.text(
        0.05,
        1 - _MARGIN / figure.get_size_inches()[1],
        "\n".join(lines),
        color=ground.ink,
        fontsize=_TITLE,
        fontweight="bold",
        ha="left",
        va="top",
    )
    return len(lines)


def png_of(figure: Figure) -> bytes:
    """The sheet as a PNG."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    out = BytesIO()
    FigureCanvasAgg(figure)
    figure.savefig(out, format="png")
    return out.getvalue()


@cache
def _glyphs() -> frozenset[int]:
    """What the font that comes with matplotlib can draw."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return frozenset(get_font(findfont(FontProperties())).get_charmap())


def drawable(name: str, otherwise: str) -> str:
    """The name if the font has all of it, else another word; the alternative text keeps the name."""
    return name if all(ord(character) in _glyphs() for character in name) else otherwise
