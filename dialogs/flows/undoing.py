"""Taking back what was done last: what was shared, an interview that was booked, one that was cancelled."""

from __future__ import annotations

from dataclasses import replace

from dialogs.desk import Args, Desk, act, card_key
from dialogs.flows import reminding
from dialogs.flows.finding import addressed, named, with_interview
from dialogs.flows.standing import card
from dialogs.records import Interview, InterviewStatus, Opportunity
from dialogs.replies import Choice
from dialogs.wording import say_when
from dialogs.words.meaning import Understanding


def undo(desk: Desk, said: Understanding, text: str) -> None:
    """ "Undo", "take it back": asked about first, because what was meant may be something else."""
    latest = _latest(desk, named(desk, said) or desk.focus())
    shared = desk.person.shares[-1] if desk.person.shares else None
    if shared is not None:
        back = Choice("Take it back", act("share.back", key=shared.key), primary=True)
        other = (_again(*latest),) if latest else ()
        desk.note("Take back what you shared last? It is blanked where it stands.", (back, *other))
    elif latest is None:
        desk.note("There is nothing to take back. “edit” changes an answer, “settings” what I go by.")
    elif latest[1].status is InterviewStatus.CANCELLED:
        offer_again(desk, *latest)
    else:
        about = {"opportunity": latest[0].id, "interview": latest[1].id}
        desk.note(
            f"Shall I take the interview at {_called(desk, *latest)} off again?",
            (
                replace(_again(*latest), primary=True),
                Choice("It moved", act("interview.move", **about)),
                Choice("Leave it", act("status.show")),
            ),
        )


def _latest(desk: Desk, opportunity: Opportunity | None) -> tuple[Opportunity, Interview] | None:
    """The interview that was booked last there, if it is still to come or would be."""
    last = opportunity.interviews[-1] if opportunity and opportunity.interviews else None
    open_ones = (InterviewStatus.BOOKED, InterviewStatus.CANCELLED)
    if opportunity is None or last is None or last.starts_at <= desk.now or last.status not in open_ones:
        return None
    return opportunity, last


def _called(desk: Desk, opportunity: Opportunity, interview: Interview) -> str:
    return f"{opportunity.company}, {say_when(interview.starts_at, interview.zone, desk.now)},"


def _again(opportunity: Opportunity, interview: Interview) -> Choice:
    """The other way round: a cancelled interview is on again, a booked one is taken off."""
    about = {"opportunity": opportunity.id, "interview": interview.id}
    if interview.status is InterviewStatus.CANCELLED:
        return Choice("It is on", act("interview.restore", **about))
    return Choice(f"Take {opportunity.company} off", act("interview.cancel", **about))


def is_off(desk: Desk, said: Understanding) -> tuple[Opportunity, Interview] | None:
    """The interview that was cancelled already, where it is spoken of as cancelled or not."""
    latest = _latest(desk, named(desk, said) or (None if said.company else desk.focus()))
    return latest if latest and latest[1].status is InterviewStatus.CANCELLED else None


def offer_again(desk: Desk, opportunity: Opportunity, interview: Interview) -> None:
    """Asks whether a cancelled interview is on after all."""
    desk.note(
        f"{_called(desk, opportunity, interview)} is cancelled. Is it on after all?",
        (replace(_again(opportunity, interview), primary=True), Choice("Leave it", act("status.show"))),
    )


def restore_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[It is on]: as it was, with its reminders."""
    found = addressed(desk, args)
    if not found:
        return
    opportunity, interview = found
    restored = replace(interview, status=InterviewStatus.BOOKED)
    opportunity = desk.keep(with_interview(replace(opportunity, open=True), restored))
    reminding.schedule(desk, opportunity, restored)
    desk.say_in(opportunity, card(desk, opportunity), key=card_key(opportunity), open_to_all=True)
    desk.note(f"On again: {_called(desk, opportunity, restored).rstrip(',')}. The reminders are back, too.")
