"""Every number Slack sets, each with where it is written. Nowhere else is such a number repeated.

Sources: [docs] docs.slack.dev, the reference page of the block, element, object, view or method named;
[sdk] the check in slack_sdk's own models (`slack_sdk.models.blocks`, `.views`); [seen] no page says it,
people who run into it report it. The tests hold these numbers against two independent tables.
"""

from __future__ import annotations

# -- a message ([docs] chat.postMessage, block-kit) --------------------------------------------------------
BLOCKS_IN_MESSAGE = 50
TEXT_IN_MESSAGE = 40_000
"""[docs] Longer `text` is cut by Slack without a word."""
CHARACTERS_IN_BLOCKS = 12_000
"""[seen] Above some 13,200 characters in all blocks together Slack answers `msg_blocks_too_long`."""
TABLES_IN_MESSAGE = 1
"""[docs] A second table is refused (`only_one_table_allowed`)."""
CHARTS_IN_MESSAGE = 2
METADATA_ID = 255

# -- a view ([docs] views; [sdk]) --------------------------------------------------------------------------
BLOCKS_IN_VIEW = 100
VIEW_TITLE = 24
VIEW_BUTTON = 24
PRIVATE_METADATA = 3000
CALLBACK_ID = 255

# -- blocks ([docs] reference/block-kit/blocks) ------------------------------------------------------------
BLOCK_ID = 255
ACTION_ID = 255
HEADER_TEXT = 150
SECTION_TEXT = 3000
SECTION_FIELDS = 10
SECTION_FIELD_TEXT = 2000
CONTEXT_ELEMENTS = 10
ACTIONS_ELEMENTS = 25
INPUT_LABEL = 2000
INPUT_HINT = 2000
IMAGE_ALT = 2000
IMAGE_TITLE = 2000
TABLE_ROWS = 100
TABLE_COLUMNS = 20
TABLE_CHARACTERS = 8000
"""Ours: so that a table, a heading and its buttons fit into one message's `CHARACTERS_IN_BLOCKS`."""
RICH_TEXT = 3000
"""Slack names no number for rich text; we keep to a section's, which every client is known to draw."""

# -- elements and objects ([docs] reference/block-kit/block-elements, composition-objects) -----------------
BUTTON_TEXT = 75
BUTTON_VALUE = 2000
OPTION_TEXT = 75
OPTION_VALUE = 150
OPTIONS_IN_SELECT = 100
OPTIONS_IN_OVERFLOW = 5
PLACEHOLDER = 150
INPUT_TEXT = 3000
"""The most a plain text input takes, typed or filled in beforehand."""
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30

# -- the native chart ([docs] data_visualization) ----------------------------------------------------------
CHART_TITLE = 50
CHART_AXIS_LABEL = 50
CHART_LABEL = 20
CHART_POINTS = 20
CHART_SERIES = 6
"""The page says 6, other tables say 12: the smaller one is safe."""

# -- requests ----------------------------------------------------------------------------------------------
ANSWER_WITHIN_SECONDS = 3.0
"""[docs] Commands, interactions and events: no answer by then counts as a failure."""
SIGNATURE_AGE_SECONDS = 300
"""[docs] verifying-requests: an older request is refused."""
SUGGESTED_PROMPTS = 4
"""[docs] assistant.threads.setSuggestedPrompts."""
STATUS_TEXT = 50
FILES_IN_UPLOAD = 10
