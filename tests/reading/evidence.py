"""Answers as they were read, made short: who said what, and how sure the reading is."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.reading.verdict import Evidence
from dialogs.rubric import (
    MINDSET_DIMENSIONS,
    Dimension,
    Label,
    Probabilities,
    Reading,
    Role,
    Source,
    Strength,
)


def said(
    dimension: Dimension,
    label: Label,
    *,
    who: str = "hiring manager",
    role: Role = Role.HIRING_MANAGER,
    source: Source = Source.TOLD,
    strength: Strength = Strength.EVIDENCE,
    sure: float = 0.9,
    corrected: bool = False,
    key: str = "",
) -> Evidence:
    """One answer, read as `label` with probability `sure`."""
    rest = (1 - sure) / 3
    shares = Probabilities(**{each.value: sure if each is label else rest for each in Label})
    reading = Reading(
        dimension=dimension,
        label=label,
        probabilities=shares,
        strength=Strength.NONE if label is Label.UNCLEAR else strength,
        quote=None if label is Label.UNCLEAR else f"{label.value} on {dimension.value}",
        reason="a reason",
        corrected=corrected,
        counter_quote="the other side" if label is Label.MIXED else None,
    )
    return Evidence(key or f"{who}/{dimension}/{label}/{source}", reading, who, role, source)


def everywhere(label: Label, dimensions: Sequence[Dimension] = MINDSET_DIMENSIONS) -> list[Evidence]:
    return [said(dimension, label) for dimension in dimensions]
