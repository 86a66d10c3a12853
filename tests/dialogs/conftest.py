"""What conversations start from."""

from __future__ import annotations

import pytest

from tests.player import Player


@pytest.fixture
def player() -> Player:
    """A person the coach meets for the first time, on a Monday morning in Lisbon."""
    return Player()


@pytest.fixture
def booked() -> Player:
    """A person with an interview at Northwind on Thursday, questions pinned."""
    player = Player()
    player.plays(
        [
            (
                "interview Northwind operations analyst, Thursday 3pm, hiring manager",
                "Thursday 12 March, 15:00",
            ),
            ("questions", "worth asking"),
            ("[Pin all]", "Pinned"),
        ]
    )
    return player


@pytest.fixture
def debriefing(booked: Player) -> Player:
    """The same person, asked the first question after the interview."""
    booked.wakes_up("debrief")
    return booked
