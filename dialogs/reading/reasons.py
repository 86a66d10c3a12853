"""Why an answer was read as it was, in one plain sentence, and the rubric's rule where one decided.

The model decides the label; the patterns here only recognise which rule of the rubric is at work in the
words, so that the person can be told. A pattern that is not sure says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from dialogs.rubric import Dimension, Label

SURE = 0.65
"""Below this the reason says that it is a guess."""

RULES: Mapping[int, str] = {
    1: "Practice beats slogan: what they do decides, not what they call themselves.",
    2: "What is rejected is not counted: only what they say is the case is read.",
    3: "A target on delivery is output even when it has a number.",
    4: "A result named only as a hope, after a delivery target, is still output.",
    5: "Activity that the business calls a result is still output.",
    6: "A feeling about the conversation is not practice.",
    7: "Today counts, not the past and not the plan.",
}

_REASONS: Mapping[Dimension, Mapping[Label, str]] = {
    Dimension.SUCCESS_METRICS: {
        Label.OUTPUT: "Success here is counted in what gets delivered, not in what changes for anyone.",
        Label.OUTCOME: "Success here is a result for somebody, whatever gets delivered on the way.",
        Label.MIXED: "Success here is counted both in deliveries and in results.",
        Label.UNCLEAR: "It does not say what your success would be measured by.",
    },
    Dimension.FAILURE_LEARNING: {
        Label.OUTPUT: "When something shipped and changed nothing, nobody looked back.",
        Label.OUTCOME: "When something changed nothing, they found out why and acted on it.",
        Label.MIXED: "They look back at results in part, and in part just move on.",
        Label.UNCLEAR: "It does not say what happened after something failed to matter.",
    },
    Dimension.AUTONOMY: {
        Label.OUTPUT: "You would be handed the how: specifications, scripts or approvals from above.",
        Label.OUTCOME: "You would be handed a problem and choose the way yourself.",
        Label.MIXED: "Some of the how is yours to choose, and some is decided above you.",
        Label.UNCLEAR: "It does not say who decides how the work is done.",
    },
    Dimension.FOCUS: {
        Label.OUTPUT: "Shipping is the finish line: dates and volume come first, then the next thing.",
        Label.OUTCOME: "Shipping is the starting line: they stay with the problem until it is better.",
        Label.MIXED: "Dates and the problem itself both decide what they work on.",
        Label.UNCLEAR: "It does not say what comes first in their work.",
    },
    Dimension.RECOGNITION: {
        Label.OUTPUT: "Praise goes to speed, volume or obedience.",
        Label.OUTCOME: "Praise goes to people who moved a result or questioned the plan.",
        Label.MIXED: "Both the reliable deliverers and those who moved a result are praised.",
        Label.UNCLEAR: "It does not say what people are praised or promoted for.",
    },
    Dimension.GROWTH: {
        Label.OUTPUT: "The work repeats one function, with little new to learn.",
        Label.OUTCOME: "The work adds new skills that you could take anywhere.",
        Label.MIXED: "Part of the work builds new skills, part of it repeats.",
        Label.UNCLEAR: "It does not say what you would learn.",
    },
}

_PATTERNS: tuple[tuple[int, frozenset[Label], re.Pattern[str]], ...] = tuple(
    (rule, frozenset(labels), re.compile(pattern, re.IGNORECASE))
    for rule, labels, pattern in (
        (
            4,
            (Label.OUTPUT,),
            r"\b(hopefully|fingers crossed|should help|might help|hoffentlich|j'espère|on espère|ojalá|"
            r"esperamos|esperemos|tomara|speriamo|hopelijk|oby|mam nadzieję)\b",
        ),
        (
            7,
            (Label.OUTCOME, Label.OUTPUT),
            r"\b(used to|since (last|this) (year|spring|summer|autumn|fall|winter)|no longer|not any ?more|"
            r"früher|seit (letztem|diesem)|avant|depuis|antes|desde|prima|vroeger|sinds|kiedyś|dawniej)\b",
        ),
        (
            7,
            (Label.UNCLEAR,),
            r"\b(plan(ning)? to|going to|want(s)? to become|next year|some ?day|wollen|möchten|nächstes jahr|"
            r"on va|l'an prochain|vamos a|el año que viene|vamos|ano que vem|l'anno prossimo|volgend jaar|"
            r"w przyszłym roku)\b",
        ),
        (
            2,
            (Label.OUTCOME, Label.OUTPUT),
            r"\b(not about|isn't about|doesn't matter|don't care|nobody (asks|looks|cares)|rather than|"
            r"instead of|not the|not how|sondern|nicht um|statt|plutôt que|pas le|au lieu|no se trata|sino|"
            r"en vez de|em vez de|não é|non è|invece di|in plaats van|niet om|zamiast|nie o)\b|, not\b",
        ),
        (
            6,
            (Label.UNCLEAR,),
            r"\b(vibe|seemed|felt|friendly|nice|nervous|gefühl|sympathisch|sympa|simpátic|simpatic|aardig|mił)",
        ),
        (
            5,
            (Label.OUTPUT,),
            r"\b(calls?|posts?|emails?|demos|visits?|anrufe|appels|llamadas|ligações|chiamate|telefoontjes|telefonów)\b",
        ),
        (
            1,
            (Label.OUTCOME, Label.OUTPUT, Label.UNCLEAR),
            r"(outcome|impact|customer|client|patient|people|results?|data)[ -]?"
            r"(driven|obsessed|focus(s?ed)?|first|centric)"
            r"|\b(obsessed|passionate|make a difference|family|world[ -]class|cutting[ -]edge|dynamic)\b",
        ),
        (3, (Label.OUTPUT,), r"\d"),
    )
)


def rule_of(label: Label, text: str, quote: str | None) -> int | None:
    """The number of the rule that is at work in this answer, or None when it is a plain case."""
    for rule, labels, pattern in _PATTERNS:
        if label in labels and pattern.search(text if rule != 3 else quote or ""):
            return rule
    return None


def reason(dimension: Dimension, label: Label, sure: float, rule: int | None) -> str:
    """One plain sentence for the person."""
    if label is Label.UNCLEAR and rule == 1:
        sentence = "It is a slogan: nothing in it could be seen or checked."
    elif label is Label.UNCLEAR and rule == 7:
        sentence = "It is a plan, and says nothing of what they do today."
    elif label is Label.UNCLEAR and rule == 6:
        sentence = "It is an impression, and says nothing of what they do."
    else:
        sentence = _REASONS[dimension][label]
    return sentence if sure >= SURE else f"A guess, please check: {sentence[0].lower()}{sentence[1:]}"
