"""What is typed while something is open about an offer: only what can be its answer is taken for it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dialogs.offers.terms import Base, Per, Terms
from tests.player import Player


def terms_of(player: Player, company: str) -> Terms:
    terms = player.company(company).terms
    assert terms is not None
    return terms


def base_of(player: Player, company: str) -> Base:
    base = terms_of(player, company).base
    assert base is not None
    return base


ANOTHER = [
    (
        "Vandelay offered €91,000 per year, signing bonus 8,000, 28 days off, and the RSUs are worth 40k",
        "Vandelay",
    ),
    (
        "offer from Umbrella base 48.5k GBP p.a., bonus up to 12% if all goes well, 30 days holiday, "
        "answer by the 20th please",
        "Umbrella",
    ),
    (
        "tyrell pays 5.1k a month x 14, four weeks of holiday, two days in the office and a pension of 6%",
        "Tyrell",
    ),
    ("offer cyberdyne 300 USD a day", "Cyberdyne"),
]


@pytest.mark.parametrize(("typed", "company"), ANOTHER)
@pytest.mark.parametrize(
    "first", ["offer from globex £72k", "offer globex 4.5k a month", "globex made me an offer"]
)
def test_another_companys_offer_answers_nothing_about_the_one_at_hand(
    player: Player, first: str, typed: str, company: str
) -> None:
    player.says(first)
    before = terms_of(player, "Globex")
    player.says(typed)
    assert terms_of(player, "Globex") == before
    assert terms_of(player, company).base is not None


def test_the_first_is_taken_up_again_when_the_second_is_complete(player: Player) -> None:
    player.says("offer from globex £72k")
    answer = player.says("offer from vandelay 91k EUR a year, 25 days off")
    assert "Back to the offer from Globex" in answer
    assert "£72,000 a year" in player.says("yearly")


@pytest.mark.parametrize(
    ("typed", "sum_said"),
    [
        ("that's before tax, I'd see about 4k a month in hand", "4,000 a month in hand"),
        ("no idea, but 3.9k net per month", "3,900 a month net"),
        ("hmm, 4100 monthly after tax", "4,100 a month after tax"),
    ],
)
def test_what_is_left_after_tax_replaces_no_sum_before_tax(player: Player, typed: str, sum_said: str) -> None:
    player.says("offer from globex £72k")
    assert "a year, a month" in player.says(typed)
    assert base_of(player, "Globex") == Base(Decimal(72000), "GBP")
    assert sum_said in (terms_of(player, "Globex").notes or "")
    assert len(player.opportunities) == 1


@pytest.mark.parametrize(
    ("typed", "per"),
    [
        ("a year", Per.YEAR),
        ("per month", Per.MONTH),
        ("it's yearly", Per.YEAR),
        ("monthly I think", Per.MONTH),
        ("that's 72k a year", Per.YEAR),
    ],
)
def test_a_period_is_answered_in_any_words(player: Player, typed: str, per: Per) -> None:
    player.says("offer from globex £72k")
    player.says(typed)
    assert base_of(player, "Globex") == Base(Decimal(72000), "GBP", per)


def test_what_else_is_said_with_the_answer_is_noted(player: Player) -> None:
    player.says("offer from globex £72k")
    assert "Noted: “free lunch”" in player.says("a year, and free lunch")
    assert base_of(player, "Globex").per is Per.YEAR


@pytest.mark.parametrize(
    ("known", "typed", "expected"),
    [
        ("58k EUR a year", "actually globex offered 65k", Base(Decimal(65000), "EUR", Per.YEAR)),
        ("5200 GBP a month", "globex is 5.6k", Base(Decimal(5600), "GBP", Per.MONTH)),
        ("4k EUR a month x 14", "offer globex 4.4k", Base(Decimal(4400), "EUR", Per.MONTH, Decimal(14))),
        ("120k CAD a year", "globex went up to $130k", Base(Decimal(130000), "CAD", Per.YEAR)),
        ("58k EUR a year", "offer globex 70k USD a year", Base(Decimal(70000), "USD", Per.YEAR)),
    ],
)
def test_a_corrected_sum_keeps_what_was_said_of_the_one_before(
    player: Player, known: str, typed: str, expected: Base
) -> None:
    player.says(f"offer from globex {known}")
    player.says(typed)
    assert base_of(player, "Globex") == expected


@pytest.mark.parametrize(
    ("known", "typed", "asked"),
    [
        ("58k EUR a year", "offer globex 6k", "a year, a month"),
        ("5200 GBP a month", "globex is 65k", "a year, a month"),
        ("58k EUR a year", "globex said $65k", "Which currency"),
    ],
)
def test_a_sum_that_may_be_of_another_kind_is_asked_about(
    player: Player, known: str, typed: str, asked: str
) -> None:
    player.says(f"offer from globex {known}")
    assert asked in player.says(typed)


def test_what_was_asked_about_an_offer_is_dropped_when_it_is_told_anew(player: Player) -> None:
    player.says("my present job pays 5.2k a month")
    player.says("interview Initech thursday 3pm, peer")
    answer = player.says("my present job pays 55k EUR a year")
    assert "€55,000 a year" in answer
    assert "Which currency" not in answer


def test_several_offers_in_one_sentence_are_kept_apart_and_asked_about_in_turn(player: Player) -> None:
    player.plays(
        [
            (
                "i got two offers, vandelay 85k base + 10k sign on, tyrell 7.2k gross/month x 14",
                "Which currency",
            ),
            ("USD", "a year, a month"),
            ("yearly", "Back to the offer from Tyrell"),
            ("EUR", "€7,200 a month × 14"),
        ]
    )
    assert base_of(player, "Vandelay") == Base(Decimal(85000), "USD", Per.YEAR)
    assert base_of(player, "Tyrell") == Base(Decimal(7200), "EUR", Per.MONTH, Decimal(14))
    assert terms_of(player, "Tyrell").sign_on is None


def test_what_is_complete_of_several_is_shown_at_once(player: Player) -> None:
    answer = player.says("Umbrella pays 48k GBP a year, Tyrell pays 52k GBP a year, and kord hasn't said yet")
    assert "£48,000 a year" in answer
    assert "£52,000 a year" in answer
    assert "left out “kord hasn't said yet”" in answer
    assert len(player.opportunities) == 2


@pytest.mark.parametrize(
    ("typed", "company"),
    [
        ("offer from Kord CHF 120'000 a year, 25 days", "Kord"),
        ("offer from Queen 32 LPA fixed + 10% variable", "Queen"),
        ("offer from Wayne £52k a year", "Wayne"),
    ],
)
def test_money_is_no_part_of_a_companys_name(player: Player, typed: str, company: str) -> None:
    player.says(typed)
    assert base_of(player, company).per is Per.YEAR


@pytest.mark.parametrize(
    ("typed", "company", "noted"),
    [
        ("i make 5.2k EUR a month now after tax", "My present job", "€5,200 a month after tax"),
        ("offer from kord 5.2k EUR netto im Monat", "Kord", "€5,200 a month netto"),
        ("queen offered 5200 EUR net per month, 25 days off", "Queen", "€5,200 a month net"),
    ],
)
def test_what_it_is_before_tax_is_asked(player: Player, typed: str, company: str, noted: str) -> None:
    assert "I compare before tax. What is it gross?" in player.says(typed)
    assert "€7,400 a month" in player.says("7400")
    assert base_of(player, company) == Base(Decimal(7400), "EUR", Per.MONTH)
    assert terms_of(player, company).notes == noted


def test_who_does_not_know_what_it_is_before_tax_goes_on(player: Player) -> None:
    player.plays(
        [
            ("offer from kord 5.2k net a month", "What is it gross?"),
            ("skip", "Which currency?"),
            ("EUR", "€5,200 a month"),
        ]
    )


def test_what_no_field_holds_is_noted_with_its_numbers(player: Player) -> None:
    answer = player.says("offer from kord 7.2k€ gross/month x 14, 4 days a week from home")
    assert "4 days a week from home" in answer


@pytest.mark.parametrize(
    ("typed", "other"), [("kord 300/day contractor", "kord"), ("queen about 5k p/m", "queen")]
)
def test_what_begins_with_another_name_is_asked_to_be_put_in_by_it(
    player: Player, typed: str, other: str
) -> None:
    player.says("offer from globex £72k")
    assert f"“offer {typed}” puts it in" in player.says(typed)
    assert base_of(player, "Globex") == Base(Decimal(72000), "GBP")
    assert other.capitalize() in player.says(f"offer {typed}")


@pytest.mark.parametrize("typed", ["27 March", "the 27th", "by March 27", "Friday 27 March"])
def test_the_day_to_answer_by_is_taken_as_it_was_asked_for(player: Player, typed: str) -> None:
    player.plays(
        [
            ("offer kord 60k EUR a year, answer by 3/4", "By which day"),
            (typed, "Friday 27 March"),
        ]
    )
    assert str(terms_of(player, "Kord").answer_by) == "2026-03-27"


@pytest.mark.parametrize(
    "typed",
    [
        "I make 55k EUR a year now and kord offers me 65k EUR a year",
        "my present job pays 55k EUR a year, kord pays 65k EUR a year",
        "kord pays 65k EUR a year; my current salary is 55k EUR a year",
    ],
)
def test_the_present_job_and_an_offer_in_one_sentence_are_two(player: Player, typed: str) -> None:
    assert "2 offers" in player.says(typed)
    assert base_of(player, "My present job") == Base(Decimal(55000), "EUR", Per.YEAR)
    assert base_of(player, "Kord") == Base(Decimal(65000), "EUR", Per.YEAR)
    assert player.company("My present job").present_job


@pytest.mark.parametrize(
    "typed", ["globex is actually 7.4k", "globex went up to €7400", "sorry, globex pays 7.4k EUR a month"]
)
def test_a_sum_put_right_while_something_else_is_asked_is_taken(player: Player, typed: str) -> None:
    player.says("offer globex 7.2k EUR a month x 14")
    player.says("offer kord 80k USD a year")
    player.plays([("compare", "at the least"), (typed, "€7,400 a month × 14")])
    assert base_of(player, "Globex") == Base(Decimal(7400), "EUR", Per.MONTH, Decimal(14))


@pytest.mark.parametrize("typed", ["EUR", "in euros", "it is in Euro"])
def test_a_currency_said_where_the_gross_sum_is_asked_is_kept(player: Player, typed: str) -> None:
    player.plays(
        [
            ("offer from kord 5.2k net a month", "What is it gross?"),
            (typed, "What is it gross?"),
            ("7.4k", "€7,400 a month"),
        ]
    )
