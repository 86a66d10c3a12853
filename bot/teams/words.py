"""What was typed, as plain words: without our own name in it, and without what Teams wraps around words."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any, Final

from bot.teams.payload import at

LONGEST_TEXT: Final = 28_000

_AT = re.compile(r"<at(?:\s[^>]*)?>(.*?)</at>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,400}>")
_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li|/tr)\b[^<>]{0,100}>", re.IGNORECASE)


def without_mention(body: Mapping[str, Any]) -> tuple[str, bool]:
    """What was typed, without our own name in it, and whether our name was. Others' names stay, as words."""
    words = body.get("text")
    words = words if isinstance(words, str) else ""
    bot = at(body, "recipient", "id")
    addressed = False
    entities = body.get("entities")
    for each in entities if isinstance(entities, list) else ():
        if (
            not isinstance(each, Mapping)
            or each.get("type") != "mention"
            or at(each, "mentioned", "id") != bot
        ):
            continue
        addressed = True
        tag = each.get("text")
        words = words.replace(tag, " ", 1) if isinstance(tag, str) and tag else words
    return _plain(_AT.sub(r"\1", words)), addressed


def _plain(words: str) -> str:
    """Teams escapes `&` and `<` in plain text too, and writes hard spaces."""
    lines = html.unescape(words).replace("\xa0", " ").replace("\r\n", "\n").split("\n")
    return "\n".join(" ".join(line.split(" ")).strip() for line in lines).strip()


def picked_text(value: Mapping[str, Any]) -> str:
    """The words of a message that was picked: its HTML without the tags."""
    content = at(value, "messagePayload", "body", "content")
    broken = _BREAK.sub("\n", content)
    return _plain(_TAG.sub("", broken))[:LONGEST_TEXT]
