"""What the buttons under a comparison do, said in words."""

from __future__ import annotations

import pytest

from dialogs.replies import OfferComparison
from tests.player import Player


@pytest.fixture
def compared() -> Player:
    """A person who compared two offers."""
    player = Player()
    player.plays(
        [
            ("offer Acme 62k EUR a year, 10% bonus, 40h week, 28 days off", "Acme"),
            ("offer Globex 55k EUR a year, 40h week, 30 days off", "Globex"),
            ("compare", "at the least"),
            ("skip", "Put these in your order"),
            ("pay, growth, mindset", "Globex or Acme?"),
        ]
    )
    return player


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("what would turn it round?", "would come first if"),
        ("What could change the order", "would come first if"),
        ("note for negotiating", "To Acme"),
        ("help me negotiate", "To Globex"),
        ("what should I ask for?", "To Globex"),
    ],
)
def test_the_buttons_are_understood_in_words(compared: Player, words: str, expected: str) -> None:
    assert expected in compared.says(words)


@pytest.mark.parametrize(
    "words", ["I need the cash now", "i just need the money", "cash first", "rank by cash"]
)
def test_who_needs_the_cash_gets_that_order_without_a_lecture(compared: Player, words: str) -> None:
    compared.says(words)
    assert compared.replies(OfferComparison)
    assert compared.me.settings.preferences.cash_first


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("I need the cash now", "pay now comes first"),
        ("what would turn it round", "no offer to compare yet"),
        ("note for negotiating", "no offer to compare yet"),
    ],
)
def test_with_no_offer_yet_they_say_how_to_begin(player: Player, words: str, expected: str) -> None:
    player.says("interview Acme, thursday 3pm, recruiter")
    assert expected in player.says(words)
    assert len(player.me.opportunities) == 1


@pytest.fixture
def two_currencies() -> Player:
    """A person with offers in two currencies and no rate between them."""
    player = Player()
    player.says("offer Acme 62k EUR a year")
    player.says("offer Globex 80k USD a year")
    return player


@pytest.mark.parametrize(
    "words",
    ["what would turn it round", "what could flip the order?", "why is acme first", "why is globex ahead?"],
)
def test_where_nobody_comes_first_it_says_what_is_missing(two_currencies: Player, words: str) -> None:
    answer = two_currencies.says(words)
    assert "I can't put one of them first yet" in answer
    assert answer.count("I need a rate") == 1
    assert "What do you need in a year" in two_currencies.presses("Compare")


@pytest.mark.parametrize(
    "words", ["compare all three", "compare all", "compare both", "compare them all", "compare the two"]
)
def test_all_of_them_is_the_name_of_no_company(compared: Player, words: str) -> None:
    compared.says(words)
    assert compared.replies(OfferComparison)


def test_a_rate_is_asked_for_one_way_only(two_currencies: Player) -> None:
    two_currencies.says("offer Initech 55k EUR a year, 10k USD sign on")
    assert two_currencies.says("what would turn it round").count("I need a rate") == 1


def test_a_company_without_an_offer_is_still_named(compared: Player) -> None:
    assert "I have no offer from Initech yet" in compared.says("compare Acme and Initech")


@pytest.mark.parametrize(
    "words", ["why is globex first", "why does acme win?", "why is acme ahead of globex"]
)
def test_why_somebody_is_first_begins_with_who_is(compared: Player, words: str) -> None:
    answer = compared.says(words)
    assert "Acme comes first in" in answer
    assert "sets of weights" in answer
