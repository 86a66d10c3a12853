"""Lines that invite a wrong reading: sums that are not base pay, days, dates, and what the coach answers."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.offers.dates import day_at, take_days
from dialogs.offers.lexicon import fold
from dialogs.offers.line import Line
from dialogs.offers.understanding import AskField
from dialogs.offers.words import understand_offer
from tests.offers.making import TODAY


@pytest.mark.parametrize(
    ("text", "said", "ask"),
    [
        ("bonus 15% of 140k base", "Base 140,000, bonus 15 %.", AskField.CURRENCY),
        ("€100 per day travel allowance, €70k a year", "Base €70,000 a year.", None),
        ("€60k a year, gym 500 a year, lunch 8 a day", "Base €60,000 a year, gym €500 a year.", None),
        (
            "€55,000 a year and a company car worth 6k a year",
            "Base €55,000 a year, company car €6,000 a year.",
            None,
        ),
        ("2x salary life insurance, £52k pa", "Base £52,000 a year.", None),
        ("€70k OTE, base €50k a year", "Base €50,000 a year.", None),
        ("USD 300k total comp", "No terms yet.", AskField.AMOUNT),
        ("65-70k CHF", "No terms yet.", AskField.AMOUNT),
        ("€60k a year, answer by 3/4", "Base €60,000 a year.", AskField.ANSWER_BY),
        ("€62k/yr, 27 days", "Base €62,000 a year, 27 days off.", None),
        ("€62k/yr, 90 days", "Base €62,000 a year.", None),
        ("Base: 95000 CHF per year. Vacation: 5 weeks.", "Base CHF 95,000 a year, 25 days off.", None),
        ("130k USD base with 8% annual bonus", "Base $130,000, bonus 8 %.", AskField.PER),
        (
            "EUR 4500 net per month",
            "Base €4,500 a month. You said after tax; I compare before tax, so give me the gross sum if you have it.",
            None,
        ),
        (
            "USD 160k a year, 40k/yr RSUs",
            "Base $160,000 a year, shares (RSU), noted “40k of shares a year”.",
            None,
        ),
        (
            "USD 160k a year, 40k/yr RSUs over 4 years",
            "Base $160,000 a year, shares (RSU) worth $160,000 in all, vesting over 4 years.",
            None,
        ),
        (
            "USD 120k a year; RSUs: 10,000 at $12 a share",
            "Base $120,000 a year, 10,000 shares (RSU) at $12 a share.",
            None,
        ),
        (
            "€90k a year, sign on 10k (repay pro rata within 24 months)",
            "Base €90,000 a year, sign-on €10,000 (owed back within 24 months).",
            None,
        ),
        ("€90k a year, sign-on $5k", "Base €90,000 a year, noted “sign-on $5k”.", None),
        ("€90k a year, sign-on USD 5k", "Base €90,000 a year, sign-on $5,000.", None),
        ("€90k a year, $50k RSUs", "Base €90,000 a year, shares (RSU), noted “equity value $50k”.", None),
        ("€90k a year, bonus $9k", "Base €90,000 a year, noted “bonus $9k”.", None),
        ("£58k a year, no cliff, 5/15/40/40 vesting, 500 options", None, None),
    ],
)
def test_what_is_no_base_pay_is_not_taken_for_it(text: str, said: str | None, ask: AskField | None) -> None:
    understood = understand_offer(text, today=TODAY)
    if said is not None:
        assert understood.said_back == said
    assert understood.ask_field == ask


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-27", date(2026, 3, 27)),
        ("today", date(2026, 3, 9)),
        ("tomorrow", date(2026, 3, 10)),
        ("monday", date(2026, 3, 16)),
        ("Friday", date(2026, 3, 13)),
        ("next Friday", date(2026, 3, 20)),
        ("on the 27th", date(2026, 3, 27)),
        ("the 5th", date(2026, 4, 5)),
        ("the 31st", date(2026, 3, 31)),
        ("27 March", date(2026, 3, 27)),
        ("March 27th, 2027", date(2027, 3, 27)),
        ("27. März", date(2026, 3, 27)),
        ("27 de marzo", date(2026, 3, 27)),
        ("1er avril", date(2026, 4, 1)),
        ("2 March", date(2026, 3, 2)),
        ("2 October", date(2026, 10, 2)),
        ("10 November 2025", date(2025, 11, 10)),
        ("5 January", date(2026, 1, 5)),
        ("20.03.", date(2026, 3, 20)),
        ("20/3/2026", date(2026, 3, 20)),
        ("3/20", date(2026, 3, 20)),
        ("4/4", date(2026, 4, 4)),
        ("3/4", None),
        ("30 February", None),
        ("2026-13-40", None),
        ("soon", None),
    ],
)
def test_days(text: str, day: date | None) -> None:
    read = day_at(fold(text), 0, TODAY)
    assert (read.day if read is not None else None) == day


def test_in_december_january_is_next_years() -> None:
    read = day_at("5 january", 0, date(2026, 12, 20))
    assert read is not None
    assert read.day == date(2027, 1, 5)


def test_both_days_are_taken_out_of_the_line() -> None:
    line = Line("start 1 June, reply by Friday please")
    assert take_days(line, TODAY) == (date(2026, 3, 13), date(2026, 6, 1), False)
    assert line.rest() == "please"
