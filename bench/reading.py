"""How long one reading and one verdict take, and what they weigh. Prints JSON; run: python -m bench.reading

`wall` is what a person waits; `core` is processor time, the figure that a busy machine does not blur.
"""

from __future__ import annotations

import json
import resource
import statistics
import time
from collections.abc import Callable
from functools import partial

from dialogs.reading.local import WEIGHTS
from dialogs.reading.reader import Reader, load_reader
from dialogs.reading.verdict import Evidence, judge
from dialogs.rubric import Role, Source
from training import rows

FILES = ("answers", "answers-chat", "answers-debrief", "answers-quoted")
SAMPLE = 300
LONG = "They count tickets, and then they count them again. " * 200


def _spread(times: list[float]) -> dict[str, float]:
    times.sort()
    return {
        "median_ms": round(statistics.median(times), 2),
        "p99_ms": round(times[int(len(times) * 0.99)], 2),
        "worst_ms": round(times[-1], 2),
    }


def _timed(calls: list[Callable[[], object]]) -> dict[str, dict[str, float]]:
    wall, core = [], []
    for call in calls:
        begun, used = time.perf_counter(), time.process_time()
        call()
        wall.append((time.perf_counter() - begun) * 1000)
        core.append((time.process_time() - used) * 1000)
    return {"wall": _spread(wall), "core": _spread(core)}


def _evidence(reader: Reader, count: int) -> list[Evidence]:
    data = rows.read(["answers"])[:: 800 // count][:count]
    return [
        Evidence(
            row.id, reader.read(row.text, row.dimension), f"voice {i % 5}", tuple(Role)[i % 9], Source.TOLD
        )
        for i, row in enumerate(data)
    ]


def main() -> None:
    """Load, read a sample of every voice, judge 60 answers."""
    begun = time.perf_counter()
    reader = load_reader()
    loaded = time.perf_counter() - begun
    data = rows.read(FILES)
    sample = data[:: len(data) // SAMPLE]
    for row in sample[:5]:
        reader.read(row.text, row.dimension)
    sixty = _evidence(reader, 60)
    figures = {
        "load_s": round(loaded, 2),
        "reading": _timed([partial(reader.read, row.text, row.dimension) for row in sample]),
        "reading_10_000_characters": _timed([lambda: reader.read(LONG)] * 5),
        "verdict_of_60_answers": _timed([lambda: judge("Acme", sixty)] * 50),
        "resident_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "weights_mb": round(sum(f.stat().st_size for f in WEIGHTS.iterdir()) / 1e6, 1),
    }
    print(json.dumps(figures, indent=2))  # noqa: T201 (a bench prints)


if __name__ == "__main__":
    main()
