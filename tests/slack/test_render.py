"""Every reply at its usual and at its largest size: within every limit, whole, and literal."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from slack_sdk.models.blocks import Block

from bot.slack import acts
from bot.slack.render import render
from bot.slack.render.home import home
from bot.slack.render.modal import addressed, modal, problems, values
from dialogs.activity import Act, ConversationReference, Platform
from dialogs.engine import Input
from dialogs.replies import Choice, Form, FormField, Note, OfferComparison, Overview, Preview, Reply
from tests.slack.walker import message_faults, view_faults
from tests.teams import samples

HERE = ConversationReference(Platform.SLACK, "T1", "U1", "U1")
SIZES = {"usual": samples.USUAL, "largest": samples.LARGEST}
REPLIES = [
    pytest.param(reply, id=f"{n}-{type(reply).__name__}-{name}")
    for name, size in SIZES.items()
    for n, reply in enumerate(samples.replies(size))
]


def strings(node: Any) -> list[str]:
    """Every string in a structure."""
    if isinstance(node, dict):
        return [found for value in node.values() for found in strings(value)]
    if isinstance(node, list | tuple):
        return [found for value in node for found in strings(value)]
    return [node] if isinstance(node, str) else []


def buttons(node: Any) -> list[dict[str, Any]]:
    """Everything that can be pressed: buttons and entries of menus."""
    if isinstance(node, dict):
        own = [node] if node.get("type") == "button" else list(node.get("options", ()))
        return own + [found for value in node.values() for found in buttons(value)]
    if isinstance(node, list | tuple):
        return [found for value in node for found in buttons(value)]
    return []


def test_there_is_a_sample_of_every_reply() -> None:
    assert {type(reply) for reply in samples.replies(samples.USUAL)} == set(get_args(get_args(Reply)[0]))


@pytest.mark.parametrize("reply", REPLIES)
def test_every_message_is_within_every_limit(reply: Reply) -> None:
    for part in render(reply).parts:
        assert message_faults({"text": part.text, "blocks": part.blocks}) == []


@pytest.mark.parametrize("reply", REPLIES)
def test_the_sdk_takes_every_block_it_knows(reply: Reply) -> None:
    for part in render(reply).parts:
        for block in part.blocks:
            parsed = Block.parse(block)
            if parsed is None:
                assert block["type"] == "data_visualization"
            else:
                parsed.validate_json()


@pytest.mark.parametrize("reply", REPLIES)
def test_every_button_says_what_it_does_and_nothing_is_lost(reply: Reply) -> None:
    drawn = render(reply)
    found = [acts.decode(button["value"]) for part in drawn.parts for button in buttons(list(part.blocks))]
    for choice in getattr(reply, "choices", ()):
        assert choice.act in found
        assert any(choice.label[:40] in text for part in drawn.parts for text in strings(list(part.blocks)))


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_what_is_too_long_is_split_and_never_cut(size: samples.Size) -> None:
    words = "".join(f"word{n} " for n in range(9000))
    for reply in (Note(words), samples.probes(size), samples.verdict(size)):
        told = "".join(text for part in render(reply).parts for text in strings(list(part.blocks)))
        assert all(f"word{n} " in told for n in range(0, 9000, 500)) or not isinstance(reply, Note)
        for probe in getattr(reply, "probes", ()):
            assert probe.text in told
        for line in getattr(reply, "answers", ()):
            assert line.text in told


def test_nothing_a_person_typed_becomes_markup_or_a_mention() -> None:
    nasty = "<!channel> <@U1> *bold* & <https://evil.example|Slack>"
    (part,) = render(Note(nasty)).parts
    run = part.blocks[0]["elements"][0]["elements"][0]
    assert run == {"type": "text", "text": nasty}
    assert part.text == "&lt;!channel&gt; &lt;@U1&gt; *bold* &amp; &lt;https://evil.example|Slack&gt;"


def test_many_choices_keep_the_likely_ones_in_front_and_the_rest_in_a_menu() -> None:
    choices = tuple(
        Choice(f"Choice {n}", Act("verdict.why", {"n": str(n)}), primary=n == 7) for n in range(9)
    )
    (part,) = render(Note("Well?", choices)).parts
    (actions,) = [block for block in part.blocks if block["type"] == "actions"]
    *front, menu = actions["elements"]
    assert [button["text"]["text"] for button in front] == ["Choice 0", "Choice 1", "Choice 2", "Choice 7"]
    assert menu["type"] == "overflow"
    assert [option["text"]["text"] for option in menu["options"]] == [f"Choice {n}" for n in (3, 4, 5, 6, 8)]


def test_a_label_too_long_for_a_button_is_given_in_full_beside_it() -> None:
    label = "Forget " + "Northwind " * 12
    (part,) = render(Note("Sure?", (Choice(label, Act("forget.one")),))).parts
    assert any(label in text for text in strings(list(part.blocks)))


def test_an_act_longer_than_a_button_holds_is_packed_and_still_means_the_same() -> None:
    act = Act("answer", {"value": "the same words over and over " * 120, "step": "q1"})
    assert acts.decode(acts.encode(act)) == act
    assert len(acts.encode(act)) <= 2000


@pytest.mark.parametrize(
    "value", ["", "z!!", "{}", "[1]", "[1,2]", '["a",{"b":1}]', "garbage", "z" + "A" * 40]
)
def test_a_value_nobody_wrote_is_refused(value: str) -> None:
    with pytest.raises(acts.ActUnreadableError):
        acts.decode(value)


def test_the_comparison_without_amounts_names_no_sum() -> None:
    for part in render(samples.comparison(samples.USUAL, hidden=True)).parts:
        assert not any("€" in text or "Pay, year" in text for text in strings(list(part.blocks)))
        assert any("Mindset" in text for text in strings(list(part.blocks)))


@pytest.mark.parametrize(
    ("where", "run", "told"),
    [
        (
            "here",
            {"type": "text", "text": "everyone where you asked", "style": {"bold": True}},
            "everyone where you asked",
        ),
        ("C0AB12", {"type": "channel", "channel_id": "C0AB12"}, "that channel"),
        ("U0AB12", {"type": "user", "user_id": "U0AB12"}, "that person"),
        ("my mentor", {"type": "text", "text": "my mentor", "style": {"bold": True}}, "my mentor"),
    ],
)
def test_a_preview_names_who_will_see_it(where: str, run: dict[str, Any], told: str) -> None:
    (part,) = render(Preview(where, "Northwind", ("Leaning output",))).parts
    assert message_faults({"text": part.text, "blocks": part.blocks}) == []
    assert part.blocks[0]["elements"][0]["elements"][1] == run
    assert f"This is what {told} will see:" in part.text


def test_a_workspace_without_charts_gets_the_same_message_without_them() -> None:
    reply = samples.comparison(samples.USUAL)
    assert isinstance(reply, OfferComparison)
    (part,) = render(reply).parts
    assert part.charts
    plain = part.without_charts()
    assert not plain.charts
    assert [b for b in part.blocks if b["type"] != "data_visualization"] == list(plain.blocks)


# -- home and modals ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("many", [0, 2, 30, 400])
def test_the_home_shows_what_fits_and_counts_the_rest(many: int) -> None:
    item = next(r for r in samples.replies(samples.USUAL) if isinstance(r, Overview)).items[0]
    view = home(Overview("Everything open.", (item,) * many, 3))
    assert view_faults(view) == []
    shown = sum("Northwind · " in text for text in strings(view))
    rest = many + 3 - shown
    assert any(f"{rest} more are open" in text for text in strings(view))


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_every_form_is_a_modal_within_the_limits(size: samples.Size) -> None:
    form = samples.form(size)
    view = modal(form, HERE, "Europe/Lisbon")
    assert view_faults(view) == []
    assert addressed(view["private_metadata"]) == (form.act, {"act": acts.encode(form.act), "c": "U1"})


def sent(view: dict[str, Any]) -> dict[str, Any]:
    """What Slack sends when a modal is submitted untouched."""
    state: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = dict(block["element"])
            kind = element["type"]
            entered: dict[str, Any] = {"type": kind}
            match kind:
                case "static_select":
                    entered["selected_option"] = element.get("initial_option")
                case "datepicker":
                    entered["selected_date"] = element.get("initial_date")
                case "timepicker":
                    entered["selected_time"] = element.get("initial_time")
                case _:
                    entered["value"] = element.get("initial_value")
            state[block["block_id"]] = {element["action_id"]: entered}
    return state


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_modal_sent_untouched_gives_back_what_it_was_opened_with(size: samples.Size) -> None:
    form = samples.form(size)
    assert values(sent(modal(form, HERE))) == {field.id: field.value for field in form.fields}


@pytest.mark.parametrize(
    ("value", "zone", "shown"),
    [
        ("2026-03-12T15:00:00+00:00", "Europe/Madrid", "2026-03-12 16:00"),
        ("2026-03-12T15:00:00+00:00 in your time", "America/New_York", "2026-03-12 11:00"),
        ("2026-03-12 15:00", None, "2026-03-12 15:00"),
        ("2026-03-12T15:00:00+00:00", None, "2026-03-12T15:00:00+00:00"),
        ("some time on Tuesday", "Europe/Madrid", "some time on Tuesday"),
        ("", "Europe/Madrid", ""),
    ],
)
def test_a_moment_is_shown_on_the_persons_own_clock(value: str, zone: str | None, shown: str) -> None:
    form = Form("When?", "Save", Act("fill"), (FormField("when", "When", Input.DATE_TIME, value),))
    assert values(sent(modal(form, HERE, zone))) == {"when": shown}


def test_an_answer_too_long_for_one_input_is_spread_over_several_and_joined_again() -> None:
    long = "She said a great deal, and then some more. " * 250
    form = Form("Edit", "Save", Act("fill"), (FormField("text", "Answer", Input.LONG_TEXT, long),))
    view = modal(form, HERE)
    assert view_faults(view) == []
    assert values(sent(view)) == {"text": long}


def test_problems_go_under_the_field_they_are_about_or_under_the_first() -> None:
    form = Form(
        "Offer",
        "Save",
        Act("offer.fill"),
        (
            FormField("base", "Base pay", Input.MONEY, "lots", problem="An amount, please."),
            FormField("when", "Start", Input.DATE_TIME, problem="That day is past."),
            FormField("elsewhere", "Elsewhere", Input.TEXT, problem="Not shown here."),
        ),
    )
    shown = sent(modal(Form(form.title, form.submit, form.act, form.fields[:2]), HERE))
    assert problems(form, shown) == {
        "field:base": "An amount, please. Elsewhere: Not shown here.",
        "field:when@day": "That day is past.",
    }
