"""Every card at its usual and at its largest, in Microsoft's own JavaScript renderer: nothing wrong, nothing lost."""

from __future__ import annotations

import pytest

from bot.teams.render.elements import plain
from tests.teams import samples
from tests.teams.browsing import needed
from tests.teams.gallery import cards, rendered

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [samples.USUAL, samples.LARGEST], ids=["usual", "largest"])
def test_every_card_is_drawn_whole_and_without_a_parse_event(size: samples.Size) -> None:
    browser, packages = needed()
    shown = cards(samples.replies(size))
    answers = rendered(shown, browser, packages, None)
    assert [a["name"] for a in answers if a["events"]] == []
    assert [a["name"] for a in answers if a["wide"]] == []
    for card, answer in zip(shown, answers, strict=True):
        read = "".join(answer["words"].split())
        elements = [e for e in card["card"]["body"] if e["type"] in ("TextBlock", "RichTextBlock")]
        lost = [said for said in (plain([e]) for e in elements) if "".join(said.split()) not in read]
        assert [each for each in lost if "{{" not in each] == [], answer["name"]
