"""What is said to the coach where it waits to hear what was said there: about its last reading, about an earlier
answer. None of it is evidence."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from dialogs.desk import Desk
from dialogs.engine import DialogInstance, Step
from dialogs.flows import editing, interviews, offering, readings
from dialogs.flows.interrupting import is_whole_message
from dialogs.offers.currencies import is_currency
from dialogs.offers.words import understand_offer
from dialogs.records import Answer, Opportunity
from dialogs.words.asides import (
    begins_as_question,
    is_announced,
    opinion_of,
    tells_of_a_round,
    tells_of_an_offer,
)
from dialogs.words.meaning import Understanding, Verb

WAITING_TO_HEAR = frozenset({"debrief", "edit"})
"""The dialogs whose answers are what somebody said there."""
ASKED_AT_MOST = 14
"""Words of a question to the coach; more are a tale that ends in one."""
NEWS_AT_MOST = 30
"""Words in which an offer or another interview is told; more are a tale in which one is spoken of."""
_WHY_A_CASE = "Fine words are the same everywhere. A case, a number or a thing you saw shows how they work."
_QUOTES = frozenset('“”„«»"')


def heard(desk: Desk, instance: DialogInstance, step: Step, said: Understanding, words: str) -> bool:
    """Whether it was about a reading or an earlier answer; then that is done."""
    if instance.dialog not in WAITING_TO_HEAR:
        return False
    desk.change(focus=instance.about.get("opportunity", desk.person.focus))
    shown = None if step.follow_up else readings.just_shown(desk)
    whole = is_whole_message(said, words) and not said.rest
    if shown is not None and (opinion := opinion_of(words)) is not None:
        readings.judged_in_words(desk, shown, opinion)
    elif shown is not None and whole and said.verb is Verb.YES:
        desk.note("Good.")
    elif _asks_why(said, words):
        _say_why(desk, instance, step, shown)
    elif editing.is_wanted(said, words):
        editing.edit(desk, said, words)
    else:
        return False
    return True


def _asks_why(said: Understanding, words: str) -> bool:
    whole = said.confident and not said.rest and len(words.split()) <= ASKED_AT_MOST // 2
    return whole and said.verb is Verb.WHY


def _say_why(desk: Desk, instance: DialogInstance, step: Step, shown: Answer | None) -> None:
    """Why it was read so; where no reading was shown, why the question is asked."""
    opportunity = desk.opportunity(instance.about.get("opportunity"))
    if opportunity is not None and shown is not None:
        readings.why_pressed(desk, {"opportunity": opportunity.id, "answer": shown.id}, {})
        return
    interview = opportunity.interview(instance.about.get("interview", "")) if opportunity else None
    asked = [q for q in interview.questions if q.id == step.id.partition(":")[2]] if interview else []
    why = asked[0].why if asked and not step.follow_up else ""
    desk.note(why or _WHY_A_CASE)


def news(desk: Desk, instance: DialogInstance, said: Understanding, words: str) -> bool:
    """Whether an offer or another interview is told where an answer is awaited; then it is kept, or what is missing of
    it asked. Where nobody else is named it is the company's that is talked about."""
    opportunity = desk.opportunity(instance.about.get("opportunity"))
    if instance.dialog not in WAITING_TO_HEAR or opportunity is None or not said.confident:
        return False
    if len(words.split()) > NEWS_AT_MOST:
        return False
    told = said if _names_another(said, words) else _of(said, opportunity)
    today = desk.now.astimezone(ZoneInfo(desk.zone)).date()
    if said.verb is Verb.OFFER and tells_of_an_offer(words):
        if understand_offer(words, today=today).terms.base is None:
            return False
        offering.offer(desk, told, words)
    elif said.verb is Verb.INTERVIEW and said.starts_at is not None and tells_of_a_round(words):
        if said.starts_at <= desk.now:
            return False
        interviews.interview(desk, told, words)
    else:
        return False
    return True


def _names_another(said: Understanding, words: str) -> bool:
    """Whether a company is named: one that they have; one that they do not is named first, after a
    "from", or as names are written."""
    company = said.company or ""
    if not company or is_currency(company.upper()):
        return False
    if said.opportunity_id is not None:
        return company.casefold() in words.casefold()
    first = words.casefold().startswith((company.casefold(), said.verb.value))
    return first or is_announced(company, words, said.language)


def _of(said: Understanding, opportunity: Opportunity) -> Understanding:
    return replace(said, company=opportunity.company, opportunity_id=opportunity.id, ask=None)


def says_only_yes(instance: DialogInstance, said: Understanding, words: str) -> bool:
    """Whether "yes" is all that was said to a question of what they said."""
    spoken = any(character.isalnum() for character in words)
    return instance.dialog in WAITING_TO_HEAR and said.verb is Verb.YES and not said.rest and spoken


def is_a_question(instance: DialogInstance, words: str) -> bool:
    """Whether it is a question that may be put to the coach as well as be what somebody said there."""
    plain = words.strip()
    return (
        instance.dialog in WAITING_TO_HEAR
        and plain.endswith("?")
        and len(plain.split()) <= ASKED_AT_MOST
        and begins_as_question(plain)
        and not _QUOTES.intersection(plain)
    )
