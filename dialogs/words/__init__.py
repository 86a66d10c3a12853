"""Plain words: what a message means, in five languages, without ever guessing silently."""

from dialogs.words.meaning import (
    SMALL_TALK,
    Ask,
    AskField,
    Known,
    KnownOpportunity,
    Topic,
    Understanding,
    Verb,
)
from dialogs.words.understand import understand
from dialogs.words.wire import to_wire

__all__ = [
    "SMALL_TALK",
    "Ask",
    "AskField",
    "Known",
    "KnownOpportunity",
    "Topic",
    "Understanding",
    "Verb",
    "to_wire",
    "understand",
]
