"""When the coach speaks up by itself: reminders, the invitation to debrief, the look-back.

Moments are computed in the person's own wall-clock time with one rule: a time that a clock change skips is taken
as much later as the gap is long, a time that happens twice is its first occurrence (PEP 495, fold=0). They are
kept in UTC, and computed anew whenever the interview, the zone or the reminder settings change.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dialogs.desk import Args, Desk, act
from dialogs.flows.preparing import notice
from dialogs.records import Interview, InterviewStatus, Opportunity, QuietHours
from dialogs.replies import Choice, Note, Reminder
from dialogs.turn import Wake, WakeKind
from dialogs.wording import listing, say_day, say_when

TOO_LATE = timedelta(hours=2)
"""A reminder later than this is no reminder any more."""
AFTER_INTERVIEW = timedelta(minutes=15)
STILL_FRESH = timedelta(hours=36)
HALF_A_YEAR = timedelta(days=182)
SNOOZE = timedelta(hours=1)


def local_instant(day: date, at: time, zone: str) -> datetime:
    """The instant at which a wall clock in `zone` shows that day and time (see above for gaps and folds)."""
    return datetime.combine(day, at.replace(fold=0), ZoneInfo(zone)).astimezone(UTC)


def wake_id(opportunity: str, interview: str, kind: WakeKind) -> str:
    """The identity of one moment: writing it again moves it."""
    return f"wake:{opportunity}:{interview}:{kind.value}"


def outside_quiet(instant: datetime, zone: str, quiet: QuietHours) -> datetime:
    """The instant itself, or the end of the quiet hours it falls into."""
    local = instant.astimezone(ZoneInfo(zone))
    clock = local.time()
    spans_midnight = quiet.start > quiet.end
    if quiet.start == quiet.end:
        return instant
    inside = (
        (clock >= quiet.start or clock < quiet.end) if spans_midnight else quiet.start <= clock < quiet.end
    )
    if not inside:
        return instant
    day = local.date() + timedelta(days=1) if spans_midnight and clock >= quiet.start else local.date()
    return local_instant(day, quiet.end, zone)


def moments(desk: Desk, interview: Interview) -> dict[WakeKind, tuple[datetime, datetime]]:
    """For each kind of reminder of one interview, when it is due and when it stops being of use."""
    settings = desk.settings
    start = interview.starts_at
    local_day = start.astimezone(ZoneInfo(settings.zone)).date()
    found: dict[WakeKind, tuple[datetime, datetime]] = {}
    if settings.evening_before is not None:
        due = local_instant(local_day - timedelta(days=1), settings.evening_before, settings.zone)
        due = outside_quiet(due, settings.zone, settings.quiet)
        if due < start:
            found[WakeKind.DAY_BEFORE] = (due, min(start, due + TOO_LATE))
    if settings.minutes_before is not None:
        # An hour before an early interview may lie in the quiet hours: there the interview wins, it was asked for.
        due = start - timedelta(minutes=settings.minutes_before)
        found[WakeKind.HOUR_BEFORE] = (due, min(start, due + TOO_LATE))
    end = start + timedelta(minutes=interview.minutes)
    first = outside_quiet(end + AFTER_INTERVIEW, settings.zone, settings.quiet)
    found[WakeKind.DEBRIEF] = (first, first + STILL_FRESH)
    evening = settings.evening_before or time(18, 0)
    second = local_instant(
        first.astimezone(ZoneInfo(settings.zone)).date() + timedelta(days=1), evening, settings.zone
    )
    second = outside_quiet(second, settings.zone, settings.quiet)
    found[WakeKind.DEBRIEF_AGAIN] = (second, second + STILL_FRESH)
    return found


def schedule(desk: Desk, opportunity: Opportunity, interview: Interview) -> None:
    """Writes all reminders of an interview; those whose moment has passed are taken back."""
    planned = moments(desk, interview)
    for kind in (WakeKind.DAY_BEFORE, WakeKind.HOUR_BEFORE, WakeKind.DEBRIEF, WakeKind.DEBRIEF_AGAIN):
        due, expires = planned.get(kind, (desk.now, desk.now))
        _wake(desk, opportunity, interview.id, kind, due, expires, cancelled=due <= desk.now)


def cancel(desk: Desk, opportunity: Opportunity, interview: Interview) -> None:
    """Takes all reminders of an interview back."""
    for kind in (WakeKind.DAY_BEFORE, WakeKind.HOUR_BEFORE, WakeKind.DEBRIEF, WakeKind.DEBRIEF_AGAIN):
        _wake(desk, opportunity, interview.id, kind, desk.now, desk.now, cancelled=True)


def debriefed(desk: Desk, opportunity: Opportunity, interview: Interview) -> None:
    """The debrief is under way or done: no more invitations to it."""
    for kind in (WakeKind.DEBRIEF, WakeKind.DEBRIEF_AGAIN):
        _wake(desk, opportunity, interview.id, kind, desk.now, desk.now, cancelled=True)


def answer_by(desk: Desk, opportunity: Opportunity, day: date | None) -> None:
    """Reminds two days before an offer's answer-by date, in the morning; the day before where that has passed."""
    if day is None:
        _wake(desk, opportunity, "offer", WakeKind.ANSWER_BY, desk.now, desk.now, cancelled=True)
        return
    end = local_instant(day + timedelta(days=1), time(0, 0), desk.zone)
    dues = [local_instant(day - timedelta(days=days), time(9, 0), desk.zone) for days in (2, 1, 0)]
    due = next((d for d in dues if d > desk.now), desk.now)
    _wake(desk, opportunity, "offer", WakeKind.ANSWER_BY, due, end, cancelled=due <= desk.now)


