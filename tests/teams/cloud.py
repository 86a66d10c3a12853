"""Microsoft's side on loopback: published keys, a login service, and a connector that records and fails on demand."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.teams.settings import TeamsSettings
from tests.teams.login import APP, TENANT, Login, certificate, settings

ISSUER = "https://api.botframework.com"


def signing_key() -> rsa.RSAPrivateKey:
    """A new key."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


KEY = signing_key()
OTHER_KEY = signing_key()


@dataclass
class Call:
    """One request to the connector."""

    method: str
    path: str
    body: Any
    token: str
    given: str = ""


@dataclass
class Cloud:
    """The servers, what they publish and what they saw."""

    service_url: str = ""
    login: Login = field(default_factory=Login)
    keys: dict[str, rsa.RSAPrivateKey] = field(default_factory=lambda: {"key-1": KEY})
    endorsed: tuple[str, ...] = ("msteams", "webchat")
    calls: list[Call] = field(default_factory=list)
    faults: list[tuple[int, dict[str, str]] | float | str] = field(default_factory=list)
    key_requests: int = 0
    uploads: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    upload_faults: list[int] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    """Conversations from which the bot was removed."""
    keys_fail: bool = False
    _posted: int = 0

    # -- keys

    async def metadata(self, request: web.Request) -> web.Response:
        self.key_requests += 1
        if self.keys_fail:
            return web.Response(status=503)
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.service_url}jwks"})

    async def jwks(self, request: web.Request) -> web.Response:
        shown = []
        for id, key in self.keys.items():
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
            shown.append({**public, "kid": id, "use": "sig", "endorsements": list(self.endorsed)})
        return web.json_response({"keys": shown})

    # -- the connector

    async def connector(self, request: web.Request) -> web.StreamResponse:
        body = json.loads(await request.text() or "null")
        token = request.headers.get("Authorization", "")
        call = Call(request.method, request.path, body, token)
        self.calls.append(call)
        if any(each in request.path for each in self.gone):
            return web.json_response({"error": {"code": "BotNotInConversationRoster"}}, status=403)
        fault = self.faults.pop(0) if self.faults else None
        if isinstance(fault, tuple):
            return web.json_response({"error": {"code": "ServiceError"}}, status=fault[0], headers=fault[1])
        if fault == "reset":
            assert request.transport is not None
            request.transport.abort()
        if isinstance(fault, float):
            await asyncio.sleep(fault)
        self._posted += 1
        id = "a:private-1" if request.path == "/v3/conversations" else f"17000000{self._posted:05}"
        call.given = id
        return web.json_response({"id": id}, status=201 if request.method == "POST" else 200)

    @property
    def said(self) -> list[dict[str, Any]]:
        """The messages that were posted or edited."""
        return [c.body for c in self.calls if isinstance(c.body, dict) and c.body.get("type") == "message"]

    async def drive(self, request: web.Request) -> web.Response:
        """Somebody's OneDrive, at the address for one upload."""
        self.uploads.append((request.path, dict(request.headers), await request.read()))
        status = self.upload_faults.pop(0) if self.upload_faults else 201
        return web.Response(status=status, headers={"Location": "http://127.0.0.1:9/"})

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/openid", self.metadata)
        app.router.add_get("/jwks", self.jwks)
        app.router.add_put("/drive/{file}", self.drive)
        app.router.add_route("*", "/v3/{rest:.*}", self.connector)
        return app

    def settings(self, **changes: Any) -> TeamsSettings:
        """The product's own settings, pointed at these servers: the same path as any private cloud takes."""
        return settings(self.service_url, self.login.url, **changes)

    def bearer(self, *, key: rsa.RSAPrivateKey = KEY, kid: str | None = "key-1", **claims: Any) -> str:
        """A header with a token as Microsoft would sign it, but for the claims that are named; None drops one."""
        now = int(time.time())
        said = {
            "iss": ISSUER,
            "aud": APP,
            "serviceurl": self.service_url,
            "nbf": now - 10,
            "exp": now + 3600,
            **claims,
        }
        headers = {"kid": kid} if kid else None
        token = jwt.encode(
            {k: v for k, v in said.items() if v is not None}, key, algorithm="RS256", headers=headers
        )
        return f"Bearer {token}"


async def serve(cloud: Cloud, folder: Path) -> tuple[list[TestServer], Path]:
    """Starts the servers."""
    context, pem = certificate(folder)
    open_one = TestServer(cloud.application(), host="127.0.0.1")
    login = TestServer(cloud.login.application(), host="127.0.0.1", scheme="https")
    await open_one.start_server()
    await login.start_server(ssl=context)
    cloud.service_url = str(open_one.make_url("/"))
    cloud.login.url = str(login.make_url(f"/{TENANT}"))
    return [open_one, login], pem
