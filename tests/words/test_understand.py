"""What messages mean: the promises that hold for every message."""

from __future__ import annotations

from datetime import UTC, datetime

from dialogs.rubric import Role
from dialogs.words import Verb, to_wire, understand

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


def test_the_flagship_sentence() -> None:
    said = "interview ACME staff engineer, Tue 3pm, hiring manager"
    meant = understand(said, now=NOW, zone="Europe/Lisbon")
    assert meant.verb is Verb.INTERVIEW
    assert (meant.company, meant.role, meant.met) == ("ACME", "staff engineer", Role.HIRING_MANAGER)
    assert meant.starts_at == datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
    assert meant.ask is None


def test_the_wire_has_exactly_the_fields_of_the_contract() -> None:
    wire = to_wire(understand("interview ACME staff engineer, Tue 3pm", now=NOW, zone="UTC"))
    assert set(wire) == {"verb", "company", "role", "with", "starts_at", "offer", "ask"}
    assert wire["starts_at"] == "2026-03-10T15:00:00+00:00"
