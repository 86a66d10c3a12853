"""What if they paid more: shown, and nothing kept."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dialogs.offers.terms import Base, Per
from tests.player import Player


@pytest.fixture
def two() -> Player:
    """A person with two offers, one spoken of last."""
    player = Player()
    player.says("offer Vandelay 60k EUR a year")
    player.says("offer Globex 58k EUR a year, 5k sign on")
    return player


GLOBEX = Base(Decimal(58000), "EUR", Per.YEAR)


def base_of(player: Player, company: str) -> Base:
    terms = player.company(company).terms
    assert terms is not None
    assert terms.base is not None
    return terms.base


@pytest.mark.parametrize(
    "words",
    [
        "what if globex paid 65k",
        "and what if Globex offered 65k EUR a year?",
        "suppose globex went up to 65k",
        "hm, what would happen if they paid me 65k",
        "if globex gave me 65000, would that change it?",
        "angenommen globex zahlt 65k",
    ],
)
def test_what_is_supposed_is_shown_and_not_kept(two: Player, words: str) -> None:
    answer = two.says(words)
    assert "Only supposed" in answer
    assert "€65,000 a year" in answer
    assert base_of(two, "Globex") == GLOBEX


def test_it_says_what_it_would_change(two: Player) -> None:
    assert "Globex pays €10,000 more in the first year" in two.says("what if globex paid 65k")


@pytest.mark.parametrize(
    "words",
    [
        "globex raised it to 65k",
        "offer globex 65k, and a bonus of 5% if I pass the trial",
        "globex says 65k if I start in April",
    ],
)
def test_what_was_really_offered_is_kept(two: Player, words: str) -> None:
    two.says(words)
    assert base_of(two, "Globex") == Base(Decimal(65000), "EUR", Per.YEAR)


def test_what_is_supposed_while_something_is_open_answers_nothing(player: Player) -> None:
    player.says("offer from globex £72k")
    for words in ("what if it was 80k a year", "what if globex paid 80k a year"):
        answer = player.says(words)
        assert "a year, a month" in answer
        assert base_of(player, "Globex") == Base(Decimal(72000), "GBP")


def test_of_nobody_there_is_nothing_to_suppose(player: Player) -> None:
    assert "I keep only what was really offered" in player.says("what if stark paid 65k EUR a year")
    assert not player.opportunities
