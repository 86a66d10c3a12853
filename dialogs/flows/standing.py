"""Where things stand: the opportunity's card, the overview of everything open, and what is due next."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dialogs.desk import Args, Desk, act
from dialogs.flows.finding import named, upcoming
from dialogs.flows.judging import growth_line, headline, verdict_of
from dialogs.records import Interview, InterviewStatus, Opportunity
from dialogs.replies import Card, Choice, Choices, Overview, OverviewItem
from dialogs.wording import ROLE_WORDS, counted, say_date, say_when
from dialogs.words.meaning import Understanding

OVERVIEW_ITEMS = 10


def title(opportunity: Opportunity) -> str:
    """ "Northwind · Operations analyst"."""
    return f"{opportunity.company} · {opportunity.job}" if opportunity.job else opportunity.company


def waiting_debrief(opportunity: Opportunity, now: datetime) -> Interview | None:
    """The latest interview that is over and was not debriefed."""
    return max(waiting_debriefs(opportunity, now), key=lambda i: i.starts_at, default=None)


def waiting_debriefs(opportunity: Opportunity, now: datetime) -> list[Interview]:
    """Every interview that is over and was not debriefed."""
    return [
        i
        for i in opportunity.interviews
        if i.status is InterviewStatus.BOOKED and i.starts_at + timedelta(minutes=i.minutes) <= now
    ]


def booked_after(opportunity: Opportunity, coming: Interview) -> list[Interview]:
    """The booked interviews after the next one, soonest first."""
    booked = [
        i
        for i in opportunity.interviews
        if i.status is InterviewStatus.BOOKED and i.starts_at > coming.starts_at
    ]
    return sorted(booked, key=lambda i: i.starts_at)


def lines(desk: Desk, opportunity: Opportunity) -> tuple[str, ...]:
    """Where one opportunity stands: coming interview, debrief, verdict, offer. No amounts, no names."""
    said = []
    coming = upcoming(opportunity, desk.now)
    waiting = waiting_debrief(opportunity, desk.now)
    if coming is not None:
        said.append(
            f"{say_when(coming.starts_at, coming.zone, desk.now)}, {coming.label or 'interviewer not known yet'}"
        )
        if coming.questions:
            said.append(f"{counted(len(coming.questions), 'question')} ready")
        said += [
            f"Then {say_when(later.starts_at, later.zone, desk.now)}, {later.label}"
            for later in booked_after(opportunity, coming)
        ]
    if waiting is not None:
        more = len(waiting_debriefs(opportunity, desk.now)) - 1
        said.append(
            f"Debrief waiting: {waiting.label}, {say_when(waiting.starts_at, waiting.zone, desk.now)}"
            + (f", and {more} more" if more else "")
        )
    if opportunity.answers:
        verdict = verdict_of(opportunity)
        said.append(headline(opportunity, verdict).partition(" so far: ")[2].capitalize())
        said.append(growth_line(verdict).rstrip("."))
    if opportunity.terms is not None:
        by = opportunity.terms.answer_by
        today = desk.now.astimezone(ZoneInfo(desk.zone)).date()
        noted = "Pay noted" if opportunity.present_job else "Offer noted"
        said.append(noted + (f", answer by {say_date(by, today)}" if by else ""))
    if opportunity.outcome:
        said.append(f"You {opportunity.outcome} this one")
    return tuple(said)


def card(desk: Desk, opportunity: Opportunity, notes: tuple[str, ...] = ()) -> Card:
    """The opportunity's card, with what was just understood or promised."""
    return Card(
        company=opportunity.company,
        job=opportunity.job,
        lines=(*lines(desk, opportunity), *(n for n in notes if n)),
        choices=_card_choices(desk, opportunity),
    )


def _card_choices(desk: Desk, opportunity: Opportunity) -> Choices:
    about = {"opportunity": opportunity.id}
    coming = upcoming(opportunity, desk.now)
    waiting = waiting_debrief(opportunity, desk.now)
    choices = []
    if waiting is not None:
        choices.append(Choice("Debrief", act("debrief.start", interview=waiting.id, **about), primary=True))
    if coming is not None:
        choices.append(
            Choice("Questions to ask", act("prep.start", interview=coming.id, **about), primary=not waiting)
        )
        choices.append(Choice("Change", act("interview.change", interview=coming.id, **about)))
    if opportunity.answers:
        choices.append(Choice("Verdict", act("verdict.show", **about)))
    if opportunity.terms is not None:
        choices.append(Choice("Compare", act("compare.start", **about)))
    return tuple(choices)


def item(desk: Desk, opportunity: Opportunity) -> OverviewItem:
    """One opportunity in the overview."""
    said = lines(desk, opportunity) or ("Nothing booked",)
    return OverviewItem(
        opportunity.id, opportunity.company, opportunity.job, said, _card_choices(desk, opportunity)
    )


def overview(desk: Desk) -> Overview:
    """Everything open, what needs the person first."""
    open_ones = sorted(desk.opportunities(), key=lambda o: urgency(desk, o))
    listed = sum(1 for o in desk.person.opportunities if o.open)
    choices: list[Choice] = [Choice("Add an interview", act("interview.new"), primary=not open_ones)]
    if sum(1 for o in open_ones if o.terms is not None) > 1:
        choices.append(Choice("Compare offers", act("compare.start")))
    choices.append(Choice("Settings", act("settings.show")))
    if not open_ones:
        greeting = "Nothing is open. Tell me about your next interview: “Acme, Tuesday 3pm, hiring manager”."
    else:
        greeting = f"You have {counted(len(open_ones), 'opportunity', 'opportunities')} open."
    if desk.person.paused_until is not None:
        greeting += f" Paused until {desk.person.paused_until:%d %B}."
    shown = open_ones[:OVERVIEW_ITEMS]
    return Overview(
        greeting, tuple(item(desk, o) for o in shown), max(0, listed - len(shown)), tuple(choices)
    )


def urgency(desk: Desk, opportunity: Opportunity) -> tuple[int, float]:
    """Sorts debriefs that wait first, then what comes soonest, then the rest by age."""
    waiting = waiting_debrief(opportunity, desk.now)
    coming = upcoming(opportunity, desk.now)
    if waiting is not None:
        return (0, -waiting.starts_at.timestamp())
    if coming is not None:
        return (1, coming.starts_at.timestamp())
    return (2, -opportunity.created_at.timestamp())


def status(desk: Desk, said: Understanding, text: str) -> None:
    """`status`, or "when is the Globex one?"."""
    opportunity = named(desk, said)
    if opportunity is None and said.company:
        desk.note(
            f"I have nothing on {said.company}. “interview {said.company}, Tuesday 3pm” would start it."
        )
        return
    if opportunity is None:
        desk.say(overview(desk), key=f"overview:{desk.activity.id}")
        return
    desk.change(focus=opportunity.id)
    coming = upcoming(opportunity, desk.now)
    if coming is not None:
        whom = f", with the {ROLE_WORDS[coming.role]}" if coming.label else ""
        desk.note(f"{opportunity.company}: {say_when(coming.starts_at, coming.zone, desk.now)}{whom}.")
        return
    desk.note(
        f"{title(opportunity)}: {'. '.join(lines(desk, opportunity)) or 'nothing booked'}.",
        _card_choices(desk, opportunity),
    )


def board_opened(desk: Desk, args: Args, values: Args) -> None:
    """An overview that redraws itself was opened: nothing is said to that."""
    desk.change(board=True)


def show(desk: Desk, args: Args, values: Args) -> None:
    """[Overview]"""
    desk.say(overview(desk), key=f"overview:{desk.activity.id}")
