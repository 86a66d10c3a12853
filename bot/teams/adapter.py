"""What Teams posts to us, as what the coach understands. Pure: a payload and an instant in, a value out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import available_timezones

from bot.teams.payload import Envelope, at
from bot.teams.reference import BOT, CHANNEL, GROUP, KIND, PERSONAL, SERVICE_URL, USER, split_thread
from bot.teams.render.files import DELIVERY, NUMBER, SavedFile, Upload
from bot.teams.wire import Pressed, pressed
from bot.teams.words import LONGEST_TEXT, picked_text, without_mention
from dialogs.activity import (
    Act,
    Acted,
    Activity,
    Arrived,
    ConversationReference,
    Event,
    Filled,
    Left,
    Platform,
    Said,
)

COMMAND_NOTE: Final = "debriefNote"
"""The message extension's action "Use as debrief note"; the manifest names it too."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Something was typed, or the coach was installed: answered through the outbox."""

    activity: Activity


@dataclass(frozen=True, slots=True)
class Gone:
    """The person removed the coach: nobody is left to answer."""

    activity: Activity


@dataclass(frozen=True, slots=True)
class Touched:
    """A button or a form of a card was used: answered with a card at once."""

    activity: Activity
    pressed: Pressed


@dataclass(frozen=True, slots=True)
class Picked:
    """A message was picked for "Use as debrief note": answered with a dialog that shows it before it is kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Kept:
    """That dialog was sent."""

    activity: Activity


@dataclass(frozen=True, slots=True)
class Filed:
    """A file was agreed to be saved, or declined (no upload)."""

    activity: Activity
    upload: Upload | None


@dataclass(frozen=True, slots=True)
class Unknown:
    """A request that we do not know and that waits for an answer."""

    name: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing to do, on purpose."""

    why: str


Incoming = Heard | Gone | Touched | Picked | Kept | Filed | Unknown | Ignored


def incoming(sealed: Envelope, now: datetime) -> Incoming:
    """What an activity is to the coach."""
    body = sealed.body
    if at(body, "from", "role") == "bot" or at(body, "from", "id") == at(body, "recipient", "id"):
        return Ignored("our own")
    match sealed.type:
        case "message":
            return _message(sealed, now)
        case "invoke":
            return _invoke(sealed, now)
        case "installationUpdate":
            return _installation(sealed, now)
        case "conversationUpdate":
            return _members(sealed, now)
        case (
            other
        ):  # reactions, edits, deletions, typing, ends of conversations: the coach has no use for them
            return Ignored(other[:40])


def _message(sealed: Envelope, now: datetime) -> Incoming:
    body = sealed.body
    value = body.get("value")
    if isinstance(value, Mapping) and (back := pressed(value)) is not None:
        return Heard(_activity(sealed, back.event, now))
    said, addressed = without_mention(body)
    if _kind(body) != PERSONAL and not addressed:
        return Ignored("not addressed to us")
    if not said and _has_file(body):
        return Heard(_activity(sealed, Acted(Act("file.sent")), now))
    return Heard(_activity(sealed, Said(said[:LONGEST_TEXT]), now))


def _has_file(body: Mapping[str, Any]) -> bool:
    """Whether something came that is no words; formatted words come as an attachment besides, too."""
    attached = body.get("attachments")
    kinds = (
        [at(each, "contentType") for each in attached if isinstance(each, Mapping)]
        if isinstance(attached, list)
        else []
    )
    return any(kind and not kind.startswith("text/") for kind in kinds)


def _invoke(sealed: Envelope, now: datetime) -> Incoming:
    name = at(sealed.body, "name")
    value = sealed.body.get("value")
    value = value if isinstance(value, Mapping) else {}
    if name == "adaptiveCard/action":
        action = value.get("action")
        data = action.get("data") if isinstance(action, Mapping) else None
        back = pressed(data) if isinstance(data, Mapping) else None
        if back is None:
            return Unknown(f"{name} without our data")
        return Touched(_activity(sealed, back.event, now), back)
    if name in ("composeExtension/fetchTask", "composeExtension/submitAction"):
        if value.get("commandId") != COMMAND_NOTE:
            return Unknown(f"{name} of another command")
        if name == "composeExtension/fetchTask":
            return Picked(picked_text(value))
        data = value.get("data")
        back = pressed(data) if isinstance(data, Mapping) else None
        event = back.event if back else Filled(Act("debrief.note"), {"text": picked_text(value)})
        return Kept(_activity(sealed, event, now, private=True))
    if name == "fileConsent/invoke":
        return _filed(sealed, value, now)
    return Unknown(name[:60])


def _filed(sealed: Envelope, value: Mapping[str, Any], now: datetime) -> Incoming:
    activity = _activity(sealed, Acted(Act("export.declined")), now)
    delivery, number = at(value, "context", DELIVERY), at(value, "context", NUMBER)
    if value.get("action") != "accept":
        return Filed(activity, None)
    url = at(value, "uploadInfo", "uploadUrl")
    if not url or not delivery or not number.isdecimal() or len(number) > 3:
        return Unknown("fileConsent/invoke without our data")
    file = SavedFile(
        *(at(value, "uploadInfo", field) for field in ("name", "contentUrl", "uniqueId", "fileType"))
    )
    return Filed(activity, Upload(delivery, int(number), url, file, at(sealed.body, "replyToId")))


def _installation(sealed: Envelope, now: datetime) -> Incoming:
    match at(sealed.body, "action"):
        case "add" | "add-upgrade":
            return _arrived(sealed, now)
        case "remove":
            return _left(sealed, now)
        case _:  # "remove-upgrade": a newer version takes the place of this one
            return Ignored("an upgrade")


def _members(sealed: Envelope, now: datetime) -> Incoming:
    if _names_us(sealed.body, "membersAdded"):
        return _arrived(sealed, now)
    if _names_us(sealed.body, "membersRemoved"):
        return _left(sealed, now)
    return Ignored("a change of members")


def _names_us(body: Mapping[str, Any], field: str) -> bool:
    members = body.get(field)
    bot = at(body, "recipient", "id")
    return isinstance(members, list) and any(isinstance(m, Mapping) and m.get("id") == bot for m in members)


def _arrived(sealed: Envelope, now: datetime) -> Incoming:
    """Teams tells of an installation twice, in two kinds of activity; whoever was greeted is not greeted again."""
    if _kind(sealed.body) != PERSONAL:
        return Ignored("installed for others")  # in a team or a group nobody asked us anything yet
    return Heard(_activity(sealed, Arrived(installed=True), now))


def _left(sealed: Envelope, now: datetime) -> Incoming:
    """Removed from a team or a group: what still goes there is refused by Teams, and what is private goes on."""
    if _kind(sealed.body) != PERSONAL:
        return Ignored("removed from a shared place")
    return Gone(_activity(sealed, Left(), now))


# -- the parts of an activity ------------------------------------------------------------------------------------


def _activity(
    sealed: Envelope, event: Event, now: datetime, *, id: str | None = None, private: bool = False
) -> Activity:
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
    kind = PERSONAL if private else _kind(body)
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


def _kind(body: Mapping[str, Any]) -> str:
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
