"""The verdict on one company, put into words, and what may be asked of it."""

from __future__ import annotations

from dialogs.desk import Args, Desk, act
from dialogs.flows.finding import named
from dialogs.questions.choice import choose
from dialogs.questions.situation import OwnQuestion, Situation, Suggestion
from dialogs.reading.explain import explain_reading, explain_verdict
from dialogs.reading.verdict import (
    DimensionState,
    Evidence,
    Growth,
    Mindset,
    QuotedEvidence,
    Verdict,
    judge,
)
from dialogs.records import Answer, AnswerKind, Interview, Opportunity
from dialogs.replies import AnswerLine, Choice, NextQuestion, Note, VerdictShown
from dialogs.rubric import Dimension, Role, Source, Stage
from dialogs.wording import DIMENSION_WORDS, ROLE_WORDS, called, clip, counted, in_quotes, listing
from dialogs.words.meaning import Understanding

QUOTES_SHOWN = 4


def verdict_key(opportunity: Opportunity) -> str:
    """The identity of the verdict's message, which is redrawn in place."""
    return f"verdict:{opportunity.id}"


def evidence_of(opportunity: Opportunity) -> tuple[Evidence, ...]:
    """All readings of one opportunity, each with who said it and how the person knows."""
    return tuple(
        Evidence(a.id, a.reading, _voice(opportunity, a), _role(opportunity, a), a.source)
        for a in opportunity.answers
        if a.kind is AnswerKind.GIVEN and a.reading is not None
    )


def verdict_of(opportunity: Opportunity) -> Verdict:
    """The verdict on all that was heard and seen so far. Never stored: an edited answer changes it at once."""
    return judge(opportunity.company, evidence_of(opportunity))


def _voice(opportunity: Opportunity, answer: Answer) -> str:
    interview = opportunity.interview(answer.interview)
    return (interview.label if interview else "") or "interviewer"


def _role(opportunity: Opportunity, answer: Answer) -> Role:
    interview = opportunity.interview(answer.interview)
    return interview.role if interview else Role.UNKNOWN


# -- in words ---------------------------------------------------------------------------------------------------


def headline(opportunity: Opportunity, verdict: Verdict) -> str:
    """ "Northwind so far: leaning output, not settled (3 answers, 1 person)"."""
    if verdict.mindset is Mindset.NOT_ENOUGH:
        words = f"leaning {verdict.leaning.value}, not settled" if verdict.leaning else "not enough to go on"
    elif verdict.mindset is Mindset.SPLIT:
        words = "split: credible evidence both ways"
    else:
        sure = verdict.probability if verdict.mindset is Mindset.OUTCOME else 1 - verdict.probability
        words = f"{verdict.mindset.value}, {sure:.0%} sure".replace("100%", "over 99%")
    people = counted(verdict.interviewers, "person", "people")
    return f"{opportunity.company} so far: {words} ({counted(verdict.answers, 'answer')}, {people})"


def growth_line(verdict: Verdict) -> str:
    """What the work there would make of the person."""
    match verdict.growth:
        case Growth.COMPOUNDING:
            return f"Growth: skills that compound, {_sure(verdict.growth_probability)} sure."
        case Growth.REPETITIVE:
            return f"Growth: the same function repeated, {_sure(1 - verdict.growth_probability)} sure."
        case Growth.SPLIT:
            return "Growth: split. Some say it compounds, some that it repeats."
        case Growth.NOT_ENOUGH:
            return _growth_so_far(verdict.of(Dimension.GROWTH).state)


def _growth_so_far(state: DimensionState) -> str:
    match state:
        case DimensionState.LEANING_OUTCOME:
            return "Growth: leaning to skills that compound, not settled."
        case DimensionState.LEANING_OUTPUT:
            return "Growth: leaning to the same function repeated, not settled."
        case _:
            return "Growth: not enough to go on."


def _sure(probability: float) -> str:
    return "over 99 %" if probability > 0.99 else f"{probability * 100:.0f} %"


def quoted(item: QuotedEvidence) -> str:
    """“everybody's bonus hangs on it” (how success is measured, hiring manager, told)"."""
    return f"{in_quotes(item.quote, 200)} ({DIMENSION_WORDS[item.dimension]}, {item.interviewer}, {item.source.value})"


