"""Forms as modals, over the real flows: opened from a button, filled with what is known, wrong fields named inline."""

from __future__ import annotations

from typing import Any

from bot.slack.coaching import AS_MODAL, FORM_OF
from bot.slack.render.modal import values
from dialogs.catalog import ACTS
from tests.slack.test_render import sent
from tests.slack.workspace import BOOKING, Workspace


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
