"""How long offers take: reading a line, comparing, and drawing. Prints JSON; run: python -m bench.offers

`wall` is what a person waits; `core` is processor time, the figure that a busy machine does not blur.
"""

from __future__ import annotations

import json
import statistics
import time
import tomllib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from bot.pictures import mindset_gauge, pay_paths, rank_shares
from dialogs.offers.comparison import compare
from dialogs.offers.figures import Comparison
from dialogs.offers.offer import Criterion, DoorsEvidence, Offer, Preferences
from dialogs.offers.report import to_wire
from dialogs.offers.terms import Base, Bonus, Equity, Per, SignOn, Terms, Vesting
from dialogs.offers.text import say
from dialogs.offers.words import understand_offer

LINES = Path(__file__).parents[1] / "tests" / "offers" / "lines.toml"
TODAY = date(2026, 3, 9)
CRITERIA = ("growth", "mindset", "pay", "autonomy", "time", "sea", "people")


def _spread(times: list[float]) -> dict[str, float]:
    times.sort()
    return {
        "median_ms": round(statistics.median(times), 2),
        "p99_ms": round(times[int(len(times) * 0.99)], 2),
        "worst_ms": round(times[-1], 2),
    }


def _timed(call: Callable[[], object], times: int) -> dict[str, dict[str, float]]:
    wall, core = [], []
    for _ in range(times):
        begun, used = time.perf_counter(), time.process_time()
        call()
        wall.append((time.perf_counter() - begun) * 1000)
        core.append((time.process_time() - used) * 1000)
    return {"wall": _spread(wall), "core": _spread(core)}


def _offers(number: int) -> list[Offer]:
    """Offers with every part filled in."""
    return [
        Offer(
            f"o{i}",
            f"Offer {i}",
            Terms(
                base=Base(Decimal(60000 + 1500 * i), "EUR", Per.YEAR),
                bonus=Bonus(Decimal(5 + i)),
                equity=Equity(value=Decimal(10000 * (6 - i))),
                vesting=Vesting(Decimal(4), 12),
                sign_on=SignOn(Decimal(2000 * i)),
                weekly_hours=Decimal(38 + i),
                days_off=Decimal(25 + i),
            ),
            verdict=DoorsEvidence(
                "split", 0.3 + 0.08 * i, (0.1, 0.9), "split", 0.8 - 0.1 * i, (0.05, 0.95), 0.5, (0.2, 0.8)
            ),
        )
        for i in range(number)
    ]


def _wants() -> Preferences:
    own = tuple(
        Criterion(name, name, {f"o{i}": Decimal((i * step) % 11) for i in range(6)})
        for name, step in (("sea", 3), ("people", 7))
    )
    return Preferences(order=tuple((name,) for name in CRITERIA), criteria=own)


def main() -> None:
    """Measures and prints."""
    lines = [line["text"] for line in tomllib.loads(LINES.read_text("utf-8"))["line"]]
    begun = time.perf_counter()
    understand_offer(lines[0], today=TODAY)
    first_line = (time.perf_counter() - begun) * 1000
    offers, wants = _offers(6), _wants()
    begun = time.perf_counter()
    found = compare(offers, wants, today=TODAY)
    first_comparison = (time.perf_counter() - begun) * 1000
    begun = time.perf_counter()
    _draw_all(offers, found)
    first_pictures = (time.perf_counter() - begun) * 1000
    rows = {
        "line_first_ms": round(first_line, 1),
        "line": _timed(lambda: [understand_offer(one, today=TODAY) for one in lines], 5),
        "lines_in_one_run": len(lines),
        "compare_first_ms": round(first_comparison, 1),
        "compare_6_offers_7_criteria_10000_samples": _timed(lambda: compare(offers, wants, today=TODAY), 60),
        "compare_2_offers": _timed(lambda: compare(offers[:2], today=TODAY), 60),
        "words": _timed(lambda: say(found), 60),
        "json": _timed(lambda: json.dumps(to_wire(found)), 60),
        "three_pictures_first_ms": round(first_pictures, 1),
        "three_pictures": _timed(lambda: _draw_all(offers, found), 10),
    }
    print(json.dumps(rows, indent=2))  # noqa: T201


def _draw_all(offers: list[Offer], found: Comparison) -> None:
    pay_paths(found)
    rank_shares(found)
    mindset_gauge(offers[0].company, offers[0].verdict)


if __name__ == "__main__":
    main()
