"""How much of what people type is understood: `python -m bench.phrases` prints the shares as JSON.

The phrases and their gold are in tests/words/phrases.toml, whose head says how they came about.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dialogs.words import Known, KnownOpportunity, Understanding, understand

PHRASES = Path(__file__).parent.parent / "tests" / "words" / "phrases.toml"
PARTS = ("tune", "held", "later")


@dataclass(frozen=True)
class Case:
    """One phrase, its gold, and what was understood."""

    gold: dict[str, Any]
    zone: ZoneInfo
    meant: Understanding

    @property
    def verb_right(self) -> bool:
        """Whether the verb is one of the right ones."""
        return self.meant.verb.value in self.gold["verb"].split("|")

    @property
    def dated(self) -> bool:
        """Whether the phrase is about a time."""
        timed = {"interview", "move"} & set(self.gold["verb"].split("|"))
        return "at" in self.gold or bool(timed and self.gold.get("ask"))

    @property
    def at(self) -> float | None:
        """The gold as a timestamp, None where nothing may be booked."""
        if "at" not in self.gold:
            return None
        at = datetime.fromisoformat(self.gold["at"])
        return (at if at.tzinfo else at.replace(tzinfo=self.zone)).timestamp()

    @property
    def time_right(self) -> bool:
        """Whether it is booked as the gold says, or asked about where it may be."""
        starts_at, asked = self.meant.starts_at, self.meant.ask is not None
        if starts_at is None:
            return asked and (self.at is None or bool(self.gold.get("either")))
        return starts_at.timestamp() == self.at and (asked or not self.gold.get("ask"))

    @property
    def booked_wrong(self) -> bool:
        """Whether something else than the gold is booked."""
        return self.meant.starts_at is not None and self.meant.starts_at.timestamp() != self.at


@cache
def data() -> dict[str, Any]:
    """The file."""
    return tomllib.loads(PHRASES.read_text("utf-8"))


def known(name: str) -> Known:
    """One of the people of the file."""
    person = data()["known"][name]
    opportunities = tuple(
        KnownOpportunity(
            o["id"], o["company"], o.get("role"), datetime.fromisoformat(o["next"]) if "next" in o else None
        )
        for o in person["opportunities"]
    )
    return Known(opportunities, person.get("focus"))


@cache
def cases(part: str) -> tuple[Case, ...]:
    """Every phrase of a part with what was understood."""
    return tuple(_case(gold) for gold in data()[part])


def _case(gold: dict[str, Any]) -> Case:
    setting = data()["settings"][gold.get("setting", "ny")]
    zone = ZoneInfo(setting["zone"])
    now = datetime.fromisoformat(setting["now"]).replace(tzinfo=zone)
    meant = understand(gold["said"], now=now, zone=setting["zone"], known=known(gold.get("known", "none")))
    return Case(gold, zone, meant)


def share(right: list[bool]) -> float:
    """How many of them are right."""
    return sum(right) / len(right)


def fields(case: Case) -> Iterator[bool]:
    """Whether each field that the gold names is right."""
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


def figures(part: str) -> dict[str, float]:
    """The shares of one part, and how many were booked wrong."""
    dated = [case for case in cases(part) if case.dated]
    return {
        "phrases": len(cases(part)),
        "verbs right": round(share([case.verb_right for case in cases(part)]), 3),
        "dated": len(dated),
        "booked right or rightly asked": round(share([case.time_right for case in dated]), 3),
        "booked wrong": sum(case.booked_wrong for case in cases(part)),
        "fields right": round(share([right for case in cases(part) for right in fields(case)]), 3),
    }


if __name__ == "__main__":
    json.dump({part: figures(part) for part in PARTS}, sys.stdout, indent=2)
    sys.stdout.write("\n")
