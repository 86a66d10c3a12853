"""Writes docs/questions/sample.md: thirty suggestions for ten people, as the coach gives them today.

Run from the root of the repository: python -m docs.questions.sample
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dialogs.questions.choice import Situation, choose
from dialogs.questions.loading import load_bank
from dialogs.rubric import Dimension, Role, Stage

TARGET = Path(__file__).with_name("sample.md")
FIRST, SECOND, THIRD = "first-six-months", "perfect-and-no-difference", "plan-or-problem"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person, told in a line, and where they stand."""

    told: str
    situation: Situation


CANDIDATES = (
    Candidate(
        "A nurse, first call with a recruiter of a hospital she knows nothing about.",
        Situation(Role.RECRUITER, Stage.FIRST_CALL, trade="nurse", seed=1),
    ),
    Candidate(
        "A staff engineer, main round with the hiring manager.",
        Situation(Role.HIRING_MANAGER, Stage.MAIN_ROUND, trade="staff engineer", seed=2),
    ),
    Candidate(
        "An internal auditor, main round with the hiring manager; the recruiter told a little.",
        Situation(
            Role.HIRING_MANAGER,
            Stage.MAIN_ROUND,
            expected_information={
                Dimension.SUCCESS_METRICS: 0.7,
                Dimension.FAILURE_LEARNING: 1.0,
                Dimension.AUTONOMY: 1.0,
                Dimension.FOCUS: 1.0,
                Dimension.RECOGNITION: 0.9,
                Dimension.GROWTH: 0.5,
            },
            asked=(("what-the-manager-wants-changed", Role.RECRUITER), ("year-two-on-file", Role.RECRUITER)),
            trade="internal auditor",
            seed=3,
            company_known=True,
        ),
    ),
    Candidate(
        "A warehouse shift lead, panel with a peer; the manager dodged the second question.",
        Situation(
            Role.PEER,
            Stage.PANEL,
            expected_information={Dimension.SUCCESS_METRICS: 0.4, Dimension.AUTONOMY: 0.5},
            asked=((FIRST, Role.HIRING_MANAGER), (SECOND, Role.HIRING_MANAGER), (THIRD, Role.HIRING_MANAGER)),
            dodged=((SECOND, Role.HIRING_MANAGER),),
            trade="warehouse shift lead",
            seed=4,
            company_known=True,
        ),
    ),
    Candidate(
        "A primary school teacher, a morning with somebody in their second year there.",
        Situation(Role.JUNIOR, Stage.MAIN_ROUND, trade="primary school teacher", seed=5),
    ),
    Candidate(
        "A physiotherapist, lunch with a colleague who treats patients all day; answers on autonomy clash.",
        Situation(
            Role.CLIENT_FACING,
            Stage.PANEL,
            expected_information={
                Dimension.SUCCESS_METRICS: 0.5,
                Dimension.FAILURE_LEARNING: 0.8,
                Dimension.AUTONOMY: 0.9,
                Dimension.FOCUS: 0.8,
                Dimension.RECOGNITION: 0.7,
                Dimension.GROWTH: 0.8,
            },
            asked=((THIRD, Role.HIRING_MANAGER), ("last-decision-in-this-seat", Role.PEER)),
            contradictions=(Dimension.AUTONOMY,),
            trade="physiotherapist",
            seed=6,
            company_known=True,
        ),
    ),
    Candidate(
        "A product manager, final round with an executive, ten minutes at the end for questions.",
        Situation(
            Role.EXECUTIVE,
            Stage.FINAL,
            expected_information={
                Dimension.SUCCESS_METRICS: 0.3,
                Dimension.FAILURE_LEARNING: 0.6,
                Dimension.AUTONOMY: 0.4,
                Dimension.FOCUS: 0.9,
                Dimension.RECOGNITION: 0.9,
                Dimension.GROWTH: 0.7,
            },
            asked=((FIRST, Role.HIRING_MANAGER), (THIRD, Role.PEER), (SECOND, Role.PEER)),
            trade="product manager",
            minutes=10,
            seed=7,
            company_known=True,
        ),
    ),
    Candidate(
        "A sales representative, the manager's manager in the final round.",
        Situation(
            Role.SKIP_LEVEL,
            Stage.FINAL,
            asked=((FIRST, Role.HIRING_MANAGER), ("last-promotion", Role.HIRING_MANAGER)),
            expected_information={Dimension.SUCCESS_METRICS: 0.3, Dimension.RECOGNITION: 0.5},
            trade="sales representative",
            seed=8,
            company_known=True,
        ),
    ),
    Candidate(
        "A civil engineer with an offer on the table, one more call with the hiring manager.",
        Situation(
            Role.HIRING_MANAGER,
            Stage.OFFER,
            expected_information={
                Dimension.SUCCESS_METRICS: 0.5,
                Dimension.FAILURE_LEARNING: 0.4,
                Dimension.AUTONOMY: 0.6,
                Dimension.FOCUS: 0.3,
                Dimension.RECOGNITION: 0.6,
                Dimension.GROWTH: 1.0,
            },
            asked=((FIRST, Role.HIRING_MANAGER), (SECOND, Role.PEER), (THIRD, Role.HIRING_MANAGER)),
            trade="civil engineer",
            seed=9,
            company_known=True,
        ),
    ),
    Candidate(
        "A chef who does not know yet whom he will meet.",
        Situation(Role.UNKNOWN, Stage.MAIN_ROUND, trade="chef", seed=10),
    ),
)


def sample() -> str:
    """The whole page, ending in one line break."""
    parts = [
        "# Thirty suggestions for ten people",
        "Written by `python -m docs.questions.sample` from the question bank; a test keeps it up to date. "
        "Read it aloud: a career coach should be ready to sign each, and the person glad to ask it.",
    ]
    for number, candidate in enumerate(CANDIDATES, start=1):
        parts.append(f"## {number}. {candidate.told}")
        for s in choose(load_bank(), candidate.situation):
            later = " *(if there is time)*" if s.if_time else ""
            parts.append(
                f"**{s.text}**{later}  \n"
                f"Why: {s.why}  \n"
                f"If it stays vague: “{s.follow_up}”  \n"
                f"Ships things: “{s.sounds_output}”  \n"
                f"Makes a difference: “{s.sounds_outcome}”"
            )
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    TARGET.write_text(sample(), encoding="utf-8")
    print(f"Wrote {TARGET.name}.")
