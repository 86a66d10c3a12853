"""Forms as modals, over the real flows: opened from a button, filled with what is known, wrong fields named inline."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.slack.coaching import AS_MODAL, FORM_OF
from bot.slack.render.modal import values
from dialogs.catalog import ACTS
from tests.slack.test_pressing import shortcut
from tests.slack.test_render import sent
from tests.slack.workspace import BOOKING, PAY, Workspace, message_at


def shown(view: dict[str, Any]) -> dict[str, str]:
    """Labels of a modal's fields, and what stands in them."""
    filled = values(sent(view))
    labels = {
        b["block_id"].removeprefix("field:"): b["label"]["text"]
        for b in view["blocks"]
        if b["type"] == "input"
    }
    return {label: filled.get(id, "") for id, label in labels.items()}


async def test_a_whole_debrief_as_one_form(workspace: Workspace) -> None:
    await workspace.has_been_there()
    await workspace.presses("Fill in as a form")
    view = workspace.slack.views[-1]
    fields = [b["block_id"].removeprefix("field:") for b in view["blocks"] if b["type"] == "input"]
    first = next(field for field in fields if field.startswith("q:"))
    assert await workspace.submits(view, **{first: "outcome: late deliveries went down by a tenth"}) == {}
    assert any(text.startswith("Northwind so far:") for text in workspace.reads())


async def test_an_offer_goes_in_by_form_and_what_cannot_be_read_is_said_under_its_field(
    workspace: Workspace,
) -> None:
    await workspace.types(BOOKING)
    await workspace.says("offer from Northwind 62k EUR a year, 10% bonus, answer by the 27th")
    await workspace.presses("Change")
    view = workspace.slack.views[-1]
    assert "62000" in " ".join(shown(view).values()).replace(",", "")
    base = next(
        b["block_id"].removeprefix("field:") for b in view["blocks"] if "base" in b.get("block_id", "")
    )
    answer = await workspace.submits(view, **{base: "lots"})
    assert answer["response_action"] == "errors"
    assert list(answer["errors"]) == [f"field:{base}"]
    assert await workspace.submits(view, **{base: "65000"}) == {}
    assert "€65,000" in " ".join(workspace.reads())


async def test_an_answer_is_edited_and_the_verdict_redrawn_in_place(workspace: Workspace) -> None:
    await workspace.has_been_there()
    await workspace.says("output: they count tickets")
    for _ in range(4):
        await workspace.says("skip")
    verdict = workspace.newest("Northwind so far:")
    edits = verdict.edits
    await workspace.presses("Edit", verdict)
    (view,) = workspace.slack.views
    assert "output: they count tickets" in shown(view).values()
    assert await workspace.submits(view, text="outcome: late deliveries went down") == {}
    assert verdict.edits > edits
    assert "late deliveries went down" in verdict.text


async def test_an_interview_is_changed_in_a_modal_on_the_persons_own_clock(workspace: Workspace) -> None:
    workspace.slack.zones["U1"] = "America/New_York"
    await workspace.types(BOOKING)
    await workspace.presses("Change")
    (view,) = workspace.slack.views
    assert values(sent(view))["when"] == "2026-03-12 15:00"
    assert await workspace.submits(view, **{"when@day": "2026-03-13", "when@time": "16:30"}) == {}
    assert "Friday 13 March, 16:30 (New York)" in " ".join(workspace.reads())


def test_what_opens_as_a_modal_is_what_the_coach_knows() -> None:
    assert set(ACTS) >= AS_MODAL
    assert set(ACTS) >= set(FORM_OF) | set(FORM_OF.values())


async def test_settings_are_opened_with_what_is_set(workspace: Workspace) -> None:
    await workspace.types("settings")
    await workspace.presses("Change")
    assert shown(workspace.slack.views[-1])["Time zone"] == "Europe/Lisbon"


async def test_a_modal_books_an_interview(workspace: Workspace) -> None:
    await workspace.says("hello")
    await workspace.presses("Add my next interview")
    (view,) = workspace.slack.views
    answer = await workspace.submits(
        view, company="Globex", job="data engineer", **{"when@day": "2026-03-16", "when@time": "10:00"}
    )
    assert answer == {}
    assert "Monday 16 March, 10:00 (Lisbon)" in " ".join(workspace.reads())


