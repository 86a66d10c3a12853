"""Each reply as the terminal does it best: panels, tables and gauges that read well in 80 columns and in a pipe."""

from __future__ import annotations

from typing import assert_never

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.console.comparison import comparison
from dialogs.reading.verdict import DimensionState
from dialogs.replies import (
    Apology,
    Card,
    Choice,
    Export,
    Form,
    Help,
    Note,
    OfferComparison,
    OfferShown,
    Overview,
    PocketCard,
    Preview,
    Probe,
    Probes,
    Question,
    ReadingShown,
    ReadingsShown,
    Reminder,
    Removed,
    Reply,
    SettingsShown,
    Shared,
    VerdictShown,
)
from dialogs.wording import DIMENSION_WORDS, listing

GAUGE = 28


def draw(reply: Reply) -> RenderableType:
    """The reply, without its buttons: those are numbered by whoever prints it."""
    match reply:
        case Note(text=text) | Removed(text=text) | Apology(text=text):
            return Text(text)
        case Question():
            return _question(reply)
        case Form():
            return _form(reply)
        case Card():
            return Panel(
                Text("\n".join(reply.lines)), title=_heading(reply.company, reply.job), title_align="left"
            )
        case Probes():
            return _probes(reply)
        case PocketCard(text=text):
            return Panel(Text(text), title="Pocket card", title_align="left", width=44)
        case Reminder():
            return _reminder(reply)
        case ReadingShown(sentence=sentence):
            return Text(sentence, style="italic")
        case ReadingsShown():
            return _readings(reply)
        case VerdictShown():
            return _verdict(reply)
        case OfferShown():
            return _offer(reply)
        case OfferComparison():
            return comparison(reply)
        case Overview():
            return _overview(reply)
        case Help():
            return _pairs(reply.intro, reply.examples)
        case SettingsShown():
            return _pairs("Your settings", reply.lines)
        case Preview():
            return Panel(
                Text("\n".join((reply.title, *reply.lines))),
                title=f"Exactly this would be seen ({reply.where})",
                title_align="left",
            )
        case Shared():
            return Panel(Text("\n".join((reply.title, *reply.lines))), title="Shared", title_align="left")
        case Export():
            return _export(reply)
        case _:
            assert_never(reply)


def choices_of(reply: Reply) -> tuple[Choice, ...]:
    """Every button of a reply, those of its parts included, in the order they are shown."""
    match reply:
        case Probes(probes=probes, choices=choices):
            return choices + tuple(
                Choice(f"{c.label} {n}", c.act) for n, p in enumerate(probes, start=1) for c in p.choices
            )
        case Overview(items=items, choices=choices):
            named = tuple(Choice(f"{i.company}: {c.label}", c.act) for i in items for c in i.choices)
            return named + choices
        case ReadingsShown(lines=lines, choices=choices):
            return choices + tuple(
                Choice(f"Change {n}", line.change) for n, line in enumerate(lines, start=1)
            )
        case Form() | Export() | Removed() | Apology():
            return ()
        case _:
            return reply.choices


def _heading(company: str, job: str) -> str:
    return f"{company} · {job}" if job else company


def _question(question: Question) -> RenderableType:
    parts: list[RenderableType] = []
    if question.before:
        parts.append(Text(question.before))
    where = f"  ({question.progress[0]} of {question.progress[1]})" if question.progress else ""
    parts.append(Text(question.prompt, style="bold").append(where, style="dim"))
    return Group(*parts)


def _form(form: Form) -> RenderableType:
    """Only its head: the terminal asks field by field, each with what is known of it."""
    refused = any(field.problem for field in form.fields)
    intro = "The rest is taken; this is left:" if refused else form.intro
    return Panel(Text(intro or "Field by field:"), title=form.title, title_align="left")


def redrawn(before: Reply, reply: Reply) -> RenderableType:
    """What is edited in place elsewhere, for somebody who reads line by line: only what is new, where that is clear."""
    if not (isinstance(before, Probes) and isinstance(reply, Probes)):
        return draw(reply)
    known = {probe.id: probe for probe in before.probes}
    fresh = [_probe(n, p) for n, p in enumerate(reply.probes, start=1) if p.id not in known]
    pinned = [str(n) for n, p in enumerate(reply.probes, start=1) if p.pinned]
    if len(fresh) > 1 or before.intro != reply.intro:
        return draw(reply)
    if fresh:
        return fresh[0]
    return Text(f"Pinned: {listing(pinned)}." if pinned else "None is pinned now.")


def _probe(number: int, probe: Probe) -> RenderableType:
    pin = "  (pinned)" if probe.pinned else ""
    head = Text(f"\n{number}. ").append(probe.text, style="bold").append(pin, style="dim")
    body = Text(probe.why)
    for name, words in (
        ("If it stays vague", probe.follow_up),
        ("Ships things", probe.sounds_output),
        ("Makes a difference", probe.sounds_outcome),
    ):
        if words:
            body.append(f"\n{name}: ", style="dim").append(f"“{words}”")
    return Group(head, Padding(body, (0, 0, 0, 3)))


