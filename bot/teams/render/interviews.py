"""Before the interview: the opportunity's card, the questions to ask, the reminder."""

from __future__ import annotations

from bot.teams.render.controls import Pen
from bot.teams.render.elements import (
    Blocks,
    action_sets,
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
from dialogs.replies import Card, PocketCard, Probe, Probes, Reminder


def card(reply: Card, pen: Pen) -> tuple[Part, ...]:
    """The opportunity at a glance; edited in place as things change."""
    blocks: Blocks = [heading(reply.company, size="Large")]
    blocks += subtle(reply.job, spacing="None")
    for line in reply.lines:
        blocks += text(line, spacing="Small")
    return cards(blocks, pen.buttons(reply.choices))


def probes(reply: Probes, pen: Pen) -> tuple[Part, ...]:
    """Each question with its reason and its follow-up; what to listen for opens at a press."""
    title = (
        f"{reply.company}: questions for your {reply.whom}" if reply.whom else f"{reply.company}: questions"
    )
    blocks: Blocks = [heading(title), *text(reply.intro)]
    for number, probe in enumerate(reply.probes, 1):
        blocks.append(_probe(number, probe, pen))
    if reply.look_for:
        blocks += [*label("While you are there"), *text(reply.look_for)]
    return cards(blocks, pen.buttons(reply.choices))


def _probe(number: int, probe: Probe, pen: Pen) -> dict[str, object]:
    listen = f"listen-{number}-{probe.id}"
    pinned = [run("  pinned", isSubtle=True)] if probe.pinned else []
    hidden: Blocks = [
        paragraph(run("Did we ship? ", weight="Bolder"), run(probe.sounds_output), spacing="Small"),
        paragraph(run("Did it matter? ", weight="Bolder"), run(probe.sounds_outcome), spacing="Small"),
    ]
    body: Blocks = [
        paragraph(run(f"{number}. {probe.text}", weight="Bolder"), *pinned),
        *subtle(probe.why, spacing="Small"),
        paragraph(run("If it stays vague: ", weight="Bolder"), run(f"“{probe.follow_up}”"), spacing="Small"),
        container(hidden, id=listen, isVisible=False, style="emphasis"),
        *action_sets([*pen.buttons(probe.choices), toggle("What to listen for", [listen])]),
    ]
    return container(body, separator=True, spacing="Medium")


def pocket(reply: PocketCard, pen: Pen) -> tuple[Part, ...]:
    """The questions to keep open on a phone: large, nothing else."""
    body: Blocks = [heading(f"{reply.company}: pocket card"), container(text(reply.text), style="emphasis")]
    return cards(body, pen.buttons(reply.choices))


def reminder(reply: Reminder, pen: Pen) -> tuple[Part, ...]:
    """When, whom, and the pinned questions again."""
    blocks: Blocks = [heading(reply.company)]
    blocks += text(f"{reply.when}, {reply.whom}" if reply.whom else reply.when)
    for number, question in enumerate(reply.questions, 1):
        blocks.append(paragraph(run(f"{number}. {question}"), spacing="Small"))
    blocks += subtle(reply.look_for, spacing="Medium")
    return cards(blocks, pen.buttons(reply.choices))
