"""Which workspaces the coach is installed in, and with which token it acts there."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Protocol

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError, SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from bot.remembered import Remembered
from bot.slack import failures
from dialogs.ports import Clock, TryLater, Undeliverable
from storage.installations import Installations

log = logging.getLogger(__name__)

PLATFORM = "slack"
REMEMBERED_SECONDS = 60.0
"""How long a token is used without another look: so soon every process notices that it was revoked."""
ROTATE_MINUTES_BEFORE = 120

ForgetTenant = Callable[[str], Awaitable[None]]


class Installs(Protocol):
    """Whom requests come from, and with what to answer."""

    async def authorize(
        self, enterprise_id: str | None, team_id: str | None, user_id: str | None
    ) -> AuthorizeResult | None:
        """The installation that a request belongs to; None where there is none.

        Raises:
            TryLater: that cannot be told just now.
        """
        ...

    async def token(self, tenant: str, team: str | None = None) -> str | None:
        """A token that is good now."""
        ...

    async def remove(self, tenant: str, happened: datetime) -> bool:
        """Forgets the installation that was removed then, and everything the tenant had. Whether that was so: another
        workspace's is none of ours, and one made since stays.

        Raises:
            TryLater: Slack does not say just now whose it is.
        """
        ...


class OneWorkspace:
    """The single workspace whose token was configured."""

    def __init__(self, token: str, client: Callable[[], AsyncWebClient], forget: ForgetTenant) -> None:
        self._token: str | None = token
        self._client = client
        self._forget = forget
        self._who: dict[str, Any] | None = None
        self._asking = asyncio.Lock()

    async def introduce(self) -> None:
        """Asks Slack who we are before anybody waits for it; where it does not say, the log does."""
        try:
            await self._ask(self._token)
        except (TryLater, Undeliverable) as error:  # the first request asks again
            log.warning("Slack does not say who we are (%s): is SLACK_BOT_TOKEN right?", error.reason)

    async def authorize(
        self, enterprise_id: str | None, team_id: str | None, user_id: str | None
    ) -> AuthorizeResult | None:
        """Asks Slack once who we are. A request of another workspace is none of ours."""
        try:
            who = await self._ask(self._token)
        except Undeliverable:
            return None
        if self._token is None or (team_id is not None and who.get("team_id") not in (None, team_id)):
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            user_id=user_id,
            bot_id=who.get("bot_id"),
            bot_user_id=who.get("user_id"),
            bot_token=self._token,
        )

    async def _ask(self, token: str | None) -> Mapping[str, Any]:
        """Who we are. What Slack does not say in this moment must not pass for "nobody": Bolt would acknowledge what
        came meanwhile, and it would be lost.

        Raises:
            TryLater, Undeliverable: not now; never, because the token is none of Slack's (any more).
        """
        async with self._asking:
            if self._who is None and token is not None:
                try:
                    answer = await self._client().auth_test(token=token)
                except Exception as error:
                    meaning = failures.meaning(error, repeatable=True)
                    if meaning is error:
                        raise
                    raise meaning from error
                self._who = dict(answer.data) if isinstance(answer.data, dict) else {}
        return self._who or {}

    async def token(self, tenant: str, team: str | None = None) -> str | None:
        """The configured token, until it is revoked."""
        return self._token

    async def remove(self, tenant: str, happened: datetime) -> bool:
        """Stops, and forgets; unless it is about another workspace, which may have the same app."""
        with suppress(Undeliverable):  # our token went with it
            if (await self._ask(self._token)).get("team_id") not in (None, tenant):
                return False
        self._token = None
        await self._forget(tenant)
        return True


class ManyWorkspaces(AsyncInstallationStore):
    """Every workspace that installed the app, with its tokens sealed in the database."""

    def __init__(
        self, kept: Installations, clock: Clock, rotator: AsyncTokenRotator, forget: ForgetTenant
    ) -> None:
        self._kept = kept
        self._clock = clock
        self._rotator = rotator
        self._forget = forget
        self._known: Remembered[str, tuple[float, Installation | None]] = Remembered(4096)
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @property
    def logger(self) -> logging.Logger:
        """Where Bolt's flow writes."""
        return log

    # -- what the edge and the sender ask -------------------------------------------------------------------

    async def authorize(
        self, enterprise_id: str | None, team_id: str | None, user_id: str | None
    ) -> AuthorizeResult | None:
        """The workspace's own installation, else the one of its organisation."""
        for tenant in (team_id, enterprise_id):
            found = await self._current(tenant) if tenant else None
            if found is not None:
                return AuthorizeResult(
                    enterprise_id=enterprise_id,
                    team_id=team_id,
                    user_id=user_id,
                    bot_id=found.bot_id,
                    bot_user_id=found.bot_user_id,
                    bot_token=found.bot_token,
                    bot_scopes=list(found.bot_scopes or ()),
                )
        return None

    async def token(self, tenant: str, team: str | None = None) -> str | None:
        """The tenant's bot token, rotated where it is about to run out."""
        found = await self._current(tenant)
        return found.bot_token if found is not None else None

    async def remove(self, tenant: str, happened: datetime) -> bool:
        """Forgets the installation and everything the tenant had, unless the app was installed again since."""
        gone = await self._kept.remove(tenant, PLATFORM, happened)
        self._known.pop(tenant, None)
        if gone:
            await self._forget(tenant)
        return gone

    # -- what Bolt's flow asks --------------------------------------------------------------------------------

    async def async_save(self, installation: Installation) -> None:
        """Keeps an installation; installing again replaces it."""
        tenant = _tenant(installation)
        await self._kept.keep(tenant, PLATFORM, _text(installation), self._clock.now())
        self._known[tenant] = (self._seconds(), installation)

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """The installation of an organisation or of a workspace."""
        tenant = enterprise_id if is_enterprise_install else team_id
        return await self._current(tenant) if tenant else None

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """Its bot."""
        found = await self.async_find_installation(
            enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install
        )
        return found.to_bot() if found is not None else None

    async def async_delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forgets it."""
        tenant = team_id or enterprise_id
        if tenant:
            await self.remove(tenant, self._clock.now())

    # -- inside -----------------------------------------------------------------------------------------------

    async def _current(self, tenant: str) -> Installation | None:
        if (known := self._fresh(tenant)) is not None:
            return known[1]
        async with self._locks[tenant]:
            if (known := self._fresh(tenant)) is not None:  # looked up while we waited
                return known[1]
            found = await self._load(tenant)
            if found is not None:
                found = await self._rotated(tenant, found)
            self._known[tenant] = (self._seconds(), found)
        return found

    def _fresh(self, tenant: str) -> tuple[float, Installation | None] | None:
        known = self._known.get(tenant)
        return known if known is not None and self._seconds() - known[0] < REMEMBERED_SECONDS else None

    async def _load(self, tenant: str) -> Installation | None:
        text = await self._kept.find(tenant, PLATFORM)
        return Installation(**json.loads(text)) if text is not None else None

    async def _rotated(self, tenant: str, found: Installation) -> Installation | None:
        """A token that runs out is exchanged in good time. Another process may have been quicker: its wins. None where
        the app was removed meanwhile."""
        if not found.bot_refresh_token:
            return found
        try:
            bot = await self._rotator.perform_bot_token_rotation(
                bot=found.to_bot(), minutes_before_expiration=ROTATE_MINUTES_BEFORE
            )
        except (SlackTokenRotationError, SlackApiError, aiohttp.ClientError, OSError) as error:
            # it is good for hours yet, and the next look tries again; TimeoutError is an OSError
            log.warning("token not rotated: %s", type(error).__name__)
            return await self._load(tenant) or found
        if bot is None:
            return found
        found.bot_token = bot.bot_token
        found.bot_refresh_token = bot.bot_refresh_token
        found.bot_token_expires_at = bot.bot_token_expires_at
        return found if await self._kept.renew(tenant, PLATFORM, _text(found)) else None

    def _seconds(self) -> float:
        return self._clock.now().timestamp()


_KEPT = frozenset(
    {
        "app_id",
        "enterprise_id",
        "team_id",
        "bot_token",
        "bot_id",
        "bot_user_id",
        "bot_scopes",
        "bot_refresh_token",
        "bot_token_expires_at",
        "user_id",
        "is_enterprise_install",
        "token_type",
    }
)
"""What is needed to act; names, addresses and a person's own tokens are not."""


def _text(installation: Installation) -> str:
    record = {name: getattr(installation, name) for name in sorted(_KEPT)}
    return json.dumps({name: value for name, value in record.items() if value is not None})


def _tenant(installation: Installation) -> str:
    return str(
        installation.enterprise_id
        if installation.is_enterprise_install
        else installation.team_id or installation.enterprise_id
    )
