"""The person's settings: shown, changed by form or in one line."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time

from dialogs.activity import Act
from dialogs.desk import Args, Desk
from dialogs.engine import Input, Refused, Scene
from dialogs.flows import reminding, second_reader
from dialogs.flows.finding import upcoming
from dialogs.flows.typed import parse_zone
from dialogs.flows.weighing import floor_from, ordered, parse_order
from dialogs.offers.money import money_text
from dialogs.records import QuietHours, Settings
from dialogs.replies import Form, FormField, SettingsShown
from dialogs.wording import listing, place_of
from dialogs.words.meaning import Understanding


def settings(desk: Desk, said: Understanding, text: str) -> None:
    """`settings`, or `settings zone Lisbon`, `settings quiet 22:00-7:00`, `settings evening 19:00`."""
    named = re.match(r"/?(?:coach\s+)?settings?\s+(\S+)\s+(.+)", text.strip(), re.IGNORECASE | re.DOTALL)
    field = _FIELD_WORDS.get(named.group(1).casefold()) if named else None
    if (wish := second_reader.wished(text)) is not None:
        second_reader.choose(desk, wish)
        return
    if (found := _ADVISOR.fullmatch(text.strip())) is not None:
        advise(desk, (found.group(1) or "").casefold())
        return
    if named and field:
        save_one(desk, field, named.group(2).strip())
        return
    if said.zone_said:
        save_one(desk, "zone", said.zone_said)
        return
    if (place := _LIVES_IN.search(text.strip())) is not None:
        save_one(desk, "zone", place.group(1))
        return
    bare = re.fullmatch(
        r"/?(?:coach\s+)?settings?\s+(\S+)(?:\s+.+)?", text.strip(), re.IGNORECASE | re.DOTALL
    )
    word = bare.group(1).casefold() if bare else ""
    if word in _FIELD_WORDS:
        value, example = _one(desk.settings, _FIELD_WORDS[word])
        now = f"Now it is {value}. " if value else ""
        desk.note(f"{now}“settings {word} {example}” changes it.")
        return
    show(desk, f"I have no setting called “{word[:40]}”. These are yours:" if bare else "")


_LIVES_IN = re.compile(
    r"(?:\btime\s?zone\b(?:\s+(?:is|to|now))*|\bi(?:'m|’m|m)?\s+(?:have\s+|now\s+|just\s+)*(?:moved|live|am)\s+(?:now\s+)?(?:to|in))"
    r"[\s:=]+([\w .'-]{2,40}?)(?:\s+(?:now|time|from\s+now\s+on))*[.!]?$",
    re.IGNORECASE,
)
"""My time zone is Lisbon; I moved to Berlin."""
_ADVISOR = re.compile(r"/?(?:coach\s+)?settings?\s+advisor(?:\s+(on|off))?\W*", re.IGNORECASE)


def advise(desk: Desk, wish: str) -> None:
    """`settings advisor on`: others may share with this person by name. Until they say so nobody learns that they
    use the coach at all."""
    name = desk.activity.name
    if desk.activity.finds_places:
        desk.note("Here anybody can be shared with as they are: there is nothing to switch on.")
    elif wish == "on" and name:
        desk.change(settings=replace(desk.settings, advisor=name))
        desk.note(
            f"From now on everybody in your organisation who uses me can share a verdict with you, {name}. "
            "They see your name, and nothing else of yours. “settings advisor off” ends it."
        )
    elif wish == "off":
        desk.change(settings=replace(desk.settings, advisor=""))
        desk.note("Done: nobody can find you here any more. What was shared with you stays where it is.")
    else:
        now = f"on, as {desk.settings.advisor}" if desk.settings.advisor else "off"
        desk.note(f"Others may share with you by name: {now}. “settings advisor on” or “off” changes it.")


def _one(chosen: Settings, field: str) -> tuple[str, str]:
    """What one setting is, and an example of what it may be."""
    shown = {f.id: f for f in form(chosen).fields}[field]
    return shown.value, _EXAMPLES.get(field, shown.hint)


_EXAMPLES = {"zone": "Lisbon", "evening": "18:00", "minutes": "60"}


def show_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Settings]"""
    show(desk)


def show(desk: Desk, before: str = "") -> None:
    """All settings, and the form to change them."""
    if before:
        desk.note(before)
    shown = SettingsShown(
        (*lines(desk.settings), *second_reader.lines(desk)), form(desk.settings), second_reader.choices(desk)
    )
    desk.say(shown, key=f"settings:{desk.activity.id}")


def lines(chosen: Settings) -> tuple[tuple[str, str], ...]:
    """The settings as people say them."""
    preferences = chosen.preferences
    floor = preferences.floor
    order = [" = ".join(tier) for tier in preferences.order]
    return (
        ("Time zone", place_of(chosen.zone) + ("" if chosen.zone_confirmed else " (assumed)")),
        ("Reminder the day before", f"{chosen.evening_before:%H:%M}" if chosen.evening_before else "off"),
        ("Reminder before", f"{chosen.minutes_before} minutes" if chosen.minutes_before else "off"),
        ("Quiet hours", f"{chosen.quiet.start:%H:%M} to {chosen.quiet.end:%H:%M}"),
        ("Floor, a year", money_text(floor.amount, floor.currency) if floor else "not set"),
        ("What counts in an offer", listing(order, "then") or "not set"),
        ("Your trade", chosen.trade or "taken from the role"),
        *((("Others may share with you", f"as {chosen.advisor}"),) if chosen.advisor else ()),
    )


