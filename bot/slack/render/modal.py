"""A form as Slack's modal, and what comes back from one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from bot.slack import acts, limits, text
from bot.slack.render.sheet import Block, Sheet, plain
from dialogs.activity import Act, ConversationReference
from dialogs.engine import Input
from dialogs.replies import Form, FormField

CALLBACK = "form"
_FIELD = "field:"
_PART = "~"
_DAY, _TIME = "@day", "@time"
_VALUE = "value"


def modal(form: Form, to: ConversationReference, zone: str | None = None) -> dict[str, Any]:
    """The form as a view. Its metadata says what it fills and where to answer.

    A title too long for a modal is given in full inside it, and an answer too long for one input is spread
    over several that are joined again when it is sent.
    """
    sheet = Sheet()
    if len(form.title) > limits.VIEW_TITLE:
        sheet.title(form.title)
    if form.intro:
        sheet.say(form.intro)
    blocks = [*sheet.blocks, *(block for field in form.fields for block in _field(field, zone))]
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain(text.shorten(form.title, limits.VIEW_TITLE)),
        "submit": plain(text.shorten(form.submit, limits.VIEW_BUTTON)),
        "close": plain("Cancel"),
        "private_metadata": _metadata(form.act, to),
        "blocks": blocks[: limits.BLOCKS_IN_VIEW],
    }


def _metadata(act: Act, to: ConversationReference) -> str:
    where = {"c": to.conversation, "t": to.thread, "s": to.shared}
    kept = json.dumps({"act": acts.encode(act), **{k: v for k, v in where.items() if v}}, ensure_ascii=False)
    if len(kept) > limits.PRIVATE_METADATA:
        raise acts.ActTooLongError(f"{act.name}: {len(kept)} characters of metadata")
    return kept


def addressed(metadata: str) -> tuple[Act, Mapping[str, Any]]:
    """What a sent modal fills, and where it was opened from: `c` conversation, `t` thread, `s` shared.

    Raises:
        acts.ActUnreadableError: the metadata is not ours.
    """
    try:
        kept = json.loads(metadata)
        return acts.decode(kept["act"]), kept
    except (ValueError, KeyError, TypeError) as error:
        raise acts.ActUnreadableError(metadata[:80]) from error


def problems(form: Form, shown: Mapping[str, Any]) -> dict[str, str]:
    """The form's problems by the block each belongs under; `shown` is the state of the view that was sent.

    A problem with a field that this view does not have goes under its first one: it must be read.
    """
    found: dict[str, str] = {}
    blocks = list(shown)
    for field in form.fields:
        if not field.problem or not blocks:
            continue
        under = next((b for b in blocks if _field_id(b) == field.id), blocks[0])
        said = field.problem if _field_id(under) == field.id else f"{field.label}: {field.problem}"
        found[under] = f"{found[under]} {said}" if under in found else said
    return found


# -- fields ------------------------------------------------------------------------------------------------


def _field(field: FormField, zone: str | None) -> list[Block]:
    moment = _moment(field.value, zone)
    match field.input:
        case Input.DATE_TIME if moment or not field.value:
            return _day_and_time(field, moment)
        case Input.DATE if _day(field.value) or not field.value:
            picked = {"initial_date": field.value} if field.value else {}
            return [_input(field, {"type": "datepicker", **picked})]
        case Input.PLACE if not field.value:
            filtered = {"include": ["public", "private", "im"], "exclude_bot_users": True}
            return [_input(field, {"type": "conversations_select", "filter": filtered})]
        case Input.CHOICE if _selectable(field):
            return [_input(field, _select(field))]
        case Input.NUMBER if _is_number(field.value) or not field.value:
            start = {"initial_value": field.value} if field.value else {}
            return [
                _input(field, {"type": "number_input", "is_decimal_allowed": True, **start, **_hint(field)})
            ]
    return _words(field)


def _words(field: FormField) -> list[Block]:
    """A text input; what stands there already and is longer than one input takes is spread over several."""
    pieces = text.split(field.value, limits.INPUT_TEXT)
    long = field.input is Input.LONG_TEXT or len(pieces) > 1 or "\n" in field.value
    made = []
    for n, piece in enumerate(pieces):
        start = {"initial_value": piece} if piece else {}
        element = {"type": "plain_text_input", "multiline": long, **start, **_hint(field)}
        element["max_length"] = limits.INPUT_TEXT
        suffix = f"{_PART}{n}" if n else ""
        label = f"{field.label} (continued)" if n else field.label
        made.append(_input(field, element, suffix, label))
    return made


def _day_and_time(field: FormField, moment: datetime | None) -> list[Block]:
    day: Block = {"type": "datepicker"}
    time: Block = {"type": "timepicker"}
    if moment is not None:
        day["initial_date"] = f"{moment:%Y-%m-%d}"
        time["initial_time"] = f"{moment:%H:%M}"
    return [
        _input(field, day, _DAY, f"{field.label}: the day"),
        _input(field, time, _TIME, f"{field.label}: the time"),
    ]


def _select(field: FormField) -> Block:
    options = [
        {"text": plain(text.shorten(label or value, limits.OPTION_TEXT)), "value": value}
        for label, value in field.options
        if value  # leaving it open says the same
    ]
    made: Block = {"type": "static_select", "options": options}
    chosen = next((option for option in options if option["value"] == field.value), None)
    if chosen is not None:
        made["initial_option"] = chosen
    return made


def _selectable(field: FormField) -> bool:
    """Whether a menu can hold every option, and the present value is among them."""
    offered = [value for _, value in field.options if value]
    short = all(len(value) <= limits.OPTION_VALUE for value in offered)
    known = not field.value or field.value in offered
    return known and short and 0 < len(offered) <= limits.OPTIONS_IN_SELECT


def _input(field: FormField, element: Block, suffix: str = "", label: str = "") -> Block:
    made: Block = {
        "type": "input",
        "block_id": f"{_FIELD}{field.id}{suffix}"[: limits.BLOCK_ID],
        "label": plain(text.shorten(label or field.label, limits.INPUT_LABEL)),
        "element": {**element, "action_id": _VALUE},
        "optional": field.optional,
    }
    if field.hint and len(field.hint) > limits.PLACEHOLDER:
        made["hint"] = plain(text.shorten(field.hint, limits.INPUT_HINT))
    return made


def _hint(field: FormField) -> Block:
    fits = field.hint and len(field.hint) <= limits.PLACEHOLDER
    return {"placeholder": plain(field.hint)} if fits else {}


# -- what comes back ---------------------------------------------------------------------------------------


def values(state: Mapping[str, Any]) -> dict[str, str]:
    """Field ids and what was entered, empty strings for what was left out. `state` is `view.state.values`."""
    found: dict[str, str] = {}
    for block_id, actions in state.items():
        if not block_id.startswith(_FIELD):
            continue
        entered = _entered(actions.get(_VALUE) or {})
        field_id = _field_id(block_id)
        if block_id.endswith(_TIME) and field_id in found:
            entered = f" {entered}" if entered and found[field_id] else entered
        found[field_id] = found.get(field_id, "") + entered
    return found


def _entered(element: Mapping[str, Any]) -> str:
    match element.get("type"):
        case "static_select" | "radio_buttons":
            return str((element.get("selected_option") or {}).get("value") or "")
        case "datepicker":
            return element.get("selected_date") or ""
        case "timepicker":
            return element.get("selected_time") or ""
        case "conversations_select":
            return element.get("selected_conversation") or ""
    return element.get("value") or ""


def _field_id(block_id: str) -> str:
    inside = block_id.removeprefix(_FIELD)
    for mark in (_DAY, _TIME):
        inside = inside.removesuffix(mark)
    head, bar, part = inside.rpartition(_PART)
    return head if bar and part.isdigit() else inside


def _moment(value: str, zone: str | None) -> datetime | None:
    """The moment a value means, on the person's own clock; None where that cannot be said."""
    head = value.partition(" ")[0] if "T" in value else value
    try:
        moment = datetime.fromisoformat(head) if len(head) >= len("2026-03-12T15:00") else None
    except ValueError:
        return None
    if moment is None or moment.tzinfo is None:
        return moment
    return moment.astimezone(ZoneInfo(zone)) if zone is not None else None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _is_number(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False
