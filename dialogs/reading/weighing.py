"""From the answers about one company to its verdict: states, quotes, contradictions, what to ask next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from dialogs.reading import posterior
from dialogs.reading.posterior import HALO, Grid
from dialogs.reading.verdict import (
    Contradiction,
    DimensionState,
    DimensionVerdict,
    Evidence,
    Growth,
    Mindset,
    NextDimension,
    Pole,
    QuotedEvidence,
    Verdict,
)
from dialogs.rubric import MINDSET_DIMENSIONS, Dimension, Label, Role, Source, Strength

SETTLED = 0.8
"""A side is named when it is at least this likely."""
SETTLED_BY_ONE = 0.9
"""One voice alone, with nothing seen beside it, has to make it at least this likely: nobody else has confirmed it."""
LEANS = 0.65
ENOUGH_BITS = 0.12
"""Less than this was learned of a dimension: not enough evidence."""
ENOUGH_DIMENSIONS = 3
"""A company is not judged by fewer dimensions with checkable evidence than this."""
CREDIBLE = 0.5
"""A quote speaks for a pole when its pole is at least this likely."""
QUOTES = 4
SPLIT_QUOTES = 2
"""A place is called split on at least this many checkable quotes either way."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the answers say of one dimension."""

    density: Grid
    quoted: tuple[tuple[float, QuotedEvidence], ...]
    """Credible quotes with their weight, the weightiest first."""
    answers: int
    checkable: bool


def weigh(company: str, evidence: Sequence[Evidence]) -> Verdict:
    """See `verdict.judge`."""
    if not evidence:  # of most places, when one is reminded of an interview there
        nothing = _of_nothing()
        return replace(nothing, company=company, expected_information=dict(nothing.expected_information))
    return _weighed(company, evidence)


@cache
def _of_nothing() -> Verdict:
    """What is known of a place of which nothing was heard: the same of each."""
    return _weighed("", ())


def _weighed(company: str, evidence: Sequence[Evidence]) -> Verdict:
    ordered = sorted(evidence, key=lambda e: (e.reading.dimension.value, e.interviewer, e.answer_id))
    likelihoods = _likelihoods(ordered)
    haloed = {d: likelihoods[d][1] for d in MINDSET_DIMENSIONS}
    messages = {d: posterior.message(haloed[d]) for d in MINDSET_DIMENSIONS}
    place = posterior.company(np.add.reduce(list(messages.values())))
    known = {d: _known(ordered, d, likelihoods[d][0]) for d in Dimension}
    dimensions = tuple(_dimension(d, known[d]) for d in Dimension)
    probability = posterior.above_half(place)
    mindset = _mindset(probability, known, _voices(ordered))
    grown = known[Dimension.GROWTH]
    gains = _gains(haloed, messages, grown.density)
    supporting, opposing = _sides(known, mindset, probability)
    return Verdict(
        company=company,
        mindset=mindset,
        growth=_growth(dimensions[-1].state),
        leaning=_leaning(mindset, probability, known),
        probability=probability,
        interval=posterior.interval(place),
        growth_probability=posterior.above_half(grown.density),
        growth_interval=posterior.interval(grown.density),
        dimensions=dimensions,
        evidence=supporting,
        counter_evidence=opposing,
        growth_evidence=tuple(quote for _, quote in grown.quoted[:QUOTES]),
        contradictions=_contradictions(known),
        answers=len(ordered),
        informative_answers=sum(e.reading.label is not Label.UNCLEAR for e in ordered),
        interviewers=len({e.interviewer for e in ordered}),
        expected_information=gains,
        next_dimensions=_next(gains, dimensions),
    )


def _likelihoods(evidence: Sequence[Evidence]) -> dict[Dimension, tuple[Grid, Grid]]:
    """For each dimension P(its answers | its share of outcome practice), up to a factor.

    First as it stands, for the dimension itself; then with the halo, for what it says about the whole place,
    where one voice colours all dimensions.
    """
    heard: dict[str, set[Dimension]] = defaultdict(set)
    voices: dict[tuple[Dimension, str, float], list[Grid]] = defaultdict(list)
    for each in evidence:
        if each.reading.label is not Label.UNCLEAR:
            heard[each.interviewer].add(each.reading.dimension)
            tie = posterior.tie_of(each.role, each.source)
            voices[each.reading.dimension, each.interviewer, tie].append(posterior.likelihood(each.reading))
    plain = {d: np.ones(posterior.POINTS) for d in Dimension}
    haloed = {d: np.ones(posterior.POINTS) for d in Dimension}
    for (dimension, interviewer, tie), answers in voices.items():
        voice = posterior.through(tie, np.multiply.reduce(answers))
        plain[dimension] *= voice
        haloed[dimension] *= voice ** (1 / (1 + HALO * (len(heard[interviewer]) - 1)))
    return {d: (_scaled(plain[d]), _scaled(haloed[d])) for d in Dimension}


