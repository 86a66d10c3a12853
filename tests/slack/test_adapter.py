"""Known payloads to exact activities, for every surface; what has no effect is left alone with a reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.slack import acts, adapter
from bot.slack.adapter import Ignored, Profile
from bot.slack.render.modal import modal
from bot.slack.text import place_in, split, unescape
from dialogs.activity import (
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
from dialogs.documents import from_json, to_json
from dialogs.engine import Input
from dialogs.replies import Form, FormField
from tests.slack.served import MONDAY

LISBON = Profile("Europe/Lisbon", "en")
PRIVATE = ConversationReference(Platform.SLACK, "T1", "U1", "U1")
TRIGGER = replace(PRIVATE, extra={adapter.SURFACE: adapter.TRIGGERED})
CHANNEL = ConversationReference(Platform.SLACK, "T1", "C1", "U1", "1700.1", shared=True)
USER = {"id": "U1", "team_id": "T1"}


def activity(id: str, event: Event, to: ConversationReference = PRIVATE) -> Activity:
    """What is expected."""
    return Activity(id, "T1", "U1", MONDAY, to, event, "Europe/Lisbon", "en")


def command(text: str, **more: Any) -> dict[str, Any]:
    """A slash command's payload."""
    return {"team_id": "T1", "user_id": "U1", "channel_id": "C9", "trigger_id": "t1", "text": text, **more}


def event(**event: Any) -> dict[str, Any]:
    """An event's payload."""
    return {
        "team_id": "T1",
        "event_id": "Ev1",
        "authorizations": [{"team_id": "T1", "user_id": "U0BOT"}],
        "event": {"user": "U1", **event},
    }


def press(action: dict[str, Any], **container: Any) -> dict[str, Any]:
    """A pressed button's payload."""
    where = {"type": "message", **container}
    return {"user": USER, "team": {"id": "T1"}, "trigger_id": "t2", "container": where, "actions": [action]}


WHY = Act("verdict.why", {"opportunity": "o1"})
BUTTON = {"type": "button", "action_id": "act:verdict.why#0", "value": acts.encode(WHY)}
WHEN = Act("answer", {"dialog": "booking", "step": "when"})


def picked(kind: str, **chosen: Any) -> dict[str, Any]:
    """A picker's action."""
    return {"type": kind, "action_id": "act:answer#0", "block_id": acts.encode(WHEN, 255), **chosen}


def answered(text: str) -> Acted:
    """A picker's answer."""
    return Acted(replace(WHEN, args={**WHEN.args, "text": text}))


