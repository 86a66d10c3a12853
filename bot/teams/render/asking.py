"""What asks: notes with next steps, questions, forms, settings."""

from __future__ import annotations

from dataclasses import replace

from bot.teams.render.controls import Pen, control, whole_form
from bot.teams.render.elements import Blocks, container, facts, heading, show_card, subtle, text
from bot.teams.render.packing import Part, cards, words
from dialogs.engine import Input
from dialogs.replies import Form, FormField, Note, Question, SettingsShown
from dialogs.wording import clip

_DONE_CHARS = 300


def note(reply: Note, pen: Pen) -> tuple[Part, ...]:
    """Words alone are a message as a person writes one; with next steps they are a card."""
    if not reply.choices:
        return words(reply.text)
    return cards(text(reply.text), pen.buttons(reply.choices))


def question(reply: Question, pen: Pen) -> tuple[Part, ...]:
    """The question, its buttons, an input for an answer of one's own, and the whole form where there is one.

    An answered question says what it asked and what was answered, and can no longer be answered by a slip.
    """
    pen = replace(pen, done=clip(reply.prompt, _DONE_CHARS))
    blocks: Blocks = []
    if reply.progress is not None:
        blocks += subtle(f"{reply.progress[0]} of {reply.progress[1]}", size="Small")
    blocks += text(reply.before, isSubtle=True)
    blocks += text(reply.prompt, weight="Bolder")
    blocks += text(reply.hint, isSubtle=True, size="Small")
    actions = pen.buttons(reply.choices)
    if reply.answer is not None and _takes_input(reply):
        label = "Your answer" if reply.input is not Input.DATE_TIME else "Day"
        field = FormField(reply.step, label, reply.input)
        blocks += control(field)
        quiet = any(choice.primary for choice in reply.choices)
        actions = [pen.send("Send", reply.answer, quiet=quiet), *actions]
    if reply.form is not None and not any(field.input is Input.PLACE for field in reply.form.fields):
        blocks_of_form, sends = whole_form(reply.form, pen)
        actions.append(show_card("All at once", [heading(reply.form.title), *blocks_of_form], sends))
    return cards(blocks, actions)


def _takes_input(reply: Question) -> bool:
    """A choice among buttons needs no input and a place cannot be typed; everything else takes one."""
    return reply.input is not Input.PLACE and (reply.input is not Input.CHOICE or not reply.choices)


def form(reply: Form, pen: Pen) -> tuple[Part, ...]:
    """Several questions at once, in the card itself."""
    pen = replace(pen, done=clip(reply.title, _DONE_CHARS))
    blocks, sends = whole_form(reply, pen)
    return cards([heading(reply.title), *blocks], sends)


def settings(reply: SettingsShown, pen: Pen) -> tuple[Part, ...]:
    """What is set, and the form behind one button."""
    blocks, sends = whole_form(reply.form, pen)
    change = show_card("Change", blocks, sends)
    body = [heading("Settings"), container(facts(reply.lines))]
    return cards(body, [change, *pen.buttons(reply.choices)])
