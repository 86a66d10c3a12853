"""A sheet of blocks: what one reply is drawn on, block by block, each within Slack's limits.

Words go into rich text wherever Slack allows it: rich text is structure, not markup, so nothing a person
typed can become a star, a link or a mention. What is too long for one block goes on in the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.slack import acts, limits, text
from dialogs.activity import Act
from dialogs.engine import Input
from dialogs.replies import Choice, Choices

Block = dict[str, Any]
Span = Mapping[str, Any]
BUTTONS_IN_A_ROW = 5
"""So many likely next steps are read as buttons; what goes beyond them waits in a menu."""


def words(value: str, *, bold: bool = False, italic: bool = False, code: bool = False) -> Span:
    """A run of text; emphasis is a property of it, never a character in it."""
    style = {name: True for name, on in (("bold", bold), ("italic", italic), ("code", code)) if on}
    return {"type": "text", "text": value, **({"style": style} if style else {})}


def plain(value: str) -> Block:
    """A plain text object: no markup, no emoji codes."""
    return {"type": "plain_text", "text": value, "emoji": False}


class Sheet:
    """Collects the blocks of one reply and numbers its buttons."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._used = 0

    # -- words ---------------------------------------------------------------------------------------------

    def title(self, value: str) -> None:
        """A heading. One that is too long for Slack's header is a bold line instead."""
        if not value:
            return
        if len(value) <= limits.HEADER_TEXT:
            self.blocks.append({"type": "header", "text": plain(value)})
        else:
            self.say(words(value, bold=True))

    def say(self, *spans: Span | str) -> None:
        """A paragraph."""
        runs = [words(span) if isinstance(span, str) else span for span in spans]
        for piece in _within(runs, limits.RICH_TEXT):
            self._rich({"type": "rich_text_section", "elements": piece})

    def quote(self, value: str) -> None:
        """Somebody's own words, set apart."""
        for piece in _within([words(value)], limits.RICH_TEXT):
            self._rich({"type": "rich_text_quote", "elements": piece})

    def code(self, value: str) -> None:
        """Text to copy as it stands."""
        for piece in _within([words(value)], limits.RICH_TEXT):
            self._rich({"type": "rich_text_preformatted", "elements": piece})

    def bullets(self, items: Iterable[str | Sequence[Span]], *, ordered: bool = False) -> None:
        """A list, in as many blocks as it needs; numbers go on counting."""
        waiting: list[Block] = []
        size = first = 0
        for item in items:
            runs = [words(item)] if isinstance(item, str) else list(item)
            for piece in _within(runs, limits.RICH_TEXT):
                length = sum(len(run["text"]) for run in piece)
                if waiting and size + length > limits.RICH_TEXT:
                    self._list(waiting, ordered, first)
                    first, waiting, size = first + len(waiting), [], 0
                waiting.append({"type": "rich_text_section", "elements": piece})
                size += length
        if waiting:
            self._list(waiting, ordered, first)

    def small(self, value: str) -> None:
        """A line in small print."""
        for piece in text.split(value, limits.SECTION_FIELD_TEXT) if value else ():
            self.blocks.append({"type": "context", "elements": [plain(piece)]})

    def rule(self) -> None:
        """A line across."""
        self.blocks.append({"type": "divider"})

    # -- tables and charts ---------------------------------------------------------------------------------

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """A table whose first row is its head; what has more rows than Slack takes goes on in another."""
        head, *body = rows
        settings = [{"is_wrapped": True}, *({"align": "right", "is_wrapped": True} for _ in head[1:])]
        for lines in _tables(head, body):
            cells = [[_cell(value, bold=n == 0) for value in line] for n, line in enumerate(lines)]
            self.blocks.append({"type": "table", "rows": cells, "column_settings": settings})

    def add(self, block: Block) -> None:
        """A block made elsewhere."""
        self.blocks.append(block)

    # -- what can be done next -----------------------------------------------------------------------------

    def buttons(self, choices: Choices) -> None:
        """The likely next steps: buttons in a row, and a menu for what goes beyond five."""
        if not choices:
            return
        front: list[Choice] = list(choices)
        rest: list[Choice] = []
        if len(choices) > BUTTONS_IN_A_ROW and acts.fits(choices, limits.OPTION_VALUE):
            front, rest = _front_and_rest(choices)
        self._full_labels(choices)
        elements = [self._button(choice) for choice in front]
        if rest:
            elements.append(self._menu(rest))
        for start in range(0, len(elements), BUTTONS_IN_A_ROW):
            self.blocks.append({"type": "actions", "elements": elements[start : start + BUTTONS_IN_A_ROW]})

    def picker(self, kind: Input, act: Act) -> None:
        """A control that answers with what is picked. It has no value of its own, so its block carries the act."""
        element = _PICKERS.get(kind)
        try:
            block_id = acts.encode(act, limits.BLOCK_ID)
        except acts.ActTooLongError:
            return  # the answer can be typed
        if element is not None:
            made = {**element, "action_id": acts.action_id(act, self._used)}
            self._used += 1
            self.blocks.append({"type": "actions", "block_id": block_id, "elements": [made]})

    def row(self, value: str, choice: Choice) -> None:
        """A line with one button beside it."""
        *before, last = text.split(value, limits.SECTION_TEXT)
        for piece in before:
            self.blocks.append({"type": "section", "text": plain(piece)})
        self._full_labels((choice,))
        self.blocks.append({"type": "section", "text": plain(last), "accessory": self._button(choice)})

    # -- inside --------------------------------------------------------------------------------------------

    def _rich(self, element: Block) -> None:
        self.blocks.append({"type": "rich_text", "elements": [element]})

    def _list(self, items: list[Block], ordered: bool, first: int) -> None:
        made: Block = {
            "type": "rich_text_list",
            "style": "ordered" if ordered else "bullet",
            "elements": items,
        }
        if ordered and first:
            made["offset"] = first
        self._rich(made)

    def _button(self, choice: Choice) -> Block:
        made: Block = {
            "type": "button",
            "text": plain(text.shorten(choice.label, limits.BUTTON_TEXT)),
            "action_id": acts.action_id(choice.act, self._used),
            "value": acts.encode(choice.act),
        }
        self._used += 1
        if choice.danger:
            made["style"] = "danger"
        elif choice.primary:
            made["style"] = "primary"
        return made

    def _menu(self, choices: Sequence[Choice]) -> Block:
        options = [
            {
                "text": plain(text.shorten(choice.label, limits.OPTION_TEXT)),
                "value": acts.encode(choice.act, limits.OPTION_VALUE),
            }
            for choice in choices
        ]
        self._used += 1
        return {"type": "overflow", "action_id": f"{acts.PREFIX}menu#{self._used - 1}", "options": options}

    def _full_labels(self, choices: Iterable[Choice]) -> None:
        """A label that a button has no room for is given in full above it."""
        for choice in choices:
            if len(choice.label) > limits.BUTTON_TEXT:
                self.small(f"“{text.shorten(choice.label, 20)}” is: {choice.label}")


