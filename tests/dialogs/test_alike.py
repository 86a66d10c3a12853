"""Names that begin alike: Acme Health is not Acme, unless the person says so."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dialogs.words import Known, KnownOpportunity, understand
from tests.player import MONDAY, Player

KNOWN = Known(
    (
        KnownOpportunity("a", "Acme", "data analyst", datetime(2026, 3, 11, 15, tzinfo=UTC)),
        KnownOpportunity("b", "Blue Ocean Robotics"),
    ),
    focus="a",
)


@pytest.mark.parametrize(
    ("said", "company", "alike"),
    [
        ("interview at Acme Health friday 10:30 with the CTO", "Acme Health", "Acme"),
        ("acme robotics friday 10:30 am with the CTO", "acme robotics", "Acme"),
        ("seeing Acme Freight monday 9am", "Acme Freight", "Acme"),
        ("offer from Acme Labs 70k EUR a year", "Acme Labs", "Acme"),
        ("can you move acme robotics to the 17th 4pm", "acme robotics", "Acme"),
        ("cancel Acme Freight", "Acme Freight", "Acme"),
        ("interview Blue Ocean Freight friday 3pm", "Blue Ocean Freight", "Blue Ocean Robotics"),
    ],
)
def test_a_name_that_goes_on_is_another_name(said: str, company: str, alike: str) -> None:
    meant = understand(said, now=MONDAY, zone="Europe/Lisbon", known=KNOWN)
    assert (meant.company, meant.resembles, meant.opportunity_id) == (company, alike, None)


@pytest.mark.parametrize(
    ("said", "id"),
    [
        ("acme hiring manager friday 3pm", "a"),
        ("acme interview friday 3pm", "a"),
        ("interview Acme Inc friday 3pm", "a"),
        ("interview at Acme GmbH friday 3pm", "a"),
        ("acme's CTO friday 3pm", "a"),
        ("Acme on Friday 3pm", "a"),
        ("Acme Friday 3pm", "a"),
        ("interview acme data analyst friday 3pm", "a"),
        ("interview Acme Staff Engineer friday 3pm", "a"),
        ("interview Acme robotics engineer friday 3pm", "a"),
        ("seeing Acme Dana friday 3pm", "a"),
        ("Acme Panel Friday 3pm", "a"),
        ("interview Acme, Berlin friday 3pm", "a"),
        ("acme recruiter call friday 3pm zoom", "a"),
        ("offer Acme 62k EUR a year", "a"),
        ("acme offered me 62k a year", "a"),
        ("acme proposes 60k", "a"),
        ("acme moved to thursday 4pm", "a"),
        ("cancel acme pls", "a"),
        ("debrief acme she said growth matters a lot here", "a"),
        ("interview Blue Ocean friday 3pm", "b"),
        ("Gespräch bei Acme Freitag 15 Uhr mit der Personalerin", "a"),
    ],
)
def test_what_is_said_about_a_company_is_no_other_name(said: str, id: str) -> None:
    meant = understand(said, now=MONDAY, zone="Europe/Lisbon", known=KNOWN)
    assert (meant.opportunity_id, meant.resembles) == (id, None)


@pytest.mark.parametrize(
    ("said", "company"),
    [
        ("i think its wrong, the leaderboard is just for fun", "Acme"),
        ("i think the dashboards are only there for show", "Acme"),
        ("what do you think about umbrella", "umbrella"),
        ("your verdict on umbrella", "umbrella"),
        ("umbrella: output or outcome?", "umbrella"),
        ("so whats the mindset at umbrella", "umbrella"),
    ],
)
def test_a_word_in_a_sentence_about_a_place_is_no_name_of_one(said: str, company: str) -> None:
    meant = understand(said, now=MONDAY, zone="Europe/Lisbon", known=KNOWN)
    assert meant.company in (company, None)


@pytest.fixture
def acme(player: Player) -> Player:
    player.says("seeing Acme wednesday 3pm with the hiring manager")
    return player


@pytest.mark.parametrize(
    "other", ["no", "another company", "not the same", "Acme Health", "it's a different company"]
)
def test_another_company_is_opened_once_it_is_said(acme: Player, other: str) -> None:
    acme.plays(
        [
            ("interview at Acme Health friday 10:30 with the CTO", "Is Acme Health the same as Acme"),
            (other, "Friday 13 March, 10:30"),
        ]
    )
    assert len(acme.company("Acme").interviews) == len(acme.company("Acme Health").interviews) == 1


@pytest.mark.parametrize("same", ["yes", "the same", "same company", "Acme"])
def test_the_same_company_stays_one(acme: Player, same: str) -> None:
    acme.plays(
        [
            ("interview at acme health friday 10:30", "Is Acme Health the same"),
            (same, "Booked: Acme, Friday 13 March"),
        ]
    )
    assert [o.company for o in acme.me.opportunities] == ["Acme"]
    assert len(acme.company("Acme").interviews) == 2


def test_an_offer_goes_to_the_one_that_is_meant(acme: Player) -> None:
    acme.plays(
        [
            ("offer from Acme Labs 70k EUR a year", "Is Acme Labs the same as Acme"),
            ("[Acme Labs]", "€70,000 a year"),
        ]
    )
    assert acme.company("Acme").terms is None
    assert acme.company("Acme Labs").terms is not None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("move acme robotics to the 17th 4pm", "only on Acme. “Move Acme"),
        ("can you move Acme Freight to friday 4pm?", "only on Acme. “Move Acme"),
        ("cancel acme robotics", "only on Acme. “Cancel Acme”"),
        ("forget Acme Health", "only on Acme. “forget Acme”"),
    ],
)
def test_nothing_is_changed_of_one_that_is_only_alike(acme: Player, words: str, expected: str) -> None:
    before = acme.company("Acme")
    assert expected in acme.says(words)
    assert acme.company("Acme") == before


def test_both_are_told_apart_from_then_on(acme: Player) -> None:
    acme.says("interview at Acme Robotics friday 10:30")
    acme.presses("Acme Robotics")
    acme.plays(
        [
            ("move acme robotics to the 17th 4pm", "Moved: Acme Robotics"),
            ("acme moved to thursday 4pm", "Moved: Acme is now Thursday 12 March"),
        ]
    )
