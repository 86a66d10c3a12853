"""Three to five questions for this person at this stage: the ones whose answers would tell most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.questions.bank import Bank, Question
from dialogs.questions.reasons import why
from dialogs.questions.situation import OwnQuestion, Situation, Suggestion
from dialogs.questions.trades import trade_of
from dialogs.questions.worth import MINUTES, Past, can_answer, is_same, worth_alone, worth_beside

__all__ = ["FEWEST", "MOST", "OwnQuestion", "Situation", "Suggestion", "choose", "swap"]

FEWEST = 3
MOST = 5


@dataclass(frozen=True)
class _Choice:
    """One choice being made: the bank, the situation, and what the past means for it."""

    bank: Bank
    situation: Situation
    past: Past

    @classmethod
    def of(cls, bank: Bank, situation: Situation) -> _Choice:
        questions = {q.id: q for q in (*bank, *(own.as_question() for own in situation.own))}
        return cls(bank, situation, Past(situation, questions, {q.id: bank.place(q) for q in bank}))

    def pinned(self) -> list[Question]:
        """What the person pinned or wrote, in that order; ids no longer in the bank are left out."""
        own = {o.id: o.as_question() for o in self.situation.own}
        ids = dict.fromkeys((*self.situation.pinned, *own))
        return [own[i] if i in own else self.bank.question(i) for i in ids if i in own or i in self.bank]

    def candidates(self, taken: Sequence[Question], at_least: int) -> list[Question]:
        """What may be asked, the rules eased one by one only when too little is left.

        Eased are the stage, then what was swapped out, then what this role has answered before. Never
        eased: whether this role can know it, and what this role dodged.
        """
        situation, past, role = self.situation, self.past, self.situation.role
        askable = [
            q
            for q in self.bank.to_ask()
            if can_answer(q, role)
            and not past.was_dodged_by_this_role(q)
            and not any(is_same(q, held) for held in taken)
        ]
        fresh = [q for q in askable if not past.was_asked_of_this_role(q) and not past.was_dodged(q)]
        wanted = [q for q in fresh if q.id not in situation.swapped_out]
        timely = [q for q in wanted if situation.stage in q.stages]
        return next((pool for pool in (timely, wanted, fresh) if len(pool) >= at_least), askable)

    def weighed(self, pool: Sequence[Question]) -> list[tuple[float, Question]]:
        """Each question with what it is worth alone."""
        return [(worth_alone(q, self.situation, self.past), q) for q in pool]

    def best(self, weighed: Sequence[tuple[float, Question]], chosen: Sequence[Question]) -> Question:
        """The question worth most beside those already chosen."""

        def worth(candidate: tuple[float, Question]) -> tuple[float, str]:
            alone, question = candidate
            return alone * worth_beside(question, chosen, self.situation, self.past), question.id

        return max(weighed, key=worth)[1]

    def suggestion(self, question: Question, before: Sequence[Question], *, pinned: bool) -> Suggestion:
        """The question in the candidate's own words, with its reason."""
        wording = question.worded_for(trade_of(self.situation.trade))
        spent = sum(MINUTES[q.form] for q in before)
        return Suggestion(
            question=question,
            text=wording.text,
            why=why(question, self.situation, self.past, pinned=pinned, first=not before),
            follow_up=question.follow_up,
            sounds_output=wording.sounds_output,
            sounds_outcome=wording.sounds_outcome,
            pinned=pinned,
            if_time=spent + MINUTES[question.form] > self.situation.minutes,
        )


def choose(bank: Bank, situation: Situation, count: int = FEWEST) -> tuple[Suggestion, ...]:
    """The questions most worth asking, best first, after those the person pinned or wrote.

    The same situation gives the same answer. All that was pinned is kept, also where it is more than
    `count`; observations are chosen only when pinned (see `preparation.look_for`).

    Raises:
        ValueError: `count` is not from three to five.
    """
    if not FEWEST <= count <= MOST:
        raise ValueError(f"Ask for {FEWEST} to {MOST} questions, not {count}.")
    choice = _Choice.of(bank, situation)
    pinned = choice.pinned()
    chosen = list(pinned)
    weighed = choice.weighed(choice.candidates(chosen, at_least=count - len(chosen)))
    while weighed and len(chosen) < count:
        chosen.append(choice.best(weighed, chosen))
        weighed = [(worth, q) for worth, q in weighed if not is_same(q, chosen[-1])]
    return tuple(choice.suggestion(q, chosen[:i], pinned=i < len(pinned)) for i, q in enumerate(chosen))


def swap(bank: Bank, situation: Situation, question_id: str, showing: Sequence[str] = ()) -> Suggestion:
    """Another question in the place of one that the person doesn't want to ask.

    `showing` are the ids on the screen; left empty, they are those that `choose` would show. Add the old
    id to `swapped_out` afterwards, so that it stays away.

    Raises:
        LookupError: nothing else is left that this person could answer.
    """
    choice = _Choice.of(bank, situation)
    shown = tuple(showing) or tuple(s.question.id for s in choose(bank, situation))
    known = {q.id: q for q in (*bank, *(own.as_question() for own in situation.own))}
    kept = [known[i] for i in shown if i in known and i != question_id]
    unwanted = [known[question_id]] if question_id in known else []
    pool = choice.candidates([*kept, *unwanted], at_least=1)
    if not pool:
        raise LookupError("No other question is left that this person could answer; you can write your own.")
    return choice.suggestion(choice.best(choice.weighed(pool), kept), kept, pinned=False)
