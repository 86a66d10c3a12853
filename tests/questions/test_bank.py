"""The bank as data: complete, in our own words, and loud about what is wrong with it."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from dialogs.questions.bank import Form, Question, Trade
from dialogs.questions.loading import BankError, load_bank, parse_bank
from dialogs.rubric import Dimension, Role, Stage

GOOD = """
[one]
text = "Who decides?"
roles = ["peer"]
stages = ["any"]
form = "past_event"
follow_up = "Who last did?"
sounds_output = "The plan."
sounds_outcome = "We do."
sounds_empty = "It depends."
origin = "a test"
"""


def files(autonomy: str) -> dict[Dimension, str]:
    return {**dict.fromkeys(Dimension, ""), Dimension.AUTONOMY: autonomy}


def test_there_are_at_least_twenty_questions_for_every_dimension() -> None:
    bank = load_bank()
    counts = Counter(q.dimension for q in bank)
    assert len(bank) >= 120
    assert all(counts[d] >= 20 for d in Dimension)


def test_every_dimension_has_all_forms_and_three_things_to_notice() -> None:
    for dimension in Dimension:
        forms = Counter(q.form for q in load_bank() if q.dimension is dimension)
        assert set(forms) == set(Form), dimension
        assert forms[Form.OBSERVATION] >= 3


def test_the_three_of_the_mission_lead_and_growth_comes_next() -> None:
    leads = {rank: {q.dimension for q in load_bank() if q.lead == rank} for rank in range(1, 7)}
    assert leads == {
        1: {Dimension.SUCCESS_METRICS},
        2: {Dimension.FAILURE_LEARNING},
        3: {Dimension.AUTONOMY},
        4: {Dimension.GROWTH},
        5: {Dimension.GROWTH},
        6: {Dimension.GROWTH},
    }


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.UNKNOWN])
@pytest.mark.parametrize("stage", list(Stage))
def test_everyone_can_be_asked_about_everything_at_every_stage(role: Role, stage: Stage) -> None:
    fitting = [q for q in load_bank().to_ask() if role in q.roles and stage in q.stages]
    assert {q.dimension for q in fitting} == set(Dimension)


def words_of(question: Question) -> list[str]:
    variants = [w for v in question.trades for w in (v.text, v.sounds_output, v.sounds_outcome) if w]
    return [question.text, question.follow_up, question.sounds_output, question.sounds_outcome, *variants]


LEADING = re.compile(
    r"\b(?:don't you|isn't it|surely|wouldn't you agree|right\?|be honest|admit)\b", re.IGNORECASE
)
JARGON = re.compile(
    r"\b(?:sprint|velocity|backlog grooming|jira|stakeholder|synerg|kpi|okr|agile|bandwidth)\w*",
    re.IGNORECASE,
)


@pytest.mark.parametrize("question", load_bank(), ids=lambda q: q.id)
def test_a_question_can_be_asked_without_blushing(question: Question) -> None:
    spoken = [question.text, question.follow_up, *(v.text for v in question.trades if v.text)]
    for text in spoken:
        assert not LEADING.search(text)
        assert not JARGON.search(text)
        assert text[0].isupper()
        assert len(text.split()) <= 32
    assert len(set(words_of(question))) == len(words_of(question)), "the same words twice"
    assert not re.search(r"https?:|www\.", question.origin)


def test_no_wording_is_used_by_two_questions() -> None:
    texts = Counter(t for q in load_bank() for t in {q.text, *(v.text for v in q.trades if v.text)})
    assert [t for t, n in texts.items() if n > 1] == []


def test_a_trade_gets_its_own_words_and_any_other_the_neutral_ones() -> None:
    question = load_bank().question("perfect-and-no-difference")
    assert "patients" in question.worded_for(Trade.CARE).text
    assert question.worded_for(Trade.TECH).text == question.text
    assert question.worded_for(None).sounds_output == question.sounds_output


def test_an_unknown_id_is_named() -> None:
    with pytest.raises(LookupError, match="'nonesuch'"):
        load_bank().question("nonesuch")


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (
            GOOD.replace('"Who decides?"', '"Who decides"'),
            "autonomy.toml, question 'one': 'text' does not end",
        ),
        (GOOD.replace('"peer"', '"boss"'), "'roles' is 'boss'; use one of recruiter"),
        (GOOD.replace('["peer"]', "[]"), "'roles' is missing or empty; list at least one of anyone"),
        (GOOD.replace('["peer"]', "[3]"), "'roles' is 3; use one of"),
        (GOOD.replace("past_event", "riddle"), "'form' is 'riddle'; use one of past_event"),
        (GOOD.replace('follow_up = "Who last did?"', ""), "'follow_up' is missing or empty; write a short"),
        (GOOD.replace('"The plan."', '" The plan."'), "'sounds_output' has spaces or line breaks around it"),
        (GOOD.replace('"a test"', '"' + "a" * 141 + '"'), "'origin' has 141 characters; keep it to 140"),
        (GOOD + 'mood = "happy"', "unknown field 'mood'"),
        (GOOD + "lead = 9", "'lead' is 9; use a rank from 1 to 6"),
        (GOOD + 'setting = "moon"', "'setting' is 'moon'; use one of on_site"),
        (GOOD + 'trades = "care"', "'trades' is not a table"),
        (GOOD + "[one.trades.magic]\ntext = 'Who?'", "'trades' is 'magic'; use one of care"),
        (GOOD + "[one.trades.care]", "'trades.care' is empty"),
        (GOOD + "[one.trades.care]\norigin = 'x'", "'trades.care' has an unknown field 'origin'"),
        (GOOD + GOOD.replace("[one]", "[two]"), "question 'two': the same id or text as 'one'"),
        ("one = 1", "question 'one': is not a table"),
        ("[one", "autonomy.toml: not valid TOML"),
    ],
)
def test_what_is_wrong_with_the_data_is_said_in_one_sentence(broken: str, says: str) -> None:
    with pytest.raises(BankError) as caught:
        parse_bank(files(broken))
    assert says in str(caught.value)
    assert str(caught.value).endswith(".")


def test_good_data_is_taken() -> None:
    assert [q.id for q in parse_bank(files(GOOD))] == ["one"]


def test_a_missing_file_is_named() -> None:
    with pytest.raises(BankError, match=r"success_metrics\.toml: the file is missing"):
        parse_bank({})
