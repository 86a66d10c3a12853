"""What all answers over all rounds say about one company.

The types are plain data that survive JSON; the arithmetic is in `posterior` and imported only when judging.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from dialogs.rubric import Dimension, Reading, Role, Source, Strength


class Mindset(StrEnum):
    """What the company asks itself when the work is done."""

    OUTCOME = "outcome"
    OUTPUT = "output"
    SPLIT = "split"
    NOT_ENOUGH = "not enough evidence"


class Growth(StrEnum):
    """What the work makes of the person."""

    COMPOUNDING = "compounding"
    REPETITIVE = "repetitive"
    SPLIT = "split"
    NOT_ENOUGH = "not enough evidence"


class DimensionState(StrEnum):
    """What is known of one dimension. The leaning ones are not settled: say so, never just "output"."""

    OUTCOME = "outcome"
    OUTPUT = "output"
    SPLIT = "split"
    LEANING_OUTCOME = "leaning outcome"
    LEANING_OUTPUT = "leaning output"
    NOT_ENOUGH = "not enough evidence"


class Pole(StrEnum):
    """The side that a quote speaks for."""

    OUTCOME = "outcome"
    OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One answer as the verdict weighs it: its reading, and how the candidate knows.

    `interviewer` is the person's own key for whoever spoke ("hiring manager", "peer A"): answers with one key
    are taken as one voice.
    """

    answer_id: str
    reading: Reading
    interviewer: str
    role: Role
    source: Source


@dataclass(frozen=True, slots=True)
class QuotedEvidence:
    """A quote that carries a verdict, or speaks against it."""

    quote: str
    dimension: Dimension
    pole: Pole
    interviewer: str
    role: Role
    source: Source
    strength: Strength
    answer_id: str


@dataclass(frozen=True, slots=True)
class DimensionVerdict:
    """What is known of one dimension.

    `mean` and `interval` (80 %) are of the share of the place's practice that is outcome, 0 to 1;
    `probability` is that this share is above one half; `information` is what the answers added, in bits.
    """

    dimension: Dimension
    state: DimensionState
    mean: float
    interval: tuple[float, float]
    probability: float
    information: float
    answers: int

    @property
    def words(self) -> str:
        """Its state as a person reads it: of growth the poles are called compounding and repetitive."""
        if self.dimension is not Dimension.GROWTH:
            return self.state.value
        called = {Pole.OUTCOME.value: Growth.COMPOUNDING.value, Pole.OUTPUT.value: Growth.REPETITIVE.value}
        return " ".join(called.get(word, word) for word in self.state.value.split(" "))


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Quotes on one dimension that cannot both be the rule of the place, by who said or where it was seen."""

    dimension: Dimension
    outcome: tuple[QuotedEvidence, ...]
    output: tuple[QuotedEvidence, ...]


@dataclass(frozen=True, slots=True)
class NextDimension:
    """What to ask about next, best first, with the reason in one line."""

    dimension: Dimension
    expected_information: float
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the answers say about a company's mindset, and apart from it about growth.

    `probability` is that the place is outcome-minded; `interval` holds, with 80 % credibility, how
    outcome-minded it is (0 to 1); the growth pair says the same of compounding skill. `leaning` is set
    when the mindset is not settled but leans. `expected_information` is in bits:
    how far one more answer would move the verdict.
    """

    company: str
    mindset: Mindset
    growth: Growth
    leaning: Pole | None
    probability: float
    interval: tuple[float, float]
    growth_probability: float
    growth_interval: tuple[float, float]
    dimensions: tuple[DimensionVerdict, ...]
    evidence: tuple[QuotedEvidence, ...]
    counter_evidence: tuple[QuotedEvidence, ...]
    growth_evidence: tuple[QuotedEvidence, ...]
    contradictions: tuple[Contradiction, ...]
    answers: int
    informative_answers: int
    interviewers: int
    expected_information: dict[Dimension, float]
    next_dimensions: tuple[NextDimension, ...]

    def of(self, dimension: Dimension) -> DimensionVerdict:
        """What is known of one dimension."""
        return next(each for each in self.dimensions if each.dimension is dimension)


def judge(company: str, evidence: Sequence[Evidence]) -> Verdict:
    """Weigh all answers about one company. Answers that show nothing are counted but move nothing.

    A corrected reading counts as certain. The same evidence in any order gives the same verdict.
    """
    from dialogs.reading.weighing import weigh

    return weigh(company, evidence)
