"""What came in, and where to answer: the platform-neutral edge of the core."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal


class Platform(StrEnum):
    """The places the coach lives in."""

    SLACK = "slack"
    TEAMS = "teams"
    TERMINAL = "terminal"


NOW = "now."
"""How names in a reference's `extra` begin that are about one answer, and are not kept with the place."""


@dataclass(frozen=True, slots=True)
class ConversationReference:
    """Where to answer, now or in three weeks. Storable; the only way to post without having been asked.

    `conversation` is the platform's id of the channel, chat or DM; `thread` its id of the thread in it, if any.
    `shared` is true where others can read along. `extra` holds what only the platform's own adapter needs
    (a service address, the bot's id there), as plain text.
    """

    platform: Platform
    tenant: str
    conversation: str
    person: str
    thread: str | None = None
    shared: bool = False
    extra: Mapping[str, str] = field(default_factory=dict)

    def lasting(self) -> ConversationReference:
        """The place as records keep it: a private conversation whole, not the thread of the moment, and nothing in
        `extra` that is about one answer alone (names that begin with `NOW`)."""
        extra = {name: value for name, value in self.extra.items() if not name.startswith(NOW)}
        return replace(self, thread=self.thread if self.shared else None, extra=extra)


@dataclass(frozen=True, slots=True)
class Act:
    """What a button, a menu entry or a form does when it is used: a name and plain arguments.

    An act carries all it needs, so a button on a card from last month still says what it meant.
    """

    name: str
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """The person typed something. `verb` is set where the platform already knows it (a slash command's)."""

    text: str
    kind: Literal["said"] = "said"


@dataclass(frozen=True, slots=True)
class Acted:
    """The person used a button or a menu."""

    act: Act
    kind: Literal["acted"] = "acted"


@dataclass(frozen=True, slots=True)
class Filled:
    """The person sent a form: the values by field id, empty strings for what was left out."""

    act: Act
    values: Mapping[str, str]
    kind: Literal["filled"] = "filled"


@dataclass(frozen=True, slots=True)
class Woke:
    """A moment arrived that the coach had asked to be woken at; `wake` is the id it gave.

    `expired`: it arrives later than it is of any use.
    """

    wake: str
    expired: bool = False
    kind: Literal["woke"] = "woke"


@dataclass(frozen=True, slots=True)
class Arrived:
    """The person opened the coach or it was installed for them: first contact, or home.

    `installed`: a platform tells of an installation, perhaps in several activities: whoever was greeted already is
    told nothing.
    """

    installed: bool = False
    kind: Literal["arrived"] = "arrived"


@dataclass(frozen=True, slots=True)
class Left:
    """The person removed the coach: nothing can reach them, and nothing is tried, until they come back."""

    kind: Literal["left"] = "left"


@dataclass(frozen=True, slots=True)
class Unsent:
    """A message that the person wanted others to see could not be posted; `key` is its key. Not `certain`: the
    platform's answer was lost, so that nobody knows."""

    key: str
    certain: bool = True
    kind: Literal["unsent"] = "unsent"


@dataclass(frozen=True, slots=True)
class Failed:
    """What the person did was acknowledged, and its turn failed for good; `mark` finds it in the log."""

    mark: str
    kind: Literal["failed"] = "failed"


Event = Said | Acted | Filled | Woke | Arrived | Left | Unsent | Failed


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing that happened, exactly once.

    `id` is the platform's own id for the event and unique within the tenant: whatever arrives again under the
    same id has no second effect. `at` is the instant (aware) at which it is handled.
    """

    id: str
    tenant: str
    person: str
    at: datetime
    reference: ConversationReference
    event: Event
    zone: str | None = None
    """The person's time zone where the platform knows it (IANA name)."""
    language: str | None = None
    name: str | None = None
    """What the person is called there, where the platform vouches for it."""
    places: tuple[str, ...] = ()
    """Channels and people that were named in it so that they can be posted to."""
    about: str | None = None
    """The opportunity in whose thread it was said, where the platform knows."""
    finds_places: bool = True
    """Whether the platform can post to a channel or a person by what somebody types as its name."""

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("an activity's instant needs a time zone")
