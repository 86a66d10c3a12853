"""The outside of what Teams posts: checked before anything in it is looked at."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

BODY_BYTES: Final = 256 * 1024
"""More than Teams ever posts: a message is at most about 100 KB."""


class Malformed(Exception):
    """The payload is not an activity; the message names what is missing."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What every activity has, checked before anything else is looked at."""

    type: str
    channel: str
    service_url: str
    tenant: str
    body: Mapping[str, Any]


def envelope(body: object) -> Envelope:
    """The outside of a payload.

    Raises:
        Malformed: it is no activity.
    """
    if not isinstance(body, Mapping):
        raise Malformed("the body is not a JSON object")
    found = {name: body.get(name) for name in ("type", "channelId", "serviceUrl")}
    for name, value in found.items():
        if not isinstance(value, str) or not value:
            raise Malformed(f"{name} is missing or not text")
    for path in (("conversation", "id"), ("from", "id"), ("recipient", "id")):
        if not at(body, *path):
            raise Malformed(f"{'.'.join(path)} is missing or not text")
    tenant = at(body, "channelData", "tenant", "id") or at(body, "conversation", "tenantId")
    return Envelope(str(found["type"]), str(found["channelId"]), str(found["serviceUrl"]), tenant, body)


def at(body: Mapping[str, Any], *path: str) -> str:
    """The text at a path, or nothing where there is none."""
    found: Any = body
    for step in path:
        found = found.get(step) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) else ""


async def body_of(request: web.Request) -> object:
    """The JSON of a request, read no further than an activity can be long.

    Raises:
        Malformed: it is too long, or no JSON.
        web.HTTPRequestEntityTooLarge: it is too long.
    """
    if (request.content_length or 0) > BODY_BYTES:
        raise web.HTTPRequestEntityTooLarge(BODY_BYTES, request.content_length or 0)
    content = bytearray()
    async for chunk in request.content.iter_chunked(64 * 1024):
        content += chunk
        if len(content) > BODY_BYTES:
            raise web.HTTPRequestEntityTooLarge(BODY_BYTES, len(content))
    try:
        body: object = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Malformed("the body is not JSON") from error
    return body
