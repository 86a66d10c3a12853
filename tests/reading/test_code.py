"""A pasted program is nothing that anybody said; and nothing that anybody said is a program."""

from __future__ import annotations

import pytest

from dialogs.reading.code import is_code
from dialogs.reading.local import LocalReader
from dialogs.rubric import Dimension, Label
from training import rows


@pytest.mark.parametrize(
    "text",
    [
        "def f(x): return x",
        "SELECT * FROM users WHERE id = 1;",
        "for i in range(10):\n    print(i)",
        "const a = () => { return 1 }",
        "if (x == 1) {\n  y = f(2);\n}",
        "import os\n\nos.remove('a')",
    ],
)
def test_a_program_says_nothing_of_a_place(reader: LocalReader, text: str) -> None:
    reading = reader.read(text, Dimension.FOCUS)

    assert reading.label is Label.UNCLEAR
    assert "program" in reading.reason


@pytest.mark.parametrize(
    "text",
    [
        "they return (weekly) to the ward",
        "from Monday on (they said): tickets",
        "public service (state level): forms in, forms out",
        "date(s), date(s), date(s);",
        "KPIs: churn (down), NPS (up);",
        "she showed me the code: for i in range(10): ship(i). That was the whole roadmap, she said",
    ],
)
def test_what_people_say_is_no_program(text: str) -> None:
    assert not is_code(text)


def test_no_labelled_answer_is_taken_for_a_program() -> None:
    assert [row.id for row in rows.read(rows.files()) if is_code(row.text)] == []
