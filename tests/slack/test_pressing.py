"""Shortcuts, buttons and pickers: what each does, and a sentence for one that is not known any more."""

from __future__ import annotations

import json

import pytest

from tests.slack.workspace import BOOKING, Workspace, message_at

# -- shortcuts ------------------------------------------------------------------------------------------------


def shortcut(callback: str, **more: object) -> dict[str, object]:
    """A shortcut's payload."""
    who = {"user": {"id": "U1", "team_id": "T1"}, "team": {"id": "T1"}, "trigger_id": "t-short"}
    return {"type": "shortcut", "callback_id": callback, "action_ts": "1.1", **who, **more}


async def test_the_global_shortcut_begins_a_debrief(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    before = len(workspace.reads())
    assert (await workspace.interaction(shortcut("debrief_interview"))).status == 200
    await workspace.settled()
    assert len(workspace.reads()) > before


async def test_the_global_shortcut_opens_the_debrief_that_waits_as_a_modal(workspace: Workspace) -> None:
    await workspace.has_been_there()
    before = workspace.reads()
    await workspace.interaction(shortcut("debrief_interview"))
    await workspace.settled()
    assert workspace.reads() == before
    (view,) = workspace.slack.views
    answers = {b["block_id"].removeprefix("field:"): "" for b in view["blocks"]}
    first = next(iter(answers))
    assert await workspace.submits(view, **{first: "output: dates"}) == {}
    assert any("“dates”" in text for text in workspace.reads())


async def test_the_message_shortcut_takes_somebody_elses_words_as_a_note(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    message = {"text": "outcome: they measure &lt;late&gt; deliveries", "ts": "1.5", "user": "U9"}
    payload = shortcut("debrief_note", message=message, channel={"id": "C1"}) | {"type": "message_action"}
    assert (await workspace.interaction(payload)).status == 200
    await workspace.settled()
    assert any("&lt;late&gt; deliveries" in text for text in workspace.reads("DU1"))
    (aside,) = workspace.slack.standing("C1")
    assert aside.only_for == "U1"


# -- buttons and pickers --------------------------------------------------------------------------------------


async def test_a_picked_moment_answers_the_question(workspace: Workspace) -> None:
    await workspace.says("interview Globex data engineer with a recruiter")
    question = workspace.newest("When is it?")
    picker = next(b for b in question.blocks if b.get("block_id"))
    element = {**picker["elements"][0], "block_id": picker["block_id"], "selected_date_time": 1773655200}
    await workspace.acts(element, {"type": "message", "channel_id": "DU1", "message_ts": question.ts})
    assert "Monday 16 March, 10:00 (Lisbon)" in " ".join(workspace.reads())


async def test_a_channel_is_picked_previewed_posted_and_taken_back(workspace: Workspace) -> None:
    await workspace.has_been_there()
    await workspace.says("outcome: they count late deliveries")
    await workspace.says("share Northwind")
    question = workspace.newest("With whom?")
    picker = next(b for b in question.blocks if b.get("block_id"))
    element = {**picker["elements"][0], "block_id": picker["block_id"], "selected_conversation": "C1"}
    await workspace.acts(element, {"type": "message", "channel_id": "DU1", "message_ts": question.ts})
    await workspace.presses("Shape only: no quotes, no pay")
    assert workspace.slack.standing("C1") == []
    preview = workspace.newest("This is what that channel will see:")
    await workspace.presses("Post it")
    (shared,) = workspace.slack.standing("C1")
    assert shared.text in preview.text
    assert "late deliveries" not in shared.text
    await workspace.presses("Take it back")
    assert [message.text for message in workspace.slack.standing("C1")] == [
        "Taken back by the person who shared it."
    ]


@pytest.mark.parametrize(
    ("words", "where"),
    [("share Northwind with <@U2>", "DU2"), ("share Northwind in <#C1|circle>", "C1")],
)
async def test_a_place_that_is_named_is_not_asked_for_again(
    workspace: Workspace, words: str, where: str
) -> None:
    await workspace.has_been_there()
    await workspace.says("output: dates")
    await workspace.says("later")
    await workspace.types(words)
    assert "How much of it?" in workspace.reads()[-1]
    await workspace.presses("With quotes")
    await workspace.presses("Post it")
    assert "Northwind so far" in workspace.reads(where)[-1]


async def test_sharing_to_a_channel_without_the_coach_says_what_to_do(workspace: Workspace) -> None:
    await workspace.has_been_there()
    await workspace.says("outcome: they count late deliveries")
    await workspace.says("share Northwind")
    await workspace.says("<#C404|elsewhere>")
    await workspace.presses("With quotes")
    await workspace.presses("Post it")
    assert any("/invite @Delta" in text for text in workspace.reads("DU1"))


async def test_a_button_of_last_month_still_says_what_it_meant(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    gone = json.dumps(["verdict.show", {"opportunity": "o-gone"}])
    await workspace.acts(
        {"type": "button", "action_id": "act:verdict.show#0", "value": gone}, message_at("DU1")
    )
    assert "not in your list any more" in workspace.reads()[-1]


@pytest.mark.parametrize(
    "value", ["", "nonsense", "[]", '["no.such.act",{}]', '["answer",{"dialog":"none"}]', "z" * 1500]
)
async def test_an_unknown_action_ends_in_a_sentence(workspace: Workspace, value: str) -> None:
    await workspace.says("hello")
    before = len(workspace.reads())
    answer = await workspace.acts(
        {"type": "button", "action_id": "act:x#0", "value": value}, message_at("DU1")
    )
    assert answer.status == 200
    assert len(workspace.reads()) == before + 1
