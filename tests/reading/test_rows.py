"""The labelled answers: sound, each its own, and described by the data card."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from dialogs.rubric import Dimension, Label, Strength
from training import rows
from training.plan import CHOSEN_ON, HELD_OUT, STAGES
from training.train import trained_by

CARD = Path("docs/reading/data-card.md")


@pytest.fixture(scope="module")
def data() -> list[rows.Row]:
    return rows.read(rows.files())


def test_every_row_has_its_own_id_and_words(data: list[rows.Row]) -> None:
    ids = Counter(row.id for row in data)
    texts = Counter(re.sub(r"\W+", " ", row.text).strip().casefold() for row in data)

    assert [id for id, count in ids.items() if count > 1] == []
    assert [text for text, count in texts.items() if count > 1] == []


def test_what_shows_nothing_has_no_strength_and_only_that(data: list[rows.Row]) -> None:
    wrong = [r.id for r in data if (r.strength is Strength.NONE) != (r.label is Label.UNCLEAR)]

    assert wrong == []


def test_every_file_is_about_every_dimension_and_no_label_is_rare(data: list[rows.Row]) -> None:
    for file in rows.files():
        assert {row.dimension for row in data if row.file == file} == set(Dimension), file
    labels = Counter(row.label for row in data)
    assert min(labels[label] for label in Label) > len(data) / 8


def test_the_data_card_counts_every_file() -> None:
    card = CARD.read_text("utf-8")
    counted = {
        name: int(count) for name, count in re.findall(r"^\| `([\w-]+)` \| (\d+) \|", card, re.MULTILINE)
    }

    assert counted == {file: len(rows.read([file])) for file in rows.files()}
    assert set(HELD_OUT) <= set(counted)


def test_what_is_held_out_for_good_never_trains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("answers", "holdout-notes", "notes-a"):
        (tmp_path / f"{name}.jsonl").touch()
    monkeypatch.setattr(rows, "DATA", tmp_path)

    assert rows.trainable(["answers"]) == ["notes-a"]
    assert rows.trainable([]) == ["answers", "notes-a"]


def test_every_file_that_may_train_does_in_some_stage() -> None:
    assert trained_by(len(STAGES)) == rows.trainable([])


def test_what_is_chosen_is_chosen_on_authors_not_seen_and_not_on_the_held_out() -> None:
    assert not set(trained_by(len(STAGES))) & {*CHOSEN_ON, *HELD_OUT}
    assert not set(CHOSEN_ON) & set(HELD_OUT)


def test_a_wrong_line_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.jsonl").write_text('{"id": "x", "dimension": "luck"}\n')
    monkeypatch.setattr(rows, "DATA", tmp_path)

    with pytest.raises(ValueError, match=r"bad\.jsonl line 1: 'luck' is not a valid Dimension"):
        rows.read(["bad"])
