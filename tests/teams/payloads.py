"""Activities as Teams posts them."""

from __future__ import annotations

from typing import Any

from dialogs.activity import Act
from tests.teams.login import APP, TENANT

BOT = f"28:{APP}"
USER = "29:1XJKJMvc5GBtc2JwZq0oj8tHZmzrQgFmB39ATiQWA85gQtHieVkKilBZ9XHoq9j7Zaqt7CZ"
AAD = "5b1f8a2e-77aa-4e3f-8c11-0a9b8c7d6e5f"
PERSONAL = "a:17I0kl9EkpE1O9PH5TWrzrLNwnWWcfrU7QZAB"
GROUP = "19:2fd7a2c14a0f4b1c@thread.v2"
CHANNEL = "19:0f9be5b2a1d34d8c@thread.tacv2"
RESET = Act("reading.right", {"answer": "a1"})


def activity(service_url: str, **changes: Any) -> dict[str, Any]:
    """A message in a private chat, but for what is asked to be different; None drops a field."""
    whole = {
        "type": "message",
        "id": "1711111111111",
        "timestamp": "2026-03-09T09:00:00.000Z",
        "localTimezone": "Europe/Lisbon",
        "serviceUrl": service_url,
        "channelId": "msteams",
        "from": {"id": USER, "name": "Ana Reis", "aadObjectId": AAD},
        "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": PERSONAL},
        "recipient": {"id": BOT, "name": "Delta"},
        "textFormat": "plain",
        "locale": "en-GB",
        "text": "status",
        "entities": [
            {
                "type": "clientInfo",
                "locale": "en-GB",
                "country": "PT",
                "platform": "Web",
                "timezone": "Europe/Lisbon",
            }
        ],
        "channelData": {"tenant": {"id": TENANT}},
        **changes,
    }
    return {k: v for k, v in whole.items() if v is not None}


def mention(text: str = "<at>Delta</at>") -> dict[str, Any]:
    """Our name in a text."""
    return {"type": "mention", "mentioned": {"id": BOT, "name": "Delta"}, "text": text}


def in_channel(service_url: str, text: str, *, root: str = "1700000000001", **changes: Any) -> dict[str, Any]:
    """A message in a channel's thread that names us."""
    conversation = {
        "conversationType": "channel",
        "isGroup": True,
        "tenantId": TENANT,
        "id": f"{CHANNEL};messageid={root}",
    }
    return activity(
        service_url,
        text=f"<at>Delta</at> {text}",
        entities=[mention()],
        conversation=conversation,
        **changes,
    )


def in_group(service_url: str, text: str, **changes: Any) -> dict[str, Any]:
    """A message in a group chat that names us."""
    conversation = {"conversationType": "groupChat", "isGroup": True, "tenantId": TENANT, "id": GROUP}
    return activity(
        service_url, text=f"<at>Delta</at> {text}", entities=[mention()], conversation=conversation, **changes
    )


def press(service_url: str, data: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A button of a card."""
    value = {
        "action": {"type": "Action.Execute", "verb": data.get("do", ""), "data": data},
        "trigger": "manual",
    }
    return activity(
        service_url,
        **{
            "type": "invoke",
            "name": "adaptiveCard/action",
            "id": "f:press-1",
            "text": None,
            "value": value,
            **changes,
        },
    )
