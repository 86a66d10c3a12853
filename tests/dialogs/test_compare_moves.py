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
