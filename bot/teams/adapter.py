"""What Teams posts to us, as what the coach understands. Pure: a payload and an instant in, a value out."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import available_timezones

from bot.teams.reference import BOT, CHANNEL, GROUP, KIND, PERSONAL, SERVICE_URL, USER, split_thread
from bot.teams.wire import Pressed, pressed
from dialogs.activity import (
    Act,
    Activity,
    Arrived,
    ConversationReference,
    Event,
    Filled,
    Platform,
    Said,
)

COMMAND_NOTE: Final = "debriefNote"
"""The message extension's action "Use as debrief note"; the manifest names it too."""

LONGEST_TEXT: Final = 28_000


class Malformed(Exception):
    """The payload is not an activity; the message names what is missing."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Something was typed, or the coach was installed: answered through the outbox."""

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
class Unknown:
    """A request that we do not know and that waits for an answer."""

    name: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing to do, on purpose."""

    why: str


Incoming = Heard | Touched | Picked | Kept | Unknown | Ignored


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
        if not _at(body, *path):
            raise Malformed(f"{'.'.join(path)} is missing or not text")
    tenant = _at(body, "channelData", "tenant", "id") or _at(body, "conversation", "tenantId")
    return Envelope(str(found["type"]), str(found["channelId"]), str(found["serviceUrl"]), tenant, body)


def incoming(sealed: Envelope, now: datetime) -> Incoming:
    """What an activity is to the coach."""
    body = sealed.body
    if _at(body, "from", "role") == "bot" or _at(body, "from", "id") == _at(body, "recipient", "id"):
        return Ignored("our own")
    match sealed.type:
        case "message":
            return _message(sealed, now)
        case "invoke":
            return _invoke(sealed, now)
        case "installationUpdate":
            return _installation(sealed, now)
        case "conversationUpdate":
            return _arrivals(sealed, now)
        case (
            other
        ):  # reactions, edits, deletions, typing, ends of conversations: the coach has no use for them
            return Ignored(other[:40])


def _message(sealed: Envelope, now: datetime) -> Incoming:
    body = sealed.body
    value = body.get("value")
    if isinstance(value, Mapping) and (back := pressed(value)) is not None:
        return Heard(_activity(sealed, back.event, now))
    said, addressed = _without_mention(body)
    if _kind(body) != PERSONAL and not addressed:
        return Ignored("not addressed to us")
    return Heard(_activity(sealed, Said(said[:LONGEST_TEXT]), now))


def _invoke(sealed: Envelope, now: datetime) -> Incoming:
    name = _at(sealed.body, "name")
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
    return Unknown(name[:60])


def _installation(sealed: Envelope, now: datetime) -> Incoming:
    if _at(sealed.body, "action") not in ("add", "add-upgrade"):
        return Ignored("uninstalled")
    return Heard(_arrival(sealed, now)) if _kind(sealed.body) == PERSONAL else Ignored("installed for others")


def _arrivals(sealed: Envelope, now: datetime) -> Incoming:
    added = sealed.body.get("membersAdded")
    bot = _at(sealed.body, "recipient", "id")
    here = isinstance(added, list) and any(isinstance(m, Mapping) and m.get("id") == bot for m in added)
    if not here or _kind(sealed.body) != PERSONAL:
        return Ignored("a change of members")  # in a team or a group nobody asked us anything yet
    return Heard(_arrival(sealed, now))


def _arrival(sealed: Envelope, now: datetime) -> Activity:
    """Teams tells of an installation twice, in two kinds of activity: they have one id here, and so one effect."""
    conversation = _at(sealed.body, "conversation", "id")
    return _activity(sealed, Arrived(), now, id=f"arrived:{now:%Y-%m-%d}:{_short(conversation)}")


# -- the parts of an activity ------------------------------------------------------------------------------------


def _activity(
    sealed: Envelope, event: Event, now: datetime, *, id: str | None = None, private: bool = False
) -> Activity:
    body = sealed.body
    return Activity(
        id=id or _id(body),
        tenant=sealed.tenant,
        person=_at(body, "from", "aadObjectId") or _at(body, "from", "id"),
        at=now,
        reference=_reference(sealed, private=private),
        event=event,
        zone=_zone(body),
        language=_language(body),
    )


def _reference(sealed: Envelope, *, private: bool) -> ConversationReference:
    body = sealed.body
    conversation, root = split_thread(_at(body, "conversation", "id"))
    kind = PERSONAL if private else _kind(body)
    return ConversationReference(
        platform=Platform.TEAMS,
        tenant=sealed.tenant,
        conversation="" if private else conversation,
        person=_at(body, "from", "aadObjectId") or _at(body, "from", "id"),
        thread=root if kind == CHANNEL else None,
        shared=kind != PERSONAL,
        extra={
            SERVICE_URL: sealed.service_url,
            BOT: _at(body, "recipient", "id"),
            USER: _at(body, "from", "id"),
            KIND: kind,
        },
    )


def _kind(body: Mapping[str, Any]) -> str:
    """Whether others can read along. What cannot be told is taken to be shared: that way round nothing leaks."""
    kind = _at(body, "conversation", "conversationType")
    conversation = body["conversation"]
    if kind in (PERSONAL, GROUP, CHANNEL):
        return kind
    return GROUP if conversation.get("isGroup") is not False and kind else PERSONAL if not kind else GROUP


def _id(body: Mapping[str, Any]) -> str:
    """An activity's id is unique in its conversation only; one without an id is known by its content."""
    conversation = _at(body, "conversation", "id")
    own = _at(body, "id")
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


# -- words -------------------------------------------------------------------------------------------------------

_AT = re.compile(r"<at(?:\s[^>]*)?>(.*?)</at>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,400}>")
_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li|/tr)\b[^<>]{0,100}>", re.IGNORECASE)


def _without_mention(body: Mapping[str, Any]) -> tuple[str, bool]:
    """What was typed, without our own name in it, and whether our name was. Others' names stay, as words."""
    words = body.get("text")
    words = words if isinstance(words, str) else ""
    bot = _at(body, "recipient", "id")
    addressed = False
    entities = body.get("entities")
    for each in entities if isinstance(entities, list) else ():
        if (
            not isinstance(each, Mapping)
            or each.get("type") != "mention"
            or _at(each, "mentioned", "id") != bot
        ):
            continue
        addressed = True
        tag = each.get("text")
        words = words.replace(tag, " ", 1) if isinstance(tag, str) and tag else words
    return _plain(_AT.sub(r"\1", words)), addressed


def _plain(words: str) -> str:
    """Teams escapes `&` and `<` in plain text too, and writes hard spaces."""
    lines = html.unescape(words).replace("\xa0", " ").replace("\r\n", "\n").split("\n")
    return "\n".join(" ".join(line.split(" ")).strip() for line in lines).strip()


def picked_text(value: Mapping[str, Any]) -> str:
    """The words of a message that was picked: its HTML without the tags."""
    content = _at(value, "messagePayload", "body", "content")
    broken = _BREAK.sub("\n", content)
    return _plain(_TAG.sub("", broken))[:LONGEST_TEXT]


def _at(body: Mapping[str, Any], *path: str) -> str:
    """The text at a path, or nothing where there is none."""
    found: Any = body
    for step in path:
        found = found.get(step) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) else ""