def _scaled(likelihood: Grid) -> Grid:
    result: Grid = likelihood / likelihood.max()
    return result


def _known(evidence: Sequence[Evidence], dimension: Dimension, likelihood: Grid) -> Known:
    mine = [e for e in evidence if e.reading.dimension is dimension]
    weighed = sorted((w for e in mine for w in _quotes(e)), key=lambda w: (-w[0], w[1].answer_id))
    return Known(
        density=posterior.normalised(likelihood),
        quoted=tuple(weighed),
        answers=len(mine),
        checkable=any(_checkable(e) for e in mine),
    )


def _checkable(each: Evidence) -> bool:
    """Practice with something that could be checked, from somebody who would know it."""
    shown = each.reading.label is not Label.UNCLEAR and each.reading.strength is Strength.EVIDENCE
    return shown and (each.source is Source.SEEN or each.role is not Role.RECRUITER)


def _quotes(each: Evidence) -> Iterable[tuple[float, QuotedEvidence]]:
    """The poles that one answer credibly speaks for, each with its weight and words."""
    reading = each.reading
    if reading.label is Label.UNCLEAR:
        return
    sure = 1.0 if reading.corrected else reading.probabilities.of(reading.label)
    if sure < CREDIBLE:
        return
    tie = posterior.tie_of(each.role, each.source)
    weight = (
        sure * tie / (tie + 4) * (1.0 if reading.strength is Strength.EVIDENCE else posterior.CLAIM_TRUTH)
    )
    sides: tuple[tuple[Pole, str | None], ...]
    match reading.label:
        case Label.OUTCOME:
            sides = ((Pole.OUTCOME, reading.quote),)
        case Label.OUTPUT:
            sides = ((Pole.OUTPUT, reading.quote),)
        case _:
            sides = ((Pole.OUTPUT, reading.quote), (Pole.OUTCOME, reading.counter_quote))
            weight /= 2
    for pole, quote in sides:
        yield (
            weight,
            QuotedEvidence(
                quote=quote or "",
                dimension=reading.dimension,
                pole=pole,
                interviewer=each.interviewer,
                role=each.role,
                source=each.source,
                strength=reading.strength,
                answer_id=each.answer_id,
            ),
        )


def _both_ways(quoted: Iterable[tuple[float, QuotedEvidence]]) -> bool:
    return {quote.pole for _, quote in quoted if quote.strength is Strength.EVIDENCE} == set(Pole)


def _dimension(dimension: Dimension, known: Known) -> DimensionVerdict:
    probability = posterior.above_half(known.density)
    bits = posterior.information(known.density)
    return DimensionVerdict(
        dimension=dimension,
        state=_state(probability, bits, known),
        mean=float(posterior.THETA @ known.density),
        interval=posterior.interval(known.density),
        probability=probability,
        information=bits,
        answers=known.answers,
    )


def _state(probability: float, bits: float, known: Known) -> DimensionState:
    settled = known.checkable and bits >= ENOUGH_BITS
    if settled and probability >= SETTLED:
        return DimensionState.OUTCOME
    if settled and probability <= 1 - SETTLED:
        return DimensionState.OUTPUT
    if known.checkable and _both_ways(known.quoted):
        return DimensionState.SPLIT
    if probability >= LEANS:
        return DimensionState.LEANING_OUTCOME
    if probability <= 1 - LEANS:
        return DimensionState.LEANING_OUTPUT
    return DimensionState.NOT_ENOUGH


def _checked(known: Mapping[Dimension, Known]) -> int:
    return sum(known[d].checkable and bool(known[d].quoted) for d in MINDSET_DIMENSIONS)


def _voices(evidence: Sequence[Evidence]) -> int:
    """How many sources there are for checkable practice; what was seen counts beside what the same person said."""
    return len(
        {
            (e.interviewer, e.source is Source.SEEN)
            for e in evidence
            if _checkable(e) and e.reading.dimension in MINDSET_DIMENSIONS
        }
    )