def contradiction_lines(verdict: Verdict) -> tuple[str, ...]:
    """Who contradicted whom, on what."""
    lines = []
    for each in verdict.contradictions:
        one = each.outcome[0] if each.outcome else None
        other = each.output[0] if each.output else None
        if one and other:
            lines.append(f"On {DIMENSION_WORDS[each.dimension]}: {_against(one, other)}.")
    return tuple(lines)


def _against(one: QuotedEvidence, other: QuotedEvidence) -> str:
    """ "the recruiter said “…”, but the future colleague said “…”"; one who said both is named once."""
    this, that = in_quotes(one.quote, 120), in_quotes(other.quote, 120)
    if (one.interviewer, one.source) == (other.interviewer, other.source):
        return f"{_who_said(one)} both {this} and {that}"
    return f"{_who_said(one)} {this}, but {_who_said(other)} {that}"


def _who_said(item: QuotedEvidence) -> str:
    return "you saw" if item.source is Source.SEEN else f"{called(item.interviewer)} said"


def told_and_seen(verdict: Verdict) -> str:
    """What was told against what was seen, where both are there."""
    every = (*verdict.evidence, *verdict.counter_evidence, *verdict.growth_evidence)
    seen = [e for e in every if e.source is Source.SEEN]
    if not seen:
        return ""
    poles = {e.pole.value for e in seen}
    told = {e.pole.value for e in every if e.source is Source.TOLD}
    if told and poles.isdisjoint(told):
        return f"What you saw says {listing(sorted(poles))}; what you were told says {listing(sorted(told))}."
    one = (
        "One of these you saw yourself; that weighs"
        if len(seen) == 1
        else f"{len(seen)} of these you saw yourself; they weigh"
    )
    return f"{one} more than what was told."


def suggestions_for(
    desk: Desk,
    opportunity: Opportunity,
    interview: Interview | None,
    count: int = 3,
    verdict: Verdict | None = None,
) -> tuple[Suggestion, ...]:
    """The questions most worth asking next, given everything heard so far."""
    return choose(desk.bank, situation(desk, opportunity, interview, verdict), count)


def situation(
    desk: Desk, opportunity: Opportunity, interview: Interview | None, verdict: Verdict | None = None
) -> Situation:
    """What the choice of questions has to know."""
    verdict = verdict or verdict_of(opportunity)
    met = {i.id: i.role for i in opportunity.interviews}
    asked = [
        (a.question, met.get(a.interview, Role.UNKNOWN))
        for a in opportunity.answers
        if a.kind is AnswerKind.GIVEN
    ]
    dodged = [
        (a.question, met.get(a.interview, Role.UNKNOWN))
        for a in opportunity.answers
        if a.kind is AnswerKind.DODGED
    ]
    questions = interview.questions if interview else ()
    return Situation(
        role=interview.role if interview else Role.PEER,
        stage=interview.stage if interview else Stage.MAIN_ROUND,
        expected_information=verdict.expected_information,
        asked=tuple(asked),
        dodged=tuple(dodged),
        heard={each.dimension: each.answers for each in verdict.dimensions},
        contradictions=tuple(c.dimension for c in verdict.contradictions),
        pinned=tuple(q.id for q in questions if q.pinned and not q.id.startswith("own-")),
        swapped_out=interview.swapped_out if interview else (),
        own=tuple(OwnQuestion(q.id, q.text, q.dimension) for q in questions if q.id.startswith("own-")),
        trade=opportunity.job or desk.settings.trade or None,
        seed=int.from_bytes(opportunity.id.encode()[-4:], "big"),
        company_known=bool(opportunity.answers),
    )


