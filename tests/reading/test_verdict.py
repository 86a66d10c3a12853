"""The verdict: what moves it, and what must not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from dialogs.flows.judging import growth_line
from dialogs.reading.verdict import DimensionState, Evidence, Growth, Mindset, Pole, Verdict, judge
from dialogs.rubric import MINDSET_DIMENSIONS, Dimension, Label, Role, Source, Strength
from tests.reading.evidence import everywhere, said

SUCCESS, FAILURE, AUTONOMY, FOCUS, RECOGNITION = MINDSET_DIMENSIONS
PEER_ON_FOCUS = said(FOCUS, Label.OUTPUT, who="peer A", role=Role.PEER)


def test_nothing_known_is_said_so_and_asks_about_the_mindset_or_growth() -> None:
    verdict = judge("Acme", [])

    assert (verdict.mindset, verdict.growth, verdict.leaning) == (Mindset.NOT_ENOUGH, Growth.NOT_ENOUGH, None)
    assert verdict.probability == pytest.approx(0.5)
    assert verdict.interval == pytest.approx((0.1, 0.9))
    assert {each.state for each in verdict.dimensions} == {DimensionState.NOT_ENOUGH}
    assert {each.dimension for each in verdict.next_dimensions} == set(Dimension)


@pytest.mark.parametrize(
    ("evidence", "mindset", "leaning"),
    [
        pytest.param(everywhere(Label.OUTPUT), Mindset.OUTPUT, None, id="output everywhere"),
        pytest.param(everywhere(Label.OUTCOME), Mindset.OUTCOME, None, id="outcome everywhere"),
        pytest.param([said(SUCCESS, Label.OUTPUT)], Mindset.NOT_ENOUGH, Pole.OUTPUT, id="one answer leans"),
        pytest.param(everywhere(Label.UNCLEAR), Mindset.NOT_ENOUGH, None, id="slogans everywhere"),
        pytest.param(
            everywhere(Label.OUTPUT, (SUCCESS, FAILURE, AUTONOMY)),
            Mindset.NOT_ENOUGH,
            Pole.OUTPUT,
            id="one voice's three answers lean",
        ),
        pytest.param(
            [*everywhere(Label.OUTPUT, (SUCCESS, FAILURE, AUTONOMY)), PEER_ON_FOCUS],
            Mindset.OUTPUT,
            None,
            id="and a second voice settles it",
        ),
        pytest.param(
            [
                *everywhere(Label.OUTPUT, (SUCCESS, FAILURE, AUTONOMY)),
                said(FOCUS, Label.OUTPUT, source=Source.SEEN),
            ],
            Mindset.OUTPUT,
            None,
            id="or something seen does",
        ),
        pytest.param(
            [
                said(d, Label.OUTCOME, strength=Strength.CLAIM, who=w)
                for d in MINDSET_DIMENSIONS
                for w in "ab"
            ],
            Mindset.NOT_ENOUGH,
            Pole.OUTCOME,
            id="claims alone settle nothing",
        ),
        pytest.param(
            [said(d, Label.OUTCOME, who="recruiter", role=Role.RECRUITER) for d in MINDSET_DIMENSIONS],
            Mindset.NOT_ENOUGH,
            Pole.OUTCOME,
            id="a recruiter alone settles nothing",
        ),
        pytest.param(
            [
                said(SUCCESS, Label.OUTPUT),
                said(FAILURE, Label.OUTPUT),
                said(AUTONOMY, Label.OUTCOME, who="peer A", role=Role.PEER),
                said(FOCUS, Label.OUTCOME, who="peer A", role=Role.PEER),
                said(RECOGNITION, Label.OUTCOME, who="peer B", role=Role.PEER),
            ],
            Mindset.SPLIT,
            Pole.OUTCOME,
            id="credible both ways",
        ),
        pytest.param(
            [said(Dimension.GROWTH, Label.OUTCOME, who=who) for who in "abc"],
            Mindset.NOT_ENOUGH,
            None,
            id="growth says nothing of the mindset",
        ),
    ],
)
def test_the_mindset(evidence: list[Evidence], mindset: Mindset, leaning: Pole | None) -> None:
    verdict = judge("Acme", evidence)

    assert (verdict.mindset, verdict.leaning) == (mindset, leaning)


@pytest.mark.parametrize(
    ("label", "growth"), [(Label.OUTCOME, Growth.COMPOUNDING), (Label.OUTPUT, Growth.REPETITIVE)]
)
def test_growth_is_judged_apart(label: Label, growth: Growth) -> None:
    verdict = judge("Acme", [said(Dimension.GROWTH, label, who=who) for who in ("manager", "peer")])

    assert verdict.growth is growth
    assert verdict.probability == pytest.approx(0.5)
    assert [quote.interviewer for quote in verdict.growth_evidence] == ["manager", "peer"]


@pytest.mark.parametrize(
    ("label", "words", "line"),
    [
        (Label.OUTCOME, "leaning compounding", "Growth: leaning to skills that compound, not settled."),
        (Label.OUTPUT, "leaning repetitive", "Growth: leaning to the same function repeated, not settled."),
        (Label.UNCLEAR, "not enough evidence", "Growth: not enough to go on."),
    ],
)
def test_growth_that_leans_is_said_to_lean(label: Label, words: str, line: str) -> None:
    peer = judge("Acme", [said(Dimension.GROWTH, label, who="peer", role=Role.PEER, sure=0.7)])

    assert peer.growth is Growth.NOT_ENOUGH
    assert peer.of(Dimension.GROWTH).words == words
    assert growth_line(peer) == line


def test_a_slogan_moves_nothing() -> None:
    plain = judge("Acme", everywhere(Label.OUTPUT))
    padded = judge("Acme", [*everywhere(Label.OUTPUT), *(said(d, Label.UNCLEAR) for d in MINDSET_DIMENSIONS)])

    assert padded.probability == plain.probability
    assert padded.answers == 10
    assert padded.informative_answers == 5


def test_who_says_it_weighs_recruiter_least_and_seen_most() -> None:
    def moved(role: Role, source: Source) -> float:
        return judge("Acme", [said(SUCCESS, Label.OUTCOME, role=role, source=source)]).probability

    told = [moved(role, Source.TOLD) for role in (Role.RECRUITER, Role.PEER, Role.HIRING_MANAGER)]

    assert [*told, moved(Role.PEER, Source.SEEN)] == sorted([*told, moved(Role.PEER, Source.SEEN)])
    assert told[0] > 0.5
    assert len(set(told)) == 3


def test_one_voice_saying_it_again_counts_less_than_another_voice() -> None:
    once = said(SUCCESS, Label.OUTPUT)
    again = [once, *(replace(once, answer_id=f"again {n}") for n in range(3))]
    others = [once, *(said(SUCCESS, Label.OUTPUT, who=f"manager {n}") for n in range(3))]

    assert judge("Acme", others).of(SUCCESS).information > judge("Acme", again).of(SUCCESS).information


def test_a_correction_counts_as_certain_and_turns_the_verdict() -> None:
    read = everywhere(Label.OUTPUT)
    put_right = [said(d, Label.OUTCOME, corrected=True, sure=0.01) for d in MINDSET_DIMENSIONS]

    assert judge("Acme", read).mindset is Mindset.OUTPUT
    assert judge("Acme", put_right).probability > 1 - judge("Acme", read).probability
    assert judge("Acme", put_right).mindset is Mindset.OUTCOME


def test_quotes_carry_the_verdict_and_the_other_side_is_shown() -> None:
    verdict = judge(
        "Acme", [*everywhere(Label.OUTPUT), said(FOCUS, Label.OUTCOME, who="peer", role=Role.PEER)]
    )

    assert {quote.pole for quote in verdict.evidence} == {Pole.OUTPUT}
    assert [quote.quote for quote in verdict.counter_evidence] == ["outcome on focus"]


@pytest.mark.parametrize(
    ("second", "found"),
    [
        pytest.param(said(FOCUS, Label.OUTCOME, who="peer", role=Role.PEER), True, id="another voice"),
        pytest.param(said(FOCUS, Label.OUTCOME, source=Source.SEEN), True, id="said against seen"),
        pytest.param(
            said(AUTONOMY, Label.OUTCOME, who="peer", role=Role.PEER), False, id="another dimension"
        ),
        pytest.param(said(FOCUS, Label.UNCLEAR, who="peer", role=Role.PEER), False, id="a slogan"),
    ],
)
def test_contradictions_name_who_said_which(second: Evidence, found: bool) -> None:
    verdict = judge("Acme", [said(FOCUS, Label.OUTPUT), second])

    assert bool(verdict.contradictions) is found
    for each in verdict.contradictions:
        assert each.dimension is FOCUS
        assert each.output[0].quote == "output on focus"
        assert each.outcome[0].quote == "outcome on focus"


def test_the_next_question_is_about_what_is_not_known_yet() -> None:
    known = [said(d, Label.OUTPUT, who=who) for d in (SUCCESS, FAILURE, AUTONOMY, FOCUS) for who in "ab"]

    verdict = judge("Acme", known)
    mindset_only = [
        each.dimension for each in verdict.next_dimensions if each.dimension in MINDSET_DIMENSIONS
    ]

    assert mindset_only[0] is RECOGNITION
    assert verdict.expected_information[RECOGNITION] == max(
        verdict.expected_information[d] for d in MINDSET_DIMENSIONS
    )


answers = st.builds(
    said,
    st.sampled_from(Dimension),
    st.sampled_from(Label),
    who=st.sampled_from(("a", "b", "c")),
    role=st.sampled_from(Role),
    source=st.sampled_from(Source),
    strength=st.sampled_from((Strength.EVIDENCE, Strength.CLAIM)),
    sure=st.floats(0.0, 1.0),
    corrected=st.booleans(),
    key=st.uuids().map(str),
)


@settings(max_examples=60, deadline=None)
@given(evidence=st.lists(answers, max_size=12), data=st.data())
def test_any_evidence_gives_one_sound_verdict_whatever_its_order(
    evidence: list[Evidence], data: st.DataObject
) -> None:
    verdict = judge("Acme", evidence)
    shuffled = data.draw(st.permutations(evidence))

    assert judge("Acme", shuffled) == verdict
    for low, high in (verdict.interval, verdict.growth_interval, *(d.interval for d in verdict.dimensions)):
        assert 0 <= low < high <= 1
    assert 0 < verdict.probability < 1
    assert all(gain >= 0 for gain in verdict.expected_information.values())
    adapter = TypeAdapter(Verdict)
    assert adapter.validate_json(adapter.dump_json(verdict)) == verdict
