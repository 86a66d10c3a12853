"""The committed figures come from the committed weights on the committed held-out files."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from dialogs.reading.local import WEIGHTS, LocalReader
from training.plan import HELD_OUT
from training.rows import NEVER_TRAIN
from training.train import measure

TOLERANCE = 0.011
"""Processors with other int8 instructions round differently: a handful of close calls may turn."""


@pytest.fixture(scope="module")
def measured(reader: LocalReader) -> dict[str, dict[str, float]]:
    return measure(reader)


def test_the_committed_weights_give_the_committed_figures(measured: dict[str, dict[str, float]]) -> None:
    committed = json.loads((WEIGHTS / "card.json").read_text("utf-8"))["metrics"]

    assert set(measured) == set(committed) == {*HELD_OUT, "together"}
    for file, figures in committed.items():
        assert measured[file] == pytest.approx(figures, abs=TOLERANCE), file


def test_the_weights_never_saw_what_they_are_measured_on() -> None:
    card = json.loads((WEIGHTS / "card.json").read_text("utf-8"))

    assert set(card["held_out"]) == set(HELD_OUT)
    assert not set(card["trained_on"]) & set(HELD_OUT)
    assert not [file for file in card["trained_on"] if file.startswith(NEVER_TRAIN)]


def test_the_model_card_shows_the_committed_figures() -> None:
    committed = json.loads((WEIGHTS / "card.json").read_text("utf-8"))["metrics"]
    text = Path("docs/reading/model-card.md").read_text("utf-8")
    shown = {
        name: [float(n) for n in cells.split("|")]
        for name, cells in re.findall(r"^\| `?([\w-]+)`? \| ([\d. |]+) \|$", text, re.MULTILINE)
    }
    wanted = (
        "rows",
        "macro_f1",
        "accuracy",
        "flips",
        "calibration_error",
        "accuracy_at_60",
        "accuracy_at_80",
        "right_side",
    )

    assert shown == {name: [figures[key] for key in wanted] for name, figures in committed.items()}
