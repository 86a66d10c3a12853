"""One reading of one answer: shown at once, explained on request, put right by the person, edited later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dialogs.desk import Args, Desk, act, card_key
from dialogs.engine import Input
from dialogs.flows import comparing, judging, standing, together
from dialogs.reading.explain import explain_reading
from dialogs.records import Answer, AnswerKind, InterviewStatus, Opportunity
from dialogs.replies import Choice, Form, FormField, Note, ReadingShown
from dialogs.rubric import Dimension, Label, Probabilities, Reading, Source, Strength
from dialogs.wording import in_quotes, reads_as
from dialogs.words.asides import Opinion

_SAYS_NOTHING = ("It says nothing either way", Label.UNCLEAR.value)
_POLES = (
    ("Output: what counts is shipping", Label.OUTPUT.value),
    ("Outcome: what counts is the difference it makes", Label.OUTCOME.value),
    ("Both", Label.MIXED.value),
    _SAYS_NOTHING,
)
_READ_AS = dict.fromkeys(Dimension, _POLES) | {
    Dimension.GROWTH: (
        ("Repetition: more of the same", Label.OUTPUT.value),
        ("Growth: skills that compound", Label.OUTCOME.value),
        ("Both", Label.MIXED.value),
        _SAYS_NOTHING,
    )
}


def put_answer(desk: Desk, opportunity: Opportunity, answer: Answer) -> Opportunity:
    """Writes an answer into its opportunity, over an earlier version of itself."""
    known = any(a.id == answer.id for a in opportunity.answers)
    answers = (
        tuple(answer if a.id == answer.id else a for a in opportunity.answers)
        if known
        else (*opportunity.answers, answer)
    )
    return desk.keep(replace(opportunity, answers=answers))


def show_reading(desk: Desk, opportunity: Opportunity, answer: Answer) -> None:
    """Says how the coach reads an answer, with the words that carry it, and lets the person put it right."""
    if answer.reading is None:
        return
    args = {"opportunity": opportunity.id, "answer": answer.id}
    growth = answer.reading.dimension is Dimension.GROWTH
    corrections = {
        Label.OUTPUT: "More repetition" if growth else "More output",
        Label.OUTCOME: "More growth" if growth else "More outcome",
        Label.MIXED: "Both",
        Label.UNCLEAR: "Says nothing",
    }
    torn = undecided(answer.reading)
    choices = [] if torn else [Choice("Right", act("reading.right", **args), primary=True)]
    choices += [
        Choice(
            words.removeprefix("More ").capitalize() if torn else words,
            act("reading.correct", label=label.value, **args),
        )
        for label, words in corrections.items()
        if torn or label is not answer.reading.label
    ]
    if answer.source is Source.SEEN:
        choices.append(Choice("I was told that", act("answer.source", source=Source.TOLD.value, **args)))
    choices.append(Choice("Why?", act("reading.why", **args)))
    desk.say_in(
        opportunity,
        ReadingShown(answer.reading, answer.text, reading_sentence(answer.reading), tuple(choices)),
        key=f"reading:{answer.id}",
    )


def is_drawn(answer: Answer) -> bool:
    """Whether a message shows how this answer is read: one that says nothing is asked on about instead."""
    reading = answer.reading
    return reading is not None and (reading.label is not Label.UNCLEAR or undecided(reading))


def undecided(reading: Reading) -> bool:
    """Whether the coach is torn rather than finding nothing: a pole is likelier than neither, but not likely enough."""
    chances = reading.probabilities
    poles = max(chances.output, chances.outcome, chances.mixed)
    return reading.label is Label.UNCLEAR and not reading.corrected and poles > chances.unclear


def _likeliest(reading: Reading) -> Label:
    poles = (Label.OUTPUT, Label.OUTCOME, Label.MIXED)
    return max(poles, key=reading.probabilities.of)


def reading_sentence(reading: Reading) -> str:
    """The reading in words, always with the quote that shows it, and with who else has read it."""
    alone = _reading_sentence(reading)
    if reading.second_reader and not reading.corrected:
        return f"{alone} Read with the second reader at {reading.second_reader}."
    return alone


def _reading_sentence(reading: Reading) -> str:
    growth = reading.dimension is Dimension.GROWTH
    word = "saying nothing either way" if reading.label is Label.UNCLEAR else reads_as(reading)
    if reading.corrected:
        return f"Noted as {word}: your reading counts."
    if undecided(reading):
        likeliest = replace(reading, label=_likeliest(reading))
        return f"I'm torn on that one: it may be {reads_as(likeliest)}, or say nothing. How do you read it?"
    said = f"I read that as {word}."
    if reading.label is Label.MIXED and reading.quote and reading.counter_quote:
        one, other = ("Repetition", "Growth") if growth else ("Output", "Outcome")
        return f"{said} {one}: {in_quotes(reading.quote)}. {other}: {in_quotes(reading.counter_quote)}."
    if reading.quote:
        claim = (
            " So far that is only claimed: no case, no number." if reading.strength is Strength.CLAIM else ""
        )
        return f"{said} {in_quotes(reading.quote)}. {reading.reason}{claim}"
    return f"{said} {reading.reason}"


def correct(desk: Desk, opportunity: Opportunity, answer: Answer, label: Label) -> None:
    """The person's own reading of an answer: it counts as certain, and the verdict is redrawn."""
    was = answer.reading
    certain = Probabilities(**{each.value: 1.0 if each is label else 0.0 for each in Label})
    strength = Strength.NONE if label is Label.UNCLEAR else (was.strength if was else Strength.CLAIM)
    if strength is Strength.NONE and label is not Label.UNCLEAR:
        strength = Strength.CLAIM
    reading = Reading(
        dimension=answer.dimension,
        label=label,
        probabilities=certain,
        strength=strength,
        quote=(was.quote if was else None)
        or (answer.text.strip()[:300] if label is not Label.UNCLEAR else None),
        reason="You read it so.",
        corrected=True,
        counter_quote=was.counter_quote if was else None,
    )
    corrected = replace(answer, reading=reading, kind=AnswerKind.GIVEN)
    opportunity = put_answer(desk, opportunity, corrected)
    if answer.came_with:
        together.redraw(desk, opportunity, corrected)
    else:
        alone = ReadingShown(reading, answer.text, reading_sentence(reading))
        desk.say_in(opportunity, alone, key=f"reading:{answer.id}")
    redraw(desk, opportunity)


