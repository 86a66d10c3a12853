"""An offer comes in: its terms are read, shown back, and what is missing is asked once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from dialogs import dialog as dialogs
from dialogs.activity import Act
from dialogs.desk import Args, Desk, act, card_key
from dialogs.dialog import Dialog
from dialogs.engine import DialogInstance, Input, Mark, Option, Step, Steps
from dialogs.flows import comparing, reminding, standing
from dialogs.flows.finding import find, named, open_opportunity
from dialogs.flows.left_over import notable
from dialogs.offers.asks import open_question
from dialogs.offers.currencies import is_currency
from dialogs.offers.form import FieldKind, FormProblems, fields, from_form, to_form
from dialogs.offers.problems import term_problems
from dialogs.offers.saying import said_back, said_lines
from dialogs.offers.terms import Terms
from dialogs.offers.understanding import AskField, OfferUnderstanding, OpenQuestion
from dialogs.offers.words import understand_offer
from dialogs.records import Opportunity
from dialogs.replies import Choice, Choices, Form, FormField, OfferShown
from dialogs.wording import clip
from dialogs.words.meaning import Understanding

CURRENCIES = ("EUR", "USD", "GBP", "CHF", "INR")


def offer(desk: Desk, said: Understanding, text: str) -> None:
    """`offer ACME 185k base, 15% bonus, answer by Friday`"""
    company = None if said.company is None or is_currency(said.company.upper()) else said.company
    opportunity = named(desk, said)
    if opportunity is None and company is None:
        opportunity = desk.focus()
    if opportunity is None and company is None:
        dialogs.begin(desk, OFFER, {}, notes={"words": text})
        return
    opportunity = opportunity or desk.keep(open_opportunity(desk, company or ""))
    take_words(desk, opportunity, said.rest)


def take_words(desk: Desk, opportunity: Opportunity, words: str) -> None:
    """Reads terms from plain words into what is known already, and goes on from there."""
    if not words.strip():
        ask_terms(desk, opportunity)
        return
    today = desk.now.astimezone(ZoneInfo(desk.zone)).date()
    understood = understand_offer(words, today=today, default_currency=None)
    new = replace(understood.terms, notes=_noted(understood.terms.notes, opportunity, understood.rest))
    terms = merged(opportunity.terms, new)
    opportunity = desk.keep(replace(opportunity, terms=terms, terms_at=desk.now))
    if understood.terms.base is None and terms.base is not None:  # it was said before
        ask_open(desk, opportunity, open_question(terms, CURRENCIES), said_back(terms))
    else:
        after(desk, opportunity, understood)


def _noted(notes: str | None, opportunity: Opportunity, rest: str) -> str | None:
    """What no term took is kept as it was typed, and said back with the terms."""
    return ", ".join(part for part in (notes, notable(rest, opportunity.company)) if part) or None


def merged(before: Terms | None, new: Terms) -> Terms:
    """What is newly said replaces what was said of the same thing; the rest stays."""
    if before is None:
        return new
    said = {name: value for name in Terms.__slots__ if (value := getattr(new, name)) not in (None, ())}
    if before.notes and new.notes:
        known = before.notes if new.notes in before.notes else f"{before.notes}, {new.notes}"
        said["notes"] = known
    return replace(before, **said)


def after(desk: Desk, opportunity: Opportunity, understood: OfferUnderstanding) -> None:
    """Asks the one thing that is open, or shows the terms for confirmation."""
    if understood.ask is None or understood.ask_field is None:
        show_terms(desk, opportunity)
        return
    question = OpenQuestion(understood.ask_field, understood.ask, understood.ask_choices)
    terms = opportunity.terms or Terms()
    ask_open(desk, opportunity, question, said_back(terms) if said_lines(terms) else "")


def ask_open(
    desk: Desk, opportunity: Opportunity, question: OpenQuestion | None, said_so_far: str = ""
) -> None:
    """Asks the one thing that is still open about an offer, or shows the terms where nothing is."""
    if question is None:
        show_terms(desk, opportunity)
        return
    parts = (f"{opportunity.company}:", said_so_far, question.text)
    notes = {
        "ask": " ".join(part for part in parts if part),
        "field": question.field.value,
        "choices": "|".join(question.choices),
    }
    dialogs.begin(desk, OPEN_TERM, {"opportunity": opportunity.id}, notes=notes)


# -- the one open thing -----------------------------------------------------------------------------------------


def _open_steps(desk: Desk, instance: DialogInstance) -> Steps:
    options = tuple(Option(c, c) for c in instance.notes.get("choices", "").split("|") if c)
    return (
        Step(
            "term",
            instance.notes.get("ask", "What is missing?"),
            options=options,
            marks=frozenset({Mark.SKIPPED}),
            label="What is missing",
        ),
    )


def _open_finish(desk: Desk, instance: DialogInstance) -> None:
    opportunity = desk.opportunity(instance.about.get("opportunity"))
    if opportunity is None:
        desk.note("That one is not in your list any more.")
        return
    response = instance.answers["term"]
    if response.mark is not Mark.GIVEN:
        show_terms(desk, opportunity)
        return
    terms = opportunity.terms or Terms()
    filled = fill_open(terms, instance.notes.get("field", ""), response.value)
    if filled is not None:
        opportunity = desk.keep(replace(opportunity, terms=filled, terms_at=desk.now))
        ask_open(desk, opportunity, open_question(filled, CURRENCIES))
        return
    read = understand_offer(response.value, today=desk.now.date()).terms
    if replace(read, notes=None) == Terms():
        note = f"I can't make that out: “{clip(response.value, 60)}”."
        ask_open(desk, opportunity, open_question(terms, CURRENCIES), note)
        return
    take_words(desk, opportunity, response.value)


def fill_open(terms: Terms, field: str, value: str) -> Terms | None:
    """Puts a bare answer ("EUR", "a year") into the field that was asked about; None where it is not one."""
    base = terms.base
    if base is None:
        return None
    sum_said = f"{base.amount} {base.currency or ''}".strip()
    said = (
        understand_offer(f"{sum_said} {word}", today=date.min).terms.base for word in (value, f"a {value}")
    )
    for read in said:
        if read is None or read.amount != base.amount:
            continue
        if field == AskField.CURRENCY.value and read.currency:
            return replace(terms, base=replace(base, currency=read.currency, per=base.per or read.per))
        if field == AskField.PER.value and read.per:
            return replace(terms, base=replace(base, per=read.per))
    return None


def _about(desk: Desk, instance: DialogInstance) -> str:
    opportunity = desk.opportunity(instance.about.get("opportunity"))
    return f"the offer from {opportunity.company}" if opportunity else ""


def _all_terms(instance: DialogInstance) -> Choices:
    """Pay may go into a form instead of the talk."""
    return (Choice("Fill in a form", act("offer.form", opportunity=instance.about.get("opportunity", ""))),)


OPEN_TERM = Dialog(
    "open_term", "One more thing", _open_steps, _open_finish, as_form=False, beside=_all_terms, about=_about
)


# -- whose offer it is ------------------------------------------------------------------------------------------


def _offer_steps(desk: Desk, instance: DialogInstance) -> Steps:
    open_ones = [o.company for o in desk.person.opportunities if o.open][:5]
    return (
        Step(
            "company", "Whose offer is it?", options=tuple(Option(c, c) for c in open_ones), label="Company"
        ),
    )


def _offer_finish(desk: Desk, instance: DialogInstance) -> None:
    company = instance.answers["company"].value
    opportunity = find(desk, company) or desk.keep(open_opportunity(desk, company))
    take_words(desk, opportunity, instance.notes.get("words", ""))


OFFER = Dialog("offer", "An offer", _offer_steps, _offer_finish, as_form=False)


# -- the terms, shown and filled in as a form -------------------------------------------------------------------


_INPUTS = {
    FieldKind.MONEY: Input.MONEY,
    FieldKind.NUMBER: Input.NUMBER,
    FieldKind.PERCENT: Input.NUMBER,
    FieldKind.CHOICE: Input.CHOICE,
    FieldKind.DATE: Input.DATE,
    FieldKind.YES_NO: Input.CHOICE,
}
_YES_NO = (("Yes", "yes"), ("No", "no"))


def terms_form(opportunity: Opportunity, problems: FormProblems | None = None) -> Form:
    """The whole offer as one form: pay goes in here rather than through chat."""
    values = problems.filled if problems else to_form(opportunity.terms or Terms())
    wrong = dict(problems.problems) if problems else {}
    drawn = []
    for field in fields():
        options = tuple((label, value) for value, label in field.choices)
        drawn.append(
            FormField(
                id=field.id,
                label=f"{field.label} ({field.unit})" if field.unit else field.label,
                input=_INPUTS.get(field.kind, Input.TEXT),
                value=values.get(field.id, ""),
                hint=field.help,
                options=_YES_NO if field.kind is FieldKind.YES_NO else options,
                optional=not field.required,
                problem=wrong.get(field.id, ""),
            )
        )
    return Form(
        title="My present job" if opportunity.present_job else f"Offer from {opportunity.company}",
        submit="Save",
        act=Act("offer.fill", {"opportunity": opportunity.id}),
        fields=tuple(drawn),
        intro=wrong.get("") or "Leave out what was not said. It is shown as missing, never taken for zero.",
    )


def ask_terms(desk: Desk, opportunity: Opportunity) -> None:
    """Asks for the terms, by form or in one line."""
    desk.change(focus=opportunity.id)
    desk.say(terms_form(opportunity))


def filled(desk: Desk, args: Args, values: Args) -> None:
    """The offer form was sent."""
    opportunity = desk.opportunity(args.get("opportunity"))
    if opportunity is None:
        desk.note("That one is not in your list any more, so I could not keep the terms.")
        return
    today = desk.now.astimezone(ZoneInfo(desk.zone)).date()
    terms = from_form(values, today=today)
    if isinstance(terms, FormProblems):
        desk.say(terms_form(opportunity, terms))
        return
    opportunity = desk.keep(replace(opportunity, terms=terms, terms_at=desk.now, terms_confirmed=True))
    waiting = desk.person.dialogs.find(OPEN_TERM.id, {"opportunity": opportunity.id})
    if waiting is not None:  # what it asked stands in the form
        desk.change(dialogs=desk.person.dialogs.open(waiting).close())
    show_terms(desk, opportunity)


def show_terms(desk: Desk, opportunity: Opportunity) -> None:
    """Says the terms back, line by line, with what is missing, and sets the answer-by reminder."""
    terms = opportunity.terms or Terms()
    today = desk.now.astimezone(ZoneInfo(desk.zone)).date()
    reminding.answer_by(desk, opportunity, terms.answer_by)
    desk.say_in(opportunity, standing.card(desk, opportunity), key=card_key(opportunity), open_to_all=True)
    args = {"opportunity": opportunity.id}
    others = [o for o in desk.opportunities() if o.terms is not None and o.id != opportunity.id]
    choices = [
        Choice("Right", act("offer.confirm", **args), primary=True),
        Choice("Change", act("offer.form", **args)),
    ]
    if others:
        choices.append(Choice(f"Compare with {others[0].company}", act("compare.start")))
    desk.say_in(
        opportunity,
        OfferShown(
            opportunity.company,
            said_lines(terms),
            missing(terms),
            term_problems(terms, today),
            tuple(choices),
        ),
        key=f"offer:{opportunity.id}",
        anew=desk.is_typed(),
    )
    comparing.redraw(desk, opportunity)


_EXPECTED = (
    ("base", "base pay"),
    ("bonus", "bonus"),
    ("equity", "equity"),
    ("days_off", "days off"),
    ("weekly_hours", "weekly hours"),
    ("answer_by", "answer-by date"),
)


def missing(terms: Terms) -> tuple[str, ...]:
    """What most offers say and this one did not, as far as we were told."""
    return tuple(words for name, words in _EXPECTED if getattr(terms, name) is None)


def confirm_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Right]"""
    opportunity = desk.opportunity(args.get("opportunity"))
    if opportunity is None or opportunity.terms is None:
        desk.note("That offer is not in your list any more.")
        return
    opportunity = desk.keep(replace(opportunity, terms_confirmed=True))
    others = [o for o in desk.opportunities() if o.terms is not None and o.id != opportunity.id]
    if others:
        desk.note(
            f"Noted. You now hold {len(others) + 1} offers.",
            (Choice("Compare them", act("compare.start"), primary=True),),
        )
        return
    desk.note(
        "Noted. With a second offer, or your present job as one, I can compare.",
        (
            Choice("Enter my present job", act("offer.present"), primary=True),
            Choice("Compare with my floor", act("compare.start")),
        ),
    )


def form_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Change] on an offer."""
    opportunity = desk.opportunity(args.get("opportunity"))
    if opportunity is None:
        desk.note("That offer is not in your list any more.")
        return
    desk.say(terms_form(opportunity))


def present_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Enter my present job]: staying is an offer too."""
    present = next((o for o in desk.opportunities() if o.present_job), None)
    if present is None:
        present = desk.keep(replace(open_opportunity(desk, "My present job"), present_job=True))
    desk.say(terms_form(present))
