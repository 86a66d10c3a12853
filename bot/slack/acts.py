"""Acts as Slack carries them: in a button's value, a menu entry's value, a modal's metadata."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable

from bot.slack import limits
from dialogs.activity import Act
from dialogs.replies import Choice, Choices, Form

PREFIX = "act:"
OPEN_FORM = "form.open"
_PACKED = "z"


class ActTooLongError(ValueError):
    """An act does not fit where Slack would carry it, not even packed."""


class ActUnreadableError(ValueError):
    """A value came back that no version of the coach wrote."""


def encode(act: Act, limit: int = limits.BUTTON_VALUE) -> str:
    """The act as text of at most `limit` characters; packed where plain JSON is longer.

    Raises:
        ActTooLongError: it does not fit.
    """
    plain = json.dumps([act.name, dict(act.args)], ensure_ascii=False, separators=(",", ":"))
    if len(plain) <= limit:
        return plain
    packed = _PACKED + base64.urlsafe_b64encode(zlib.compress(plain.encode(), 9)).decode("ascii")
    if len(packed) > limit:
        raise ActTooLongError(f"{act.name}: {len(packed)} characters, {limit} fit")
    return packed


def decode(value: str) -> Act:
    """The act that `encode` wrote, today or last month.

    Raises:
        ActUnreadableError: it is none.
    """
    try:
        if value.startswith(_PACKED):
            value = zlib.decompress(base64.urlsafe_b64decode(value[1:])).decode()
        name, args = json.loads(value)
        if not isinstance(name, str) or not all(
            isinstance(k, str) and isinstance(v, str) for k, v in args.items()
        ):
            raise ActUnreadableError(value[:80])
    except (ValueError, TypeError, AttributeError, zlib.error) as error:
        raise ActUnreadableError(value[:80]) from error
    return Act(name, args)


def fits(choices: Iterable[Choice], limit: int) -> bool:
    """Whether every one of these acts can be carried in so many characters."""
    try:
        for choice in choices:
            encode(choice.act, limit)
    except ActTooLongError:
        return False
    return True


def opener(form: Form, label: str, *, primary: bool = True) -> Choice:
    """The button that opens a form: it carries the address of what the form fills, not the form itself.

    What the form shows is looked up when the button is pressed, so that an old button opens today's values.
    """
    return Choice(label, Act(OPEN_FORM, {"act": form.act.name, **form.act.args}), primary)


def numbered(choices: Choices, start: int = 0) -> list[tuple[str, Choice]]:
    """Each choice with an action id that is unique in its message and names the act for the log."""
    return [(action_id(choice.act, start + n), choice) for n, choice in enumerate(choices)]


def action_id(act: Act, n: int) -> str:
    """`act:verdict.why#3`"""
    return f"{PREFIX}{act.name}#{n}"
