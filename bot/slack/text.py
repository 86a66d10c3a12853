"""Plain words into Slack's and back: nothing a person typed can become a mention, a link or a star."""

from __future__ import annotations

import html
import re

_ENTITY = re.compile(r"<([^<>]+)>")
_BREAKS = ("\n\n", "\n", ". ", "! ", "? ", "; ", ", ", " ")
_ZERO_WIDTH_JOINER = "\u200d"
_MARKS = re.compile(r"[\u0300-\u036f\u200d\u20e3\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")


def escape(text: str) -> str:
    """For `mrkdwn` and for `text`: the three characters of which Slack makes mentions, links and entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str, names: dict[str, str] | None = None) -> str:
    """What a person typed, from what Slack made of it: links become what was seen, entities characters.

    `<@U1>` becomes `@` and the name in `names`, or nothing where the name is unknown: an id is no word.
    """

    def plain(found: re.Match[str]) -> str:
        inside = found.group(1)
        target, bar, label = inside.partition("|")
        match inside[0]:
            case "@":
                name = (names or {}).get(target[1:], label)
                return f"@{name}" if name else ""
            case "#":
                return f"#{label}" if label else ""
            case "!":
                return label if bar else ""
        if target.startswith(("mailto:", "tel:")):
            return label or target.partition(":")[2]
        return label if bar and label != target else target

    return html.unescape(_ENTITY.sub(plain, text)).replace("\u00a0", " ").strip()


_PLACE = re.compile(r"\s*<[#@]([A-Z0-9]+)(?:\|[^<>]*)?>\s*")


def place_in(text: str) -> str | None:
    """The id of the channel or person, where that is all the message is: the answer to "with whom?"."""
    found = _PLACE.fullmatch(text)
    return found.group(1) if found else None


def places_in(text: str) -> tuple[str, ...]:
    """The ids of the channels and people that a message names."""
    return tuple(_NAMED.findall(text))


_NAMED = re.compile(r"<[#@]([A-Z0-9]+)(?:\|[^<>]*)?>")


def split(text: str, limit: int) -> list[str]:
    """The text in pieces of at most `limit` characters, broken where it hurts least; joined, the text again.

    Paragraphs first, then lines, sentences, words; inside a word only where there is nothing else, and
    never between a letter and its accent or within an emoji.
    """
    pieces: list[str] = []
    rest = text
    while len(rest) > limit:
        at = _break(rest, limit)
        pieces.append(rest[:at])
        rest = rest[at:]
    if rest or not pieces:
        pieces.append(rest)
    return pieces


def _break(text: str, limit: int) -> int:
    for mark in _BREAKS:
        at = text.rfind(mark, limit // 3, limit - len(mark) + 1)
        if at > 0:
            return at + len(mark)
    at = limit
    while at > 1 and (_MARKS.match(text[at]) or text[at - 1] == _ZERO_WIDTH_JOINER):
        at -= 1
    return at if at > 1 else limit


def shorten(text: str, limit: int) -> str:
    """For a label that is given in full elsewhere: its beginning, with an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