_PICKERS: Mapping[Input, Block] = {
    Input.DATE: {"type": "datepicker", "placeholder": plain("Pick a day")},
    Input.DATE_TIME: {"type": "datetimepicker"},
    Input.PLACE: {
        "type": "conversations_select",
        "placeholder": plain("Pick a channel or a person"),
        "filter": {"include": ["public", "private", "im"], "exclude_bot_users": True},
    },
}


def _front_and_rest(choices: Choices) -> tuple[list[Choice], list[Choice]]:
    """What most people want stays in front, in the order given; at most five wait in the menu."""
    hidden = min(len(choices) - (BUTTONS_IN_A_ROW - 1), limits.OPTIONS_IN_OVERFLOW)
    quiet = [n for n, choice in enumerate(choices) if not choice.primary and not choice.danger]
    waiting = set(quiet[-hidden:])
    front = [choice for n, choice in enumerate(choices) if n not in waiting]
    return front, [choices[n] for n in sorted(waiting)]


def _within(runs: Sequence[Span], limit: int) -> list[list[Block]]:
    """Runs of text in pieces of at most `limit` characters; styles go with their words. No empty runs."""
    pieces: list[list[Block]] = [[]]
    room = limit
    for run in runs:
        if "text" not in run:  # a name that Slack draws
            pieces[-1].append(dict(run))
            continue
        rest = str(run["text"])
        while rest:
            if room < min(len(rest), limit // 3):
                pieces.append([])
                room = limit
            head = text.split(rest, room)[0]
            pieces[-1].append({**run, "text": head})
            rest = rest[len(head) :]
            room -= len(head)
    return [piece for piece in pieces if piece]


def _tables(head: Sequence[str], body: Sequence[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    """Rows by the table: as many as Slack takes, and no more than fit in one message."""
    lines, used = [head], _width(head)
    for row in body:
        if len(lines) >= limits.TABLE_ROWS or (
            len(lines) > 1 and used + _width(row) > limits.TABLE_CHARACTERS
        ):
            yield lines
            lines, used = [head], _width(head)
        lines.append(row)
        used += _width(row)
    yield lines


def _width(row: Sequence[str]) -> int:
    overhead = 40  # what one cell's JSON needs besides its words
    return sum(len(value) + overhead for value in row)


def _cell(value: str, *, bold: bool) -> Block:
    shown = value or "–"
    if not bold:
        return {"type": "raw_text", "text": shown}
    section = {"type": "rich_text_section", "elements": [words(shown, bold=True)]}
    return {"type": "rich_text", "elements": [section]}
