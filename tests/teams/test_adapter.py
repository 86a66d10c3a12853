"""Whatever is posted: it is understood, left alone on purpose, or refused by name; nothing else."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.teams import wire
from bot.teams.adapter import Incoming, incoming
from bot.teams.payload import Malformed, envelope
from bot.teams.reference import in_thread, is_place, split_thread
from bot.teams.words import picked_text
from dialogs.activity import Act, Activity, ConversationReference, Platform
from dialogs.documents import from_json, to_json
from tests.teams.payloads import activity, in_channel, in_group, press

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
URL = "https://smba.trafficmanager.net/emea/"

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
GOOD = [
    activity(URL),
    in_channel(URL, "status"),
    in_group(URL, "status"),
    press(URL, wire.data(Act("prep.pin", {"id": "q1"}), title="Pin", card="card:o1")),
    activity(URL, type="installationUpdate", action="add"),
    activity(URL, type="conversationUpdate", membersAdded=[{"id": "28:x"}]),
]
PATHS: list[tuple[str, ...]] = [
    ("text",),
    ("entities",),
    ("value",),
    ("conversation",),
    ("from",),
    ("channelData",),
    ("id",),
    ("type",),
]
PATHS += [
    ("conversation", "id"),
    ("value", "action"),
    ("recipient", "id"),
    ("localTimezone",),
    ("locale",),
    ("name",),
]


@given(ANYTHING)
def test_no_body_is_more_than_malformed(body: Any) -> None:
    with pytest.raises(Malformed):
        envelope(body)


@given(st.sampled_from(GOOD), st.sampled_from(PATHS), ANYTHING)
def test_a_body_with_anything_anywhere_is_understood_or_refused_by_name(
    good: dict[str, Any], path: tuple[str, ...], value: Any
) -> None:
    body = copy.deepcopy(good)
    at = body
    for step in path[:-1]:
        at = at.setdefault(step, {})
    at[path[-1]] = value
    try:
        came = incoming(envelope(body), NOW)
    except Malformed:
        return
    assert isinstance(came, get_args(Incoming))
    heard = getattr(came, "activity", None)
    if isinstance(heard, Activity):
        assert from_json(Activity, to_json(heard)) == heard
        assert 0 < len(heard.id) < 200


@given(st.text(max_size=200))
def test_the_words_of_a_picked_message_hold_no_tags(words: str) -> None:
    content = f"<div><p>{words.replace('<', '').replace('&', '')}</p><br/><at id='0'>Dana</at></div>"
    read = picked_text({"messagePayload": {"body": {"content": content}}})
    assert "<" not in read
    assert read.endswith("Dana")


@pytest.mark.parametrize("id", ["19:x@thread.tacv2", "19:x@thread.tacv2;messageid=17"])
def test_a_thread_is_taken_apart_and_put_together(id: str) -> None:
    assert in_thread(*split_thread(id)) == id


@pytest.mark.parametrize(
    ("conversation", "typed_in", "place"),
    [
        ("19:0f9be5b2a1d34d8c@thread.tacv2", "channel", True),
        ("19:0f9be5b2a1d34d8c@thread.tacv2", "personal", True),  # somebody knows an id
        ("team-id", "channel", True),  # the playground's
        ("#career-circle", "personal", False),
        ("#career-circle", "channel", False),
        ("careers", "personal", False),
        ("Dana Reis", "channel", False),
        ("note: the whole team", "personal", False),
        ("", "personal", False),
    ],
)
def test_a_name_is_told_from_an_id(conversation: str, typed_in: str, place: bool) -> None:
    where = ConversationReference(
        Platform.TEAMS, "t", conversation, "p", shared=True, extra={"kind": typed_in}
    )
    assert is_place(where) is place
