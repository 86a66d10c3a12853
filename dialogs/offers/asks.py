"""The one question to put back about an offer, and everything to be asked before offers can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dialogs.offers.money import money_text
from dialogs.offers.offer import Offer, Preferences
from dialogs.offers.pay import yearly_base
from dialogs.offers.terms import Per, Terms
from dialogs.offers.understanding import AskField, OpenQuestion

USUAL_CURRENCIES = ("EUR", "GBP", "USD")


def open_question(terms: Terms, currency_choices: Sequence[str] = USUAL_CURRENCIES) -> OpenQuestion | None:
    """What is still open about base pay, one thing at a time; None when nothing is."""
    base = terms.base
    if base is None:
        return OpenQuestion(AskField.AMOUNT, "What is the base pay, in which currency, and is that a year?")
    said = money_text(base.amount, base.currency)
    if base.currency is None:
        return OpenQuestion(AskField.CURRENCY, "Which currency?", tuple(currency_choices))
    if base.per is None:
        question = f"{said}: is that a year, a month, a day?"
        return OpenQuestion(
            AskField.PER, question, tuple(f"{'an' if per is Per.HOUR else 'a'} {per.value}" for per in Per)
        )
    return None


def asks_of(offers: Sequence[Offer], wants: Preferences) -> Iterator[str]:
    """What must be said before these offers can be set beside each other."""
    for offer in offers:
        question = open_question(offer.terms)
        if question is not None:
            yield f"{offer.company}: {question.text}"
        elif yearly_base(offer.terms) is None:
            yield f"{offer.company}: how many hours a week is that for?"
    if len(offers) == 1 and not offers[0].is_present_job and wants.floor is None:
        yield "What do you earn now, or what is the least you need a year? I can compare with either."
