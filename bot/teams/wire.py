"""A button's act as the data that Teams carries and hands back, and what was typed beside it.

The data holds the whole act, so a button on a card from last month still says what it meant. It comes back from a
client, so nothing in it is trusted beyond its shape: whose records an act may touch is decided by who sent it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from dialogs.activity import Act, Acted, Filled

NAME: Final = "do"
ARGS: Final = "with"
KEY: Final = "card"
FILLS: Final = "fills"
DONE: Final = "done"
PLACE: Final = "at"
FIELD: Final = "f."
DAY: Final = "@day"
TIME: Final = "@time"

_LONGEST_VALUE: Final = 20_000


@dataclass(frozen=True, slots=True)
class Pressed:
    """What came back from a card: the event, the key of the card it stood on, and what to leave in its place.

    `done` is what the card said, for a question that is answered and must not be answered twice; empty where the
    card stays as it is. `place` is where the talk began, sealed, where that is elsewhere.
    """

    event: Acted | Filled
    card: str | None
    title: str
    done: str
    place: str = ""


def data(
    act: Act, *, title: str, card: str | None, fills: bool = False, done: str = "", place: str = ""
) -> dict[str, Any]:
    """The data behind a button."""
    return {
        NAME: act.name,
        ARGS: dict(act.args),
        "as": title,
        **({KEY: card} if card else {}),
        **({FILLS: True} if fills else {}),
        **({DONE: done} if done else {}),
        **({PLACE: place} if place else {}),
    }


def pressed(value: Mapping[str, Any]) -> Pressed | None:
    """Reads the data of a button back; None where it was never ours."""
    name, args = value.get(NAME), value.get(ARGS, {})
    if not isinstance(name, str) or not name or not isinstance(args, Mapping):
        return None
    act = Act(name, {str(k): v for k, v in args.items() if isinstance(v, str)})
    event: Acted | Filled = Filled(act, _values(value)) if value.get(FILLS) is True else Acted(act)
    card, title, done, place = value.get(KEY), value.get("as"), value.get(DONE), value.get(PLACE)
    return Pressed(
        event,
        card if isinstance(card, str) else None,
        title if isinstance(title, str) else "",
        done if isinstance(done, str) else "",
        place if isinstance(place, str) else "",
    )


def _values(value: Mapping[str, Any]) -> dict[str, str]:
    """What was typed, by field: a day and a time that were asked apart become one value again."""
    typed: dict[str, str] = {}
    for key, given in sorted(value.items()):  # the day before the time
        if not key.startswith(FIELD):
            continue
        field = key.removeprefix(FIELD)
        words = "" if given is None else str(given).strip()[:_LONGEST_VALUE]
        for part in (DAY, TIME):
            field = field.removesuffix(part)
        typed[field] = f"{typed[field]} {words}".strip() if field in typed else words
    return typed
