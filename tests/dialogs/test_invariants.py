"""Random people: whatever they type or press, they are answered, and what is kept stays whole."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.activity import Activity, Said
from dialogs.catalog import ACTS, DIALOGS
from dialogs.desk import Desk
from dialogs.engine import step_of
from dialogs.questions.loading import load_bank
from dialogs.turn import Loaded
from tests.player import HERE, MarkedReader, Player

WORDS = st.sampled_from(
    [
        "interview Northwind analyst, Thursday 3pm, hiring manager",
        "interview Globex",
        "tomorrow 9am",
        "questions",
        "debrief northwind",
        "debrief",
        "output: the date counts",
        "outcome: fewer people wait",
        "we are outcome driven",
        "skip",
        "back",
        "later",
        "cancel",
        "not asked",
        "they dodged",
        "verdict northwind",
        "why?",
        "offer from northwind 62k EUR a year, 10% bonus",
        "offer",
        "compare",
        "growth, pay",
        "status",
        "settings",
        "settings zone Lisbon",
        "pause until friday",
        "help",
        "share",
        "export",
        "forget northwind",
        "more output",
        "thanks!",
        "🙂🙂🙂",
        "\x00\x07",
        "",
        "was soll das heißen?",
    ]
)
MOVES = st.lists(st.one_of(WORDS, st.integers(0, 40), st.text(max_size=60)), max_size=14)


@settings(max_examples=60, deadline=None)
@given(MOVES)
def test_every_message_is_answered_and_the_state_stays_whole(moves: list[str | int]) -> None:
    player = Player()
    for move in moves:
        if isinstance(move, str):
            player.says(move)
        elif player.choices:
            act = player.choices[move % len(player.choices)].act
            player.acts(act.name, **act.args)
        else:
            player.arrives()
        assert player.said, f"no answer to {move!r}"
        player.waits(minutes=7)
        if player.person is not None:
            _is_whole(player)


def _is_whole(player: Player) -> None:
    """What is stored as asked exists, and no answer is kept that belongs to no step."""
    opportunities = {o.id: o for o in (player.company(line.company) for line in player.me.opportunities)}
    loaded = Loaded(False, player.me, opportunities)
    activity = Activity("look", HERE.tenant, HERE.person, player.now, HERE, Said(""))
    desk = Desk(activity, loaded, load_bank(), MarkedReader())
    for instance in player.me.dialogs.stack:
        steps = DIALOGS[instance.dialog].steps(desk, instance)
        assert step_of(steps, instance.asked) is not None
        assert set(instance.answers) <= {step.id for step in steps}


def test_every_button_that_is_ever_shown_is_known(booked: Player) -> None:
    seen = set()
    for words in (
        "status",
        "help",
        "settings",
        "verdict northwind",
        "offer northwind 60k EUR a year",
        "forget northwind",
    ):
        booked.says(words)
        seen |= {choice.act.name for choice in booked.choices}
    assert seen <= {*ACTS, "answer", "fill"}