EXPECTED: dict[str, tuple[Any, dict[str, Any], Activity]] = {
    "a command": (
        adapter.from_command,
        command("prep Acme"),
        activity("command:t1", Said("prep Acme"), TRIGGER),
    ),
    "no words": (
        adapter.from_command,
        command("  "),
        activity("command:t1", Acted(Act("status.show")), TRIGGER),
    ),
    "a place in a command": (
        adapter.from_command,
        command("<#C7|circle>"),
        replace(activity("command:t1", Said("C7"), TRIGGER), places=("C7",)),
    ),
    "a message": (
        adapter.from_message,
        event(type="message", channel="D1", channel_type="im", text="Smith &amp; Sons", ts="1.1"),
        activity("event:Ev1", Said("Smith & Sons")),
    ),
    "a message in a thread": (
        adapter.from_message,
        event(type="message", channel="D1", channel_type="im", text="hi", ts="1.2", thread_ts="1.1"),
        activity("event:Ev1", Said("hi"), replace(PRIVATE, thread="1.1")),
    ),
    "a mention": (
        adapter.from_mention,
        event(type="app_mention", channel="C1", text="<@U0BOT>  status ", ts="1700.1"),
        activity("event:Ev1", Said("status"), CHANNEL),
    ),
    "a mention in a thread, without words": (
        adapter.from_mention,
        event(type="app_mention", channel="C1", text="<@U0BOT>", ts="1700.5", thread_ts="1700.1"),
        activity("event:Ev1", Acted(Act("help.show")), CHANNEL),
    ),
    "a button in private": (
        adapter.from_action,
        press(BUTTON, channel_id="D1", message_ts="1.1"),
        activity("action:t2", Acted(WHY), TRIGGER),
    ),
    "a button in a channel": (
        adapter.from_action,
        press(BUTTON, channel_id="C1", message_ts="1700.3", thread_ts="1700.1"),
        activity("action:t2", Acted(WHY), replace(CHANNEL, extra=TRIGGER.extra)),
    ),
    "a button in the home": (
        adapter.from_action,
        press(BUTTON, type="view", view_id="V1"),
        activity("action:t2", Acted(WHY), TRIGGER),
    ),
    "a menu's entry": (
        adapter.from_action,
        press({"type": "overflow", "selected_option": {"value": acts.encode(WHY)}}, channel_id="D1"),
        activity("action:t2", Acted(WHY), TRIGGER),
    ),
    "a day": (
        adapter.from_action,
        press(picked("datepicker", selected_date="2026-03-12"), channel_id="D1"),
        activity("action:t2", answered("2026-03-12"), TRIGGER),
    ),
    "a moment, on the person's clock": (
        adapter.from_action,
        press(picked("datetimepicker", selected_date_time=1_775_052_000), channel_id="D1"),
        activity("action:t2", answered("2026-04-01 15:00"), TRIGGER),
    ),
    "a place": (
        adapter.from_action,
        press(picked("conversations_select", selected_conversation="C7"), channel_id="D1"),
        activity("action:t2", answered("C7"), TRIGGER),
    ),
    "the global shortcut": (
        adapter.from_shortcut,
        {"user": USER, "team": {"id": "T1"}, "trigger_id": "t3", "callback_id": "debrief_interview"},
        activity("shortcut:t3", Said("debrief")),
    ),
    "the message shortcut": (
        adapter.from_shortcut,
        {
            "user": USER,
            "team": {"id": "T1"},
            "trigger_id": "t3",
            "callback_id": "debrief_note",
            "message": {"text": "she said &lt;3"},
        },
        activity("shortcut:t3", Acted(Act("debrief.note", {"text": "she said <3"}))),
    ),
}


@pytest.mark.parametrize(("read", "payload", "expected"), EXPECTED.values(), ids=EXPECTED)
def test_a_payload_means_exactly_one_activity(read: Any, payload: dict[str, Any], expected: Activity) -> None:
    found = read(payload, MONDAY, LISBON)
    assert found == expected
    assert from_json(ConversationReference, to_json(found.reference)) == found.reference


def test_a_person_arrives_once() -> None:
    caller = adapter.caller_of_event(event(type="app_home_opened"))
    assert adapter.arrived(caller, MONDAY, LISBON) == activity("arrived:U1", Arrived())


def submission(to: ConversationReference, text: str = "62k") -> dict[str, Any]:
    """A sent modal's payload."""
    form = Form(
        "Offer", "Save", Act("offer.fill", {"opportunity": "o1"}), (FormField("base", "Base", Input.MONEY),)
    )
    state = {"field:base": {"value": {"type": "plain_text_input", "value": text}}}
    view = {**modal(form, to), "id": "V1", "hash": "h1", "state": {"values": state}}
    return {"user": USER, "team": {"id": "T1"}, "view": view}


@pytest.mark.parametrize("to", [PRIVATE, CHANNEL, replace(PRIVATE, thread="1.1")])
def test_a_modal_is_answered_where_it_was_opened(to: ConversationReference) -> None:
    found = adapter.from_submission(submission(to), MONDAY, LISBON)
    assert isinstance(found, Activity)
    pressed = {adapter.PRESSED: "yes"} if to.thread and not to.shared else {}
    assert found.reference == replace(to, extra={adapter.SURFACE: adapter.FROM_MODAL, **pressed})
    assert found.event == Filled(Act("offer.fill", {"opportunity": "o1"}), {"base": "62k"})


