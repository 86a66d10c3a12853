"""A form in the terminal: one line for each field, left at any field without losing what was typed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from dialogs.activity import Act
from dialogs.engine import Input
from dialogs.replies import Form, FormField

EMPTY, DONE, LEAVE = "-", frozenset({"done", "save"}), frozenset({"cancel", "leave", "stop"})
HOW = "Enter goes on, “-” empties a field, “done” saves what is there, “cancel” leaves it for another time."

Ask = Callable[[str], Awaitable[str | None]]
"""Puts one prompt and gives what was typed; None at the end of input."""


def known_words(field: FormField, zone: str | None) -> str:
    """What a field holds already, as people say it: a choice by its label, an instant by the clock on the wall."""
    if field.input is Input.DATE_TIME:
        try:
            instant = datetime.fromisoformat(field.value.partition(" ")[0])
        except ValueError:
            return field.value
        if instant.tzinfo is not None:
            return f"{instant.astimezone(ZoneInfo(zone or 'UTC')):%A %d %B %Y, %H:%M}"
    return next((label for label, value in field.options if value == field.value), field.value)


def prompt(field: FormField, value: str, zone: str | None) -> str:
    """ "When, for example Tuesday 3pm: " or "When (now Thursday 12 March 2026, 15:00): "."""
    parts = [field.problem, field.label]
    label = "\n".join(part for part in parts if part)
    if field.options:
        label += "".join(f"\n  {n} {option}" for n, (option, _) in enumerate(field.options, start=1)) + "\n "
    if value:
        now = known_words(replace(field, value=value), zone)
        return f"{label} (now {now}): "
    if field.hint and not field.options:
        return f"{label}, for example {field.hint}: " if len(field.hint) < 40 else f"{label} ({field.hint}): "
    return f"{label}: "


def entered(field: FormField, typed: str, value: str) -> str:
    """The value after something was typed: an option by number or label, “-” for nothing, Enter for no change."""
    words = typed.strip()
    if not words:
        return value
    if words == EMPTY:
        return ""
    if words.isdigit() and 1 <= int(words) <= len(field.options):
        return field.options[int(words) - 1][1]
    return next((v for label, v in field.options if label.casefold() == words.casefold()), words)


@dataclass
class Drafts:
    """What was typed into forms that were left: filled in again when the same form is opened again."""

    kept: dict[str, dict[str, str]] = field(default_factory=dict)

    def of(self, act: Act) -> dict[str, str]:
        """The draft of one form."""
        return self.kept.setdefault(f"{act.name} {sorted(act.args.items())}", {})


async def fill(form: Form, ask: Ask, drafts: Drafts, zone: str | None) -> Mapping[str, str] | None:
    """Asks field by field, after a refusal only those that were refused. None where the form was left."""
    draft = drafts.of(form.act)
    values = {each.id: draft.get(each.id, each.value) for each in form.fields}
    refused = [each for each in form.fields if each.problem]
    for each in refused or form.fields:
        typed = await ask(prompt(each, values[each.id], zone))
        word = (typed or "").strip().casefold()
        if typed is None or word in LEAVE:
            draft |= values
            return None
        if word in DONE:
            break
        values[each.id] = entered(each, typed, values[each.id])
    draft.clear()
    return values
