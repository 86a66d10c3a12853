"""A comparison written out as JSON-able data: what `coach compare` prints.

Sums are exact to the cent and gaps to twenty digits, so that whoever puts a gap back into the paths gets
equal totals; nothing is rounded further than that.
"""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from dialogs.offers.figures import Comparison, Figure, OfferFigures, Order, Price, Unit
from dialogs.offers.money import UNKNOWN_CURRENCY, plain, to_cent
from dialogs.offers.offer import DoorsEvidence
from dialogs.offers.text import say, turning
from dialogs.offers.why import explained
from dialogs.offers.wire import terms_to_wire

_GAP_DIGITS = Decimal("1e-20")


def to_wire(comparison: Comparison) -> dict[str, Any]:
    """The comparison as in docs/offers/compare.schema.json."""
    spoken = say(comparison)
    return {
        "today": comparison.today.isoformat(),
        "currency": comparison.currency,
        "cash_first": comparison.cash_first,
        "text": list(spoken.lines),
        "offers": [_offer(one) for one in comparison.offers],
        "price": None if comparison.price is None else _price(comparison.price),
        "order": None if comparison.order is None else _order(comparison.order),
        "turning": list(turning(comparison)),
        "asks": list(comparison.asks),
        "problems": list(comparison.problems),
        "why": {figure.id: explained(figure) for figure in comparison.figures},
    }


def _value(figure: Figure) -> str | None:
    if figure.value is None:
        return None
    if figure.unit is Unit.POINTS:
        return plain(figure.value.quantize(_GAP_DIGITS))
    return plain(to_cent(figure.value))


def _figure(figure: Figure) -> dict[str, Any]:
    """One figure: its value, what it counts, and what was left out or assumed."""
    return {
        "id": figure.id,
        "value": _value(figure),
        "unit": figure.unit.value,
        "currency": None if figure.currency == UNKNOWN_CURRENCY else figure.currency,
        "missing": list(figure.missing),
        "assumptions": list(figure.assumptions),
    }


def _offer(one: OfferFigures) -> dict[str, Any]:
    pay_now = {
        figure.id.split("/", 1)[1]: _figure(figure) for figure in one.figures if figure is not one.floor_gap
    }
    return {
        "id": one.id,
        "company": one.company,
        "role": one.role,
        "is_present_job": one.is_present_job,
        "terms": terms_to_wire(one.terms),
        "floor": {"status": one.floor.value, "gap": _figure(one.floor_gap)},
        "market": one.market.value,
        "pay_now": pay_now,
        "doors": None if one.doors is None else _doors(one.doors),
        "doors_question": one.doors_question,
        "problems": list(one.problems),
    }


def _doors(doors: DoorsEvidence) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(doors).items()}


def _price(price: Price) -> dict[str, Any]:
    return {
        "pays_more": price.pays_more,
        "school": price.school,
        "school_is": price.school_is.value,
        "per_year": _figure(price.per_year),
        "break_even": [
            {
                "years": row.years,
                "reach": row.reach.value,
                "gap": _value(row.gap),
                "total": plain(to_cent(row.total)),
            }
            for row in price.break_even
        ],
        "add_to_base": _figure(price.add_to_base),
        "add_once": _figure(price.add_once),
        "drawn_years": price.drawn_years,
        "paths": [
            {"offer_id": path.offer_id, "yearly": [plain(to_cent(amount)) for amount in path.yearly]}
            for path in price.paths
        ],
    }


def _order(order: Order) -> dict[str, Any]:
    question = order.question
    return {
        "criteria": list(order.criteria),
        "unheard": list(order.unheard),
        "samples": order.samples,
        "seed": order.seed,
        "standings": [
            {
                "offer_id": one.offer_id,
                "shares": list(one.shares),
                "dominated_by": one.dominated_by,
                "behind": one.behind,
            }
            for one in order.standings
        ],
        "flips": [
            {
                "offer_id": flip.offer_id,
                "criterion": flip.criterion,
                "change": None if flip.change is None else plain(flip.change),
                "swap_with": flip.swap_with,
                "sentence": flip.sentence,
            }
            for flip in order.flips
        ],
        "question": None
        if question is None
        else {
            "offer_id": question.offer_id,
            "criterion": question.criterion,
            "text": question.text,
            "chance": question.chance,
        },
    }
