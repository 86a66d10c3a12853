"""What counts for the person: floor, order, rates and criteria of their own; and why a figure is what it is."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from dialogs.engine import Refused, Scene
from dialogs.flows.weighing import parse_order
from dialogs.replies import OfferComparison
from tests.player import Player


@pytest.fixture
def two(player: Player) -> Player:
    """A person with two offers in one currency."""
    player.says("offer acme 60k EUR a year, 10% bonus")
    player.says("offer globex 57k EUR a year")
    return player


@pytest.fixture
def compared(two: Player) -> Player:
    """The same person, who has said what counts."""
    two.plays([("compare", "at the least"), ("48000 EUR", "your order"), ("growth, pay", "or")])
    return two


SCENE = Scene({}, {}, datetime(2026, 3, 9, tzinfo=UTC), "UTC")


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ("growth pay", "growth, pay"),
        ("first growth, then pay and time", "growth, pay, time"),
        ("grwth, salary", "growth, pay"),
        ("growth, pay, commute", "growth, pay, commute"),
        ("pay > the team > autonomy", "pay, the team, autonomy"),
        ("I need the cash now", "cash"),
    ],
)
def test_an_order_in_any_of_the_ways_people_list_things(typed: str, order: str) -> None:
    assert parse_order(typed, SCENE) == order


@pytest.mark.parametrize(
    ("typed", "said"), [("what", "I know pay"), ("growth pay commute", "“commute” is new")]
)
def test_what_is_no_order_is_said_and_nothing_is_left_out_in_silence(typed: str, said: str) -> None:
    refused = parse_order(typed, SCENE)
    assert isinstance(refused, Refused)
    assert said in refused.sentence


def test_a_floor_without_a_currency_is_kept_and_only_its_currency_is_asked(player: Player) -> None:
    player.says("offer acme 60k EUR a year")
    player.says("offer globex 57k USD a year")
    player.plays([("compare", "at the least"), ("50k", "In which currency"), ("dollars", "your order")])
    player.plays([("pay", "Which rate"), ("0.9", "or")])
    floor = player.me.settings.preferences.floor
    assert floor is not None
    assert (floor.amount, floor.currency) == (Decimal(50000), "USD")


def test_changing_what_counts_keeps_what_is_skipped_and_what_a_cancel_leaves(compared: Player) -> None:
    before = compared.me.settings.preferences
    assert "Now it is €48,000" in compared.presses("Change what counts")
    compared.says("cancel")
    assert compared.me.settings.preferences == before
    compared.acts("compare.weigh")
    compared.says("skip")
    compared.says("pay, growth")
    after = compared.me.settings.preferences
    assert (after.floor, after.order) == (before.floor, (("pay",), ("growth",)))


def test_a_criterion_of_ones_own_is_scored_weighed_and_dropped(compared: Player) -> None:
    compared.plays(
        [
            ("add a criterion: commute", "how good is it at Globex, from 0 to 10"),
            ("lots", "from 0 (bad) to 10"),
            ("8", "how good is it at Acme"),
            ("2", "last in your order"),
        ]
    )
    preferences = compared.me.settings.preferences
    assert preferences.order == (("growth",), ("pay",), ("commute",))
    assert sorted(preferences.criteria[0].scores.values()) == [2, 8]
    assert compared.replies(OfferComparison)
    compared.says("drop criterion commute")
    assert compared.me.settings.preferences.criteria == ()
    assert compared.me.settings.preferences.order == (("growth",), ("pay",))


def test_a_new_name_in_the_order_is_scored_at_once(two: Player) -> None:
    two.plays([("compare", "at the least"), ("skip", "your order"), ("pay, team", "Team: how good is it at")])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("add a criterion: pay", "I weigh pay already"),
        ("add criterion", "What else counts for you?"),
        ("drop criterion luck", "no criterion of yours"),
        ("settings order pay, growth", "pay then growth"),
        ("market acme 55k-65k", "€55,000 to €65,000 a year"),
        ("market acme 55k to 65k USD, a friend", "$55,000 to $65,000 a year"),
        ("market initech 55k-65k EUR", "I know no “initech”"),
    ],
)
def test_criteria_and_the_market_in_words(compared: Player, typed: str, expected: str) -> None:
    assert expected in compared.says(typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("why?", "Which figure?"),
        ("why 66,000?", "Worked out as"),
        ("why is Acme above Globex?", "sets of weights"),
        ("why that price of the difference?", "costs a year"),
        ("why is the cash of the first year at globex so low?", "57,000"),
    ],
)
def test_why_of_a_figure_in_words(compared: Player, typed: str, expected: str) -> None:
    assert expected in compared.says(typed)


def test_why_of_a_figure_by_button(compared: Player) -> None:
    assert "Which figure?" in compared.presses("Why these figures?")
    assert "sets of weights" in compared.presses("Who comes first")
    assert "not compared any more" in compared.acts("compare.why", figure="gone")


def test_a_comparison_is_shared_in_words(compared: Player) -> None:
    assert "With whom?" in compared.says("share comparison")
    assert compared.me.dialogs.front is not None
    assert compared.me.dialogs.front.about["what"] == "comparison"


def test_a_comparison_asked_for_again_comes_as_a_new_message(compared: Player) -> None:
    compared.says("compare")
    assert compared.said[-1].anew
