"""One case for each reply; the type checker refuses a reply that is not drawn."""

from __future__ import annotations

from typing import assert_never

from bot.teams.render import asking, interviews, offers, reading, standing
from bot.teams.render.controls import Pen
from bot.teams.render.packing import Part
from bot.teams.render.pictures import Pictures
from dialogs.replies import (
    Apology,
    Card,
    Export,
    Form,
    Help,
    Note,
    OfferComparison,
    OfferShown,
    Overview,
    PocketCard,
    Preview,
    Probes,
    Question,
    ReadingShown,
    ReadingsShown,
    Reminder,
    Removed,
    Reply,
    SettingsShown,
    Shared,
    VerdictShown,
)


def draw(
    reply: Reply, *, key: str | None = None, pictures: Pictures = (), place: str = "", files: str = ""
) -> tuple[Part, ...]:
    """A reply as one or more messages. `key` is the message's identity: its buttons carry it back. `files` is that of
    its delivery, where the place takes files."""
    pen = Pen(card=key, place=place)
    match reply:
        case Note():
            return asking.note(reply, pen)
        case Question():
            return asking.question(reply, pen)
        case Form():
            return asking.form(reply, pen)
        case SettingsShown():
            return asking.settings(reply, pen)
        case Card():
            return interviews.card(reply, pen)
        case Probes():
            return interviews.probes(reply, pen)
        case PocketCard():
            return interviews.pocket(reply, pen)
        case Reminder():
            return interviews.reminder(reply, pen)
        case ReadingShown() | ReadingsShown():
            return reading.read(reply, pen)
        case VerdictShown():
            return reading.verdict(reply, pen)
        case OfferShown():
            return offers.offer(reply, pen)
        case OfferComparison():
            return offers.comparison(reply, pen, pictures)
        case Overview():
            return standing.overview(reply, pen)
        case Help():
            return standing.help_(reply, pen)
        case Preview():
            return standing.preview(reply, pen)
        case Shared():
            return standing.shared(reply, pen)
        case Export():
            return standing.export(reply, files)
        case Removed():
            return standing.removed(reply)
        case Apology():
            return standing.apology(reply)
        case _:
            assert_never(reply)
