"""Whether something said while a question is open is its answer, or another topic."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.engine import Input, Step
from dialogs.words.asides import begins_as_question
from dialogs.words.meaning import Understanding, Verb

_ASKING = frozenset(
    {
        Verb.STATUS,
        Verb.HELP,
        Verb.HOME,
        Verb.PREP,
        Verb.VERDICT,
        Verb.COMPARE,
        Verb.SETTINGS,
        Verb.EXPORT,
        Verb.WHY,
    }
)
"""What people ask for in passing."""
_DOING = frozenset(
    {
        Verb.INTERVIEW,
        Verb.DEBRIEF,
        Verb.OFFER,
        Verb.MOVE,
        Verb.CANCEL,
        Verb.PAUSE,
        Verb.RESUME,
        Verb.SHARE,
        Verb.FORGET,
    }
)
_BOOKING = frozenset({Verb.INTERVIEW, Verb.MOVE})
_TAKES_A_DAY = frozenset({Input.DATE, Input.DATE_TIME})
_PLAINLY_ELSE = (
    _ASKING | (_DOING - {Verb.INTERVIEW, Verb.MOVE, Verb.OFFER, Verb.DEBRIEF}) | {Verb.UNDO, Verb.EDIT}
)
"""What cannot be a day, a name or an amount, once it was understood."""
_POLITE = frozenset({Verb.THANKS, Verb.GREETING, Verb.ABOUT_BOT})

SHORT = 4
IN_PASSING = 14
"""Words: a question to the coach in the middle of something is short; a story is not a question to the coach."""


def is_whole_message(said: Understanding, words: str) -> bool:
    """Whether the message is nothing but that one word or phrase, such as "skip" or "they dodged it"."""
    return said.confident and len(words.split()) <= SHORT and not said.starts_at


@dataclass(frozen=True, slots=True)
class AtHand:
    """What is being asked about."""

    company: str = ""
    fits: bool | None = None
    """Whether the words can be read as what the step asks for; None where it takes any words."""


def interrupts(said: Understanding, words: str, step: Step, at_hand: AtHand) -> bool:
    """Whether the person turns to something else.

    A slash always does. Otherwise free prose is an answer unless it is short and clearly put to the coach: a
    command by its name, or a question in passing. A word such as "offer" inside an answer is part of the answer.
    """
    if words.startswith("/"):
        return True
    if step.verbatim:
        return False
    if _is_plain_whatever_is_asked(said, words, step, at_hand):
        return True
    is_tale = len(words.split()) > IN_PASSING and at_hand.fits is not False
    if not said.confident or is_tale:
        return False
    return _is_no_answer(said, words, step, at_hand) or _turns_away(said, words, step, at_hand)


def _is_plain_whatever_is_asked(said: Understanding, words: str, step: Step, at_hand: AtHand) -> bool:
    """Whether it is another matter however long it is, and whatever the question was."""
    if said.confident and len(words.split()) == 1 and said.verb in _ASKING:
        return True  # "questions", "settings": by whatever name, nothing but that
    if _by_name(said, words) and said.verb in _DOING and said.opportunity_id is not None:
        return True  # a command by its name, about a company they have: however much follows
    if step.prose:
        return False
    if (said.confident or said.opportunity_id is not None) and _another_offer(said, words, at_hand.company):
        return True  # it is put in beside the one that is asked about
    return bool(said.also)  # several interviews, each with a company and a time


def _is_no_answer(said: Understanding, words: str, step: Step, at_hand: AtHand) -> bool:
    """Whether what was understood is so plain that it cannot be what was asked for."""
    is_short = len(words.split()) <= SHORT
    if said.verb is Verb.FORGET and said.ordered and is_short and (said.extent or _names_nothing(said)):
        return True  # "delete answer 2", "forget everything", "remove it"
    if said.corrects and said.verb is Verb.MOVE and not step.prose and step.input not in _TAKES_A_DAY:
        return True  # "no wait, it's Thursday", while something else is asked
    return said.verb in _BOOKING and _books_another(said, words, step, at_hand.company)


def _turns_away(said: Understanding, words: str, step: Step, at_hand: AtHand) -> bool:
    """Whether the person asks or orders something in passing."""
    count, by_name = len(words.split()), _by_name(said, words)
    if step.input is Input.PLACE and said.verb is Verb.SHARE:
        return by_name  # "my mentor" says whom it is shared with
    if not step.prose and said.verb in _PLAINLY_ELSE and not at_hand.fits:
        # "whats open" names no company and no job; neither does "bcg is cancelled"
        return by_name or at_hand.fits is False or (count > 1 and not said.rest)
    if step.prose and _asks_the_coach(said, words):
        return True
    if said.verb in _ASKING and count <= SHORT and _about_another(said, at_hand.company):
        return True  # "wait when is globex", asked in the debrief of another place
    if said.verb in _ASKING:
        asked = words.rstrip().endswith("?")
        return (by_name and count <= SHORT) or (asked and count > 1 and _to_coach(said))
    if said.verb is Verb.OFFER and (at_hand.fits is False or _tells_of_pay(said, words)):
        return True
    if said.verb in _DOING:
        named = said.company is not None or said.opportunity_id is not None or said.until is not None
        return by_name and (named or count == 1)
    return said.verb in _POLITE and count <= SHORT and step.prose


def _by_name(said: Understanding, words: str) -> bool:
    """Whether the message begins with the command's own name."""
    return words.split()[0].casefold().strip("?!.,:") == said.verb.value


