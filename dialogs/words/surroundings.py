"""What stands in and around names in every language: forms of companies, articles, small words."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The lists of names.toml, folded."""

    forms: frozenset[str]
    joiners: frozenset[str]
    conjunctions: frozenset[str]
    institutions: frozenset[str]
    parting: frozenset[str]
    articles: frozenset[str]
    announcing: frozenset[str]


@cache
def surroundings() -> Surroundings:
    """The lists, read once."""
    data = tomllib.loads(files(__package__).joinpath("names.toml").read_text("utf-8"))
    return Surroundings(
        forms=frozenset(data["forms"]),
        joiners=frozenset(data["joiners"]),
        conjunctions=frozenset(data["and"]),
        institutions=frozenset(data["institutions"]),
        parting=frozenset(data["parting"]),
        articles=frozenset(data["articles"]),
        announcing=frozenset(data["announcing"]),
    )
