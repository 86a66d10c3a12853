"""`coach compare`: offers as JSON in; the comparison as JSON, as a table for people, or as pictures out."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO


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
        from bot.drawing import draw_into

        for path in draw_into(result, Path(png)):
            print(f"Picture saved: {path}", file=err)
    return 0
