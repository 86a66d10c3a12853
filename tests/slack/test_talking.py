"""Slash commands, private messages and mentions: where each is answered, and what is no person's word."""

from __future__ import annotations

import json

import pytest

from tests.slack.workspace import BOOKING, Workspace

# -- slash commands -------------------------------------------------------------------------------------------


async def test_a_slash_command_is_answered_in_private(workspace: Workspace) -> None:
    await workspace.says("hello")
    answer = await workspace.types(BOOKING)
    assert (answer.status, await answer.text()) == (200, "")
    assert {message.channel for message in workspace.slack.standing()} == {"DU1"}
    assert "Thursday 12 March, 15:00 (Lisbon)" in " ".join(workspace.reads())


@pytest.mark.parametrize("elsewhere", ["C1", "DSOMEBODYELSES"])
async def test_a_slash_command_elsewhere_says_there_where_the_answer_is(
    workspace: Workspace, elsewhere: str
) -> None:
    await workspace.says("hello")
    answer = await workspace.types(BOOKING, channel=elsewhere)
    assert "slack://app?team=T1&id=A1" in await answer.text()
    assert workspace.slack.standing(elsewhere) == []
    assert workspace.newest("Northwind").channel == "DU1"


async def test_a_slash_command_without_words_shows_everything_open(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    await workspace.types("")
    assert "Northwind" in workspace.reads()[-1]


async def test_everything_else_goes_into_the_thread_of_the_card(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    card = workspace.newest("Northwind · Operations analyst")
    assert card.thread is None
    await workspace.types("verdict Northwind")
    await workspace.presses("Questions to ask")
    assert any(message.thread == card.ts for message in workspace.slack.standing())


# -- messages, mentions ---------------------------------------------------------------------------------------


async def test_plain_words_in_private(workspace: Workspace) -> None:
    answer = await workspace.says("seeing northwind on thursday at 3pm with the hiring manager")
    assert answer.status == 200
    assert (
        "Thursday 12 March, 15:00 (Lisbon)" in " ".join(workspace.reads("DU1"))
        or "?" in workspace.reads()[-1]
    )


async def test_words_in_a_thread_are_answered_in_that_thread(workspace: Workspace) -> None:
    await workspace.says("hello")
    await workspace.says("help", thread="1799999999.000100")
    assert workspace.slack.standing()[-1].thread == "1799999999.000100"


async def test_a_mention_is_answered_in_private_and_says_so_under_it(workspace: Workspace) -> None:
    await workspace.mentions("status")
    (aside,) = workspace.slack.standing("C1")
    assert aside.thread is not None
    assert (aside.only_for, aside.text.partition(" <")[0]) == ("U1", "I've answered in")
    assert "Nothing is open" in workspace.reads("DU1")[-1]


async def test_what_slack_escaped_is_read_as_it_was_typed(workspace: Workspace) -> None:
    await workspace.says("interview Smith &amp; Sons analyst, Thursday 3pm, recruiter")
    assert any("Smith & Sons" in block for block in json_of(workspace))


def json_of(workspace: Workspace) -> list[str]:
    """The blocks of all messages, as text."""
    return [json.dumps(message.blocks, ensure_ascii=False) for message in workspace.slack.standing()]


IGNORED = {
    "an edited message": {"subtype": "message_changed", "message": {"text": "status", "user": "U1"}},
    "a deleted message": {"subtype": "message_deleted", "deleted_ts": "1.1"},
    "the coach's own message": {"user": "U0BOT", "bot_id": "B0BOT", "text": "status"},
    "another bot's message": {"user": "U9", "bot_id": "B9", "text": "status"},
    "a bot's message without a user": {"subtype": "bot_message", "bot_id": "B9", "text": "status"},
    "a joined channel": {"subtype": "channel_join", "user": "U1", "text": "joined"},
    "an unknown subtype": {"subtype": "sent_by_pigeon", "user": "U1", "text": "status"},
    "a channel's message": {"channel": "C1", "channel_type": "channel", "user": "U1", "text": "status"},
    "no user at all": {"text": "status"},
}


@pytest.mark.parametrize("event", IGNORED.values(), ids=IGNORED)
async def test_what_is_no_persons_word_is_left_alone(workspace: Workspace, event: dict[str, str]) -> None:
    base = {"type": "message", "channel": "DU1", "channel_type": "im", "ts": "1800000000.000900"}
    answer = await workspace.event({**base, **event})
    await workspace.settled()
    assert answer.status == 200
    assert workspace.slack.messages == []


async def test_a_message_of_files_alone_gets_a_sentence(workspace: Workspace) -> None:
    files = {"subtype": "file_share", "files": [{"id": "F1"}], "text": "", "user": "U1"}
    await workspace.event({"type": "message", "channel": "DU1", "channel_type": "im", "ts": "1.2", **files})
    await workspace.settled()
    assert workspace.reads() == ["I can't open files or recordings. Paste the words here and I'll read them."]


async def test_a_very_long_message_is_read_and_answered(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    before = len(workspace.reads())
    await workspace.says("debrief Northwind " + "they talked of this and that. " * 1100)
    assert len(workspace.reads()) > before
