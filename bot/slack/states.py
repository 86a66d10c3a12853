"""OAuth states: what ties the page that Slack sends a browser back to to the one that it was sent from."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import time
from collections.abc import Callable
from typing import Any

from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from bot.remembered import Remembered

log = logging.getLogger(__name__)

STATE_SECONDS = 600


class SignedStates(AsyncOAuthStateStore):
    """OAuth states that any process can check without keeping them: signed, short-lived, used once.

    Bolt holds each state against the browser's cookie besides, and Slack's code works once in any case; that a
    state is used once is remembered for its ten minutes in the process that saw it.
    """

    def __init__(self, secret: str, now: Callable[[], float] = time.time) -> None:
        self._secret = hashlib.sha256(b"delta oauth state" + secret.encode()).digest()
        self._now = now
        self._used: Remembered[str, bool] = Remembered(10_000)

    @property
    def logger(self) -> logging.Logger:
        """Where Bolt's flow writes."""
        return log

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        """A new state."""
        body = f"{secrets.token_urlsafe(16)}.{int(self._now()) + STATE_SECONDS}"
        return f"{body}.{self._sign(body)}"

    async def async_consume(self, state: str) -> bool:
        """Whether it is ours, in time, and new."""
        body, _, signature = state.rpartition(".")
        if not hmac.compare_digest(signature, self._sign(body)) or state in self._used:
            return False
        self._used[state] = True
        return int(body.rpartition(".")[2]) >= self._now()

    def _sign(self, body: str) -> str:
        return hmac.new(self._secret, body.encode(), hashlib.sha256).hexdigest()
