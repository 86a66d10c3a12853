"""What Slack sends, as activities: one function for each kind of payload, all pure.

Decisions that hold for every surface:

- The private conversation with a person is named by the person's id, whatever surface they use. The sender
  finds the DM for it. So a reminder in three weeks needs no channel that we happened to see today.
- Whatever is for one person's eyes is said in the private conversation, wherever they began. Starting in a channel
  on purpose is done with a mention: the card stands there, and the talk about it is private.
- What Slack sends that has no effect is `Ignored` with a reason, on purpose: edits and deletions of messages
  (an answer is corrected with its button, which keeps the record straight), the coach's own messages, other
  bots, joins and topics.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.slack import acts, places
from bot.slack.render import modal
from bot.slack.text import place_in, places_in, unescape
from dialogs.activity import (
    NOW,
    Act,
    Acted,
    Activity,
    Arrived,
    ConversationReference,
    Event,
    Filled,
    Platform,
    Said,
)

Payload = Mapping[str, Any]

COMMAND = "/coach"
DEBRIEF_SHORTCUT = "debrief_interview"
NOTE_SHORTCUT = "debrief_note"
FROM_MODAL = "modal"
TRIGGERED = "trigger"
"""What was used can open a modal for three seconds: a form that is the answer opens at once and is not posted."""
SURFACE = f"{NOW}surface"
PRESSED = f"{NOW}pressed"
"""Something was pressed that stands in a thread: whether in the thread or at the foot of the conversation, where it
is seen as well, Slack does not say. The answer is shown in both."""
WORDS = frozenset({None, "file_share", "thread_broadcast", "me_message"})
"""Subtypes of messages that are a person's words. Every other subtype is about messages or channels."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack knows of a person that the coach needs."""

    zone: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Ignored:
    """A payload without effect, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a payload, from where. `team` is set where an organisation installed the app for its teams."""

    tenant: str
    person: str
    team: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)

    def private(self, thread: str | None = None) -> ConversationReference:
        """The private conversation with this person."""
        return ConversationReference(
            Platform.SLACK, self.tenant, self.person, self.person, thread, extra=self._extra()
        )

    def channel(self, conversation: str, thread: str | None) -> ConversationReference:
        """A place where others read along."""
        return ConversationReference(
            Platform.SLACK, self.tenant, conversation, self.person, thread, True, self._extra()
        )

    def activity(
        self,
        id: str,
        event: Event,
        to: ConversationReference,
        now: datetime,
        profile: Profile,
        places: tuple[str, ...] = (),
    ) -> Activity:
        """One thing that this person did."""
        return Activity(
            id, self.tenant, self.person, now, to, event, profile.zone, profile.language, places=places
        )

    def _extra(self) -> Mapping[str, str]:
        return {**self.extra, **({"team": self.team} if self.team else {})}


def _caller(enterprise: Any, team: Any, org_wide: Any, person: Any) -> Caller:
    """The tenant is whoever installed the app: a workspace, or a whole organisation."""
    if org_wide in (True, "true") and enterprise:
        return Caller(str(enterprise), str(person), str(team) if team else None)
    return Caller(str(team or enterprise), str(person))


def caller_of_event(body: Payload) -> Caller:
    """Who caused an event. In a channel shared with another company, the installing side is the tenant."""
    at = (body.get("authorizations") or [body])[0]
    event = body["event"]
    return _caller(
        at.get("enterprise_id") or body.get("enterprise_id"),
        at.get("team_id") or body.get("team_id"),
        at.get("is_enterprise_install"),
        event.get("user") or "",
    )


def happened(body: Payload, now: datetime) -> datetime:
    """When the event was, as it may come late or again; now, where a payload does not say."""
    seconds = body.get("event_time")
    return datetime.fromtimestamp(int(seconds), UTC) if seconds else now


def caller_of_interaction(body: Payload) -> Caller:
    """Who pressed, sent or chose."""
    user, team = body["user"], body.get("team") or {}
    enterprise = (body.get("enterprise") or {}).get("id") or team.get("enterprise_id")
    team_id = team.get("id") or user.get("team_id")
    return _caller(enterprise, team_id, body.get("is_enterprise_install"), user["id"])


