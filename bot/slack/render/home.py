"""Everything open: as a message, and as the App Home."""

from __future__ import annotations

from typing import Any

from bot.slack import limits
from bot.slack.render.drawing import Drawing, drawing
from bot.slack.render.sheet import Block, Sheet, words
from dialogs.replies import Overview, OverviewItem


def overview(reply: Overview) -> Drawing:
    """The overview as a message, in as many messages as it needs."""
    return drawing(_blocks(reply, reply.items))


def home(reply: Overview) -> dict[str, Any]:
    """The App Home. It takes a hundred blocks: what goes beyond is counted, and `status` shows it all."""
    items = reply.items[: limits.BLOCKS_IN_VIEW]  # each takes one block at least
    blocks = _blocks(reply, items)
    while len(blocks) > limits.BLOCKS_IN_VIEW and items:
        items = items[:-1]
        blocks = _blocks(reply, items)
    return {"type": "home", "callback_id": "home", "blocks": blocks}


def _blocks(reply: Overview, items: tuple[OverviewItem, ...]) -> list[Block]:
    sheet = Sheet()
    sheet.say(words(reply.greeting, bold=True))
    sheet.buttons(reply.choices)
    for item in items:
        sheet.rule()
        sheet.say(words(f"{item.company} · {item.job}" if item.job else item.company, bold=True))
        if item.lines:
            sheet.say("\n".join(item.lines))
        sheet.buttons(item.choices)
    more = reply.more + len(reply.items) - len(items)
    if more:
        thing = "one more is" if more == 1 else f"{more} more are"
        sheet.small(f"And {thing} open. Send me “status” to see everything.")
    return sheet.blocks
