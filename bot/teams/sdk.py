"""All that is used of Microsoft's SDK, and nothing else of this project imports it.

botbuilder 4.17.1 is its last release. What is used of it is what must not be written twice: the validation of the
tokens that come with activities, and the credentials of the bot. What is wrong with both is put right here.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final

import msal
import requests
from botbuilder.integration.aiohttp import (
    ConfigurationBotFrameworkAuthentication,
    ConfigurationServiceClientCredentialFactory,
)
from botbuilder.schema import Activity
from botframework.connector.auth import AppCredentials, MicrosoftAppCredentials
from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor
from jwt.algorithms import RSAAlgorithm

from bot.teams.settings import TeamsSettings

HTTP_TIMEOUT: Final = (3.05, 6.0)
"""Seconds to connect and to read: the SDK waits forever for keys, and so does MSAL for tokens."""

KEYS_LAST: Final = 24 * 3600.0
"""Seconds after which the keys are fetched again in any case."""

TRY_AGAIN_AFTER: Final = 5.0
"""Seconds between two fetches while none succeeds."""

ASK_AGAIN_AFTER: Final = 60.0
"""Seconds between two fetches that an unknown key causes: a stranger's token must not make us hammer Microsoft."""


class KeysUnavailable(Exception):
    """The keys could not be fetched, so nothing can be said of a token. Not the sender's fault."""


class UnknownKey(Exception):
    """No key of that id is published."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """What the SDK's validation wants of a key: the names are its own."""

    public_key: Any
    endorsements: list[str]


Fetch = Callable[[str], Mapping[str, Any]]


def fetch_json(url: str) -> Mapping[str, Any]:
    """A document from a web address. Blocks: called in a thread of its own."""
    response = requests.get(url, timeout=HTTP_TIMEOUT)
    response.raise_for_status()
    content: Mapping[str, Any] = response.json()
    return content


class KeyRing:
    """The published signing keys. Stands in the SDK's cache in place of its own.

    The SDK's own raises IndexError for an unknown key before it thinks of fetching again, so that a rollover of
    Microsoft's keys locks everybody out for up to a day; it parses the key for each token; and it fetches on the
    event loop, without a timeout.
    """

    def __init__(
        self, url: str, threads: Executor, steady: Callable[[], float], fetch: Fetch = fetch_json
    ) -> None:
        self._url = url
        self._threads = threads
        self._steady = steady
        self._fetch = fetch
        self._keys: Mapping[str, SigningKey] = {}
        self._fetched_at = float("-inf")
        self._tried_at = float("-inf")
        self._one_at_a_time = asyncio.Lock()

    async def get(self, key_id: str) -> SigningKey:
        """The key of an id; what the SDK calls.

        Raises:
            UnknownKey: no such key, also not among the newest ones.
            KeysUnavailable: there are no keys and none can be fetched.
        """
        if self._steady() - self._fetched_at > KEYS_LAST:
            await self._refresh(TRY_AGAIN_AFTER)
        elif key_id not in self._keys:
            await self._refresh(ASK_AGAIN_AFTER)
        if not self._keys:
            raise KeysUnavailable(self._url)
        if key_id not in self._keys:
            raise UnknownKey(key_id)
        return self._keys[key_id]

    async def _refresh(self, pause: float) -> None:
        async with self._one_at_a_time:
            if self._steady() - self._tried_at <= pause:
                return  # a moment ago: by somebody whom we waited for, or in vain
            self._tried_at = self._steady()
            loop = asyncio.get_running_loop()
            try:
                self._keys = await loop.run_in_executor(self._threads, self._read)
            except (requests.RequestException, ValueError, KeyError) as error:
                if not self._keys:
                    raise KeysUnavailable(self._url) from error
                return  # the old keys are better than none
            self._fetched_at = self._steady()

    def _read(self) -> dict[str, SigningKey]:
        published = self._fetch(str(self._fetch(self._url)["jwks_uri"]))["keys"]
        return {
            key["kid"]: SigningKey(RSAAlgorithm.from_jwk(json.dumps(key)), key.get("endorsements", []))
            for key in published
            if key.get("kty") == "RSA" and "kid" in key
        }