def form(chosen: Settings, problems: dict[str, str] | None = None, typed: Args | None = None) -> Form:
    """The settings as one form."""
    floor = chosen.preferences.floor
    order = ", ".join(name for tier in chosen.preferences.order for name in tier)
    values = {
        "zone": chosen.zone,
        "evening": f"{chosen.evening_before:%H:%M}" if chosen.evening_before else "off",
        "minutes": str(chosen.minutes_before) if chosen.minutes_before else "off",
        "quiet": f"{chosen.quiet.start:%H:%M}-{chosen.quiet.end:%H:%M}",
        "floor": f"{floor.amount} {floor.currency}" if floor else "",
        "order": order,
        "trade": chosen.trade,
        **(typed or {}),
    }
    labels = {
        "zone": ("Time zone", "A city: Lisbon"),
        "evening": ("Reminder the day before, at", "18:00, or off"),
        "minutes": ("Reminder before, in minutes", "60, or off"),
        "quiet": ("Quiet hours", "21:00-8:00"),
        "floor": ("What you need in a year, at the least", "48000 EUR"),
        "order": ("What counts in an offer, most important first", "growth, pay, mindset"),
        "trade": ("Your trade, for questions in its words", "nurse"),
    }
    fields = tuple(
        FormField(id, label, Input.TEXT, values[id], hint, problem=(problems or {}).get(id, ""))
        for id, (label, hint) in labels.items()
    )
    return Form("Settings", "Save", Act("settings.fill"), fields)


_FIELD_WORDS = {
    "zone": "zone",
    "timezone": "zone",
    "tz": "zone",
    "evening": "evening",
    "minutes": "minutes",
    "before": "minutes",
    "quiet": "quiet",
    "floor": "floor",
    "goal": "floor",
    "order": "order",
    "criteria": "order",
    "trade": "trade",
}


def filled(desk: Desk, args: Args, values: Args) -> None:
    """The settings form was sent."""
    _save(desk, values)


def save_one(desk: Desk, field: str, value: str) -> None:
    """One setting, in one line; what cannot be read is said in one sentence."""
    changed, problems = read_settings(desk, {field: value})
    if problems:
        desk.note(problems[field])
        return
    _keep(desk, changed)


def _save(desk: Desk, values: Args) -> None:
    changed, problems = read_settings(desk, values)
    if problems:
        desk.say(form(desk.settings, problems, values))
        return
    _keep(desk, changed)


def _keep(desk: Desk, changed: Settings) -> None:
    moved = changed.zone != desk.settings.zone or (
        (changed.evening_before, changed.minutes_before, changed.quiet)
        != (desk.settings.evening_before, desk.settings.minutes_before, desk.settings.quiet)
    )
    desk.change(settings=changed)
    if moved:  # what was promised follows the new clock
        for opportunity in desk.opportunities():
            interview = upcoming(opportunity, desk.now)
            if interview is not None:
                reminding.schedule(desk, opportunity, interview)
    show(desk, "Saved. Reminders follow." if moved else "Saved.")


def read_settings(desk: Desk, values: Args) -> tuple[Settings, dict[str, str]]:
    """The settings with these values, and a sentence for each value that could not be read."""
    chosen = desk.settings
    problems: dict[str, str] = {}
    scene = Scene({}, {}, desk.now, desk.zone)
    if zone := values.get("zone", "").strip():
        found = parse_zone(zone, scene)
        if isinstance(found, Refused):
            problems["zone"] = found.sentence
        else:
            chosen = replace(chosen, zone=found, zone_confirmed=True)
    if "evening" in values:
        at = _clock(values["evening"])
        if at is None and values["evening"].strip().casefold() not in _OFF:
            problems["evening"] = "A time such as 18:00, or “off”."
        else:
            chosen = replace(chosen, evening_before=at)
    if "minutes" in values:
        number = re.fullmatch(r"(\d{1,3})\s*(?:m|min|minutes)?", values["minutes"].strip())
        if number is None and values["minutes"].strip().casefold() not in _OFF:
            problems["minutes"] = "A number of minutes such as 60, or “off”."
        else:
            chosen = replace(chosen, minutes_before=int(number.group(1)) if number else None)
    if quiet := values.get("quiet", "").strip():
        start, _, end = quiet.replace("to", "-").replace("–", "-").partition("-")
        begins, ends = _clock(start), _clock(end)
        if begins is None or ends is None:
            problems["quiet"] = "Two times such as 21:00-8:00."
        else:
            chosen = replace(chosen, quiet=QuietHours(begins, ends))
    if floor := values.get("floor", "").strip():
        money = floor_from(floor, scene)
        if isinstance(money, Refused):
            problems["floor"] = money.sentence
        else:
            chosen = replace(chosen, preferences=replace(chosen.preferences, floor=money))
    if order := values.get("order", "").strip():
        read = parse_order(order, scene)
        if isinstance(read, Refused):
            problems["order"] = read.sentence
        else:
            chosen = replace(chosen, preferences=ordered(chosen.preferences, read))
    if "trade" in values:
        chosen = replace(chosen, trade=values["trade"].strip()[:60])
    return chosen, problems


_OFF = ("off", "none", "no", "")


def _clock(text: str) -> time | None:
    found = re.fullmatch(r"\s*(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?\s*", text.casefold())
    if found is None:
        return None
    hour, minute = int(found.group(1)), int(found.group(2) or 0)
    if found.group(3) == "pm" and hour < 12:
        hour += 12
    if found.group(3) == "am" and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None