def _asks_the_coach(said: Understanding, words: str) -> bool:
    """Whether it is a question, and nothing but one that the coach is asked: "how many are left"."""
    if not begins_as_question(words):
        return False
    if said.verb is Verb.ABOUT_BOT:
        return words.rstrip().endswith("?")
    return said.verb in (Verb.STATUS, Verb.HELP) and not said.rest


def _names_nothing(said: Understanding) -> bool:
    """Whether it stands alone, but for an "it"."""
    return said.company is None and not said.rest


def _about_another(said: Understanding, about: str) -> bool:
    known = said.opportunity_id is not None and said.company is not None
    return known and bool(about) and str(said.company).casefold() != about.casefold()


def _books_another(said: Understanding, words: str, step: Step, about: str) -> bool:
    """Whether a company, a day and a time are named; where a day is asked for, of another company and so that it can
    be nothing but one, because "in the lobby" is none, and "make it 3pm" names none."""
    if step.prose or said.starts_at is None or said.company is None:
        return False
    if step.input not in _TAKES_A_DAY:
        return True
    if said.company.split()[0].casefold() not in words.casefold():
        return False
    more = said.opportunity_id is not None or said.met is not None or said.role is not None
    another = said.named and said.company.casefold() != about.casefold()
    return another and (more or _is_a_name(said.company, words))


def _is_a_name(company: str, words: str) -> bool:
    """Whether it stands first of all, or is written as a name: "golf tomorrow 1pm", "tomorrow 1pm at Golf"."""
    return words.casefold().startswith(company.casefold()) or (company[:1].isupper() and company in words)


def _tells_of_pay(said: Understanding, words: str) -> bool:
    """Whether a company is named with an amount: "acme offered me 62k" answers no question. One that they do
    not have yet is named first of all."""
    if said.company is None or not any(c.isdigit() for c in words):
        return False
    company, plain = said.company.casefold(), words.casefold()
    return company in plain if said.opportunity_id is not None else plain.startswith(company)


def _another_offer(said: Understanding, words: str, about: str) -> bool:
    """Whether the offer of another company is told, with an amount: it answers nothing about the one at hand."""
    if said.verb is not Verb.OFFER or said.company is None or said.company.casefold() == about.casefold():
        return False
    ordered = words.split()[0].casefold().strip(":,") == said.verb.value
    return (ordered and any(c.isdigit() for c in words)) or _tells_of_pay(said, words)


def _to_coach(said: Understanding) -> bool:
    """Whether a question is about the coach's own matters: an opportunity it knows, or the coach itself."""
    return said.opportunity_id is not None or said.verb in (Verb.HELP, Verb.STATUS)
