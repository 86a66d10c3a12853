"""Sending: the right place, the right verb, one token, and what became of it when the connector fails."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from bot.teams import connector as connectors
from bot.teams.sdk import TRY_AGAIN_AFTER
from bot.teams.sender import Standing
from dialogs.activity import Activity, ConversationReference, Platform, Said
from dialogs.documents import from_json, to_json
from dialogs.ports import AnswerLost, Posted, TryLater, Undeliverable
from dialogs.replies import Choice, Document, Export, Note, Removed
from dialogs.turn import Message
from tests.teams.cloud import Cloud
from tests.teams.conftest import Build, Side
from tests.teams.login import TENANT
from tests.teams.payloads import AAD, BOT, CHANNEL, GROUP, PERSONAL, USER, activity
from tests.teams.samples import USUAL, act, comparison
from tests.waiting import PATIENCE, until


def reference(
    side: Side, conversation: str = PERSONAL, kind: str = "personal", **more: Any
) -> ConversationReference:
    extra = {"service_url": side.cloud.service_url, "bot": BOT, "user": USER, "kind": kind}
    return ConversationReference(
        Platform.TEAMS, TENANT, conversation, AAD, shared=kind != "personal", extra=extra, **more
    )


async def send(side: Side, message: Message, **kwargs: Any) -> str | None:
    options = {"delivery": "d1", "replaces": None, "thread": None, **kwargs}
    return (await side.sender.send(message, **options)).platform_ref


def note(text: str = "Hello", *, button: bool = False) -> Note:
    return Note(text, (Choice("Go", act("status.show")),) if button else ())


def conversations(side: Side) -> list[str]:
    return [call.path.removeprefix("/v3/conversations/").partition("/")[0] for call in side.cloud.calls]


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


@pytest.mark.parametrize(
    ("status", "headers", "after"),
    [
        (429, {"Retry-After": "7"}, 7.0),
        (429, {"Retry-After": "-7"}, 0.0),
        (429, {"Retry-After": "999999"}, 3600.0),
        (429, {"Retry-After": "nan"}, None),
        (429, {"Retry-After": "soon"}, None),
        (429, {"Retry-After": "Mon, 09 Mar 2020 09:00:00 GMT"}, 0.0),
        (429, {}, None),
        (412, {}, None),
        (502, {}, None),
        (503, {"Retry-After": "2"}, 2.0),
        (504, {}, None),
    ],
)
async def test_what_may_pass_is_tried_later(
    side: Side, status: int, headers: dict[str, str], after: float | None
) -> None:
    side.cloud.faults = [(status, headers)]
    with pytest.raises(TryLater) as later:
        await send(side, Message(reference(side), note()))
    assert later.value.after == after
    assert str(status) in later.value.reason
    assert later.value.may_stand == (status in (502, 503, 504))
    assert not later.value.whole_tenant


@pytest.mark.parametrize("status", [400, 403, 404, 410, 413])
async def test_what_cannot_arrive_is_given_up(side: Side, status: int) -> None:
    side.cloud.faults = [(status, {})]
    with pytest.raises(Undeliverable, match="ServiceError"):
        await send(side, Message(reference(side), note()))


@pytest.mark.parametrize("status", [408, 500])
async def test_what_may_stand_and_nobody_asks_to_repeat_is_an_answer_lost(side: Side, status: int) -> None:
    side.cloud.faults = [(status, {}), (status, {})]
    with pytest.raises(AnswerLost):
        await send(side, Message(reference(side), note()))
    with pytest.raises(TryLater):  # an edit does no harm twice
        await side.connector.put(side.cloud.service_url, PERSONAL, "1", {"type": "message"})


@pytest.mark.parametrize("fault", ["reset", (500, {}), (504, {})])
async def test_opening_a_chat_is_repeated_because_nothing_is_said_by_it(side: Side, fault: Any) -> None:
    side.cloud.faults = [fault]
    for_one = Message(reference(side, GROUP, "groupChat"), note(), only_for=AAD)
    with pytest.raises(TryLater) as later:
        await send(side, for_one)
    assert not later.value.may_stand
    side.cloud.faults = []
    await send(side, for_one)
    assert len(side.cloud.said) == 1


async def test_patience_that_is_asked_for_opening_chats_is_the_whole_tenants(side: Side) -> None:
    side.cloud.faults = [(429, {"Retry-After": "7"})]
    with pytest.raises(TryLater) as later:
        await send(side, Message(reference(side, GROUP, "groupChat"), note(), only_for=AAD))
    assert (later.value.after, later.value.whole_tenant) == (7.0, True)


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


async def test_an_answer_that_never_comes_is_lost(side: Side) -> None:
    side.cloud.faults = ["reset"]
    with pytest.raises(AnswerLost):
        await send(side, Message(reference(side), note()))
    side.cloud.faults = ["reset", "reset"]  # an edit is repeated at once, and then later: twice is no harm
    with pytest.raises(TryLater):
        await side.connector.put(side.cloud.service_url, PERSONAL, "1", {"type": "message"})


async def test_a_slow_answer_is_lost(side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connectors, "TIMEOUT", aiohttp.ClientTimeout(total=0.2))
    side.cloud.faults = [1.0]
    with pytest.raises(AnswerLost):
        await send(side, Message(reference(side), note()))


async def test_a_connector_that_is_not_there_is_tried_later(side: Side) -> None:
    to = reference(side)
    to = replace(to, extra={**to.extra, "service_url": "http://127.0.0.1:9/"})
    with pytest.raises(TryLater, match="unreachable"):
        await send(side, Message(to, note()))


@pytest.mark.parametrize("service_url", ["https://evil.example/", "", "http://169.254.169.254/"])
async def test_our_token_never_goes_to_a_stranger(side: Side, service_url: str) -> None:
    to = reference(side)
    with pytest.raises(Undeliverable):
        await send(side, Message(replace(to, extra={**to.extra, "service_url": service_url}), note()))
    assert side.cloud.login.requests == 0


async def test_one_token_for_any_number_of_messages(side: Side) -> None:
    await asyncio.gather(
        *(send(side, Message(reference(side), note(str(n))), delivery=str(n)) for n in range(30))
    )
    assert side.cloud.login.requests == 1
    assert {call.token for call in side.cloud.calls} == {"Bearer token-1"}


async def test_a_refused_token_is_replaced(side: Side) -> None:
    side.cloud.faults = [(401, {})]
    with pytest.raises(TryLater):
        await send(side, Message(reference(side), note()))
    await send(side, Message(reference(side), note()))
    assert [call.token for call in side.cloud.calls] == ["Bearer token-1", "Bearer token-2"]


async def test_a_slow_login_service_slows_nobody_else(side: Side) -> None:
    side.cloud.login.may_log_in.clear()
    sending = asyncio.ensure_future(send(side, Message(reference(side), note())))
    await until(lambda: side.cloud.login.requests == 1)
    assert (
        await side.post(activity(side.cloud.service_url))
    ).status == 200  # the SDK's call would hold the loop
    assert not sending.done()
    side.cloud.login.may_log_in.set()
    await sending


async def test_a_login_service_that_fails_is_not_hammered(
    side: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")  # nobody vouches for it now
    for _ in range(5):
        with pytest.raises(TryLater, match="no token"):
            await send(side, Message(reference(side), note()))
    assert side.cloud.login.requests == 0
    assert side.cloud.calls == []


@pytest.mark.parametrize("status", [400, 429, 500, 503])
async def test_a_login_service_that_refuses_is_asked_again_later(
    build: Build, cloud: Cloud, status: int
) -> None:
    """Never a surprise, of which a message survives a few only."""
    side = await build()
    cloud.login.fails = lambda: status
    for _ in range(3):
        with pytest.raises(TryLater, match="no token"):
            await send(side, Message(reference(side), note()))
    assert cloud.login.requests == 1
    cloud.login.fails = lambda: 0
    another = await build()  # this one was not refused a moment ago
    await send(another, Message(reference(another), note()))
    assert len(cloud.said) == 1


async def test_a_clock_that_is_set_back_does_not_keep_us_from_logging_in(
    build: Build, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall, steady = [time.time()], [0.0]
    side = await build(time=lambda: wall[0], steady=lambda: steady[0])
    with monkeypatch.context() as nobody_vouches:
        nobody_vouches.delenv("REQUESTS_CA_BUNDLE")
        with pytest.raises(TryLater, match="no token"):
            await send(side, Message(reference(side), note()))
    wall[0] -= 86400
    steady[0] += TRY_AGAIN_AFTER
    await send(side, Message(reference(side), note()))
    assert len(cloud.said) == 1


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


async def test_without_authentication_there_is_no_token(build: Build, cloud: Cloud) -> None:
    side = await build(cloud.settings(app_id="", app_password="", app_tenant_id="", no_auth=True))
    await send(side, Message(reference(side), note()))
    assert [call.token for call in cloud.calls] == [""]


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