class _Session(requests.Session):
    """A session that never waits forever."""

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs["timeout"] = HTTP_TIMEOUT
        return super().request(*args, **kwargs)


class Credentials(ConfigurationServiceClientCredentialFactory):  # type: ignore[misc]  # the SDK has no types
    """The SDK's credentials, made once for each app and scope, so that MSAL's cache is ever hit: the SDK makes new
    ones for each turn and asks for a new token with each of them."""

    def __init__(self, configuration: SimpleNamespace, *, validate_authority: bool) -> None:
        super().__init__(configuration)
        self._validate_authority = validate_authority
        self._made: dict[tuple[str, str], AppCredentials] = {}
        self._http = _Session()

    async def create_credentials(
        self, app_id: str, oauth_scope: str, login_endpoint: str, validate_authority: bool
    ) -> AppCredentials:
        """The credentials for an app and a scope: always the same ones."""
        known = self._made.get((app_id, oauth_scope))
        if known is None:
            known = await super().create_credentials(app_id, oauth_scope, login_endpoint, validate_authority)
            self._made[(app_id, oauth_scope)] = known
        return known

    def forget(self) -> None:
        """Makes new ones the next time: what they hold was refused."""
        self._made.clear()

    def close(self) -> None:
        """Closes the connections to the login service."""
        self._http.close()

    def token(self, credentials: AppCredentials) -> str:
        """A token, from MSAL's cache or from the login service. Blocks: called in a thread of its own.

        Raises:
            PermissionError, requests.RequestException, ValueError: there is none to be had now.
        """
        if isinstance(credentials, MicrosoftAppCredentials) and credentials.app is None:
            credentials.app = msal.ConfidentialClientApplication(
                client_id=credentials.microsoft_app_id,
                client_credential=credentials.microsoft_app_password,
                authority=credentials.oauth_endpoint,
                instance_discovery=self._validate_authority,
                http_client=self._http,
            )
        try:
            return str(credentials.get_access_token())
        except msal.exceptions.MsalError as error:  # what it raises for 429 and 5xx
            raise PermissionError(type(error).__name__) from error


def configuration(settings: TeamsSettings) -> SimpleNamespace:
    """The settings under the names that the SDK reads."""
    return SimpleNamespace(
        APP_ID=settings.app_id,
        APP_PASSWORD=settings.app_password.get_secret_value(),
        APP_TYPE=settings.app_type,
        APP_TENANTID=settings.app_tenant_id,
        VALIDATE_AUTHORITY=settings.validate_authority,
        TO_BOT_FROM_CHANNEL_TOKEN_ISSUER=settings.channel_issuer,
        TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL=settings.channel_metadata_url,
        TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL=settings.emulator_metadata_url,
        TO_CHANNEL_FROM_BOT_LOGIN_URL=settings.login_url,
        TO_CHANNEL_FROM_BOT_OAUTH_SCOPE=settings.oauth_scope,
        OAUTH_URL=settings.oauth_url,
    )


class TokenValidation:
    """The SDK's validation of a token that came with an activity."""

    def __init__(self, settings: TeamsSettings, credentials: Credentials, keys: KeyRing) -> None:
        # Every cloud takes the path with explicit parameters, so that the one that is tested is the one that runs.
        self._sdk = ConfigurationBotFrameworkAuthentication(
            configuration(settings), credentials_factory=credentials
        )
        JwtTokenExtractor.metadataCache[settings.channel_metadata_url] = keys

    async def claims(self, header: str, *, channel: str, service_url: str) -> Mapping[str, Any]:
        """The claims of a valid token. Whatever is wrong with one raises something, and not always something named."""
        # A whole activity costs half a millisecond to deserialise; these two fields are all that is looked at.
        shown = Activity(channel_id=channel, service_url=service_url)
        result = await self._sdk.authenticate_request(shown, header)
        claims: Mapping[str, Any] = result.claims_identity.claims
        return claims
