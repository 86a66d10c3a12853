"""Where to answer in Teams, as our own explicit record.

The SDK loses the tenant on reading and unknown fields on writing, so none of its types is ever stored: what is needed
to post weeks later is named here, one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dialogs.activity import ConversationReference
from dialogs.ports import Undeliverable

SERVICE_URL: Final = "service_url"
BOT: Final = "bot"
USER: Final = "user"
KIND: Final = "kind"

PERSONAL: Final = "personal"
GROUP: Final = "groupChat"
CHANNEL: Final = "channel"

_THREAD: Final = ";messageid="


@dataclass(frozen=True, slots=True)
class Address:
    """What a reference carries for Teams alone: the regional connector, the bot's id there, the person's id there."""

    service_url: str
    bot: str
    user: str


def address_of(reference: ConversationReference) -> Address:
    """The address in a reference.

    Raises:
        Undeliverable: it has none, so it never came from Teams.
    """
    extra: Mapping[str, str] = reference.extra
    service_url = extra.get(SERVICE_URL, "")
    if not service_url:
        raise Undeliverable("no_address")
    return Address(service_url, extra.get(BOT, ""), extra.get(USER, ""))


def split_thread(conversation: str) -> tuple[str, str | None]:
    """A conversation's id, and apart from it the message whose thread it names."""
    base, _, root = conversation.partition(_THREAD)
    return base, root or None


def in_thread(conversation: str, root: str | None) -> str:
    """The id by which the connector posts into a thread."""
    return f"{conversation}{_THREAD}{root}" if root else conversation


def is_channel(reference: ConversationReference) -> bool:
    """Whether it is a channel of a team, which alone has threads. A reference to another place that was made from
    one's own chat is told by its id."""
    id = reference.conversation
    if "@thread.tacv2" in id or "@thread.skype" in id:
        return True
    return reference.extra.get(KIND) == CHANNEL and "@" not in id


def is_place(reference: ConversationReference) -> bool:
    """Whether a shared reference names a conversation of Teams', and not what somebody typed as the place to share to:
    that is put into the reference of the chat in which it was typed, whose kind it keeps."""
    id = reference.conversation
    if any(c.isspace() for c in id) or id[:1] in ("", "#", "@"):
        return False
    return ":" in id or reference.extra.get(KIND) != PERSONAL
