"""The Bot Connector and the login service on loopback.

Nothing in an activity says which delivery it belongs to, and the connector would not look at it: it has no key against
doing something twice. So the processes under torture name it in a header, which the wire between carries along, and
the content tells the parts of one delivery apart.
"""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.teams.login import TENANT, Login, certificate
from tests.torture.platform import BEGUN, Call, FakePlatform, Faults, whole

PROCESS = "X-Process"
DELIVERY = "X-Delivery"
HOLDS = "X-Holds"
"""In an answer of 429: what is to be left alone, for the notes of whoever hears it."""


class Connector(FakePlatform):
    """A 429 holds one conversation; one for the opening of chats holds that, in its tenant."""

    refusals = (412, 500, 502, 503, 504)

    def __init__(self, seed: int, faults: Faults, home: Path) -> None:
        super().__init__(seed, faults)
        self.login = Login()
        self.certificate = home / "certificate.pem"
        """Whom those who ask for a token must trust."""
        self._home = home
        self._parts: dict[str, list[str]] = {}
        self._of_login = random.Random(seed + 1)
        self._login_server: TestServer | None = None

    async def start(self) -> None:
        """Listens, and so does the login service."""
        await super().start()
        context, _ = certificate(self._home)
        self.login.fails = self._login_fails
        self._login_server = TestServer(self.login.application(), host="127.0.0.1", scheme="https")
        await self._login_server.start_server(ssl=context)
        self.login.url = str(self._login_server.make_url(f"/{TENANT}"))

    async def close(self) -> None:
        """Listens no more."""
        await super().close()
        if self._login_server is not None:
            await self._login_server.close()

    def _login_fails(self) -> int:
        fails = self._of_login.random() < self.faults.login
        self.seen.injected["no token"] += fails
        return self._of_login.choice((429, 500, 503)) if fails else 0

    def _routes(self) -> list[web.RouteDef]:
        activities = "/v3/conversations/{conversation}/activities"
        return [
            web.post("/v3/conversations", self._open),
            web.post(activities, self._post),
            web.put(activities + "/{id}", self._put),
            web.delete(activities + "/{id}", self._delete),
        ]

    # -- what it can be asked --------------------------------------------------------------------------------------

    async def _open(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        tenant, [member] = str(body["tenantId"]), body["members"]
        fault = await self._judged(request, _call(request, tenant, ""), "opened")
        return fault or web.json_response({"id": private_chat(tenant, member["id"])}, status=201)

    async def _post(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        channel = request.match_info["conversation"]
        call = _call(request, tenant_of(channel), channel)
        part = self._part(call.tenant, request.headers[DELIVERY], body)
        if (denied := self._authorised(request)) is not None:
            return denied
        fault = await self._fault(request, call, lambda: self._accept(call, channel, part, answered=False))
        if fault is not None:
            return fault
        return web.json_response({"id": self._accept(call, channel, part, answered=True)}, status=201)

    async def _put(self, request: web.Request) -> web.StreamResponse:
        stamp, channel = request.match_info["id"], request.match_info["conversation"]
        if stamp not in self.seen.stamps:
            return web.json_response({"error": {"code": "ActivityNotFoundInConversation"}}, status=404)
        fault = await self._judged(request, _call(request, tenant_of(channel), channel), stamp)
        return fault or web.json_response({"id": self._edit(stamp)})

    async def _delete(self, request: web.Request) -> web.StreamResponse:
        return web.json_response({"error": {"code": "NotUnderTorture"}}, status=403)

    # -- how -------------------------------------------------------------------------------------------------------

    def _part(self, tenant: str, delivery: str, body: dict[str, Any]) -> str:
        """The name of one part of a delivery: parts are numbered as they first come."""
        self.seen.tried.add(f"{tenant}|{delivery}")
        content = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
        known = self._parts.setdefault(f"{tenant}|{delivery}", [])
        if content not in known:
            known.append(content)
        return f"{delivery}#{known.index(content)}"

    async def _judged(self, request: web.Request, call: Call, what: str) -> web.StreamResponse | None:
        """What goes wrong with a call that may be repeated: doing it twice is doing it once."""
        return self._authorised(request) or await self._fault(request, call, lambda: self._edit(what))

    def _authorised(self, request: web.Request) -> web.Response | None:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        if self._random.random() < self.faults.revoked:
            self.login.good.discard(token)
        if token in self.login.good:
            return None
        self.seen.injected["401"] += 1
        return web.json_response({"message": "Authorization has been denied for this request."}, status=401)

    def _patience(self, seconds: float, holds: str) -> web.Response:
        headers = {"Retry-After": whole(seconds), HOLDS: holds}
        return web.json_response({"error": {"code": "TooManyRequests"}}, status=429, headers=headers)


def private_chat(tenant: str, person: str) -> str:
    """The id of somebody's chat with the coach."""
    return f"a:{tenant}-{person}"


def group_chat(tenant: str) -> str:
    """The id of the group chat that everybody in a tenant is in."""
    return f"19:{tenant}-all@thread.v2"


def tenant_of(conversation: str) -> str:
    """Whose conversation it is."""
    return conversation.partition(":")[2].partition("-")[0]


def _call(request: web.Request, tenant: str, channel: str) -> Call:
    headers = request.headers
    holds = f"{tenant}|{channel}" if channel else tenant
    return Call(headers[PROCESS], tenant, holds, float(headers[BEGUN]))
