"""The rest of what is said: what is open, what to type next, what others see, what was taken back."""

from __future__ import annotations

from dataclasses import replace

from bot.teams.render.controls import Pen
from bot.teams.render.elements import (
    Blocks,
    action_sets,
    bullets,
    container,
    heading,
    label,
    paragraph,
    run,
    subtle,
    text,
)
from bot.teams.render.files import consent
from bot.teams.render.packing import Part, cards, words
from dialogs.replies import Apology, Export, Help, Overview, OverviewItem, Preview, Removed, Shared
from dialogs.wording import clip, counted


def overview(reply: Overview, pen: Pen) -> tuple[Part, ...]:
    """Everything open, one block an opportunity."""
    blocks: Blocks = text(reply.greeting)
    for item in reply.items:
        blocks.append(_item(item, pen))
    if reply.more:
        blocks += subtle(f"And {counted(reply.more, 'more', 'more')} that wait quietly.", spacing="Medium")
    return cards(blocks, pen.buttons(reply.choices))


def _item(item: OverviewItem, pen: Pen) -> dict[str, object]:
    title = f"{item.company} · {item.job}" if item.job else item.company
    body: Blocks = [heading(title, size="Default")]
    for line in item.lines:
        body += text(line, spacing="Small")
    return container([*body, *action_sets(pen.buttons(item.choices))], separator=True, spacing="Medium")


def help_(reply: Help, pen: Pen) -> tuple[Part, ...]:
    """What to type next, each with what it does."""
    blocks: Blocks = text(reply.intro)
    for typed, does in reply.examples:
        blocks.append(
            paragraph(run(typed, weight="Bolder"), run(f"  {does}", isSubtle=True), spacing="Small")
        )
    return cards(blocks, pen.buttons(reply.choices))


def preview(reply: Preview, pen: Pen) -> tuple[Part, ...]:
    """Exactly what others will see, set apart from what only the person sees. Once it is decided, the card says how:
    its buttons would do it again."""
    pen = replace(pen, done=clip(reply.title, 300))
    seen: Blocks = [heading(reply.title), *_lines(reply.lines)]
    blocks: Blocks = [
        *label(f"Only you see this yet. Exactly this would be posted {_to(reply.where)}:"),
        container(seen, style="emphasis"),
    ]
    return cards(blocks, pen.buttons(reply.choices))


def _to(where: str) -> str:
    return where if where == "here" else f"to {where}"


def shared(reply: Shared, pen: Pen) -> tuple[Part, ...]:
    """What was shared after its preview, word for word."""
    return cards([heading(reply.title), *_lines(reply.lines)], pen.buttons(reply.choices))


def _lines(lines: tuple[str, ...]) -> Blocks:
    return bullets(lines) if len(lines) > 1 else [block for line in lines for block in text(line)]


def export(reply: Export, files: str = "") -> tuple[Part, ...]:
    """All one's data: as files that the person saves where the place takes them, else each whole, in as many messages
    as it takes."""
    if files and not reply.in_words:
        asks = [consent(document, files, number) for number, document in enumerate(reply.documents)]
        return (*words(reply.text), *asks)
    parts = list(words(reply.text))
    for document in reply.documents:
        parts += words(f"{document.name}\n\n{document.content}")
    return tuple(parts)


def removed(reply: Removed) -> tuple[Part, ...]:
    """Stands where something was."""
    return cards(text(reply.text, isSubtle=True) or text("Removed.", isSubtle=True))


def apology(reply: Apology) -> tuple[Part, ...]:
    """What failed, and the id to quote."""
    return words(f"{reply.text}\n({reply.error})")
