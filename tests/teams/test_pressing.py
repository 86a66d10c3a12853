"""Buttons and dialogs: answered in place, and a clear word for whatever is not understood."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.teams import edge as edges
from bot.teams import wire
from dialogs.activity import Act, Acted, Filled
from dialogs.replies import Card, Note, Question, Reply
from dialogs.turn import Message
from tests.teams.conftest import Side
from tests.teams.login import TENANT
from tests.teams.payloads import AAD, CHANNEL, GROUP, RESET, activity, press
from tests.waiting import PATIENCE

# -- buttons --------------------------------------------------------------------------------------------------


def replying(reply: Reply, **where: Any) -> Any:
    """A service that says one thing where it was asked."""
    return lambda came: (Message(came.reference, reply, **where),)


async def test_a_press_is_answered_with_the_card_as_it_is_now(side: Side) -> None:
    side.service.says = replying(Card("Acme", "Engineer", ("Verdict: outcome",)), key="card:o1")
    got = await side.post(press(side.cloud.service_url, wire.data(RESET, title="Right", card="card:o1")))
    assert got.status == 200  # the SDK's own handler answers 500 to any invoke with a body
    answer = await got.json()
    assert (answer["statusCode"], answer["type"]) == (200, "application/vnd.microsoft.card.adaptive")
    assert "Verdict: outcome" in answer["value"]["fallbackText"]
    assert side.service.handled[0].event == Acted(RESET)


async def test_an_answered_question_leaves_a_receipt(side: Side) -> None:
    side.service.says = replying(Question("And next?", "b"))
    data = wire.data(RESET, title="They dodged", card=None, done="How do they measure success?")
    answer = await (await side.post(press(side.cloud.service_url, data))).json()
    assert answer["type"] == "application/vnd.microsoft.card.adaptive"
    assert answer["value"]["fallbackText"] == "How do they measure success?\nYou: They dodged"


async def test_a_form_comes_back_as_it_was_filled_in(side: Side) -> None:
    data = wire.data(
        Act("offer.fill", {"opportunity": "o1"}), title="Save", card=None, fills=True, done="Offer"
    )
    answer = await (await side.post(press(side.cloud.service_url, {**data, "f.base": "62k"}))).json()
    assert side.service.handled[0].event == Filled(Act("offer.fill", {"opportunity": "o1"}), {"base": "62k"})
    assert answer["value"]["fallbackText"] == "Offer\nYou: 62k"


async def test_a_press_that_redraws_nothing_leaves_the_card(side: Side) -> None:
    data = wire.data(RESET, title="Pin", card="card:o1")
    answer = await (await side.post(press(side.cloud.service_url, data))).json()
    assert answer == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": "“Pin”: got it.",
    }


async def test_what_is_for_one_person_is_not_drawn_into_a_shared_card(side: Side) -> None:
    side.service.says = replying(Note("62,000 EUR", ()), key="card:o1", only_for=AAD)
    conversation = {"conversationType": "groupChat", "id": GROUP, "tenantId": TENANT}
    body = press(
        side.cloud.service_url, wire.data(RESET, title="Terms", card="card:o1"), conversation=conversation
    )
    answer = await (await side.post(body)).json()
    assert answer["value"] == "I've answered you in our private chat."


async def test_a_slow_press_is_told_where_the_answer_comes(
    side: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edges, "PRESS_ANSWERED_AFTER", 0.02)
    answered = asyncio.Event()

    async def wait() -> None:
        await asyncio.wait_for(answered.wait(), PATIENCE)

    side.service.waits = wait
    answer = await (
        await side.post(press(side.cloud.service_url, wire.data(RESET, title="x", card=None)))
    ).json()
    answered.set()
    assert answer["value"] == "On it. The answer comes as a message."


async def test_a_press_that_fails_says_so_and_what_to_do(side: Side) -> None:
    side.service.fails = RuntimeError("secret detail")
    answer = await (
        await side.post(press(side.cloud.service_url, wire.data(RESET, title="x", card=None)))
    ).json()
    assert (answer["statusCode"], answer["type"]) == (500, "application/vnd.microsoft.error")
    assert "press again" in answer["value"]["message"]
    assert "secret" not in answer["value"]["message"]


@pytest.mark.parametrize(
    "changes",
    [
        {"value": None},
        {"value": []},
        {"value": {"action": "x"}},
        {"value": {"action": {"type": "Action.Execute", "data": {"theirs": 1}}}},
    ],
    ids=str,
)
async def test_a_button_that_was_never_ours_gets_a_sentence(side: Side, changes: dict[str, Any]) -> None:
    got = await side.post(press(side.cloud.service_url, wire.data(RESET, title="x", card=None), **changes))
    assert "Say “status”" in (await got.json())["value"]
    assert side.service.handled == []


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "composeExtension/fetchTask", "value": {"commandId": "somebody else's"}},
        {"name": "composeExtension/submitAction", "value": "x"},
        {"name": "task/fetch"},
    ],
    ids=str,
)
async def test_a_dialog_that_we_do_not_know_says_what_there_is(side: Side, changes: dict[str, Any]) -> None:
    got = await side.post(press(side.cloud.service_url, wire.data(RESET, title="x", card=None), **changes))
    assert "Use as debrief note" in (await got.json())["task"]["value"]
    assert side.service.handled == []


@pytest.mark.parametrize("name", [None, "signin/verifyState", "composeExtension", "x" * 500])
async def test_another_request_is_answered_as_unknown(side: Side, name: str | None) -> None:
    got = await side.post(press(side.cloud.service_url, {}, name=name))
    assert got.status == 501
    assert side.service.handled == []


async def test_a_submitted_card_of_an_old_client_is_a_press_too(side: Side) -> None:
    body = activity(side.cloud.service_url, text=None, value=wire.data(RESET, title="Right", card=None))
    await side.post(body)
    assert side.service.handled[0].event == Acted(RESET)


# -- use as debrief note --------------------------------------------------------------------------------------


PICKED = {
    "commandId": "debriefNote",
    "commandContext": "message",
    "messagePayload": {
        "body": {"contentType": "html", "content": "<div><p>They said:<br>ship &amp; go</p><p>Late</p></div>"}
    },
}


async def test_a_picked_message_is_shown_before_it_is_kept(side: Side) -> None:
    body = press(side.cloud.service_url, {}, name="composeExtension/fetchTask", value=PICKED)
    answer = await (await side.post(body)).json()
    shown = answer["task"]["value"]["card"]["content"]["body"]
    (field,) = [each for each in shown if each["type"] == "Input.Text"]
    assert field["value"] == "They said:\nship & go\nLate"
    assert side.service.handled == []


async def test_the_note_goes_to_the_private_chat_wherever_it_was_picked(side: Side) -> None:
    data = {**wire.data(Act("debrief.note"), title="Use", card=None, fills=True), "f.text": "ship & go"}
    conversation = {"conversationType": "channel", "id": CHANNEL, "tenantId": TENANT}
    value = {"commandId": "debriefNote", "data": data}
    body = press(
        side.cloud.service_url,
        {},
        name="composeExtension/submitAction",
        value=value,
        conversation=conversation,
    )
    answer = await (await side.post(body)).json()
    assert answer == {"task": {"type": "message", "value": "Got it. I've answered in our private chat."}}
    (came,) = side.service.handled
    assert came.event == Filled(Act("debrief.note"), {"text": "ship & go"})
    assert (came.reference.conversation, came.reference.shared) == ("", False)
