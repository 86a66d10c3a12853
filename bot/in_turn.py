"""What one person sends in quick succession is played in the order in which this process heard of it."""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary


class InTurn:
    """A line of its own for each person whose activities are being played, in any number of tasks.

    The edges of the platforms stand in it, from before anything that can take its time. A worker does not: what it
    plays for a turn that hangs must not wait for that turn.
    """

    def __init__(self) -> None:
        self._lines: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    def of(self, tenant: str, person: str) -> asyncio.Lock:
        """Held while something of this person's is played; who asks for it first has it first."""
        return self._lines.setdefault((tenant, person), asyncio.Lock())
