"""All one's data, for people and for machines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from dialogs.documents import to_json
from dialogs.records import Opportunity, Person
from dialogs.wording import LABEL_WORDS, place_of


def as_json(person: Person, opportunities: Sequence[Opportunity]) -> str:
    """Everything the coach holds about a person, as one JSON document."""
    everything = {
        "person": json.loads(to_json(person)),
        "opportunities": [json.loads(to_json(o)) for o in opportunities],
    }
    return json.dumps(everything, ensure_ascii=False, indent=2)


def as_markdown(person: Person, opportunities: Sequence[Opportunity]) -> str:
    """The same to read: one section for each company."""
    parts = ["# Your notes in Delta", ""]
    if person.difference.in_short():
        parts += [f"**A difference I made:** {person.difference.said()}", ""]
    for opportunity in opportunities:
        parts += _section(opportunity)
    return "\n".join(parts).rstrip() + "\n"


def _section(opportunity: Opportunity) -> list[str]:
    lines = [f"## {opportunity.company}" + (f", {opportunity.job}" if opportunity.job else ""), ""]
    for interview in opportunity.interviews:
        local = interview.starts_at.astimezone(ZoneInfo(interview.zone))
        lines.append(
            f"- {local:%Y-%m-%d %H:%M} ({place_of(interview.zone)}), {interview.label}: {interview.status.value}"
        )
        lines += [f"  - to ask: {q.text}" for q in interview.questions]
    for answer in opportunity.answers:
        read = f" [{LABEL_WORDS[answer.reading.label]}]" if answer.reading else ""
        said = answer.text.replace("\n", "\n  > ") or f"({answer.kind.value.replace('_', ' ')})"
        lines += ["", f"**{answer.question_text}** ({answer.source.value}){read}", f"  > {said}"]
    if opportunity.terms is not None:
        lines += ["", "**Offer** (as it was entered)", "```json", to_json(opportunity.terms).decode(), "```"]
    return [*lines, ""]
