"""The words of the mindset rubric: what an answer is read for, and what one reading says.

A company asks itself one of two things when the work is done: "did we ship something?" (output) or
"did we make a difference?" (outcome). Everything the coach asks, reads and concludes uses these words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Dimension(StrEnum):
    """Which side of the company's mindset a question or an answer is about."""

    SUCCESS_METRICS = "success_metrics"
    FAILURE_LEARNING = "failure_learning"
    AUTONOMY = "autonomy"
    FOCUS = "focus"
    RECOGNITION = "recognition"
    GROWTH = "growth"


MINDSET_DIMENSIONS: tuple[Dimension, ...] = tuple(d for d in Dimension if d is not Dimension.GROWTH)
"""Growth is judged apart: it asks what the work makes of the person, not what the company asks of the work."""


class Label(StrEnum):
    """What one answer shows. For growth, `output` is repetition and `outcome` is compounding skill."""

    OUTPUT = "output"
    OUTCOME = "outcome"
    MIXED = "mixed"
    UNCLEAR = "unclear"


class Strength(StrEnum):
    """Whether an answer could be checked (evidence), is only asserted (claim), or shows nothing (none)."""

    EVIDENCE = "evidence"
    CLAIM = "claim"
    NONE = "none"


class Source(StrEnum):
    """How the candidate knows: somebody said it, or they saw it themselves."""

    TOLD = "told"
    SEEN = "seen"


class Role(StrEnum):
    """Who the candidate meets. Interviewers are roles, never names, in everything that can be shared."""

    RECRUITER = "recruiter"
    HIRING_MANAGER = "hiring_manager"
    PEER = "peer"
    JUNIOR = "junior"
    SKIP_LEVEL = "skip_level"
    EXECUTIVE = "executive"
    CUSTOMER_FACING = "customer_facing"
    CLIENT_FACING = "client_facing"
    """A future colleague who works with patients, pupils, guests or clients all day."""
    UNKNOWN = "unknown"


class Stage(StrEnum):
    """How far along the candidate is with one company."""

    FIRST_CALL = "first_call"
    MAIN_ROUND = "main_round"
    PANEL = "panel"
    FINAL = "final"
    OFFER = "offer"


@dataclass(frozen=True, slots=True)
class Probabilities:
    """Calibrated probabilities of the four labels; they sum to one."""

    output: float
    outcome: float
    mixed: float
    unclear: float

    def of(self, label: Label) -> float:
        """The probability of one label."""
        return float(getattr(self, label.value))


@dataclass(frozen=True, slots=True)
class Reading:
    """What one answer shows, with the words that show it.

    `quote` is an exact substring of the answer (or None when nothing in it carries the label), `reason` one
    plain sentence for the person, `rule` the number of the rubric's rule that decided a hard case.
    `corrected` is true when the person replaced the reader's label by their own, which then counts.
    """

    dimension: Dimension
    label: Label
    probabilities: Probabilities
    strength: Strength
    quote: str | None
    reason: str
    rule: int | None = None
    corrected: bool = False
    counter_quote: str | None = None
    """For a mixed reading: `quote` carries the output pole, `counter_quote` the outcome pole."""
    second_reader: str = ""
    """Where a second reader is that read it too, with the person's leave; empty: nobody else has read it."""
