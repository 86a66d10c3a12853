"""What happens when a moment arrives that the coach had asked to be woken at."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from dialogs.desk import Desk
from dialogs.flows import debriefing, looking_back, reminding, telling
from dialogs.records import InterviewStatus
from dialogs.turn import WakeKind
from dialogs.wording import say_date


def woke(desk: Desk, wake: str, expired: bool = False) -> None:
    """Reads the wake's id, looks at how things stand now, and says what is still worth saying."""
    parts = wake.split(":")
    if len(parts) < 4 or parts[0] != "wake" or parts[3] not in set(WakeKind):
        return
    kind = WakeKind(parts[3])
    opportunity = desk.opportunity(parts[1])
    if opportunity is None or _paused(desk) or desk.person.left_at is not None:
        return
    if kind is WakeKind.ANSWER_BY:
        if opportunity.terms is not None and opportunity.terms.answer_by and not opportunity.outcome:
            looking_back.answer_by(desk, opportunity)
        return
    if kind is WakeKind.LOOK_BACK:
        if opportunity.outcome == "accepted" and not opportunity.look_back:
            looking_back.ask(desk, opportunity)
        return
    interview = opportunity.interview(parts[2])
    if interview is None or not reminding.still_booked(opportunity, interview):
        return
    if kind in (WakeKind.DAY_BEFORE, WakeKind.HOUR_BEFORE):
        if expired or desk.now >= interview.starts_at:
            later = reminding.moments(desk, interview).get(WakeKind.HOUR_BEFORE)
            if kind is WakeKind.DAY_BEFORE and later is not None and desk.now >= later[0]:
                return  # the later reminder is due too: one of them is enough to say it
            reminding.too_late(desk, opportunity, interview)
            return
        reminding.remind(desk, opportunity, interview, kind)
        return
    if expired and kind is WakeKind.DEBRIEF:
        return  # the second invitation is about to come
    if interview.status is InterviewStatus.BOOKED and desk.now >= interview.starts_at:
        again = kind is WakeKind.DEBRIEF_AGAIN
        local = interview.starts_at.astimezone(ZoneInfo(desk.zone)).date()
        today = desk.now.astimezone(ZoneInfo(desk.zone)).date()
        day = "yesterday" if today - local == timedelta(days=1) else f"on {say_date(local, today)}"
        whom = debriefing.whom_of(opportunity, interview)
        before = (
            f"{opportunity.company}{whom} was {day}. Two minutes now are worth more than an hour next week."
            if again
            else f"How did it go at {opportunity.company}{whom}? Two minutes while it's fresh."
        )
        telling.start(desk, opportunity, interview, before=before, invited=True)


def _paused(desk: Desk) -> bool:
    until = desk.person.paused_until
    return until is not None and desk.now.astimezone(ZoneInfo(desk.zone)).date() < until
