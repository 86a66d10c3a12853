"""The person removes the coach, and comes back: what it must not do meanwhile, and that nothing told is lost."""

from __future__ import annotations

from dialogs.activity import Arrived
from dialogs.desk import Desk, act
from dialogs.replies import Choice
from dialogs.turn import Forget

WELCOME_BACK = (
    "Welcome back. Everything you told me is still here, and reminders go on. "
    "“forget everything” deletes it, if you would rather start afresh."
)


def leave(desk: Desk) -> None:
    """Nothing more is said to them. What they told stays theirs: who removes an app by mistake loses nothing."""
    if desk.is_new:
        desk.forget(Forget())  # of somebody never met nothing is kept, not even that they left
        return
    desk.withdraw()
    if desk.person.left_at is None:
        desk.change(left_at=desk.now)


def come_back(desk: Desk) -> None:
    """They are there again. Said only where they did nothing but install it: other words are answered themselves."""
    if desk.person.left_at is None:
        return
    desk.change(left_at=None)
    if isinstance(desk.activity.event, Arrived):
        desk.note(WELCOME_BACK, (Choice("What's open", act("status.show"), primary=True),))
