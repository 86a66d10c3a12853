"""Offers and comparisons as JSON, as `coach compare` and `coach understand` read and write them.

The contract is docs/offers/compare.schema.json. Decimals travel as strings (numbers are read too), dates as
ISO 8601. What cannot be read is said in sentences that name the place, all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from dialogs.offers.money import MOST_MONEY
from dialogs.offers.offer import DoorsEvidence, Offer, Preferences
from dialogs.offers.terms import Terms
from dialogs.rubric import MINDSET_DIMENSIONS

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError

DEFAULT_SAMPLES: Final = 10_000
MOST_SAMPLES: Final = 100_000
MOST_OFFERS: Final = 30
_WANTED: Final = {
    "missing": "this is needed",
    "decimal_parsing": "a number such as 62000 or 62000.50 is needed",
    "decimal_type": "a number such as 62000 or 62000.50 is needed",
    "int_parsing": "a whole number is needed",
    "int_type": "a whole number is needed",
    "date_from_datetime_parsing": "a date such as 2026-03-27 is needed",
    "date_parsing": "a date such as 2026-03-27 is needed",
    "bool_parsing": "true or false is needed",
}
TERM_NAMES: Final = tuple(field.name for field in fields(Terms))


class WireError(ValueError):
    """The JSON cannot be read as offers; `problems` says where and what would work."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class CompareRequest:
    """What `coach compare` was asked: offers, what the person wants, and (if said) the day and the seed."""

    offers: tuple[Offer, ...]
    preferences: Preferences
    today: date | None = None
    seed: int = 0
    samples: int = DEFAULT_SAMPLES


@cache
def adapter(kind: type) -> TypeAdapter[Any]:
    """The reader and writer of one of our types, made once."""
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def terms_to_wire(terms: Terms) -> dict[str, Any]:
    """Terms as JSON-able data; every field is there, null where nothing was said."""
    data: dict[str, Any] = adapter(Terms).dump_python(terms, mode="json")
    return data


def terms_from_wire(data: Mapping[str, Any]) -> Terms:
    """Terms from JSON data. A bare amount is taken for a sign-on. Raises `WireError`."""
    terms: Terms = _read(Terms, _with_shorthands(data), "terms")
    unknown = [f"terms.{name}: I don't know this field." for name in data if name not in TERM_NAMES]
    unknown += [
        f"terms.{name}: {number:.3g} is too large to be meant."
        for name, number in _numbers(asdict(terms), "")
        if abs(number) >= MOST_MONEY
    ]
    if unknown:
        raise WireError(tuple(unknown))
    return terms


def _numbers(data: Mapping[str, Any], place: str) -> Iterator[tuple[str, Decimal]]:
    """Every decimal in nested data with its dotted place."""
    for name, value in data.items():
        if isinstance(value, Mapping):
            yield from _numbers(value, f"{place}{name}.")
        elif isinstance(value, Decimal):
            yield f"{place}{name}", value


def comparison_from_wire(data: Any) -> CompareRequest:
    """A request to compare: an object with `offers`, or just a list of offers. Raises `WireError`."""
    if isinstance(data, list):
        data = {"offers": data}
    if not isinstance(data, Mapping) or not isinstance(data.get("offers"), list) or not data["offers"]:
        raise WireError(
            ('I need {"offers": [{"company": "Acme", "terms": {"base": {"amount": "62000", …}}}]}.',)
        )
    problems: list[str] = []
    offers = [_offer(one, at, problems) for at, one in enumerate(data["offers"])]
    ids = [one.id for one in offers if one is not None]
    problems += [
        f"offers: the id {one} is there twice; give each offer an id of its own."
        for one in dict.fromkeys(ids)
        if ids.count(one) > 1
    ]
    wants = _preferences(data.get("preferences") or {}, problems)
    plain = {name: data[name] for name in ("today", "seed", "samples") if data.get(name) is not None}
    run: _Run = _read_or(_Run(), _Run, plain, "", problems)
    if run.seed < 0:
        problems.append(f"seed: {run.seed} can't be; any whole number from 0 will do.")
    if len(offers) > MOST_OFFERS:
        problems.append(f"offers: {len(offers)} are too many to weigh at once; up to {MOST_OFFERS}.")
    if not 1 <= run.samples <= MOST_SAMPLES:
        problems.append(f"samples: {run.samples} can't be drawn; from 1 to {MOST_SAMPLES}.")
    if problems:
        raise WireError(tuple(problems))
    return CompareRequest(tuple(one for one in offers if one), wants, run.today, run.seed, run.samples)


@dataclass(frozen=True, slots=True)
class _Run:
    today: date | None = None
    seed: int = 0
    samples: int = DEFAULT_SAMPLES