def shown(desk: Desk, opportunity: Opportunity) -> VerdictShown:
    """The verdict as it is posted."""
    verdict = verdict_of(opportunity)
    about = {"opportunity": opportunity.id}
    heard = {i.role for i in opportunity.interviews if any(a.interview == i.id for a in opportunity.answers)}
    whom = next((r for r in (Role.PEER, Role.HIRING_MANAGER, Role.JUNIOR) if r not in heard), Role.PEER)
    ask = _ask_next(desk, opportunity, verdict, whom)
    return VerdictShown(
        verdict=verdict,
        headline=headline(opportunity, verdict),
        growth=growth_line(verdict),
        carried_by=tuple(quoted(e) for e in (*verdict.evidence, *verdict.growth_evidence)[:QUOTES_SHOWN]),
        against=tuple(quoted(e) for e in verdict.counter_evidence[:QUOTES_SHOWN]),
        contradictions=contradiction_lines(verdict),
        told_and_seen=told_and_seen(verdict),
        next_questions=ask,
        answers=tuple(_line(opportunity, a) for a in opportunity.answers),
        choices=(
            Choice("Why?", act("verdict.why", **about)),
            Choice(f"Questions for the {ROLE_WORDS[whom]}", act("prep.start", role=whom.value, **about)),
            Choice("Edit an answer", act("debrief.answers", **about)),
            Choice("Share", act("share.start", what="verdict", **about)),
        ),
    )


def _ask_next(desk: Desk, opportunity: Opportunity, verdict: Verdict, whom: Role) -> tuple[NextQuestion, ...]:
    next_one = Interview(id="next", starts_at=desk.now, zone=desk.zone, role=whom)
    found = suggestions_for(desk, opportunity, next_one, 3, verdict)
    return tuple(
        NextQuestion(s.question.id, s.text, s.question.dimension, f"Ask a {ROLE_WORDS[whom]}. {s.why}")
        for s in found[:2]
    )


def _line(opportunity: Opportunity, answer: Answer) -> AnswerLine:
    words = {AnswerKind.NOT_ASKED: "not asked", AnswerKind.DODGED: "dodged"}.get(answer.kind) or clip(
        answer.text
    )
    label = answer.reading.label if answer.reading else None
    edit = act("answer.edit", opportunity=opportunity.id, answer=answer.id)
    return AnswerLine(answer.id, answer.question_text, label, words, edit)


# -- verbs and buttons ------------------------------------------------------------------------------------------


def verdict(desk: Desk, said: Understanding, text: str) -> None:
    """`verdict [company]`"""
    opportunity = named(desk, said)
    if opportunity is None and said.company:
        desk.note(
            f"I have nothing on {said.company} yet. Start with “interview {said.company}, Tuesday 3pm”."
        )
        return
    opportunity = opportunity or desk.focus() or next((o for o in desk.opportunities() if o.answers), None)
    if opportunity is None:
        desk.note(
            "There is nothing to judge yet. After an interview say “debrief”, and tell me what they said."
        )
        return
    post(desk, opportunity)


def post(desk: Desk, opportunity: Opportunity) -> None:
    """Posts the verdict, or redraws the one that stands."""
    desk.change(focus=opportunity.id)
    if not opportunity.answers:
        desk.note(
            f"Nothing was debriefed for {opportunity.company} yet, so there is nothing to judge.",
            (Choice("Debrief now", act("debrief.start", opportunity=opportunity.id), primary=True),),
        )
        return
    desk.say_in(opportunity, shown(desk, opportunity), key=verdict_key(opportunity), anew=True)


def pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Verdict]"""
    opportunity = desk.opportunity(args.get("opportunity"))
    if opportunity is None:
        desk.note("That one is not in your list any more.")
        return
    post(desk, opportunity)


def why_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Why?] on a verdict."""
    opportunity = desk.opportunity(args.get("opportunity"))
    if opportunity is None:
        desk.note("That one is not in your list any more.")
        return
    desk.say_in(opportunity, Note(explain_verdict(verdict_of(opportunity))))


def why(desk: Desk, said: Understanding, text: str) -> None:
    """ "Why?", typed: of the last reading in a debrief, else of the verdict in hand."""
    opportunity = named(desk, said) or desk.focus()
    if opportunity is None or not opportunity.answers:
        desk.note("Ask me why about a reading or a verdict. There is none yet: “debrief” starts one.")
        return
    front = desk.person.dialogs.front
    last = opportunity.answers[-1]
    if front is not None and front.dialog == "debrief" and last.reading is not None:
        desk.note(explain_reading(last.reading, last.text))
        return
    desk.note(explain_verdict(verdict_of(opportunity)))
