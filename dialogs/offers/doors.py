"""Part 3 of a comparison: what a place would make of the person, and the question that would tell more."""

from __future__ import annotations

from typing import Final

from dialogs.offers.offer import AUTONOMY, GROWTH, MINDSET, PAY, TIME, DoorsEvidence

QUESTIONS: Final = {
    MINDSET: "How will you measure my success in the first six months?",
    GROWTH: "What can people in this seat do after two years that they could not do when they came?",
    AUTONOMY: "When I start, will I get a plan to follow, or a problem to solve?",
    TIME: "How many hours did the team really work last week?",
    PAY: "What were the shares worth at the last price that somebody paid for them?",
}
"""One question for each criterion that an interviewer can answer."""

REPEATED_QUESTION: Final = "How much of last week was the same thing as the week before?"


def question_for(criterion: str, label: str) -> str:
    """The question that would tell more about one criterion; for the person's own, what to find out."""
    return QUESTIONS.get(criterion, f"What can you find out about {label}?")


def missing_door(doors: DoorsEvidence | None) -> str | None:
    """The question that would bring evidence where there is none; None when everything has been heard."""
    if doors is None or doors.probability is None:
        return QUESTIONS[MINDSET]
    if doors.growth_probability is None:
        return QUESTIONS[GROWTH]
    return REPEATED_QUESTION if doors.repeated_share is None else None
