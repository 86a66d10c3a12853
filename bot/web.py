"""The web application: the platforms' addresses, and three of our own for whoever runs the service."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping

from aiohttp import web

from bot.metrics import Metrics

Check = Callable[[], Awaitable[bool]]

CHECK_SECONDS = 2.0
LARGEST_BODY = 1024 * 1024


def application(
    routes: Iterable[web.RouteDef], checks: Mapping[str, Check], metrics: Metrics
) -> web.Application:
    """The addresses of this process. `checks` are what must hold for it to take work."""

    async def live(request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def ready(request: web.Request) -> web.Response:
        found = await asyncio.gather(*(_holds(check) for check in checks.values()))
        status = 200 if all(found) else 503
        return web.json_response(dict(zip(checks, found, strict=True)), status=status)

    async def counts(request: web.Request) -> web.Response:
        return web.Response(
            body=metrics.page(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
        )

    made = web.Application(client_max_size=LARGEST_BODY)
    made.add_routes(
        [web.get("/healthz", live), web.get("/readyz", ready), web.get("/metrics", counts), *routes]
    )
    return made


async def _holds(check: Check) -> bool:
    try:
        return await asyncio.wait_for(check(), CHECK_SECONDS)
    except Exception:  # whatever is wrong with it, it does not hold
        return False
