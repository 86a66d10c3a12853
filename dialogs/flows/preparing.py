"""Before the interview: the few questions worth asking this person, and what to have ready."""

from __future__ import annotations

from dataclasses import replace

from dialogs.desk import Args, Desk, act
from dialogs.flows.finding import named, upcoming, with_interview
from dialogs.flows.judging import situation, suggestions_for
from dialogs.questions.card import pocket_card
from dialogs.questions.choice import swap
from dialogs.questions.preparation import look_for
from dialogs.questions.situation import OwnQuestion, Suggestion
from dialogs.questions.trades import trade_of
from dialogs.records import AskedQuestion, Interview, Opportunity
from dialogs.replies import Choice, PocketCard, Probe, Probes
from dialogs.rubric import Role
from dialogs.wording import ROLE_WORDS, say_when
from dialogs.words.meaning import Understanding


def as_asked(suggestion: Suggestion) -> AskedQuestion:
    """A suggestion as the question the person means to ask."""
    question = suggestion.question
    return AskedQuestion(
        question.id,
        suggestion.text,
        question.dimension,
        suggestion.follow_up,
        suggestion.why,
        suggestion.pinned,
    )


def prep(desk: Desk, said: Understanding, text: str) -> None:
    """`prep [company]`, or "questions"."""
    opportunity = named(desk, said)
    if opportunity is None and said.company:
        desk.note(
            f"I don't know {said.company} yet. “interview {said.company}, Tuesday 3pm, hiring manager” starts it."
        )
        return
    opportunity = opportunity or coming(desk) or desk.focus()
    if opportunity is None:
        desk.note("Which interview is it for? Tell me: “interview Acme, Tuesday 3pm, hiring manager”.")
        return
    interview = upcoming(opportunity, desk.now)
    if "card" in text.casefold().split():
        card_pressed(desk, {"opportunity": opportunity.id}, {})
    elif interview is not None and interview.questions:
        reshow(desk, opportunity, interview)
    else:
        suggest(desk, opportunity, interview)


def coming(desk: Desk) -> Opportunity | None:
    """The opportunity in hand, if it has an interview coming up; else the one with the soonest."""
    focus = desk.focus()
    if focus is not None and upcoming(focus, desk.now) is not None:
        return focus
    booked = [(i.starts_at, o) for o in desk.opportunities() if (i := upcoming(o, desk.now)) is not None]
    return min(booked, key=lambda pair: pair[0])[1] if booked else None


def suggest(
    desk: Desk, opportunity: Opportunity, interview: Interview | None, role: Role | None = None
) -> None:
    """Chooses the questions, keeps them with the interview, and shows them."""
    whom = interview or Interview(id="", starts_at=desk.now, zone=desk.zone, role=role or Role.UNKNOWN)
    if role is not None and role is not whom.role:
        whom = Interview(id="", starts_at=desk.now, zone=desk.zone, role=role, stage=whom.stage)
    suggested = suggestions_for(desk, opportunity, whom)
    if interview is not None and whom is interview:
        opportunity = desk.keep(
            with_interview(opportunity, replace(interview, questions=tuple(as_asked(s) for s in suggested)))
        )
    else:
        desk.change(focus=opportunity.id)
    show(desk, opportunity, whom, suggested)


def show(
    desk: Desk,
    opportunity: Opportunity,
    interview: Interview,
    suggested: tuple[Suggestion, ...],
    *,
    anew: bool = True,
) -> None:
    """Posts the questions into the opportunity's thread; redraws those that stand there unless `anew`."""
    booked = bool(interview.id)
    args = {"opportunity": opportunity.id, "interview": interview.id}
    probes = []
    for s in suggested:
        own = {**args, "question": s.question.id}
        choices: tuple[Choice, ...] = ()
        if booked:
            choices = (
                Choice("Unpin" if s.pinned else "Pin", act("prep.unpin" if s.pinned else "prep.pin", **own)),
                Choice("Swap", act("prep.swap", **own)),
            )
        probes.append(
            Probe(
                s.question.id,
                s.text,
                s.why,
                s.follow_up,
                s.sounds_output,
                s.sounds_outcome,
                s.question.dimension,
                s.pinned,
                choices,
            )
        )
    choices = (
        Choice("Pin all", act("prep.pin_all", **args), primary=True),
        Choice("Add mine", act("prep.own", **args)),
        Choice("Pocket card", act("prep.card", **args)),
        Choice("What to have ready", act("prep.ready", **args)),
    )
    desk.say_in(
        opportunity,
        Probes(
            company=opportunity.company,
            whom=ROLE_WORDS[interview.role],
            intro=_intro(opportunity, interview, len(probes)),
            probes=tuple(probes),
            look_for=notice(desk, opportunity, interview),
            choices=choices if booked else (),
        ),
        key=f"probes:{opportunity.id}:{interview.id or interview.role.value}",
        anew=anew,
    )


