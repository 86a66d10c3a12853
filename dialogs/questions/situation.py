"""What the choice of questions is made from, and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dialogs.questions.bank import Form, Question
from dialogs.rubric import Dimension, Role, Stage


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question the candidate wrote; `dimension` is guessed by `infer_dimension` unless they changed it."""

    id: str
    text: str
    dimension: Dimension

    def as_question(self) -> Question:
        """The same as a question of the bank: it may be put to anyone, at any stage."""
        return Question(
            id=self.id,
            dimension=self.dimension,
            text=self.text,
            roles=tuple(Role),
            stages=tuple(Stage),
            form=Form.PAST_EVENT,
            follow_up="Could you tell me about the last time that happened?",
            sounds_output="What was delivered, how much, and by when.",
            sounds_outcome="What got better, for whom, and how they know.",
            sounds_empty="Words that would fit any company.",
            origin="the candidate's own",
        )


@dataclass(frozen=True, slots=True)
class Situation:
    """Who is met, at which stage, and what is already known about the company.

    `expected_information` says per dimension how much one more answer would move the verdict (any scale,
    0 is nothing; a dimension left out counts as fully open). `asked` and `dodged` pair a question's id with
    the role of the one who was asked; a dodged question need not be in `asked` too. `minutes` is what
    the candidate will have for questions of their own. `trade` is a job title or a trade in any words.
    """

    role: Role
    stage: Stage
    expected_information: Mapping[Dimension, float] = field(default_factory=dict)
    asked: tuple[tuple[str, Role], ...] = ()
    dodged: tuple[tuple[str, Role], ...] = ()
    heard: Mapping[Dimension, int] = field(default_factory=dict)
    """How many answers there are on a dimension, whatever they were answers to."""
    contradictions: tuple[Dimension, ...] = ()
    pinned: tuple[str, ...] = ()
    swapped_out: tuple[str, ...] = ()
    own: tuple[OwnQuestion, ...] = ()
    minutes: int = 12
    trade: str | None = None
    seed: int = 0
    company_known: bool = False
    """Whether anything at all has been heard about this company yet."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One question to ask this person, in the words of the candidate's trade, and why."""

    question: Question
    text: str
    why: str
    follow_up: str
    sounds_output: str
    sounds_outcome: str
    pinned: bool = False
    if_time: bool = False
    """Whether it no longer fits the minutes there are: ask it when there is time left."""
