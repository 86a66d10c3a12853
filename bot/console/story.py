"""The story that `coach demo` plays: what one person types, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = "Europe/Lisbon"
BEGINS: Final = datetime(2026, 3, 9, 9, 0, tzinfo=ZoneInfo(ZONE))


@dataclass(frozen=True, slots=True)
class Line:
    """One thing the person types; or, with `press`, the label of the button they press."""

    says: str = ""
    press: str = ""


def says(words: str) -> Line:
    """Something typed."""
    return Line(says=words)


def presses(label: str) -> Line:
    """A button pressed."""
    return Line(press=label)


STORY: Final[tuple[Line, ...]] = (
    says("seeing northwind thursday 3pm, hiring manager, operations analyst"),
    presses("Questions to ask"),
    presses("Pin all"),
    says("and globex monday the 16th at 10, future colleague, operations planner"),
    says("later 4d"),
    says(
        "She said the big thing is getting the new routing tool live before summer, everybody's bonus hangs on it. "
        "I asked what it's for and she said fewer vans driving half empty"
    ),
    presses("Both"),
    says("wait, when is the globex one?"),
    says("she laughed and said that doesn't happen here"),
    presses("They dodged"),
    says(
        "tickets come pre-sorted from the head office, you pick the top one. Going off script needs two signatures"
    ),
    says("The wall behind her was all launch dates. I found no number about customers anywhere."),
    says("skip"),
    presses("Why?"),
    says("later 3d"),
    presses("Questions to ask"),
    presses("Pin all"),
    says("later 1d"),
    says(
        "They built a driver app, on time and nice, and after two months they looked: nobody's day was any "
        "shorter. So they dropped it, wrote up why, and asked the drivers first the next time"
    ),
    says(
        "You get a problem and a goal for the quarter, not a plan. He had picked the wrong fix himself in his "
        "first year, and was allowed to say so and change it"
    ),
    says(
        "He was judged on whether late deliveries go down, they were at nine percent and it had to be six. How he "
        "got there was his own thing"
    ),
    says("skip"),
    says(
        "Everybody moves on after about eighteen months. She went from planning to pricing and now teaches the new "
        "ones, and each year she could do something she couldn't the year before"
    ),
    says("offer from northwind 62k, 10% bonus, 25 days off, answer by the 27th"),
    presses("EUR"),
    presses("a year"),
    says("offer from globex 57k EUR a year, 5% bonus, 28 days off"),
    says("compare"),
    says("48000 EUR"),
    says("growth, mindset, pay, autonomy"),
    presses("What would turn it round"),
    presses("Note for negotiating"),
    says("status"),
)
