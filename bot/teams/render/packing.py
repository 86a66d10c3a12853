"""Blocks into cards that Teams takes: one where they fit, several where they do not, and never a cut."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.teams.render.elements import Blocks, Element, action_sets, plain
from bot.teams.render.limits import CARD_BYTES, FALLBACK_CHARS, SUMMARY_CHARS, TEXT_CHARS
from dialogs.wording import clip

SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
VERSION = "1.5"


@dataclass(frozen=True, slots=True)
class Part:
    """One message: a card with its text, words alone, or another attachment of Teams' own."""

    text: str
    card: Element | None = None
    attachment: Element | None = None

    @property
    def summary(self) -> str:
        """The line that a notification shows."""
        return clip(self.text, SUMMARY_CHARS)


def size(content: Any) -> int:
    """Bytes of JSON in UTF-8, as it is sent."""
    return len(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def card(blocks: Blocks, *, wide: bool = False) -> Element:
    """A card of version 1.5, with its words for clients that cannot draw it. `wide` is for tables."""
    said = plain(blocks)
    spoken = said if len(said) <= FALLBACK_CHARS else said[: FALLBACK_CHARS - 1] + "…"
    return {
        "type": "AdaptiveCard",
        "$schema": SCHEMA,
        "version": VERSION,
        "fallbackText": spoken or " ",
        "body": blocks,
        **({"msteams": {"width": "Full"}} if wide else {}),
    }


def cards(blocks: Blocks, actions: Sequence[Element] = (), *, wide: bool = False) -> tuple[Part, ...]:
    """Blocks and the buttons under them as one message, or as several where they are too big for one."""
    whole = [*blocks, *action_sets(actions)]
    drawn = card(whole, wide=wide)
    if size(drawn) <= CARD_BYTES:
        return (Part(plain(whole), drawn),)
    return tuple(Part(plain(some), card(some, wide=wide)) for some in _packed(whole))


def _packed(blocks: Blocks) -> Iterator[Blocks]:
    room = CARD_BYTES - size(card([], wide=True)) - 4 * FALLBACK_CHARS
    taken: Blocks = []
    used = 0
    for block in (piece for each in blocks for piece in _pieces(each, room)):
        needs = size(block) + 1
        if taken and used + needs > room:
            yield taken
            taken, used = [], 0
        taken.append(block)
        used += needs
    if taken:
        yield taken


def _opened(block: Element) -> Element | None:
    """A block as it stands when the card is split: what was hidden is shown, because the button that shows it may
    land in another card, and such a button is left out."""
    if block["type"] == "ActionSet":
        kept = [each for each in block["actions"] if each["type"] != "Action.ToggleVisibility"]
        return {**block, "actions": kept} if kept else None
    return {k: v for k, v in block.items() if k != "isVisible"}


def _pieces(whole: Element, room: int) -> Iterator[Element]:
    """A block that fits, or its parts where it alone is too big: a container's items, stretches of a text."""
    block = _opened(whole)
    if block is None:
        return
    if size(block) + 1 <= room:
        yield block
    elif block["type"] == "Container":
        for item in block["items"]:
            yield from _pieces(item, room)
    elif block["type"] == "RichTextBlock":
        for each in block["inlines"]:
            for words in _stretches(each["text"], room // 8):
                yield {**block, "inlines": [{**each, "text": words}]}
    elif block["type"] == "TextBlock":
        for words in _stretches(block["text"], room // 8):
            yield {**block, "text": words}
    elif block["type"] == "FactSet":
        half = len(block["facts"]) // 2
        for facts in (block["facts"][:half], block["facts"][half:]):
            yield from _pieces({**block, "facts": facts}, room)
    else:
        yield block


def words(said: str) -> tuple[Part, ...]:
    """Words alone, in as many messages as they need."""
    return tuple(Part(part) for part in _stretches(said, TEXT_CHARS)) or (Part(" "),)


def _stretches(said: str, longest: int) -> Iterator[str]:
    """The words in stretches of a length, broken between lines or words where there is such a place."""
    rest = said
    while len(rest) > longest:
        head = rest[:longest]
        at = max(head.rfind("\n"), head.rfind(" "))
        at = at if at > longest // 2 else longest
        yield rest[:at].rstrip()
        rest = rest[at:].lstrip()
    if rest.strip():
        yield rest
