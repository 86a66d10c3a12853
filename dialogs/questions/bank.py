"""What the coach can suggest asking: one question, its wording for each trade, and the whole bank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from dialogs.rubric import Dimension, Role, Stage


class Form(StrEnum):
    """What kind of answer a question asks for. The more concrete, the harder to answer with a slogan."""

    PAST_EVENT = "past_event"
    """Something that happened: "tell me about the last time…"."""
    ARTEFACT = "artefact"
    """A thing that exists and could be shown: a review form, a rota, a plan on a wall."""
    COUNTERFACTUAL = "counterfactual"
    """What would happen if: the values come out in the choice."""
    NUMBER = "number"
    """A figure, a date, a count, or the measure itself."""
    OBSERVATION = "observation"
    """Nothing to ask: something to look or listen for."""


class Trade(StrEnum):
    """Groups of trades whose words for work and for the people it is done for differ."""

    CARE = "care"
    """Nursing, medicine, therapy, social work."""
    TEACHING = "teaching"
    """Schools, universities, training."""
    TECH = "tech"
    """Software, data, product, design, engineering."""
    OPERATIONS = "operations"
    """Warehouses, production, transport, building, maintenance."""
    DESK = "desk"
    """Audit, finance, law, administration, people departments, public service."""
    SERVICE = "service"
    """Sales, shops, hospitality, support, marketing."""


class Setting(StrEnum):
    """Where something can be seen."""

    ON_SITE = "on_site"
    REMOTE = "remote"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Variant:
    """What differs for one trade. None means that the neutral wording serves."""

    trade: Trade
    text: str | None = None
    sounds_output: str | None = None
    sounds_outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """A question's words, resolved for one trade."""

    text: str
    sounds_output: str
    sounds_outcome: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question worth asking, or one thing worth noticing (`form` is then `Form.OBSERVATION`).

    `roles` are those who can answer it first-hand. `lead` ranks the questions everything else builds on:
    1 to 3 are the coach's own three, 4 to 6 the growth questions that come next, None the rest.
    """

    id: str
    dimension: Dimension
    text: str
    roles: tuple[Role, ...]
    stages: tuple[Stage, ...]
    form: Form
    follow_up: str
    """Digs for something that could be checked when the answer stays vague."""
    sounds_output: str
    sounds_outcome: str
    sounds_empty: str
    """What an answer sounds like that says nothing either way."""
    origin: str
    """Where the idea comes from, in a phrase."""
    trades: tuple[Variant, ...] = ()
    lead: int | None = None
    setting: Setting = Setting.EITHER

    @property
    def is_observation(self) -> bool:
        """Whether this is something to notice rather than something to say."""
        return self.form is Form.OBSERVATION

    def worded_for(self, trade: Trade | None) -> Wording:
        """The words to use with somebody of this trade: the trade's own where there are any."""
        own = next((v for v in self.trades if v.trade is trade), None)
        return Wording(
            text=(own and own.text) or self.text,
            sounds_output=(own and own.sounds_output) or self.sounds_output,
            sounds_outcome=(own and own.sounds_outcome) or self.sounds_outcome,
        )


@dataclass(frozen=True)
class Bank:
    """All questions, in the order of the rubric's dimensions and of their files."""

    questions: tuple[Question, ...]
    _by_id: dict[str, Question] = field(init=False, repr=False, compare=False)
    _places: dict[str, float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {q.id: q for q in self.questions})
        object.__setattr__(self, "_places", dict(_places(self.questions)))

    def question(self, question_id: str) -> Question:
        """The question with this id.

        Raises:
            LookupError: no question has it; the sentence names the id.
        """
        found = self._by_id.get(question_id)
        if found is None:
            raise LookupError(f"There is no question {question_id!r} in the bank.")
        return found

    def __contains__(self, question_id: object) -> bool:
        return question_id in self._by_id

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)

    def __len__(self) -> int:
        return len(self.questions)

    def place(self, question: Question) -> float:
        """Where in its file a question stands: 0 for the first, towards 1 for the last; 1 for a stranger."""
        return self._places.get(question.id, 1.0)

    def to_ask(self) -> Iterable[Question]:
        """The questions that can be said aloud."""
        return (q for q in self.questions if not q.is_observation)

    def to_notice(self) -> Iterable[Question]:
        """The observations."""
        return (q for q in self.questions if q.is_observation)


def _places(questions: tuple[Question, ...]) -> Iterator[tuple[str, float]]:
    for dimension in Dimension:
        ids = [q.id for q in questions if q.dimension is dimension]
        yield from ((question_id, place / len(ids)) for place, question_id in enumerate(ids))
