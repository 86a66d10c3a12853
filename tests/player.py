"""A player plays a person: every message meets a new coach, and everything that is kept has been through JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from dialogs.activity import (
    Act,
    Acted,
    Activity,
    Arrived,
    ConversationReference,
    Event,
    Filled,
    Platform,
    Said,
    Woke,
)
from dialogs.coach import Coach
from dialogs.desk import NeedsMore
from dialogs.documents import from_json, to_json
from dialogs.plain import as_text
from dialogs.questions.loading import load_bank
from dialogs.records import Advisor, Opportunity, Person
from dialogs.replies import Choice, Form, Overview, Probes, ReadingsShown, Reply
from dialogs.rubric import Dimension, Label, Probabilities, Reading, Strength
from dialogs.turn import Loaded, Message, Turn, Wake

HERE = ConversationReference(Platform.TERMINAL, "acme-club", "dm-1", "ada")
CHANNEL = ConversationReference(Platform.TERMINAL, "acme-club", "channel-1", "ada", shared=True)
MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


class MarkedReader:
    """A reader for tests: the first word of an answer says what it shows ("output: …"), "torn: …" leaves it
    between output and nothing, anything else is unclear."""

    def read(self, text: str, dimension: Dimension | None = None) -> Reading:
        """The label that the text names itself."""
        word, _, rest = text.partition(":")
        label = Label(word.strip()) if word.strip() in set(Label) else Label.UNCLEAR
        chances = {each.value: 0.97 if each is label else 0.01 for each in Label}
        if word.strip() == "torn":
            chances = {"output": 0.43, "outcome": 0.17, "mixed": 0.04, "unclear": 0.36}
        return Reading(
            dimension=dimension or Dimension.FOCUS,
            label=label,
            probabilities=Probabilities(**chances),
            strength=Strength.NONE if label is Label.UNCLEAR else Strength.EVIDENCE,
            quote=rest.strip() or None,
            reason="It says so itself.",
        )


@dataclass
class Player:
    """One person and what the coach keeps of them, as JSON text between any two messages."""

    now: datetime = MONDAY
    zone: str | None = "Europe/Lisbon"
    here: ConversationReference = HERE
    person: str | None = None
    advisors: tuple[Advisor, ...] = ()
    finds_places: bool = True
    name: str | None = None
    opportunities: dict[str, str] = field(default_factory=dict)
    wakes: dict[str, Wake] = field(default_factory=dict)
    said: list[Message] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    _count: int = 0

    def says(self, words: str) -> str:
        """Types something; returns all that the coach says to it."""
        return self.does(Said(words))

    def presses(self, label: str) -> str:
        """Presses the latest button with that label."""
        found = [c for c in self.choices if c.label == label]
        assert found, f"there is no button [{label}], only {[c.label for c in self.choices]}"
        return self.does(Acted(found[-1].act))

    def acts(self, name: str, **args: str) -> str:
        """Uses a button that may be from long ago."""
        return self.does(Acted(Act(name, args)))

    def fills(self, act: Act, **values: str) -> str:
        """Sends a form."""
        return self.does(Filled(act, values))

    def arrives(self) -> str:
        """Opens the conversation."""
        return self.does(Arrived())

    def wakes_up(self, kind: str) -> str:
        """Lets time pass to the next moment of that kind."""
        due = min(
            (w for w in self.wakes.values() if w.kind.value == kind and not w.cancelled),
            key=lambda w: w.due_at,
        )
        self.now = max(self.now, due.due_at)
        del self.wakes[due.id]
        return self.does(Woke(due.id))

    def waits(self, **length: int) -> None:
        """Lets time pass."""
        self.now += timedelta(**length)

    def does(self, event: Event) -> str:
        """Lets one thing happen, on a coach that was started just now."""
        self._count += 1
        turn = self.turn(event, f"e{self._count}")
        assert self.turn(event, f"e{self._count}") == turn, (
            "the same activity on the same records is the same turn"
        )
        self._keep(turn)
        return "\n\n".join(as_text(m.reply) for m in turn.messages)

    def turn(self, event: Event, id: str) -> Turn:
        """What the coach would do."""
        coach = Coach(load_bank(), MarkedReader())
        person = from_json(Person, self.person) if self.person else None
        kept = {i: from_json(Opportunity, t) for i, t in self.opportunities.items()}
        loaded = Loaded(False, person, kept, complete=True, advisors=self.advisors)
        activity = Activity(
            id,
            self.here.tenant,
            self.here.person,
            self.now,
            self.here,
            event,
            self.zone,
            name=self.name,
            finds_places=self.finds_places,
        )
        try:
            return coach.handle(activity, loaded)
        except NeedsMore as need:  # everything is loaded here: what is missing does not exist
            raise AssertionError(f"asked for what is not there: {need.ids}") from need

    def _keep(self, turn: Turn) -> None:
        if turn.forget is not None and turn.forget.opportunity is None:
            self.person, self.opportunities, self.wakes = None, {}, {}
        else:
            self.person = to_json(turn.person).decode()
            for opportunity in turn.changed:
                self.opportunities[opportunity.id] = to_json(opportunity).decode()
            if turn.forget is not None and turn.forget.opportunity:
                self.opportunities.pop(turn.forget.opportunity, None)
            self.wakes |= {wake.id: from_json(Wake, to_json(wake)) for wake in turn.wakes}
        messages = [from_json(Message, to_json(message)) for message in turn.messages]
        assert messages == list(turn.messages), "a message survives JSON unchanged"
        self.said = messages
        fresh = [c for m in messages for c in buttons(m.reply)]
        self.choices = fresh or self.choices

    # -- what is kept, for looking at ---------------------------------------------------------------------------

    @property
    def me(self) -> Person:
        """The person as the coach keeps them."""
        assert self.person is not None
        return from_json(Person, self.person)

    def company(self, name: str) -> Opportunity:
        """The opportunity at that company."""
        every = [from_json(Opportunity, text) for text in self.opportunities.values()]
        return next(o for o in every if o.company == name)

    def replies(self, kind: type[Reply]) -> list[Reply]:
        """The replies of one kind among the last that were said."""
        return [m.reply for m in self.said if isinstance(m.reply, kind)]  # type: ignore[arg-type]

    def form(self) -> Form:
        """The form among what was said last."""
        return next(m.reply for m in self.said if isinstance(m.reply, Form))

    def plays(self, table: Sequence[tuple[str | Callable[[Player], str], str]]) -> None:
        """A conversation as a table: what the person types (or [presses]), and words the coach must answer with."""
        for does, expected in table:
            if callable(does):
                answer = does(self)
            elif does.startswith("[") and does.endswith("]"):
                answer = self.presses(does[1:-1])
            else:
                answer = self.says(does)
            assert expected.casefold() in answer.casefold(), f"> {does}\n{answer}\n(expected: {expected})"


def buttons(reply: Reply) -> list[Choice]:
    """All buttons of a reply, those of its parts included."""
    parts: list[Choice] = list(getattr(reply, "choices", ()))
    if isinstance(reply, Probes):
        parts += [c for p in reply.probes for c in p.choices]
    if isinstance(reply, ReadingsShown):
        parts += [Choice(f"Change {n}", line.change) for n, line in enumerate(reply.lines, 1)]
    if isinstance(reply, Overview):
        parts += [c for i in reply.items for c in i.choices]
    return parts
