"""What Teams posts to us, as what the coach understands. Pure: a payload and an instant in, a value out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.teams.activities import activity_of, kind_of
from bot.teams.payload import Envelope, at
from bot.teams.reference import PERSONAL
from bot.teams.render.files import DELIVERY, NUMBER, SavedFile, Upload
from bot.teams.wire import Pressed, pressed
from bot.teams.words import LONGEST_TEXT, picked_text, without_mention
from dialogs.activity import (
    Act,
    Acted,
    Activity,
    Arrived,
    Filled,
    Left,
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
        return Heard(activity_of(sealed, back.event, now))
    said, addressed = without_mention(body)
    if kind_of(body) != PERSONAL and not addressed:
        return Ignored("not addressed to us")
    if not said and _has_file(body):
        return Heard(activity_of(sealed, Acted(Act("file.sent")), now))
    return Heard(activity_of(sealed, Said(said[:LONGEST_TEXT]), now))


def _has_file(body: Mapping[str, Any]) -> bool:
    """Whether something came that is no words; formatted words come as an attachment besides, too."""
    attached = body.get("attachments")
    attached = attached if isinstance(attached, list) else []
    kinds = (at(each, "contentType") for each in attached if isinstance(each, Mapping))
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
        return Touched(activity_of(sealed, back.event, now), back)
    if name in ("composeExtension/fetchTask", "composeExtension/submitAction"):
        if value.get("commandId") != COMMAND_NOTE:
            return Unknown(f"{name} of another command")
        if name == "composeExtension/fetchTask":
            return Picked(picked_text(value))
        data = value.get("data")
        back = pressed(data) if isinstance(data, Mapping) else None
        event = back.event if back else Filled(Act("debrief.note"), {"text": picked_text(value)})
        return Kept(activity_of(sealed, event, now, private=True))
    if name == "fileConsent/invoke":
        return _filed(sealed, value, now)
    return Unknown(name[:60])


def _filed(sealed: Envelope, value: Mapping[str, Any], now: datetime) -> Incoming:
    activity = activity_of(sealed, Acted(Act("export.declined")), now)
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
    if kind_of(sealed.body) != PERSONAL:
        return Ignored("installed for others")  # in a team or a group nobody asked us anything yet
    return Heard(activity_of(sealed, Arrived(installed=True), now))


def _left(sealed: Envelope, now: datetime) -> Incoming:
    """Removed from a team or a group: what still goes there is refused by Teams, and what is private goes on."""
    if kind_of(sealed.body) != PERSONAL:
        return Ignored("removed from a shared place")
    return Gone(activity_of(sealed, Left(), now))
