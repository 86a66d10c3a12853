"""The port of the mindset reader, and the way to the one that ships.

Nothing heavy is imported until `load_reader` is called, so that a command which reads nothing starts at once.
"""

from __future__ import annotations

from typing import Protocol

from dialogs.rubric import Dimension, Reading


class Reader(Protocol):
    """Reads one answer under the rubric."""

    def read(self, text: str, dimension: Dimension | None = None) -> Reading:
        """Say what `text` shows. The dimension is inferred when None.

        Never raises, whatever the text; the time is bounded for any length. A text without a word in it
        is `unclear`. `Reading.quote` is always an exact substring of `text`.
        """
        ...


class ReaderUnavailableError(RuntimeError):
    """The weights are missing, damaged or made for another encoder; the message says which."""


def load_reader() -> Reader:
    """The reader that ships, ready to read. Takes about a second: load it in the background.

    Raises ReaderUnavailableError when weights and encoder do not fit.
    """
    from dialogs.reading.local import load

    return load()
