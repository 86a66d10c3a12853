"""Small talk gets a short answer of its own and one useful next step."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest

from dialogs.words import SMALL_TALK, Topic, Understanding, Verb, understand
from dialogs.words.small_talk import Standing, answer

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
NOTHING = Standing()
BUSY = Standing(True, "Northwind", datetime(2026, 3, 12, 15, tzinfo=UTC), None)
WAITING = Standing(True, "Northwind", None, "Globex")

CASES = [
    ("thanks!", BUSY, "Glad", "prep Northwind"),
    ("hello", NOTHING, "Hello", "interview"),
    ("danke dir", WAITING, "Glad", "debrief Globex"),
    ("it went badly", WAITING, "sorry", "debrief Globex"),
    ("it went badly at Initech", NOTHING, "sorry", "debrief Initech"),
    ("es lief schlecht", NOTHING, "sorry", "debrief"),
    ("are you a human?", NOTHING, "program", "interview"),
    ("who sees this?", BUSY, "employer", "prep Northwind"),
    ("what does it cost?", Standing(True), "open source", "status"),
    ("tell me a joke", WAITING, "beyond me", "debrief Globex"),
    ("¿eres humano?", NOTHING, "program", "interview"),
]


@pytest.mark.parametrize(("said", "standing", "part", "command"), CASES)
def test_an_answer_and_a_step(said: str, standing: Standing, part: str, command: str) -> None:
    given = answer(understand(said, now=NOW, zone="UTC"), standing)
    assert part in given.text
    assert given.command == command


@pytest.mark.parametrize(
    ("verb", "topic"), list(product([*sorted(SMALL_TALK), Verb.UNKNOWN], [None, *Topic]))
)
def test_every_kind_is_answered_short_and_with_a_step(verb: Verb, topic: Topic | None) -> None:
    for standing in (NOTHING, BUSY, WAITING):
        given = answer(Understanding(verb, topic=topic), standing)
        assert 0 < len(given.text) < 260
        assert given.next_step
        assert understand(given.command, now=NOW, zone="UTC").verb not in {Verb.UNKNOWN, *SMALL_TALK}
