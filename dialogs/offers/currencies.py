"""Which currencies there are, and which of them a sign or a word could mean."""

from __future__ import annotations

from functools import cache


@cache
def known_currencies() -> frozenset[str]:
    """Every currency code in use today, from CLDR; read on first use because loading it takes a moment."""
    from babel.core import get_global

    in_use: set[str] = set()
    for periods in get_global("territory_currencies").values():
        in_use.update(code for code, _, until, tender in periods if until is None and tender)
    return frozenset(in_use)


def is_currency(code: str) -> bool:
    """Whether these three letters are a currency somebody is paid in today."""
    return code in known_currencies()
