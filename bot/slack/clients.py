"""Clients of Slack's Web API, one for each workspace, over one shared connection pool."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.remembered import Remembered
from bot.slack.adapter import Profile
from dialogs.activity import ConversationReference
from dialogs.ports import Undeliverable

TIMEOUT_SECONDS = 15
SLACK_API = "https://slack.com/api/"
PEOPLE_REMEMBERED = 20_000
_USER_PREFIXES = ("U", "W")


class Tokens(Protocol):
    """Where a workspace's bot token comes from."""

    async def token(self, tenant: str, team: str | None = None) -> str | None:
        """A token that is good now, or None where the app is not installed (any more)."""
        ...


class Clients:
    """Makes clients. The SDK's own repeating is off: it would post twice after a lost connection; what is to
    be tried again waits in the outbox."""

    def __init__(
        self,
        api_url: str = SLACK_API,
        tokens: Tokens | None = None,
        session: Callable[[], aiohttp.ClientSession] | None = None,
    ) -> None:
        self.tokens = tokens
        self.api_url = api_url if api_url.endswith("/") else f"{api_url}/"
        self._session: aiohttp.ClientSession | None = None
        self._make = session or _new_session
        self._rooms: Remembered[tuple[str, str], str] = Remembered(PEOPLE_REMEMBERED)
        self._profiles: Remembered[tuple[str, str], Profile] = Remembered(PEOPLE_REMEMBERED)
        self._log = _sdk_log()

    def client(self, token: str | None, team: str | None = None) -> AsyncWebClient:
        """A client with that token."""
        if self._session is None or self._session.closed:
            self._session = self._make()
        return AsyncWebClient(
            token=token,
            base_url=self.api_url,
            timeout=TIMEOUT_SECONDS,
            session=self._session,
            team_id=team,
            retry_handlers=[],
            logger=self._log,
        )

    async def of(self, tenant: str, team: str | None = None) -> AsyncWebClient:
        """The client of a workspace.

        Raises:
            Undeliverable: the app is not installed there (any more).
        """
        token = await self.tokens.token(tenant, team) if self.tokens is not None else None
        if token is None:
            raise Undeliverable("not_installed")
        return self.client(token, team)

    async def room(self, client: AsyncWebClient, to: ConversationReference) -> str:
        """The channel to post to: a person's id (or nothing) stands for the private conversation with them."""
        where = to.conversation or to.person
        if not where.startswith(_USER_PREFIXES):
            return where
        known = self._rooms.get((to.tenant, where))
        if known is None:
            opened = await client.conversations_open(users=where)
            known = str((opened.get("channel") or {})["id"])
            self._rooms[(to.tenant, where)] = known
        return known

    def known_room(self, tenant: str, person: str) -> str | None:
        """The private conversation with a person, where it was opened already."""
        return self._rooms.get((tenant, person))

    def known_profile(self, tenant: str, person: str) -> Profile | None:
        """What was looked up of a person already."""
        return self._profiles.get((tenant, person))

    async def profile(self, tenant: str, person: str, team: str | None = None) -> Profile:
        """Time zone and language of a person; empty where Slack does not say."""
        known = self.known_profile(tenant, person)
        if known is not None:
            return known
        try:
            client = await self.of(tenant, team)
            answer = await client.users_info(user=person, include_locale=True)
            known = profile_of(answer.get("user") or {})
        except (SlackApiError, Undeliverable) as error:
            self._log.info("no profile: %s", type(error).__name__)
            return Profile()
        self._profiles[(tenant, person)] = known
        return known

    def forget(self, tenant: str) -> None:
        """Drops what is remembered of a workspace that removed the app."""
        for kept in (self._rooms, self._profiles):
            for key in [key for key in kept if key[0] == tenant]:
                del kept[key]

    async def close(self) -> None:
        """Closes the connection pool."""
        if self._session is not None:
            await self._session.close()


def _sdk_log() -> logging.Logger:
    """The SDK's, with a level of its own: by the SDK's way of asking, a logger that leaves its level to others is to
    write down every request, and each is put into words that nobody reads."""
    found = logging.getLogger("slack_sdk")
    if found.level == logging.NOTSET:
        found.setLevel(logging.INFO)
    return found


def profile_of(user: Mapping[str, Any]) -> Profile:
    """Zone and language from `users.info`."""
    return Profile(user.get("tz") or None, (user.get("locale") or "").partition("-")[0] or None)


def _new_session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS))
