"""An understanding as the JSON line that `coach understand` prints."""

from __future__ import annotations

from typing import Any

from dialogs.words.meaning import Understanding


def to_wire(understanding: Understanding, offer_wire: dict[str, Any] | None = None) -> dict[str, Any]:
    """The eight fields of the contract. `offer_wire` is the terms, read by the offers' own grammar."""
    met, starts_at, ask = understanding.met, understanding.starts_at, understanding.ask
    return {
        "verb": understanding.verb.value,
        "company": understanding.company,
        "role": understanding.role,
        "with": met.value if met is not None else None,
        "starts_at": starts_at.isoformat() if starts_at is not None else None,
        "offer": offer_wire,
        "ask": ask.sentence if ask is not None else None,
    }
