"""Booking interviews, and the card of an opportunity."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dialogs import dialog as dialogs
from dialogs.desk import Args, Desk, act, card_key
from dialogs.dialog import Dialog
from dialogs.engine import (
    DialogInstance,
    Input,
    Mark,
    Option,
    Refused,
    Response,
    Scene,
    Step,
    Steps,
)
from dialogs.flows import held, reminding, which
from dialogs.flows.finding import (
    addressed,
    as_a_name,
    find,
    named,
    open_opportunity,
    with_interview,
)
from dialogs.flows.held import DEFAULT_MINUTES, stage_of
from dialogs.flows.naming import lettered
from dialogs.flows.standing import card
from dialogs.flows.typed import instant_of, open_when, parse_role, parse_when, parse_zone
from dialogs.records import Interview, InterviewStatus, Opportunity
from dialogs.replies import Choice
from dialogs.rubric import Role, Stage
from dialogs.wording import ROLE_WORDS, listing, say_when
from dialogs.words.meaning import Understanding

ROLE_OPTIONS = tuple(
    Option(ROLE_WORDS[role].capitalize(), role.value) for role in Role if role is not Role.UNKNOWN
)
"""Words that can only be about an interview: a bare “cancel” or “never mind” is asked about first."""


# -- the dialog -------------------------------------------------------------------------------------------------


def when_prompt(scene: Scene) -> str:
    return scene.notes.get("when_prompt") or "When is it? A day and a time, like “Tuesday 3pm”."


def steps(desk: Desk, instance: DialogInstance) -> Steps:
    """Company, then zone (if we don't know it), then when, whom and for which job."""
    choices = tuple(c for c in instance.notes.get("when_choices", "").split("|") if c)
    zone_known = desk.settings.zone_confirmed
    wall_known = "wall" in instance.notes
    return (
        which.step(desk, instance, "Which company is it with?"),
        Step("job", "What is the role?", label="Role", marks=frozenset({Mark.SKIPPED})),
        Step(
            "zone",
            "Which city's time do you live by? I book in your own time zone.",
            parse=parse_zone,
            label="Your time zone",
            when=lambda answers: not zone_known,
        ),
        Step(
            "when",
            when_prompt,
            parse=parse_when,
            options=tuple(Option(c, c) for c in choices),
            when=lambda answers: not wall_known,
            input=Input.DATE_TIME,
            label="When",
            hint="Tuesday 3pm",
        ),
        Step(
            "met",
            "Whom do you meet?",
            parse=parse_role,
            options=ROLE_OPTIONS,
            input=Input.CHOICE,
            label="Whom you meet",
            marks=frozenset({Mark.SKIPPED}),
        ),
    )


def finish(desk: Desk, instance: DialogInstance) -> None:
    """All is known: the interview is booked and its card posted."""
    answers = instance.answers
    when = answers["when"].value if "when" in answers else instance.notes["wall"]
    zone = answers["zone"].value if "zone" in answers else desk.zone
    if zone != desk.zone or not desk.settings.zone_confirmed:
        desk.change(settings=replace(desk.settings, zone=zone, zone_confirmed=True))
    parsed = parse_when(when, dialogs.scene_of(desk, instance))
    if isinstance(parsed, Refused):
        dialogs.begin(
            desk,
            BOOKING,
            instance.about,
            {k: v for k, v in answers.items() if k != "when"},
            before=parsed.sentence,
        )
        return
    starts_at, note = instant_of(parsed)
    opportunity = desk.opportunity(instance.about.get("opportunity")) or find(desk, answers["company"].value)
    job = answers["job"].value if "job" in answers else ""
    if opportunity is None:
        opportunity = open_opportunity(desk, answers["company"].value, job)
    elif job and not opportunity.job:
        opportunity = replace(opportunity, job=job)
    met = answers.get("met")
    role = Role(met.value) if met and met.mark is Mark.GIVEN else Role.UNKNOWN
    stage = Stage(instance.notes.get("stage") or stage_of(role, opportunity))
    book(desk, opportunity, starts_at, role, stage, note or instance.notes.get("when_note", ""))


def retimed(desk: Desk, instance: DialogInstance, step: Step, words: str) -> str:
    """Puts the time of a booking under way right ("no wait, Thursday"); what is said then, empty where it is none."""
    known = instance.answers.get("when")
    if instance.dialog != BOOKING.id or step.id == "when" or known is None or known.mark is not Mark.GIVEN:
        return ""
    scene = dialogs.scene_of(desk, instance)
    at = instant_of(known.value)[0].astimezone(ZoneInfo(scene.zone))
    kept = {**scene.notes, "stands": f"{at:%Y-%m-%dT%H:%M}", "stands_zone": "", "when_choices": ""}
    parsed = parse_when(words, replace(scene, notes=kept))
    if isinstance(parsed, Refused):
        return ""
    answers = {**instance.answers, "when": Response(Mark.GIVEN, parsed)}
    desk.change(dialogs=desk.person.dialogs.put(replace(instance, answers=answers)))
    starts_at, note = instant_of(parsed)
    return f"{say_when(starts_at, scene.zone, desk.now)}, then. {note}".strip()


def _about(desk: Desk, instance: DialogInstance) -> str:
    company = instance.answers.get("company")
    return f"the interview at {company.value}" if company and company.value else ""


BOOKING = Dialog("interview", "Book an interview", steps, finish, submit="Book it", about=_about)


def book(
    desk: Desk, opportunity: Opportunity, starts_at: datetime, role: Role, stage: Stage, note: str = ""
) -> None:
    """Puts an interview into the opportunity, with its reminders, and says what was understood."""
    known = desk.opportunity(opportunity.id) is not None
    same = next(
        (
            i
            for i in opportunity.interviews
            if i.starts_at == starts_at and i.status is InterviewStatus.BOOKED
        ),
        None,
    )
    if same is not None:
        interview = replace(same, role=role if role is not Role.UNKNOWN else same.role)
        interviews = tuple(interview if i.id == same.id else i for i in opportunity.interviews)
    else:
        interview = Interview(
            id=desk.new_id("i-"),
            starts_at=starts_at,
            zone=desk.zone,
            role=role,
            stage=stage,
            minutes=DEFAULT_MINUTES,
        )
        interviews = (*opportunity.interviews, interview)
    opportunity = desk.keep(replace(opportunity, interviews=lettered(interviews), open=True))
    interview = opportunity.interview(interview.id) or interview
    reminding.schedule(desk, opportunity, interview)
    told = reminding.promise(desk, interview)
    notes = () if known else (note, told)
    desk.say_in(opportunity, card(desk, opportunity, notes), key=card_key(opportunity), open_to_all=True)
    if known or desk.here.thread is not None:  # the card stands further up: what is new is said here
        when = say_when(starts_at, desk.zone, desk.now)
        done = "I have that one already" if same is not None else "Booked"
        about = {"opportunity": opportunity.id, "interview": interview.id}
        said = f"{done}: {opportunity.company}, {when}, {interview.label}."
        desk.note(
            " ".join(part for part in (said, note, told) if part),
            (
                Choice("Questions to ask", act("prep.start", **about), primary=True),
                Choice("Change", act("interview.change", **about)),
            ),
        )


# -- verbs ------------------------------------------------------------------------------------------------------


def interview(desk: Desk, said: Understanding, text: str) -> None:
    """`interview ACME staff engineer, Tue 3pm, hiring manager`: books, or asks for what is missing."""
    if said.also:
        _several(desk, (said, *said.also))
    else:
        _one(desk, said, text)


def _several(desk: Desk, told: tuple[Understanding, ...]) -> None:
    """Several told in one message: what is certain is booked, and the rest asked about one after the other."""
    names = list(dict.fromkeys(as_a_name(one.company or "") for one in told))
    desk.note(f"I take that as {len(told)} interviews: {listing(names)}.")
    certain = [one for one in told if _is_certain(desk, one)]
    for one in certain:
        _one(desk, one, one.clause)
    unsure = [one for one in told if one not in certain]
    desk.change(focus=None)  # "no, Wednesday" may be either
    for one in reversed(unsure[1:]):
        waiting = _begun(desk, one, one.clause)
        desk.change(dialogs=desk.person.dialogs.open(waiting).put(waiting))
    for one in unsure[:1]:
        ask, name = one.ask, as_a_name(one.company or "")
        named_first = replace(ask, sentence=f"{name}: {ask.sentence}") if ask is not None else None
        _one(desk, replace(one, ask=named_first), one.clause)


def _is_certain(desk: Desk, said: Understanding) -> bool:
    """Whether there is nothing to ask before it is noted."""
    booked = said.starts_at is not None and _by_which_clock(desk, said)
    return (booked or held.is_over(desk, said)) and said.resembles is None


def _by_which_clock(desk: Desk, said: Understanding) -> bool:
    """Whether the zone is known in which a time was told."""
    return desk.settings.zone_confirmed or bool(said.zone_said)


def _one(desk: Desk, said: Understanding, text: str) -> None:
    opportunity = named(desk, said)
    company = opportunity.company if opportunity else said.company
    if company and held.is_over(desk, said):
        held.book_held(desk, opportunity or open_opportunity(desk, company, said.role or ""), said)
        return
    if company:
        desk.change(dialogs=desk.person.dialogs.drop(BOOKING.id, {}))  # its company was not said until now
    begun = _begun(desk, said, text)
    dialogs.begin(desk, BOOKING, begun.about, begun.answers, begun.notes)


def _begun(desk: Desk, said: Understanding, text: str) -> DialogInstance:
    """The booking as far as it was told."""
    opportunity = named(desk, said)
    answers: dict[str, Response] = {}
    company = opportunity.company if opportunity else said.company
    if company:
        if said.resembles is None:
            answers["company"] = Response(Mark.GIVEN, company)
        job = (opportunity.job if opportunity else "") or said.role or ""
        answers["job"] = Response(Mark.GIVEN, job) if job else Response(Mark.SKIPPED)
    notes = notes_of(said, text) | which.notes_of(said)
    if said.starts_at is not None and not _by_which_clock(desk, said):
        # The clock on their wall is certain, the instant is not until we know where that wall is.
        notes["wall"] = f"{said.starts_at.astimezone(ZoneInfo(desk.zone)):%Y-%m-%d %H:%M}"
        answers["met"] = Response(Mark.SKIPPED)
    elif said.starts_at is not None:
        answers["when"] = Response(Mark.GIVEN, said.starts_at.astimezone(UTC).isoformat())
        answers["met"] = Response(Mark.SKIPPED)
    if said.met is not None:
        answers["met"] = Response(Mark.GIVEN, said.met.value)
    about = (
        {"opportunity": opportunity.id} if opportunity else {"company": company.casefold()} if company else {}
    )
    return DialogInstance(BOOKING.id, about, answers, version=BOOKING.version, notes=notes)


def notes_of(said: Understanding, text: str) -> dict[str, str]:
    notes = open_when(said)
    if said.when_note:
        notes["when_note"] = said.when_note
    lower = text.casefold()
    for word, stage in (("panel", Stage.PANEL), ("final", Stage.FINAL), ("first call", Stage.FIRST_CALL)):
        if word in lower:
            notes["stage"] = stage.value
    return notes


# -- buttons ----------------------------------------------------------------------------------------------------


def new_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Add an interview]"""
    dialogs.begin(desk, BOOKING, {})


def met_pressed(desk: Desk, args: Args, values: Args) -> None:
    """Who is met, said after booking."""
    found = addressed(desk, args)
    if not found:
        return
    opportunity, interview = found
    role = Role(args.get("role", Role.UNKNOWN.value))
    changed = replace(interview, role=role, stage=Stage(stage_of(role, opportunity)))
    changed_ones = lettered(with_interview(opportunity, changed).interviews)
    opportunity = desk.keep(replace(opportunity, interviews=changed_ones))
    desk.say_in(opportunity, card(desk, opportunity), key=card_key(opportunity), open_to_all=True)
    desk.note(f"Noted: you meet the {ROLE_WORDS[role]} at {opportunity.company}.")
