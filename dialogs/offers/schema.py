"""The JSON Schema of `coach compare`: what it reads (`request`) and what it prints (`report`).

The parts that are types are taken from the types, so that schema and code cannot part; docs/offers holds a copy
that a test compares.
"""

from __future__ import annotations

from typing import Any, Final

from dialogs.offers.figures import FloorStatus, MarketStatus, Reach, School, Unit
from dialogs.offers.offer import DoorsEvidence, Preferences
from dialogs.offers.terms import Terms
from dialogs.offers.wire import DEFAULT_SAMPLES, MOST_SAMPLES, TERM_NAMES, adapter

Json = dict[str, Any]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_STRING: Final[Json] = {"type": "string"}
_STRINGS: Final[Json] = {"type": "array", "items": _STRING}
_OPTIONAL_STRING: Final[Json] = {"type": ["string", "null"]}
_DECIMAL: Final[Json] = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}
_OPTIONAL_DECIMAL: Final[Json] = {"anyOf": [_DECIMAL, {"type": "null"}]}
_SHARE: Final[Json] = {"type": "number", "minimum": 0, "maximum": 1}
_COUNT: Final[Json] = {"type": "integer", "minimum": 1}


def compare_schema() -> Json:
    """The whole schema, with every part under `$defs`."""
    parts: Json = {}
    for name, kind in (("terms", Terms), ("verdict", DoorsEvidence), ("preferences", Preferences)):
        parts |= _defs_of(name, kind)
    _allow_shorthands(parts)
    parts |= {"figure": _figure(), "offer_in": _offer_in(), "request": _request()}
    parts |= {"offer_out": _offer_out(), "price": _price(), "order": _order(), "report": _report()}
    return {
        "$schema": _DIALECT,
        "title": "coach compare",
        "description": "Standard input is a `request`; standard output is a `report`.",
        "oneOf": [_ref("request"), _ref("report")],
        "$defs": parts,
    }


def _ref(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


def _defs_of(name: str, kind: type) -> Json:
    """The schema of one type, with its inner types beside it."""
    schema = adapter(kind).json_schema(ref_template="#/$defs/{model}")
    inner: Json = schema.pop("$defs", {})
    return {**inner, name: schema}


def _allow_shorthands(parts: Json) -> None:
    """A sign-on may be a bare amount, a place in the order a bare criterion."""
    sign_on = parts["terms"]["properties"]["sign_on"]
    sign_on["anyOf"] = [*sign_on["anyOf"], {"type": "number"}, _STRING]
    order = parts["preferences"]["properties"]["order"]
    order["items"] = {"anyOf": [_STRING, _STRINGS]}


def _object(required: Json, optional: Json | None = None) -> Json:
    """An object whose named properties must be there, and the optional ones may."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def _nullable(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


def _one_of(kinds: Any) -> Json:
    return {"enum": [kind.value for kind in kinds]}


def _offer_in() -> Json:
    """One offer as read; terms may also stand directly in it, and a verdict as `coach verdict` prints it."""
    offer = _object(
        {"company": _STRING},
        {
            "id": _STRING,
            "terms": _ref("terms"),
            "role": _OPTIONAL_STRING,
            "is_present_job": {"type": "boolean"},
            "verdict": _nullable({"type": "object"}),
        },
    )
    directly = {name: {"$ref": f"#/$defs/terms/properties/{name}"} for name in TERM_NAMES}
    offer["properties"] = {**directly, **offer["properties"]}
    return {**offer, "description": "The id is made of the company when it is left out."}


def _request() -> Json:
    return _object(
        {"offers": {"type": "array", "items": _ref("offer_in"), "minItems": 1}},
        {
            "preferences": _ref("preferences"),
            "today": {"type": "string", "format": "date"},
            "seed": {"type": "integer", "default": 0},
            "samples": {**_COUNT, "maximum": MOST_SAMPLES, "default": DEFAULT_SAMPLES},
        },
    )


def _figure() -> Json:
    return _object(
        {
            "id": {**_STRING, "description": "the key of its reasons under `why`"},
            "value": {**_OPTIONAL_DECIMAL, "description": "null is not known; never 0 for missing"},
            "unit": _one_of(Unit),
            "currency": _OPTIONAL_STRING,
            "missing": {**_STRINGS, "description": "what was not said and so not counted"},
            "assumptions": _STRINGS,
        }
    )


def _offer_out() -> Json:
    names = (
        "base_yearly",
        "steady_cash",
        "first_year_cash",
        "equity_face",
        "yearly_face",
        "yearly_discounted",
        "hours_given",
        "hourly",
        "sign_on_owed",
    )
    return _object(
        {
            "id": _STRING,
            "company": _STRING,
            "role": _OPTIONAL_STRING,
            "is_present_job": {"type": "boolean"},
            "terms": _ref("terms"),
            "floor": _object({"status": _one_of(FloorStatus), "gap": _ref("figure")}),
            "market": _one_of(MarketStatus),
            "pay_now": _object({name: _ref("figure") for name in names}),
            "doors": _nullable(_ref("verdict")),
            "doors_question": _OPTIONAL_STRING,
            "problems": _STRINGS,
        }
    )


def _price() -> Json:
    row = {"years": _COUNT, "reach": _one_of(Reach), "gap": _OPTIONAL_DECIMAL, "total": _DECIMAL}
    return _object(
        {
            "pays_more": _STRING,
            "school": _STRING,
            "school_is": _one_of(School),
            "per_year": _ref("figure"),
            "break_even": {"type": "array", "items": _object(row)},
            "add_to_base": _ref("figure"),
            "add_once": _ref("figure"),
            "drawn_years": _COUNT,
            "paths": {
                "type": "array",
                "items": _object({"offer_id": _STRING, "yearly": {"type": "array", "items": _DECIMAL}}),
            },
        }
    )


def _order() -> Json:
    standing = {
        "offer_id": _STRING,
        "shares": {"type": "array", "items": _SHARE},
        "dominated_by": _OPTIONAL_STRING,
        "behind": _OPTIONAL_STRING,
    }
    flip = {
        "offer_id": _STRING,
        "criterion": _STRING,
        "change": _OPTIONAL_DECIMAL,
        "swap_with": _OPTIONAL_STRING,
        "sentence": _STRING,
    }
    question = {"offer_id": _STRING, "criterion": _STRING, "text": _STRING, "chance": _SHARE}
    return _object(
        {
            "criteria": _STRINGS,
            "unheard": _STRINGS,
            "samples": _COUNT,
            "seed": {"type": "integer"},
            "standings": {"type": "array", "items": _object(standing)},
            "flips": {"type": "array", "items": _object(flip)},
            "question": _nullable(_object(question)),
        }
    )


def _report() -> Json:
    return _object(
        {
            "today": {"type": "string", "format": "date"},
            "currency": _OPTIONAL_STRING,
            "cash_first": {"type": "boolean"},
            "text": _STRINGS,
            "offers": {"type": "array", "items": _ref("offer_out")},
            "price": _nullable(_ref("price")),
            "order": _nullable(_ref("order")),
            "turning": _STRINGS,
            "asks": _STRINGS,
            "problems": _STRINGS,
            "why": {"type": "object", "additionalProperties": _STRING},
        }
    )
