"""Before an interview: the questions worth asking, the card for the pocket, the reminder."""

from __future__ import annotations

from bot.slack.render.drawing import Drawing, drawing
from bot.slack.render.sheet import Sheet, words
from dialogs.replies import PocketCard, Probe, Probes, Reminder


def probes(reply: Probes) -> Drawing:
    """The question in bold, then why, what to dig for, and how each kind of answer sounds."""
    sheet = Sheet()
    sheet.title(f"{reply.company} · {reply.whom}" if reply.whom else reply.company)
    if reply.intro:
        sheet.say(reply.intro)
    for number, probe in enumerate(reply.probes, 1):
        _probe(sheet, number, probe)
    if reply.look_for:
        sheet.say(words("While you are there: ", bold=True), reply.look_for)
    if reply.choices:
        sheet.rule()
        sheet.buttons(reply.choices)
    return drawing(sheet.blocks)


def _probe(sheet: Sheet, number: int, probe: Probe) -> None:
    pinned = [words("  pinned", italic=True)] if probe.pinned else []
    sheet.say(words(f"{number}. {probe.text}", bold=True), *pinned)
    sheet.say(probe.why)
    told = [
        ("If it stays vague: ", probe.follow_up),
        ("A ships-things answer: ", probe.sounds_output),
        ("A makes-a-difference answer: ", probe.sounds_outcome),
    ]
    sheet.bullets([[words(label, italic=True), words(value)] for label, value in told if value])
    sheet.buttons(probe.choices)


def pocket_card(reply: PocketCard) -> Drawing:
    """The questions as text to copy or to keep open on a phone."""
    sheet = Sheet()
    sheet.title(f"For your pocket: {reply.company}")
    sheet.code(reply.text)
    sheet.buttons(reply.choices)
    return drawing(sheet.blocks)


def reminder(reply: Reminder) -> Drawing:
    """When, whom, and the pinned questions again."""
    sheet = Sheet()
    whom = f", {reply.whom}" if reply.whom else ""
    sheet.say(words(f"{reply.company}: ", bold=True), f"{reply.when}{whom}.")
    sheet.bullets(reply.questions, ordered=True)
    if reply.look_for:
        sheet.say(words("While you wait: ", bold=True), reply.look_for)
    sheet.buttons(reply.choices)
    return drawing(sheet.blocks)
