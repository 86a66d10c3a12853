"""The likeliest cut of a text into known pieces, with the span each came from."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.reading.pieces import UNKNOWN, Piece, Pieces

VOCABULARY = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁ship", "▁sh", "ip", "s", "it", "▁it", "i", "p"]
SCORES = [0.0, 0.0, 0.0, 0.0, -3.0, -4.0, -5.0, -5.0, -2.0, -4.0, -3.0, -6.0, -6.0]
KNOWN = Pieces(VOCABULARY, SCORES, {"ﬁ": "i", "\t": " "})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["▁"]),
        ("ships it", ["▁ship", "s", "▁it"]),
        ("ship   \t it", ["▁ship", "▁it"]),
        ("shﬁp", ["▁ship"]),
        ("it ☃", ["▁it", "▁", "<unk>"]),
    ],
)
def test_the_likeliest_cut(text: str, expected: list[str]) -> None:
    assert [VOCABULARY[piece.id] for piece in KNOWN.cut(text)] == expected


def test_a_piece_knows_where_it_came_from() -> None:
    text = "it ships"

    assert [text[p.start : p.end] for p in KNOWN.cut(text)] == ["it", " ship", "s"]


@given(st.text(max_size=80))
def test_every_text_can_be_cut_into_spans_in_order(text: str) -> None:
    found = KNOWN.cut(text)

    assert all(isinstance(p, Piece) and 0 <= p.start <= p.end <= max(1, len(text)) for p in found)
    assert all(a.start <= b.start for a, b in pairwise(found))
    assert all(p.id >= UNKNOWN for p in found)
