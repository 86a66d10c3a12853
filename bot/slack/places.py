"""Where a talk began that goes on in private: carried by its buttons.

Somebody names the coach in a channel, and what is for their eyes only goes to their private conversation. A button
pressed there must still mean "here" as it was said: the thread in the channel. A button's value comes back from
Slack as it was posted, whoever presses it, so that nobody can make it name another place.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

from dialogs.activity import Act, ConversationReference
from dialogs.replies import Reply

PLACE = "@"
"""The argument of an act that names the channel and the thread."""


def begun_in(reply: Reply, place: ConversationReference) -> Reply:
    """The reply, with all its acts saying where the talk began."""
    where = "/".join((place.conversation, place.thread or ""))
    return cast(Reply, _said(reply, where))


def taken(act: Act) -> tuple[Act, tuple[str, str | None] | None]:
    """The act without its place, and the channel and thread that it named."""
    where = act.args.get(PLACE)
    if where is None:
        return act, None
    channel, _, thread = where.partition("/")
    plain = {name: value for name, value in act.args.items() if name != PLACE}
    return Act(act.name, plain), (channel, thread or None)


def _said(node: Any, where: str) -> Any:
    match node:
        case Act(name=name, args=args):
            return Act(name, {**args, PLACE: where})
        case tuple():
            return tuple(_said(each, where) for each in node)
    if is_dataclass(node) and not isinstance(node, type):
        changed = {
            field.name: made
            for field in fields(node)
            if (made := _said(before := getattr(node, field.name), where)) is not before
        }
        return replace(node, **changed) if changed else node
    return node
