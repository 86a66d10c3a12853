"""Sending: the right place, the right verb, in one message or several, with pictures or without."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from bot.teams.sender import Standing
from dialogs.activity import Activity, ConversationReference, Platform, Said
from dialogs.documents import from_json, to_json
from dialogs.ports import Posted, TryLater
from dialogs.replies import Document, Export, Removed
from dialogs.turn import Message
from tests.teams.conftest import Side
from tests.teams.login import TENANT
from tests.teams.payloads import AAD, BOT, CHANNEL, GROUP, PERSONAL, USER, activity
from tests.teams.samples import USUAL, comparison
from tests.teams.sending import conversations, note, reference, send
from tests.waiting import PATIENCE


async def test_words_go_out_as_words_and_buttons_as_a_card(side: Side) -> None:
    await send(side, Message(reference(side), note("a *b*\nc")))
    await send(side, Message(reference(side), note(button=True)), delivery="d2")
    words, card = side.cloud.said
    assert (words["text"], words["textFormat"]) == ("a *b*\nc", "plain")
    assert card["attachments"][0]["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert "text" not in card
    assert card["summary"].startswith("Hello")


async def test_a_reference_survives_being_stored(side: Side) -> None:
    await side.post(activity(side.cloud.service_url))
    kept = side.service.handled[0].reference
    again = from_json(ConversationReference, to_json(kept))
    assert again == kept
    await send(side, Message(again, note()))
    assert conversations(side) == [PERSONAL]


PLACES = [
    ("the private chat", {}, {}, PERSONAL),
    ("a group chat", {"conversation": GROUP, "kind": "groupChat"}, {"thread": f"{GROUP}|17"}, GROUP),
    (
        "a channel's thread",
        {"conversation": CHANNEL, "kind": "channel", "thread": "16"},
        {},
        f"{CHANNEL};messageid=16",
    ),
    ("a new post in a channel", {"conversation": CHANNEL, "kind": "channel"}, {}, CHANNEL),
    (
        "the thread under the opportunity's card",
        {"conversation": CHANNEL, "kind": "channel"},
        {"thread": f"{CHANNEL}|17,18"},
        f"{CHANNEL};messageid=17",
    ),
    (
        "the thread the card was posted in",
        {"conversation": CHANNEL, "kind": "channel", "thread": "16"},
        {"thread": f"{CHANNEL};messageid=16|17"},
        f"{CHANNEL};messageid=16",
    ),
]


@pytest.mark.parametrize(("to", "options", "place"), [pytest.param(t, o, p, id=n) for n, t, o, p in PLACES])
async def test_a_message_lands_in_its_place(
    side: Side, to: dict[str, Any], options: dict[str, Any], place: str
) -> None:
    await send(side, Message(reference(side, **to), note()), **options)
    assert conversations(side) == [place]


async def test_what_is_for_one_person_goes_to_their_private_chat(side: Side) -> None:
    to = reference(side, GROUP, "groupChat")
    first = await send(side, Message(to, note(), only_for=AAD))
    await send(side, Message(to, note(), only_for=AAD), delivery="d2")
    created, one, two = side.cloud.calls
    assert created.path == "/v3/conversations"
    assert created.body["members"] == [{"id": USER}]
    assert (created.body["bot"], created.body["tenantId"]) == ({"id": BOT}, TENANT)
    assert one.path == two.path == "/v3/conversations/a:private-1/activities"
    assert first is not None
    assert Standing.parse(first).conversation == "a:private-1"


async def test_a_private_chat_that_was_seen_is_not_asked_for(side: Side) -> None:
    await side.post(activity(side.cloud.service_url))
    await send(side, Message(reference(side, "", "personal"), note()))
    assert conversations(side) == [PERSONAL]


async def test_an_edit_stays_where_the_message_stands(side: Side) -> None:
    ref = await send(side, Message(reference(side), note(button=True), key="card:o1"))
    again = await send(
        side, Message(reference(side), Removed("Gone."), key="card:o1"), replaces=ref, delivery="d2"
    )
    posted, edited = side.cloud.calls
    assert (posted.method, edited.method) == ("POST", "PUT")
    assert edited.path == f"{posted.path}/{Standing.parse(ref or '').ids[0]}"
    assert again == ref


async def test_an_edit_of_a_deleted_message_is_posted_anew(side: Side) -> None:
    side.cloud.faults = [(404, {})]
    ref = await send(side, Message(reference(side), note(), key="k"), replaces=f"{PERSONAL}|99")
    assert [c.method for c in side.cloud.calls] == ["PUT", "POST"]
    assert ref is not None
    assert Standing.parse(ref).ids != ("99",)


async def test_what_takes_several_messages_is_edited_whole(side: Side) -> None:
    long = Export(
        "Here it is.", tuple(Document(f"{n}.json", "application/json", "x" * 100) for n in range(3))
    )
    ref = await send(side, Message(reference(side), long, key="k"))
    assert len(Standing.parse(ref or "").ids) == 4
    side.cloud.calls.clear()
    after = await send(side, Message(reference(side), note(), key="k"), replaces=ref, delivery="d2")
    assert [c.method for c in side.cloud.calls] == ["PUT", "DELETE", "DELETE", "DELETE"]
    assert len(Standing.parse(after or "").ids) == 1


async def test_a_second_attempt_goes_on_where_the_first_stopped(side: Side) -> None:
    long = Export(
        "Here it is.", (Document("a.json", "application/json", "x"), Document("b.json", "t", "y")), True
    )
    side.cloud.faults = [0.0, (429, {"Retry-After": "3"})]
    with pytest.raises(TryLater):
        await send(side, Message(reference(side), long))
    ref = await send(side, Message(reference(side), long))
    assert [s["text"][:6] for s in side.cloud.said] == ["Here i", "a.json", "a.json", "b.json"]
    assert len(Standing.parse(ref or "").ids) == 3


async def test_an_edit_that_grows_goes_on_where_it_stopped(side: Side) -> None:
    long = Export(
        "Here it is.", (Document("a.json", "application/json", "x"), Document("b.json", "t", "y")), True
    )
    side.cloud.faults = [0.0, 0.0, (429, {"Retry-After": "3"})]
    with pytest.raises(TryLater):
        await send(side, Message(reference(side), long), replaces=f"{PERSONAL}|1")
    ref = await send(side, Message(reference(side), long), replaces=f"{PERSONAL}|1")
    posted = [c.body["text"][:6] for c in side.cloud.calls if c.method == "POST"]
    assert posted == ["a.json", "b.json", "b.json"]
    assert len(Standing.parse(ref or "").ids) == 3


async def test_our_messages_can_be_taken_away(side: Side) -> None:
    assert await side.sender.blank(Posted(reference(side), f"{PERSONAL}|1,2", None))
    assert [c.method for c in side.cloud.calls] == ["DELETE", "DELETE"]
    side.cloud.faults = [(403, {})]
    assert not await side.sender.blank(Posted(reference(side), f"{PERSONAL}|3", None))


async def test_courtesies_never_fail(side: Side) -> None:
    side.cloud.faults = [(403, {}), "reset", (500, {})]
    for _ in range(3):
        await side.sender.typing(reference(side))
    await side.sender.typing(ConversationReference(Platform.TEAMS, TENANT, PERSONAL, AAD))
    assert len(side.cloud.calls) == 3


async def test_a_turn_builds_none_of_the_sdks_clients(side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them costs 13 ms of processor time, for a list of 999 numbers that is looked up in a list of 501."""
    from msrest.universal_http.requests import ClientRetryPolicy

    built: list[int] = []
    stock: Any = ClientRetryPolicy.__init__

    def counted(self: Any) -> None:
        built.append(1)
        stock(self)

    policy: Any = ClientRetryPolicy
    monkeypatch.setattr(policy, "__init__", counted)
    policy()
    assert built == [1]  # this is what a stock turn does
    await side.post(activity(side.cloud.service_url))
    await send(side, Message(reference(side), note()))
    assert built == [1]
    assert isinstance(side.service.handled[0], Activity)
    assert isinstance(side.service.handled[0].event, Said)