def caller_of_command(body: Payload) -> Caller:
    """Who typed a slash command."""
    return _caller(
        body.get("enterprise_id"), body.get("team_id"), body.get("is_enterprise_install"), body["user_id"]
    )


# -- words ---------------------------------------------------------------------------------------------------


def from_command(body: Payload, now: datetime, profile: Profile) -> Activity:
    """`/coach verb …`; no words at all ask for the overview."""
    caller = caller_of_command(body)
    words = place_in(body.get("text") or "") or unescape(body.get("text") or "")
    event: Event = Said(words) if words else Acted(Act("status.show"))
    to = _triggered(caller.private(), body)
    places = places_in(body.get("text") or "")
    return caller.activity(f"command:{body['trigger_id']}", event, to, now, profile, places)


def from_message(body: Payload, now: datetime, profile: Profile) -> Activity | Ignored:
    """A message in the private conversation, at the top or in a thread."""
    event = body["event"]
    ignored = _not_words(event)
    if ignored is not None:
        return ignored
    if event.get("channel_type") not in (None, "im"):
        return Ignored("a channel's message without a mention")
    caller = caller_of_event(body)
    words = place_in(event.get("text") or "") or unescape(event.get("text") or "")
    to = caller.private(event.get("thread_ts"))
    return caller.activity(_event_id(body), Said(words), to, now, profile, places_in(event.get("text") or ""))


def from_mention(body: Payload, now: datetime, profile: Profile) -> Activity | Ignored:
    """`@Delta …` in a channel: answered in the thread under it, for the person's eyes unless they show it."""
    event = body["event"]
    ignored = _not_words(event)
    if ignored is not None:
        return ignored
    caller = caller_of_event(body)
    bot = (body.get("authorizations") or [{}])[0].get("user_id") or ""
    text = (event.get("text") or "").replace(f"<@{bot}>", " ") if bot else event.get("text") or ""
    words = " ".join(unescape(text).split()) if "\n" not in text else unescape(text)
    to = caller.channel(event["channel"], event.get("thread_ts") or event.get("ts"))
    said: Event = Said(words) if words else Acted(Act("help.show"))
    return caller.activity(_event_id(body), said, to, now, profile, places_in(text) if bot else ())


def _not_words(event: Payload) -> Ignored | None:
    if event.get("subtype") not in WORDS:
        return Ignored(f"subtype {event['subtype']}")
    if event.get("bot_id") or event.get("bot_profile") or not event.get("user"):
        return Ignored("a bot's message")
    if event.get("hidden"):
        return Ignored("a hidden message")
    return None


def only_files(body: Payload) -> bool:
    """A message that is nothing but files: there are no words in it to read."""
    event = body["event"]
    return bool(event.get("files")) and not (event.get("text") or "").strip()


def arrived(caller: Caller, now: datetime, profile: Profile) -> Activity:
    """First contact. The id is the person's, so that however often they come, they are welcomed once."""
    return caller.activity(f"arrived:{caller.person}", Arrived(), caller.private(), now, profile)


# -- buttons, menus, pickers ---------------------------------------------------------------------------------


def from_action(body: Payload, now: datetime, profile: Profile) -> Activity | Ignored:
    """A button, a menu entry or a picker, on a message or in the home view."""
    action = body["actions"][0]
    try:
        act = _act_of(action, profile)
    except acts.ActUnreadableError:
        return Ignored(f"unknown action {str(action.get('action_id'))[:60]}")
    if act is None:
        return Ignored("nothing chosen")
    caller = caller_of_interaction(body)
    act, begun = places.taken(act)
    to = where_pressed(body, caller)
    if begun is not None and not to.shared:
        to = caller.channel(*begun)
    to = _triggered(to, body)
    pressed = body.get("trigger_id") or f"{action.get('action_id')}:{action.get('action_ts')}"
    return caller.activity(f"action:{pressed}", Acted(act), to, now, profile)


def _triggered(to: ConversationReference, body: Payload) -> ConversationReference:
    return replace(to, extra={**to.extra, SURFACE: TRIGGERED}) if body.get("trigger_id") else to


