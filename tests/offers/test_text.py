"""The comparison and the note in words: short, complete, and silent about money where others can see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from dialogs.offers.comparison import compare
from dialogs.offers.figures import Comparison
from dialogs.offers.heard import doors_of
from dialogs.offers.money import Money, money_text
from dialogs.offers.note import negotiation_note
from dialogs.offers.offer import MarketRange, Offer, Preferences
from dialogs.offers.saying import said_back
from dialogs.offers.terms import (
    Base,
    Benefit,
    Bonus,
    Equity,
    EquityKind,
    Match,
    Per,
    Refreshers,
    Schedule,
    SignOn,
    Terms,
    Vesting,
)
from dialogs.offers.text import percent, say, turning
from dialogs.reading.verdict import Evidence, judge
from dialogs.rubric import Dimension, Label, Probabilities, Reading, Role, Source, Strength
from tests.offers.making import TODAY, D, heard, offer_lists, paid

FLOOR = Money(D(48000), "EUR")


def two(**wants: Any) -> Comparison:
    """The design's example."""
    offers = [
        paid(
            "Northwind",
            62000,
            bonus=Bonus(D(10)),
            verdict=replace(heard(0.35, 0.2, 0.55, 0.3), mindset="leaning output", answers=4, interviewers=1),
        ),
        paid("Globex", 60800, verdict=heard(0.83, 0.6, 0.8, 0.7, answers=7, interviewers=3)),
    ]
    return compare(offers, Preferences(**{"floor": FLOOR, **wants}), today=TODAY)


def test_it_reads_as_a_friend_would_say_it() -> None:
    assert say(two()).lines[:4] == (
        "Northwind or Globex?",
        "Both are above your floor of €48,000. Northwind pays €7,400 more in the first year.",
        "Globex is the better school on what you heard (outcome, 83 % sure, growth: compounding, 7 answers from "
        "3 people; Northwind: leaning output, growth: repetitive, 4 answers from 1 person).",
        "The price of the difference is €7,400 a year. If pay grows 5.7 points a year faster from Globex, both have "
        "paid the same in total after five years. To draw level today Globex would need to add €7,400 a year: "
        "that is the number to negotiate with.",
    )
    assert "Over all the weights that fit your order, Globex comes first in" in say(two()).lines[4]


def test_without_amounts_no_money_is_named() -> None:
    shared = say(two(), amounts=False).text + " ".join(turning(two(), amounts=False))
    assert "€" not in shared
    assert "Northwind pays more in the first year." in shared


@settings(deadline=None, max_examples=40)
@given(offer_lists(1, 4))
def test_any_comparison_can_be_said_with_and_without_amounts(offers: tuple[Offer, ...]) -> None:
    found = compare(offers, Preferences(floor=FLOOR), today=TODAY, samples=50)
    assert say(found).title
    shared = say(found, amounts=False)
    assert "€" not in " ".join(shared.floor + shared.pay + shared.doors + shared.price + shared.order)
    assert turning(found)
    for one in found.offers:
        assert negotiation_note(found, one.id).startswith("Thank you for the offer")


