"""The door behind Bolt's own checks (signature, installation, our own events), in the place of Bolt's listeners.

Bolt looks every 10 ms whether a listener has acknowledged; and it acknowledges an event before its listener runs, so
that what fails then is never sent again. Here a request is answered when its answer is there, and a failure in the
first moment is Slack's to repeat.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest

Answer = Callable[[Mapping[str, Any]], Awaitable[BoltResponse | None]]
"""What a request is answered with; None where nobody knows what it is."""


class Door(AsyncMiddleware):
    """Hands what a request says to whoever answers it."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse | None:
        """The answer; what nobody here knows goes on, to Bolt's own word for that."""
        answer = await self._answer(req.body)
        if answer is None:
            await next()
        return answer
