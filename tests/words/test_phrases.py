"""What people type, against the gold in phrases.toml: the figures that the project promises, part by part."""

from __future__ import annotations

import pytest

from bench.phrases import PARTS, cases, fields, share


def test_there_are_enough_phrases() -> None:
    assert sum(len(cases(part)) for part in PARTS) >= 200
    said = [case.gold["said"] for part in PARTS for case in cases(part)]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("part", PARTS)
def test_verbs(part: str) -> None:
    wrong = [(c.gold["said"], c.meant.verb.value) for c in cases(part) if not c.verb_right]
    assert share([c.verb_right for c in cases(part)]) >= 0.92, wrong


@pytest.mark.parametrize("part", PARTS)
def test_dates(part: str) -> None:
    dated = [c for c in cases(part) if c.dated]
    wrong = [(c.gold["said"], str(c.meant.starts_at)) for c in dated if not c.time_right]
    assert share([c.time_right for c in dated]) >= 0.90, wrong


@pytest.mark.parametrize("part", PARTS)
def test_nothing_is_booked_wrong(part: str) -> None:
    assert [(c.gold["said"], str(c.meant.starts_at)) for c in cases(part) if c.booked_wrong] == []


@pytest.mark.parametrize("part", PARTS)
def test_fields(part: str) -> None:
    assert share([right for case in cases(part) for right in fields(case)]) >= 0.92
