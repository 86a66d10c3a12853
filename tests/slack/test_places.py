"""Where a talk lives: in the card's thread and at the foot, so that nobody has to look in two places."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.slack import acts, places
from bot.slack.render import render
from dialogs.activity import Act, ConversationReference, Platform
from dialogs.engine import Input
from dialogs.replies import Choice, Form, FormField, Note, Question, Reply
from tests.slack.fake_slack import Message
from tests.slack.test_render import buttons
from tests.slack.workspace import BOOKING, Workspace

CHANNEL = ConversationReference(Platform.SLACK, "T1", "C1", "U1", "1.5", shared=True)


def card_of(workspace: Workspace, company: str = "Northwind") -> Message:
    """The opportunity's card."""
    return next(m for m in workspace.slack.standing() if m.text.startswith(f"{company} ·") and not m.only_for)


def at_the_foot(messages: list[Message]) -> list[Message]:
    """What is seen by one who never opens a thread."""
    return [m for m in messages if m.thread is None or m.broadcast]


async def test_one_who_never_opens_a_thread_sees_everything_at_the_foot(workspace: Workspace) -> None:
    await workspace.has_been_there()
    for words in ("output: dates", "when is it?", "outcome: fewer returns"):
        await workspace.says(words)
    for label in ("They dodged", "Why?", "Questions to ask"):
        await workspace.presses(label)
    await workspace.says("verdict Northwind")
    said = workspace.slack.standing("DU1")
    assert at_the_foot(said) == said
    card = card_of(workspace)
    about = [m for m in said if "What did they say?" in m.text or m.text.startswith("Northwind so far")]
    assert len(about) > 3
    assert {m.thread for m in about} == {card.ts}


async def test_one_who_writes_in_the_thread_sees_everything_there_and_the_foot_is_left_alone(
    workspace: Workspace,
) -> None:
    await workspace.has_been_there()
    card = card_of(workspace)
    before = len(workspace.slack.messages)
    for words in ("output: dates", "status", "outcome: fewer returns", "they dodged", "skip", "skip"):
        await workspace.says(words, thread=card.ts)
    said = workspace.slack.messages[before:]
    assert any(m.text.startswith("Northwind so far") for m in said)
    assert {m.thread for m in said} == {card.ts}
    assert at_the_foot(said) == []


