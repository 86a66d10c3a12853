"""Our numbers against two tables that others keep, and the walker against blocks that are wrong on purpose."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    ImageBlock,
    InputBlock,
    Option,
    SectionBlock,
)
from slack_sdk.models.blocks.block_elements import InteractiveElement, PlainTextInputElement
from slackblocks import _limits as table
from slackblocks import _surfaces as surfaces

from bot.slack import limits
from bot.slack.render import render
from bot.slack.render.home import home
from bot.slack.render.modal import modal
from dialogs.replies import Overview, Reply
from tests.slack import walker
from tests.slack.test_render import HERE, REPLIES, SIZES
from tests.teams import samples

SAME = {
    "SECTION_TEXT": "TEXT_MAX_LENGTH",
    "BLOCK_ID": "BLOCK_ID_MAX_LENGTH",
    "ACTION_ID": "ACTION_ID_MAX_LENGTH",
    "HEADER_TEXT": "HEADER_TEXT_MAX_LENGTH",
    "CONTEXT_ELEMENTS": "CONTEXT_ELEMENTS_MAX_ITEMS",
    "ACTIONS_ELEMENTS": "ACTIONS_ELEMENTS_MAX_ITEMS",
    "IMAGE_ALT": "IMAGE_ALT_TEXT_MAX_LENGTH",
    "IMAGE_TITLE": "IMAGE_TITLE_MAX_LENGTH",
    "TABLE_ROWS": "TABLE_ROWS_MAX_ITEMS",
    "TABLE_COLUMNS": "TABLE_COLUMNS_MAX_ITEMS",
    "BUTTON_TEXT": "BUTTON_TEXT_MAX_LENGTH",
    "BUTTON_VALUE": "BUTTON_VALUE_MAX_LENGTH",
    "OPTION_TEXT": "OPTION_TEXT_MAX_LENGTH",
    "OPTION_VALUE": "OPTION_VALUE_MAX_LENGTH",
    "OPTIONS_IN_SELECT": "SELECT_OPTIONS_MAX_ITEMS",
    "OPTIONS_IN_OVERFLOW": "OVERFLOW_OPTIONS_MAX_ITEMS",
    "PLACEHOLDER": "PLAIN_TEXT_INPUT_PLACEHOLDER_MAX_LENGTH",
    "INPUT_TEXT": "PLAIN_TEXT_INPUT_MAX_LENGTH_MAX",
    "CONFIRM_TITLE": "CONFIRMATION_TITLE_MAX_LENGTH",
    "CONFIRM_TEXT": "CONFIRMATION_TEXT_MAX_LENGTH",
    "CONFIRM_BUTTON": "CONFIRMATION_CONFIRM_MAX_LENGTH",
    "CHART_TITLE": "DATA_VISUALIZATION_TITLE_MAX_LENGTH",
    "CHART_AXIS_LABEL": "DATA_VISUALIZATION_AXIS_LABEL_MAX_LENGTH",
    "CHART_LABEL": "DATA_VISUALIZATION_CATEGORY_LABEL_MAX_LENGTH",
    "CHART_POINTS": "DATA_VISUALIZATION_CATEGORIES_MAX_ITEMS",
}


@pytest.mark.parametrize(("ours", "theirs"), SAME.items())
def test_our_numbers_are_those_of_slackblocks(ours: str, theirs: str) -> None:
    assert getattr(limits, ours) == getattr(table, theirs)


def test_where_tables_differ_ours_is_the_smaller() -> None:
    assert limits.CHART_SERIES <= table.DATA_VISUALIZATION_SERIES_MAX_ITEMS


def test_our_numbers_are_those_of_slacks_own_models() -> None:
    assert ButtonElement.text_max_length == limits.BUTTON_TEXT
    assert ButtonElement.value_max_length == limits.BUTTON_VALUE
    assert InteractiveElement.action_id_max_length == limits.ACTION_ID
    assert Block.block_id_max_length == limits.BLOCK_ID
    assert HeaderBlock.text_max_length == limits.HEADER_TEXT
    assert SectionBlock.text_max_length == limits.SECTION_TEXT
    assert SectionBlock.fields_max_length == limits.SECTION_FIELDS
    assert ContextBlock.elements_max_length == limits.CONTEXT_ELEMENTS
    assert ActionsBlock.elements_max_length == limits.ACTIONS_ELEMENTS
    assert InputBlock.label_max_length == limits.INPUT_LABEL
    assert InputBlock.hint_max_length == limits.INPUT_HINT
    assert ImageBlock.alt_text_max_length == limits.IMAGE_ALT
    assert Option.label_max_length == limits.OPTION_TEXT
    assert PlainTextInputElement.type == "plain_text_input"


def test_every_block_is_on_a_surface_that_takes_it() -> None:
    allowed = surfaces._BLOCK_TYPES_BY_SURFACE
    assert allowed["message"] >= walker.ON_MESSAGE
    assert allowed["home"] >= walker.ON_HOME
    assert allowed["modal"] >= walker.IN_MODAL


@pytest.mark.parametrize("reply", REPLIES)
def test_every_message_is_on_the_right_surface_by_their_table(reply: Reply) -> None:
    kinds = {block["type"] for part in render(reply).parts for block in part.blocks}
    assert kinds <= surfaces._BLOCK_TYPES_BY_SURFACE["message"]


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_modals_and_the_home_are_on_the_right_surface_by_their_table(size: samples.Size) -> None:
    view = modal(samples.form(size), HERE)
    assert {block["type"] for block in view["blocks"]} <= surfaces._BLOCK_TYPES_BY_SURFACE["modal"]
    shown = next(reply for reply in samples.replies(size) if isinstance(reply, Overview))
    assert {block["type"] for block in home(shown)["blocks"]} <= surfaces._BLOCK_TYPES_BY_SURFACE["home"]


# -- the walker finds what is wrong ---------------------------------------------------------------------------

BUTTON = {
    "type": "button",
    "text": {"type": "plain_text", "text": "Press"},
    "action_id": "act:a#0",
    "value": "v",
}
GOOD: dict[str, Any] = {
    "text": "Hello",
    "blocks": [
        {"type": "header", "text": {"type": "plain_text", "text": "Title"}},
        {"type": "section", "text": {"type": "plain_text", "text": "Words"}, "accessory": BUTTON},
        {"type": "actions", "elements": [{**BUTTON, "action_id": "act:b#1"}]},
        {"type": "context", "elements": [{"type": "plain_text", "text": "small"}]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]},
    ],
}
WRONG: dict[str, tuple[str, Any]] = {
    "no text": ("text", ""),
    "text too long": ("text", "x" * 40_001),
    "no blocks": ("blocks", []),
    "too many blocks": ("blocks", [{"type": "divider"}] * 51),
    "an unknown block": ("blocks.0.type", "alert"),
    "a long title": ("blocks.0.text.text", "x" * 151),
    "markup in a title": ("blocks.0.text.type", "mrkdwn"),
    "an empty section": ("blocks.1.text.text", ""),
    "a long section": ("blocks.1.text.text", "x" * 3001),
    "an action id twice": ("blocks.1.accessory.action_id", "act:b#1"),
    "a long label": ("blocks.1.accessory.text.text", "x" * 76),
    "a long value": ("blocks.1.accessory.value", "x" * 2001),
    "no value": ("blocks.1.accessory.value", ""),
    "a style of our own": ("blocks.1.accessory.style", "warm"),
    "too many buttons": ("blocks.2.elements", [{**BUTTON, "action_id": f"{n}"} for n in range(26)]),
    "too much small print": ("blocks.3.elements", [{"type": "plain_text", "text": "x"}] * 11),
    "too many rows": ("blocks.4.rows", [[{"type": "raw_text", "text": "a"}]] * 101),
    "uneven rows": ("blocks.4.rows", [[{"type": "raw_text", "text": "a"}], []]),
    "an empty cell": ("blocks.4.rows", [[{"type": "raw_text", "text": ""}]]),
    "two tables": ("blocks.3", {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}),
    "too much in all": (
        "blocks",
        [{"type": "section", "text": {"type": "plain_text", "text": "x" * 2900}}] * 5,
    ),
}


def test_the_walker_is_content_with_what_is_right() -> None:
    assert walker.message_faults(GOOD) == []


@pytest.mark.parametrize(("path", "value"), WRONG.values(), ids=WRONG)
def test_the_walker_finds_what_is_wrong(path: str, value: Any) -> None:
    broken = copy.deepcopy(GOOD)
    *way, last = path.split(".")
    node: Any = broken
    for step in way:
        node = node[int(step)] if step.isdigit() else node[step]
    node[int(last) if last.isdigit() else last] = value
    assert walker.message_faults(broken)