async def test_a_comparison_comes_with_its_pictures_and_is_edited_whole(side: Side) -> None:
    shown = Message(reference(side), comparison(USUAL), key="comparison:a,b")
    ref = await send(side, shown)
    card, *pictures = side.cloud.said
    assert "Table" in str(card)
    assert len(pictures) == 2
    assert all("data:image/png;base64," in str(each) for each in pictures)
    side.cloud.calls.clear()
    assert await send(side, shown, replaces=ref, delivery="d2") == ref
    assert [call.method for call in side.cloud.calls] == ["PUT", "PUT", "PUT"]


def fails(*args: object) -> None:
    raise RuntimeError("no font")


@pytest.mark.parametrize("fails_at_once", [True, False])
async def test_without_its_pictures_a_comparison_still_comes(
    side: Side, monkeypatch: pytest.MonkeyPatch, fails_at_once: bool
) -> None:
    sent = threading.Event()

    def dawdles(*args: object) -> None:
        sent.wait(PATIENCE)

    monkeypatch.setattr("bot.teams.sender.paint", fails if fails_at_once else dawdles)
    monkeypatch.setattr("bot.teams.sender.PAINTED_WITHIN", 0.1)
    await send(side, Message(reference(side), comparison(USUAL)))
    assert len(side.cloud.said) == 1
    sent.set()
