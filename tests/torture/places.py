"""Where people talk to the coach, on each platform."""

from __future__ import annotations

from bot.teams.reference import BOT, GROUP, KIND, PERSONAL, SERVICE_URL, USER
from dialogs.activity import ConversationReference, Platform
from tests.teams.login import APP
from tests.torture.connector import group_chat, private_chat


def place(on: Platform, url: str, tenant: str, person: str, *, shared: bool = False) -> ConversationReference:
    """Somebody's own conversation with the coach, or one that others read along. `url`: where the platform is."""
    if on is Platform.SLACK:
        return ConversationReference(
            on, tenant, f"C-{tenant}" if shared else f"D-{person}", person, shared=shared
        )
    extra = {SERVICE_URL: f"{url}/", BOT: f"28:{APP}", USER: person, KIND: GROUP if shared else PERSONAL}
    conversation = group_chat(tenant) if shared else private_chat(tenant, person)
    return ConversationReference(on, tenant, conversation, person, shared=shared, extra=extra)