async def test_what_is_said_in_a_thread_is_about_its_opportunity(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    await workspace.types("interview Globex data engineer, Friday 10am, recruiter")
    for restarted in (False, True):
        if restarted:
            await workspace.restart()
        await workspace.says("prep", thread=card_of(workspace).ts)
        assert "worth asking the hiring manager at Northwind" in workspace.reads()[-1]
        await workspace.says("prep", thread=card_of(workspace, "Globex").ts)
        assert "worth asking the recruiter at Globex" in workspace.reads()[-1]


async def test_two_debriefs_at_once_keep_to_their_own_threads(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    await workspace.types("interview Globex data engineer, Thursday 5pm, recruiter")
    await workspace.waits(timedelta(days=4))
    northwind, globex = card_of(workspace).ts, card_of(workspace, "Globex").ts
    await workspace.says("output: dates at Northwind", thread=northwind)
    await workspace.says("outcome: fewer returns at Globex", thread=globex)
    await workspace.says("outcome: less waiting at Northwind", thread=northwind)
    said = [m for m in workspace.slack.standing() if m.text.startswith("I read that as")]
    assert [("Northwind" in m.text, m.thread) for m in said] == [
        (True, northwind),
        (False, globex),
        (True, northwind),
    ]
    await workspace.says("status", thread=globex)
    assert not any(m.broadcast for m in workspace.slack.standing()[-1:])


async def test_what_is_told_unasked_in_a_thread_is_kept_with_its_opportunity(workspace: Workspace) -> None:
    await workspace.types("interview Globex data engineer, in two weeks on Friday 10am, recruiter")
    await workspace.has_been_there()
    told = "outcome: they dropped the app because nobody's day got any shorter"
    await workspace.says(told, thread=card_of(workspace, "Globex").ts)
    assert "Shall I keep it with Globex?" in workspace.reads()[-1]


async def test_words_in_another_thread_are_no_answer_to_the_question_in_front(workspace: Workspace) -> None:
    await workspace.types("interview Globex data engineer, in two weeks on Friday 10am, recruiter")
    await workspace.has_been_there()
    await workspace.says("questions", thread=card_of(workspace, "Globex").ts)
    assert "worth asking the recruiter at Globex" in workspace.reads()[-1]
    await workspace.says("output: dates")
    assert workspace.newest("I read that as").thread == card_of(workspace).ts


async def test_the_answer_to_a_button_is_seen_wherever_it_was_pressed(workspace: Workspace) -> None:
    """A message of the thread is seen at the foot as well, and a press says nothing about where it was."""
    await workspace.has_been_there()
    await workspace.says("output: dates")
    before = len(workspace.slack.messages)
    await workspace.presses("Right")
    (answer,) = workspace.slack.messages[before:]
    assert (answer.text, answer.thread, answer.broadcast) == ("Good.", card_of(workspace).ts, True)


async def test_another_interview_told_of_in_a_thread_has_a_card_of_its_own(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    thread = card_of(workspace).ts
    await workspace.says("interview Globex data engineer, Friday 10am, recruiter", thread=thread)
    globex = card_of(workspace, "Globex")
    assert globex.thread is None
    assert workspace.newest("Booked: Globex").thread == thread
    await workspace.says("prep Globex")
    assert workspace.newest("worth asking the recruiter at Globex").thread == globex.ts


async def test_what_began_in_a_channel_is_talked_about_in_private(workspace: Workspace) -> None:
    await workspace.mentions(BOOKING)
    card = card_of(workspace)
    (pointer,) = (m for m in workspace.slack.standing("C1") if m is not card)
    assert card.channel == "C1"
    assert pointer.only_for == "U1"
    assert "I've answered in <slack://app?team=T1&id=A1&tab=messages|our private messages>." in pointer.text
    assert any("I'm Delta, a bot" in text for text in workspace.reads("DU1"))
    await workspace.presses("Questions to ask", card)
    assert "worth asking the hiring manager at Northwind" in workspace.reads("DU1")[-1]
    assert sorted(str(m.only_for) for m in workspace.slack.standing("C1")) == ["None", "U1", "U1"]


async def test_a_mention_delivered_again_points_once(workspace: Workspace) -> None:
    event = {"type": "app_mention", "channel": "C1", "user": "U1", "text": "<@U0BOT> status", "ts": "1.7"}
    for _ in range(3):
        await workspace.event(event, id="Ev-mention")
        await workspace.settled()
    assert len(workspace.slack.standing("C1")) == 1


async def test_reminders_of_what_began_in_a_channel_ring_in_private(workspace: Workspace) -> None:
    await workspace.mentions(BOOKING)
    await workspace.has_been_there()
    reminders = [m for m in workspace.slack.standing() if re.match("Northwind: T", m.text)]
    assert {m.channel for m in reminders} == {"DU1"}
    assert {m.only_for for m in reminders} == {None}


async def test_shared_right_here_means_the_thread_where_it_was_asked(workspace: Workspace) -> None:
    await workspace.has_been_there()
    await workspace.says("output: dates")
    await workspace.mentions("share Northwind", thread="1650000000.000100")
    before = len(workspace.slack.standing("C1"))
    for label in ("Right here", "Shape only: no quotes, no pay"):
        await workspace.presses(label)
        await workspace.restart()
    assert len(workspace.slack.standing("C1")) == before  # decided in private
    await workspace.presses("Post it")
    shared = workspace.slack.standing("C1")[-1]
    assert (shared.thread, shared.only_for) == ("1650000000.000100", None)
    assert "Northwind so far" in shared.text
    assert workspace.newest("On its way.").channel == "DU1"
    await workspace.presses("Take it back")
    assert workspace.slack.standing("C1")[-1].text == "Taken back by the person who shared it."


async def test_a_verdict_asked_for_in_a_channel_is_redrawn_and_never_said_twice(workspace: Workspace) -> None:
    await workspace.has_been_there()
    await workspace.says("output: dates")
    await workspace.says("later")
    await workspace.mentions("verdict Northwind")
    await workspace.presses("More outcome")
    verdicts = [m for m in workspace.slack.standing() if m.text.startswith("Northwind so far")]
    assert [(m.channel, m.only_for) for m in verdicts] == [("DU1", None)]


FORM = Form(
    "Book", "Save", Act("fill", {"dialog": "interview"}), (FormField("company", "Company", Input.TEXT),)
)
REPLIES = [
    Note("Posted.", (Choice("Take it back", Act("share.back", {"key": "k"})),)),
    Question("With whom?", "where", answer=Act("answer", {"dialog": "share", "step": "where"})),
    Question("When?", "when", form=FORM),
]


@pytest.mark.parametrize("reply", REPLIES)
def test_every_button_says_where_the_talk_began_and_is_itself_again(reply: Reply) -> None:
    placed = render(places.begun_in(reply, CHANNEL))
    plain = render(reply)
    found = [acts.decode(b["value"]) for part in placed.parts for b in buttons(list(part.blocks))]
    assert [places.taken(act)[1] for act in found] == [("C1", "1.5")] * len(found)
    usual = [acts.decode(b["value"]) for part in plain.parts for b in buttons(list(part.blocks))]
    assert [places.taken(act)[0] for act in found] == usual
    assert [places.taken(act)[1] for act in usual] == [None] * len(usual)