@pytest.mark.parametrize(
    ("offers", "wants", "words"),
    [
        (
            [paid("Low", 40000), paid("High", 60000)],
            {"floor": FLOOR},
            "Low is below your floor by €8,000 a year.",
        ),
        ([paid("Low", 40000), paid("High", 60000)], {"floor": FLOOR}, "High is above your floor of €48,000."),
        ([paid("A", 45000, bonus=Bonus(D(10)))], {"floor": FLOOR}, "A meets your floor only with its bonus."),
        ([paid("A", 60000)], {"floor": FLOOR}, "That leaves €12,000 a year above your floor."),
        ([paid("A", 60000), paid("B", 60000)], {}, "pay the same in the first year."),
        ([paid("A", 60000), paid("B", 60000)], {}, "A and B come first equally often"),
        ([paid("A", 60000), paid("B", 50000)], {}, "No evidence yet from A and B."),
        ([paid("A", 60000), paid("B", 50000)], {}, "B is beaten by A on everything that is known."),
        ([paid("A", 60000), paid("B", 50000)], {}, "cannot be said yet."),
        ([paid("A", 60000, is_present_job=True), paid("B", 50000)], {}, "Staying at A or B?"),
        ([paid("A", 60000), paid("B", 50000)], {"cash_first": True}, "as you asked: A €60,000; B €50,000."),
        ([paid("A", 90000), paid("B", 20000)], {}, "That is a rise few people see."),
        (
            [paid("A", 60000), paid("B", 50000)],
            {"horizon_years": 1},
            "Within one year no rise can make up for it.",
        ),
        (
            [paid("A", 60000, sign_on=SignOn(D(8000))), paid("B", 61500)],
            {"horizon_years": 10},
            "Over ten years B has paid as much already",
        ),
        (
            [
                paid("A", 60000, verdict=heard(0.9, 0.8, 0.95, 0.9)),
                paid("B", 50000, verdict=heard(0.2, 0.1, 0.3, 0.1)),
            ],
            {},
            "A pays more, and on what you heard B is not the better school.",
        ),
        (
            [paid("A", 60000), paid("B", 50000, bonus=Bonus(D(10)))],
            {},
            "would need to add €5,000 a year (€4,545 on base pay, the rest follows)",
        ),
        (
            [paid("A", 60000, verdict=heard(0.5, 0.4, 0.6, repeated_share=0.4))],
            {},
            "At A 40 % of the week is the same again.",
        ),
        (
            [paid("A", 60000)],
            {"market": {"a": MarketRange(D(65000), D(80000), "EUR")}},
            "A's base is below the market range you entered (€65,000 to €80,000).",
        ),
        ([paid("A", 1), paid("B", 2), paid("C", 3)], {}, "A, B or C?"),
        (
            [paid("A", 60000), paid("B", 61000), paid("C", 62000)],
            {"floor": FLOOR},
            "All three are above your floor",
        ),
    ],
)
def test_each_case_has_its_sentence(offers: list[Offer], wants: dict[str, Any], words: str) -> None:
    assert words in say(compare(offers, Preferences(**wants), today=TODAY, samples=200)).text


def test_what_is_to_be_asked_is_said_last() -> None:
    found = compare([paid("A", 60000, "EUR"), paid("B", 70000, "CHF")], today=TODAY)
    assert say(found).lines[-1].startswith("I need a rate to compare EUR with CHF")


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0 %"), (0.004, "under 1 %"), (0.5, "50 %"), (0.996, "over 99 %"), (1.0, "100 %")],
)
def test_shares_are_never_rounded_to_certainty(share: float, text: str) -> None:
    assert percent(share) == text


def test_the_note_asks_for_what_would_draw_level() -> None:
    note = negotiation_note(two(), "globex", because="I want to work on routing with your team.")
    assert note.splitlines() == [
        "Thank you for the offer. What I heard from your team is why I would like to say yes.",
        "I want to work on routing with your team.",
        "Another offer pays €7,400 a year more. With €7,400 more on base pay (€68,200 a year) the two would be "
        "level; so would they with €29,600 once.",
        "The offer does not say yet: bonus, equity. Could you add that?",
        "By when do you need my answer?",
    ]
    assert "Northwind" not in note
    assert "Northwind pays €7,400 a year more." in negotiation_note(two(), "globex", name_rival=True)


