"""Why a figure is what it is: its inputs, its formula, what was assumed and what was not said."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from dialogs.offers.figures import Comparison, Figure, Order, Unit
from dialogs.offers.money import money_text, plain

ORDER_ID = "order"
"""The id under which "why?" can be asked of the rank shares."""


def shown(figure: Figure) -> str:
    """A figure's value as people read it; "not known" when it cannot be had."""
    if figure.value is None:
        return "not known"
    match figure.unit:
        case Unit.MONEY:
            cents = abs(figure.value) < 1000 and figure.value != figure.value.to_integral_value()
            return money_text(figure.value, figure.currency, cents=cents)
        case Unit.HOURS:
            return f"{rounded(figure.value, 0)} hours"
        case Unit.POINTS:
            return f"{rounded(figure.value, 1)} points"


def rounded(value: Decimal, places: int) -> str:
    """A decimal rounded half up, as people do."""
    return format(value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP), "f")


def why(comparison: Comparison, figure_id: str) -> str:
    """The reasons of one figure, in short sentences. Raises KeyError for an id that is not compared."""
    if figure_id == ORDER_ID and comparison.order is not None:
        return _why_order(comparison.order)
    for figure in comparison.figures:
        if figure.id == figure_id:
            return explained(figure)
    raise KeyError(figure_id)


def explained(figure: Figure) -> str:
    """One figure's label and value, then how it was worked out."""
    said = [f"{figure.label[0].upper()}{figure.label[1:]}: {shown(figure)}."]
    if figure.formula:
        said.append(f"Worked out as {figure.formula}.")
    if figure.inputs:
        said.append("From " + "; ".join(f"{one.label}: {one.value}" for one in figure.inputs) + ".")
    if figure.assumptions:
        said.append("Assumed: " + "; ".join(figure.assumptions) + ".")
    if figure.missing:
        said.append("Not said, so not counted: " + ", ".join(figure.missing) + ".")
    return " ".join(said)


def _why_order(order: Order) -> str:
    said = [
        f"I drew {order.samples:,} sets of weights that fit your order, and scores from what is known, "
        f"and counted who came first in each.",
        "Weighed: " + ", ".join(order.criteria) + ".",
    ]
    if order.unheard:
        said.append("Not weighed, because nothing is known anywhere: " + ", ".join(order.unheard) + ".")
    said.append(
        "One point on the scale is the whole way from output to outcome, 0 to 10 on a criterion of yours, "
        "a doubling of pay or a halving of hours."
    )
    said.append(f"Seed {plain(Decimal(order.seed))}: the same seed gives the same shares.")
    return " ".join(said)
