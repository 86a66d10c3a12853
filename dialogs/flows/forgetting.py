"""Forgetting for good: one answer, one company or everything; never more than was asked for."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs.activity import Act
from dialogs.desk import Args, Desk, act
from dialogs.engine import DialogInstance, DialogState, Mark, Response
from dialogs.flows import readings, together
from dialogs.flows.finding import named, only_alike
from dialogs.records import Answer, Opportunity
from dialogs.replies import Choice, Removed
from dialogs.turn import Forget
from dialogs.wording import clip, in_quotes
from dialogs.words.meaning import Extent, Understanding

KEEP = Choice("Keep it", act("forget.keep"))
ALL = "forget.all"
SHOWN = 8
"""Answers or companies that are offered as buttons at once."""


def forget(desk: Desk, said: Understanding, text: str) -> None:
    """`forget ACME`, `delete answer 2`, `forget everything`: after one confirmation, at once and for good."""
    opportunity = named(desk, said)
    if said.extent is Extent.ANSWER:
        _ask_answer(desk, opportunity or _in_hand(desk), text)
    elif said.extent is Extent.PART:
        _only_whole(desk, opportunity or _in_hand(desk))
    elif opportunity is not None:
        _ask_one(desk, opportunity)
    elif alike := only_alike(said):
        desk.note(f"{alike} “forget {said.resembles}” deletes that one.")
    elif said.company:
        desk.note(f"I hold nothing on {said.company}. “forget everything” deletes all I have about you.")
    elif said.extent is not Extent.EVERYTHING:
        here = _in_hand(desk)
        edited = _being_edited(desk, here) if here is not None else None
        if here is not None and edited is not None:  # "remove it", said of an answer looked at again
            _ask_this(desk, here, edited)
        else:
            _ask_what(desk)
    elif desk.person.aside is not None and desk.person.aside.yes.name == ALL:  # said a second time
        forget_all_pressed(desk, {}, {})
    else:
        _ask_everything(desk)


def _in_hand(desk: Desk) -> Opportunity | None:
    front = desk.person.dialogs.front
    return desk.opportunity(front.about.get("opportunity") if front else None) or desk.focus()


# -- what is asked first ----------------------------------------------------------------------------------------


_EVERYTHING = (Choice("Forget everything", act(ALL), danger=True), KEEP)


def _ask_everything(desk: Desk) -> None:
    desk.note(
        "Forget everything? All interviews, answers, offers and settings are deleted at once and for good. "
        "“export” first, if you want to keep a copy.",
        _EVERYTHING,
    )


def wants_more_than_yes(asked: Act, said: Understanding) -> bool:
    """Whether it is everything that would go, and the yes does not say so ("yes, everything")."""
    return asked.name == ALL and said.extent is not Extent.EVERYTHING


def everything_agreed(desk: Desk) -> None:
    """A bare "yes" to forgetting everything: too small a word for that."""
    desk.note(
        "For all of it a “yes” is too little: press the button, or say “forget everything” once more.",
        _EVERYTHING,
    )


def _ask_one(desk: Desk, opportunity: Opportunity) -> None:
    name = opportunity.company
    desk.note(
        f"Forget {name}? Interviews, answers, verdict and offer are deleted at once and for good.",
        (Choice(f"Forget {name}", act("forget.one", opportunity=opportunity.id), danger=True), KEEP),
    )


def _ask_what(desk: Desk) -> None:
    """To forget, and nothing that says what: the least is offered first, and nothing happens unasked."""
    choices = []
    here = _in_hand(desk)
    if here is not None and here.answers:
        choices.append(Choice(f"One answer on {here.company}", act("answer.which", opportunity=here.id)))
    choices += [
        Choice(f"All of {o.company}", act("forget.ask", opportunity=o.id))
        for o in desk.person.opportunities[:SHOWN]
    ]
    example = here.company if here is not None else "Acme"
    desk.note(
        f"What shall I forget? “forget {example}” deletes one company, “delete answer 1” one answer, "
        "“forget everything” all I have about you.",
        (*choices, Choice("Everything", act("forget.ask"))),
    )


def _only_whole(desk: Desk, opportunity: Opportunity | None) -> None:
    """A part that has no deleting of its own: how it is changed, and what more would be deleted instead."""
    changes = "“cancel Acme” takes an interview off, “offer Acme 62k EUR a year” replaces its terms."
    if opportunity is None:
        desk.note(f"I delete an answer, a company or everything; {changes}")
        return
    desk.note(
        f"By itself I can delete an answer, not that; {changes.replace('Acme', opportunity.company)} "
        f"Deleting all of {opportunity.company} is the next larger step.",
        (Choice(f"All of {opportunity.company}", act("forget.ask", opportunity=opportunity.id)),),
    )


def ask_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[All of Acme], [Everything]: asked for, not yet confirmed."""
    opportunity = desk.opportunity(args.get("opportunity"))
    if opportunity is not None:
        _ask_one(desk, opportunity)
    elif "opportunity" in args:
        desk.note("That one is gone already.")
    else:
        _ask_everything(desk)


# -- one answer -------------------------------------------------------------------------------------------------

_ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_LAST = re.compile(r"\b(?:last|latest|letzte\w*|última|dernière)\b", re.IGNORECASE)


