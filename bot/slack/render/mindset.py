"""What one answer shows, and what all of them say about a company."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack.render.drawing import Drawing, drawing
from bot.slack.render.sheet import Sheet, words
from dialogs.reading.verdict import Verdict
from dialogs.replies import (
    AnswerLine,
    Choice,
    NextQuestion,
    ReadingLine,
    ReadingShown,
    ReadingsShown,
    VerdictShown,
)
from dialogs.rubric import Label
from dialogs.wording import LABEL_WORDS

GAUGE_CELLS = 20
ANSWERS_SHOWN = 6
"""So many answers stand under the verdict; more of them are behind its [Edit an answer]."""


def read(reply: ReadingShown | ReadingsShown) -> Drawing:
    """One reading, or several that came at once."""
    return readings(reply) if isinstance(reply, ReadingsShown) else reading(reply)


def reading(reply: ReadingShown) -> Drawing:
    """The sentence, and the very words it rests on as quotes."""
    sheet = Sheet()
    sheet.say(reply.sentence)
    both = reply.reading.label is Label.MIXED
    for pole, quote in (("output", reply.reading.quote), ("outcome", reply.reading.counter_quote)):
        if quote and quote.rstrip(".!? ") not in reply.sentence:
            sheet.quote(f"“{quote}” ({pole})" if both else quote)
    sheet.buttons(reply.choices)
    return drawing(sheet.blocks)


def readings(reply: ReadingsShown) -> Drawing:
    """What each answer is about, once; then a line for every answer with its own button."""
    sheet = Sheet()
    sheet.title(reply.title)
    sheet.say(reply.summary)
    about = ""
    for line in reply.lines:
        if line.about != about:
            about = line.about
            sheet.say(words(about[:1].upper() + about[1:], bold=True))
        _reading_line(sheet, line)
    sheet.buttons(reply.choices)
    return drawing(sheet.blocks)


def _reading_line(sheet: Sheet, line: ReadingLine) -> None:
    word = line.word[:1].upper() + line.word[1:]
    sheet.row(f"{word}: “{line.quote}”" if line.quote else word, Choice("Change", line.change))


def verdict(reply: VerdictShown) -> Drawing:
    """Headline, gauge, the quotes for and against, who contradicted whom, and what to ask next."""
    sheet = Sheet()
    sheet.title(reply.headline)
    if reply.verdict.informative_answers:
        sheet.say(words(gauge(reply.verdict), code=True))
        sheet.small(gauge_in_words(reply.verdict))
    _part(sheet, "Carried by", reply.carried_by)
    _part(sheet, "Against", reply.against)
    _part(sheet, "They contradict each other", reply.contradictions)
    if reply.told_and_seen:
        sheet.say(reply.told_and_seen)
    sheet.say(reply.growth)
    _ask_next(sheet, reply.next_questions)
    _answers(sheet, reply.answers)
    sheet.buttons(reply.choices)
    return drawing(sheet.blocks)


def gauge(verdict: Verdict) -> str:
    """A line from output to outcome: where the place stands, and how far that may be off."""
    low, high = (round(end * (GAUGE_CELLS - 1)) for end in verdict.interval)
    middle = sum(verdict.interval) / 2
    here = round(middle * (GAUGE_CELLS - 1))
    cells = ["━" if low <= cell <= high else "─" for cell in range(GAUGE_CELLS)]
    cells[here] = "●"
    return f"output {''.join(cells)} outcome"


def gauge_in_words(verdict: Verdict) -> str:
    """The gauge for those who hear it read."""
    low, high = verdict.interval
    return (
        f"On a line from output (0) to outcome (100) this place is between {low * 100:.0f} "
        f"and {high * 100:.0f}, with four chances in five."
    )


def _part(sheet: Sheet, title: str, lines: Sequence[str]) -> None:
    if lines:
        sheet.say(words(title, bold=True))
        for line in lines:
            sheet.quote(line)


def _ask_next(sheet: Sheet, questions: Sequence[NextQuestion]) -> None:
    if questions:
        sheet.say(words("What would settle it", bold=True))
        sheet.bullets([[words(q.text, bold=True), words(f" {q.why}")] for q in questions])


def _answers(sheet: Sheet, answers: Sequence[AnswerLine]) -> None:
    """Few answers each with their button; of many the verdict would be the smallest part of its own message."""
    if not 0 < len(answers) <= ANSWERS_SHOWN:
        return
    sheet.rule()
    for line in answers:
        label = f" ({LABEL_WORDS[line.label]})" if line.label is not None else ""
        sheet.row(f"{line.question}\n{line.text}{label}", Choice("Edit", line.edit))
