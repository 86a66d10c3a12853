"""What comes in at the door: whose word it is and where it was said, what is not for us, and odd shapes."""

from __future__ import annotations

from typing import Any

import pytest

from dialogs.activity import Act, Acted, Arrived, Event, Left, Said
from dialogs.replies import Note
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


@pytest.mark.parametrize(
    "entities", [None, "x", [None], [{"type": "mention"}], [{"type": "mention", "text": 5}]]
)
async def test_entities_of_any_shape_do_no_harm(side: Side, entities: Any) -> None:
    assert (
        await side.post(activity(side.cloud.service_url, entities=entities, localTimezone="Mars/Base"))
    ).status == 200
    assert side.service.handled[0].zone is None


@pytest.mark.parametrize("channel_data", [None, {}, {"tenant": {}}, {"tenant": "x"}])
async def test_the_tenant_is_found_where_the_sdk_loses_it(side: Side, channel_data: Any) -> None:
    assert (await side.post(activity(side.cloud.service_url, channelData=channel_data))).status == 200
    assert side.service.handled[0].tenant == TENANT


# -- where others read along ----------------------------------------------------------------------------------


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