def _mindset(probability: float, known: Mapping[Dimension, Known], voices: int) -> Mindset:
    if _checked(known) < ENOUGH_DIMENSIONS:
        return Mindset.NOT_ENOUGH
    settled = SETTLED if voices > 1 else SETTLED_BY_ONE
    if probability >= settled:
        return Mindset.OUTCOME
    if probability <= 1 - settled:
        return Mindset.OUTPUT
    poles = [
        q.pole for d in MINDSET_DIMENSIONS for _, q in known[d].quoted if q.strength is Strength.EVIDENCE
    ]
    fewest = min(poles.count(pole) for pole in Pole)
    return Mindset.SPLIT if fewest >= SPLIT_QUOTES else Mindset.NOT_ENOUGH


def _leaning(mindset: Mindset, probability: float, known: Mapping[Dimension, Known]) -> Pole | None:
    if mindset in (Mindset.OUTCOME, Mindset.OUTPUT) or not any(known[d].quoted for d in MINDSET_DIMENSIONS):
        return None
    if probability >= LEANS:
        return Pole.OUTCOME
    return Pole.OUTPUT if probability <= 1 - LEANS else None


def _growth(state: DimensionState) -> Growth:
    match state:
        case DimensionState.OUTCOME:
            return Growth.COMPOUNDING
        case DimensionState.OUTPUT:
            return Growth.REPETITIVE
        case DimensionState.SPLIT:
            return Growth.SPLIT
        case _:
            return Growth.NOT_ENOUGH


def _sides(
    known: Mapping[Dimension, Known], mindset: Mindset, probability: float
) -> tuple[tuple[QuotedEvidence, ...], tuple[QuotedEvidence, ...]]:
    """The weightiest quotes for the verdict's side (or the likelier one), and the weightiest against it."""
    quoted = sorted(
        (q for d in MINDSET_DIMENSIONS for q in known[d].quoted if q[1].quote),
        key=lambda q: (-q[0], q[1].answer_id, q[1].pole),
    )
    if mindset is Mindset.OUTPUT or (mindset is not Mindset.OUTCOME and probability < 0.5):
        side = Pole.OUTPUT
    else:
        side = Pole.OUTCOME
    supporting = tuple(quote for _, quote in quoted if quote.pole is side)
    opposing = tuple(quote for _, quote in quoted if quote.pole is not side)
    return supporting[:QUOTES], opposing[:QUOTES]


def _contradictions(known: Mapping[Dimension, Known]) -> tuple[Contradiction, ...]:
    """Dimensions where different voices, or what was said and what was seen, speak for different poles."""
    found = []
    for dimension in Dimension:
        quoted = [quote for _, quote in known[dimension].quoted if quote.quote]
        outcome = tuple(q for q in quoted if q.pole is Pole.OUTCOME)
        output = tuple(q for q in quoted if q.pole is Pole.OUTPUT)
        if any(_apart(a, b) for a in outcome for b in output):
            found.append(Contradiction(dimension, outcome[:QUOTES], output[:QUOTES]))
    return tuple(found)


def _apart(one: QuotedEvidence, other: QuotedEvidence) -> bool:
    return (one.interviewer, one.source) != (other.interviewer, other.source)


def _gains(
    likelihoods: Mapping[Dimension, Grid], messages: Mapping[Dimension, Grid], growth: Grid
) -> dict[Dimension, float]:
    whole = np.add.reduce(list(messages.values()))
    gains = {
        d: posterior.expected_gain(posterior.company(whole - messages[d]), likelihoods[d]) for d in messages
    }
    return gains | {Dimension.GROWTH: posterior.expected_growth_gain(growth)}


def _next(gains: Mapping[Dimension, float], each: Sequence[DimensionVerdict]) -> tuple[NextDimension, ...]:
    states = {d.dimension: d for d in each}
    ordered = sorted(gains, key=lambda d: (-gains[d], d.value))
    return tuple(NextDimension(d, gains[d], _why(states[d])) for d in ordered)


def _why(known: DimensionVerdict) -> str:
    if known.answers == 0:
        return "Nobody has been asked about this yet."
    match known.state:
        case DimensionState.NOT_ENOUGH:
            return "What was said so far shows nothing that could be checked."
        case DimensionState.LEANING_OUTCOME | DimensionState.LEANING_OUTPUT:
            return f"It is {known.state.value}, and one example could settle it."
        case DimensionState.SPLIT:
            return "Answers disagree: ask someone else for a recent example."
        case _:
            return "It looks settled; another voice could still confirm it."
