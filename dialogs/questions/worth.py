"""How much it is worth to ask one question of one person now.

    worth = expected information of its dimension     (the verdict says, 1 when nothing is known)
          × how far this role knows that first-hand   (vantage.toml)
          × how hard the form is to answer with a slogan
          × what was asked, dodged or contradicted before
          × what the same conversation already holds  (another dimension, another form, the minutes left)

The factors below are judgements, kept in one place; their order matters, not their decimals.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

from dialogs.questions.bank import Form, Question
from dialogs.questions.situation import Situation
from dialogs.questions.vantage import vantage
from dialogs.rubric import Dimension, Role

MINUTES: Mapping[Form, int] = {
    Form.PAST_EVENT: 4,
    Form.ARTEFACT: 3,
    Form.COUNTERFACTUAL: 3,
    Form.NUMBER: 3,
    Form.OBSERVATION: 0,
}
"""What a question with its answer and one follow-up takes of the candidate's own time."""

_CONCRETE: Mapping[Form, float] = {
    Form.PAST_EVENT: 1.0,
    Form.ARTEFACT: 0.97,
    Form.NUMBER: 0.95,
    Form.COUNTERFACTUAL: 0.85,
    Form.OBSERVATION: 0.0,
}
_LEAD: Mapping[int | None, float] = {1: 1.9, 2: 1.75, 3: 1.7, 4: 1.45, 5: 1.4, 6: 1.35, None: 1.0}
_LAST_IN_FILE = 0.08
"""What the last question of a file is worth less than the first: a file lists the better ones first."""
_FEWEST_ROLES_FOR_A_STRANGER = 6


class Past:
    """What the earlier conversations with this company mean for the next one."""

    def __init__(
        self, situation: Situation, questions: Mapping[str, Question], places: Mapping[str, float]
    ) -> None:
        self.role = situation.role
        self._places = places
        self.asked = [(questions[q], role) for q, role in situation.asked if q in questions]
        self.dodges = [(questions[q], role) for q, role in situation.dodged if q in questions]
        dodged = set(situation.dodged)
        self.answers = [q.dimension for q, role in self.asked if (q.id, role) not in dodged]
        self.contradicted = frozenset(situation.contradictions)

    def others_asked(self, question: Question) -> list[Role]:
        """Who else answered this question, or the same one of the coach's own as it is put to their role."""
        dodged = {(q.id, role) for q, role in self.dodges}
        return [
            role
            for q, role in self.asked
            if role is not self.role and is_same(q, question) and (q.id, role) not in dodged
        ]

    def was_asked_of_this_role(self, question: Question) -> bool:
        """Whether this person, or another in the same role, was asked this already."""
        return any(is_same(q, question) and role is self.role for q, role in self.asked)

    def was_dodged(self, question: Question) -> bool:
        """Whether anyone dodged this very question, in whatever wording."""
        return any(is_same(q, question) for q, _ in self.dodges)

    def was_dodged_by_this_role(self, question: Question) -> bool:
        """Whether this person, or another in the same role, dodged this very question."""
        return any(is_same(q, question) and role is self.role for q, role in self.dodges)

    def dodged_elsewhere(self, dimension: Dimension) -> list[tuple[Question, Role]]:
        """What others dodged of this dimension, the latest last."""
        return [(q, r) for q, r in self.dodges if q.dimension is dimension and r is not self.role]

    def factor(self, question: Question) -> float:
        """What the past, and the place among its equals, do to a question's worth."""
        factor = 1.0 - _LAST_IN_FILE * self._places.get(question.id, 1.0)
        others = self.others_asked(question)
        if question.dimension in self.contradicted:
            factor *= 2.2 if others else 1.6
        elif others:
            factor *= 0.45
        if any(q.dimension is question.dimension and r is self.role for q, r in self.dodges):
            factor *= 0.4
        elif dodges := self.dodged_elsewhere(question.dimension):
            factor *= 1.8 if question.form not in (q.form for q, _ in dodges) else 0.8
        if question.lead and not others:
            factor *= _LEAD[question.lead]
        return factor


def is_same(one: Question, other: Question) -> bool:
    """Whether two are one question: the same id, or the same lead in the words for another role."""
    return one.id == other.id or (one.lead is not None and one.lead == other.lead)


def can_answer(question: Question, role: Role) -> bool:
    """Whether a question may be put to this role.

    To somebody whose role is not known: the leads as a hiring manager would get them, and what nearly
    anyone can answer.
    """
    if role is not Role.UNKNOWN or role in question.roles:
        return role in question.roles
    nearly_anyone = len(question.roles) >= _FEWEST_ROLES_FOR_A_STRANGER
    return nearly_anyone or (question.lead is not None and Role.HIRING_MANAGER in question.roles)


def _jitter(seed: int, question_id: str) -> float:
    """Within three percent of one: lets equals take turns from one seed to the next."""
    return 0.97 + 0.06 * (zlib.crc32(f"{seed}:{question_id}".encode()) / 0xFFFFFFFF)


def worth_alone(question: Question, situation: Situation, past: Past) -> float:
    """What the question is worth before any other is chosen."""
    information = max(situation.expected_information.get(question.dimension, 1.0), 0.0)
    return (
        information
        * vantage(situation.role, question.dimension).knows
        * _CONCRETE[question.form]
        * past.factor(question)
        * _jitter(situation.seed, question.id)
    )


def worth_beside(question: Question, chosen: Sequence[Question], situation: Situation, past: Past) -> float:
    """What is left of the worth (as a factor) when these are asked in the same conversation."""
    again = 0.4 if question.dimension in past.contradicted else 0.3
    factor = again ** sum(1 for c in chosen if c.dimension is question.dimension)
    factor *= 0.88 ** sum(1 for c in chosen if c.form is question.form)
    left = situation.minutes - sum(MINUTES[c.form] for c in chosen)
    return (
        factor if MINUTES[question.form] <= left else factor * 0.6 ** (MINUTES[question.form] - max(left, 0))
    )
