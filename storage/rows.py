"""A turn as rows of the outbox, and a claimed row as work: the same for every store.

A message is kept under its activity's id and its number in it, so that the rows are also the proof that the
activity was seen, and what it answered. A wake is kept under its own id, so that writing it again moves it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from dialogs.activity import Activity, ConversationReference, Platform
from dialogs.documents import from_json, to_json
from dialogs.ports import Due, OutboxRow, Posted
from dialogs.records import Advisor, Opportunity, Person
from dialogs.turn import Message, Turn, Wake
from storage.instants import in_utc

Kind = Literal["marker", "message", "wake", "activity", "standing", "forgotten"]
"""A marker only says "seen". An activity was put aside, to be played should nobody have done so by then. Of a
standing row the words were purged, and of a forgotten one forgotten: what is left is where the message stands on the
platform, by which it is edited, threaded under, or blanked."""

WAKE_SEQ = -1
"""The number of a wake's row. An activity may bear a wake's id: its own rows count from 0."""

ASIDE_SEQ = -2
"""The number of the row of an activity that was put aside: it is no proof that it had its effect."""

OPEN_LIMIT = 30
"""How many open opportunities a turn starts with."""


@dataclass(frozen=True, slots=True)
class NewRow:
    """One row that a turn adds to the outbox. `text` is not sealed yet."""

    activity: str
    seq: int
    kind: Kind
    conversation: str
    platform: Platform
    key: str | None
    thread: str | None
    due_at: datetime
    expires_at: datetime | None
    state: Due
    finished_at: datetime | None
    text: bytes | None
    reason: str = ""


def rows_of(turn: Turn, now: datetime) -> list[NewRow]:
    """Everything that a turn owes the world; at least one row, so that the activity is known as seen.

    Raises `NaiveInstantError` when an instant has no zone.
    """
    now = in_utc(now)
    rows = [message_row(turn.activity, seq, m, now) for seq, m in enumerate(turn.messages)]
    if not rows:
        rows.append(_marker_row(turn, now))
    wakes = sorted(turn.wakes, key=lambda wake: wake.id)
    rows.extend(_wake_row(wake, now) for wake in wakes if not (wake.cancelled and turn.forget is not None))
    return rows


def line_of(message: Message) -> str:
    """In whose order a message stands, and whose patience it needs: a shared conversation's, or, for all that is said
    in private, that of the person. What is for their eyes only is asked for in one place and arrives in another, whose
    id may not be known yet."""
    to = message.to
    return to.conversation if to.shared and message.only_for is None else message.only_for or to.person


def message_row(activity: str, seq: int, message: Message, now: datetime) -> NewRow:
    """One message of a turn."""
    return NewRow(
        activity=activity,
        seq=seq,
        kind="message",
        conversation=line_of(message),
        platform=message.to.platform,
        key=message.key,
        thread=message.thread,
        due_at=now,
        expires_at=message.expires_at,
        state=Due.DUE,
        finished_at=None,
        text=to_json(message),
    )


def _marker_row(turn: Turn, now: datetime) -> NewRow:
    home = turn.person.home
    return NewRow(
        activity=turn.activity,
        seq=0,
        kind="marker",
        conversation="",
        platform=home.platform if home is not None else Platform.TERMINAL,
        key=None,
        thread=None,
        due_at=now,
        expires_at=None,
        state=Due.DONE,
        finished_at=now,
        text=None,
    )


def _wake_row(wake: Wake, now: datetime) -> NewRow:
    return NewRow(
        activity=wake.id,
        seq=WAKE_SEQ,
        kind="wake",
        conversation=wake.to.conversation,
        platform=wake.to.platform,
        key=None,
        thread=None,
        due_at=in_utc(wake.due_at),
        expires_at=in_utc(wake.expires_at),
        state=Due.CANCELLED if wake.cancelled else Due.DUE,
        finished_at=now if wake.cancelled else None,
        text=to_json(wake),
    )


def aside_row(activity: Activity, due_at: datetime) -> NewRow:
    """An activity as a row that falls due later."""
    return NewRow(
        activity=activity.id,
        seq=ASIDE_SEQ,
        kind="activity",
        conversation=activity.reference.conversation,
        platform=activity.reference.platform,
        key=None,
        thread=None,
        due_at=in_utc(due_at),
        expires_at=None,
        state=Due.DUE,
        finished_at=None,
        text=to_json(activity),
    )


def row_id(activity: str, seq: int, due_at: datetime) -> str:
    """A row's name outside the store, unique within its tenant.

    A moved wake gets another one, so that the activity made of it is another activity.
    """
    return f"{activity}@{due_at:%Y-%m-%dT%H:%M:%SZ}" if seq == WAKE_SEQ else f"{activity}#{seq}"


def seq_of(row: OutboxRow) -> int:
    """The number under which a claimed row is stored."""
    match row.work:
        case Message() | Posted():
            return int(row.id.rpartition("#")[2])
        case Wake():
            return WAKE_SEQ
        case Activity():
            return ASIDE_SEQ


def work_of(kind: str, text: bytes) -> Message | Wake | Activity:
    """What a row's opened body says is to be done."""
    match kind:
        case "message":
            return from_json(Message, text)
        case "wake":
            return from_json(Wake, text)
        case _:
            return from_json(Activity, text)


def place_of(kind: str, text: bytes) -> ConversationReference:
    """Where a message stands, from its row's opened body."""
    return from_json(Message, text).to if kind == "message" else from_json(ConversationReference, text)


def only_places(posted: Sequence[Posted]) -> tuple[Posted, ...]:
    """Each message once, though it was edited many times."""
    return tuple({(p.to.platform, p.to.conversation, p.platform_ref): p for p in posted}.values())


def advisors_of(people: Iterable[Person]) -> tuple[Advisor, ...]:
    """Those among the people who let others share with them and can be reached, in the order of their names."""
    found = [
        Advisor(person.id, person.settings.advisor, person.home)
        for person in people
        if person.settings.advisor and person.home is not None and person.left_at is None
    ]
    return tuple(sorted(found, key=lambda advisor: (advisor.name.casefold(), advisor.person)))


def without(person: Person, opportunity: str) -> Person:
    """The person with nothing left of one opportunity."""
    return replace(
        person,
        opportunities=tuple(o for o in person.opportunities if o.id != opportunity),
        shares=tuple(s for s in person.shares if s.opportunity != opportunity),
        dialogs=replace(
            person.dialogs,
            stack=tuple(i for i in person.dialogs.stack if opportunity not in i.about.values()),
        ),
        focus=None if person.focus == opportunity else person.focus,
    )


class Opened(Mapping[str, Opportunity]):
    """Opportunities that are decoded when they are first looked at: most turns look at one of thirty."""

    def __init__(self, stored: Mapping[str, Callable[[], Opportunity]]) -> None:
        self._stored = stored
        self._opened: dict[str, Opportunity] = {}

    def __getitem__(self, id: str) -> Opportunity:
        if id not in self._opened:
            self._opened[id] = self._stored[id]()
        return self._opened[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored)

    def __len__(self) -> int:
        return len(self._stored)

    def __contains__(self, id: object) -> bool:
        return id in self._stored
