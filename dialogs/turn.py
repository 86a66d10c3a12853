"""What one activity changes: records, messages and wakes, to be kept in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dialogs.activity import ConversationReference
from dialogs.records import Advisor, Opportunity, Person
from dialogs.replies import Reply


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to say, and where.

    `key` is the message's identity for edits: a later message with the same key replaces the earlier one in place
    where the platform can. `thread` is the key of the message in whose thread it belongs. A message that is
    `only_for` a person is shown to them alone where others could read along. Past `expires_at` it is no use any more
    and is not sent.
    """

    to: ConversationReference
    reply: Reply
    key: str | None = None
    thread: str | None = None
    only_for: str | None = None
    expires_at: datetime | None = None
    anew: bool = False
    """Posted as a new message although one with this key may stand: it is what the person asked to see now."""


class WakeKind(StrEnum):
    """Why the coach wants to be woken."""

    DAY_BEFORE = "day_before"
    HOUR_BEFORE = "hour_before"
    DEBRIEF = "debrief"
    DEBRIEF_AGAIN = "debrief_again"
    ANSWER_BY = "answer_by"
    LOOK_BACK = "look_back"


@dataclass(frozen=True, slots=True)
class Wake:
    """A moment at which the coach must act by itself: a row, written with the interview it belongs to.

    The same `id` written again moves the moment; `cancelled` takes it back. Past `expires_at` it is no use any
    more: it is then not sent late, and that is said instead.
    """

    id: str
    kind: WakeKind
    due_at: datetime
    expires_at: datetime
    to: ConversationReference
    opportunity: str
    interview: str | None = None
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Forget:
    """What to delete for good: one opportunity, or everything the coach holds about the person."""

    opportunity: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """The whole effect of one activity."""

    activity: str
    person: Person
    changed: tuple[Opportunity, ...] = ()
    messages: tuple[Message, ...] = ()
    wakes: tuple[Wake, ...] = ()
    forget: Forget | None = None
    withdraw: bool = False
    """Takes back what waits to be sent to the person: they removed the coach. Moments to wake at stay, because they
    may come back before them."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a turn starts from. `seen` means this activity already had its effect; `messages` is what it said.

    `opportunities` maps ids to the open opportunities (newest first, at most thirty) and whatever was loaded by
    name besides; its values may be decoded on first access. A person never met is None.
    """

    seen: bool
    person: Person | None
    opportunities: Mapping[str, Opportunity]
    messages: tuple[Message, ...] = ()
    complete: bool = False
    """Whether `opportunities` holds every one there is, closed ones too."""
    advisors: tuple[Advisor, ...] | None = None
    """Who in the organisation may be shared with; None: not looked up."""
