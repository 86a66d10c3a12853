"""What the coach remembers: the person, their opportunities, interviews, answers and offers.

Every record is frozen and made of plain JSON values, so that it survives a restart unchanged. A person and an
opportunity are each one document: a turn loads the person and the open opportunities, and writes what it changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypedDict

from dialogs.activity import Act, ConversationReference
from dialogs.engine import DialogState
from dialogs.offers.offer import Preferences
from dialogs.offers.terms import Terms
from dialogs.questions.preparation import Difference
from dialogs.rubric import Dimension, Reading, Role, Source, Stage


class InterviewStatus(StrEnum):
    """Where one interview stands."""

    BOOKED = "booked"
    DEBRIEFED = "debriefed"
    CANCELLED = "cancelled"


class AnswerKind(StrEnum):
    """How a question fared: answered, never put, or put and evaded. Only `given` can be evidence."""

    GIVEN = "given"
    NOT_ASKED = "not_asked"
    DODGED = "dodged"


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question the person means to ask: from the bank (`id` is the bank's) or their own (`own-…`)."""

    id: str
    text: str
    dimension: Dimension
    follow_up: str = ""
    why: str = ""
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Interview:
    """One meeting. `starts_at` is an instant in UTC, `zone` the zone it was booked in."""

    id: str
    starts_at: datetime
    zone: str
    role: Role = Role.UNKNOWN
    stage: Stage = Stage.MAIN_ROUND
    minutes: int = 60
    label: str = ""
    """How the interviewer is called in what is shown: "hiring manager", "peer A"."""
    status: InterviewStatus = InterviewStatus.BOOKED
    questions: tuple[AskedQuestion, ...] = ()
    swapped_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person reports of one answer, and what the coach reads in it."""

    id: str
    interview: str
    question: str
    question_text: str
    dimension: Dimension
    kind: AnswerKind
    at: datetime
    text: str = ""
    source: Source = Source.TOLD
    reading: Reading | None = None
    came_with: str = ""
    """The note or form that brought it among others: one message shows how all of them are read."""


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One company and role: one thread, one card, one verdict."""

    id: str
    company: str
    created_at: datetime
    reference: ConversationReference
    job: str = ""
    open: bool = True
    interviews: tuple[Interview, ...] = ()
    answers: tuple[Answer, ...] = ()
    terms: Terms | None = None
    terms_confirmed: bool = False
    terms_at: datetime | None = None
    present_job: bool = False
    outcome: str = ""
    """What became of it: "accepted", "declined", or nothing yet."""
    look_back: str = ""
    """Six months later: "held" or "did not hold", in the person's own judgement."""
    version: int = 0

    def interview(self, id: str) -> Interview | None:
        """The interview of that id, if there is one."""
        return next((i for i in self.interviews if i.id == id), None)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the person's index: enough to recognise an opportunity in what they type."""

    id: str
    company: str
    job: str = ""
    open: bool = True
    next_interview_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class QuietHours:
    """No reminders from `start` to `end`, local time; may span midnight."""

    start: time = time(21, 0)
    end: time = time(8, 0)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person chose, with the defaults they did not have to."""

    zone: str = "UTC"
    zone_confirmed: bool = False
    language: str = "en"
    evening_before: time | None = time(18, 0)
    minutes_before: int | None = 60
    quiet: QuietHours = QuietHours()
    preferences: Preferences = Preferences()
    """What they weigh in an offer: floor, order of criteria, rates, discounts, horizon."""
    preferences_asked: bool = False
    trade: str = ""
    advisor: str = ""
    """The name by which everybody in the organisation may share with them; empty: nobody is told that they are here."""
    model_reader: bool = False
    """Whether a language model of the workspace's choosing may read their notes as a second reader."""
    model_reader_at: str = ""
    """Where that model was when they said yes; for another place they have to be asked again."""


@dataclass(frozen=True, slots=True)
class Share:
    """Something the person let others see: what, where, and the key under which it can be taken back."""

    key: str
    opportunity: str
    reference: ConversationReference
    at: datetime
    shape_only: bool


@dataclass(frozen=True, slots=True)
class Advisor:
    """Somebody who lets others share with them, and their private conversation with the coach."""

    person: str
    name: str
    home: ConversationReference


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison that was posted: of which opportunities, and where it stands, so that it can be redrawn."""

    opportunities: tuple[str, ...]
    reference: ConversationReference


@dataclass(frozen=True, slots=True)
class Aside:
    """A question that the coach put with buttons, outside any dialog: a "yes" typed next answers it."""

    yes: Act
    no: Act | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """The candidate: settings, the running dialogs, and the index of what they are in the middle of."""

    tenant: str
    id: str
    settings: Settings = Settings()
    dialogs: DialogState = DialogState()
    opportunities: tuple[Listed, ...] = ()
    focus: str | None = None
    home: ConversationReference | None = None
    """Their private conversation with the coach, for what must not be seen elsewhere."""
    met_at: datetime | None = None
    left_at: datetime | None = None
    """When they removed the coach; None while it may speak to them."""
    board: bool = False
    """Whether they have opened an overview that is kept up to date in its place."""
    paused_until: date | None = None
    difference: Difference = Difference()
    """Their own "a difference I made", filled in once and reused."""
    shares: tuple[Share, ...] = ()
    compared: tuple[Compared, ...] = ()
    """The last few comparisons, newest last."""
    aside: Aside | None = None
    """What was asked last with buttons only, if the last thing said was such a question."""
    version: int = 0


class PersonChange(TypedDict, total=False):
    """The fields of a person that a turn can change."""

    settings: Settings
    dialogs: DialogState
    opportunities: tuple[Listed, ...]
    focus: str | None
    home: ConversationReference | None
    met_at: datetime | None
    left_at: datetime | None
    board: bool
    paused_until: date | None
    difference: Difference
    shares: tuple[Share, ...]
    compared: tuple[Compared, ...]
    aside: Aside | None
