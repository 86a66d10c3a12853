"""From the reader's verdict to what a comparison needs of it."""

from __future__ import annotations

from dialogs.offers.offer import DoorsEvidence
from dialogs.reading.verdict import Verdict
from dialogs.rubric import Dimension

SHOWN_QUOTES = 4


def doors_of(verdict: Verdict | None, *, repeated_share: float | None = None) -> DoorsEvidence | None:
    """What the debriefs say about one place; None when no answer has shown anything yet.

    A side (mindset, growth, autonomy) without one informative answer stays None: it is unknown, not one half.
    """
    if verdict is None or verdict.informative_answers == 0:
        return None
    counts = {each.dimension: each.answers for each in verdict.dimensions}
    autonomy = next((one for one in verdict.dimensions if one.dimension is Dimension.AUTONOMY), None)
    mindset_heard = any(count for dimension, count in counts.items() if dimension is not Dimension.GROWTH)
    growth_heard = counts.get(Dimension.GROWTH, 0) > 0
    decides = autonomy is not None and autonomy.answers > 0
    quotes = [*verdict.evidence, *verdict.counter_evidence, *verdict.growth_evidence]
    word = verdict.mindset.value
    if verdict.leaning is not None:
        word = f"leaning {verdict.leaning.value}"
    return DoorsEvidence(
        mindset=word,
        probability=verdict.probability if mindset_heard else None,
        interval=verdict.interval if mindset_heard else None,
        growth=verdict.of(Dimension.GROWTH).words,
        growth_probability=verdict.growth_probability if growth_heard else None,
        growth_interval=verdict.growth_interval if growth_heard else None,
        autonomy_probability=autonomy.probability if autonomy is not None and decides else None,
        autonomy_interval=autonomy.interval if autonomy is not None and decides else None,
        answers=verdict.answers,
        interviewers=verdict.interviewers,
        quotes=tuple(dict.fromkeys(one.quote for one in quotes))[:SHOWN_QUOTES],
        repeated_share=repeated_share,
    )
