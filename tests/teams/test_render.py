"""Every reply at its usual and at its largest size: within the limits, valid, whole, and literal."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft6Validator

from bot.teams.painting import paint
from bot.teams.render import draw
from bot.teams.render.elements import plain, text
from bot.teams.render.limits import ACTIONS_IN_A_ROW, CARD_BYTES, MESSAGE_BYTES, PICTURE_BYTES, TEXT_CHARS
from bot.teams.render.packing import Part, size
from bot.teams.render.pictures import Picture
from bot.teams.wire import pressed
from dialogs.activity import Acted, Filled
from dialogs.replies import Reply
from tests.teams import samples

REPLIES = [
    pytest.param(reply, id=f"{type(reply).__name__}-{'usual' if size is samples.USUAL else 'largest'}")
    for size in (samples.USUAL, samples.LARGEST)
    for reply in samples.replies(size)
]


@cache
def schema() -> Draft6Validator:
    """The Adaptive Cards schema of version 1.5."""
    source = files("adaptive_cards") / "schemas" / "schema-1.5.json"
    return Draft6Validator(json.loads(source.read_text()))


def elements(content: Any) -> list[dict[str, Any]]:
    """Every typed element in a card, however deep."""
    if isinstance(content, list):
        return [found for each in content for found in elements(each)]
    if not isinstance(content, dict):
        return []
    inside = [found for each in content.values() for found in elements(each)]
    return [content, *inside] if "type" in content else inside


def drawn(reply: Reply) -> tuple[Part, ...]:
    return draw(reply, key="card:o1", pictures=PICTURES)


PICTURES = (
    Picture("data:image/png;base64," + "A" * (PICTURE_BYTES * 4 // 3), "Pay paths that meet in year five."),
)


def test_the_samples_hold_every_kind_of_reply() -> None:
    assert {type(reply) for reply in samples.replies(samples.USUAL)} == samples.kinds()


@pytest.mark.parametrize("reply", REPLIES)
def test_every_card_is_valid_and_within_the_limits(reply: Reply) -> None:
    for part in drawn(reply):
        assert part.text.strip()
        assert len(part.text) <= max(TEXT_CHARS, CARD_BYTES)
        if part.card is None:
            continue
        assert size(part.card) <= CARD_BYTES
        assert len(json.dumps(part.card, ensure_ascii=False).encode("utf-16-le")) <= MESSAGE_BYTES
        card = {k: v for k, v in part.card.items() if k != "msteams"}  # Teams' own, not in the schema
        assert schema().is_valid(card), next(schema().iter_errors(card)).message[:400]


@pytest.mark.parametrize("reply", REPLIES)
def test_every_card_can_be_read_without_being_drawn(reply: Reply) -> None:
    for part in drawn(reply):
        if part.card is not None:
            assert part.card["version"] == "1.5"
            assert part.card["fallbackText"].strip()
            assert part.card["fallbackText"] in (part.text, part.text[:1999] + "…")
            assert part.summary


@pytest.mark.parametrize("reply", REPLIES)
def test_text_wraps_buttons_fit_and_ids_are_unique(reply: Reply) -> None:
    for part in drawn(reply):
        found = elements(part.card)
        assert all(each["wrap"] is True for each in found if each["type"] == "TextBlock")
        assert all(len(each["actions"]) <= ACTIONS_IN_A_ROW for each in found if each["type"] == "ActionSet")
        assert all(each["altText"] for each in found if each["type"] == "Image")
        ids = [
            each["id"]
            for each in found
            if each["type"].startswith("Input.") or (each["type"] == "Container" and "id" in each)
        ]
        if not any(each["type"] == "Action.ShowCard" for each in found):
            assert len(ids) == len(set(ids))


@pytest.mark.parametrize("reply", REPLIES)
def test_every_button_says_what_it_means_when_it_comes_back(reply: Reply) -> None:
    for part in drawn(reply):
        for each in elements(part.card):
            if each["type"] == "Action.Execute":
                back = pressed(json.loads(json.dumps(each["data"])))
                assert back is not None
                assert back.event.act.name == each["verb"]
                assert back.card == "card:o1"
                assert isinstance(back.event, Filled) or each["associatedInputs"] == "none"


@pytest.mark.parametrize("size_", [samples.USUAL, samples.LARGEST], ids=["usual", "largest"])
def test_nothing_is_cut(size_: samples.Size) -> None:
    shown = samples.verdict(size_)
    said = "\n".join(part.text for part in drawn(shown))
    lines = [*shown.carried_by, *shown.against, *(q.text for q in shown.next_questions)]
    flat = "".join(said.split())
    assert all("".join(line.split()) in flat for line in lines)
    assert len([a for p in drawn(shown) for a in elements(p.card) if a.get("verb") == "answer.edit"]) == len(
        shown.answers
    )


@pytest.mark.parametrize("reply", REPLIES)
def test_whatever_is_hidden_has_its_button_on_the_same_card(reply: Reply) -> None:
    for part in drawn(reply):
        found = elements(part.card)
        hidden = {each["id"] for each in found if each.get("isVisible") is False}
        targets = {
            t for each in found if each["type"] == "Action.ToggleVisibility" for t in each["targetElements"]
        }
        assert hidden <= targets
        assert targets <= {each.get("id") for each in found}


NASTY = (
    "[pay me](https://evil.example)",
    "**bold** and _under_ and ~~gone~~",
    "# not a heading",
    "1. not a list",
    "- neither",
    "`code` <b>html</b> | pipe",
    "{{DATE(2026-01-01T00:00:00Z, SHORT)}}",
)


@pytest.mark.parametrize("words", NASTY)
def test_what_people_type_is_never_read_as_markdown(words: str) -> None:
    (block,) = text(words)
    assert block["type"] == "RichTextBlock"  # runs are literal; a TextBlock would be Markdown
    assert plain([block]).replace("\u2060", "") == words


def test_plain_words_stay_one_plain_block() -> None:
    assert text("Thursday 12 March, 15:00 (Lisbon).") == [
        {"type": "TextBlock", "text": "Thursday 12 March, 15:00 (Lisbon).", "wrap": True}
    ]


def test_amounts_stay_hidden_where_others_read_along() -> None:
    shown = samples.comparison(samples.USUAL, hidden=True)
    table = [each for part in drawn(shown) for each in elements(part.card) if each["type"] == "Table"]
    assert table
    assert "€" not in plain(table)
    assert "Floor" in plain(table)


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ({"f.when@time": "15:00", "f.when@day": "2026-03-12"}, {"when": "2026-03-12 15:00"}),
        ({"f.when@day": "2026-03-12", "f.when@time": ""}, {"when": "2026-03-12"}),
        ({"f.base": " 62k ", "other": "x"}, {"base": "62k"}),
        ({"f.hours": 38}, {"hours": "38"}),
        ({"f.notes": None}, {"notes": ""}),
    ],
)
def test_what_was_typed_comes_back_by_field(typed: dict[str, Any], values: dict[str, str]) -> None:
    back = pressed({"do": "offer.fill", "with": {"opportunity": "o1"}, "fills": True, **typed})
    assert back is not None
    assert isinstance(back.event, Filled)
    assert dict(back.event.values) == values


@pytest.mark.parametrize("value", [{}, {"do": 5}, {"do": ""}, {"do": "x", "with": ["y"]}])
def test_data_that_was_never_ours_is_nothing(value: dict[str, Any]) -> None:
    assert pressed(value) is None


def test_what_is_not_text_among_the_arguments_is_dropped() -> None:
    back = pressed({"do": "prep.pin", "with": {"id": "q1", "n": 5, "deep": {"x": "y"}}, "card": 7})
    assert back is not None
    assert back.event == Acted(type(back.event.act)("prep.pin", {"id": "q1"}))
    assert back.card is None


@pytest.mark.parametrize("size_", [samples.USUAL, samples.LARGEST], ids=["usual", "largest"])
def test_pictures_come_in_cards_of_their_own_with_their_words(size_: samples.Size) -> None:
    shown = samples.comparison(size_)
    painted = paint(shown)
    assert len(painted) == 2
    parts = draw(shown, pictures=painted)
    pictures = [part for part in parts if [e for e in elements(part.card) if e["type"] == "Image"]]
    assert [part.text for part in pictures] == [each.alt for each in painted]
    assert all(size(part.card) <= CARD_BYTES for part in parts)
    assert paint(replace(shown, pictures=False)) == ()


def test_pictures_name_no_amounts_where_others_read_along() -> None:
    assert "€" not in " ".join(each.alt for each in paint(samples.comparison(samples.USUAL, hidden=True)))
