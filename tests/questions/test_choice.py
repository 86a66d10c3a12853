"""Which questions are chosen for whom: by table for the cases people meet, by property for all others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from dialogs.questions.bank import Form
from dialogs.questions.choice import OwnQuestion, Situation, Suggestion, choose, swap
from dialogs.questions.loading import load_bank
from dialogs.questions.worth import MINUTES, can_answer
from dialogs.rubric import Dimension, Role, Stage

BANK = load_bank()
IDS = [q.id for q in BANK]
FIRST, SECOND, THIRD = "first-six-months", "perfect-and-no-difference", "plan-or-problem"


def ids(suggestions: tuple[Suggestion, ...]) -> list[str]:
    return [s.question.id for s in suggestions]


pairs = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(list(Role))), max_size=30).map(tuple)
situations = st.builds(
    Situation,
    role=st.sampled_from(list(Role)),
    stage=st.sampled_from(list(Stage)),
    expected_information=st.dictionaries(st.sampled_from(list(Dimension)), st.floats(0, 2)),
    asked=pairs,
    dodged=pairs,
    heard=st.dictionaries(st.sampled_from(list(Dimension)), st.integers(1, 5)),
    contradictions=st.lists(st.sampled_from(list(Dimension)), max_size=2, unique=True).map(tuple),
    pinned=st.lists(st.sampled_from([*IDS, "gone-since"]), max_size=3).map(tuple),
    swapped_out=st.lists(st.sampled_from(IDS), max_size=60).map(tuple),
    own=st.just(()) | st.just((OwnQuestion("own-1", "Who cooks?", Dimension.FOCUS),)),
    minutes=st.integers(0, 60),
    trade=st.sampled_from([None, "nurse", "warehouse lead", "poet"]),
    seed=st.integers(0, 2**31),
    company_known=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(situations, st.integers(3, 5))
def test_whatever_is_known_there_is_something_fit_to_ask(situation: Situation, count: int) -> None:
    chosen = choose(BANK, situation, count)
    assert len(chosen) >= count
    assert len(set(ids(chosen))) == len(chosen)
    free = [s.question for s in chosen if not s.pinned]
    assert all(can_answer(q, situation.role) and not q.is_observation for q in free)
    assert not {(q.id, situation.role) for q in free} & set(situation.dodged)
    kept = [*dict.fromkeys(i for i in situation.pinned if i in IDS), *(o.id for o in situation.own)]
    assert [s.question.id for s in chosen if s.pinned] == kept
    for s in chosen:
        assert s.text
        assert s.follow_up
        assert s.why.endswith(".")
        assert "\n" not in s.why
        assert len(s.why) <= 190
    assert choose(BANK, situation, count) == chosen


@settings(max_examples=60, deadline=None)
@given(situations)
def test_a_swap_brings_something_else_this_person_can_answer(situation: Situation) -> None:
    shown = ids(choose(BANK, situation))
    other = swap(BANK, situation, shown[-1])
    assert other.question.id not in shown
    assert can_answer(other.question, situation.role)
    assert (other.question.id, situation.role) not in situation.dodged


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("count", [3, 5])
def test_every_role_at_every_stage_is_asked_about_different_things(
    role: Role, stage: Stage, count: int
) -> None:
    chosen = choose(BANK, Situation(role, stage), count)
    assert len({s.question.dimension for s in chosen}) == len(chosen) == count
    assert len({s.question.form for s in chosen}) >= 2
    assert all(stage in s.question.stages for s in chosen)


def test_with_nothing_known_the_mission_leads_and_growth_comes_next() -> None:
    chosen = choose(BANK, Situation(Role.HIRING_MANAGER, Stage.MAIN_ROUND), 4)
    assert ids(chosen)[:3] == [FIRST, SECOND, THIRD]
    assert chosen[3].question.dimension is Dimension.GROWTH


@pytest.mark.parametrize("seed", range(20))
def test_the_lead_is_the_same_for_every_seed(seed: int) -> None:
    chosen = choose(BANK, Situation(Role.HIRING_MANAGER, Stage.MAIN_ROUND, seed=seed))
    assert set(ids(chosen)) == {FIRST, SECOND, THIRD}


def test_seeds_give_equals_a_turn() -> None:
    known = dict.fromkeys((Dimension.SUCCESS_METRICS, Dimension.AUTONOMY, Dimension.FAILURE_LEARNING), 0.1)
    sets = {
        tuple(ids(choose(BANK, Situation(Role.PEER, Stage.PANEL, expected_information=known, seed=n))))
        for n in range(30)
    }
    assert len(sets) > 1


def test_what_is_settled_gives_way_to_what_is_open() -> None:
    known = dict.fromkeys(Dimension, 0.05) | {Dimension.RECOGNITION: 1.0, Dimension.FOCUS: 0.9}
    chosen = choose(BANK, Situation(Role.PEER, Stage.PANEL, expected_information=known))
    assert {s.question.dimension for s in chosen[:2]} == {Dimension.RECOGNITION, Dimension.FOCUS}


def test_a_recruiter_is_asked_only_what_recruiters_know() -> None:
    for stage in Stage:
        for s in choose(BANK, Situation(Role.RECRUITER, stage), 5):
            assert Role.RECRUITER in s.question.roles


def test_what_one_dodged_comes_back_in_another_form_to_another() -> None:
    asked = ((SECOND, Role.HIRING_MANAGER),)
    situation = Situation(Role.PEER, Stage.PANEL, asked=asked, dodged=asked, company_known=True)
    again = next(s for s in choose(BANK, situation) if s.question.dimension is Dimension.FAILURE_LEARNING)
    assert again.question.id != SECOND
    assert again.question.form is not Form.PAST_EVENT
    assert "hiring manager dodged this topic" in again.why


@pytest.mark.parametrize(
    ("heard", "why"),
    [
        ({Dimension.GROWTH: 1}, "One answer so far on what you would learn"),
        ({}, "You have nothing yet on what you would learn"),
    ],
)
def test_what_was_told_unasked_is_heard_all_the_same(heard: dict[Dimension, int], why: str) -> None:
    situation = Situation(Role.HIRING_MANAGER, Stage.MAIN_ROUND, heard=heard, company_known=True)
    growth = next(s for s in choose(BANK, situation, 5) if s.question.dimension is Dimension.GROWTH)
    assert growth.why.startswith(why)


def test_the_one_who_dodged_is_rather_asked_about_something_else() -> None:
    dodged = ((SECOND, Role.HIRING_MANAGER),)
    situation = Situation(Role.HIRING_MANAGER, Stage.PANEL, dodged=dodged)
    assert Dimension.FAILURE_LEARNING not in {s.question.dimension for s in choose(BANK, situation)}


def test_a_contradiction_is_put_to_a_second_person_in_the_same_words() -> None:
    situation = Situation(
        Role.PEER,
        Stage.PANEL,
        asked=(("plan-or-problem", Role.HIRING_MANAGER), ("approval-path", Role.JUNIOR)),
        contradictions=(Dimension.AUTONOMY,),
        company_known=True,
    )
    top = choose(BANK, situation)[0]
    assert top.question.id in {"plan-or-problem", "approval-path"}
    assert "don't agree" in top.why
    assert "asked this too" in top.why


def test_the_same_lead_in_the_words_for_another_role_is_one_question() -> None:
    situation = Situation(Role.PEER, Stage.PANEL, asked=((FIRST, Role.HIRING_MANAGER),), company_known=True)
    chosen = choose(BANK, situation, 5)
    own = [s for s in chosen if s.question.id == "your-own-first-six-months"]
    assert own == [] or "The hiring manager answered this" in own[0].why


def test_nobody_is_asked_the_same_twice() -> None:
    situation = Situation(Role.HIRING_MANAGER, Stage.MAIN_ROUND)
    first = choose(BANK, situation, 5)
    asked = tuple((i, Role.HIRING_MANAGER) for i in ids(first))
    assert not set(ids(first)) & set(ids(choose(BANK, replace(situation, asked=asked), 5)))


def test_a_question_swapped_out_stays_away() -> None:
    situation = Situation(Role.HIRING_MANAGER, Stage.MAIN_ROUND)
    assert FIRST not in ids(choose(BANK, replace(situation, swapped_out=(FIRST,)), 5))


def test_what_does_not_fit_the_minutes_is_marked() -> None:
    chosen = choose(BANK, Situation(Role.HIRING_MANAGER, Stage.MAIN_ROUND, minutes=7), 5)
    assert [s.if_time for s in chosen] == sorted(s.if_time for s in chosen)
    assert sum(MINUTES[s.question.form] for s in chosen if not s.if_time) <= 7
    assert any(not s.if_time for s in chosen)


def test_own_and_pinned_questions_come_first_and_say_so() -> None:
    own = OwnQuestion("own-1", "May I bring my dog?", Dimension.AUTONOMY)
    situation = Situation(Role.PEER, Stage.PANEL, pinned=("last-promotion", "see-who-answers"), own=(own,))
    chosen = choose(BANK, situation)
    assert ids(chosen) == ["last-promotion", "see-who-answers", "own-1"]
    assert [s.why for s in chosen[:2]] == ["You pinned it."] * 2
    assert chosen[2].why == "Yours. I file the answer under who decides; tell me if it belongs elsewhere."


def test_the_trade_of_the_candidate_chooses_the_words() -> None:
    nurse = choose(BANK, Situation(Role.HIRING_MANAGER, Stage.MAIN_ROUND, trade="ICU nurse"))
    assert any("patients" in s.text for s in nurse)


@pytest.mark.parametrize("count", [0, 2, 6])
def test_a_count_out_of_range_is_refused_in_words(count: int) -> None:
    with pytest.raises(ValueError, match=f"Ask for 3 to 5 questions, not {count}"):
        choose(BANK, Situation(Role.PEER, Stage.PANEL), count)


def test_when_all_was_dodged_a_swap_says_what_is_left_to_do() -> None:
    situation = Situation(Role.PEER, Stage.PANEL, dodged=tuple((i, Role.PEER) for i in IDS))
    with pytest.raises(LookupError, match="write your own"):
        swap(BANK, situation, FIRST)


def test_suggestions_and_situations_survive_json() -> None:
    situation = Situation(
        Role.PEER, Stage.PANEL, expected_information={Dimension.FOCUS: 0.5}, asked=((FIRST, Role.RECRUITER),)
    )
    for kind, value in ((Situation, situation), (Suggestion, choose(BANK, situation)[0])):
        adapter = TypeAdapter(kind)
        assert adapter.validate_json(adapter.dump_json(value)) == value
