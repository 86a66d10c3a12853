"""Work that is cheaper for many at once: while one group is being worked, those who come gather for the next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

ANSWERED_AT_ONCE = 8
"""Those who are answered go on in the same round of the event loop, each for up to half a millisecond (a call to a
platform begins): between so many of them everybody else has a turn."""


class Gathering(Generic[Asked, Answer]):
    """Has `work` done for groups of at most `most`; it gives an answer to each, in order.

    No more than `at_once` groups are under way: one, where the next is to see what the last one did.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Asked]], Awaitable[Sequence[Answer]]],
        most: int = 256,
        at_once: int = 1,
    ) -> None:
        self._work = work
        self._most = most
        self._waiting: list[tuple[Asked, asyncio.Future[Answer]]] = []
        self._at_once = at_once
        self._under_way = 0
        self._tasks: set[asyncio.Task[None]] = set()
        """Kept from being forgotten by the event loop while they run."""

    async def ask(self, one: Asked) -> Answer:
        """The answer for one, worked together with whatever else is asked meanwhile. Raises what the work of its group
        raised."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, answer))
        if self._under_way < self._at_once:
            self._under_way += 1
            working = asyncio.create_task(self._work_all())
            self._tasks.add(working)
            working.add_done_callback(self._tasks.discard)
        return await answer

    async def _work_all(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            try:
                answers = await self._work([asked for asked, _ in group])
            except Exception as error:  # each of those who wait is told
                for _, waiting in group:
                    if not waiting.done():
                        waiting.set_exception(error)
                continue
            for number, ((_, waiting), answer) in enumerate(zip(group, answers, strict=True), 1):
                if not waiting.done():
                    waiting.set_result(answer)
                if number % ANSWERED_AT_ONCE == 0:
                    await asyncio.sleep(0)
        self._under_way -= 1  # with nothing awaited since nobody waited: who comes next begins anew
