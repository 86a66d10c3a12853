"""The scriptable commands keep their contract, and one bad line never stops the others."""

from __future__ import annotations

import io
import json
from typing import Any

from bot.comparing import compare_text
from bot.lines import judge_company, read_answers, role_of, understand_words
from dialogs.rubric import Dimension, Label, Role, Strength

LABELS = {label.value for label in Label}


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_read_answers_in_order_and_says_which_lines_were_bad() -> None:
    text = "Nobody looks at the date; they count how many patients come back."
    given = [
        json.dumps({"id": 1, "dimension": "focus", "text": text}),
        "not json",
        "",
        json.dumps({"id": "b", "dimension": None, "text": ""}),
        json.dumps({"id": 3, "dimension": "mood", "text": "x"}),
        json.dumps([1]),
        json.dumps({"id": 4, "text": "x" * 10_000}),
    ]
    out, err = io.StringIO(), io.StringIO()
    assert read_answers(given, out, err) == 1
    answers = lines(out.getvalue())
    assert [a["id"] for a in answers] == [1, "b", 4]
    first = answers[0]
    assert set(first) == {"id", "dimension", "label", "probabilities", "strength", "quote", "reason"}
    assert first["label"] in LABELS
    assert first["strength"] in set(Strength)
    assert set(first["probabilities"]) == LABELS
    assert abs(sum(first["probabilities"].values()) - 1) < 1e-3
    assert first["quote"] is None or str(first["quote"]) in text
    assert answers[1]["label"] == "unclear"
    assert [line.split(":")[0] for line in err.getvalue().splitlines()] == ["line 2", "line 5", "line 6"]


def test_the_verdict_has_its_documented_shape() -> None:
    answers = [
        {
            "dimension": "focus",
            "text": "They measure for months after launch.",
            "interviewer": "peer",
            "source": "told",
        },
        {"dimension": None, "text": "A wall of dates.", "interviewer": "hiring manager", "source": "seen"},
    ]
    out, err = io.StringIO(), io.StringIO()
    assert judge_company(io.StringIO(json.dumps({"company": "Acme", "answers": answers})), out, err) == 0
    verdict = json.loads(out.getvalue())
    assert verdict["company"] == "Acme"
    assert verdict["mindset"] in ("outcome", "output", "split", "not enough evidence")
    assert verdict["growth"] in ("compounding", "repetitive", "split", "not enough evidence")
    low, high = verdict["interval"]
    assert 0 <= low <= high <= 1
    assert set(verdict["dimensions"]) == set(Dimension)
    assert {"id", "text", "dimension", "why"} == set(verdict["next_questions"][0])
    for item in verdict["evidence"]:
        assert {"quote", "dimension", "pole", "interviewer", "source"} == set(item)


def test_a_verdict_without_answers_says_which_question_to_ask() -> None:
    out, err = io.StringIO(), io.StringIO()
    assert judge_company(io.StringIO('{"company": "Acme", "answers": []}'), out, err) == 0
    verdict = json.loads(out.getvalue())
    assert verdict["mindset"] == "not enough evidence"
    assert len(verdict["next_questions"]) >= 3


def test_bad_verdict_input_is_said() -> None:
    for given in (
        "",
        "{",
        '{"company": "A"}',
        '{"company": "A", "answers": [{"text": "x", "source": "heard"}]}',
    ):
        out, err = io.StringIO(), io.StringIO()
        assert judge_company(io.StringIO(given), out, err) == 1
        assert err.getvalue().strip()
        assert not out.getvalue()


def test_interviewers_are_read_as_roles() -> None:
    assert role_of("hiring manager") is Role.HIRING_MANAGER
    assert role_of("Recruiter") is Role.RECRUITER
    assert role_of("peer A") is Role.PEER
    assert role_of("somebody with a dog") is Role.UNKNOWN


def test_understand_has_its_documented_shape() -> None:
    given = [
        {
            "text": "interview Acme, Tue 3pm, recruiter",
            "now": "2026-03-09T09:00:00+00:00",
            "zone": "Europe/Lisbon",
        },
        {
            "text": "offer from Acme 62k EUR a year, 10% bonus",
            "now": "2026-03-09T09:00:00",
            "zone": "Europe/Lisbon",
        },
        {"text": "hello", "zone": "Atlantis/Sunken"},
        {"text": "hello", "now": "soon"},
    ]
    out, err = io.StringIO(), io.StringIO()
    assert understand_words(map(json.dumps, given), out, err) == 1
    interview, offer = lines(out.getvalue())
    assert interview == {
        "verb": "interview",
        "company": "Acme",
        "role": None,
        "with": "recruiter",
        "starts_at": "2026-03-10T15:00:00+00:00",
        "offer": None,
        "ask": None,
    }
    assert offer["verb"] == "offer"
    assert offer["offer"]["base"] == {
        "amount": "62000",
        "currency": "EUR",
        "per": "year",
        "payments_per_year": None,
    }
    assert len(err.getvalue().splitlines()) == 2


def test_compare_reads_and_writes_json_and_a_table() -> None:
    def one(company: str, amount: str) -> dict[str, object]:
        return {"company": company, "terms": {"base": {"amount": amount, "currency": "EUR", "per": "year"}}}

    text = json.dumps({"offers": [one("Acme", "62000"), one("Globex", "57000")]})
    out, err = io.StringIO(), io.StringIO()
    assert compare_text(text, out, err, table=False, png=None) == 0
    assert {o["company"] for o in json.loads(out.getvalue())["offers"]} == {"Acme", "Globex"}
    out = io.StringIO()
    assert compare_text(text, out, err, table=True, png=None) == 0
    assert "€62,000" in out.getvalue()


def test_a_comparison_that_cannot_be_read_is_said() -> None:
    for text in ("{", "[]", '{"offers": [{"company": "A", "terms": {"base": {"amount": "lots"}}}]}'):
        out, err = io.StringIO(), io.StringIO()
        assert compare_text(text, out, err, table=False, png=None) == 1
        assert err.getvalue().strip()