def untriggered(to: ConversationReference) -> ConversationReference:
    """The same place where no modal can be opened (any more): all is said in messages."""
    return replace(to, extra={name: value for name, value in to.extra.items() if name != SURFACE})


def where_pressed(body: Payload, caller: Caller) -> ConversationReference:
    """Where the thing that was pressed stands: a thread, a channel, the private conversation, the home view."""
    container = body.get("container") or {}
    channel = container.get("channel_id") or (body.get("channel") or {}).get("id")
    message = body.get("message") or {}
    thread = container.get("thread_ts") or message.get("thread_ts")
    if not channel or channel.startswith("D") or container.get("type") == "view":
        return pressed_in(caller, thread)
    return caller.channel(channel, thread or container.get("message_ts") or message.get("ts"))


def pressed_in(caller: Caller, thread: str | None) -> ConversationReference:
    """The private conversation, for something pressed in it."""
    to = caller.private(thread)
    return replace(to, extra={**to.extra, PRESSED: "yes"}) if thread else to


def _act_of(action: Payload, profile: Profile) -> Act | None:
    match action.get("type"):
        case "button":
            return acts.decode(str(action.get("value") or ""))
        case "overflow" | "static_select":
            chosen = (action.get("selected_option") or {}).get("value")
            return acts.decode(chosen) if chosen else None
    chosen = _picked(action, profile)
    if not chosen:
        return None
    act = acts.decode(str(action.get("block_id") or ""))
    return replace(act, args={**act.args, "text": chosen})


def _picked(action: Payload, profile: Profile) -> str:
    """A picked day, moment or place, as a person would have typed it."""
    if action.get("type") == "datetimepicker" and action.get("selected_date_time"):
        zone = ZoneInfo(profile.zone or "UTC")
        return f"{datetime.fromtimestamp(int(action['selected_date_time']), zone):%Y-%m-%d %H:%M}"
    return action.get("selected_date") or action.get("selected_conversation") or ""


# -- modals --------------------------------------------------------------------------------------------------


def from_submission(body: Payload, now: datetime, profile: Profile) -> Activity | Ignored:
    """A sent modal. Sent twice it is one activity; sent again with other words it is another."""
    view = body["view"]
    try:
        act, kept = modal.addressed(view.get("private_metadata") or "")
    except acts.ActUnreadableError:
        return Ignored("a modal that no version of the coach drew")
    state = (view.get("state") or {}).get("values") or {}
    digest = hashlib.blake2s(json.dumps(state, sort_keys=True).encode(), digest_size=8).hexdigest()
    caller = replace(caller_of_interaction(body), extra={SURFACE: FROM_MODAL})
    channel = kept.get("c") or caller.person
    to = caller.channel(channel, kept.get("t")) if kept.get("s") else pressed_in(caller, kept.get("t"))
    id = f"view:{view['id']}:{view.get('hash', '')}:{digest}"
    return caller.activity(id, Filled(act, modal.values(state)), to, now, profile)


# -- shortcuts -----------------------------------------------------------------------------------------------


def from_shortcut(body: Payload, now: datetime, profile: Profile) -> Activity | Ignored:
    """ "Debrief an interview" anywhere, or "Use as debrief note" on a message: answered in private."""
    caller = caller_of_interaction(body)
    to = caller.private()
    id = f"shortcut:{body.get('trigger_id') or body.get('action_ts')}"
    match body.get("callback_id"):
        case str(known) if known == DEBRIEF_SHORTCUT:
            return caller.activity(id, Said("debrief"), to, now, profile)
        case str(known) if known == NOTE_SHORTCUT:
            text = unescape((body.get("message") or {}).get("text") or "")
            return caller.activity(id, Acted(Act("debrief.note", {"text": text})), to, now, profile)
    return Ignored(f"unknown shortcut {str(body.get('callback_id'))[:60]}")


def _event_id(body: Payload) -> str:
    """Slack's id of the event; the message's own time stamp where a payload has none."""
    event = body["event"]
    return f"event:{body.get('event_id') or event.get('client_msg_id') or event.get('ts')}"
