"""Questions worth asking: pinned, swapped, one's own, on a card."""

from __future__ import annotations

from dialogs.replies import PocketCard, Probes
from dialogs.rubric import Dimension
from tests.player import Player


def test_three_questions_each_with_its_reason(booked: Player) -> None:
    booked.says("questions")
    probes = booked.replies(Probes)[0].probes
    assert len(probes) == 3
    assert len({p.dimension for p in probes}) == 3
    assert all(p.why and p.follow_up and p.sounds_output and p.sounds_outcome for p in probes)


def test_asking_again_shows_the_same_questions(booked: Player) -> None:
    booked.says("questions")
    first = [p.id for p in booked.replies(Probes)[0].probes]
    booked.says("prep northwind")
    assert [p.id for p in booked.replies(Probes)[0].probes] == first


def test_swapping_brings_another_and_never_the_same_again(booked: Player) -> None:
    booked.says("questions")
    seen = {p.id for p in booked.replies(Probes)[0].probes}
    out = booked.replies(Probes)[0].probes[0]
    for _ in range(3):
        swap = next(c for c in booked.replies(Probes)[0].probes[0].choices if c.label == "Swap")
        booked.acts(swap.act.name, **swap.act.args)
        new = booked.replies(Probes)[0].probes[0]
        assert new.id not in seen
        seen.add(new.id)
    assert out.id in booked.company("Northwind").interviews[0].swapped_out


def test_ones_own_question_is_pinned_and_its_dimension_shown(booked: Player) -> None:
    booked.says("questions")
    booked.presses("Add mine")
    answer = booked.says("Who was promoted last year, and what for?")
    assert "I take it to be about" in answer
    booked.presses("Growth")
    own = booked.company("Northwind").interviews[0].questions[-1]
    assert own.pinned
    assert own.dimension is Dimension.GROWTH


def test_a_question_too_short_or_too_long_is_sent_back_kindly(booked: Player) -> None:
    booked.says("questions")
    booked.presses("Add mine")
    assert "very short" in booked.says("huh")
    assert "that long" in booked.says("why " * 100)


def test_the_pocket_card_has_every_question(booked: Player) -> None:
    booked.says("pocket card")
    card = booked.replies(PocketCard)[0]
    flat = " ".join(card.text.split())
    for question in booked.company("Northwind").interviews[0].questions:
        assert question.text.split("?")[0][:30] in flat
    assert max(len(line) for line in card.text.splitlines()) <= 40


def test_a_difference_is_filled_in_once_and_reused(booked: Player) -> None:
    booked.says("questions")
    booked.presses("What to have ready")
    for words in (
        "families on our ward",
        "they rang five times",
        "put one number on the letter",
        "the calls fell by half",
        "the switchboard counts them",
    ):
        answer = booked.says(words)
    assert "For families on our ward" in answer
    assert "calls fell by half" in booked.says("pocket card")


def test_reminders_bring_the_pinned_questions_again(booked: Player) -> None:
    text = booked.wakes_up("day_before")
    for question in booked.company("Northwind").interviews[0].questions:
        assert question.text in text


def test_questions_for_a_company_nobody_told_of(player: Player) -> None:
    assert "don't know Umbrella" in player.says("prep Umbrella")
