"""How far each role can know each dimension first-hand, and the sentence that says so."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dialogs.questions.data import read_data
from dialogs.rubric import Dimension, Role

TOPICS: Mapping[Dimension, str] = {
    Dimension.SUCCESS_METRICS: "how success is measured",
    Dimension.FAILURE_LEARNING: "what happens after a miss",
    Dimension.AUTONOMY: "who decides",
    Dimension.FOCUS: "what comes first",
    Dimension.RECOGNITION: "what gets rewarded",
    Dimension.GROWTH: "what you would learn",
}
"""Each dimension as it is named to the candidate, inside a sentence."""

PEOPLE: Mapping[Role, str] = {
    Role.RECRUITER: "recruiter",
    Role.HIRING_MANAGER: "hiring manager",
    Role.PEER: "peer",
    Role.JUNIOR: "junior colleague",
    Role.SKIP_LEVEL: "manager's manager",
    Role.EXECUTIVE: "executive",
    Role.CUSTOMER_FACING: "colleague who faces customers",
    Role.CLIENT_FACING: "colleague on the floor",
    Role.UNKNOWN: "person you met before",
}
"""Each role as it is named to the candidate, after "the"."""


@dataclass(frozen=True, slots=True)
class Vantage:
    """What one role sees of one dimension: `knows` from 0 to 1, `because` one sentence."""

    knows: float
    because: str


@cache
def _vantages() -> Mapping[tuple[Role, Dimension], Vantage]:
    table = tomllib.loads(read_data("vantage.toml"))
    return {(role, d): Vantage(*table[role.value][d.value]) for role in Role for d in Dimension}


def vantage(role: Role, dimension: Dimension) -> Vantage:
    """What this role sees of this dimension."""
    return _vantages()[role, dimension]
