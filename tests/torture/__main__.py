"""The long run: `python -m tests.torture [--kills 200] [--events 3000] [--seed 1] [--engine both]`.

Prints one JSON object for each scenario, then a table; ends with 1 where a promise was broken.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys

from tests.torture.scenarios import Outcome, down, full, storm, summary


async def run(kills: int, events: int, seed: int, reminders: int, engines: list[str]) -> list[Outcome]:
    """All scenarios, one after the other."""
    outcomes: list[Outcome] = []
    for engine in engines:
        planned = [storm(engine, seed, kills, events), down(engine, seed, reminders)]
        if engine == "sqlite":
            planned.append(full(seed, events=120))
        for each in planned:
            outcome = await each
            outcomes.append(outcome)
            sys.stdout.write(json.dumps(outcome.as_json()) + "\n")
            sys.stdout.flush()
    return outcomes


def main() -> int:
    """Parses, runs, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--events", type=int, default=3000)
    parser.add_argument("--reminders", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=["sqlite", "postgres", "both"], default="both")
    given = parser.parse_args()
    engines = ["sqlite", "postgres"] if given.engine == "both" else [given.engine]
    outcomes = asyncio.run(run(given.kills, given.events, given.seed, given.reminders, engines))
    sys.stdout.write(summary(outcomes) + "\n")
    return 0 if all(o.findings.clean for o in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
