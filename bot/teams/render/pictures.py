"""A picture in a card: where it is, and the same facts in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dialogs.replies import OfferComparison, VerdictShown


@dataclass(frozen=True, slots=True)
class Picture:
    """A link that Teams can load, and what the picture says for those who do not see it."""

    url: str
    alt: str


Pictures = Callable[[OfferComparison | VerdictShown], tuple[Picture, ...]]
"""The pictures that go with a reply; none where no public address is configured."""


def no_pictures(reply: OfferComparison | VerdictShown) -> tuple[Picture, ...]:
    """Without a public address nothing can be linked to; the table and the sentences say the same."""
    return ()
