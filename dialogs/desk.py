"""The coach's desk during one turn: what was loaded, what changes, and what is said.

A flow works on the desk; when it is done the desk is read off as one immutable `Turn`. Nothing here waits, looks
at a clock or reaches outside: the same activity on the same records always gives the same turn.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Unpack

from dialogs.activity import Act, Activity, ConversationReference, Said
from dialogs.questions.bank import Bank
from dialogs.reading.reader import Reader
from dialogs.records import Advisor, Listed, Opportunity, Person, PersonChange, Settings
from dialogs.replies import Choices, Note, Reply
from dialogs.turn import Forget, Loaded, Message, Turn, Wake

INDEX_AT_MOST = 100
"""Opportunities that a person's index lists. Older ones are kept, and exported."""


class NeedsMore(Exception):
    """The turn needs opportunities that were not loaded: load them (None: every one) and play it again."""

    def __init__(self, ids: tuple[str, ...] | None) -> None:
        super().__init__("all" if ids is None else ", ".join(ids))
        self.ids = ids


class NeedsAdvisors(Exception):
    """The turn needs to know who may be shared with: look them up and play it again."""


class Desk:
    """Everything one turn reads and changes."""

    def __init__(
        self, activity: Activity, loaded: Loaded, bank: Bank, reader: Reader, second_reader: str = ""
    ) -> None:
        self.activity = activity
        self.bank = bank
        self.reader = reader
        self.second_reader = second_reader
        """Where a second reader is that the person may say yes to; empty: there is none."""
        self.now: datetime = activity.at
        self.person: Person = loaded.person or _newcomer(activity)
        self.is_new = loaded.person is None
        self._loaded = loaded.opportunities
        self._complete = loaded.complete
        self._advisors = loaded.advisors
        self._changed: dict[str, Opportunity] = {}
        self._messages: list[Message] = []
        self._wakes: dict[str, Wake] = {}
        self._forget: Forget | None = None
        self._withdraw = False
        self._ids = 0

    # -- what is known ----------------------------------------------------------------------------------------

    @property
    def settings(self) -> Settings:
        """The person's settings."""
        return self.person.settings

    @property
    def zone(self) -> str:
        """The person's time zone."""
        return self.person.settings.zone

    @property
    def here(self) -> ConversationReference:
        """Where the person is talking to the coach right now."""
        return self.activity.reference

    def opportunity(self, id: str | None) -> Opportunity | None:
        """The opportunity of that id, or None if the person has no such one (any more).

        Raises:
            NeedsMore: the person has it, but it was not loaded.
        """
        if id is None:
            return None
        if id in self._changed:
            return self._changed[id]
        if id in self._loaded:
            return self._loaded[id]
        if any(listed.id == id for listed in self.person.opportunities):
            raise NeedsMore((id,))
        return None

    def opportunities(self) -> list[Opportunity]:
        """The person's open opportunities that are at hand, the one spoken of last first."""
        wanted = [o.id for o in self.person.opportunities if o.open]
        return [
            self._changed.get(id) or self._loaded[id]
            for id in wanted
            if id in self._changed or id in self._loaded
        ]

    def every_opportunity(self) -> list[Opportunity]:
        """Every opportunity there ever was, closed ones and those off the index too.

        Raises:
            NeedsMore: not all of them were loaded.
        """
        if not self._complete:
            raise NeedsMore(None)
        return list({**self._loaded, **self._changed}.values())

    def advisors(self) -> tuple[Advisor, ...]:
        """Who else may be shared with, by name.

        Raises:
            NeedsAdvisors: they were not looked up.
        """
        if self._advisors is None:
            raise NeedsAdvisors
        return tuple(a for a in self._advisors if a.person != self.person.id)

    def focus(self) -> Opportunity | None:
        """The opportunity that was spoken of last."""
        return self.opportunity(self.person.focus)

    # -- what changes -----------------------------------------------------------------------------------------

    def new_id(self, prefix: str) -> str:
        """An id that the same activity gives again when it is played again."""
        self._ids += 1
        seed = f"{self.activity.tenant}|{self.activity.person}|{self.activity.id}|{self._ids}"
        return f"{prefix}{hashlib.blake2s(seed.encode(), digest_size=8).hexdigest()}"

    def change(self, **fields: Unpack[PersonChange]) -> None:
        """Changes the person."""
        self.person = replace(self.person, **fields)

    def keep(self, opportunity: Opportunity) -> Opportunity:
        """Keeps an opportunity as it is now, and brings the index up to date and the focus to it: but for
        the job that they have, which "it" never means."""
        self._changed[opportunity.id] = opportunity
        line = listed(opportunity, self.now)
        others = [o for o in self.person.opportunities if o.id != opportunity.id]
        index = sorted((line, *others), key=lambda o: not o.open)[:INDEX_AT_MOST]
        focus = self.person.focus if opportunity.present_job else opportunity.id
        self.change(opportunities=tuple(index), focus=focus)
        return opportunity

    def wake(self, wake: Wake) -> None:
        """Asks to be woken; the same id again moves or cancels it."""
        self._wakes[wake.id] = wake

    def forget(self, what: Forget) -> None:
        """Marks records for deletion."""
        self._forget = what

    def withdraw(self) -> None:
        """Takes back what waits to be sent to the person."""
        self._withdraw = True

    @property
    def forgets_all(self) -> bool:
        """Whether nothing of the person is left after this turn."""
        return self._forget is not None and self._forget.opportunity is None

    # -- what is said -----------------------------------------------------------------------------------------

    def say(self, reply: Reply, *, key: str | None = None, anew: bool = False) -> None:
        """Answers where the person is talking; for their eyes only where others could read along."""
        only = self.person.id if self.here.shared else None
        self._messages.append(Message(self.here, reply, key=key, only_for=only, anew=anew))

    def note(self, text: str, choices: Choices = ()) -> None:
        """Says one short thing."""
        self.say(Note(text, choices))

    def say_in(
        self,
        opportunity: Opportunity,
        reply: Reply,
        *,
        key: str | None = None,
        open_to_all: bool = False,
        expires_at: datetime | None = None,
        anew: bool = False,
    ) -> None:
        """Posts into an opportunity's thread; in a shared place for the person only, unless `open_to_all`.

        `anew`: the person asked for it, so that it comes as a new message even if it stands further up. One who talks
        in private is answered there also about what was begun in a shared place.
        """
        is_card = key == card_key(opportunity)
        home = opportunity.reference if is_card else self._home(opportunity, open_to_all=open_to_all)
        only = self.person.id if home.shared and not open_to_all else None
        thread = None if is_card else card_key(opportunity)
        self._messages.append(Message(home, reply, key, thread, only, expires_at, anew))

    def _home(self, opportunity: Opportunity, *, open_to_all: bool) -> ConversationReference:
        """Where the person reads about an opportunity: where they talk, if that is private."""
        home = opportunity.reference
        return home if self.here.shared or (home.shared and open_to_all) else self.here

    def post(self, message: Message) -> None:
        """Posts somewhere else, such as a place that the person shares to."""
        self._messages.append(message)

    def read_now(self) -> dict[str, list[str]]:
        """The answers whose readings were shown one by one in this turn, by opportunity, in their order."""
        found: dict[str, list[str]] = {}
        for message in self._messages:
            kind, _, answer = (message.key or "").partition(":")
            if kind == "reading" and message.thread is not None:
                found.setdefault(message.thread.partition(":")[2], []).append(answer)
        return {opportunity: list(dict.fromkeys(answers)) for opportunity, answers in found.items()}

    def say_as_one(self, keys: tuple[str, ...], reply: Reply, key: str) -> None:
        """Says one thing in place of the messages with these keys, where the first of them stood."""
        first = next(n for n, message in enumerate(self._messages) if message.key in keys)
        together = replace(self._messages[first], reply=reply, key=key)
        left = [message for message in self._messages[first:] if message.key not in keys]
        self._messages[first:] = [together, *left]

    def is_typed(self) -> bool:
        """Whether this turn answers something typed, rather than a button or a form on a message that stands."""
        return isinstance(self.activity.event, Said)

    def replies(self) -> list[Reply]:
        """What was said in this turn so far."""
        return [message.reply for message in self._messages]

    def said_nothing(self) -> bool:
        """Whether nothing was said yet in this turn."""
        return not self._messages

    def turn(self) -> Turn:
        """All of it, as one unchangeable value."""
        return Turn(
            activity=self.activity.id,
            person=self.person,
            changed=tuple(self._changed.values()),
            messages=tuple(self._messages),
            wakes=tuple(self._wakes.values()),
            forget=self._forget,
            withdraw=self._withdraw,
        )


def card_key(opportunity: Opportunity) -> str:
    """The identity of an opportunity's card: the message whose thread everything else goes into."""
    return f"card:{opportunity.id}"


def listed(opportunity: Opportunity, now: datetime) -> Listed:
    """The index line of an opportunity."""
    from dialogs.records import InterviewStatus

    coming = [
        i.starts_at
        for i in opportunity.interviews
        if i.status is InterviewStatus.BOOKED and i.starts_at > now
    ]
    return Listed(
        opportunity.id, opportunity.company, opportunity.job, opportunity.open, min(coming, default=None)
    )


def act(name: str, **args: str) -> Act:
    """A button's act, in short."""
    return Act(name, args)


def _newcomer(activity: Activity) -> Person:
    settings = Settings(zone=activity.zone or "UTC", zone_confirmed=activity.zone is not None)
    return Person(tenant=activity.tenant, id=activity.person, settings=settings)


Args = Mapping[str, str]
