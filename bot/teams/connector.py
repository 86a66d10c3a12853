"""The Bot Connector over one shared HTTP session: post, edit, delete, open a private chat.

The SDK builds a client, a retry policy and a session for each turn (5 to 25 ms of processor time) and never retries a
post. Here a request is a request, and what became of it is one of the sender's four things; waiting and trying again
is the outbox's work, where it survives a restart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import quote

import aiohttp
import structlog

from bot.clearance import before_call
from bot.teams.auth import NO_TOKEN, OwnToken
from bot.teams.settings import TeamsSettings
from dialogs.ports import AnswerLost, TryLater, Undeliverable

log = structlog.get_logger()

TIMEOUT: Final = aiohttp.ClientTimeout(total=15.0, sock_connect=5.0)
PATIENCE: Final = frozenset({408, 412, 425, 429, 500, 502, 503, 504})
"""Statuses that may pass. Microsoft asks to repeat 412, 429, 502 and 504."""
MAY_STAND: Final = frozenset({502, 503, 504})
"""Of these: what was asked may be done all the same, so that repeating it may do it twice."""
WHO_KNOWS: Final = frozenset({408, 500})
"""The same, and Microsoft does not ask to repeat them."""
OPENING: Final = "v3/conversations"
"""The one post that may be repeated: who has a chat already gets that one."""
NEVER: Final = frozenset({403, 404, 410})
LONGEST_HOLD: Final = 3600.0
_ANSWER_BYTES: Final = 64 * 1024


class Connector:
    """The connector's few calls. Ids are the platform's own."""

    def __init__(
        self,
        token: OwnToken,
        settings: TeamsSettings,
        new_session: Callable[[], aiohttp.ClientSession] = lambda: aiohttp.ClientSession(timeout=TIMEOUT),
    ) -> None:
        self._token = token
        self._settings = settings
        self._new_session = new_session
        self._session: aiohttp.ClientSession | None = None

    def serves(self, tenant: str) -> bool:
        """Whether a tenant is one of those that may use the coach, so that it may be written to."""
        return self._settings.allows(tenant)

    @property
    def takes_files(self) -> bool:
        """Whether files can be offered: the playground does not know how to take them."""
        return not self._settings.no_auth

    async def post(self, service_url: str, conversation: str, activity: Mapping[str, Any]) -> str | None:
        """Posts an activity; its id, where the connector gives one."""
        path = f"v3/conversations/{quote(conversation, safe='')}/activities"
        answer = await self._call("POST", service_url, path, activity)
        return _id(answer)

    async def put(
        self, service_url: str, conversation: str, activity_id: str, activity: Mapping[str, Any]
    ) -> None:
        """Edits an activity in place."""
        path = f"v3/conversations/{quote(conversation, safe='')}/activities/{quote(activity_id, safe='')}"
        await self._call("PUT", service_url, path, {**activity, "id": activity_id})

    async def delete(self, service_url: str, conversation: str, activity_id: str) -> None:
        """Deletes an activity."""
        path = f"v3/conversations/{quote(conversation, safe='')}/activities/{quote(activity_id, safe='')}"
        await self._call("DELETE", service_url, path, None)

    async def open_private(self, service_url: str, bot: str, member: str, tenant: str) -> str:
        """The id of the private chat with a person; made where there is none yet."""
        wanted = {
            "bot": {"id": bot},
            "members": [{"id": member}],
            "isGroup": False,
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
        made = _id(await self._call("POST", service_url, OPENING, wanted))
        if made is None:
            raise TryLater("no conversation id")
        return made

    async def close(self) -> None:
        """Closes the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _call(self, method: str, service_url: str, path: str, body: Mapping[str, Any] | None) -> Any:
        if not self._settings.trusts(service_url):  # a token must never go to a host that a stranger named
            raise Undeliverable("untrusted_address")
        try:
            headers = await self._token.headers()
        except NO_TOKEN as error:
            raise TryLater(f"no token: {type(error).__name__}") from error
        if self._session is None:
            self._session = self._new_session()
        url = f"{service_url.rstrip('/')}/{path}"
        posts = method == "POST" and path != OPENING
        await before_call()
        try:
            async with self._session.request(
                method, url, json=body, headers=headers, allow_redirects=False
            ) as got:
                content = await got.content.read(_ANSWER_BYTES)
                return self._judged(got, content, path, posts=posts)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise TryLater(f"unreachable: {type(error).__name__}") from error
        except (aiohttp.ClientError, TimeoutError) as error:
            if not posts:  # doing it again is no harm
                raise TryLater(f"answer lost: {type(error).__name__}") from error
            raise AnswerLost(type(error).__name__) from error

    def _judged(self, got: aiohttp.ClientResponse, content: bytes, path: str, *, posts: bool) -> Any:
        if got.status < 300:
            return content
        code = _code(content)
        log.info("connector refused", status=got.status, code=code)
        if posts and got.status in WHO_KNOWS:
            raise AnswerLost(str(got.status))
        if got.status in PATIENCE:
            raise TryLater(
                f"{got.status} {code}".strip(),
                _retry_after(got.headers.get("Retry-After")),
                whole_tenant=path == OPENING,
                may_stand=posts and got.status in MAY_STAND,
            )
        if got.status == 401:
            self._token.refuse()
            raise TryLater("401")
        if got.status in NEVER:
            raise Undeliverable(code or {403: "blocked", 404: "gone"}.get(got.status, str(got.status)))
        raise Undeliverable(code or f"status_{got.status}")


def _json(content: bytes) -> Any:
    import json

    try:
        return json.loads(content)
    except ValueError:
        return None


def _id(content: bytes) -> str | None:
    answer = _json(content)
    id = answer.get("id") if isinstance(answer, dict) else None
    return id if isinstance(id, str) and id else None


def _code(content: bytes) -> str:
    """The connector's own word for what went wrong, as one word for the log."""
    answer = _json(content)
    error = answer.get("error") if isinstance(answer, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return "".join(c for c in code if c.isalnum() or c == "_")[:60] if isinstance(code, str) else ""


def _retry_after(value: str | None) -> float | None:
    """Seconds to wait, from either form of the header; never negative, never more than an hour."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError):
            return None
    return min(max(seconds, 0.0), LONGEST_HOLD) if seconds == seconds else None  # NaN is no time
