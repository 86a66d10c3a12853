"""After the interview: how an answer reads, and what all of them say."""

from __future__ import annotations

from collections.abc import Iterator

from bot.teams.render.controls import Pen
from bot.teams.render.elements import (
    Blocks,
    Element,
    bullets,
    columns,
    container,
    heading,
    label,
    paragraph,
    run,
    subtle,
    text,
    toggle,
)
from bot.teams.render.packing import Part, cards
from dialogs.reading.verdict import Mindset, Verdict
from dialogs.replies import AnswerLine, NextQuestion, ReadingLine, ReadingShown, ReadingsShown, VerdictShown
from dialogs.wording import LABEL_WORDS


def read(reply: ReadingShown | ReadingsShown, pen: Pen) -> tuple[Part, ...]:
    """One reading, or several that came at once."""
    return readings(reply, pen) if isinstance(reply, ReadingsShown) else reading(reply, pen)


def reading(reply: ReadingShown, pen: Pen) -> tuple[Part, ...]:
    """What was said, with the words that carry the reading marked in it, and the ways to correct it."""
    blocks: Blocks = []
    if reply.said.strip():
        marked = paragraph(*_marked(reply.said, (reply.reading.quote, reply.reading.counter_quote)))
        blocks.append(container([marked], style="emphasis"))
    blocks += text(reply.sentence)
    return cards(blocks, pen.buttons(reply.choices))


def readings(reply: ReadingsShown, pen: Pen) -> tuple[Part, ...]:
    """All of them on one card: what each is about once, then a line with its own button for every answer."""
    blocks: Blocks = [heading(reply.title), *text(reply.summary)]
    about = ""
    for line in reply.lines:
        if line.about != about:
            about = line.about
            blocks += label(about[:1].upper() + about[1:])
        blocks.append(_reading_line(line, pen))
    return cards(blocks, pen.buttons(reply.choices))


def _reading_line(line: ReadingLine, pen: Pen) -> Element:
    quote = [run(f"“{line.quote}”")] if line.quote else []
    words = paragraph(run(f"{line.word[:1].upper()}{line.word[1:]}  ", weight="Bolder"), *quote)
    change: Element = {"type": "ActionSet", "actions": [pen.press(line.change, "Change")]}
    return columns(("stretch", [words]), ("auto", [change]), spacing="Small")


def _marked(said: str, quotes: tuple[str | None, ...]) -> Iterator[Element]:
    """The words as runs, those that are quoted highlighted where they stand."""
    spans = sorted((said.find(q), said.find(q) + len(q)) for q in quotes if q and q in said)
    at = 0
    for start, end in spans:
        if start < at:
            continue
        if start > at:
            yield run(said[at:start])
        yield run(said[start:end], highlight=True, weight="Bolder")
        at = end
    if at < len(said):
        yield run(said[at:])


def verdict(reply: VerdictShown, pen: Pen) -> tuple[Part, ...]:
    """The headline, how sure it is, the quotes on both sides, and what would settle it."""
    blocks: Blocks = [heading(reply.headline)]
    blocks += _gauge(reply.verdict)
    blocks += text(reply.growth)
    for title, lines in (
        ("Carried by", reply.carried_by),
        ("Against", reply.against),
        ("Who contradicts whom", reply.contradictions),
    ):
        if lines:
            blocks += [*label(title), *bullets(lines)]
    blocks += subtle(reply.told_and_seen, spacing="Medium")
    if reply.next_questions:
        blocks += label("What would settle it")
        for question in reply.next_questions:
            blocks += _next(question)
    actions = pen.buttons(reply.choices)
    if reply.answers:
        answers = container([_answer(line, pen) for line in reply.answers], id="answers", isVisible=False)
        blocks.append(answers)
        actions.append(toggle(f"Answers ({len(reply.answers)})", ["answers"]))
    return cards(blocks, actions)


def _gauge(verdict: Verdict) -> Blocks:
    """Where the place stands between the two questions, as a bar of three columns: below, within and above the
    interval of 80 %. Nothing is drawn where nothing is known."""
    if verdict.mindset is Mindset.NOT_ENOUGH and verdict.leaning is None:
        return []
    low, high = (min(max(share, 0.0), 1.0) for share in verdict.interval)
    widths = (round(low * 100), max(round((high - low) * 100), 1), round((1 - high) * 100))
    styles = ("emphasis", "accent", "emphasis")
    bar: Element = {
        "type": "ColumnSet",
        "spacing": "Small",
        "columns": [
            {
                "type": "Column",
                "width": width,
                "style": style,
                "minHeight": "10px",
                "spacing": "None",
                "items": [],
            }
            for width, style in zip(widths, styles, strict=True)
            if width
        ],
    }
    ends = columns(
        ("stretch", subtle("Did we ship?", size="Small")),
        ("auto", subtle("Did it matter?", size="Small", horizontalAlignment="Right")),
        spacing="None",
    )
    return [bar, ends]


def _next(question: NextQuestion) -> Blocks:
    return [
        paragraph(run(f"“{question.text}”", weight="Bolder"), spacing="Small"),
        *subtle(question.why, size="Small", spacing="None"),
    ]


def _answer(line: AnswerLine, pen: Pen) -> Element:
    """One answer as a line that opens it for editing."""
    mark = LABEL_WORDS[line.label] if line.label is not None else "not read"
    body: Blocks = [
        *text(line.question, weight="Bolder", size="Small"),
        paragraph(run(line.text), run(f"  ({mark})", isSubtle=True), spacing="None"),
    ]
    return container(
        [
            columns(
                ("stretch", body),
                ("auto", [{"type": "ActionSet", "actions": [pen.press(line.edit, "Edit")]}]),
            )
        ],
        separator=True,
    )
