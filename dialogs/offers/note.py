"""The negotiation note: a short text to copy, what to ask for and why, from the numbers of the comparison."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from dialogs.offers.figures import Comparison, Figure, MarketStatus, OfferFigures, School
from dialogs.offers.money import money_text

_SAME: Final = Decimal("0.5")
"""Sums closer than half a unit are the same to a reader."""


def negotiation_note(
    comparison: Comparison, offer_id: str, *, because: str | None = None, name_rival: bool = False
) -> str:
    """What to write to one company: the ask, the reason, and what to offer them in return for a no.

    `because` is the person's own reason, taken word for word. The other company stays unnamed unless
    `name_rival`: saying who pays more is the person's choice. Raises KeyError for an offer not compared here.
    """
    offer = comparison.named(offer_id)
    lines = [f"Thank you for the offer{_role(offer)}. {_wish(comparison, offer)}"]
    if because:
        lines.append(because.strip())
    lines += _asks(comparison, offer, name_rival)
    if offer.terms.answer_by is not None:
        lines.append(f"I will answer by {offer.terms.answer_by:%-d %B}, as agreed.")
    else:
        lines.append("By when do you need my answer?")
    return "\n".join(lines)


def _role(offer: OfferFigures) -> str:
    return f" for the {offer.role} role" if offer.role else ""


def _wish(comparison: Comparison, offer: OfferFigures) -> str:
    """Why this place, without flattery: only where what was heard carries it."""
    price = comparison.price
    if price is not None and price.school == offer.id and price.school_is is School.BETTER:
        return "What I heard from your team is why I would like to say yes."
    return "I would like to find out whether we can make it work."


def _asks(comparison: Comparison, offer: OfferFigures, name_rival: bool) -> list[str]:
    """One line for each thing worth asking, the strongest first; a line when nothing is."""
    asks = []
    price = comparison.price
    if price is not None and price.school == offer.id and price.add_to_base.value is not None:
        rival = comparison.named(price.pays_more)
        who = (
            rival.company if name_rival else "Another offer" if not rival.is_present_job else "My present job"
        )
        asks.append(
            f"{who} pays {_own(offer, price.per_year)} a year more. With {_own(offer, price.add_to_base)} more on "
            f"base pay{_raised(offer, price.add_to_base.value)} the two would be level; so would they with "
            f"{_own(offer, price.add_once)} once."
        )
    asks += _floor_and_market(comparison, offer)
    missing = [gap for gap in offer.yearly_discounted.missing if gap not in ("sign-on", "retirement match")]
    if missing:
        asks.append(f"The offer does not say yet: {', '.join(missing)}. Could you add that?")
    if not asks:
        asks.append("Before I answer, could you send me the full terms in writing?")
    return asks


def _own(offer: OfferFigures, figure: Figure) -> str:
    """A sum in the currency that this company pays in."""
    return _in_own(offer, figure.value or Decimal(0))


def _in_own(offer: OfferFigures, amount: Decimal) -> str:
    return money_text(amount / offer.rate, offer.own_currency or offer.base_yearly.currency)


def _raised(offer: OfferFigures, more: Decimal) -> str:
    """What base pay would then be a year."""
    if offer.base_yearly.value is None:
        return ""
    return f" ({_in_own(offer, offer.base_yearly.value + more)} a year)"


def _floor_and_market(comparison: Comparison, offer: OfferFigures) -> list[str]:
    asks = []
    gap = offer.floor_gap.value
    if gap is not None and gap < -_SAME:
        least = _in_own(offer, -gap)
        asks.append(f"I need at least {least} a year more to be able to say yes.")
    span = offer.market_range
    if offer.market is MarketStatus.BELOW and span is not None:
        ends = f"{money_text(span.low, span.currency)} to {money_text(span.high, span.currency)}"
        source = f" ({span.source})" if span.source else ""
        asks.append(f"For this role I see {ends} a year on the market{source}; your base is below that.")
    return asks
