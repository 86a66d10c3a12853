"""Walks everything Slack would be sent and names each limit it breaks. Written apart from the renderer.

The numbers are those of `bot.slack.limits`; `test_limits` holds them against two other tables. Slack's own
refusal is `invalid_blocks` without a word which, so each finding here says where.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.slack import limits

Found = Iterator[str]
Node = Mapping[str, Any]

ON_MESSAGE = frozenset(
    [
        "actions",
        "context",
        "data_visualization",
        "divider",
        "header",
        "image",
        "rich_text",
        "section",
        "table",
    ]
)
ON_HOME = ON_MESSAGE
IN_MODAL = frozenset(["actions", "context", "divider", "header", "image", "input", "rich_text", "section"])
RICH = frozenset(["rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"])


def message_faults(message: Node) -> list[str]:
    """Everything wrong with a message as it is sent."""
    blocks = message["blocks"]
    found = list(_blocks(blocks, ON_MESSAGE, limits.BLOCKS_IN_MESSAGE))
    if not message.get("text", "").strip():
        found.append("text: empty")
    if len(message.get("text", "")) > limits.TEXT_IN_MESSAGE:
        found.append("text: too long")
    kinds = Counter(block["type"] for block in blocks)
    if kinds["table"] > limits.TABLES_IN_MESSAGE:
        found.append("more than one table")
    if kinds["data_visualization"] > limits.CHARTS_IN_MESSAGE:
        found.append("too many charts")
    if _letters(blocks) > 13_200:
        found.append(f"msg_blocks_too_long: {_letters(blocks)}")
    return found


def view_faults(view: Node) -> list[str]:
    """Everything wrong with a modal or a home view."""
    kinds = IN_MODAL if view["type"] == "modal" else ON_HOME
    found = list(_blocks(view["blocks"], kinds, limits.BLOCKS_IN_VIEW))
    if view["type"] == "modal":
        found += _text(view["title"], limits.VIEW_TITLE, "title", "plain_text")
        for name in ("submit", "close"):
            found += _text(view[name], limits.VIEW_BUTTON, name, "plain_text")
    found += _length(view.get("private_metadata", ""), limits.PRIVATE_METADATA, "private_metadata", least=0)
    found += _length(view.get("callback_id", ""), limits.CALLBACK_ID, "callback_id", least=0)
    return found


def _blocks(blocks: Sequence[Node], kinds: frozenset[str], most: int) -> Found:
    if not 0 < len(blocks) <= most:
        yield f"blocks: {len(blocks)}"
    for name in ("block_id", "action_id"):
        ids = Counter(_ids(blocks, name))
        yield from (
            f"{name} twice: {each}" for each, times in ids.items() if times > 1 and name == "block_id"
        )
    actions = Counter(_ids([b for b in blocks if b["type"] != "input"], "action_id"))
    yield from (f"action_id twice: {each}" for each, times in actions.items() if times > 1)
    for n, block in enumerate(blocks):
        kind = block["type"]
        where = f"{n} {kind}"
        if kind not in kinds:
            yield f"{where}: not on this surface"
            continue
        yield from _length(block.get("block_id", ""), limits.BLOCK_ID, f"{where} block_id", least=0)
        yield from BLOCKS[kind](block, where)


def _header(block: Node, where: str) -> Found:
    yield from _text(block["text"], limits.HEADER_TEXT, where, "plain_text")


def _section(block: Node, where: str) -> Found:
    yield from _text(block["text"], limits.SECTION_TEXT, where)
    if "accessory" in block:
        yield from _element(block["accessory"], where)


def _context(block: Node, where: str) -> Found:
    if not 0 < len(block["elements"]) <= limits.CONTEXT_ELEMENTS:
        yield f"{where}: {len(block['elements'])} elements"
    for element in block["elements"]:
        yield from _text(element, limits.SECTION_TEXT, where)


def _actions(block: Node, where: str) -> Found:
    if not 0 < len(block["elements"]) <= limits.ACTIONS_ELEMENTS:
        yield f"{where}: {len(block['elements'])} elements"
    for element in block["elements"]:
        yield from _element(element, where)


def _divider(block: Node, where: str) -> Found:
    yield from (f"{where}: {name}" for name in block if name not in ("type", "block_id"))


def _image(block: Node, where: str) -> Found:
    yield from _length(block["alt_text"], limits.IMAGE_ALT, where)


def _rich_text(block: Node, where: str) -> Found:
    if not block["elements"]:
        yield f"{where}: empty"
    for element in block["elements"]:
        if element["type"] not in RICH:
            yield f"{where}: {element['type']}"
        if element["type"] == "rich_text_list":
            for item in element["elements"]:
                yield from _runs(item["elements"], where)
        else:
            yield from _runs(element["elements"], where)
    if _letters([block]) > limits.RICH_TEXT:
        yield f"{where}: {_letters([block])} characters"


def _runs(runs: Sequence[Node], where: str) -> Found:
    if not runs:
        yield f"{where}: no runs"
    for run in runs:
        if run["type"] == "text" and not run["text"]:
            yield f"{where}: empty run"
        elif run["type"] not in ("text", "channel", "user"):
            yield f"{where}: run of {run['type']}"


def _table(block: Node, where: str) -> Found:
    rows = block["rows"]
    if not 0 < len(rows) <= limits.TABLE_ROWS:
        yield f"{where}: {len(rows)} rows"
    widths = {len(row) for row in rows}
    if len(widths) != 1 or max(widths) > limits.TABLE_COLUMNS or min(widths) < 1:
        yield f"{where}: columns {sorted(widths)}"
    if len(block.get("column_settings", [])) > max(widths):
        yield f"{where}: settings for more columns than there are"
    for row in rows:
        for cell in row:
            if cell["type"] == "raw_text":
                yield from _length(cell["text"], limits.SECTION_TEXT, where)
            else:
                yield from _rich_text(cell, where)


def _chart(block: Node, where: str) -> Found:
    yield from _length(block["title"], limits.CHART_TITLE, where)
    chart = block["chart"]
    categories = chart["axis_config"]["categories"]
    if not 0 < len(categories) <= limits.CHART_POINTS or len(set(categories)) != len(categories):
        yield f"{where}: categories"
    names = [series["name"] for series in chart["series"]]
    if not 0 < len(names) <= limits.CHART_SERIES or len(set(names)) != len(names):
        yield f"{where}: series"
    for label in (*categories, *names):
        yield from _length(label, limits.CHART_LABEL, where)
    yield from _length(chart["axis_config"].get("y_label", ""), limits.CHART_AXIS_LABEL, where, least=0)
    for series in chart["series"]:
        if [point["label"] for point in series["data"]] != list(categories):
            yield f"{where}: a series without one point for each category"
        if any(not isinstance(point["value"], int | float) for point in series["data"]):
            yield f"{where}: a value that is no number"


def _input(block: Node, where: str) -> Found:
    yield from _text(block["label"], limits.INPUT_LABEL, where, "plain_text")
    if "hint" in block:
        yield from _text(block["hint"], limits.INPUT_HINT, where, "plain_text")
    yield from _element(block["element"], where)


BLOCKS = {
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "divider": _divider,
    "image": _image,
    "rich_text": _rich_text,
    "table": _table,
    "data_visualization": _chart,
    "input": _input,
}


def _element(element: Node, where: str) -> Found:
    yield from _length(element["action_id"], limits.ACTION_ID, f"{where} action_id")
    if "placeholder" in element:
        yield from _text(element["placeholder"], limits.PLACEHOLDER, where, "plain_text")
    match element["type"]:
        case "button":
            yield from _text(element["text"], limits.BUTTON_TEXT, where, "plain_text")
            yield from _length(element["value"], limits.BUTTON_VALUE, f"{where} value")
            if element.get("style") not in (None, "primary", "danger"):
                yield f"{where}: style {element['style']}"
        case "overflow":
            yield from _options(element, limits.OPTIONS_IN_OVERFLOW, where)
        case "static_select":
            yield from _options(element, limits.OPTIONS_IN_SELECT, where)
            if element.get("initial_option", element["options"][0]) not in element["options"]:
                yield f"{where}: an initial option that is none"
        case "plain_text_input":
            yield from _length(element.get("initial_value", ""), limits.INPUT_TEXT, where, least=0)
        case "number_input":
            if "is_decimal_allowed" not in element:
                yield f"{where}: decimals?"
        case "datepicker" | "timepicker" | "datetimepicker" | "conversations_select":
            pass
        case kind:
            yield f"{where}: unknown element {kind}"


def _options(element: Node, most: int, where: str) -> Found:
    if not 0 < len(element["options"]) <= most:
        yield f"{where}: {len(element['options'])} options"
    for option in element["options"]:
        yield from _text(option["text"], limits.OPTION_TEXT, where, "plain_text")
        yield from _length(option["value"], limits.OPTION_VALUE, f"{where} value")


def _text(text: Node, most: int, where: str, kind: str | None = None) -> Found:
    if text["type"] not in ((kind,) if kind else ("plain_text", "mrkdwn")):
        yield f"{where}: {text['type']}"
    yield from _length(text["text"], most, where)


def _length(value: str, most: int, where: str, least: int = 1) -> Found:
    if not least <= len(value) <= most:
        yield f"{where}: {len(value)} characters"


def _ids(node: Any, name: str) -> Iterator[str]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key == name and isinstance(value, str):
                yield value
            else:
                yield from _ids(value, name)
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for each in node:
            yield from _ids(each, name)


def _letters(node: Any) -> int:
    """All letters a person reads, as Slack may count them."""
    if isinstance(node, Mapping):
        own = len(node["text"]) if isinstance(node.get("text"), str) else 0
        return own + sum(_letters(value) for key, value in node.items())
    if isinstance(node, Sequence) and not isinstance(node, str):
        return sum(_letters(each) for each in node)
    return 0