def redraw(desk: Desk, opportunity: Opportunity) -> None:
    """Redraws the verdict and the card in place, once there is a verdict to redraw."""
    if any(i.status is InterviewStatus.DEBRIEFED for i in opportunity.interviews):
        desk.say_in(opportunity, judging.shown(desk, opportunity), key=judging.verdict_key(opportunity))
        desk.say_in(
            opportunity, standing.card(desk, opportunity), key=card_key(opportunity), open_to_all=True
        )
        comparing.redraw(desk, opportunity)


def change_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Change] beside one of several readings: a form, because it is either the reading or the words that are off."""
    found = addressed_answer(desk, args)
    if not found:
        return
    opportunity, answer = found
    read = answer.reading.label.value if answer.reading else ""
    fields = (
        FormField("label", "How do you read it?", Input.CHOICE, read, options=_READ_AS[answer.dimension]),
        FormField("text", "What they said", Input.LONG_TEXT, answer.text),
    )
    changed = act("reading.changed", opportunity=opportunity.id, answer=answer.id)
    desk.say(Form("Change a reading", "Save", changed, fields, intro=answer.question_text))


def changed(desk: Desk, args: Args, values: Args) -> None:
    """The form behind [Change]: new words are read anew, unless the person says how to read them."""
    found = addressed_answer(desk, args)
    if not found:
        return
    opportunity, answer = found
    was = answer.reading.label if answer.reading else None
    wanted = Label(values["label"]) if values.get("label") in set(Label) else was
    words = values.get("text", "").strip()
    if words and words != answer.text:
        reading = desk.reader.read(words, answer.dimension)
        answer = replace(answer, text=words, kind=AnswerKind.GIVEN, reading=reading, at=desk.now)
        opportunity = put_answer(desk, opportunity, answer)
        if wanted is was or wanted is None:
            show_again(desk, opportunity, answer)
            redraw(desk, opportunity)
            return
    if wanted is not None:
        correct(desk, opportunity, answer, wanted)


def show_again(desk: Desk, opportunity: Opportunity, answer: Answer) -> None:
    """Shows how an edited answer is read now, where its reading stands."""
    if answer.came_with:
        together.redraw(desk, opportunity, answer)
    else:
        show_reading(desk, opportunity, answer)


def right_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Right]: nothing changes, and that is said once, quietly."""
    if addressed_answer(desk, args):
        desk.note("Good.")


