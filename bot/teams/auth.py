"""Who may talk to us, and as whom we talk back: the SDK's validation made strict, and a token that is kept."""

from __future__ import annotations

import asyncio
import hashlib
import time as system_time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import requests
import structlog

from bot.remembered import Remembered
from bot.teams.sdk import (
    TRY_AGAIN_AFTER,
    Credentials,
    Fetch,
    KeyRing,
    KeysUnavailable,
    TokenValidation,
    configuration,
    fetch_json,
)
from bot.teams.settings import TeamsSettings

log = structlog.get_logger()

CHANNEL: Final = "msteams"
DEV_CHANNELS: Final = frozenset({CHANNEL, "emulator"})

CHECKED_FOR: Final = 300.0
"""Seconds that a validated token is taken without validating it again; never beyond its own end."""
MOST_CHECKED: Final = 1024
TOKEN_KEPT: Final = 240.0
"""Seconds that our own token is used before MSAL is asked again. MSAL itself gives none that ends within 300."""


class Refused(Exception):
    """The caller may not. `status` is what HTTP calls it; `reason` is for our log, never for the caller."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Gate:
    """Lets in what Microsoft signed for us, from a tenant we serve, by way of Teams."""

    def __init__(
        self, settings: TeamsSettings, validation: TokenValidation | None, time: Callable[[], float]
    ) -> None:
        self._settings = settings
        self._validation = validation
        self._time = time
        self._checked: Remembered[bytes, float] = Remembered(MOST_CHECKED)

    async def check(self, header: str, *, channel: str, service_url: str, tenant: str, remote: str) -> None:
        """Passes, or raises.

        Raises:
            Refused: 401 for whatever is wrong with the token, 403 for the wrong place, 503 where it cannot be told.
        """
        if self._validation is None:
            self._check_nearby(remote, channel)
        else:
            await self._check_token(self._validation, header, channel, service_url)
            if channel != CHANNEL:
                raise Refused(403, "channel")
        if not self._settings.trusts(service_url):
            raise Refused(403, "service_url")
        if not self._settings.allows(tenant):
            raise Refused(403, "tenant")

    def _check_nearby(self, remote: str, channel: str) -> None:
        from bot.settings import is_loopback

        if not is_loopback(remote):
            raise Refused(403, "without authentication only this machine may talk to us")
        if channel not in DEV_CHANNELS:
            raise Refused(403, "channel")

    async def _check_token(
        self, validation: TokenValidation, header: str, channel: str, service_url: str
    ) -> None:
        mark = hashlib.sha256(f"{header}\0{channel}\0{service_url}".encode()).digest()
        if self._checked.get(mark, 0.0) > self._time():
            return
        if not header.startswith("Bearer ") or len(header.split(" ")) != 2:
            raise Refused(401, "no bearer token")
        try:
            claims = await validation.claims(header, channel=channel, service_url=service_url)
        except KeysUnavailable as error:
            raise Refused(503, "signing keys unavailable") from error
        except Exception as error:  # the SDK raises almost anything for a bad token
            raise Refused(401, type(error).__name__) from error
        # The SDK also takes tokens of bots and of its emulator, and skips their service URL: they are not for us.
        if claims.get("iss") != self._settings.channel_issuer or claims.get("serviceurl") != service_url:
            raise Refused(401, "not a channel's token")
        ends = claims.get("exp")
        if not isinstance(ends, int | float) or isinstance(ends, bool):
            raise Refused(401, "no exp")
        self._checked[mark] = min(self._time() + CHECKED_FOR, float(ends))


class OwnToken:
    """Our token for the connector: one request for any number of messages, never on the event loop."""

    def __init__(
        self,
        settings: TeamsSettings,
        credentials: Credentials | None,
        threads: ThreadPoolExecutor,
        steady: Callable[[], float],
    ) -> None:
        self._settings = settings
        self._credentials = credentials
        self._threads = threads
        self._steady = steady
        self._token = ""
        self._asked_at = float("-inf")
        self._failed_at = float("-inf")
        self._one_at_a_time = asyncio.Lock()

    async def headers(self) -> dict[str, str]:
        """The header that goes with each request; none without authentication.

        Raises:
            PermissionError, requests.RequestException, ValueError, TimeoutError: there is no token to be had now.
        """
        if self._credentials is None:
            return {}
        if self._steady() - self._asked_at > TOKEN_KEPT:
            async with self._one_at_a_time:
                if self._steady() - self._asked_at > TOKEN_KEPT:
                    await self._ask(self._credentials)
        return {"Authorization": f"Bearer {self._token}"}

    async def _ask(self, credentials: Credentials) -> None:
        if self._steady() - self._failed_at < TRY_AGAIN_AFTER:
            raise TimeoutError("the login service failed a moment ago")
        settings = self._settings
        of = await credentials.create_credentials(
            settings.app_id, settings.oauth_scope, settings.login_url, settings.validate_authority
        )
        loop = asyncio.get_running_loop()
        try:
            self._token = await loop.run_in_executor(self._threads, credentials.token, of)
        except NO_TOKEN:
            self._failed_at = self._steady()
            raise
        self._asked_at = self._steady()

    def refuse(self) -> None:
        """The connector did not take it: ask for a new one the next time."""
        self._asked_at = float("-inf")
        if self._credentials is not None:
            self._credentials.forget()


NO_TOKEN: Final = (PermissionError, requests.RequestException, ValueError, TimeoutError)
"""What `OwnToken.headers` raises where there is none to be had."""


class Identity:
    """Both sides of it, and the two threads that wait for Microsoft in our place: a slow login service slows nothing
    but the messages that need it."""

    def __init__(
        self,
        settings: TeamsSettings,
        *,
        time: Callable[[], float] = system_time.time,
        steady: Callable[[], float] = system_time.monotonic,
        fetch: Fetch = fetch_json,
    ) -> None:
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="teams-login")
        self._credentials: Credentials | None = None
        if settings.no_auth:
            log.warning(
                "TEAMS_DEV_WITHOUT_AUTH is on: anybody on this machine can talk to the coach as anybody"
            )
            self.gate = Gate(settings, None, time)
            self.token = OwnToken(settings, None, self._threads, steady)
            return
        credentials = Credentials(configuration(settings), validate_authority=settings.validate_authority)
        self._credentials = credentials
        keys = KeyRing(settings.channel_metadata_url, self._threads, steady, fetch)
        self.gate = Gate(settings, TokenValidation(settings, credentials, keys), time)
        self.token = OwnToken(settings, credentials, self._threads, steady)

    def close(self) -> None:
        """Lets go of the threads; what still waits in them is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        if self._credentials is not None:
            self._credentials.close()
