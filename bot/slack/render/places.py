"""The opportunity's card, settings, and what leaves the private conversation."""

from __future__ import annotations

import re

from bot.slack import acts
from bot.slack.render.drawing import Drawing, drawing
from bot.slack.render.sheet import Sheet, Span, words
from dialogs.replies import Card, Preview, SettingsShown, Shared


def card(reply: Card) -> Drawing:
    """The first message of an opportunity's thread: where it stands, in a few lines."""
    sheet = Sheet()
    sheet.title(f"{reply.company} · {reply.job}" if reply.job else reply.company)
    if reply.lines:
        sheet.say("\n".join(reply.lines))
    sheet.buttons(reply.choices)
    return drawing(sheet.blocks)


def settings(reply: SettingsShown) -> Drawing:
    """The settings line by line; the button opens them as a modal."""
    sheet = Sheet()
    sheet.title(reply.form.title)
    sheet.bullets([[words(f"{label}: "), words(value, bold=True)] for label, value in reply.lines])
    sheet.buttons((acts.opener(reply.form, "Change"), *reply.choices))
    return drawing(sheet.blocks)


def preview(reply: Preview) -> Drawing:
    """Exactly what others will see, between two lines, and where they will see it."""
    sheet = Sheet()
    sheet.say(words("This is what ", bold=True), _audience(reply.where), words(" will see:", bold=True))
    sheet.rule()
    _shared(sheet, reply.title, reply.lines)
    sheet.rule()
    sheet.buttons(reply.choices)
    return drawing(sheet.blocks)


_ID = re.compile(r"([CGUW])[A-Z0-9]*\d[A-Z0-9]*")


def _audience(where: str) -> Span:
    """A channel or a person by name: Slack draws the name of an id."""
    found = _ID.fullmatch(where)
    if found is None:
        return words("everyone where you asked" if where == "here" else where, bold=True)
    kind = "user" if found.group(1) in "UW" else "channel"
    return {"type": kind, f"{kind}_id": where}


def shared(reply: Shared) -> Drawing:
    """What others see: drawn by the same hand as its preview."""
    sheet = Sheet()
    _shared(sheet, reply.title, reply.lines)
    sheet.buttons(reply.choices)
    return drawing(sheet.blocks)


def _shared(sheet: Sheet, title: str, lines: tuple[str, ...]) -> None:
    sheet.title(title)
    for line in lines:
        sheet.say(line)
