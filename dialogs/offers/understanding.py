"""What was read of an offer in plain words, and what to ask back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dialogs.offers.terms import Terms


class AskField(StrEnum):
    """What is still open after reading; names the step or form field that the answer fills."""

    AMOUNT = "amount"
    CURRENCY = "currency"
    PER = "per"
    ANSWER_BY = "answer_by"


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """One question to put back: which field it fills, its words, and its likely answers."""

    field: AskField
    text: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferUnderstanding:
    """An offer as read from one line.

    `ask` is the one question to put back (None when nothing is open), `ask_choices` its likely answers,
    `said_back` the terms in one line for confirmation, `rest` the words that no field took, as typed.
    `codes` are the currencies that the sign of the base pay may mean (empty: no sign), `after_tax` the words
    that say that the base pay is what is left after tax ("net"; empty: none).
    """

    terms: Terms
    ask: str | None
    ask_field: AskField | None
    ask_choices: tuple[str, ...]
    said_back: str
    rest: str
    codes: tuple[str, ...] = ()
    after_tax: str = ""
