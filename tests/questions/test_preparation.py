"""The visit, the pocket card and the difference one made."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.questions.bank import Setting
from dialogs.questions.card import COLUMNS, LINES, pocket_card, pocket_card_markdown
from dialogs.questions.choice import Situation, choose
from dialogs.questions.loading import load_bank
from dialogs.questions.preparation import SLOTS, Difference, look_for, visit_note
from dialogs.rubric import Dimension, Role, Stage

BANK = load_bank()
ANY = Situation(Role.HIRING_MANAGER, Stage.MAIN_ROUND)

DONE = (
    Difference()
    .with_slot("for_whom", "For families on our ward.")
    .with_slot("problem", "They rang five times to find out who was in charge")
    .with_slot("did", "I put one name on the first letter")
    .with_slot("changed", "Afterwards the calls fell by half.")
    .with_slot("proof", "because the switchboard counts them")
)


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("setting", list(Setting))
def test_there_are_three_different_things_to_notice(stage: Stage, setting: Setting) -> None:
    things = look_for(BANK, Situation(Role.UNKNOWN, stage), setting)
    assert len({q.dimension for q in things}) == len(things) == 3
    assert setting is Setting.ON_SITE or all(q.setting is not Setting.ON_SITE for q in things)
    assert len(visit_note(BANK, Situation(Role.UNKNOWN, stage), setting)) < 600


def test_what_is_most_open_is_looked_for_first_and_what_was_noted_not_again() -> None:
    situation = Situation(
        Role.PEER,
        Stage.PANEL,
        expected_information=dict.fromkeys(Dimension, 0.2) | {Dimension.GROWTH: 0.9},
        asked=(("see-who-is-learning", Role.PEER),),
    )
    assert look_for(BANK, situation)[0].id == "see-the-years"


def test_the_difference_is_said_in_one_breath_whatever_way_it_was_typed() -> None:
    assert DONE.said() == (
        "For families on our ward: they rang five times to find out who was in charge. "
        "I put one name on the first letter. Afterwards the calls fell by half. "
        "I know because the switchboard counts them."
    )
    assert DONE.in_short() == "I put one name on the first letter; the calls fell by half."
    assert DONE.missing() is None
    assert DONE.advice() is None


@pytest.mark.parametrize(
    ("slot", "typed", "kept"),
    [
        ("did", "Moved the desk.", "moved the desk"),
        ("did", "I moved   the desk", "moved the desk"),
        ("for_whom", "Anna and her team", "Anna and her team"),
        ("for_whom", "A ward in Lyon", "a ward in Lyon"),
        ("problem", "IT was down", "IT was down"),
        ("changed", "Then, the queue was gone", "the queue was gone"),
        ("changed", "   ", ""),
    ],
)
def test_the_words_are_fitted_to_the_sentence(slot: str, typed: str, kept: str) -> None:
    assert getattr(Difference().with_slot(slot, typed), slot) == kept


@pytest.mark.parametrize(
    ("slot", "words", "advice"),
    [
        ("changed", "", "What was different afterwards?"),
        ("changed", "it was shipped on time", "What got better for them because of it?"),
        ("changed", "they were happier", "Is there a figure in it"),
    ],
)
def test_the_coach_names_the_one_thing_that_would_make_it_stronger(
    slot: str, words: str, advice: str
) -> None:
    assert advice in (DONE.with_slot(slot, words).advice() or "")


def test_open_gaps_are_asked_in_order_and_an_unknown_one_is_refused() -> None:
    difference = Difference()
    for slot in SLOTS:
        assert difference.missing() == slot
        difference = difference.with_slot(slot.name, slot.example)
    assert difference.missing() is None
    with pytest.raises(ValueError, match="no gap called 'luck'; there are for_whom, problem"):
        difference.with_slot("luck", "x")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200), st.integers(3, 5), st.sampled_from(list(Role)))
def test_the_card_fits_and_leaves_no_question_out(title: str, notice: str, count: int, role: Role) -> None:
    chosen = choose(BANK, Situation(role, Stage.PANEL), count)
    card = pocket_card(title, chosen, when="Thu 12 March, 15:00 (Lisbon)", notice=notice)
    assert all(len(line) <= COLUMNS for line in card.splitlines())
    flat = " ".join(card.split())
    assert all(s.text in flat for s in chosen)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("count", [3, 4, 5])
def test_a_usual_card_is_one_screen(role: Role, count: int) -> None:
    chosen = choose(BANK, Situation(role, Stage.PANEL), count)
    card = pocket_card(
        "Northwind", chosen, when="Thu 15:00", notice="Dates or results?", difference=DONE.in_short()
    )
    assert len(card.splitlines()) <= LINES
    assert chosen[0].follow_up in " ".join(card.split())


def test_three_questions_leave_room_for_all_the_rest() -> None:
    card = pocket_card("Northwind", choose(BANK, ANY), notice="Dates or results?", difference=DONE.in_short())
    flat = " ".join(card.split())
    assert all(s.follow_up in flat for s in choose(BANK, ANY))
    assert "* Dates or results?" in flat
    assert "+ I put one name on the first letter" in flat


def test_the_markdown_card_says_all_and_disarms_what_was_typed() -> None:
    chosen = choose(BANK, ANY, 5)
    card = pocket_card_markdown("*Acme* <b>", chosen, notice="Dates?", difference=DONE.in_short())
    assert card.startswith("# \\*Acme\\* \\<b\\>\n")
    assert all(s.text in card and s.follow_up in card and s.sounds_outcome in card for s in chosen)
    assert card.count("*(if there is time)*") == sum(s.if_time for s in chosen)
    assert "**Mine:** I put one name" in card
