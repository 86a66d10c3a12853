"""What an invoke is answered with: the redrawn card at once, a receipt in its place, a sentence, or a dialog."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.teams import wire
from bot.teams.render.elements import paragraph, run, subtle, text
from bot.teams.render.packing import card as whole_card
from bot.teams.sender import CARD_TYPE
from bot.teams.wire import Pressed
from dialogs.activity import Act, Filled
from dialogs.replies import Reply
from dialogs.turn import Turn
from dialogs.wording import clip

MESSAGE_TYPE: Final = "application/vnd.microsoft.activity.message"
ERROR_TYPE: Final = "application/vnd.microsoft.error"

Answer = Mapping[str, Any]
Redraw = Callable[[Reply, str | None, str], dict[str, Any] | None]
"""A reply as one card, where it is one; with its key, and the place where the talk began."""


def to_press(pressed: Pressed, turn: Turn, *, shared: bool, redraw: Redraw) -> Answer:
    """The card that was pressed, as it is now: redrawn where the turn redrew it, a receipt where it was a question
    that is answered now, else as it was. Whatever else is to be said comes through the outbox."""
    for message in reversed(turn.messages):
        open_here = message.only_for is None or not shared
        if pressed.card is not None and message.key == pressed.card and open_here:
            redrawn = redraw(message.reply, message.key, pressed.place)
            if redrawn is not None:
                return card(redrawn)
    if pressed.done:
        return card(receipt(pressed))
    if shared and turn.messages and all(m.only_for is not None for m in turn.messages):
        return sentence("I've answered you in our private chat.")
    return heard(pressed.title)


def receipt(pressed: Pressed) -> dict[str, Any]:
    """What a question leaves in its place: what it asked, and what was answered."""
    given = pressed.title
    if isinstance(pressed.event, Filled):
        values = [value for value in pressed.event.values.values() if value]
        given = values[0] if len(values) == 1 else given
    return whole_card(
        [
            *subtle(pressed.done, size="Small"),
            paragraph(run("You: ", weight="Bolder"), run(clip(given, 300)), spacing="Small"),
        ]
    )


def card(content: Mapping[str, Any]) -> Answer:
    """Puts a card in the place of the one that was pressed."""
    return {"statusCode": 200, "type": CARD_TYPE, "value": content}


def sentence(words: str) -> Answer:
    """Says one sentence at the card and leaves it as it is."""
    return {"statusCode": 200, "type": MESSAGE_TYPE, "value": words}


def heard(title: str) -> Answer:
    """Says that a button was heard."""
    return sentence(f"“{clip(title, 60)}”: got it." if title else "Got it.")


def failed(mark: str) -> Answer:
    """Says that it went wrong, with what to quote."""
    sorry = f"That went wrong on my side, and nothing was changed. Please press again in a minute. ({mark})"
    return {"statusCode": 500, "type": ERROR_TYPE, "value": {"code": "Failed", "message": sorry}}


def unknown(name: str) -> Answer | None:
    """What a person is told who used something that we do not know, where Teams shows it; None where it does not."""
    if name.startswith("adaptiveCard/action"):
        return sentence("I can't read that button any more. Say “status”, and I show you where things stand.")
    if name.startswith(("composeExtension/", "task/")):
        return dialog_says(
            "I don't know that one. On a message's own menu, “Use as debrief note” is what I can do."
        )
    return None


# -- the message extension -----------------------------------------------------------------------------------------


def note_dialog(words: str) -> Answer:
    """Shows the message that was picked, to be shortened or sent as it is: it is the person's note, not ours."""
    if not words:
        return dialog_says("That message has no words in it that I could read.")
    body = [
        *text("I read this as a note on your last interview. Nobody else sees it."),
        {
            "type": "Input.Text",
            "id": f"{wire.FIELD}text",
            "label": "What they said",
            "isMultiline": True,
            "isRequired": True,
            "errorMessage": "A few words are needed.",
            "value": words,
        },
        {
            "type": "ActionSet",
            "actions": [
                {
                    "type": "Action.Submit",
                    "title": "Use as debrief note",
                    "data": wire.data(
                        Act("debrief.note"), title="Use as debrief note", card=None, fills=True
                    ),
                }
            ],
        },
    ]
    shown = {
        "title": "Use as debrief note",
        "height": "medium",
        "width": "medium",
        "card": {"contentType": CARD_TYPE, "content": whole_card(body)},
    }
    return {"task": {"type": "continue", "value": shown}}


def dialog_says(words: str) -> Answer:
    """Closes the dialog with a sentence."""
    return {"task": {"type": "message", "value": words}}
