"""A drawn reply: one message or, where it is too big for one, several in a row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.slack import limits
from bot.slack.render.sheet import Block
from bot.slack.render.spoken import spoken
from bot.slack.text import escape
from dialogs.replies import Document, OfferComparison

CHART = "data_visualization"


@dataclass(frozen=True, slots=True)
class Part:
    """One message: its blocks, and all they say as text."""

    text: str
    blocks: tuple[Block, ...]

    @property
    def charts(self) -> bool:
        """Whether there is a native chart in it, which not every workspace takes yet."""
        return any(block["type"] == CHART for block in self.blocks)

    def without_charts(self) -> Part:
        """The same message for a workspace that takes no chart: the facts are in its words and its table."""
        left = tuple(block for block in self.blocks if block["type"] != CHART)
        return Part(spoken(left), left)


@dataclass(frozen=True, slots=True)
class Drawing:
    """All of a reply. `comparison` is what to draw as pictures where native charts are refused."""

    parts: tuple[Part, ...]
    documents: tuple[Document, ...] = ()
    comparison: OfferComparison | None = None


def drawing(
    blocks: Sequence[Block],
    *,
    documents: tuple[Document, ...] = (),
    comparison: OfferComparison | None = None,
) -> Drawing:
    """Blocks as messages within every limit."""
    parts = tuple(Part(spoken(page) or _labels(page), tuple(page)) for page in _pages(blocks))
    return Drawing(parts, documents, comparison)


def _labels(page: Sequence[Block]) -> str:
    """For a message that is nothing but buttons: Slack wants words for the notification."""
    buttons = [each for block in page for each in block.get("elements", ()) if each["type"] == "button"]
    return escape(" · ".join(str(button["text"]["text"]) for button in buttons)) or "…"


def _pages(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    page: list[Block] = []
    for block in blocks:
        if page and not _room(page, block):
            yield page
            page = []
        page.append(block)
    if page:
        yield page


def _room(page: Sequence[Block], block: Block) -> bool:
    if len(page) >= limits.BLOCKS_IN_MESSAGE:
        return False
    kinds = [each["type"] for each in page]
    if block["type"] == "table" and kinds.count("table") >= limits.TABLES_IN_MESSAGE:
        return False
    if block["type"] == CHART and kinds.count(CHART) >= limits.CHARTS_IN_MESSAGE:
        return False
    return sum(size(each) for each in page) + size(block) <= limits.CHARACTERS_IN_BLOCKS


def size(block: Block) -> int:
    """The characters of a block as Slack is sent it: an upper bound of what Slack may count."""
    return len(json.dumps(block, ensure_ascii=False, separators=(",", ":")))
