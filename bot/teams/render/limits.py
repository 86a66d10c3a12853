"""How much Teams takes, and where each number comes from. The only place that names them."""

from __future__ import annotations

from typing import Final

CARD_BYTES: Final = 28 * 1024
"""One Adaptive Card as JSON in UTF-8.
learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format"""

MESSAGE_BYTES: Final = 80 * 1024
"""One message with everything in it, as UTF-16. The service refuses at about 100 KB (413 MessageSizeTooBig) and asks
to stay below 80 KB. learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages"""

ACTIONS_IN_A_ROW: Final = 5
"""Buttons in one set: the renderers drop what is beyond `maxActions` of their host config, which is 5 by default, so
a longer list becomes several sets."""

TABLE_COLUMNS: Final = 4
"""Columns of a table that can still be read on a phone: a label and three offers. More offers make a second table."""

FALLBACK_CHARS: Final = 2_000
"""Of a card's plain text, for a client too old for its version and for the notification: enough to know what it
says. It is a copy; what is beyond this stands in the card."""

SUMMARY_CHARS: Final = 200
"""Of the line that a notification shows."""

PICTURE_BYTES: Final = 19 * 1024
"""One PNG in a card of its own: as base64 a third larger, and 2 KB are left for the card around it."""

TEXT_CHARS: Final = 12_000
"""Characters of one message without a card: 24 KB as UTF-16, far below the limit and still readable on a phone."""
