"""Slack's Web API on loopback."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from tests.torture.platform import BEGUN, Call, FakePlatform, whole


class Slack(FakePlatform):
    """Knows a post's delivery by the metadata that the product gives it. A 429 holds the whole workspace."""

    def _routes(self) -> list[web.RouteDef]:
        return [
            web.post("/{process}/api/chat.postMessage", self._post),
            web.post("/{process}/api/chat.update", self._update),
            web.post("/{process}/api/{method}", self._other),
        ]

    async def _post(self, request: web.Request) -> web.StreamResponse:
        body = await _body(request)
        metadata = body.get("metadata") or {}
        metadata = json.loads(metadata) if isinstance(metadata, str) else metadata
        part = str(metadata["event_payload"]["delivery"])
        call, channel = _call(request), str(body["channel"])
        self.seen.tried.add(f"{call.tenant}|{part.rpartition('#')[0]}")
        fault = await self._fault(request, call, lambda: self._accept(call, channel, part, answered=False))
        if fault is not None:
            return fault
        stamp = self._accept(call, channel, part, answered=True)
        return web.json_response({"ok": True, "channel": channel, "ts": stamp})

    async def _update(self, request: web.Request) -> web.StreamResponse:
        body = await _body(request)
        stamp = str(body["ts"])
        fault = await self._fault(request, _call(request), lambda: self._edit(stamp))
        if fault is not None:
            return fault
        if stamp not in self.seen.stamps:
            return web.json_response({"ok": False, "error": "message_not_found"})
        self._edit(stamp)
        return web.json_response({"ok": True, "channel": body["channel"], "ts": stamp})

    async def _other(self, request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "channel": {"id": "D-any"}, "user": {"tz": "Europe/Lisbon"}})

    def _patience(self, seconds: float, holds: str) -> web.Response:
        return web.json_response(
            {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": whole(seconds)}
        )


def _call(request: web.Request) -> Call:
    tenant = request.headers["Authorization"].removeprefix("Bearer ").removeprefix("xoxb-")
    return Call(request.match_info["process"], tenant, tenant, float(request.headers[BEGUN]))


async def _body(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        found: dict[str, Any] = await request.json()
        return found
    return dict(await request.post())
