"""The labelled answers: one JSON object a line, one author a file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dialogs.rubric import Dimension, Label, Strength

DATA = Path(__file__).parent / "data"

NEVER_TRAIN = ("holdout-", "calibration-")
"""Files of these prefixes never train. By the held-out ones nothing is chosen either, they are read for measuring only;
on the others the temperature is fitted."""


@dataclass(frozen=True)
class Row:
    """One labelled answer."""

    id: str
    dimension: Dimension
    label: Label
    strength: Strength
    domain: str
    text: str
    file: str


def read(files: Iterable[str]) -> list[Row]:
    """All rows of the named files (without the suffix), in order. ValueError names the line that is wrong."""
    rows = []
    for file in files:
        for number, line in enumerate((DATA / f"{file}.jsonl").read_text("utf-8").splitlines(), 1):
            try:
                raw = json.loads(line)
                rows.append(
                    Row(
                        id=raw["id"],
                        dimension=Dimension(raw["dimension"]),
                        label=Label(raw["label"]),
                        strength=Strength(raw["strength"]),
                        domain=raw["domain"],
                        text=raw["text"],
                        file=file,
                    )
                )
            except (ValueError, KeyError) as wrong:
                raise ValueError(f"{file}.jsonl line {number}: {wrong}") from wrong
    return rows


def files() -> list[str]:
    """Every data file's name, without the suffix, sorted."""
    return sorted(path.stem for path in DATA.glob("*.jsonl"))


def trainable(held: Iterable[str]) -> list[str]:
    """The files that may train where `held` are tested on: all others, and never a `NEVER_TRAIN` one."""
    kept = set(held)
    return [file for file in files() if file not in kept and not file.startswith(NEVER_TRAIN)]
