"""Plain talk: notes, questions, forms as messages, help, and what is said when something went wrong."""

from __future__ import annotations

from bot.slack import acts
from bot.slack.render.drawing import Drawing, drawing
from bot.slack.render.sheet import Sheet, words
from dialogs.replies import Apology, Export, Form, Help, Note, Question, Removed


def note(reply: Note) -> Drawing:
    """One idea, and the likely next steps."""
    sheet = Sheet()
    sheet.say(reply.text)
    sheet.buttons(reply.choices)
    return drawing(sheet.blocks)


def question(reply: Question) -> Drawing:
    """What was just understood, then the question in bold; the whole dialog as a form is one button away."""
    sheet = Sheet()
    if reply.before:
        sheet.say(reply.before)
    sheet.say(words(reply.prompt, bold=True))
    sheet.small(_aside(reply))
    if reply.answer is not None:
        sheet.picker(reply.input, reply.answer)
    form = (acts.opener(reply.form, "Fill in as a form", primary=False),) if reply.form is not None else ()
    sheet.buttons((*reply.choices, *form))
    return drawing(sheet.blocks)


def _aside(reply: Question) -> str:
    place = f"{reply.progress[0]} of {reply.progress[1]}" if reply.progress else ""
    hint = f"For example: {reply.hint}" if reply.hint else ""
    return " · ".join(part for part in (place, hint) if part)


def form(reply: Form) -> Drawing:
    """A modal needs a press to open it, so a form is first a button, with what was wrong before."""
    sheet = Sheet()
    sheet.title(reply.title)
    if reply.intro:
        sheet.say(reply.intro)
    problems = [(field.label, field.problem) for field in reply.fields if field.problem]
    if problems:
        sheet.say("Not everything could be read. Nothing you typed is lost:")
        sheet.bullets([[words(label, bold=True), words(f": {problem}")] for label, problem in problems])
    sheet.buttons((acts.opener(reply, "Correct it" if problems else "Fill in"),))
    return drawing(sheet.blocks)


def help_(reply: Help) -> Drawing:
    """What to type next: the words to type set apart from what they do."""
    sheet = Sheet()
    sheet.say(reply.intro)
    sheet.bullets([[words(typed, bold=True), words(f"  {does}")] for typed, does in reply.examples])
    sheet.buttons(reply.choices)
    return drawing(sheet.blocks)


def export(reply: Export) -> Drawing:
    """A sentence; the files follow in its thread."""
    sheet = Sheet()
    sheet.say(reply.text)
    return drawing(sheet.blocks, documents=reply.documents)


def removed(reply: Removed) -> Drawing:
    """What stands where something was."""
    sheet = Sheet()
    sheet.say(words(reply.text, italic=True))
    return drawing(sheet.blocks)


def apology(reply: Apology) -> Drawing:
    """What went wrong, and the number to quote."""
    sheet = Sheet()
    sheet.say(reply.text)
    sheet.small(f"If you write to whoever runs me, quote {reply.error}.")
    return drawing(sheet.blocks)
