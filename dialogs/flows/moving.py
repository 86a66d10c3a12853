"""What changes about a booked interview: moved, cancelled, corrected; and an opportunity that is closed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from dialogs import dialog as dialogs
from dialogs.desk import Args, Desk, act, card_key
from dialogs.dialog import Dialog
from dialogs.engine import DialogInstance, Input, Mark, Option, Refused, Response, Step, Steps, always
from dialogs.flows import reminding, undoing
from dialogs.flows.finding import addressed, next_booked, only_alike, upcoming, with_interview
from dialogs.flows.interviews import met_pressed, notes_of, steps, when_prompt
from dialogs.flows.naming import lettered
from dialogs.flows.standing import card
from dialogs.flows.typed import instant_of, parse_when
from dialogs.records import Interview, InterviewStatus, Opportunity
from dialogs.replies import Choice
from dialogs.rubric import Role
from dialogs.wording import listing, say_when
from dialogs.words.meaning import Understanding

_CALLED_OFF = re.compile(r"cancell?ed|called off|fell through|interview|withdr[ae]w", re.IGNORECASE)


def move(desk: Desk, said: Understanding, text: str) -> None:
    """ "Acme moved to Thursday 4pm": the interview, its reminders and its card follow."""
    if said.corrects and said.company is None and len(coming := _coming(desk)) > 1:
        _which_moves(desk, coming)
        return
    found = next_booked(desk, said)
    if found is None and (alike := only_alike(said)):
        desk.note(f"{alike} “Move {said.resembles} to Thursday 4pm” moves that one.")
        return
    if found is None:
        desk.note(
            "I know of no coming interview to move. Tell me the new one: “interview Acme, Thursday 4pm”."
        )
        return
    opportunity, interview = found
    if said.corrects and said.met is not None:
        about = {"opportunity": opportunity.id, "interview": interview.id, "role": said.met.value}
        met_pressed(desk, about, {})
        if said.day is None and said.clock is None:
            return
        opportunity, interview = next_booked(desk, said) or found
    if said.starts_at is None:
        _ask_new_time(desk, opportunity, interview, said)
        return
    move_to(desk, opportunity, interview, said.starts_at, said.when_note or "")


def _coming(desk: Desk) -> list[tuple[Opportunity, Interview]]:
    """The next interview at each company, the nearest first."""
    every = [(o, i) for o in desk.opportunities() if (i := upcoming(o, desk.now)) is not None]
    return sorted(every, key=lambda pair: pair[1].starts_at)


def _which_moves(desk: Desk, coming: list[tuple[Opportunity, Interview]]) -> None:
    """A time put right where nobody can tell which interview it is about: it is asked, and nothing is moved."""
    desk.note(
        f"Which one is that: {listing([o.company for o, _ in coming], 'or')}? Its name and the new time move it.",
        tuple(
            Choice(f"{o.company} moved", act("interview.move", opportunity=o.id, interview=i.id))
            for o, i in coming[:4]
        ),
    )


def move_to(
    desk: Desk, opportunity: Opportunity, interview: Interview, starts_at: datetime, note: str = ""
) -> None:
    """Gives an interview a new time."""
    moved = replace(interview, starts_at=starts_at.astimezone(UTC), zone=desk.zone)
    opportunity = desk.keep(with_interview(opportunity, moved))
    reminding.schedule(desk, opportunity, moved)
    desk.say_in(opportunity, card(desk, opportunity), key=card_key(opportunity), open_to_all=True)
    when = say_when(starts_at, desk.zone, desk.now)
    said = f"Moved: {opportunity.company} is now {when}. The reminders moved with it."
    desk.note(f"{note} {said}".strip())


def _move_steps(desk: Desk, instance: DialogInstance) -> Steps:
    choices = tuple(c for c in instance.notes.get("when_choices", "").split("|") if c)
    options = tuple(Option(c, c) for c in choices)
    return (
        Step("when", when_prompt, parse=parse_when, options=options, input=Input.DATE_TIME, label="New time"),
    )


def _move_finish(desk: Desk, instance: DialogInstance) -> None:
    opportunity = desk.opportunity(instance.about["opportunity"])
    interview = opportunity.interview(instance.about["interview"]) if opportunity else None
    if opportunity is None or interview is None:
        desk.note("That interview is not in your list any more.")
        return
    parsed = parse_when(instance.answers["when"].value, dialogs.scene_of(desk, instance))
    if isinstance(parsed, Refused):
        dialogs.begin(desk, MOVING, instance.about, before=parsed.sentence)
        return
    move_to(desk, opportunity, interview, *instant_of(parsed))


MOVING = Dialog("move", "Move an interview", _move_steps, _move_finish, submit="Move it")


def _ask_new_time(
    desk: Desk, opportunity: Opportunity, interview: Interview, said: Understanding | None = None
) -> None:
    notes = notes_of(said, "") if said else {}
    notes.setdefault("when_prompt", f"When is {opportunity.company} now?")
    dialogs.begin(desk, MOVING, {"opportunity": opportunity.id, "interview": interview.id}, notes=notes)


def cancel(desk: Desk, said: Understanding, text: str) -> None:
    """ "The Acme interview is cancelled"."""
    found = next_booked(desk, said)
    if found is None and (alike := only_alike(said)):
        desk.note(f"{alike} “Cancel {said.resembles}” cancels that one.")
        return
    if found is None and (off := undoing.is_off(desk, said)) is not None:
        undoing.offer_again(desk, *off)
        return
    if found is None:
        desk.note("I know of no coming interview to cancel. “status” shows what I have.")
        return
    opportunity, interview = found
    meant = opportunity.company.casefold() in text.casefold() or _CALLED_OFF.search(text)
    if meant:
        _cancel(desk, opportunity, interview)
        return
    about = {"opportunity": opportunity.id, "interview": interview.id}
    when = say_when(interview.starts_at, interview.zone, desk.now)
    desk.note(
        f"Nothing is open to drop. Did you mean that {opportunity.company} is cancelled, {when}?",
        (
            Choice("It is cancelled", act("interview.cancel", **about), primary=True),
            Choice("No", act("status.show")),
        ),
    )


def _cancel(desk: Desk, opportunity: Opportunity, interview: Interview) -> None:
    opportunity = desk.keep(with_interview(opportunity, replace(interview, status=InterviewStatus.CANCELLED)))
    reminding.cancel(desk, opportunity, interview)
    desk.say_in(opportunity, card(desk, opportunity), key=card_key(opportunity), open_to_all=True)
    when = say_when(interview.starts_at, interview.zone, desk.now)
    desk.note(
        f"Cancelled: {opportunity.company}, {when}. I won't remind you of it.",
        (
            Choice(
                "It has a new time", act("interview.move", opportunity=opportunity.id, interview=interview.id)
            ),
            Choice(f"Close {opportunity.company}", act("opportunity.close", opportunity=opportunity.id)),
        ),
    )


def move_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[It moved]"""
    found = addressed(desk, args)
    if found:
        _ask_new_time(desk, *found)


