"""What each of Slack's refusals means for a message: later, never, an answer lost, or a word to the person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.slack.clients import Clients
from bot.slack.sender import SlackSender
from dialogs.ports import AnswerLost, TryLater, Undeliverable
from dialogs.replies import Note, Shared
from dialogs.turn import Message
from tests.slack.bench import CHANNEL, PRIVATE, Bench, Tokens


async def test_the_workspaces_limit_holds_the_whole_workspace(bench: Bench) -> None:
    bench.slack.refuse("chat.postMessage", "ratelimited", status=429, headers={"Retry-After": "30"})
    with pytest.raises(TryLater) as caught:
        await bench.send(Note("Hello"))
    assert (caught.value.after, caught.value.whole_tenant) == (30.0, True)


async def test_a_channels_limit_holds_the_channel(bench: Bench) -> None:
    bench.slack.refuse("chat.postMessage", "message_limit_exceeded")
    with pytest.raises(TryLater) as caught:
        await bench.send(Note("Hello"))
    assert (caught.value.after, caught.value.whole_tenant) == (1.0, False)


@pytest.mark.parametrize(
    "reason",
    ["invalid_auth", "account_inactive", "token_revoked", "missing_scope", "msg_too_long", "cannot_dm_bot"],
)
async def test_what_can_never_arrive(bench: Bench, reason: str) -> None:
    bench.slack.refuse("chat.postMessage", reason)
    with pytest.raises(Undeliverable, match=reason):
        await bench.send(Note("Hello"))


async def test_a_user_who_left(bench: Bench) -> None:
    with pytest.raises(Undeliverable, match="user_not_found"):
        await bench.send(Note("Hello"), replace(PRIVATE, conversation="UGONE", person="UGONE"))


async def test_a_workspace_without_the_app_and_a_token_that_is_none(bench: Bench) -> None:
    with pytest.raises(Undeliverable, match="not_installed"):
        await bench.send(Note("Hello"), replace(PRIVATE, tenant="T7"))
    with pytest.raises(Undeliverable, match="invalid_auth"):
        await bench.send(Note("Hello"), replace(PRIVATE, tenant="T3"))


@pytest.mark.parametrize(("error", "status"), [("fatal_error", 200), ("internal_error", 500), ("", 502)])
async def test_a_failure_that_may_have_posted_is_never_repeated_blindly(
    bench: Bench, error: str, status: int
) -> None:
    bench.slack.refuse("chat.postMessage", error, status=status)
    with pytest.raises(AnswerLost):
        await bench.send(Note("Hello"))
    assert len(bench.slack.called("chat.postMessage")) == 1


async def test_a_lost_answer_is_called_lost_and_nothing_is_sent_twice(bench: Bench) -> None:
    await bench.send(Note("first"))
    bench.slack.refuse("chat.postMessage", "lost")
    with pytest.raises(AnswerLost):
        await bench.send(Note("Hello"), n=2)
    assert len(bench.slack.called("chat.postMessage")) == 2


async def test_a_lost_answer_to_an_edit_can_be_tried_again(bench: Bench) -> None:
    first = await bench.send(Note("One"))
    bench.slack.refuse("chat.update", "lost")
    with pytest.raises(TryLater):
        await bench.send(Note("Two"), n=2, replaces=first)


async def test_a_slack_that_is_not_there_is_tried_later(bench: Bench) -> None:
    sender = SlackSender(Clients("http://127.0.0.1:9/api/", Tokens()))
    with pytest.raises(TryLater):
        await sender.send(Message(PRIVATE, Note("Hello")), delivery="d1")
    await sender.clients.close()


@pytest.mark.parametrize(("error", "words"), [("", "/invite @Delta"), ("is_archived", "archived")])
async def test_sharing_to_a_channel_without_the_bot_is_told_to_the_person(
    bench: Bench, error: str, words: str
) -> None:
    if error:
        bench.slack.refuse("chat.postMessage", error)
    with pytest.raises(Undeliverable):
        await bench.send(Shared("Northwind", ("Leaning output",)), replace(CHANNEL, conversation="C404"))
    (told,) = bench.slack.standing()
    assert told.channel == "DU1"
    assert words in told.text


async def test_a_name_that_slack_does_not_know_is_told_too(bench: Bench) -> None:
    with pytest.raises(Undeliverable):
        await bench.send(Shared("Northwind", ("Leaning output",)), replace(CHANNEL, conversation="UGONE"))
    assert "could not find whom you meant" in bench.slack.standing("DU1")[0].text


async def test_the_persons_own_messages_find_them_in_private_when_the_channel_is_lost(bench: Bench) -> None:
    await bench.send(Note("Tomorrow at 15:00"), replace(CHANNEL, conversation="C404"), only_for="U1")
    (message,) = bench.slack.standing()
    assert (message.channel, message.text, message.only_for) == ("DU1", "Tomorrow at 15:00", None)
