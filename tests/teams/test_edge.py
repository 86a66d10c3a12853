"""The door: acknowledged at once, answered in place, and a clear word for whatever is not understood."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.service import Busy
from bot.teams import edge as edges
from bot.teams import wire
from dialogs.activity import Act, Acted, Arrived, Event, Filled, Left, Said
from dialogs.replies import Card, Note, Question, Reply
from dialogs.turn import Message
from tests.teams.conftest import Side
from tests.teams.login import TENANT
from tests.teams.payloads import (
    AAD,
    BOT,
    CHANNEL,
    GROUP,
    PERSONAL,
    USER,
    activity,
    in_channel,
    in_group,
    press,
)
from tests.waiting import PATIENCE

RESET = Act("reading.right", {"answer": "a1"})


def replying(reply: Reply, **where: Any) -> Any:
    """A service that says one thing where it was asked."""
    return lambda came: (Message(came.reference, reply, **where),)


async def test_a_message_in_the_private_chat(side: Side) -> None:
    got = await side.post(activity(side.cloud.service_url, text="prep&nbsp;Acme &amp; Sons"))
    assert got.status == 200
    (came,) = side.service.handled
    assert came.event == Said("prep Acme & Sons")
    assert (came.tenant, came.person, came.zone, came.language) == (TENANT, AAD, "Europe/Lisbon", "en")
    assert came.reference.conversation == PERSONAL
    assert not came.reference.shared
    assert came.reference.extra == {
        "service_url": side.cloud.service_url,
        "bot": BOT,
        "user": USER,
        "kind": "personal",
    }


async def test_a_mention_in_a_channel_keeps_its_thread(side: Side) -> None:
    body = in_channel(side.cloud.service_url, "verdict <at>Dana</at>")
    assert (await side.post(body)).status == 200
    (came,) = side.service.handled
    assert came.event == Said("verdict Dana")
    assert (came.reference.conversation, came.reference.thread) == (CHANNEL, "1700000000001")
    assert came.reference.shared


async def test_a_mention_in_a_group_chat(side: Side) -> None:
    assert (await side.post(in_group(side.cloud.service_url, "status"))).status == 200
    (came,) = side.service.handled
    assert (came.reference.conversation, came.reference.thread, came.reference.shared) == (GROUP, None, True)


NOT_FOR_US: list[dict[str, Any]] = [
    {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]},
    {"type": "messageUpdate"},
    {"type": "messageDelete"},
    {"type": "typing"},
    {"type": "endOfConversation"},
    {"type": "event", "name": "application/vnd.microsoft.readReceipt"},
    {"type": "installationUpdate", "action": "remove-upgrade"},
    {
        "type": "installationUpdate",
        "action": "remove",
        "conversation": {"id": GROUP, "conversationType": "groupChat", "tenantId": TENANT},
    },
    {"type": "conversationUpdate", "membersAdded": [{"id": "29:somebody else"}]},
    {"type": "conversationUpdate", "membersAdded": "everybody"},
    {"from": {"id": BOT}},
    {"from": {"id": "28:another", "role": "bot"}},
    {"conversation": {"id": GROUP, "conversationType": "groupChat", "tenantId": TENANT}},  # nobody named us
    {"conversation": {"id": GROUP, "conversationType": "somethingNew", "tenantId": TENANT}},
]


@pytest.mark.parametrize("changes", NOT_FOR_US, ids=lambda c: str(c)[:50])
async def test_what_is_not_for_us_is_taken_and_left_alone(side: Side, changes: dict[str, Any]) -> None:
    assert (await side.post(activity(side.cloud.service_url, **changes))).status == 200
    assert side.service.handled == []


@pytest.mark.parametrize(
    ("action", "members", "event"),
    [("add", "membersAdded", Arrived(installed=True)), ("remove", "membersRemoved", Left())],
)
async def test_installing_and_removing_are_told_twice(
    side: Side, action: str, members: str, event: Event
) -> None:
    url = side.cloud.service_url
    await side.post(activity(url, type="installationUpdate", action=action, id="f:1"))
    await side.post(activity(url, type="conversationUpdate", **{members: [{"id": BOT}]}, id="f:2"))
    assert [came.event for came in side.service.handled] == [event, event]


async def test_a_removal_that_cannot_be_kept_is_asked_for_again(side: Side) -> None:
    side.service.fails = Busy("x")
    body = activity(side.cloud.service_url, type="installationUpdate", action="remove")
    assert (await side.post(body)).status == 503
    assert side.cloud.calls == []


async def test_the_same_activity_again_has_the_same_id_and_another_chats_has_not(side: Side) -> None:
    url = side.cloud.service_url
    for body in (activity(url), activity(url), in_group(url, "status")):
        await side.post(body)
    one, again, other = (each.id for each in side.service.handled)
    assert one == again != other


async def test_an_activity_without_an_id_is_known_by_its_content(side: Side) -> None:
    url = side.cloud.service_url
    for value in ({"do": "status.show"}, {"do": "status.show"}, {"do": "help.show"}):
        await side.post(press(url, value, id=None))
    one, again, other = (each.id for each in side.service.handled)
    assert one == again != other


# -- acknowledged first --------------------------------------------------------------------------------------


async def test_slow_work_is_acknowledged_and_goes_on(side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edges, "ACKNOWLEDGED_AFTER", 0.05)
    monkeypatch.setattr(edges, "TYPING_AFTER", 0.02)
    let_go, done = asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        await let_go.wait()
        done.set()

    side.service.waits = wait
    assert (await side.post(activity(side.cloud.service_url))).status == 202
    assert not done.is_set()
    let_go.set()
    await side.edge.close()
    assert done.is_set()
    assert [c.body["type"] for c in side.cloud.calls] == ["typing"]


async def late(side: Side, monkeypatch: pytest.MonkeyPatch, error: Exception | None) -> asyncio.Event:
    """Lets a turn take longer than its acknowledgement."""
    monkeypatch.setattr(edges, "ACKNOWLEDGED_AFTER", 0.02)
    let_go = asyncio.Event()

    async def wait() -> None:
        await let_go.wait()

    side.service.waits, side.service.fails = wait, error
    return let_go


async def test_what_fails_after_it_was_acknowledged_is_said_and_not_played_again(
    side: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = await late(side, monkeypatch, RuntimeError("secret detail"))
    assert (await side.post(activity(side.cloud.service_url))).status == 202
    assert side.service.aside == side.service.handled
    let_go.set()
    await side.edge.close()
    assert side.service.aside == []
    (said,) = side.cloud.said
    assert "say it again in a minute" in said["text"]


async def test_what_was_only_busy_after_it_was_acknowledged_is_left_to_a_worker(
    side: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = await late(side, monkeypatch, Busy("x"))
    assert (await side.post(activity(side.cloud.service_url))).status == 202
    let_go.set()
    await side.edge.close()
    assert side.service.aside == side.service.handled
    assert side.cloud.said == []


async def test_what_cannot_be_put_aside_is_not_acknowledged(
    side: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = await late(side, monkeypatch, None)
    monkeypatch.setattr(edges, "PRESS_ANSWERED_AFTER", 0.02)
    side.service.forgetful = True
    assert (await side.post(activity(side.cloud.service_url))).status == 503
    answer = await (
        await side.post(press(side.cloud.service_url, wire.data(RESET, title="x", card=None)))
    ).json()
    assert "press again" in answer["value"]
    let_go.set()


async def test_quick_work_shows_no_typing(side: Side) -> None:
    await side.post(activity(side.cloud.service_url))
    assert side.cloud.calls == []


async def test_what_cannot_be_kept_now_is_asked_for_again(side: Side) -> None:
    side.service.fails = Busy("x")
    assert (await side.post(activity(side.cloud.service_url))).status == 503


async def test_a_fault_is_apologised_for_once_with_a_mark(side: Side) -> None:
    side.service.fails = RuntimeError("secret detail")
    assert (await side.post(activity(side.cloud.service_url))).status == 200
    (said,) = side.cloud.said
    assert "say it again in a minute" in said["text"]
    assert "secret detail" not in said["text"]


# -- buttons -------------------------------------------------------------------------------------------------


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


FILE = {"contentType": "application/vnd.microsoft.teams.file.download.info", "name": "notes.docx"}
FORMATTED = {"contentType": "text/html", "content": "<p>status</p>"}


@pytest.mark.parametrize(
    ("text", "attachments", "event"),
    [
        (None, [FILE], Acted(Act("file.sent"))),
        ("", [{"contentType": "image/*"}, FORMATTED], Acted(Act("file.sent"))),
        ("status", [FILE], Said("status")),
        ("status", [FORMATTED], Said("status")),
        (None, [FORMATTED], Said("")),
        (None, "x", Said("")),
        (None, [5, {}], Said("")),
    ],
)
async def test_what_is_sent_instead_of_words(
    side: Side, text: str | None, attachments: Any, event: Event
) -> None:
    body = activity(side.cloud.service_url, text=text, attachments=attachments)
    assert (await side.post(body)).status == 200
    assert [came.event for came in side.service.handled] == [event]


async def test_a_submitted_card_of_an_old_client_is_a_press_too(side: Side) -> None:
    body = activity(side.cloud.service_url, text=None, value=wire.data(RESET, title="Right", card=None))
    await side.post(body)
    assert side.service.handled[0].event == Acted(RESET)


# -- use as debrief note -------------------------------------------------------------------------------------

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


# -- where others read along ---------------------------------------------------------------------------------


async def test_a_private_answer_is_pointed_to_once_in_the_thread(side: Side) -> None:
    side.service.says = lambda came: (Message(came.reference, Note("Yours alone"), only_for=came.person),)
    body = in_channel(side.cloud.service_url, "status")
    for _ in range(2):
        assert (await side.post(body)).status == 200
    (opened, call) = side.cloud.calls  # the chat is opened first: it is where the answer goes, too
    assert opened.path == "/v3/conversations"
    assert call.path == f"/v3/conversations/{CHANNEL};messageid=1700000000001/activities"
    assert "private chat" in call.body["text"]


async def test_an_open_answer_is_not_pointed_to(side: Side) -> None:
    side.service.says = lambda came: (Message(came.reference, Note("For all")),)
    await side.post(in_group(side.cloud.service_url, "help"))
    assert side.cloud.calls == []


async def test_our_name_is_taken_out_once_and_others_stay(side: Side) -> None:
    body = in_group(side.cloud.service_url, "ask <at id='2'>Delta</at> and <at>Ben</at>")
    body["entities"].append({"type": "mention", "mentioned": {"id": "29:ben"}, "text": "<at>Ben</at>"})
    await side.post(body)
    assert side.service.handled[0].event == Said("ask Delta and Ben")


@pytest.mark.parametrize(
    "entities", [None, "x", [None], [{"type": "mention"}], [{"type": "mention", "text": 5}]]
)
async def test_entities_of_any_shape_do_no_harm(side: Side, entities: Any) -> None:
    assert (
        await side.post(activity(side.cloud.service_url, entities=entities, localTimezone="Mars/Base"))
    ).status == 200
    assert side.service.handled[0].zone is None


async def test_slow_turns_do_not_stop_others(side: Side) -> None:
    gate, begun = asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        if len(side.service.handled) == 1:
            begun.set()
            await gate.wait()

    side.service.waits = wait
    slow = asyncio.ensure_future(side.post(activity(side.cloud.service_url, id="slow")))
    await begun.wait()
    assert (await side.post(activity(side.cloud.service_url, id="quick"))).status == 200
    gate.set()
    assert (await slow).status == 200


@pytest.mark.parametrize("channel_data", [None, {}, {"tenant": {}}, {"tenant": "x"}])
async def test_the_tenant_is_found_where_the_sdk_loses_it(side: Side, channel_data: Any) -> None:
    assert (await side.post(activity(side.cloud.service_url, channelData=channel_data))).status == 200
    assert side.service.handled[0].tenant == TENANT
