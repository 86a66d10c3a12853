"""What the edge answers Slack itself with, and the few sentences that are its own."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from slack_bolt import BoltResponse

from bot.slack.adapter import COMMAND, Payload
from dialogs.activity import ConversationReference
from dialogs.ports import TryLater
from dialogs.replies import Form
from dialogs.turn import Turn

log = logging.getLogger(__name__)

OLD_BUTTON = (
    "That button is from an earlier version of me and does nothing now. “status” shows where things stand."
)
OLD_FORM = (
    "That form is from an earlier version of me and was not kept. “help” shows what you can say instead."
)
CLOSED_FORM = "That form has nothing left to fill in. “status” shows where things stand."
NOT_KEPT = "Something went wrong on my side and this was not kept. Send it once more."
NOT_TAKEN = "I couldn't take that just now, and nothing of it was kept. Please send it again in a minute:"
OVER_THERE = "I've taken that message as a note. What I read in it is in our private messages."
ONLY_FILES = "I can't open files or recordings. Paste the words here and I'll read them."
PROMPTS = (
    {"title": "Book an interview", "message": "interview Acme, Tuesday 3pm, hiring manager"},
    {"title": "Questions worth asking", "message": "prep"},
    {"title": "Debrief", "message": "debrief"},
    {"title": "What's open", "message": "status"},
)
"""What the messages tab offers; the manifest says the same."""


def done(words: str = "") -> BoltResponse:
    """Heard; with words, said at once and to this person alone."""
    return BoltResponse(status=200, body=words)


async def not_taken(error: Exception, body: Payload) -> BoltResponse:
    """A request that failed before anything began, as when nobody can tell whose it is: Slack is to send it again. A
    command it does not send again, but shows what we answer, and its words are out of the field that they were typed
    in: the person gets them back."""
    if isinstance(error, TryLater):
        log.warning("not taken: %s", error)
    else:
        log.error("not taken: %s", type(error).__name__, exc_info=error)
    if body.get("command") != COMMAND:
        return BoltResponse(status=500, body="")
    return done(f"{NOT_TAKEN}\n{COMMAND} {body.get('text') or ''}".rstrip())


def errors(problems: Mapping[str, str]) -> BoltResponse:
    """What was wrong, under the fields of the modal, which stays open."""
    return BoltResponse(status=200, body={"response_action": "errors", "errors": dict(problems)})


def refused(turn: Turn | None) -> tuple[ConversationReference, Form] | None:
    """The form that came back because something in it could not be read."""
    for message in turn.messages if turn is not None else ():
        if isinstance(message.reply, Form) and any(field.problem for field in message.reply.fields):
            return message.to, message.reply
    return None


def trigger(body: Payload) -> str:
    """What opens a modal within three seconds; empty where there is none."""
    return str(body.get("trigger_id") or "")


def app_and_team(body: Mapping[str, Any]) -> tuple[str, str]:
    """What a link to our private conversation needs; empty where the payload does not say."""
    team = body.get("team_id") or (body.get("team") or {}).get("id")
    return str(body.get("api_app_id") or ""), str(team or "")
