"""Buttons and inputs: what of a card can be used."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.teams import wire
from bot.teams.render.elements import Blocks, Element, text
from dialogs.activity import Act
from dialogs.engine import Input
from dialogs.replies import Choice, Form, FormField
from dialogs.wording import clip

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_FEW_OPTIONS: Final = 4


@dataclass(frozen=True, slots=True)
class Pen:
    """What every button of one card is drawn with: the card's key, so that a press can redraw it in place."""

    card: str | None = None
    done: str = ""
    """What the card leaves in its place once it is answered; empty where it stays."""
    place: str = ""
    """Where the talk began, sealed, where the card goes elsewhere."""

    def button(self, choice: Choice) -> Element:
        """A button that acts at once, whatever the inputs beside it hold."""
        style = "destructive" if choice.danger else "positive" if choice.primary else None
        return self._execute(choice.label, choice.act, style, fills=False)

    def buttons(self, choices: Iterable[Choice]) -> list[Element]:
        """The likely next steps."""
        return [self.button(choice) for choice in choices]

    def send(self, title: str, act: Act, *, quiet: bool = False) -> Element:
        """A button that takes the inputs along; `quiet` beside one that most people want more."""
        return self._execute(title, act, None if quiet else "positive", fills=True)

    def press(self, act: Act, title: str) -> Element:
        """What pressing a whole line does."""
        return self._execute(title, act, None, fills=False)

    def _execute(self, title: str, act: Act, style: str | None, *, fills: bool) -> Element:
        return {
            "type": "Action.Execute",
            "title": title,
            "verb": act.name,
            "data": wire.data(
                act, title=title, card=self.card, fills=fills, done=self.done, place=self.place
            ),
            **({} if fills else {"associatedInputs": "none"}),
            **({"style": style} if style else {}),
        }


def control(field: FormField) -> Blocks:
    """One field: what was wrong with it, its input, and what is known already."""
    blocks = text(field.problem, color="Attention") if field.problem else []
    id = wire.FIELD + field.id
    common: Element = {"label": field.label, "isRequired": not field.optional}
    if not field.optional:
        common["errorMessage"] = f"{field.label} is needed."
    if field.hint and field.input not in (Input.TEXT, Input.LONG_TEXT, Input.MONEY, Input.NUMBER):
        blocks += text(field.hint, isSubtle=True, size="Small")
    return [*blocks, *_input(field, id, common)]


def _input(field: FormField, id: str, common: Element) -> Blocks:
    match field.input:
        case Input.CHOICE if field.options:
            return [_choices(field, id, common)]
        case Input.DATE if not field.value or _ISO_DAY.fullmatch(field.value):
            return [{"type": "Input.Date", "id": id, **common, **_value(field.value)}]
        case Input.DATE_TIME if not field.value or _splits(field.value):
            day, _, clock = field.value.replace("T", " ").partition(" ")
            return [
                {"type": "Input.Date", "id": id + wire.DAY, **common, **_value(day)},
                {"type": "Input.Time", "id": id + wire.TIME, "label": "Time", **_value(clock[:5])},
            ]
        case _:
            return [_text(field, id, common)]


def _splits(value: str) -> bool:
    day, _, clock = value.replace("T", " ").partition(" ")
    return bool(_ISO_DAY.fullmatch(day)) and (not clock or bool(_CLOCK.fullmatch(clock[:5])))


def _choices(field: FormField, id: str, common: Element) -> Element:
    options = [{"title": label, "value": value} for label, value in field.options]
    known = field.value if any(field.value == value for _, value in field.options) else ""
    return {
        "type": "Input.ChoiceSet",
        "id": id,
        "choices": options,
        "style": "expanded" if len(options) <= _FEW_OPTIONS else "compact",
        "wrap": True,
        **common,
        **_value(known),
    }


def _text(field: FormField, id: str, common: Element) -> Element:
    """Amounts and numbers are typed as words too: "62k", "about 60,000 a year"."""
    hint = {"placeholder": clip(field.hint, 200)} if field.hint else {}
    long = {"isMultiline": True} if field.input is Input.LONG_TEXT else {}
    return {"type": "Input.Text", "id": id, **common, **hint, **long, **_value(field.value)}


def _value(known: str) -> Element:
    return {"value": known} if known else {}


def whole_form(form: Form, pen: Pen) -> tuple[Blocks, list[Element]]:
    """A form as blocks, and the button that sends it."""
    blocks = text(form.intro, isSubtle=True)
    for field in form.fields:
        blocks += control(field)
    return blocks, [pen.send(form.submit, form.act)]
