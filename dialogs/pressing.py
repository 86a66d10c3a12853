"""Buttons that are pressed and forms that are sent, now or on a message from long ago."""

from __future__ import annotations

from dialogs import dialog as dialogs
from dialogs import engine, routing
from dialogs.activity import Act
from dialogs.catalog import DIALOGS
from dialogs.desk import Desk
from dialogs.engine import DialogInstance, Mark, Response
from dialogs.replies import Choice


def pressed(desk: Desk, act: Act) -> None:
    if act.name == "answer":
        _answered(desk, act)
    elif act.name == "fill":
        filled(desk, act, {})
    else:
        routing.run_act(desk, act, {})


def _instance(desk: Desk, act: Act) -> DialogInstance | None:
    """The dialog that a button or a form belongs to, brought to the front."""
    about = {k: v for k, v in act.args.items() if k not in ("dialog", "step", "value", "mark", "text")}
    waiting = desk.person.dialogs.find(act.args.get("dialog", ""), about)
    if waiting is None:
        return None
    desk.change(dialogs=desk.person.dialogs.open(waiting))
    return waiting


def _answered(desk: Desk, act: Act) -> None:
    """A button or a picker under a question: now, or on a message from long ago."""
    instance = _instance(desk, act)
    dialog = DIALOGS.get(act.args.get("dialog", ""))
    step = None
    if instance is not None and dialog is not None:
        step = engine.step_of(dialog.steps(desk, instance), act.args.get("step"))
    if instance is None or dialog is None or step is None:
        desk.note(
            "That question is closed already. “edit” lets you change an answer, “status” shows what is open.",
            (Choice("What's open", Act("status.show")),),
        )
        return
    mark = act.args.get("mark")
    if mark is not None and mark in set(Mark) and Mark(mark) in step.marks:
        dialogs.reply(desk, dialog, instance, step, Response(Mark(mark)))
    else:
        dialogs.reply(desk, dialog, instance, step, act.args.get("value") or act.args.get("text", ""))


def filled(desk: Desk, act: Act, values: dict[str, str]) -> None:
    """A whole dialog as one form, whether or not it was begun as a conversation."""
    dialog = DIALOGS.get(act.args.get("dialog", ""))
    if dialog is None:
        routing.run_act(desk, act, values)
        return
    instance = _instance(desk, act)
    if instance is None:
        about = {k: v for k, v in act.args.items() if k != "dialog"}
        instance = DialogInstance(dialog.id, about, version=dialog.version)
        desk.change(dialogs=desk.person.dialogs.open(instance))
    dialogs.fill(desk, dialog, instance, values)