def _probes(probes: Probes) -> RenderableType:
    parts: list[RenderableType] = [Text(probes.intro)]
    parts += [_probe(number, probe) for number, probe in enumerate(probes.probes, start=1)]
    if probes.look_for:
        parts.append(Text(f"\n{probes.look_for}"))
    return Group(*parts)


def _reminder(reminder: Reminder) -> RenderableType:
    body = Text(f"{reminder.when}, {reminder.whom}")
    for number, question in enumerate(reminder.questions, start=1):
        body.append(f"\n{number}. {question}")
    if reminder.look_for:
        body.append(f"\n{reminder.look_for}")
    return Panel(body, title=f"Reminder: {reminder.company}", title_align="left")


def gauge(mean: float, interval: tuple[float, float], width: int = GAUGE) -> Text:
    """From output (left) to outcome (right): the 80 % interval as a band, the estimate as a mark."""
    low, high = (round(end * (width - 1)) for end in interval)
    at = round(mean * (width - 1))
    cells = ["●" if i == at else "━" if low <= i <= high else "·" for i in range(width)]
    return Text("".join(cells))


def _readings(shown: ReadingsShown) -> RenderableType:
    parts: list[RenderableType] = [Text(shown.title, style="bold"), Text(shown.summary)]
    about = ""
    for number, line in enumerate(shown.lines, start=1):
        if line.about != about:
            about = line.about
            parts.append(Text(f"\n{about}", style="dim"))
        head = Text(f"{number}. ").append(line.word, style="bold")
        if line.quote:
            head.append(f"  “{line.quote}”")
        parts.append(Padding(head, (0, 0, 0, 2)))
    return Group(*parts)


def _verdict(shown: VerdictShown) -> RenderableType:
    verdict = shown.verdict
    middle = sum(verdict.interval) / 2
    parts: list[RenderableType] = [
        Text(shown.headline, style="bold"),
        Text("output ").append_text(gauge(middle, verdict.interval)).append(" outcome"),
    ]
    for title, lines in (("Carried by", shown.carried_by), ("Against", shown.against)):
        if lines:
            parts.append(Text(f"{title}:", style="dim"))
            parts += [Padding(Text(line), (0, 0, 0, 2)) for line in lines]
    parts += [Text(line) for line in shown.contradictions]
    parts.append(_dimensions(shown))
    parts.append(Text(shown.growth))
    if shown.told_and_seen:
        parts.append(Text(shown.told_and_seen))
    if shown.next_questions:
        parts.append(Text("What would settle it:", style="dim"))
        parts += [
            Padding(Text(f"“{q.text}”\n").append(q.why, style="dim"), (0, 0, 0, 2))
            for q in shown.next_questions
        ]
    return Panel(Group(*parts), title="Verdict", title_align="left")


def _dimensions(shown: VerdictShown) -> Table:
    table = Table.grid(padding=(0, 2))
    for each in shown.verdict.dimensions:
        heard = "nothing heard" if each.answers == 0 else each.words
        if each.state is DimensionState.NOT_ENOUGH and each.answers:
            heard = "too little"
        bar = gauge(each.mean, each.interval, 16) if each.answers else Text("·" * 16, style="dim")
        table.add_row(Text(DIMENSION_WORDS[each.dimension]), bar, Text(heard, style="dim"))
    return table


def _offer(offer: OfferShown) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    for name, value in offer.lines:
        table.add_row(Text(name, style="dim"), Text(value))
    parts: list[RenderableType] = [table]
    if offer.missing:
        parts.append(Text(f"Not said: {', '.join(offer.missing)}", style="dim"))
    parts += [Text(problem, style="bold") for problem in offer.problems]
    return Panel(Group(*parts), title=f"Offer: {offer.company}", title_align="left")


def _overview(overview: Overview) -> RenderableType:
    parts: list[RenderableType] = [Text(overview.greeting)]
    for item in overview.items:
        parts.append(Text(f"\n{_heading(item.company, item.job)}", style="bold"))
        parts.append(Padding(Text("\n".join(item.lines)), (0, 0, 0, 2)))
    if overview.more:
        parts.append(Text(f"\nand {overview.more} more"))
    return Group(*parts)


def _pairs(title: str, pairs: tuple[tuple[str, str], ...]) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(ratio=2)
    table.add_column(ratio=3)
    for left, right in pairs:
        table.add_row(Text(left, style="bold"), Text(right))
    return Group(Text(title), table)


def _export(export: Export) -> RenderableType:
    lines = "\n".join(f"{d.name} ({len(d.content.encode()):,} bytes)" for d in export.documents)
    return Text(f"{export.text}\n{lines}")
