"""What is said to the coach where it waits to hear what was said there: about its last reading, about an earlier
answer. None of it is evidence."""

from __future__ import annotations

from dialogs.desk import Desk
from dialogs.engine import DialogInstance, Step
from dialogs.flows import editing, readings
from dialogs.flows.interrupting import is_whole_message
from dialogs.records import Answer
from dialogs.words.asides import begins_as_question, opinion_of
from dialogs.words.meaning import Understanding, Verb

WAITING_TO_HEAR = frozenset({"debrief", "edit"})
"""The dialogs whose answers are what somebody said there."""
ASKED_AT_MOST = 14
"""Words of a question to the coach; more are a tale that ends in one."""
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