async def test_pay_goes_into_a_form_that_opens_at_once_and_is_not_posted(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    await workspace.types("offer from Northwind")
    before = workspace.reads()
    await workspace.presses("Fill in a form")
    assert workspace.reads() == before
    (view,) = workspace.slack.views
    assert view["title"]["text"] == "Offer from Northwind"
    assert await workspace.submits(view, **PAY) == {}
    assert "What is the base pay" not in " ".join(workspace.reads()[len(before) :])
    await workspace.presses("Right")
    before = workspace.reads()
    await workspace.presses("Enter my present job")
    assert workspace.reads() == before
    assert workspace.slack.views[1]["title"]["text"] == "My present job"
    assert await workspace.submits(workspace.slack.views[1], **PAY) == {}
    assert "Offer from My present job" in workspace.reads()[-1]


async def test_a_form_asked_for_without_a_trigger_is_a_button_away(workspace: Workspace) -> None:
    """A payload that brings nothing to open a modal with still leads to the form."""
    await workspace.types(BOOKING)
    await workspace.types("offer from Northwind 62k EUR a year")
    payload = {
        "type": "block_actions",
        "user": {"id": "U1"},
        "team": {"id": "T1"},
        "container": message_at("DU1"),
    }
    value = json.dumps(["offer.present", {}])
    action = {"type": "button", "action_id": "act:offer.present#0", "value": value, "action_ts": "1.1"}
    await workspace.interaction({**payload, "actions": [action]})
    await workspace.settled()
    assert workspace.slack.views == []
    await workspace.presses("Fill in")
    assert workspace.slack.views[0]["title"]["text"] == "My present job"


async def test_a_line_of_a_note_is_changed_in_a_modal_and_redrawn(workspace: Workspace) -> None:
    await workspace.has_been_there()
    await workspace.says("later")
    note = "\n".join(f"{'output' if n % 2 else 'outcome'}: passage {n}" for n in range(24))
    await workspace.says(f"debrief Northwind\n{note}")
    read = workspace.newest("What I read about Northwind")
    assert sum("I read that as" in text or "Output: “" in text for text in workspace.reads()) == 1
    await workspace.presses("Change", read)
    (view,) = workspace.slack.views
    answer = await workspace.submits(view, label="unclear")
    assert answer == {}
    assert read.edits == 1
    assert "Neither, as you read it" in read.text


async def test_problems_are_said_inside_the_modal_and_nowhere_else(workspace: Workspace) -> None:
    await workspace.types("settings")
    await workspace.presses("Change")
    (view,) = workspace.slack.views
    before = workspace.reads()
    answer = await workspace.submits(view, zone="Atlantis", quiet="nine to five")
    assert answer["response_action"] == "errors"
    assert set(answer["errors"]) == {"field:zone", "field:quiet"}
    assert "Atlantis" in answer["errors"]["field:zone"]
    assert workspace.reads() == before
    assert await workspace.submits(view, zone="Tokyo", quiet="22:00-7:00") == {}
    assert "Asia/Tokyo" in " ".join(workspace.reads()) or "Tokyo" in " ".join(workspace.reads())


async def test_a_modal_sent_twice_has_one_effect(workspace: Workspace) -> None:
    await workspace.says("hello")
    await workspace.presses("Add my next interview")
    (view,) = workspace.slack.views
    values = {"company": "Globex", "when@day": "2026-03-16", "when@time": "10:00"}
    await workspace.submits(view, **values)
    once = workspace.reads()
    await workspace.submits(view, **values)
    assert workspace.reads() == once


async def test_a_trigger_that_ran_out_ends_in_a_sentence(workspace: Workspace) -> None:
    await workspace.says("hello")
    await workspace.presses("Add my next interview", trigger="old-1")
    assert "Press the button once more" in workspace.reads()[-1]


@pytest.mark.parametrize(
    ("error", "more", "why"),
    [
        ("lost", {}, "Slack would not open the form"),
        ("", {"status": 502}, "Slack would not open the form"),
        ("ratelimited", {"status": 429}, "Slack would not open the form"),
        ("missing_scope", {}, "Slack would not open the form"),
        ("expired_trigger_id", {}, "Press the button once more"),
    ],
)
async def test_a_form_that_is_the_answer_and_cannot_be_opened_is_posted_with_its_button(
    workspace: Workspace, error: str, more: dict[str, Any], why: str
) -> None:
    """Its message counts as sent, because it was to be a modal: nothing else would bring it."""
    await workspace.types(BOOKING)
    await workspace.types("offer from Northwind 62k EUR a year")
    await workspace.presses("Right")
    workspace.slack.refuse("views.open", error, **more)
    await workspace.presses("Enter my present job")
    posted = workspace.slack.standing()[-1]
    assert posted.text.startswith("My present job")
    assert why in posted.text
    workspace.slack.views.clear()
    await workspace.presses("Fill in", posted)
    assert workspace.slack.views[0]["title"]["text"] == "My present job"


async def test_a_shortcut_whose_form_cannot_be_opened_is_posted_too(workspace: Workspace) -> None:
    await workspace.has_been_there()
    workspace.slack.refuse("views.open", "lost")
    await workspace.interaction(shortcut("debrief_interview"))
    await workspace.settled()
    workspace.slack.views.clear()
    await workspace.presses("Fill in", workspace.slack.standing()[-1])
    assert len(workspace.slack.views) == 1


async def test_a_form_pressed_for_in_a_channel_is_brought_in_private(workspace: Workspace) -> None:
    await workspace.mentions(BOOKING)
    (card,) = (each for each in workspace.slack.standing("C1") if each.only_for is None)
    workspace.slack.refuse("views.open", "missing_scope")
    await workspace.presses("Change", card)
    assert "Slack would not open the form" in workspace.reads("DU1")[-1]
    aside = workspace.slack.standing("C1")[-1]
    assert (aside.only_for, "our private messages" in aside.text) == ("U1", True)
    await workspace.presses("Fill in", workspace.slack.standing("DU1")[-1])
    (view,) = workspace.slack.views
    assert json.loads(view["private_metadata"])["c"] == "C1"


@pytest.mark.parametrize("asked", ["pressed", "shortcut"])
async def test_a_form_that_cannot_be_looked_up_ends_in_one_apology(workspace: Workspace, asked: str) -> None:
    await workspace.has_been_there()
    known = len(workspace.reads())
    workspace.break_service(RuntimeError("disk full"))
    if asked == "pressed":
        await workspace.presses("Fill in as a form")
    else:
        await workspace.interaction(shortcut("debrief_interview"))
        await workspace.settled()
    (apology,) = workspace.reads()[known:]
    assert "went wrong on my side" in apology


async def test_a_press_unlike_any_that_we_know_ends_in_an_apology(workspace: Workspace) -> None:
    await workspace.says("hello")
    known = len(workspace.reads())
    picked = {"type": "datetimepicker", "action_id": "at", "block_id": "b1", "selected_date_time": "soon"}
    assert (await workspace.acts(picked, message_at("DU1"))).status == 200
    (apology,) = workspace.reads()[known:]
    assert "went wrong on my side" in apology


async def test_a_modal_of_an_earlier_version_ends_in_a_sentence(workspace: Workspace) -> None:
    await workspace.says("hello")
    view = {
        "id": "V9",
        "hash": "h",
        "callback_id": "form",
        "private_metadata": "{}",
        "blocks": [],
        "type": "modal",
    }
    assert await workspace.submits(view) == {}
    assert "earlier version of me" in workspace.reads()[-1]


async def test_a_failure_of_a_modal_keeps_it_open_with_what_was_typed(workspace: Workspace) -> None:
    await workspace.types("settings")
    await workspace.presses("Change")
    workspace.break_service(RuntimeError("disk full"))
    answer = await workspace.submits(workspace.slack.views[0], zone="Tokyo")
    assert answer["response_action"] == "errors"
    assert "not kept" in next(iter(answer["errors"].values()))
