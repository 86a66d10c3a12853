"""Each reply in Block Kit, as Slack does it best. A reply without a case does not pass the type checker."""

from __future__ import annotations

from typing import assert_never

from bot.slack.render import figures, home, mindset, places, questions, talk
from bot.slack.render.drawing import Drawing, Part
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

__all__ = ["Drawing", "Part", "render"]


def render(reply: Reply) -> Drawing:
    """Draws a reply as one or more messages."""
    match reply:
        case Note():
            return talk.note(reply)
        case Question():
            return talk.question(reply)
        case Form():
            return talk.form(reply)
        case Help():
            return talk.help_(reply)
        case Export():
            return talk.export(reply)
        case Removed():
            return talk.removed(reply)
        case Apology():
            return talk.apology(reply)
        case Probes():
            return questions.probes(reply)
        case PocketCard():
            return questions.pocket_card(reply)
        case Reminder():
            return questions.reminder(reply)
        case ReadingShown() | ReadingsShown():
            return mindset.read(reply)
        case VerdictShown():
            return mindset.verdict(reply)
        case OfferShown():
            return figures.offer(reply)
        case OfferComparison():
            return figures.comparison(reply)
        case Card():
            return places.card(reply)
        case Overview():
            return home.overview(reply)
        case SettingsShown():
            return places.settings(reply)
        case Preview():
            return places.preview(reply)
        case Shared():
            return places.shared(reply)
    assert_never(reply)