def cancel_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Cancelled]"""
    found = addressed(desk, args)
    if found:
        _cancel(desk, *found)


def change_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Change] on the card: role, time and interviewer as one form, filled in."""
    found = addressed(desk, args)
    if not found:
        return
    opportunity, interview = found
    known = {
        "job": Response(Mark.GIVEN, opportunity.job) if opportunity.job else Response(Mark.SKIPPED),
        "when": Response(Mark.GIVEN, interview.starts_at.isoformat()),
        "met": Response(Mark.SKIPPED)
        if interview.role is Role.UNKNOWN
        else Response(Mark.GIVEN, interview.role.value),
    }
    about = {"opportunity": opportunity.id, "interview": interview.id}
    desk.say(dialogs.form(desk, CHANGING, DialogInstance(CHANGING.id, about, known)))


def _change_steps(desk: Desk, instance: DialogInstance) -> Steps:
    return tuple(replace(s, when=always) for s in steps(desk, instance) if s.id in ("job", "when", "met"))


def _change_finish(desk: Desk, instance: DialogInstance) -> None:
    found = addressed(desk, instance.about)
    if not found:
        return
    opportunity, interview = found
    answers = instance.answers
    if answers["job"].mark is Mark.GIVEN:
        opportunity = replace(opportunity, job=answers["job"].value)
    if answers["met"].mark is Mark.GIVEN:
        role = Role(answers["met"].value)
        if role is not interview.role:
            interview = replace(interview, role=role)
            opportunity = with_interview(opportunity, interview)
            opportunity = replace(opportunity, interviews=lettered(opportunity.interviews))
            interview = opportunity.interview(interview.id) or interview
    starts_at, note = instant_of(answers["when"].value)
    opportunity = desk.keep(with_interview(opportunity, interview))
    if starts_at == interview.starts_at:
        desk.say_in(opportunity, card(desk, opportunity), key=card_key(opportunity), open_to_all=True)
        desk.note("Changed.")
    else:
        move_to(desk, opportunity, interview, starts_at, note)


CHANGING = Dialog("change", "Change the interview", _change_steps, _change_finish)


def close_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Close]: no more reminders for this one; it stays readable."""
    opportunity = desk.opportunity(args.get("opportunity"))
    if opportunity is None:
        desk.note("That one is not in your list any more.")
        return
    for each in opportunity.interviews:
        reminding.cancel(desk, opportunity, each)
    desk.keep(replace(opportunity, open=False))
    desk.note(
        f"{opportunity.company} is closed. Its notes stay until you say “forget {opportunity.company}”."
    )
