"""Whatever anybody writes: every message and modal stays within the limits, and nothing of it is lost."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.slack import acts
from bot.slack.render import render
from bot.slack.render.modal import modal, values
from dialogs.activity import Act
from dialogs.engine import Input
from dialogs.replies import Card, Choice, Form, FormField, Note, Preview, Question, Reminder, Reply
from tests.slack.test_render import HERE, buttons, sent
from tests.slack.walker import message_faults, view_faults

WORDS = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=("Cs",)), min_size=1, max_size=400),
    st.text(alphabet="<>&@#!|*_~`\u0301\u200d👩 \n.", min_size=1, max_size=400),
    st.integers(1, 4000).map(lambda n: "word " * n),
).filter(lambda text: bool(text.strip()))
SHORT = WORDS.map(lambda text: text[:120]).filter(lambda text: bool(text.strip()))
ACTS = st.builds(
    Act, st.from_regex(r"[a-z]{2,12}\.[a-z]{2,12}", fullmatch=True), st.dictionaries(SHORT, SHORT, max_size=3)
)
CHOICES = st.lists(st.builds(Choice, SHORT, ACTS, st.booleans(), st.booleans()), max_size=12).map(tuple)
LINES = st.lists(WORDS, max_size=8).map(tuple)
REPLIES: st.SearchStrategy[Reply] = st.one_of(
    st.builds(Note, WORDS, CHOICES),
    st.builds(Question, WORDS, SHORT, CHOICES, WORDS, SHORT, st.sampled_from(Input), st.none() | ACTS),
    st.builds(Card, SHORT, SHORT, LINES, CHOICES),
    st.builds(Preview, SHORT, WORDS, LINES, CHOICES),
    st.builds(Reminder, SHORT, SHORT, SHORT, LINES, SHORT, CHOICES),
)
FIELDS = st.lists(
    st.builds(
        FormField, SHORT, SHORT, st.sampled_from([Input.TEXT, Input.LONG_TEXT, Input.MONEY]), WORDS, SHORT
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda field: field.id,
)
QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@QUICK
@given(REPLIES)
def test_every_message_is_within_the_limits_and_every_button_still_means_what_it_did(reply: Reply) -> None:
    found = []
    for part in render(reply).parts:
        assert message_faults({"text": part.text, "blocks": part.blocks}) == []
        found += [acts.decode(button["value"]) for button in buttons(list(part.blocks))]
    assert all(choice.act in found for choice in getattr(reply, "choices", ()))


@QUICK
@given(WORDS)
def test_no_word_is_lost(text: str) -> None:
    blocks = [block for part in render(Note(text)).parts for block in part.blocks]
    runs = [run["text"] for block in blocks for element in block["elements"] for run in element["elements"]]
    assert "".join(runs) == text


@QUICK
@given(SHORT, SHORT, ACTS, FIELDS)
def test_every_modal_is_within_the_limits_and_gives_back_what_it_was_opened_with(
    title: str, submit: str, act: Act, fields: list[FormField]
) -> None:
    view = modal(Form(title, submit, act, tuple(fields)), HERE)
    assert view_faults(view) == []
    assert values(sent(view)) == {field.id: field.value for field in fields}
