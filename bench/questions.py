"""How long the question bank takes to load and to choose from. Prints JSON; run: python -m bench.questions"""

from __future__ import annotations

import json
import random
import statistics
import time
from collections.abc import Callable
from functools import partial

from dialogs.questions.choice import Situation, choose, swap
from dialogs.questions.inference import guess_dimension
from dialogs.questions.loading import load_bank
from dialogs.rubric import Dimension, Role, Stage


def _milliseconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def _spread(times: list[float]) -> dict[str, float]:
    times.sort()
    return {
        "median_ms": round(statistics.median(times), 3),
        "p99_ms": round(times[int(len(times) * 0.99)], 3),
        "worst_ms": round(times[-1], 3),
    }


def _situations(count: int) -> list[Situation]:
    chance = random.Random(3)  # noqa: S311 (a bench, not a secret)
    ids = [q.id for q in load_bank()]
    roles, stages, dimensions = list(Role), list(Stage), list(Dimension)

    def heard(most: int) -> tuple[tuple[str, Role], ...]:
        return tuple((chance.choice(ids), chance.choice(roles)) for _ in range(chance.randrange(most)))

    return [
        Situation(
            chance.choice(roles),
            chance.choice(stages),
            expected_information={d: chance.random() for d in dimensions},
            asked=heard(20),
            dodged=heard(4),
            contradictions=tuple(chance.sample(dimensions, chance.randrange(3))),
            trade=chance.choice(("nurse", "auditor", "teacher", None)),
            seed=chance.randrange(100),
            company_known=True,
        )
        for _ in range(count)
    ]


def main() -> None:
    """Measures and prints."""
    first = _milliseconds(load_bank)
    loads = []
    for _ in range(20):
        load_bank.cache_clear()
        loads.append(_milliseconds(load_bank))
    bank = load_bank()
    situations = _situations(500)
    first_choice = _milliseconds(partial(choose, bank, situations[0]))
    first_guess = _milliseconds(partial(guess_dimension, "What would I learn here?"))
    result = {
        "questions": len(bank),
        "load_first_ms": round(first, 3),
        "load": _spread(loads),
        "choose_first_ms": round(first_choice, 3),
        "choose_five": _spread([_milliseconds(partial(choose, bank, s, 5)) for s in situations]),
        "swap": _spread(
            [_milliseconds(partial(swap, bank, s, choose(bank, s)[0].question.id)) for s in situations]
        ),
        "guess_first_ms": round(first_guess, 3),
        "guess": _spread([_milliseconds(partial(guess_dimension, q.text)) for q in bank]),
    }
    print(json.dumps(result, indent=2))  # noqa: T201


if __name__ == "__main__":
    main()
