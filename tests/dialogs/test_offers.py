"""Offers: terms read and said back, one thing asked at a time, the comparison back where it was asked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dialogs.offers.terms import Per
from dialogs.replies import OfferComparison, OfferShown
from tests.player import CHANNEL, Player


def two_offers(player: Player) -> Player:
    player.says("offer from northwind 62k EUR a year, 10% bonus, 25 days off, answer by 27 March")
    player.says("offer from globex 57k EUR a year, 5% bonus")
    return player


def test_one_line_is_read_and_the_one_open_thing_is_asked(player: Player) -> None:
    player.plays(
        [
            ("offer from northwind 62k, 10% bonus, answer by the 27th", "which currency"),
            ("[EUR]", "a year, a month"),
            ("a year", "€62,000 a year"),
        ]
    )
    terms = player.company("Northwind").terms
    assert terms is not None
    assert terms.base is not None
    assert (terms.base.amount, terms.base.currency, terms.base.per) == (Decimal(62000), "EUR", Per.YEAR)
    assert terms.answer_by == date(2026, 3, 27)
    assert any(w.kind.value == "answer_by" and not w.cancelled for w in player.wakes.values())


def test_terms_can_be_filled_in_as_a_form_and_come_back_when_wrong(player: Player) -> None:
    player.says("offer from globex 57k EUR a year")
    player.presses("Change")
    form = player.form()
    values = {f.id: f.value for f in form.fields}
    player.fills(form.act, **{**values, "base.amount": "minus a lot"})
    wrong = {f.id: f for f in player.form().fields}
    assert wrong["base.amount"].problem
    assert wrong["base.amount"].value == "minus a lot"
    assert wrong["base.currency"].value == "EUR"
    player.fills(form.act, **{**values, "base.amount": "59000"})
    terms = player.company("Globex").terms
    assert terms is not None
    assert terms.base is not None
    assert terms.base.amount == Decimal(59000)


def test_floor_and_order_are_asked_once_and_then_kept(player: Player) -> None:
    two_offers(player)
    player.plays(
        [
            ("compare", "what do you need in a year"),
            ("48000 EUR", "in your order"),
            ("growth, pay", "Globex"),
            ("compare northwind and globex", "€48,000"),
        ]
    )
    assert player.replies(OfferComparison)


def test_a_nonsense_order_is_asked_again_in_the_persons_words(player: Player) -> None:
    two_offers(player)
    player.plays([("compare", "what do you need"), ("skip", "in your order"), ("the blue one", "I know pay")])


def test_two_currencies_are_never_compared_without_a_rate(player: Player) -> None:
    player.says("offer from northwind 62k EUR a year")
    player.says("offer from globex 57k GBP a year")
    player.says("compare")
    player.says("skip")
    answer = player.says("skip")
    assert "which rate" in answer.casefold()
    assert "above zero" in player.says("zero")
    player.says("1.17")
    assert player.replies(OfferComparison)


def test_one_offer_is_compared_with_the_floor_or_the_present_job(player: Player) -> None:
    player.says("offer from northwind 62k EUR a year")
    player.says("compare")
    player.says("48000 EUR")
    answer = player.says("skip")
    assert "€14,000" in answer
    player.presses("Enter my present job")
    form = player.form()
    player.fills(form.act, **{"base.amount": "50000", "base.currency": "EUR", "base.per": "year"})
    assert player.company("My present job").present_job


def test_amounts_stay_hidden_in_a_channel(player: Player) -> None:
    two_offers(player)
    player.says("compare")
    player.says("skip")
    player.says("skip")
    player.here = CHANNEL
    answer = player.says("compare northwind and globex")
    shown = player.replies(OfferComparison)[0]
    assert shown.amounts_hidden
    assert "62" not in answer
    assert all(m.only_for == "ada" for m in player.said)


def test_what_would_turn_it_round_and_a_note_to_copy(player: Player) -> None:
    two_offers(player)
    for words in ("compare", "skip", "pay, growth"):
        player.says(words)
    buttons = list(player.choices)
    assert "would come first" in player.presses("What would turn it round")
    player.choices = buttons
    note = player.presses("Note for negotiating")
    assert "To Northwind" in note
    assert "To Globex" in note


def test_an_offer_without_a_company_asks_whose_it_is(player: Player) -> None:
    player.plays([("offer 62k EUR a year", "whose offer"), ("Initech", "base")])
    assert player.replies(OfferShown) or player.company("Initech").terms


def test_choosing_ends_the_reminders_and_asks_once_in_half_a_year(player: Player) -> None:
    two_offers(player)
    player.wakes_up("answer_by")
    answer = player.presses("I accepted")
    assert "half a year" in answer
    answer = player.wakes_up("look_back")
    assert "did the verdict hold" in answer.casefold()
    player.presses("It held")
    player.presses("It did")
    assert "held; the coach made a difference" in player.company("Northwind").look_back


def test_a_comparison_is_redrawn_in_place_when_an_offer_changes(player: Player) -> None:
    two_offers(player)
    for words in ("compare", "skip", "pay, growth"):
        player.says(words)
    key = next(m.key for m in player.said if isinstance(m.reply, OfferComparison))
    player.says("offer from globex 75k EUR a year")
    redrawn = next(m for m in player.said if isinstance(m.reply, OfferComparison))
    assert redrawn.key == key
    assert redrawn.reply.comparison.named(player.company("Globex").id).base_yearly.value == 75000


@pytest.mark.parametrize(
    ("typed", "noted"),
    [
        ("offer acme 62k EUR a year, free fruit", "free fruit"),
        ("offer from acme 62k EUR a year plus a company car", "company car"),
        ("offer from Acme: 62k EUR a year, answer by friday", None),
        ("offer acme 62k EUR a year", None),
    ],
)
def test_words_that_no_term_took_are_kept_and_said_back(
    player: Player, typed: str, noted: str | None
) -> None:
    answer = player.says(typed)
    terms = player.company("Acme").terms
    assert terms is not None
    assert terms.notes == noted
    assert noted is None or noted in answer


@pytest.mark.parametrize(
    ("currency", "per"), [("EUR", "a year"), ("€", "year"), ("euros", "yearly"), ("in Euro", "im Jahr")]
)
def test_what_is_open_is_answered_in_any_words(player: Player, currency: str, per: str) -> None:
    player.plays(
        [("offer acme 62000", "Which currency?"), (currency, "a year, a month"), (per, "€62,000 a year")]
    )


def test_an_answer_that_makes_no_term_is_said_to_be_none(player: Player) -> None:
    player.says("offer acme 62000")
    assert "I can't make that out: “lots”.\nAcme: Base 62,000. Which currency?" in player.says("lots")
    assert "a year, a month" in player.says("EUR")


def test_an_interview_told_while_a_term_is_open_is_booked(player: Player) -> None:
    player.says("offer acme 62000")
    answer = player.says("acme thursday 3pm, peer")
    assert "Booked: Acme" in answer or "Thursday 12 March, 15:00" in answer
    assert "Back to the offer from Acme" in answer


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("offer hooli 120k usd a year sign-on 10k", ("$120,000 a year", "$10,000")),
        ("offer hooli 120k usd a year signing bonus 10k bonus 5%", ("$120,000 a year", "$10,000", "5 %")),
        ("offer hooli 62k eur a year bonus 10% sign on 5k", ("€62,000 a year", "10 %", "€5,000")),
    ],
)
def test_words_without_commas_go_with_the_sum_beside_them(
    player: Player, words: str, expected: tuple[str, ...]
) -> None:
    answer = player.says(words)
    assert all(each in answer for each in expected), answer
    assert "Noted" not in answer
