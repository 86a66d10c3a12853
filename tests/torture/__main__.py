"""The long run: `python -m tests.torture [--kills 200] [--seeds 1 2 3 4] [--engine both] [--on slack teams]
[--only storm down full]`.

Prints one JSON object for each scenario, then a table; ends with 1 where a promise was broken.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Coroutine, Iterator
from typing import Any

from dialogs.activity import Platform
from tests.torture.scenarios import Outcome, down, full, storm, summary

SCENARIOS = ["storm", "down", "full"]


def planned(given: argparse.Namespace) -> Iterator[Coroutine[Any, Any, Outcome]]:
    """All scenarios that were asked for."""
    engines = ["sqlite", "postgres"] if given.engine == "both" else [given.engine]
    for seed in given.seeds:
        for engine in engines:
            if "storm" in given.only:
                for on in given.on:
                    yield storm(engine, seed, given.kills, given.events, on=Platform(on))
            if "down" in given.only and seed == given.seeds[0]:
                for on in given.on:
                    yield down(engine, seed, given.reminders, on=Platform(on))
            if "full" in given.only and engine == "sqlite":
                yield full(seed, events=120)


async def run(given: argparse.Namespace) -> list[Outcome]:
    """One after the other."""
    outcomes: list[Outcome] = []
    for each in planned(given):
        outcome = await each
        outcomes.append(outcome)
        sys.stdout.write(json.dumps(outcome.as_json()) + "\n")
        sys.stdout.flush()
    return outcomes


def main() -> int:
    """Parses, runs, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--events", type=int, default=500)
    parser.add_argument("--reminders", type=int, default=5000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4])
    parser.add_argument("--engine", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--only", choices=SCENARIOS, nargs="+", default=SCENARIOS)
    parser.add_argument("--on", choices=["slack", "teams"], nargs="+", default=["slack", "teams"])
    outcomes = asyncio.run(run(parser.parse_args()))
    sys.stdout.write(summary(outcomes) + "\n")
    return 0 if all(o.findings.clean for o in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
