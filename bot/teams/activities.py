"""What Teams posts as an activity of ours: who, where, when, in which zone and language."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import available_timezones

from bot.teams.payload import Envelope, at
from bot.teams.reference import BOT, CHANNEL, GROUP, KIND, PERSONAL, SERVICE_URL, USER, split_thread
from dialogs.activity import Activity, ConversationReference, Event, Platform


def activity_of(
    sealed: Envelope, event: Event, now: datetime, *, id: str | None = None, private: bool = False
) -> Activity:
    """The activity. `private`: it is to be answered in the private chat, wherever it was done."""
    body = sealed.body
    return Activity(
        id=id or _id(body),
        tenant=sealed.tenant,
        person=at(body, "from", "aadObjectId") or at(body, "from", "id"),
        at=now,
        reference=_reference(sealed, private=private),
        event=event,
        zone=_zone(body),
        language=_language(body),
        name=" ".join(at(body, "from", "name").split())[:80] or None,
        finds_places=False,  # Teams gives a bot no way from a name to a conversation
    )


def _reference(sealed: Envelope, *, private: bool) -> ConversationReference:
    body = sealed.body
    conversation, root = split_thread(at(body, "conversation", "id"))
    kind = PERSONAL if private else kind_of(body)
    return ConversationReference(
        platform=Platform.TEAMS,
        tenant=sealed.tenant,
        conversation="" if private else conversation,
        person=at(body, "from", "aadObjectId") or at(body, "from", "id"),
        thread=root if kind == CHANNEL else None,
        shared=kind != PERSONAL,
        extra={
            SERVICE_URL: sealed.service_url,
            BOT: at(body, "recipient", "id"),
            USER: at(body, "from", "id"),
            KIND: kind,
        },
    )


def kind_of(body: Mapping[str, Any]) -> str:
    """Whether others can read along. What cannot be told is taken to be shared: that way round nothing leaks."""
    kind = at(body, "conversation", "conversationType")
    conversation = body["conversation"]
    if kind in (PERSONAL, GROUP, CHANNEL):
        return kind
    return GROUP if conversation.get("isGroup") is not False and kind else PERSONAL if not kind else GROUP


def _id(body: Mapping[str, Any]) -> str:
    """An activity's id is unique in its conversation only; one without an id is known by its content."""
    conversation = at(body, "conversation", "id")
    own = at(body, "id")
    if own:
        return f"{own[:120]}@{_short(conversation)}"
    told = json.dumps(
        [conversation, body.get("timestamp"), body.get("name"), body.get("value")], sort_keys=True
    )
    return f"content:{_short(told)}"


def _short(words: str) -> str:
    return hashlib.blake2s(words.encode(), digest_size=8).hexdigest()


_ZONES: Final = frozenset(available_timezones())


def _client_info(body: Mapping[str, Any]) -> Mapping[str, Any]:
    entities = body.get("entities")
    for each in entities if isinstance(entities, list) else ():
        if isinstance(each, Mapping) and each.get("type") == "clientInfo":
            return each
    return {}


def _zone(body: Mapping[str, Any]) -> str | None:
    for zone in (_client_info(body).get("timezone"), body.get("localTimezone")):
        if isinstance(zone, str) and zone in _ZONES:
            return zone
    return None


def _language(body: Mapping[str, Any]) -> str | None:
    for locale in (body.get("locale"), _client_info(body).get("locale")):
        if isinstance(locale, str) and re.match(r"[A-Za-z]{2}\b", locale):
            return locale[:2].lower()
    return None
