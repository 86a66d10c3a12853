"""The sender: posted, edited, split, whispered, taken back, and at what pace."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.slack.adapter import FROM_MODAL, SURFACE
from bot.slack.pace import Pace
from bot.slack.pictures import paint
from bot.slack.refs import Ref
from dialogs.activity import Act
from dialogs.engine import Input
from dialogs.ports import Posted, TryLater
from dialogs.replies import Document, Export, Form, FormField, Note, Removed, Shared
from tests.slack.bench import CHANNEL, PRIVATE, Bench
from tests.teams import samples


async def test_a_message_carries_its_delivery_and_shows_no_previews(bench: Bench) -> None:
    ref = Ref.parse(await bench.send(Note("Hello")))
    (call,) = bench.slack.called("chat.postMessage")
    assert ref == Ref("DU1", (bench.slack.messages[0].ts,))
    assert call["metadata"] == {"event_type": "delta_delivery", "event_payload": {"delivery": "d1#0"}}
    assert (call["unfurl_links"], call["unfurl_media"]) == (False, False)


async def test_the_private_conversation_is_opened_once(bench: Bench) -> None:
    for n in range(3):
        await bench.send(Note("Hello"), n=n)
    assert len(bench.slack.called("conversations.open")) == 1


async def test_an_edit_replaces_in_place(bench: Bench) -> None:
    first = await bench.send(Note("One"))
    again = await bench.send(Note("Two"), n=2, replaces=first)
    assert again == first
    assert [(m.text, m.edits) for m in bench.slack.standing()] == [("Two", 1)]


async def test_what_cannot_be_edited_any_more_is_posted_anew(bench: Bench) -> None:
    first = await bench.send(Note("One"))
    bench.slack.messages[0].deleted = True
    again = await bench.send(Note("Two"), n=2, replaces=first)
    assert again != first
    assert [m.text for m in bench.slack.standing()] == ["Two"]


async def test_a_reply_goes_under_the_threads_first_message(bench: Bench) -> None:
    card = await bench.send(Note("Card"), CHANNEL)
    inside = await bench.send(Note("In it"), replace(CHANNEL, thread=None), n=2, thread=card)
    deeper = await bench.send(Note("Deeper"), replace(CHANNEL, thread=None), n=3, thread=inside)
    assert [m.thread for m in bench.slack.standing()] == [CHANNEL.thread] * 3
    assert Ref.parse(deeper) == Ref("C1", (bench.slack.messages[2].ts,), CHANNEL.thread)


async def test_in_private_a_reply_under_the_card_is_seen_at_the_foot_too(bench: Bench) -> None:
    card = await bench.send(Note("Card"))
    await bench.send(Note("Reminder"), n=2, thread=card)
    await bench.send(Note("Asked inside"), replace(PRIVATE, thread="1.1"), n=3, thread=card)
    await bench.send(Note("Said inside"), replace(PRIVATE, thread="1.1"), n=4)
    assert [(m.thread is not None, m.broadcast) for m in bench.slack.standing()] == [
        (False, False),
        (True, True),
        (True, False),
        (True, False),
    ]


async def test_a_thread_that_is_gone_does_not_hold_the_message_back(bench: Bench) -> None:
    bench.slack.refuse("chat.postMessage", "thread_not_found")
    await bench.send(Note("Hello"), replace(PRIVATE, thread="1.1"))
    assert [m.thread for m in bench.slack.standing()] == [None]


LONG = "".join(f"word{n} " for n in range(6000))


async def test_a_long_reply_takes_several_messages_and_is_edited_as_one(bench: Bench) -> None:
    first = await bench.send(Note(LONG))
    stamps = Ref.parse(first).stamps if first else ()  # type: ignore[union-attr]
    standing = bench.slack.standing()
    assert [m.ts for m in standing] == list(stamps)
    assert len(stamps) > 2
    assert {m.thread for m in standing[1:]} == {stamps[0]}
    assert await bench.send(Note("Short"), n=2, replaces=first) == f"DU1/{stamps[0]}/"
    assert [m.text for m in bench.slack.standing()] == ["Short"]
    longer = await bench.send(Note(LONG), n=3, replaces=f"DU1/{stamps[0]}/")
    assert longer is not None
    assert longer.startswith(f"DU1/{stamps[0]}+")


async def test_a_second_try_goes_on_where_the_first_one_stopped(bench: Bench) -> None:
    await bench.send(Note("first"))
    bench.slack.refuse("chat.postMessage", "ratelimited", status=429, headers={"Retry-After": "7"})
    posted = len(bench.slack.messages)
    with pytest.raises(TryLater):
        await bench.send(Note(LONG), n=2)
    await bench.send(Note(LONG), n=2)
    texts = [m.text for m in bench.slack.messages[posted:]]
    assert len(texts) == len(set(texts))


async def test_what_is_for_one_persons_eyes_goes_to_them_in_private_and_can_be_edited(bench: Bench) -> None:
    first = await bench.send(Note("For you"), CHANNEL, only_for="U1")
    await bench.send(Note("Still for you"), CHANNEL, n=2, only_for="U1", replaces=first)
    (message,) = bench.slack.standing()
    assert (message.channel, message.text, message.edits) == ("DU1", "Still for you", 1)


async def test_an_aside_is_seen_by_one_person_and_is_no_message_of_the_record(bench: Bench) -> None:
    await bench.sender.whisper(CHANNEL, "Over there.")
    (whisper,) = bench.slack.standing("C1")
    assert (whisper.only_for, whisper.thread, whisper.text) == ("U1", CHANNEL.thread, "Over there.")


async def test_files_go_into_the_thread_and_never_into_a_channel_for_one(bench: Bench) -> None:
    export = Export(
        "Everything.", (Document("a.json", "application/json", "{}"), Document("b.md", "text/markdown", "#"))
    )
    await bench.send(export, CHANNEL, only_for="U1")
    (message,) = bench.slack.standing()
    assert message.channel == "DU1"
    assert [(f["title"], f["channel"], f["thread"]) for f in bench.slack.files] == [
        ("a.json", "DU1", message.ts),
        ("b.md", "DU1", message.ts),
    ]


async def test_where_charts_are_refused_pictures_with_alt_text_come_instead(bench: Bench) -> None:
    bench.slack.charts = False
    reply = samples.comparison(samples.USUAL)
    await bench.send(reply)
    (message,) = bench.slack.standing()
    assert [b["type"] for b in message.blocks].count("data_visualization") == 0
    assert [b["type"] for b in message.blocks].count("table") == 1
    (url,) = bench.slack.called("files.getUploadURLExternal")
    assert url["alt_txt"] == "Northwind or Globex? as two lines"
    await bench.send(reply, n=2)
    assert len(bench.slack.called("chat.postMessage")) == 3


async def test_the_pictures_are_drawn_and_say_what_they_show() -> None:
    reply = samples.comparison(samples.USUAL)
    pictures = await paint(reply)
    assert [picture.name for picture in pictures] == ["pay-paths.png", "order.png"]
    assert all(picture.png.startswith(b"\x89PNG") and "Northwind" in picture.alt for picture in pictures)


async def test_a_modals_own_problems_are_not_posted_as_well(bench: Bench) -> None:
    field = FormField("zone", "Zone", Input.TEXT, problem="No such place.")
    form = Form("Settings", "Save", Act("settings.fill"), (field,))
    assert await bench.send(form, replace(PRIVATE, extra={SURFACE: FROM_MODAL})) is None
    assert bench.slack.messages == []
    await bench.send(form)
    assert "No such place." in bench.slack.messages[0].text


# -- taken back -----------------------------------------------------------------------------------------------


async def test_what_was_shared_is_taken_back_in_place(bench: Bench) -> None:
    shared = await bench.send(Shared("Northwind", ("Leaning output",)), CHANNEL)
    await bench.send(Removed("Taken back."), CHANNEL, n=2, replaces=shared)
    assert [m.text for m in bench.slack.standing()] == ["Taken back."]


async def test_a_message_is_deleted_where_slack_lets_us_and_emptied_where_it_does_not(bench: Bench) -> None:
    ref = await bench.send(Note("Secret"))
    posted = Posted(PRIVATE, ref or "", None)
    bench.slack.refuse("chat.delete", "cant_delete_message")
    assert await bench.sender.blank(posted)
    assert [m.text for m in bench.slack.standing()] == ["Removed."]
    assert await bench.sender.blank(posted)
    assert bench.slack.standing() == []
    assert await bench.sender.blank(posted)
    assert not await bench.sender.blank(replace(posted, platform_ref="nonsense"))


@pytest.mark.parametrize("method", ["chat.delete", "chat.update"])
@pytest.mark.parametrize(
    ("error", "how", "after"),
    [
        ("ratelimited", {"status": 429, "headers": {"Retry-After": "7"}}, 7.0),
        ("internal_error", {"status": 500}, None),
        ("lost", {}, None),
    ],
)
async def test_what_may_be_taken_away_later_says_so_and_holds_no_other_message(
    bench: Bench, method: str, error: str, how: dict[str, Any], after: float | None
) -> None:
    posted = Posted(PRIVATE, await bench.send(Note("Secret")) or "", None)
    if method == "chat.update":
        bench.slack.refuse("chat.delete", "cant_delete_message")
    bench.slack.refuse(method, error, **how)
    with pytest.raises(TryLater) as caught:
        await bench.sender.blank(posted)
    assert (caught.value.after, caught.value.whole_tenant) == (after, False)
    assert await bench.sender.blank(posted)
    assert bench.slack.standing() == []


# -- pace -----------------------------------------------------------------------------------------------------


async def test_a_channel_gets_a_burst_then_one_a_second_and_never_a_long_wait_here() -> None:
    now, waits = [0.0], []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    pace = Pace(lambda: now[0], sleep)
    for _ in range(8):
        await pace.wait("T1", "C1")
    assert waits == pytest.approx([1.0, 2.0, 3.0])
    await pace.wait("T1", "C2")
    assert len(waits) == 3
    for _ in range(2):
        await pace.wait("T1", "C1")
    with pytest.raises(TryLater) as caught:
        await pace.wait("T1", "C1")
    assert not caught.value.whole_tenant
    now[0] = 60.0
    await pace.wait("T1", "C1")
    assert len(waits) == 5