def test_a_modal_sent_twice_is_one_activity_and_sent_again_with_other_words_another() -> None:
    ids = [
        adapter.from_submission(submission(PRIVATE, text), MONDAY, LISBON) for text in ("62k", "62k", "65k")
    ]
    first, again, other = (found.id for found in ids if isinstance(found, Activity))
    assert first == again != other


def test_an_organisation_that_installed_the_app_is_the_tenant_and_its_team_is_kept() -> None:
    body = command("hi", enterprise_id="E1", is_enterprise_install="true")
    found = adapter.from_command(body, MONDAY, Profile())
    assert (found.tenant, found.reference.lasting().extra) == ("E1", {"team": "T1"})
    shared = event(type="message", channel_type="im", text="hi")
    shared |= {"team_id": "T8", "authorizations": [{"team_id": "T1", "enterprise_id": "E1"}]}
    assert adapter.caller_of_event(shared).tenant == "T1"


IGNORED: dict[str, tuple[Any, dict[str, Any], str]] = {
    "edited": (adapter.from_message, event(subtype="message_changed"), "subtype message_changed"),
    "bot": (adapter.from_message, event(bot_id="B1", text="x"), "a bot's message"),
    "hidden": (adapter.from_message, event(hidden=True, text="x"), "a hidden message"),
    "channel": (adapter.from_message, event(channel_type="channel", text="x"), "without a mention"),
    "mention by a bot": (adapter.from_mention, event(bot_id="B1", channel="C1"), "a bot's message"),
    "nothing picked": (adapter.from_action, press(picked("datepicker")), "nothing chosen"),
    "nonsense": (adapter.from_action, press({"type": "button", "value": "?"}), "unknown action"),
    "shortcut": (adapter.from_shortcut, {"user": USER, "callback_id": "x"}, "unknown shortcut x"),
    "modal": (adapter.from_submission, {"user": USER, "view": {"id": "V1"}}, "no version of the coach"),
}


@pytest.mark.parametrize(("read", "payload", "reason"), IGNORED.values(), ids=IGNORED)
def test_what_has_no_effect_says_why(read: Any, payload: dict[str, Any], reason: str) -> None:
    found = read(payload, MONDAY, LISBON)
    assert isinstance(found, Ignored)
    assert reason in found.reason


@pytest.mark.parametrize(
    ("slack", "typed"),
    [
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("<https://acme.example|acme.example>", "acme.example"),
        ("<https://acme.example>", "https://acme.example"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("<#C1|jobs> and <@U1|ada>", "#jobs and @ada"),
        ("<@U1> said", "said"),
        ("<!here> <!subteam^S1|@coaches>", "@coaches"),
        ("1 &lt; 2 &amp;lt;", "1 < 2 &lt;"),
    ],
)
def test_words_are_read_as_they_were_typed(slack: str, typed: str) -> None:
    assert unescape(slack) == typed


@pytest.mark.parametrize(
    ("text", "place"), [("<#C1|jobs>", "C1"), (" <@U1> ", "U1"), ("to <#C1|jobs>", None), ("jobs", None)]
)
def test_a_message_that_is_a_place_and_nothing_else(text: str, place: str | None) -> None:
    assert place_in(text) == place


@pytest.mark.parametrize(
    "text", ["", "a", "word " * 500, "x" * 700, "e\u0301" * 400, "👩‍👩‍👧 " * 90, "A. B!\n\nC? " * 99]
)
@pytest.mark.parametrize("limit", [7, 75, 300])
def test_pieces_fit_and_joined_are_the_text(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert "".join(pieces) == text
    assert all(len(piece) <= limit for piece in pieces)
    assert not any(piece.startswith(("\u0301", "\u200d")) for piece in pieces)
