"""The one question to put back, when something that the verb needs is missing or uncertain."""

from __future__ import annotations

from dialogs.words.meaning import Ask, AskField, Known, KnownOpportunity, Understanding, Verb
from dialogs.words.when_booking import WHEN
from dialogs.words.when_frame import When

_NEEDS_COMPANY = {
    Verb.INTERVIEW: "Which company is the interview with?",
    Verb.MOVE: "Which interview has moved?",
    Verb.CANCEL: "Which interview is off?",
    Verb.OFFER: "Which company is the offer from?",
}
_OF_WHICH = {
    Verb.DEBRIEF: "Which interview shall we go through?",
    Verb.VERDICT: "Which company's verdict would you like?",
    Verb.PREP: "Which interview shall we prepare?",
    Verb.LOOK_BACK: "Which choice shall we look back on?",
}
_UNSURE = (
    "I'm not sure what to do with that. Shall I book an interview, go through one, or show what is open?"
)
_UNSURE_CHOICES = ("interview", "debrief", "status")


def what_to_ask(
    meant: Understanding, when: When, known: Known, several: tuple[KnownOpportunity, ...]
) -> Ask | None:
    """The question, or None when all that the verb needs is there."""
    if several and meant.verb not in {Verb.FORGET, Verb.STATUS}:
        choices = tuple(f"{o.company} {o.role}" for o in several if o.role)
        return Ask(AskField.COMPANY, f"You have more than one role at {meant.company}. Which one?", choices)
    match meant.verb:
        case Verb.UNKNOWN:
            return _which_verb(meant)
        case Verb.INTERVIEW | Verb.MOVE:
            return _when(meant, when) or _company(meant, known)
        case Verb.CANCEL | Verb.OFFER:
            return _company(meant, known)
        case Verb.DEBRIEF | Verb.VERDICT | Verb.PREP | Verb.LOOK_BACK:
            return _of_several(meant, known)
        case Verb.COMPARE:
            return _more_companies(meant, known)
        case _:
            return None


def _which_verb(meant: Understanding) -> Ask:
    if meant.company is None:
        return Ask(AskField.VERB, _UNSURE, _UNSURE_CHOICES)
    name = meant.company
    choices = (f"prep {name}", f"debrief {name}", f"verdict {name}")
    return Ask(
        AskField.VERB,
        f"What would you like for {name}: questions to ask, a debrief, or the verdict?",
        choices,
    )


def _when(meant: Understanding, when: When) -> Ask | None:
    if meant.starts_at is not None:
        return None
    if when.ask is not None:
        return when.ask
    if meant.verb is Verb.MOVE:
        return Ask(AskField.STARTS_AT, "When is it now? A day and a time will do, like “Thursday 4pm”.")
    return Ask(AskField.STARTS_AT, WHEN)


def _company(meant: Understanding, known: Known) -> Ask | None:
    if meant.company is not None:
        return None
    choices = tuple(dict.fromkeys(o.company for o in known.opportunities))[:5]
    return Ask(AskField.COMPANY, _NEEDS_COMPANY[meant.verb], choices)


def _of_several(meant: Understanding, known: Known) -> Ask | None:
    names = tuple(dict.fromkeys(o.company for o in known.opportunities))
    if meant.company is not None or len(names) < 2:
        return None
    return Ask(AskField.COMPANY, _OF_WHICH[meant.verb], names[:5])


def _more_companies(meant: Understanding, known: Known) -> Ask | None:
    if len(meant.companies) == 1:
        others = tuple(o.company for o in known.opportunities if o.company != meant.companies[0])
        return Ask(AskField.COMPANIES, f"Compare {meant.companies[0]} with which other?", others[:5])
    return None
