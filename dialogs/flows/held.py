"""Interviews that are over when the person first tells of them: noted, and debriefed right away if they like."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from zoneinfo import ZoneInfo

from dialogs.desk import Desk, act, card_key
from dialogs.flows.naming import lettered
from dialogs.flows.standing import card
from dialogs.records import Interview, Opportunity
from dialogs.replies import Choice
from dialogs.rubric import Role, Stage
from dialogs.wording import say_when
from dialogs.words.meaning import Understanding

DEFAULT_MINUTES = 60


def stage_of(role: Role, opportunity: Opportunity) -> Stage:
    """The stage that an interview is likely at, from who is met."""
    if opportunity.terms is not None:
        return Stage.OFFER
    if role is Role.RECRUITER:
        return Stage.FIRST_CALL
    return Stage.FINAL if role is Role.EXECUTIVE else Stage.MAIN_ROUND


def is_over(desk: Desk, said: Understanding) -> bool:
    """Whether the interview told of was on an earlier day; earlier today may as well be a slip, and is asked about."""
    if said.was_at is None:
        return False
    zone = ZoneInfo(desk.zone)
    return said.was_at.astimezone(zone).date() < desk.now.astimezone(zone).date()


def book_held(desk: Desk, opportunity: Opportunity, said: Understanding) -> None:
    """Notes an interview that is over, and offers its debrief."""
    at, role = (said.was_at or desk.now).astimezone(UTC), said.met or Role.UNKNOWN
    stage = stage_of(role, opportunity)
    over = Interview(desk.new_id("i-"), at, desk.zone, role, stage, DEFAULT_MINUTES)
    interviews = lettered((*opportunity.interviews, over))
    opportunity = desk.keep(replace(opportunity, interviews=interviews, open=True))
    desk.say_in(opportunity, card(desk, opportunity), key=card_key(opportunity), open_to_all=True)
    about = {"opportunity": opportunity.id, "interview": over.id}
    desk.note(
        f"Noted as over: {opportunity.company}, {say_when(at, desk.zone, desk.now)}. Shall we go through it?",
        (
            Choice("Debrief", act("debrief.start", **about), primary=True),
            Choice("Change", act("interview.change", **about)),
        ),
    )
