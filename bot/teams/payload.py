"""The outside of what Teams posts: checked before anything in it is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


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
