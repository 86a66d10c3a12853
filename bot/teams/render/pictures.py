"""A picture in a card: where it is, and the same facts in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """An address (or the picture itself, as a data URI), and what it says for those who do not see it."""

    url: str
    alt: str


Pictures = tuple[Picture, ...]
