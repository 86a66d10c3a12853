"""The answer to "why?": the clause, the rule, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.reading.reasons import RULES
from dialogs.reading.verdict import (
    Contradiction,
    DimensionState,
    DimensionVerdict,
    Growth,
    Mindset,
    QuotedEvidence,
    Verdict,
)
from dialogs.rubric import Dimension, Label, Reading, Role, Source, Strength

NAMES: Mapping[Dimension, str] = {
    Dimension.SUCCESS_METRICS: "how success is measured",
    Dimension.FAILURE_LEARNING: "what happens when something fails to matter",
    Dimension.AUTONOMY: "who decides how the work is done",
    Dimension.FOCUS: "what comes first",
    Dimension.RECOGNITION: "what people are praised for",
    Dimension.GROWTH: "what you would learn",
}

_TURNS: Mapping[Dimension, tuple[str, str]] = {
    # what would turn an outcome reading into output, and an output reading into outcome
    Dimension.SUCCESS_METRICS: (
        "a target that counts deliveries (dates, tickets, features, hours)",
        "a number that moves for somebody (fewer readmissions, less churn, fewer errors)",
    ),
    Dimension.FAILURE_LEARNING: (
        "a case that shipped, changed nothing, and was called a success",
        "a case where they looked, found out why, and changed or stopped it",
    ),
    Dimension.AUTONOMY: (
        "decisions, specifications or approvals that come from above",
        "a time when the team chose what to build, or said no",
    ),
    Dimension.FOCUS: (
        "work that ends at launch because the next date is waiting",
        "work that went on after launch until it helped",
    ),
    Dimension.RECOGNITION: (
        "somebody praised for speed, volume or never missing a date",
        "somebody promoted for moving a result or questioning the plan",
    ),
    Dimension.GROWTH: (
        "the same task year after year, with one fixed tool",
        "people whose scope or skills grew, with an example",
    ),
}


def _share(probability: float) -> str:
    return f"{round(100 * probability)} %"


def _word(label: Label, dimension: Dimension) -> str:
    if dimension is Dimension.GROWTH:
        return {Label.OUTPUT: "repetitive", Label.OUTCOME: "compounding"}.get(label, label.value)
    return label.value


def explain_reading(reading: Reading, text: str) -> str:
    """Why this answer was read so: the clause, the rule, how sure, and what would change it."""
    lines = [f"I read this as {_word(reading.label, reading.dimension)}. {reading.reason}"]
    if reading.corrected:
        lines[0] = f"You set this to {_word(reading.label, reading.dimension)}, and that is what counts."
    lines.extend(_words_that_carry(reading, text))
    if reading.rule is not None:
        lines.append(f"Rule {reading.rule}: {RULES[reading.rule]}")
    if reading.label is not Label.UNCLEAR:
        lines.append(
            "It has something that could be checked, so it weighs fully."
            if reading.strength is Strength.EVIDENCE
            else "It is only asserted, so it weighs less and settles nothing by itself."
        )
    if not reading.corrected:
        lines.append(_how_sure(reading))
    if reading.second_reader:
        lines.append(
            f"Two have read it: I, and the language model at {reading.second_reader} that you agreed to."
        )
    lines.append(_what_would_change(reading))
    return "\n".join(lines)


def _words_that_carry(reading: Reading, text: str) -> list[str]:
    quoted = [q for q in (reading.quote, reading.counter_quote) if q and q in text]
    if reading.label is Label.MIXED and len(quoted) == 2:
        return [f"For output: “{quoted[0]}”", f"For outcome: “{quoted[1]}”"]
    return [f"The words that carry it: “{quote}”" for quote in quoted]


def _how_sure(reading: Reading) -> str:
    ordered = sorted(Label, key=reading.probabilities.of, reverse=True)
    first, second = reading.probabilities.of(ordered[0]), reading.probabilities.of(ordered[1])
    if ordered[0] is not reading.label:
        return (
            f"I am not sure: {_word(ordered[0], reading.dimension)} ({_share(first)}) is not much likelier than its "
            f"opposite, and to take one for the other would be the worst mistake."
        )
    return (
        f"I am about {_share(first)} sure; the next best reading is "
        f"{_word(ordered[1], reading.dimension)} ({_share(second)})."
    )


def _what_would_change(reading: Reading) -> str:
    to_output, to_outcome = _TURNS[reading.dimension]
    match reading.label:
        case Label.OUTPUT:
            return f"What would change it: {to_outcome}."
        case Label.OUTCOME:
            return f"What would change it: {to_output}."
        case Label.MIXED:
            return f"What would tip it: {to_output}, or else {to_outcome}."
        case Label.UNCLEAR:
            return f"What would settle it: {to_output}, or else {to_outcome}. Ask for a recent example."


def explain_verdict(verdict: Verdict, dimension: Dimension | None = None) -> str:
    """Why the verdict (or one dimension of it) is what it is, with the quotes and what would change it."""
    if dimension is not None:
        return _explain_dimension(verdict, verdict.of(dimension))
    lines = [_headline(verdict), _basis(verdict)]
    if verdict.evidence:
        lines += ["What carries it:", *(_cited(quote) for quote in verdict.evidence)]
    if verdict.counter_evidence:
        lines += ["What speaks against it:", *(_cited(quote) for quote in verdict.counter_evidence)]
    lines += [_contradicted(each) for each in verdict.contradictions]
    lines.append(_growth(verdict))
    ask = verdict.next_dimensions[0]
    lines.append(f"What would move it most: ask about {NAMES[ask.dimension]}. {ask.reason}")
    return "\n".join(lines)


def _headline(verdict: Verdict) -> str:
    leaning = f" It leans {verdict.leaning.value}, but that is not settled." if verdict.leaning else ""
    match verdict.mindset:
        case Mindset.OUTCOME:
            return (
                f"{verdict.company} looks outcome-minded ({_share(verdict.probability)} likely): "
                "they ask whether the work made a difference."
            )
        case Mindset.OUTPUT:
            return (
                f"{verdict.company} looks output-minded ({_share(1 - verdict.probability)} likely): "
                "they ask whether it shipped."
            )
        case Mindset.SPLIT:
            return f"{verdict.company} is split: there is credible practice both ways.{leaning}"
        case Mindset.NOT_ENOUGH:
            if verdict.leaning:
                return f"{verdict.company} leans {verdict.leaning.value}, but that is not settled."
            return f"There is not enough to judge {verdict.company} yet."


def _basis(verdict: Verdict) -> str:
    low, high = verdict.interval
    return (
        f"It rests on {_count(verdict.informative_answers, 'answer')} that showed practice, of "
        f"{verdict.answers}, from {_count(verdict.interviewers, 'voice')}. On a scale from 0 (output) to 100 "
        f"(outcome) the place is between {round(100 * low)} and {round(100 * high)}, four times in five."
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _cited(quote: QuotedEvidence) -> str:
    how = "seen" if quote.source is Source.SEEN else f"told by the {quote.interviewer}"
    return f"- “{quote.quote}” ({how}, on {NAMES[quote.dimension]})"


def _contradicted(each: Contradiction) -> str:
    one, other = each.outcome[0], each.output[0]
    said = ", ".join(f"{_voice(side)} “{side.quote}”" for side in (one, other))
    return f"They disagree on {NAMES[each.dimension]}: {said}."


def _voice(quote: QuotedEvidence) -> str:
    if quote.source is Source.SEEN:
        return "seen:"
    weight = ", whose word weighs least," if quote.role is Role.RECRUITER else ""
    return f"{quote.interviewer}{weight} said"


def _growth(verdict: Verdict) -> str:
    match verdict.growth:
        case Growth.COMPOUNDING:
            return f"Growth: compounding ({_share(verdict.growth_probability)} likely)."
        case Growth.REPETITIVE:
            return f"Growth: repetitive ({_share(1 - verdict.growth_probability)} likely)."
        case Growth.SPLIT:
            return "Growth: split, with credible practice both ways."
        case Growth.NOT_ENOUGH:
            known = verdict.of(Dimension.GROWTH)
            leans = known.state is not DimensionState.NOT_ENOUGH
            return f"Growth: {known.words}, not settled." if leans else "Growth: not enough to say."


def _explain_dimension(verdict: Verdict, known: DimensionVerdict) -> str:
    name = NAMES[known.dimension]
    if known.answers == 0:
        return f"Nothing is known yet of {name}: nobody was asked."
    side = known.probability if known.probability >= 0.5 else 1 - known.probability
    lines = [
        f"On {name}: {known.words} ({_share(side)} likely), from {_count(known.answers, 'answer')} "
        f"worth {known.information:.1f} bits.",
        *(_cited(quote) for quote in _about(verdict, known.dimension)),
        *(_contradicted(each) for each in verdict.contradictions if each.dimension is known.dimension),
    ]
    to_output, to_outcome = _TURNS[known.dimension]
    if known.state in (DimensionState.OUTCOME, DimensionState.LEANING_OUTCOME):
        lines.append(f"What would change it: {to_output}, from somebody who lives it.")
    elif known.state in (DimensionState.OUTPUT, DimensionState.LEANING_OUTPUT):
        lines.append(f"What would change it: {to_outcome}, from somebody who lives it.")
    else:
        lines.append(f"What would settle it: {to_output}, or else {to_outcome}.")
    return "\n".join(lines)


def _about(verdict: Verdict, dimension: Dimension) -> tuple[QuotedEvidence, ...]:
    quotes = (*verdict.evidence, *verdict.counter_evidence, *verdict.growth_evidence)
    return tuple(quote for quote in quotes if quote.dimension is dimension)
