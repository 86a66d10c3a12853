"""A second reader beside the local one: what it is asked, what it may answer, and how the two are joined.

A note is untrusted text, and so is what a model says of it. All that an opinion can change is the label, the strength
and the quotes of that one note, and each quote has to be found in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import Field

from dialogs.reading.decision import decided
from dialogs.reading.reader import Reader
from dialogs.records import Opportunity
from dialogs.rubric import Dimension, Label, Probabilities, Reading, Strength

WEIGHT = 0.6
"""The second reader's share in the joint reading; the local reader keeps the rest."""
SUREST = 0.9
"""A second reader's word is never taken as surer than this."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One note to be read once more: its words, and the dimension that it is about."""

    text: str
    dimension: Dimension


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a second reader has to answer with; anything else counts as no answer."""

    label: Label
    strength: Strength
    confidence: Annotated[float, Field(ge=0, le=1)]
    quote: str | None = None
    counter_quote: str | None = None


def joined(first: Reading, opinion: Opinion, text: str, address: str) -> Reading:
    """The local reading and the second one as one. Quotes that the note does not hold are dropped, and a label other
    than unclear without any quote left counts for nothing."""
    quotes = [q for q in (opinion.quote, opinion.counter_quote) if q and q.strip() and q in text]
    if opinion.label is not Label.UNCLEAR and not quotes:
        return first
    sure = min(SUREST, max(0.25, opinion.confidence))
    shares = {
        label: (1 - WEIGHT) * first.probabilities.of(label)
        + WEIGHT * (sure if label is opinion.label else (1 - sure) / 3)
        for label in Label
    }
    probabilities = Probabilities(**{each.value: share for each, share in shares.items()})
    label = decided(probabilities)
    if label is not opinion.label:
        return replace(first, probabilities=probabilities, second_reader=address)
    strength = Strength.NONE if label is Label.UNCLEAR else opinion.strength
    if strength is Strength.NONE and label is not Label.UNCLEAR:
        strength = Strength.CLAIM
    mixed = label is Label.MIXED
    return replace(
        first,
        label=label,
        probabilities=probabilities,
        strength=strength,
        quote=None if label is Label.UNCLEAR else quotes[0],
        counter_quote=quotes[1] if mixed and len(quotes) > 1 else None,
        reason=first.reason if label is first.label else _REASONS[label],
        rule=first.rule if label is first.label else None,
        second_reader=address,
    )


_REASONS = {
    Label.OUTPUT: "A second reader finds that what counts here is getting it delivered.",
    Label.OUTCOME: "A second reader finds that what counts here is what changes for somebody.",
    Label.MIXED: "A second reader finds practice of both kinds in it.",
    Label.UNCLEAR: "A second reader finds no practice in it that could be seen or checked.",
}


class Heard:
    """The local reader, which remembers what it was given to read."""

    def __init__(self, local: Reader) -> None:
        self._local = local
        self._read: dict[Asked, Reading] = {}

    def read(self, text: str, dimension: Dimension | None = None) -> Reading:
        """See `Reader.read`."""
        reading = self._local.read(text, dimension)
        self._read[Asked(text, reading.dimension)] = reading
        return reading

    def kept_in(self, changed: Iterable[Opportunity]) -> list[Asked]:
        """What was read and is now kept as an answer; words that were only looked at are nobody else's business."""
        kept = {a.reading for opportunity in changed for a in opportunity.answers if a.reading is not None}
        return [asked for asked, reading in self._read.items() if reading in kept]


class Together:
    """The local reader, joined with the opinions that are there."""

    def __init__(self, local: Reader, opinions: Mapping[Asked, Opinion], address: str) -> None:
        self._local = local
        self._opinions = opinions
        self._address = address

    def read(self, text: str, dimension: Dimension | None = None) -> Reading:
        """See `Reader.read`."""
        first = self._local.read(text, dimension)
        opinion = self._opinions.get(Asked(text, first.dimension))
        return first if opinion is None else joined(first, opinion, text, self._address)
