"""What nobody wishes for: each ends in a clear sentence to the person, or in a stop that is quiet and logged."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from dialogs.activity import ConversationReference, Platform
from dialogs.replies import Note
from dialogs.turn import Message
from tests.slack.workspace import BOOKING, PAY, Workspace, message_at


async def test_one_who_left_is_left_alone_and_nobody_else_waits_for_it(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    await workspace.types(BOOKING)
    workspace.slack.refuse("chat.postMessage", "user_disabled", times=20)
    await workspace.waits(timedelta(days=4))
    failed = [reason for _, state, reason in await workspace.outbox() if state == "failed"]
    assert set(failed) == {"user_disabled"}
    assert "ERROR" not in {record.levelname for record in caplog.records}
    workspace.slack._refusals.clear()
    other = ConversationReference(Platform.SLACK, "T1", "U2", "U2")
    await workspace.bot.sender.send(Message(other, Note("Hello")), delivery="d2")
    assert workspace.reads("DU2") == ["Hello"]


async def test_an_export_without_the_right_to_attach_files_says_so(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    workspace.slack.refuse("files.getUploadURLExternal", "missing_scope", times=5)
    await workspace.says("export")
    assert "allow me “files:write”" in workspace.reads()[-1]
    assert workspace.slack.files == []
    states = {state for _, state, _ in await workspace.outbox()}
    assert "failed" not in states


async def test_without_the_right_to_read_profiles_the_time_zone_is_asked_for(workspace: Workspace) -> None:
    workspace.slack.refuse("users.info", "missing_scope", times=20)
    await workspace.types(BOOKING)
    assert "Which city's time do you live by?" in workspace.reads()[-1]
    await workspace.says("Lisbon")
    assert "Thursday 12 March, 15:00 (Lisbon)" in " ".join(workspace.reads())


async def test_a_modal_that_slack_does_not_open_ends_in_a_sentence_and_loses_nothing(
    workspace: Workspace,
) -> None:
    await workspace.types(BOOKING)
    await workspace.types("offer from Northwind")
    workspace.slack.refuse("views.open", "missing_scope")
    await workspace.presses("Fill in a form")
    assert "Slack would not open the form" in workspace.reads()[-1]
    await workspace.says("62k EUR a year")
    assert "62,000" in " ".join(workspace.reads())


async def test_a_modal_of_last_month_about_what_was_forgotten_says_so(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    await workspace.types("offer from Northwind")
    await workspace.presses("Fill in a form")
    (view,) = workspace.slack.views
    await workspace.says("forget Northwind")
    await workspace.presses("Forget Northwind")
    assert await workspace.submits(view, **PAY) == {}
    assert "not in your list any more, so I could not keep the terms" in workspace.reads()[-1]


HUGE = "she said that nobody there would know how to measure it. " * 600


async def test_a_field_with_more_than_anybody_writes_is_read_and_answered(workspace: Workspace) -> None:
    await workspace.has_been_there()
    await workspace.presses("Fill in as a form")
    (view,) = workspace.slack.views
    first = next(b["block_id"].removeprefix("field:") for b in view["blocks"])
    before = len(workspace.reads())
    assert await workspace.submits(view, **{first: HUGE[:3000]}) == {}
    assert len(workspace.reads()) > before


async def test_a_huge_message_is_read_as_far_as_it_goes_and_that_is_said(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    await workspace.says(HUGE)
    assert any("I read the first 12000 characters" in text for text in workspace.reads())


ODD = {
    "no actions": {"actions": []},
    "an action without a value": {"actions": [{"type": "button", "action_id": "act:x#0"}]},
    "an action of a kind that is not ours": {"actions": [{"type": "checkboxes", "action_id": "x"}]},
    "no container": {"container": None},
    "no team": {"team": None},
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
async def test_an_odd_press_does_no_harm(workspace: Workspace, odd: dict[str, object]) -> None:
    await workspace.types(BOOKING)
    value = json.dumps(["status.show", {}])
    usual = {
        "type": "block_actions",
        "user": {"id": "U1", "team_id": "T1"},
        "team": {"id": "T1"},
        "trigger_id": "t-odd",
        "container": message_at("DU1"),
        "actions": [{"type": "button", "action_id": "act:status.show#0", "value": value, "action_ts": "1.1"}],
    }
    answer = await workspace.interaction({**usual, **odd})
    await workspace.settled()
    assert answer.status in (200, 404)
    before = len(workspace.reads())
    await workspace.says("status")
    assert len(workspace.reads()) == before + 1
