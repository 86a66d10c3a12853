"""What is newly said of an offer, put together with what was known of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dialogs.offers.terms import Base, Terms

SAME_KIND: Final = 3
"""A sum that is so many times larger or smaller than another may be for another period."""


def merged(before: Terms | None, new: Terms, codes: tuple[str, ...] = ()) -> Terms:
    """What is newly said replaces what was said of the same thing; the rest stays. `codes` are the currencies
    that the sign of a new sum may mean."""
    if before is None:
        return new
    said = {name: value for name in Terms.__slots__ if (value := getattr(new, name)) not in (None, ())}
    if before.base is not None and new.base is not None:
        said["base"] = _corrected(before.base, new.base, codes)
    if before.notes and new.notes:
        known = before.notes if new.notes in before.notes else f"{before.notes}, {new.notes}"
        said["notes"] = known
    return replace(before, **said)


def _corrected(before: Base, new: Base, codes: tuple[str, ...]) -> Base:
    """A new sum is in the currency and for the period that are known, where it says none of its own and can be."""
    currency = new.currency or (before.currency if not codes or before.currency in codes else None)
    per = new.per or (before.per if _alike(before, new) and currency == before.currency else None)
    payments = new.payments_per_year or (before.payments_per_year if per == before.per else None)
    return Base(new.amount, currency, per, payments)


def _alike(one: Base, other: Base) -> bool:
    return one.amount <= other.amount * SAME_KIND and other.amount <= one.amount * SAME_KIND
