"""How fast plain words are understood: `python -m bench.words` prints milliseconds as JSON."""

from __future__ import annotations

import json
import sys
import time
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

NOW = datetime(2026, 11, 18, 15, 30, tzinfo=UTC)
PHRASES = Path(__file__).parent.parent / "tests" / "words" / "phrases.toml"
LONG = "they said the team ships every two weeks, tuesday 3pm or so, and nobody looks at what it changed. "


def main() -> None:
    """Times the import, the first message (it loads the languages), every phrase, and a very long one."""
    began = time.perf_counter()
    from dialogs.words import understand

    imported = time.perf_counter()
    understand("interview ACME staff engineer, Tue 3pm", now=NOW, zone="Europe/Lisbon")
    first = time.perf_counter()
    data = tomllib.loads(PHRASES.read_text("utf-8"))
    phrases = [phrase["said"] for half in ("tune", "held", "later") for phrase in data[half]]
    each = []
    for said in phrases * 3:
        start = time.perf_counter()
        understand(said, now=NOW, zone="Europe/Lisbon")
        each.append((time.perf_counter() - start) * 1000)
    longest = []
    for text in ((LONG * 200)[:10_000], "a" * 10_000, "3 " * 5_000, "tuesday " * 1_250, "é🙂 " * 3_333):
        start = time.perf_counter()
        understand(text, now=NOW, zone="Europe/Lisbon")
        longest.append((time.perf_counter() - start) * 1000)
    figures = {
        "import_ms": round((imported - began) * 1000, 1),
        "first_message_ms": round((first - imported) * 1000, 1),
        "phrases": len(phrases),
        "median_ms": round(median(each), 3),
        "p99_ms": round(quantiles(each, n=100)[-1], 3),
        "longest_ms_for_10000_characters": round(max(longest), 1),
    }
    json.dump(figures, sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
