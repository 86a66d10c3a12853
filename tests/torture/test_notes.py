"""The verdict on calls before Retry-After: by stamps, whatever the machine's speed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.clearance import FRESH
from tests.torture.notes import Before, Early, Note, Notebook, judge, read_notes

TOLD_AT, UNTIL = 100.0, 103.0
SECOND = 1.0


def _call(process: str, begun: float, *, clock_set: bool = False) -> Before:
    return Before("T1", process, begun, begun + SECOND, TOLD_AT, UNTIL, clock_set)


HEARD = Note("heard", "p", "T1", 100.2, 103.2)
COMMITTED = Note("told", "p", "T1", 100.5, 103.3)


@pytest.mark.parametrize(
    ("call", "notes", "expected"),
    [
        (_call("p", 100.1), [HEARD, COMMITTED], "crossed"),
        (_call("p", 100.3), [HEARD], "knowing"),
        (_call("p", 100.3, clock_set=True), [HEARD], "knowing"),
        (_call("q", 100.3), [HEARD], "crossed"),
        (_call("q", 100.5 + FRESH), [HEARD, COMMITTED], "crossed"),
        (_call("q", 100.6 + FRESH), [HEARD, COMMITTED], "knowing"),
        (_call("q", 100.6 + FRESH, clock_set=True), [HEARD, COMMITTED], "by clock"),
        (_call("q", 102.9), [], "crossed"),
        (_call("q", 102.9), [Note("told", "p", "T2", 100.5, 103.3)], "crossed"),
        (_call("q", 102.9), [Note("told", "p", "T1", 90.5, 110.0)], "crossed"),
        (_call("q", 102.9), [Note("told", "p", "T1", 100.5, 101.5)], "crossed"),
    ],
    ids=[
        "had not heard it yet",
        "had heard it",
        "had heard it, and that does not go by the wall clock",
        "another had heard it",
        "need not have looked since it was committed",
        "should have looked since",
        "looked, and it seemed over",
        "the one that was told died",
        "another tenant was told",
        "what was told before",
        "what was told was for less long",
    ],
)
def test_a_call_is_early_when_its_process_could_know(call: Before, notes: list[Note], expected: str) -> None:
    found = judge([call], notes)
    crossing = round(call.came - TOLD_AT, 2) if expected == "crossed" else 0.0
    assert found == Early(expected == "knowing", expected == "by clock", expected == "crossed", crossing)


def test_notes_are_read_as_they_were_written(tmp_path: Path) -> None:
    assert read_notes(tmp_path / "notes") == []
    for process in range(2):
        notebook = Notebook(str(tmp_path / "notes"))
        notebook.write("told", f"T{process}", 3.0)
    notebook.write("died", "between commit and post")
    notes = read_notes(tmp_path / "notes")
    assert [(n.kind, n.about, round(n.until - n.at, 6)) for n in notes] == [
        ("told", "T0", 3.0),
        ("told", "T1", 3.0),
        ("died", "between commit and post", 0.0),
    ]
