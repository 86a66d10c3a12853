"""Waiting for something to happen: patient, because a machine may be busy; quick, where it is not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

PATIENCE = 60.0
"""Seconds after which something that should happen is given up on."""
_LOOKS = 0.02


async def until(true: Callable[[], bool | Awaitable[bool]]) -> None:
    """Returns when it is true.

    Raises:
        TimeoutError: that took a minute.
    """
    async with asyncio.timeout(PATIENCE):
        while True:
            answer = true()
            if answer if isinstance(answer, bool) else await answer:
                return
            await asyncio.sleep(_LOOKS)


async def listens(port: int) -> None:
    """Returns when something on this machine listens on that port.

    Raises:
        TimeoutError: nothing does after a minute.
    """

    async def answers() -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            return False
        writer.close()
        return True

    await until(answers)
