"""Why this question, of this person, now: one line that says only what is so."""

from __future__ import annotations

from dialogs.questions.bank import Question
from dialogs.questions.situation import Situation
from dialogs.questions.vantage import PEOPLE, TOPICS, vantage
from dialogs.questions.worth import Past
from dialogs.rubric import Stage


def why(question: Question, situation: Situation, past: Past, *, pinned: bool, first: bool) -> str:
    """The reason a question is suggested, for the candidate to read.

    `first` says that it stands at the top, where what holds for all of them is said once.
    """
    if question.id in {own.id for own in situation.own}:
        return (
            f"Yours. I file the answer under {TOPICS[question.dimension]}; tell me if it belongs elsewhere."
        )
    if pinned:
        return "You pinned it."
    because = vantage(situation.role, question.dimension).because
    known = _known(question, situation, past, first)
    return f"{known} {because}" if known else because


def _known(question: Question, situation: Situation, past: Past, first: bool) -> str:
    """What is known so far, or empty when nothing is known of the company at all."""
    topic = TOPICS[question.dimension]
    others = past.others_asked(question)
    if question.dimension in past.contradicted:
        if others:
            return f"Answers on {topic} don't agree. The {PEOPLE[others[-1]]} was asked this too: compare."
        return f"Answers on {topic} don't agree yet, and one more voice could settle it."
    dodges = past.dodged_elsewhere(question.dimension)
    if dodges:
        return f"The {PEOPLE[dodges[-1][1]]} dodged this topic, so here it is put another way."
    if others:
        return f"The {PEOPLE[others[-1]]} answered this; hear if it looks the same from here."
    heard = max(past.answers.count(question.dimension), situation.heard.get(question.dimension, 0))
    if heard:
        return f"{_counted(heard)} so far on {topic}, too little to settle it."
    if situation.stage is Stage.OFFER and first:
        return f"The offer is near and you have nothing on {topic}."
    return f"You have nothing yet on {topic}." if situation.company_known or past.answers else ""


def _counted(answers: int) -> str:
    return "One answer" if answers == 1 else f"{answers} answers"
