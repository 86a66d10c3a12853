"""Offers in one line from many countries: read right, or asked about, and never read wrong in silence."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dialogs.offers.understanding import AskField
from dialogs.offers.wire import terms_to_wire
from dialogs.offers.words import understand_offer

HERE = Path(__file__).parent
ASKED_PARTS = {AskField.CURRENCY: ("base",), AskField.PER: ("base",), AskField.AMOUNT: ("base",)}


def cases(name: str) -> list[dict[str, Any]]:
    """The lines of one file, each with the day it was written."""
    data = tomllib.loads((HERE / name).read_text("utf-8"))
    return [{"today": data["today"], **line} for line in data["line"]]


def said(part: Any) -> Any:
    """Only what was said: without nulls and empty parts, and an equity kind that was not said."""
    if isinstance(part, dict):
        kept = {name: said(value) for name, value in part.items()}
        return {name: value for name, value in kept.items() if value not in (None, [], {}, "unknown")}
    return [said(one) for one in part] if isinstance(part, list) else part


def contradicts(read: Any, truth: Any) -> bool:
    """Whether anything read is not what the line says; reading less is no contradiction."""
    if isinstance(read, dict):
        if not isinstance(truth, dict):
            return True
        return any(name not in truth or contradicts(value, truth[name]) for name, value in read.items())
    return bool(read != truth)


def outcome(case: dict[str, Any]) -> str:
    """right: all of it, and asked what must be; asked: less, but asked; less: less and not asked; wrong."""
    understood = understand_offer(case["text"], today=case["today"])
    read = said(terms_to_wire(understood.terms))
    if contradicts(read, case["terms"]):
        return "wrong"
    if read == case["terms"] and understood.ask_field == case.get("ask"):
        return "right"
    return "asked" if understood.ask is not None else "less"


@pytest.mark.parametrize(("name", "enough"), [("lines.toml", 59), ("fresh_lines.toml", 30)])
def test_lines_are_read_right_or_asked_about(name: str, enough: int) -> None:
    outcomes = {case["text"]: outcome(case) for case in cases(name)}
    assert [text for text, found in outcomes.items() if found == "wrong"] == []
    assert sum(found in ("right", "asked") for found in outcomes.values()) >= enough


def test_the_lines_come_from_many_countries() -> None:
    lines = cases("lines.toml")
    assert len(lines) == 60
    assert len({case["country"] for case in lines}) >= 12


@pytest.mark.parametrize(
    "case", [*cases("lines.toml"), *cases("fresh_lines.toml")], ids=lambda case: case["text"]
)
def test_a_sum_without_currency_or_period_is_asked_about(case: dict[str, Any]) -> None:
    understood = understand_offer(case["text"], today=case["today"])
    base = understood.terms.base
    if base is None or base.currency is None or base.per is None:
        assert understood.ask is not None


@pytest.mark.parametrize(
    ("default", "currency", "ask"),
    [(None, None, "Which currency?"), ("CAD", "CAD", None), ("EUR", None, "Which currency?")],
)
def test_ones_own_currency_settles_only_a_sign_that_can_mean_it(
    default: str | None, currency: str | None, ask: str | None
) -> None:
    understood = understand_offer("$90k a year", today=date(2026, 3, 9), default_currency=default)
    assert understood.terms.currency == currency
    assert understood.ask == ask


def test_what_was_read_is_said_back_and_the_rest_is_kept() -> None:
    understood = understand_offer(
        "€62k a year, 10% bonus, free fruit on Thursdays, answer by the 27th", today=date(2026, 3, 9)
    )
    assert understood.said_back == "Base €62,000 a year, bonus 10 %, answer by Friday 27 March."
    assert understood.rest == "free fruit on Thursdays"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "🙂🙂",
        "lorem ipsum " * 2000,
        "\x00\x07",
        "%%%",
        "9" * 400,
        "1/2/3/4",
        "٣٠ ألف",
        "-5k",
        "x 13",
        "k€",
    ],
)
def test_anything_at_all_gets_an_answer(text: str) -> None:
    understood = understand_offer(text, today=date(2026, 3, 9))
    assert understood.ask
