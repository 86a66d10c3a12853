"""Finding the opportunity or the interview that the person means."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from dialogs.desk import Args, Desk
from dialogs.records import Interview, InterviewStatus, Opportunity
from dialogs.words.meaning import Understanding


def named(desk: Desk, said: Understanding) -> Opportunity | None:
    """The opportunity that the person means, if they have it."""
    return desk.opportunity(said.opportunity_id) or (find(desk, said.company) if said.company else None)


def find(desk: Desk, company: str) -> Opportunity | None:
    """An opportunity by its company's name, the most recent first."""
    wanted = company.strip().casefold()
    line = next((o for o in desk.person.opportunities if o.company.casefold() == wanted), None)
    return desk.opportunity(line.id) if line else None


def open_opportunity(desk: Desk, company: str, job: str = "") -> Opportunity:
    """A new opportunity, living in the conversation it was opened in."""
    return Opportunity(
        id=desk.new_id("o-"),
        company=as_a_name(company),
        job=job[:1].upper() + job[1:],
        created_at=desk.now,
        reference=desk.here.lasting(),
    )


_NAME = 3
"""Letters of a name; fewer are the initials of one."""


def as_a_name(typed: str) -> str:
    """A company's name with capitals, where it was typed in a hurry without any."""
    name = " ".join(typed.split())
    if name.isalpha() and name.islower() and (len(name) < _NAME or not set(name) & set("aeiouy")):
        return name.upper()  # kpmg, ey
    return " ".join(word[:1].upper() + word[1:] for word in name.split(" ")) if name.islower() else name


def only_alike(said: Understanding) -> str:
    """That the company named is not the one they have, however alike; empty where nothing is alike."""
    if said.resembles is None or said.company is None:
        return ""
    return f"I have nothing on {as_a_name(said.company)}, only on {said.resembles}."


def with_interview(opportunity: Opportunity, interview: Interview) -> Opportunity:
    return replace(
        opportunity,
        interviews=tuple(interview if i.id == interview.id else i for i in opportunity.interviews),
    )


def upcoming(opportunity: Opportunity, now: datetime) -> Interview | None:
    """The next booked interview that is not over."""
    booked = [
        i
        for i in opportunity.interviews
        if i.status is InterviewStatus.BOOKED and i.starts_at + timedelta(minutes=i.minutes) > now
    ]
    return min(booked, key=lambda i: i.starts_at, default=None)


def next_booked(desk: Desk, said: Understanding) -> tuple[Opportunity, Interview] | None:
    opportunity = named(desk, said)
    candidates = [opportunity] if opportunity else ([] if said.company else desk.opportunities())
    booked = [(o, i) for o in candidates if (i := upcoming(o, desk.now)) is not None]
    return min(booked, key=lambda pair: pair[1].starts_at, default=None)


def addressed(desk: Desk, args: Args) -> tuple[Opportunity, Interview] | None:
    opportunity = desk.opportunity(args.get("opportunity"))
    interview = opportunity.interview(args.get("interview", "")) if opportunity else None
    if opportunity is None or interview is None:
        desk.note("That interview is not in your list any more. “status” shows what is.")
        return None
    return opportunity, interview
