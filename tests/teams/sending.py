"""Messages and where they are sent to, made short, and where they went."""

from __future__ import annotations

from typing import Any

from dialogs.activity import ConversationReference, Platform
from dialogs.replies import Choice, Note
from dialogs.turn import Message
from tests.teams.conftest import Side
from tests.teams.login import TENANT
from tests.teams.payloads import AAD, BOT, PERSONAL, USER
from tests.teams.samples import act


def reference(
    side: Side, conversation: str = PERSONAL, kind: str = "personal", **more: Any
) -> ConversationReference:
    extra = {"service_url": side.cloud.service_url, "bot": BOT, "user": USER, "kind": kind}
    return ConversationReference(
        Platform.TEAMS, TENANT, conversation, AAD, shared=kind != "personal", extra=extra, **more
    )


async def send(side: Side, message: Message, **kwargs: Any) -> str | None:
    options = {"delivery": "d1", "replaces": None, "thread": None, **kwargs}
    return (await side.sender.send(message, **options)).platform_ref


def note(text: str = "Hello", *, button: bool = False) -> Note:
    return Note(text, (Choice("Go", act("status.show")),) if button else ())


def conversations(side: Side) -> list[str]:
    return [call.path.removeprefix("/v3/conversations/").partition("/")[0] for call in side.cloud.calls]
