"""The pocket card: the questions of one interview on one phone screen, or on a sheet of A6."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from dialogs.questions.situation import Suggestion

COLUMNS = 40
LINES = 34
"""What a phone shows without scrolling, and what fits A6 in a type that can be read at arm's length."""


def pocket_card(
    title: str, suggestions: Sequence[Suggestion], *, when: str = "", notice: str = "", difference: str = ""
) -> str:
    """The card as plain text, no line longer than `COLUMNS`.

    Every question is on it in full. The follow-ups, then what to notice and one's own difference, are added
    as long as the card stays within `LINES`.
    """
    head = [*_wrapped(title.strip() or "My questions"), *(_wrapped(when) if when else ())]
    rule = "-" * COLUMNS
    blocks = [_question(n, s) for n, s in enumerate(suggestions, start=1)]
    digs = [_wrapped(f"   > {s.follow_up}", "     ") for s in suggestions]
    extras = [_wrapped(f"{mark} {text}", "  ") for mark, text in (("*", notice), ("+", difference)) if text]
    left = LINES - len(head) - 1 - sum(len(b) + 1 for b in blocks)
    for block, dig in zip(blocks, digs, strict=True):
        if len(dig) <= left:
            block.extend(dig)
            left -= len(dig)
    foot: list[str] = []
    for extra in extras:
        if len(extra) + (not foot) <= left:
            left -= len(extra) + (not foot)
            foot.extend(extra if foot else [rule, *extra])
    body = [line for block in blocks for line in (*block, "")]
    return "\n".join([*head, rule, *body[:-1], *foot])


def pocket_card_markdown(
    title: str, suggestions: Sequence[Suggestion], *, when: str = "", notice: str = "", difference: str = ""
) -> str:
    """The whole card as Markdown, for printing: also what an answer of either kind would sound like."""
    parts = [f"# {_plain(title.strip() or 'My questions')}", _plain(when)]
    for number, s in enumerate(suggestions, start=1):
        later = " *(if there is time)*" if s.if_time else ""
        parts += [
            f"{number}. **{_plain(s.text)}**{later}",
            f"   If it stays vague: {_plain(s.follow_up)}",
            f"   Ships things: “{_plain(s.sounds_output)}”",
            f"   Makes a difference: “{_plain(s.sounds_outcome)}”",
        ]
    parts += [
        f"**Notice:** {_plain(notice)}" if notice else "",
        f"**Mine:** {_plain(difference)}" if difference else "",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _question(number: int, suggestion: Suggestion) -> list[str]:
    mark = "(if time) " if suggestion.if_time else ""
    return _wrapped(f"{number}. {mark}{suggestion.text}", "   ")


def _wrapped(text: str, indent: str = "") -> list[str]:
    lead = len(text) - len(text.lstrip(" "))
    plain = " " * lead + " ".join(text.split())
    return textwrap.wrap(plain, COLUMNS, subsequent_indent=indent, drop_whitespace=True) or [""]


def _plain(text: str) -> str:
    """The same words with Markdown's own signs made harmless."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", " ".join(text.split()))
