"""What people type, against the gold in phrases.toml: the figures that the project promises, half by half."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dialogs.words import Known, KnownOpportunity, Understanding, understand

PHRASES = Path(__file__).parent / "phrases.toml"
HALVES = ("tune", "held")


@dataclass(frozen=True)
class Case:
    """One phrase, its gold, and what was understood."""

    gold: dict[str, Any]
    zone: ZoneInfo
    meant: Understanding

    @property
    def verb_right(self) -> bool:
        return self.meant.verb.value in self.gold["verb"].split("|")

    @property
    def dated(self) -> bool:
        timed = {"interview", "move"} & set(self.gold["verb"].split("|"))
        return "at" in self.gold or bool(timed and self.gold.get("ask"))

    @property
    def at(self) -> float | None:
        if "at" not in self.gold:
            return None
        at = datetime.fromisoformat(self.gold["at"])
        return (at if at.tzinfo else at.replace(tzinfo=self.zone)).timestamp()

    @property
    def time_right(self) -> bool:
        starts_at, asked = self.meant.starts_at, self.meant.ask is not None
        if starts_at is None:
            return asked and (self.at is None or bool(self.gold.get("either")))
        return starts_at.timestamp() == self.at and (asked or not self.gold.get("ask"))

    @property
    def booked_wrong(self) -> bool:
        return self.meant.starts_at is not None and self.meant.starts_at.timestamp() != self.at


@cache
def data() -> dict[str, Any]:
    return tomllib.loads(PHRASES.read_text("utf-8"))


def known(name: str) -> Known:
    person = data()["known"][name]
    opportunities = tuple(
        KnownOpportunity(
            o["id"], o["company"], o.get("role"), datetime.fromisoformat(o["next"]) if "next" in o else None
        )
        for o in person["opportunities"]
    )
    return Known(opportunities, person.get("focus"))


@cache
def cases(half: str) -> tuple[Case, ...]:
    return tuple(_case(gold) for gold in data()[half])


def _case(gold: dict[str, Any]) -> Case:
    setting = data()["settings"][gold.get("setting", "ny")]
    zone = ZoneInfo(setting["zone"])
    now = datetime.fromisoformat(setting["now"]).replace(tzinfo=zone)
    meant = understand(gold["said"], now=now, zone=setting["zone"], known=known(gold.get("known", "none")))
    return Case(gold, zone, meant)


def share(right: list[bool]) -> float:
    return sum(right) / len(right)


def fields(case: Case) -> Iterator[bool]:
    meant = case.meant
    found = {
        "company": meant.company,
        "role": meant.role,
        "met": meant.met.value if meant.met is not None else None,
        "id": meant.opportunity_id,
        "companies": list(meant.companies),
        "until": meant.until.isoformat() if meant.until is not None else None,
    }
    yield from (found[name] == case.gold[name] for name in found if name in case.gold)


def test_there_are_enough_phrases() -> None:
    assert sum(len(cases(half)) for half in HALVES) >= 200
    said = [case.gold["said"] for half in HALVES for case in cases(half)]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("half", HALVES)
def test_verbs(half: str) -> None:
    wrong = [(c.gold["said"], c.meant.verb.value) for c in cases(half) if not c.verb_right]
    assert share([c.verb_right for c in cases(half)]) >= 0.92, wrong


@pytest.mark.parametrize("half", HALVES)
def test_dates(half: str) -> None:
    dated = [c for c in cases(half) if c.dated]
    wrong = [(c.gold["said"], str(c.meant.starts_at)) for c in dated if not c.time_right]
    assert share([c.time_right for c in dated]) >= 0.90, wrong


@pytest.mark.parametrize("half", HALVES)
def test_nothing_is_booked_wrong(half: str) -> None:
    assert [(c.gold["said"], str(c.meant.starts_at)) for c in cases(half) if c.booked_wrong] == []


@pytest.mark.parametrize("half", HALVES)
def test_fields(half: str) -> None:
    assert share([right for case in cases(half) for right in fields(case)]) >= 0.92