def look_back(desk: Desk, opportunity: Opportunity) -> None:
    """Asks in half a year whether the verdict held."""
    day = (desk.now + HALF_A_YEAR).astimezone(ZoneInfo(desk.zone)).date()
    due = local_instant(day, time(10, 0), desk.zone)
    _wake(desk, opportunity, "choice", WakeKind.LOOK_BACK, due, due + timedelta(days=30))


def _wake(
    desk: Desk,
    opportunity: Opportunity,
    of: str,
    kind: WakeKind,
    due: datetime,
    expires: datetime,
    cancelled: bool = False,
) -> None:
    home = opportunity.reference
    desk.wake(
        Wake(wake_id(opportunity.id, of, kind), kind, due, expires, home, opportunity.id, of, cancelled)
    )


def promise(desk: Desk, interview: Interview) -> str:
    """What the coach will do, in a sentence: "I'll remind you on Wednesday evening and an hour before."."""
    planned = moments(desk, interview)
    parts = []
    if WakeKind.DAY_BEFORE in planned and planned[WakeKind.DAY_BEFORE][0] > desk.now:
        due = planned[WakeKind.DAY_BEFORE][0].astimezone(ZoneInfo(desk.zone))
        parts.append(f"on {due:%A} at {due:%H:%M}")
    if WakeKind.HOUR_BEFORE in planned and planned[WakeKind.HOUR_BEFORE][0] > desk.now:
        minutes = desk.settings.minutes_before or 0
        parts.append("an hour before" if minutes == 60 else f"{minutes} minutes before")
    if not parts:
        return "It is too soon for a reminder; I'll ask how it went afterwards."
    return f"I'll remind you {listing(parts)}, and ask how it went afterwards."


# -- when a moment arrives --------------------------------------------------------------------------------------


def remind(desk: Desk, opportunity: Opportunity, interview: Interview, kind: WakeKind) -> None:
    """The day before, or an hour before: the questions again, and one thing to look out for."""
    asked = [q for q in interview.questions if q.pinned] or list(interview.questions)
    about = {"opportunity": opportunity.id, "interview": interview.id}
    choices = [
        Choice("It moved", act("interview.move", **about)),
        Choice("Cancelled", act("interview.cancel", **about)),
    ]
    if kind is WakeKind.DAY_BEFORE:
        choices.insert(0, Choice("Snooze", act("remind.snooze", kind=kind.value, **about)))
    if not asked:
        choices.insert(0, Choice("Questions to ask", act("prep.start", **about), primary=True))
    local = interview.starts_at.astimezone(ZoneInfo(desk.zone))
    when = f"{say_day(interview.starts_at, desk.zone, desk.now).capitalize()} {local:%H:%M}"
    desk.say_in(
        opportunity,
        Reminder(
            company=opportunity.company,
            when=when,
            whom=interview.label,
            questions=tuple(q.text for q in asked),
            look_for=notice(desk, opportunity, interview) if kind is WakeKind.HOUR_BEFORE else "",
            choices=tuple(choices),
        ),
        expires_at=min(interview.starts_at, desk.now + TOO_LATE),
    )


def snooze_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Snooze]: the same reminder again in an hour, if that is still before the interview."""
    opportunity = desk.opportunity(args.get("opportunity"))
    interview = opportunity.interview(args.get("interview", "")) if opportunity else None
    if opportunity is None or interview is None or not still_booked(opportunity, interview):
        desk.note("That interview is not coming up any more, so there is nothing to snooze.")
        return
    due = desk.now + SNOOZE
    if due >= interview.starts_at:
        desk.note("It starts within the hour: no more snoozing. Good luck!")
        return
    _wake(desk, opportunity, interview.id, WakeKind.DAY_BEFORE, due, min(interview.starts_at, due + TOO_LATE))
    desk.note(f"I'll come back at {due.astimezone(ZoneInfo(desk.zone)):%H:%M}.")


def too_late(desk: Desk, opportunity: Opportunity, interview: Interview) -> None:
    """A reminder that would have come too late: said, not sent as if nothing were."""
    desk.say_in(
        opportunity,
        Note(
            f"I meant to remind you of {opportunity.company} "
            f"({say_when(interview.starts_at, interview.zone, desk.now)}) and was held up. I'm sorry."
        ),
    )


def still_booked(opportunity: Opportunity, interview: Interview | None) -> bool:
    """Whether there is anything to remind of."""
    return opportunity.open and interview is not None and interview.status is InterviewStatus.BOOKED
