"""The same facts as text: for notifications, for screen readers, and wherever blocks are not drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.slack.text import escape

Block = Mapping[str, Any]


def spoken(blocks: Sequence[Block]) -> str:
    """All that blocks say, line by line, safe for `text`. Buttons are left out, and so are drawn gauges."""
    return escape("\n".join(line for block in blocks for line in _lines(block) if line.strip()))


def _lines(block: Block) -> Iterator[str]:
    match block["type"]:
        case "header" | "section":
            yield str(block["text"]["text"])
        case "context":
            yield from (str(element["text"]) for element in block["elements"] if "text" in element)
        case "rich_text":
            for element in block["elements"]:
                yield from _rich(element)
        case "table":
            for row in block["rows"]:
                yield " · ".join(_cell(cell) for cell in row)
        case "data_visualization":
            yield str(block["title"])
        case "image":
            yield str(block["alt_text"])


def _rich(element: Block) -> Iterator[str]:
    match element["type"]:
        case "rich_text_list":
            start = int(element.get("offset", 0)) + 1
            for n, item in enumerate(element["elements"], start):
                mark = f"{n}. " if element["style"] == "ordered" else "• "
                yield mark + _runs(item["elements"])
        case "rich_text_quote":
            said = _runs(element["elements"])
            yield said if said.startswith("“") else f"“{said}”"
        case _:
            yield _runs(element["elements"])


def _runs(runs: Sequence[Block]) -> str:
    return "".join(_run(run) for run in runs if not run.get("style", {}).get("code"))


def _run(run: Block) -> str:
    match run["type"]:
        case "channel":
            return "that channel"
        case "user":
            return "that person"
    return str(run["text"])


def _cell(cell: Block) -> str:
    if cell["type"] == "raw_text":
        return str(cell["text"])
    return " ".join(_runs(section["elements"]) for section in cell["elements"])
