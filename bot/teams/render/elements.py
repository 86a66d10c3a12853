"""Adaptive Card elements as small builders that return plain dictionaries.

No card library: six kinds of element are all it takes, and the schema is checked in the tests. Version 1.5 core
elements only; those that Teams alone knows render as nothing elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.teams.render.limits import ACTIONS_IN_A_ROW

Element = dict[str, Any]
Blocks = list[Element]

_MARKDOWN = re.compile(r"[\\`*_\[\]#<>~|]|\{\{|^\s*(?:[-+]|\d+[.)])\s", re.MULTILINE)
_SPECIAL = re.compile(r"([\\`*_\[\]#<>~|])")


def escaped(words: str) -> str:
    """Words as a TextBlock or a fact shows them literally: both read Markdown and `{{DATE(…)}}`."""
    return _SPECIAL.sub(r"\\\1", words).replace("{{", "{\u2060{")


def text(words: str, **style: object) -> Blocks:
    """Words as paragraphs, one block a line, whatever characters are in them.

    A TextBlock reads Markdown; words that could be mistaken for it go into a RichTextBlock, whose runs are literal
    in every renderer, so that nobody has to trust in how a client treats a backslash.
    """
    lines = [line for line in words.split("\n") if line.strip()]
    return [_line(line, first=n == 0, **style) for n, line in enumerate(lines)]


def _line(words: str, *, first: bool, **style: object) -> Element:
    shown = {k: v for k, v in style.items() if v is not None}
    if not first:
        shown["spacing"] = "Small"
    if not _MARKDOWN.search(words):
        return {"type": "TextBlock", "text": words, "wrap": True, **shown}
    run_style = {k: shown.pop(k) for k in ("size", "weight", "color", "isSubtle") if k in shown}
    return {"type": "RichTextBlock", "inlines": [run(words, **run_style)], **shown}


def run(words: str, **style: object) -> Element:
    """A stretch of literal text inside a paragraph."""
    return {"type": "TextRun", "text": words.replace("{{", "{\u2060{"), **style}


def paragraph(*runs: Element, **style: object) -> Element:
    """A paragraph of runs with emphasis of their own."""
    return {"type": "RichTextBlock", "inlines": list(runs), **style}


def heading(words: str, *, size: str = "Medium") -> Element:
    """A title, marked as one for screen readers."""
    return {
        "type": "TextBlock",
        "text": escaped(" ".join(words.split())),
        "wrap": True,
        "weight": "Bolder",
        "size": size,
        "style": "heading",
    }


def subtle(words: str, **style: object) -> Blocks:
    """Words that explain and do not press."""
    return text(words, isSubtle=True, **style)


def label(words: str) -> Blocks:
    """A small title inside a card."""
    return text(words, weight="Bolder", spacing="Medium")


def facts(pairs: Iterable[tuple[str, str]]) -> Blocks:
    """Names and values, aligned; nothing where there are none."""
    rows = [{"title": escaped(name), "value": escaped(value)} for name, value in pairs]
    return [{"type": "FactSet", "facts": rows}] if rows else []


def bullets(lines: Iterable[str], **style: object) -> Blocks:
    """One paragraph a line, each with its mark."""
    return [paragraph(run("• " + " ".join(line.split()), **style), spacing="Small") for line in lines]


def container(items: Blocks, **style: object) -> Element:
    """Several blocks that belong together."""
    return {"type": "Container", "items": items, **style}


def columns(*parts: tuple[str | int, Blocks], **style: object) -> Element:
    """Blocks side by side; each with its width ("auto", "stretch" or a weight)."""
    return {
        "type": "ColumnSet",
        "columns": [{"type": "Column", "width": width, "items": items} for width, items in parts],
        **style,
    }


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Element:
    """A table whose first column names the rows."""
    widths = [{"width": 3 if n == 0 else 2} for n in range(len(head))]
    return {
        "type": "Table",
        "columns": widths,
        "rows": [_row(head, bold=True), *(_row(row) for row in rows)],
        "gridStyle": "emphasis",
        "showGridLines": True,
    }


def _row(cells: Sequence[str], *, bold: bool = False) -> Element:
    weight = "Bolder" if bold else None
    blank: Blocks = [{"type": "TextBlock", "text": " ", "wrap": True}]
    return {
        "type": "TableRow",
        "cells": [{"type": "TableCell", "items": text(cell, weight=weight) or blank} for cell in cells],
    }


def image(url: str, alt: str) -> Element:
    """A picture; the same facts stand in words beside it."""
    return {"type": "Image", "url": url, "altText": alt, "size": "Stretch"}


def action_sets(actions: Sequence[Element]) -> Blocks:
    """Buttons in rows that no renderer shortens."""
    return [
        {"type": "ActionSet", "actions": list(actions[n : n + ACTIONS_IN_A_ROW])}
        for n in range(0, len(actions), ACTIONS_IN_A_ROW)
    ]


def toggle(title: str, targets: Sequence[str]) -> Element:
    """A button that shows or hides parts of the card, without asking anybody."""
    return {"type": "Action.ToggleVisibility", "title": title, "targetElements": list(targets)}


def show_card(title: str, body: Blocks, actions: Sequence[Element] = ()) -> Element:
    """A button that opens a card inside the card."""
    return {
        "type": "Action.ShowCard",
        "title": title,
        "card": {"type": "AdaptiveCard", "version": "1.5", "body": [*body, *action_sets(actions)]},
    }


def plain(elements: Iterable[Mapping[str, Any]]) -> str:
    """What a card says, as text: for its `fallbackText`, for notifications and for tests."""
    return "\n".join(line for element in elements for line in _spoken(element) if line.strip())


def _spoken(element: Mapping[str, Any]) -> list[str]:
    match element.get("type"):
        case "TextBlock":
            return [_unescaped(str(element["text"]))]
        case "RichTextBlock":
            return [_unjoined("".join(str(each["text"]) for each in element["inlines"]))]
        case "FactSet":
            return [f"{_unescaped(f['title'])}: {_unescaped(f['value'])}" for f in element["facts"]]
        case "Table":
            return [" | ".join(plain(cell["items"]) for cell in row["cells"]) for row in element["rows"]]
        case "Image":
            return [str(element.get("altText", ""))]
        case "ActionSet":
            return ["".join(f"[{each['title']}] " for each in element["actions"]).strip()]
        case "Container":
            return [plain(element["items"])]
        case "ColumnSet":
            return [plain(column["items"]) for column in element["columns"]]
        case _:
            return [str(element.get("label", ""))]


def _unescaped(words: str) -> str:
    return _unjoined(re.sub(r"\\([\\`*_\[\]#<>~|])", r"\1", words))


def _unjoined(words: str) -> str:
    """Without the joiner that keeps `{{` from being a function."""
    return words.replace("{\u2060{", "{{")