def test_the_note_speaks_the_offers_own_currency_and_minds_the_floor_and_the_market() -> None:
    from dialogs.offers.money import Rate

    wants = Preferences(
        floor=Money(D(60000), "EUR"),
        rates=(Rate("GBP", "EUR", D("1.2")),),
        market={"b": MarketRange(D(60000), D(70000), "GBP", "a survey")},
    )
    there = paid("B", 40000, "GBP", answer_by=date(2026, 3, 27), bonus=Bonus(D(0)), equity=Equity(value=D(0)))
    found = compare(
        [paid("A", 60000, is_present_job=True), replace(there, role="analyst")], wants, today=TODAY
    )
    note = negotiation_note(found, "b")
    assert "My present job pays £10,000 a year more." in note
    assert "I need at least £10,000 a year more to be able to say yes." in note
    assert "For this role I see £60,000 to £70,000 a year on the market (a survey)" in note
    assert "for the analyst role" in note
    assert "I will answer by 27 March, as agreed." in note


def test_terms_are_said_back_whole() -> None:
    terms = Terms(
        base=Base(D(42000), "EUR", Per.YEAR, D(14)),
        bonus=Bonus(D(10), D(2000), D("0.8")),
        equity=Equity(
            EquityKind.OPTIONS,
            count=D(10000),
            percent=D("0.1"),
            strike=D("2.50"),
            share_price=D(4),
            valuation=D(4000000),
        ),
        vesting=Vesting(D(4), 12, Schedule.MONTHLY),
        sign_on=SignOn(D(5000), 12),
        refreshers=Refreshers(D(9000)),
        match=Match(D(5)),
        benefits=(Benefit("car", D(3000)),),
        days_off=D(30),
        weekly_hours=D("38.5"),
        commute_minutes_per_day=D(40),
        office_days_per_week=D(2),
        start_date=date(2026, 5, 4),
        answer_by=date(2026, 3, 27),
    )
    assert said_back(terms) == (
        "Base €42,000 a year in 14 payments, bonus 10 % and €2,000 a year (80 % likely), 10,000 options 0.1 % of a "
        "company worth €4,000,000 at a strike of €2.50 at €4 a share, vesting over 4 years monthly with a cliff at 12 "
        "months, sign-on €5,000 (owed back within 12 months), further equity €9,000 a year, retirement match 5 %, "
        "car €3,000 a year, 30 days off, 38.5 hours a week, 40 minutes of commute a day, 2 office days a week, "
        "start Monday 4 May, answer by Friday 27 March."
    )
    assert said_back(Terms()) == "No terms yet."


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("7400", "EUR", "€7,400"),
        ("9500.4", "CHF", "CHF 9,500"),
        ("-5", "USD", "-$5"),
        ("12", None, "12"),
        ("1", "XXX", "1"),
    ],
)
def test_money_is_shown_in_whole_units_with_its_sign(amount: str, currency: str | None, text: str) -> None:
    assert money_text(D(amount), currency) == text


def test_a_verdict_on_nothing_is_no_evidence() -> None:
    assert doors_of(None) is None
    assert doors_of(judge("Acme", ())) is None


def test_a_verdict_becomes_what_a_comparison_needs() -> None:
    def said(dimension: Dimension, label: Label, number: int) -> Evidence:
        odds = (
            Probabilities(0.9, 0.05, 0.03, 0.02)
            if label is Label.OUTPUT
            else Probabilities(0.05, 0.9, 0.03, 0.02)
        )
        reading = Reading(dimension, label, odds, Strength.EVIDENCE, f"quote {number}", "because")
        return Evidence(str(number), reading, f"voice {number % 2}", Role.PEER, Source.SEEN)

    asked = (Dimension.SUCCESS_METRICS, Dimension.AUTONOMY, Dimension.FOCUS, Dimension.RECOGNITION)
    verdict = judge("Acme", [said(dimension, Label.OUTCOME, at) for at, dimension in enumerate(asked)])
    doors = doors_of(verdict, repeated_share=0.2)
    assert doors is not None
    assert doors.probability == verdict.probability
    assert doors.interval == verdict.interval
    assert doors.growth_probability is None
    assert doors.autonomy_interval is not None
    assert (doors.answers, doors.interviewers, doors.repeated_share) == (4, 2, 0.2)
    assert set(doors.quotes) <= {f"quote {at}" for at in range(4)}