def notice(desk: Desk, opportunity: Opportunity, interview: Interview) -> str:
    """One thing to look out for during the visit."""
    things = look_for(desk.bank, situation(desk, opportunity, interview), count=1)
    return things[0].text if things else ""


def _intro(opportunity: Opportunity, interview: Interview, count: int) -> str:
    numbers = {3: "Three", 4: "Four", 5: "Five"}
    whom = "an interviewer" if interview.role is Role.UNKNOWN else f"the {ROLE_WORDS[interview.role]}"
    said = f"{numbers.get(count, str(count))} worth asking {whom} at {opportunity.company}."
    if not opportunity.answers:
        return f"{said} You know nothing about how they work yet."
    return f"{said} Chosen for what you don't know yet."


# -- buttons ----------------------------------------------------------------------------------------------------


def addressed(desk: Desk, args: Args) -> tuple[Opportunity, Interview] | None:
    opportunity = desk.opportunity(args.get("opportunity"))
    if opportunity is None:
        desk.note("That one is not in your list any more.")
        return None
    interview = opportunity.interview(args.get("interview", "")) or upcoming(opportunity, desk.now)
    if interview is None:
        desk.note(
            f"No interview is booked at {opportunity.company}. Book one first, then I keep your questions with it."
        )
        return None
    return opportunity, interview


def start_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Questions to ask], or [Questions for the peer] on a verdict."""
    opportunity = desk.opportunity(args.get("opportunity"))
    if opportunity is None:
        desk.note("That one is not in your list any more.")
        return
    role = Role(args["role"]) if args.get("role") else None
    interview = opportunity.interview(args.get("interview", "")) or upcoming(opportunity, desk.now)
    if role is None and interview is not None and interview.questions:
        reshow(desk, opportunity, interview)
    else:
        suggest(desk, opportunity, interview, role)


def _pin(desk: Desk, args: Args, pinned: bool, which: str | None) -> None:
    found = addressed(desk, args)
    if not found:
        return
    opportunity, interview = found
    meant = {q.id for q in interview.questions} if which is None else set(which.split(","))
    questions = tuple(replace(q, pinned=pinned) if q.id in meant else q for q in interview.questions)
    changed = replace(interview, questions=questions)
    opportunity = desk.keep(with_interview(opportunity, changed))
    reshow(desk, opportunity, changed, anew=False)


def reshow(desk: Desk, opportunity: Opportunity, interview: Interview, *, anew: bool = True) -> None:
    """Shows the questions that were chosen before, as they are now pinned and swapped."""
    pinned = {q.id for q in interview.questions if q.pinned}
    shown = []
    for question in interview.questions:
        suggestion = _as_suggestion(desk, opportunity, interview, question)
        shown.append(replace(suggestion, pinned=question.id in pinned))
    show(desk, opportunity, interview, tuple(shown), anew=anew)


def _as_suggestion(
    desk: Desk, opportunity: Opportunity, interview: Interview, question: AskedQuestion
) -> Suggestion:
    known = question.id in desk.bank
    source = (
        desk.bank.question(question.id)
        if known
        else OwnQuestion(question.id, question.text, question.dimension).as_question()
    )
    wording = source.worded_for(trade_of(opportunity.job or desk.settings.trade or None))
    return Suggestion(
        source, question.text, question.why, question.follow_up, wording.sounds_output, wording.sounds_outcome
    )


def pin_all_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Pin all]"""
    _pin(desk, args, True, None)
    if desk.opportunity(args.get("opportunity")):
        desk.note("Pinned. They will be in the reminder, and I'll ask you about them afterwards.")


def pin_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Pin]"""
    _pin(desk, args, True, args.get("question"))


def unpin_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Unpin]"""
    _pin(desk, args, False, args.get("question"))


def swap_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Swap]: another question in that place."""
    found = addressed(desk, args)
    if not found:
        return
    opportunity, interview = found
    out = args.get("question", "")
    showing = tuple(q.id for q in interview.questions)
    if out not in showing:
        desk.note("That question is not on the list any more.")
        return
    other = swap(desk.bank, situation(desk, opportunity, interview), out, showing)
    questions = tuple(as_asked(other) if q.id == out else q for q in interview.questions)
    changed = replace(interview, questions=questions, swapped_out=(*interview.swapped_out, out))
    opportunity = desk.keep(with_interview(opportunity, changed))
    reshow(desk, opportunity, changed, anew=False)


def card_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Pocket card]"""
    found = addressed(desk, args)
    if not found:
        return
    opportunity, interview = found
    suggested = tuple(_as_suggestion(desk, opportunity, interview, q) for q in interview.questions)
    text = pocket_card(
        opportunity.company,
        suggested,
        when=say_when(interview.starts_at, interview.zone, desk.now),
        notice=notice(desk, opportunity, interview),
        difference=desk.person.difference.in_short(),
    )
    desk.say_in(opportunity, PocketCard(opportunity.company, text))