def _offer(data: Any, at: int, problems: list[str]) -> Offer | None:
    """One offer; its terms may stand under `terms` or directly in it."""
    place = f"offers[{at}]"
    if not isinstance(data, Mapping):
        problems.append(f"{place}: an offer is an object with a company and its terms.")
        return None
    company = data.get("company") or data.get("id")
    if not isinstance(company, str) or not company.strip():
        problems.append(f"{place}.company: which company is it?")
        return None
    raw = data.get("terms")
    if not isinstance(raw, Mapping):
        raw = {name: data[name] for name in TERM_NAMES if name in data}
    try:
        terms = terms_from_wire(raw)
    except WireError as error:
        problems += [f"{place}.{problem}" for problem in error.problems]
        return None
    verdict = data.get("verdict")
    doors = None
    if isinstance(verdict, Mapping):
        doors = _read_or(None, DoorsEvidence, dict(_doors(verdict)), f"{place}.verdict", problems)
    return Offer(
        id=str(data.get("id") or "-".join(company.lower().split())),
        company=company.strip(),
        terms=terms,
        role=data.get("role"),
        verdict=doors,
        is_present_job=bool(data.get("is_present_job", False)),
    )


def _doors(verdict: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What a comparison needs of a verdict, also of one as `coach verdict` prints it.

    There the quotes stand in `evidence`, autonomy among the dimensions, and a side without one answer has a
    probability all the same: it is left out, because it is unknown and not one half.
    """
    dimensions = verdict.get("dimensions")
    silent = set(_silent_sides(dimensions))
    for name in (field.name for field in fields(DoorsEvidence)):
        if verdict.get(name) is not None and name not in silent:
            yield name, verdict[name]
    if verdict.get("leaning") and str(verdict.get("mindset", "")).startswith("not"):
        yield "mindset", f"leaning {verdict['leaning']}"
    evidence = verdict.get("evidence")
    if "quotes" not in verdict and isinstance(evidence, list):
        rows = [one for one in evidence if isinstance(one, Mapping) and "quote" in one]
        yield "quotes", [one["quote"] for one in rows]
        if "interviewers" not in verdict:
            yield "interviewers", len({one.get("interviewer") for one in rows})
        if "answers" not in verdict:
            yield "answers", len(rows)
    autonomy = _dimension(dimensions, "autonomy")
    if "autonomy_probability" not in verdict and autonomy.get("answers"):
        yield "autonomy_probability", autonomy.get("probability")
        yield "autonomy_interval", autonomy.get("interval")


def _silent_sides(dimensions: Any) -> Iterator[str]:
    """The fields of the sides of a verdict that no answer was about, where it says so."""
    if _dimension(dimensions, "growth").get("answers") == 0:
        yield from ("growth_probability", "growth_interval")
    heard = [_dimension(dimensions, one.value).get("answers") for one in MINDSET_DIMENSIONS]
    if all(number == 0 for number in heard):
        yield from ("probability", "interval")


def _dimension(dimensions: Any, name: str) -> Mapping[str, Any]:
    found: Any = None
    if isinstance(dimensions, Mapping):
        found = dimensions.get(name)
    elif isinstance(dimensions, list):
        found = next(
            (one for one in dimensions if isinstance(one, Mapping) and one.get("dimension") == name), None
        )
    return found if isinstance(found, Mapping) else {}


def _with_shorthands(data: Mapping[str, Any]) -> dict[str, Any]:
    """A sign-on given as a bare amount is that amount; currency codes may be written small."""
    read = {name: _upper_currency(value) for name, value in data.items() if value is not None}
    if isinstance(read.get("sign_on"), str | int | float):
        read["sign_on"] = {"amount": read["sign_on"]}
    return read


def _upper_currency(part: Any) -> Any:
    if isinstance(part, Mapping) and isinstance(part.get("currency"), str):
        return {**part, "currency": part["currency"].strip().upper() or None}
    return part


def _preferences(data: Any, problems: list[str]) -> Preferences:
    """What the person wants; in `order` a single criterion may stand without a list around it."""
    if not isinstance(data, Mapping):
        problems.append('preferences: an object such as {"order": ["growth", "pay"]}.')
        return Preferences()
    known = {field.name for field in fields(Preferences)}
    problems += [f"preferences.{name}: I don't know this field." for name in data if name not in known]
    read = {name: value for name, value in data.items() if value is not None}
    if isinstance(read.get("order"), list):
        read["order"] = [[tier] if isinstance(tier, str) else tier for tier in read["order"]]
    wants: Preferences = _read_or(Preferences(), Preferences, read, "preferences", problems)
    return wants


def _read_or(otherwise: Any, kind: type, data: Any, place: str, problems: list[str]) -> Any:
    try:
        return _read(kind, data, place)
    except WireError as error:
        problems += error.problems
        return otherwise


def _read(kind: type, data: Any, place: str) -> Any:
    from pydantic import ValidationError

    try:
        return adapter(kind).validate_python(data)
    except ValidationError as error:
        raise WireError(tuple(_sentences(error, place))) from None


def _sentences(error: ValidationError, place: str) -> Iterator[str]:
    for one in error.errors():
        path = ".".join([place, *map(str, one["loc"])] if place else map(str, one["loc"]))
        wanted = _WANTED.get(one["type"]) or f"{one['msg'][0].lower()}{one['msg'][1:]}"
        yield f"{path}: {wanted} (got {str(one['input'])[:40]!r})."
