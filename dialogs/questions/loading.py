"""Reads the question bank from its data files, and says in one sentence what is wrong with a bad one.

A file a dimension (`bank/<dimension>.toml`), a table a question, the table's name is the question's id:

    [plan-or-problem]
    text = "When I start, will I get a plan to follow, or a problem to solve?"
    roles = ["managers", "peer"]        # roles of the rubric, or the groups in ROLE_GROUPS
    stages = ["any"]                    # stages of the rubric, or the groups in STAGE_GROUPS
    form = "counterfactual"
    …
    [plan-or-problem.trades.care]       # optional: other words for one trade
    text = "…"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from dialogs.questions.bank import Bank, Form, Question, Setting, Trade, Variant
from dialogs.questions.data import read_data
from dialogs.rubric import Dimension, Role, Stage

ROLE_GROUPS: Mapping[str, tuple[Role, ...]] = {
    "anyone": tuple(r for r in Role if r is not Role.UNKNOWN),
    "managers": (Role.HIRING_MANAGER, Role.SKIP_LEVEL, Role.EXECUTIVE),
    "team": (Role.PEER, Role.JUNIOR, Role.CUSTOMER_FACING, Role.CLIENT_FACING),
}
STAGE_GROUPS: Mapping[str, tuple[Stage, ...]] = {
    "any": tuple(Stage),
    "rounds": (Stage.MAIN_ROUND, Stage.PANEL, Stage.FINAL),
    "early": (Stage.FIRST_CALL, Stage.MAIN_ROUND, Stage.PANEL),
    "late": (Stage.PANEL, Stage.FINAL, Stage.OFFER),
}

_LONGEST = {
    "text": 200,
    "follow_up": 140,
    "sounds_output": 140,
    "sounds_outcome": 140,
    "sounds_empty": 140,
    "origin": 140,
}
_OPTIONAL = {"trades", "lead", "setting"}
_FIELDS = {"roles", "stages", "form", *_LONGEST, *_OPTIONAL}
_VARIANT_FIELDS = {"text", "sounds_output", "sounds_outcome"}

_E = TypeVar("_E", bound=StrEnum)


class BankError(ValueError):
    """The bank's data is wrong; the message names the file, the question and what would be right."""


class _Entry:
    """One table of a file while it is being checked; knows how to say where it stands."""

    def __init__(self, file: str, question_id: str, table: Any) -> None:
        self.where = f"{file}, question '{question_id}'"
        if not isinstance(table, dict):
            raise self.error("is not a table; write [" + question_id + "] and its fields below it")
        self.table: dict[str, Any] = table

    def error(self, what: str) -> BankError:
        return BankError(f"{self.where}: {what}.")

    def words(self, name: str, table: Mapping[str, Any] | None = None) -> str:
        value = (self.table if table is None else table).get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.error(f"'{name}' is missing or empty; write a short sentence")
        if value != value.strip() or "\n" in value:
            raise self.error(f"'{name}' has spaces or line breaks around it; write it on one line")
        if len(value) > _LONGEST[name]:
            raise self.error(f"'{name}' has {len(value)} characters; keep it to {_LONGEST[name]}")
        return value

    def one_of(self, kind: type[_E], name: str, value: Any) -> _E:
        try:
            return kind(value)
        except ValueError:
            raise self.error(f"'{name}' is {value!r}; use one of {', '.join(kind)}") from None

    def several(self, kind: type[_E], name: str, groups: Mapping[str, tuple[_E, ...]]) -> tuple[_E, ...]:
        value = self.table.get(name)
        if not isinstance(value, list) or not value:
            raise self.error(
                f"'{name}' is missing or empty; list at least one of {', '.join((*groups, *kind))}"
            )
        found: dict[_E, None] = {}
        for item in value:
            members = groups.get(item) if isinstance(item, str) else None
            found.update(dict.fromkeys(members or (self.one_of(kind, name, item),)))
        return tuple(found)

    def variants(self) -> tuple[Variant, ...]:
        tables = self.table.get("trades", {})
        if not isinstance(tables, dict):
            raise self.error("'trades' is not a table; write [<id>.trades.<trade>]")
        return tuple(
            self._variant(self.one_of(Trade, "trades", name), table) for name, table in tables.items()
        )

    def _variant(self, trade: Trade, table: Any) -> Variant:
        if not isinstance(table, dict) or not table:
            raise self.error(
                f"'trades.{trade}' is empty; give it at least one of {', '.join(sorted(_VARIANT_FIELDS))}"
            )
        unknown = set(table) - _VARIANT_FIELDS
        if unknown:
            raise self.error(f"'trades.{trade}' has an unknown field {sorted(unknown)[0]!r}")
        return Variant(trade, **{name: self.words(name, table) for name in table})


def _question(file: str, dimension: Dimension, question_id: str, table: Any) -> Question:
    entry = _Entry(file, question_id, table)
    unknown = set(entry.table) - _FIELDS
    if unknown:
        raise entry.error(f"unknown field {sorted(unknown)[0]!r}; known are {', '.join(sorted(_FIELDS))}")
    lead = entry.table.get("lead")
    if lead is not None and (not isinstance(lead, int) or not 1 <= lead <= 6):
        raise entry.error(f"'lead' is {lead!r}; use a rank from 1 to 6, or leave it out")
    form = entry.one_of(Form, "form", entry.table.get("form"))
    text = entry.words("text")
    if form is not Form.OBSERVATION and not text.endswith("?"):
        raise entry.error("'text' does not end in a question mark")
    return Question(
        id=question_id,
        dimension=dimension,
        text=text,
        roles=entry.several(Role, "roles", ROLE_GROUPS),
        stages=entry.several(Stage, "stages", STAGE_GROUPS),
        form=form,
        follow_up=entry.words("follow_up"),
        sounds_output=entry.words("sounds_output"),
        sounds_outcome=entry.words("sounds_outcome"),
        sounds_empty=entry.words("sounds_empty"),
        origin=entry.words("origin"),
        trades=entry.variants(),
        lead=lead,
        setting=entry.one_of(Setting, "setting", entry.table.get("setting", Setting.EITHER)),
    )


def parse_bank(files: Mapping[Dimension, str]) -> Bank:
    """The bank from the text of its files, in the order of the rubric's dimensions.

    Raises:
        BankError: anything is missing, unknown, too long or said twice.
    """
    questions: dict[str, Question] = {}
    texts: dict[str, str] = {}
    for dimension in Dimension:
        file = f"{dimension}.toml"
        if dimension not in files:
            raise BankError(f"{file}: the file is missing; each dimension has one.")
        try:
            tables = tomllib.loads(files[dimension])
        except tomllib.TOMLDecodeError as error:
            raise BankError(f"{file}: not valid TOML ({error}).") from None
        for question_id, table in tables.items():
            question = _question(file, dimension, question_id, table)
            twin = question_id if question_id in questions else texts.get(question.text)
            if twin is not None:
                raise BankError(f"{file}, question '{question_id}': the same id or text as '{twin}'.")
            questions[question_id] = question
            texts[question.text] = question_id
    return Bank(tuple(questions.values()))


@cache
def load_bank() -> Bank:
    """The coach's own bank, read from the package's data at first use."""
    return parse_bank({d: read_data("bank", f"{d}.toml") for d in Dimension})
