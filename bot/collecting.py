"""What is loaded when a process starts stays until it ends: the garbage collector need not look at it for ever.

Modules, the bank and the SDKs are a hundred thousand objects. A full collection walks all of them and stops everything
for as long, while what a turn makes is freed by counting references, nearly all of it. So what is there at the start is
taken out of the collector's sight, and it looks less often at the rest: a tenth less time for a turn, and half the
slowest ones' wait.
"""

from __future__ import annotations

import gc

OFTEN = (50_000, 20, 50)
"""Objects made and not freed before the youngest are looked at, and how often each older generation is."""


def settle() -> None:
    """To be called once, when everything is loaded."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*OFTEN)