def correct_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[More output], [More outcome], [Both], [Says nothing]"""
    found = addressed_answer(desk, args)
    if found:
        correct(desk, *found, Label(args.get("label", Label.UNCLEAR.value)))


def addressed_answer(desk: Desk, args: Args) -> tuple[Opportunity, Answer] | None:
    """The answer that a button is about, or a sentence that it is gone."""
    opportunity = desk.opportunity(args.get("opportunity"))
    answer = (
        next((a for a in opportunity.answers if a.id == args.get("answer")), None) if opportunity else None
    )
    if opportunity is None or answer is None:
        desk.note("That answer is not in your notes any more.")
        return None
    return opportunity, answer


def why_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Why?] on a reading: the clause, the rule, and what would change it."""
    found = addressed_answer(desk, args)
    if not found:
        return
    opportunity, answer = found
    if answer.reading is None:
        desk.note("I have not read that one: there was no answer to read.")
        return
    desk.say_in(opportunity, Note(explain_reading(answer.reading, answer.text)))


def seen_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[I saw it myself] or [I was told]: keeps told and seen apart."""
    found = addressed_answer(desk, args)
    if not found:
        return
    opportunity, answer = found
    source = Source(args.get("source", Source.SEEN.value))
    opportunity = put_answer(desk, opportunity, replace(answer, source=source))
    desk.note(
        "Noted as something you saw yourself."
        if source is Source.SEEN
        else "Noted as something you were told."
    )
    redraw(desk, opportunity)


_IN_WORDS = {
    "right": None,
    "correct": None,
    "more output": Label.OUTPUT,
    "output": Label.OUTPUT,
    "more outcome": Label.OUTCOME,
    "outcome": Label.OUTCOME,
    "more repetition": Label.OUTPUT,
    "repetition": Label.OUTPUT,
    "more growth": Label.OUTCOME,
    "both": Label.MIXED,
    "says nothing": Label.UNCLEAR,
    "neither": Label.UNCLEAR,
}


def corrected_in_words(desk: Desk, words: str) -> bool:
    """ "more output", typed instead of pressed: it is about the reading that was shown last."""
    wanted = words.casefold().strip(" .!")
    opportunity = desk.focus() if wanted in _IN_WORDS else None
    last = _read_last(opportunity)
    if opportunity is None or last is None:
        return False
    label = _IN_WORDS[wanted]
    if label is None:
        desk.note("Good.")
    else:
        correct(desk, opportunity, last, label)
    return True


def judged_in_words(desk: Desk, answer: Answer, opinion: Opinion) -> None:
    """ "No, I meant more outcome", "that's wrong": said of a reading in one's own words."""
    opportunity = desk.focus()
    if opportunity is None:
        return
    if opinion.label is not None:
        correct(desk, opportunity, answer, opinion.label)
    else:
        desk.note("Then how do you read it?")
        show_reading(desk, opportunity, answer)


def just_shown(desk: Desk) -> Answer | None:
    """The answer whose reading was the last thing that came of what was told."""
    opportunity = desk.focus()
    last = _last(opportunity.answers) if opportunity else None
    return last if last is not None and last is _read_last(opportunity) else None


def _read_last(opportunity: Opportunity | None) -> Answer | None:
    read = [a for a in opportunity.answers if a.reading is not None] if opportunity else []
    return _last(read)


def _last(answers: Sequence[Answer]) -> Answer | None:
    """The one that was given or changed last; of several given at once the last of them."""
    return max(reversed(answers), key=lambda a: a.at, default=None)
