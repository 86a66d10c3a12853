"""An offer comes in: its terms are read, shown back, and what is missing is asked once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from dialogs import dialog as dialogs
from dialogs.desk import Desk, act
from dialogs.dialog import Dialog
from dialogs.engine import DialogInstance, Mark, Option, Refused, Scene, Step, Steps
from dialogs.flows import present_job, supposing, which
from dialogs.flows.finding import as_a_name, find, named, open_opportunity
from dialogs.flows.left_over import notable
from dialogs.flows.terms_card import OPEN_TERM_ID, ask_terms, show_terms
from dialogs.offers.amounts import amounts_in
from dialogs.offers.asks import open_question
from dialogs.offers.currencies import is_currency
from dialogs.offers.merging import merged
from dialogs.offers.saying import base_text, said_back, said_lines
from dialogs.offers.several import Several, another_company, company_in, several_offers
from dialogs.offers.terms import Terms
from dialogs.offers.understanding import AskField, OfferUnderstanding, OpenQuestion
from dialogs.offers.words import understand_offer
from dialogs.records import Opportunity
from dialogs.replies import Choice, Choices
from dialogs.wording import clip, listing
from dialogs.words.language import codes, language
from dialogs.words.meaning import Understanding

CURRENCIES = ("EUR", "USD", "GBP", "CHF", "INR")


def offer(desk: Desk, said: Understanding, text: str) -> None:
    """`offer ACME 185k base, 15% bonus, answer by Friday`"""
    company = company_in(said.company) if said.company else ""
    if is_currency(company.upper()):
        company = ""
    if supposing.is_supposed(text):
        own = present_job.is_spoken_of(text)
        present = next((o for o in desk.opportunities() if o.present_job), None)
        supposing.suppose(desk, present if own else named(desk, said), text)
        return
    several = told_together(desk, said, text)
    if several is not None:
        _take_several(desk, several)
        return
    if present_job.is_spoken_of(text):
        take_words(desk, present_job.of(desk), present_job.without(said.rest))
        return
    opportunity = named(desk, said) or (find(desk, company) if company else desk.focus())
    if opportunity is None and (not company or said.resembles):
        dialogs.begin(desk, OFFER, {}, notes={"words": text, **which.notes_of(said)})
        return
    take_words(desk, opportunity or desk.keep(open_opportunity(desk, company)), said.rest)


def told_together(desk: Desk, said: Understanding, text: str) -> Several | None:
    """The offers of several companies that one message tells of, if it is certain that it does."""
    common = language("en").stop | language(said.language).stop
    known = (present_job.TITLE, *(o.company for o in desk.person.opportunities))
    return several_offers(present_job.titled(text), today=_today(desk), known=known, common=common)


def _today(desk: Desk) -> date:
    return desk.now.astimezone(ZoneInfo(desk.zone)).date()


def _take_several(desk: Desk, several: Several) -> None:
    """Keeps each offer by itself, shows those that are complete, and asks about the others one after the other."""
    names = [
        present_job.IN_A_SENTENCE if company == present_job.TITLE else as_a_name(company)
        for company, _ in several.offers
    ]
    left = "".join(f" I have left out “{clip(one, 80)}”: tell me of that by itself." for one in several.left)
    desk.note(f"I take that as {len(names)} offers: {listing(names)}.{left}")
    open_ones = []
    for company, words in several.offers:
        own = present_job.of(desk) if company == present_job.TITLE else find(desk, company)
        opportunity = own or desk.keep(open_opportunity(desk, company))
        opportunity, question = _taken(desk, opportunity, words)
        if question is None:
            show_terms(desk, opportunity)
        else:
            open_ones.append((opportunity, question))
    for opportunity, question in reversed(open_ones[1:]):
        waiting = DialogInstance(OPEN_TERM_ID, {"opportunity": opportunity.id}, version=OPEN_TERM.version)
        state = desk.person.dialogs.open(waiting)
        desk.change(dialogs=state.put(replace(waiting, notes=_asking(opportunity, question))))
    for opportunity, question in open_ones[:1]:
        ask_open(desk, opportunity, question)


def take_words(desk: Desk, opportunity: Opportunity, words: str) -> None:
    """Reads terms from plain words into what is known already, and goes on from there."""
    if not words.strip():
        ask_terms(desk, opportunity)
        return
    opportunity, question = _taken(desk, opportunity, words)
    ask_open(desk, opportunity, question)


def _taken(desk: Desk, opportunity: Opportunity, words: str) -> tuple[Opportunity, OpenQuestion | None]:
    """Keeps what the words say of an offer; what is still open about it then."""
    known = opportunity.terms.base if opportunity.terms else None
    understood = understand_offer(
        words, today=_today(desk), default_currency=known.currency if known else None
    )
    new = replace(understood.terms, notes=_noted(understood, opportunity))
    if understood.after_tax and known is not None:  # what is known is before tax: a sum in hand replaces none
        new = replace(new, base=None)
    terms = merged(opportunity.terms, new, understood.codes)
    opportunity = desk.keep(replace(opportunity, terms=terms, terms_at=desk.now))
    desk.change(dialogs=desk.person.dialogs.drop(OPEN_TERM_ID, {"opportunity": opportunity.id}))
    return opportunity, _still_open(understood, new, terms)


def _noted(understood: OfferUnderstanding, opportunity: Opportunity) -> str | None:
    """What no term took is kept as it was typed, and said back with the terms."""
    base = understood.terms.base
    net = f"{base_text(base)} {understood.after_tax}" if base and understood.after_tax else None
    parts = (understood.terms.notes, net, notable(understood.rest, opportunity.company))
    return ", ".join(part for part in parts if part) or None


_GROSS = OpenQuestion(AskField.AMOUNT, "That is after tax, and I compare before tax. What is it gross?")


def _still_open(understood: OfferUnderstanding, new: Terms, terms: Terms) -> OpenQuestion | None:
    """The one thing to ask about what is known now: what a sum is before tax, else what it does not say yet."""
    if understood.after_tax and new.base is not None:
        return _GROSS
    asked = None
    if understood.ask is not None and understood.ask_field is not None:
        asked = OpenQuestion(understood.ask_field, understood.ask, understood.ask_choices)
    if terms.base == new.base or (asked is not None and asked.field is AskField.ANSWER_BY):
        return asked
    return open_question(terms, understood.codes[:4] or CURRENCIES)


def ask_open(
    desk: Desk, opportunity: Opportunity, question: OpenQuestion | None, *, brief: bool = False
) -> None:
    """Asks the one thing that is still open about an offer, or shows the terms where nothing is. `brief`: without
    what is known, which was said just now."""
    if question is None:
        show_terms(desk, opportunity)
        return
    notes = _asking(opportunity, question, brief=brief)
    dialogs.begin(desk, OPEN_TERM, {"opportunity": opportunity.id}, notes=notes)


def _asking(opportunity: Opportunity, question: OpenQuestion, *, brief: bool = False) -> dict[str, str]:
    """What the dialog that asks one open thing is told of it."""
    terms = opportunity.terms or Terms()
    known = said_back(terms) if said_lines(terms) and not brief else ""
    return {
        "ask": " ".join(part for part in (f"{opportunity.company}:", known, question.text) if part),
        "field": question.field.value,
        "choices": "|".join(question.choices),
    }


# -- the one open thing -----------------------------------------------------------------------------------------


def _open_steps(desk: Desk, instance: DialogInstance) -> Steps:
    options = tuple(Option(c, c) for c in instance.notes.get("choices", "").split("|") if c)
    opportunity = desk.opportunity(instance.about.get("opportunity"))
    terms = (opportunity.terms if opportunity else None) or Terms()
    return (
        Step(
            "term",
            instance.notes.get("ask", "What is missing?"),
            parse=_parse_term(
                terms, instance.notes.get("field", ""), opportunity.company if opportunity else ""
            ),
            options=options,
            marks=frozenset({Mark.SKIPPED}),
            label="What is missing",
        ),
    )


def _parse_term(terms: Terms, field: str, company: str) -> Callable[[str, Scene], str | Refused]:
    """Takes the one thing that was asked about, or any other terms; nothing else."""

    def parse(text: str, scene: Scene) -> str | Refused:
        read = understand_offer(text, today=scene.now.date()).terms
        if present_job.is_spoken_of(text):
            return Refused("That is about the job you have.")
        if supposing.is_supposed(text):
            return Refused("I need what was really offered.")
        other = another_company(text, today=scene.now.date(), company=company, common=_every_stop())
        if other and fill_open(terms, field, text, scene.now.date()) is None:
            return Refused(f"If that is from {other}, “offer {clip(text, 60)}” puts it in beside this one.")
        if (
            fill_open(terms, field, text, scene.now.date()) is not None
            or replace(read, notes=None) != Terms()
        ):
            return text
        return Refused(f"I can't make that out: “{clip(text, 60)}”.")

    return parse


def _every_stop() -> frozenset[str]:
    """The common words of every language: an answer begins with one in whatever language it is."""
    return frozenset().union(*(language(code).stop | language(code).noise for code in codes()))


def _open_finish(desk: Desk, instance: DialogInstance) -> None:
    opportunity = desk.opportunity(instance.about.get("opportunity"))
    if opportunity is None:
        desk.note("That one is not in your list any more.")
        return
    response = instance.answers["term"]
    terms, field = opportunity.terms or Terms(), instance.notes.get("field", "")
    if response.mark is not Mark.GIVEN:
        net = field == AskField.AMOUNT.value and terms.base is not None
        ask_open(desk, opportunity, open_question(terms, CURRENCIES) if net else None, brief=True)
        return
    filled = fill_open(terms, field, response.value, _today(desk))
    if filled is not None:
        opportunity = desk.keep(replace(opportunity, terms=filled, terms_at=desk.now))
        question = _GROSS if field == AskField.AMOUNT.value else open_question(filled, CURRENCIES)
        ask_open(desk, opportunity, question, brief=True)
        return
    take_words(desk, opportunity, response.value)


def fill_open(terms: Terms, field: str, value: str, today: date) -> Terms | None:
    """Puts a bare answer ("EUR", "a year") into the field that was asked about; None where it is not one.

    A number is none, nor is what says anything else of an offer; words that say nothing of it are noted.
    """
    if field == AskField.ANSWER_BY.value:
        told = understand_offer(f"answer by {value}", today=today).terms
        only = told.answer_by is not None and replace(told, answer_by=None) == Terms()
        return replace(terms, answer_by=told.answer_by) if only else None
    base = terms.base
    if base is None or amounts_in(value):
        return None
    sum_said = f"{base.amount} {base.currency or ''}".strip()
    for words in (value, f"a {value}"):
        understood = understand_offer(f"{sum_said} {words}", today=today)
        read, rest = understood.terms.base, notable(understood.rest, "")
        if read is None or read.amount != base.amount or replace(understood.terms, base=None) != Terms():
            continue
        noted = merged(terms, Terms(notes=rest or None))
        beside = (
            field == AskField.AMOUNT.value
        )  # what a sum is before tax is asked first, whatever else is open
        if (field == AskField.CURRENCY.value or (beside and not base.currency)) and read.currency:
            return replace(noted, base=replace(base, currency=read.currency, per=base.per or read.per))
        if (field == AskField.PER.value or (beside and not base.per)) and read.per:
            return replace(noted, base=replace(base, per=read.per))
    return None


def _about(desk: Desk, instance: DialogInstance) -> str:
    opportunity = desk.opportunity(instance.about.get("opportunity"))
    return f"the offer from {opportunity.company}" if opportunity else ""


def _all_terms(instance: DialogInstance) -> Choices:
    """Pay may go into a form instead of the talk."""
    return (Choice("Fill in a form", act("offer.form", opportunity=instance.about.get("opportunity", ""))),)


OPEN_TERM = Dialog(
    OPEN_TERM_ID, "One more thing", _open_steps, _open_finish, as_form=False, beside=_all_terms, about=_about
)


# -- whose offer it is ------------------------------------------------------------------------------------------


def _offer_steps(desk: Desk, instance: DialogInstance) -> Steps:
    return (which.step(desk, instance, "Whose offer is it?", offered=5),)


def _offer_finish(desk: Desk, instance: DialogInstance) -> None:
    company = instance.answers["company"].value
    opportunity = find(desk, company) or desk.keep(open_opportunity(desk, company))
    take_words(desk, opportunity, instance.notes.get("words", ""))


OFFER = Dialog("offer", "An offer", _offer_steps, _offer_finish, as_form=False)