def _ask_answer(desk: Desk, opportunity: Opportunity | None, text: str) -> None:
    if opportunity is None or not opportunity.answers:
        desk.note("There are no answers to delete there.")
        return
    answers = together.in_order(opportunity)
    number = _number(text)
    edited = _being_edited(desk, opportunity)
    if number is not None and not 1 <= number <= len(answers):
        only = "one answer" if len(answers) == 1 else f"answers 1 to {len(answers)}"
        desk.note(f"On {opportunity.company} there is {only}.")
    elif number is not None:
        _ask_this(desk, opportunity, answers[number - 1])
    elif _LAST.search(text):
        _ask_this(desk, opportunity, opportunity.answers[-1])
    elif edited is not None or len(answers) == 1:
        _ask_this(desk, opportunity, edited or answers[0])
    else:
        _ask_which(desk, opportunity)


def _number(text: str) -> int | None:
    digits = re.search(r"\d+", text)
    if digits:
        return int(digits.group()[:4])
    return next((n for word, n in _ORDER.items() if word in text.casefold().split()), None)


def _being_edited(desk: Desk, opportunity: Opportunity) -> Answer | None:
    front = desk.person.dialogs.front
    id = front.about.get("answer") if front else None
    return next((a for a in opportunity.answers if a.id == id), None)


def _ask_which(desk: Desk, opportunity: Opportunity) -> None:
    answers = together.in_order(opportunity)
    more = f" “delete answer {SHOWN + 1}” and so on takes a later one." if len(answers) > SHOWN else ""
    choices = tuple(
        Choice(
            f"{n}. {clip(answer.text or answer.question_text, 50)}",
            act("answer.forget", opportunity=opportunity.id, answer=answer.id),
        )
        for n, answer in enumerate(answers[:SHOWN], start=1)
    )
    desk.note(f"Which answer on {opportunity.company} shall go?{more}", choices)


def _ask_this(desk: Desk, opportunity: Opportunity, answer: Answer) -> None:
    about = {"opportunity": opportunity.id, "answer": answer.id}
    words = f", {in_quotes(clip(answer.text, 200))}," if answer.text else ""
    desk.note(
        f"Delete this answer on {opportunity.company}{words} for good? It no longer counts then; all else stays.",
        (Choice("Delete this answer", act("answer.forgotten", **about), danger=True), KEEP),
    )


def which_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[One answer on Acme]"""
    _ask_answer(desk, desk.opportunity(args.get("opportunity")), "")


def answer_pressed(desk: Desk, args: Args, values: Args) -> None:
    """One of the answers that may go."""
    found = readings.addressed_answer(desk, args)
    if found:
        _ask_this(desk, *found)


def answer_forgotten(desk: Desk, args: Args, values: Args) -> None:
    """[Delete this answer]: out of the records, out of a debrief under way and out of what was drawn of it."""
    found = readings.addressed_answer(desk, args)
    if not found:
        return
    opportunity, answer = found
    left = tuple(a for a in opportunity.answers if a.id != answer.id)
    opportunity = desk.keep(replace(opportunity, answers=left))
    dialogs = desk.person.dialogs
    stack, parked = (
        tuple(_without(i, opportunity, answer) for i in some if i.about.get("answer") != answer.id)
        for some in (dialogs.stack, dialogs.parked)
    )
    desk.change(dialogs=DialogState(stack, parked))
    _undraw(desk, opportunity, answer)
    readings.redraw(desk, opportunity)
    desk.note("That answer is gone. What you typed yourself, only you can delete.")


def _without(instance: DialogInstance, opportunity: Opportunity, answer: Answer) -> DialogInstance:
    """A dialog about the opportunity without the words of an answer: its question counts as passed over."""
    if instance.about.get("opportunity") != opportunity.id or not answer.text:
        return instance
    return replace(
        instance,
        answers={
            id: Response(Mark.SKIPPED) if _holds(response, answer) else response
            for id, response in instance.answers.items()
        },
    )


def _holds(response: Response, answer: Answer) -> bool:
    return bool(response.value) and (response.value in answer.text or answer.text in response.value)


def _undraw(desk: Desk, opportunity: Opportunity, answer: Answer) -> None:
    gone = Removed("Deleted by you.")
    if not readings.is_drawn(answer):
        return
    if not answer.came_with:
        desk.say_in(opportunity, gone, key=f"reading:{answer.id}")
    elif any(a.came_with == answer.came_with and a.reading is not None for a in opportunity.answers):
        together.redraw(desk, opportunity, answer)
    else:
        desk.say_in(opportunity, gone, key=together.key(answer.came_with))


# -- done -------------------------------------------------------------------------------------------------------


def forget_one_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Forget Acme]"""
    opportunity = desk.opportunity(args.get("opportunity"))
    if opportunity is None:
        desk.note("That one is gone already.")
        return
    remaining = tuple(o for o in desk.person.opportunities if o.id != opportunity.id)
    desk.change(
        opportunities=remaining,
        focus=None if desk.person.focus == opportunity.id else desk.person.focus,
        dialogs=desk.person.dialogs.without("opportunity", opportunity.id),
        shares=tuple(s for s in desk.person.shares if s.opportunity != opportunity.id),
    )
    desk.forget(Forget(opportunity.id))
    desk.note(
        f"{opportunity.company} is forgotten. I blank my own messages where the platform lets me; "
        "what you typed yourself, only you can delete."
    )


def forget_all_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Forget everything]"""
    desk.forget(Forget())
    desk.note(
        "Done: I hold nothing about you any more. I blank my own messages where the platform lets me; what you typed "
        "yourself, only you can delete. Say hello any time, and we start afresh."
    )


def keep_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Keep it]"""
    desk.note("Kept. Nothing was deleted.")
