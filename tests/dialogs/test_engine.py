"""The engine alone: the next question, corrections, orphans, and a deploy in the middle of a dialog."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.documents import from_json, to_json
from dialogs.engine import (
    Asking,
    DialogInstance,
    DialogState,
    Finished,
    Mark,
    Option,
    Refused,
    Response,
    Scene,
    Step,
    Steps,
    answer,
    back,
    edit,
    fill,
    proceed,
    read_reply,
    relevant,
    resume,
)

NOW = datetime(2026, 3, 9, tzinfo=UTC)
SCENE = Scene({}, {}, NOW, "UTC")
STEPS: Steps = (
    Step("company", "Which company?"),
    Step("failed", "Did they name a failure?", options=(Option("Yes", "yes"), Option("No", "no"))),
    Step("how", "How was it handled?", when=lambda a: a.get("failed", Response(Mark.SKIPPED)).value == "yes"),
    Step("seen", "What did you see?", marks=frozenset({Mark.SKIPPED})),
)


def given_answer(value: str) -> Response:
    return Response(Mark.GIVEN, value)


def asked(progress: object) -> str | None:
    return progress.step.id if isinstance(progress, Asking) else None


def test_the_next_question_is_the_first_open_step_that_applies() -> None:
    started = proceed(DialogInstance("d"), STEPS)
    assert asked(started) == "company"
    second = answer(started.instance, STEPS, "company", given_answer("Acme"))
    third = answer(second.instance, STEPS, "failed", given_answer("no"))
    assert asked(third) == "seen"
    assert isinstance(answer(third.instance, STEPS, "seen", Response(Mark.SKIPPED)), Finished)


def test_an_edit_upstream_drops_what_no_longer_applies_and_keeps_the_rest() -> None:
    full = DialogInstance(
        "d",
        answers={
            "company": given_answer("Acme"),
            "failed": given_answer("yes"),
            "how": given_answer("they looked"),
            "seen": given_answer("a wall"),
        },
    )
    edited = answer(full, STEPS, "failed", given_answer("no"))
    assert set(edited.instance.answers) == {"company", "failed", "seen"}


def test_a_step_removed_by_a_deploy_while_it_was_asked() -> None:
    waiting = DialogInstance("d", answers={"company": given_answer("Acme")}, asked="gone")
    assert asked(resume(waiting, STEPS)) == "failed"


def test_a_step_added_in_front_by_a_deploy_does_not_steal_the_answer() -> None:
    waiting = DialogInstance("d", answers={"company": given_answer("Acme")}, asked="failed")
    newer = (Step("city", "Which city?"), *STEPS)
    assert asked(resume(waiting, newer)) == "failed"
    after = answer(waiting, newer, "failed", given_answer("no"))
    assert asked(after) == "city"
    assert after.instance.answers["failed"].value == "no"


def test_back_goes_to_the_step_before_and_stops_at_the_first() -> None:
    second = answer(DialogInstance("d"), STEPS, "company", given_answer("Acme"))
    earlier = back(second.instance, STEPS)
    assert asked(earlier) == "company"
    assert earlier is not None
    assert back(earlier.instance, STEPS) is None


def test_editing_a_step_that_does_not_apply_is_refused() -> None:
    assert edit(DialogInstance("d"), STEPS, "how") is None
    assert asked(edit(DialogInstance("d"), STEPS, "seen")) == "seen"


def test_an_answer_for_an_unknown_step_is_an_error_of_the_caller() -> None:
    with pytest.raises(KeyError):
        answer(DialogInstance("d"), STEPS, "nowhere", given_answer("x"))


@pytest.mark.parametrize(
    ("typed", "value"), [("yes", "yes"), (" YES ", "yes"), ("No", "no"), ("maybe", "maybe")]
)
def test_options_are_taken_by_label_or_value(typed: str, value: str) -> None:
    assert read_reply(STEPS[1], typed, SCENE) == given_answer(value)


def test_nothing_is_no_answer() -> None:
    assert isinstance(read_reply(STEPS[0], "   ", SCENE), Refused)


def test_a_form_takes_what_it_can_and_says_what_it_cannot() -> None:
    filled, problems = fill(DialogInstance("d"), STEPS, {"company": "Acme", "failed": " ", "seen": ""}, SCENE)
    assert filled.answers == {"company": given_answer("Acme"), "seen": Response(Mark.SKIPPED)}
    assert set(problems) == {"failed"}


def test_the_same_dialog_is_taken_up_again_instead_of_begun_twice() -> None:
    one = DialogInstance("debrief", {"interview": "1"}, {"q": given_answer("x")}, "r")
    state = DialogState((one,)).open(DialogInstance("offer"))
    assert state.front == DialogInstance("offer")
    assert state.open(DialogInstance("debrief", {"interview": "1"})).front == one
    parked = DialogState((one,)).park()
    assert parked.front is None
    assert parked.open(DialogInstance("debrief", {"interview": "1"})).front == one


IDS = st.sampled_from([s.id for s in STEPS])
VALUES = st.sampled_from(["yes", "no", "Acme"])


@given(st.lists(st.tuples(IDS, VALUES), max_size=12))
def test_whatever_is_answered_no_orphan_is_kept_and_the_state_survives_json(
    moves: list[tuple[str, str]],
) -> None:
    instance = proceed(DialogInstance("d"), STEPS).instance
    for step, value in moves:
        progress = answer(instance, STEPS, step, given_answer(value))
        instance = progress.instance
        assert dict(instance.answers) == relevant(STEPS, instance.answers)
        if isinstance(progress, Asking):
            assert instance.asked == progress.step.id
            assert progress.step.id not in instance.answers
        state = DialogState((instance,))
        assert from_json(DialogState, to_json(state)) == state
