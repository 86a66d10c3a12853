"""`coach compare`: offers as JSON in; the comparison as JSON, as a table for people, or as pictures out."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from dialogs.offers.figures import Comparison


def compare_text(text: str, out: TextIO, err: TextIO, *, table: bool, png: str | None) -> int:
    """Compares what one JSON text holds. Returns the exit status."""
    from dialogs.offers.comparison import compare
    from dialogs.offers.report import to_wire
    from dialogs.offers.wire import WireError, comparison_from_wire

    try:
        request = comparison_from_wire(json.loads(text))
    except json.JSONDecodeError as error:
        print(f"line {error.lineno}: this is not JSON ({error.msg} at column {error.colno})", file=err)
        return 1
    except WireError as error:
        for problem in error.problems:
            print(problem, file=err)
        return 1
    today = request.today or datetime.now(UTC).date()
    result = compare(
        request.offers, request.preferences, today=today, seed=request.seed, samples=request.samples
    )
    if table:
        from rich.console import Console

        from bot.console.comparison import comparison
        from dialogs.offers.text import say
        from dialogs.replies import OfferComparison

        spoken = say(result)
        console = Console(file=out, highlight=False, width=100)
        console.print(comparison(OfferComparison(result, spoken.title, spoken.lines[1:])))
    else:
        print(json.dumps(to_wire(result), ensure_ascii=False, indent=2), file=out)
    if png is not None:
        for path in draw_into(result, Path(png)):
            print(f"Picture saved: {path}", file=err)
    return 0


def draw_into(result: Comparison, folder: Path) -> list[Path]:
    """Draws what there is to draw of a comparison into a folder; returns where the pictures are."""
    from bot.pictures import mindset_gauge, pay_paths, rank_shares

    drawn = {f"mindset-{offer.company}": mindset_gauge(offer.company, offer.doors) for offer in result.offers}
    if (paths := pay_paths(result)) is not None:
        drawn["pay-paths"] = paths
    if (shares := rank_shares(result)) is not None:
        drawn["rank-shares"] = shares
    folder.mkdir(parents=True, exist_ok=True)
    saved = []
    for name, picture in drawn.items():
        path = folder / f"{re.sub(r'[^a-z0-9-]+', '-', name.casefold())}.png"
        path.write_bytes(picture.png)
        saved.append(path)
    return saved
