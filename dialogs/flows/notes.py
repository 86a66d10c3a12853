"""Answers as they are written down, and notes in one go: read piece by piece."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs.desk import Desk
from dialogs.flows.readings import put_answer, show_reading
from dialogs.records import Answer, AnswerKind, AskedQuestion, Interview, Opportunity
from dialogs.rubric import Label, Reading, Source


def record_answer(
    desk: Desk,
    opportunity: Opportunity,
    interview: Interview,
    question: AskedQuestion,
    kind: AnswerKind,
    text: str = "",
    reading: Reading | None = None,
) -> Answer:
    """Writes the answer to one question of one interview; a second answer to the same question replaces the first."""
    opportunity = desk.opportunity(opportunity.id) or opportunity
    same = next(
        (a for a in opportunity.answers if a.interview == interview.id and a.question == question.id), None
    )
    answer = Answer(
        id=same.id if same else desk.new_id("a-"),
        interview=interview.id,
        question=question.id,
        question_text=question.text,
        dimension=question.dimension,
        kind=kind,
        at=desk.now,
        text=text,
        source=same.source if same else Source.TOLD,
        reading=reading,
    )
    put_answer(desk, opportunity, answer)
    return answer


def note(
    desk: Desk, opportunity: Opportunity, interview: Interview, text: str, source: Source
) -> list[Answer]:
    """Reads a free note by the paragraph, each for the dimension it is about. Returns those that say something."""
    telling: list[Answer] = []
    for piece in pieces(text):
        reading = desk.reader.read(piece, None)
        question = AskedQuestion(
            id=f"note-{desk.new_id('')}",
            text="What you saw" if source is Source.SEEN else "From your note",
            dimension=reading.dimension,
        )
        opportunity = desk.opportunity(opportunity.id) or opportunity
        answer = replace(
            record_answer(desk, opportunity, interview, question, AnswerKind.GIVEN, piece, reading),
            source=source,
        )
        opportunity = put_answer(desk, desk.opportunity(opportunity.id) or opportunity, answer)
        if reading.label is not Label.UNCLEAR:
            telling.append(answer)
            show_reading(desk, opportunity, answer)
    return telling


PIECES_READ = 24
"""A note is read in at most so many pieces; longer ones are cut into longer pieces, never dropped."""


def pieces(text: str, sentences_each: int = 2) -> list[str]:
    """A note in the pieces it was written in: paragraphs, bullets, else so many sentences at a time."""
    parts = [p.strip(" \t-•*") for p in re.split(r"\n\s*\n|\n\s*[-•*]\s+|\n", text)]
    parts = [p for p in parts if p]
    if len(parts) == 1:
        sentences = re.split(r"(?<=[.!?])\s+", parts[0])
        starts = range(0, len(sentences), sentences_each)
        parts = [" ".join(sentences[i : i + sentences_each]) for i in starts]
    size = -(-len(parts) // PIECES_READ) or 1
    return ["\n".join(parts[i : i + size]) for i in range(0, len(parts), size)]
