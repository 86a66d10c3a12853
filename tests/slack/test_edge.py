"""Every surface over signed HTTP, against a Slack of our own: what the person then reads, and what is refused."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import timedelta
from pathlib import Path

import pytest

from bot.service import PLAYED_BY, Service
from tests.failing import broken
from tests.slack.workspace import BOOKING, PAY, Workspace, message_at
from tests.waiting import until

# -- slash commands -------------------------------------------------------------------------------------------


async def test_a_slash_command_is_answered_in_private(workspace: Workspace) -> None:
    await workspace.says("hello")
    answer = await workspace.types(BOOKING)
    assert (answer.status, await answer.text()) == (200, "")
    assert {message.channel for message in workspace.slack.standing()} == {"DU1"}
    assert "Thursday 12 March, 15:00 (Lisbon)" in " ".join(workspace.reads())


@pytest.mark.parametrize("elsewhere", ["C1", "DSOMEBODYELSES"])
async def test_a_slash_command_elsewhere_says_there_where_the_answer_is(
    workspace: Workspace, elsewhere: str
) -> None:
    await workspace.says("hello")
    answer = await workspace.types(BOOKING, channel=elsewhere)
    assert "slack://app?team=T1&id=A1" in await answer.text()
    assert workspace.slack.standing(elsewhere) == []
    assert workspace.newest("Northwind").channel == "DU1"


async def test_a_slash_command_without_words_shows_everything_open(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    await workspace.types("")
    assert "Northwind" in workspace.reads()[-1]


async def test_everything_else_goes_into_the_thread_of_the_card(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    card = workspace.newest("Northwind · Operations analyst")
    assert card.thread is None
    await workspace.types("verdict Northwind")
    await workspace.presses("Questions to ask")
    assert any(message.thread == card.ts for message in workspace.slack.standing())


# -- messages, mentions ---------------------------------------------------------------------------------------


async def test_plain_words_in_private(workspace: Workspace) -> None:
    answer = await workspace.says("seeing northwind on thursday at 3pm with the hiring manager")
    assert answer.status == 200
    assert (
        "Thursday 12 March, 15:00 (Lisbon)" in " ".join(workspace.reads("DU1"))
        or "?" in workspace.reads()[-1]
    )


async def test_words_in_a_thread_are_answered_in_that_thread(workspace: Workspace) -> None:
    await workspace.says("hello")
    await workspace.says("help", thread="1799999999.000100")
    assert workspace.slack.standing()[-1].thread == "1799999999.000100"


async def test_a_mention_is_answered_in_private_and_says_so_under_it(workspace: Workspace) -> None:
    await workspace.mentions("status")
    (aside,) = workspace.slack.standing("C1")
    assert aside.thread is not None
    assert (aside.only_for, aside.text.partition(" <")[0]) == ("U1", "I've answered in")
    assert "Nothing is open" in workspace.reads("DU1")[-1]


async def test_what_slack_escaped_is_read_as_it_was_typed(workspace: Workspace) -> None:
    await workspace.says("interview Smith &amp; Sons analyst, Thursday 3pm, recruiter")
    assert any("Smith & Sons" in block for block in json_of(workspace))


def json_of(workspace: Workspace) -> list[str]:
    """The blocks of all messages, as text."""
    return [json.dumps(message.blocks, ensure_ascii=False) for message in workspace.slack.standing()]


IGNORED = {
    "an edited message": {"subtype": "message_changed", "message": {"text": "status", "user": "U1"}},
    "a deleted message": {"subtype": "message_deleted", "deleted_ts": "1.1"},
    "the coach's own message": {"user": "U0BOT", "bot_id": "B0BOT", "text": "status"},
    "another bot's message": {"user": "U9", "bot_id": "B9", "text": "status"},
    "a bot's message without a user": {"subtype": "bot_message", "bot_id": "B9", "text": "status"},
    "a joined channel": {"subtype": "channel_join", "user": "U1", "text": "joined"},
    "an unknown subtype": {"subtype": "sent_by_pigeon", "user": "U1", "text": "status"},
    "a channel's message": {"channel": "C1", "channel_type": "channel", "user": "U1", "text": "status"},
    "no user at all": {"text": "status"},
}


@pytest.mark.parametrize("event", IGNORED.values(), ids=IGNORED)
async def test_what_is_no_persons_word_is_left_alone(workspace: Workspace, event: dict[str, str]) -> None:
    base = {"type": "message", "channel": "DU1", "channel_type": "im", "ts": "1800000000.000900"}
    answer = await workspace.event({**base, **event})
    await workspace.settled()
    assert answer.status == 200
    assert workspace.slack.messages == []


async def test_a_message_of_files_alone_gets_a_sentence(workspace: Workspace) -> None:
    files = {"subtype": "file_share", "files": [{"id": "F1"}], "text": "", "user": "U1"}
    await workspace.event({"type": "message", "channel": "DU1", "channel_type": "im", "ts": "1.2", **files})
    await workspace.settled()
    assert workspace.reads() == ["I can't open files or recordings. Paste the words here and I'll read them."]


# -- home -----------------------------------------------------------------------------------------------------


HOME = {"type": "app_home_opened", "user": "U1", "channel": "DU1", "tab": "home"}


def drawn(workspace: Workspace) -> int:
    """How often a home was drawn."""
    return len(workspace.slack.called("views.publish"))


async def test_the_home_shows_what_is_open_and_its_buttons_act_at_once(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    assert (await workspace.event(HOME)).status == 200
    await workspace.settled()
    home = workspace.slack.homes["U1"]
    assert "Northwind" in json.dumps(home)
    button = next(e for b in home["blocks"] for e in b.get("elements", ()) if e.get("type") == "button")
    before = len(workspace.reads())
    await workspace.acts(button, {"type": "view", "view_id": "V1"})
    assert len(workspace.reads()) > before or workspace.slack.views


async def test_the_home_is_drawn_again_after_a_turn_that_changes_it_also_by_another_process(
    workspace: Workspace,
) -> None:
    await workspace.types(BOOKING)
    assert drawn(workspace) == 0  # nobody has opened it
    await workspace.event(HOME)
    await workspace.settled()
    assert drawn(workspace) == 1
    await workspace.says("help")
    assert drawn(workspace) == 1  # nothing on it changed
    await workspace.says("interview Globex data engineer, Friday 10am, recruiter")
    assert drawn(workspace) == 2
    await workspace.restart()
    await workspace.says("pause until 1 May")
    assert "Paused until 01 May" in json.dumps(workspace.slack.homes["U1"])


async def test_a_home_that_cannot_be_drawn_harms_nothing(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    await workspace.types(BOOKING)
    await workspace.event(HOME)
    await workspace.settled()
    workspace.slack.refuse("views.publish", "not_enabled")
    await workspace.says("pause until 1 May")
    assert "ERROR" not in {record.levelname for record in caplog.records}
    workspace.slack.refuse("views.publish", "internal_error")
    await workspace.event(HOME)
    await workspace.settled()
    await workspace.event(HOME)
    await workspace.settled()
    assert "Paused until" in json.dumps(workspace.slack.homes["U1"])


async def test_forgetting_everything_empties_the_home(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    await workspace.event(HOME)
    await workspace.settled()
    await workspace.says("forget everything")
    await workspace.presses("Forget everything")
    assert "Northwind" not in json.dumps(workspace.slack.homes["U1"])


async def test_the_home_of_a_newcomer_says_how_to_begin(workspace: Workspace) -> None:
    await workspace.event({"type": "app_home_opened", "user": "U7", "channel": "DU7", "tab": "home"})
    await workspace.settled()
    assert "interview Acme" in json.dumps(workspace.slack.homes["U7"], ensure_ascii=False)


async def test_the_messages_tab_offers_prompts_and_welcomes_once(workspace: Workspace) -> None:
    for _ in range(3):
        await workspace.event({"type": "app_home_opened", "user": "U1", "channel": "DU1", "tab": "messages"})
        await workspace.settled()
    (welcome,) = workspace.reads()
    assert "I'm Delta, a bot" in welcome
    prompts = workspace.slack.called("assistant.threads.setSuggestedPrompts")
    assert len(prompts) == 3
    assert len(prompts[0]["prompts"]) == 4
    assert "thread_ts" not in prompts[0]


# -- shortcuts ------------------------------------------------------------------------------------------------


def shortcut(callback: str, **more: object) -> dict[str, object]:
    """A shortcut's payload."""
    who = {"user": {"id": "U1", "team_id": "T1"}, "team": {"id": "T1"}, "trigger_id": "t-short"}
    return {"type": "shortcut", "callback_id": callback, "action_ts": "1.1", **who, **more}


async def test_the_global_shortcut_begins_a_debrief(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    before = len(workspace.reads())
    assert (await workspace.interaction(shortcut("debrief_interview"))).status == 200
    await workspace.settled()
    assert len(workspace.reads()) > before


async def test_the_global_shortcut_opens_the_debrief_that_waits_as_a_modal(workspace: Workspace) -> None:
    await workspace.has_been_there()
    before = workspace.reads()
    await workspace.interaction(shortcut("debrief_interview"))
    await workspace.settled()
    assert workspace.reads() == before
    (view,) = workspace.slack.views
    answers = {b["block_id"].removeprefix("field:"): "" for b in view["blocks"]}
    first = next(iter(answers))
    assert await workspace.submits(view, **{first: "output: dates"}) == {}
    assert any("“dates”" in text for text in workspace.reads())


async def test_the_message_shortcut_takes_somebody_elses_words_as_a_note(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    message = {"text": "outcome: they measure &lt;late&gt; deliveries", "ts": "1.5", "user": "U9"}
    payload = shortcut("debrief_note", message=message, channel={"id": "C1"}) | {"type": "message_action"}
    assert (await workspace.interaction(payload)).status == 200
    await workspace.settled()
    assert any("&lt;late&gt; deliveries" in text for text in workspace.reads("DU1"))
    (aside,) = workspace.slack.standing("C1")
    assert aside.only_for == "U1"


# -- buttons and modals ---------------------------------------------------------------------------------------


async def test_a_picked_moment_answers_the_question(workspace: Workspace) -> None:
    await workspace.says("interview Globex data engineer with a recruiter")
    question = workspace.newest("When is it?")
    picker = next(b for b in question.blocks if b.get("block_id"))
    element = {**picker["elements"][0], "block_id": picker["block_id"], "selected_date_time": 1773655200}
    await workspace.acts(element, {"type": "message", "channel_id": "DU1", "message_ts": question.ts})
    assert "Monday 16 March, 10:00 (Lisbon)" in " ".join(workspace.reads())


async def test_a_channel_is_picked_previewed_posted_and_taken_back(workspace: Workspace) -> None:
    await workspace.has_been_there()
    await workspace.says("outcome: they count late deliveries")
    await workspace.says("share Northwind")
    question = workspace.newest("With whom?")
    picker = next(b for b in question.blocks if b.get("block_id"))
    element = {**picker["elements"][0], "block_id": picker["block_id"], "selected_conversation": "C1"}
    await workspace.acts(element, {"type": "message", "channel_id": "DU1", "message_ts": question.ts})
    await workspace.presses("Shape only: no quotes, no pay")
    assert workspace.slack.standing("C1") == []
    preview = workspace.newest("This is what that channel will see:")
    await workspace.presses("Post it")
    (shared,) = workspace.slack.standing("C1")
    assert shared.text in preview.text
    assert "late deliveries" not in shared.text
    await workspace.presses("Take it back")
    assert [message.text for message in workspace.slack.standing("C1")] == [
        "Taken back by the person who shared it."
    ]


@pytest.mark.parametrize(
    ("words", "where"),
    [("share Northwind with <@U2>", "DU2"), ("share Northwind in <#C1|circle>", "C1")],
)
async def test_a_place_that_is_named_is_not_asked_for_again(
    workspace: Workspace, words: str, where: str
) -> None:
    await workspace.has_been_there()
    await workspace.says("output: dates")
    await workspace.says("later")
    await workspace.types(words)
    assert "How much of it?" in workspace.reads()[-1]
    await workspace.presses("With quotes")
    await workspace.presses("Post it")
    assert "Northwind so far" in workspace.reads(where)[-1]


async def test_sharing_to_a_channel_without_the_coach_says_what_to_do(workspace: Workspace) -> None:
    await workspace.has_been_there()
    await workspace.says("outcome: they count late deliveries")
    await workspace.says("share Northwind")
    await workspace.says("<#C404|elsewhere>")
    await workspace.presses("With quotes")
    await workspace.presses("Post it")
    assert any("/invite @Delta" in text for text in workspace.reads("DU1"))


async def test_a_modal_books_an_interview(workspace: Workspace) -> None:
    await workspace.says("hello")
    await workspace.presses("Add my next interview")
    (view,) = workspace.slack.views
    answer = await workspace.submits(
        view, company="Globex", job="data engineer", **{"when@day": "2026-03-16", "when@time": "10:00"}
    )
    assert answer == {}
    assert "Monday 16 March, 10:00 (Lisbon)" in " ".join(workspace.reads())


async def test_pay_goes_into_a_form_that_opens_at_once_and_is_not_posted(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    await workspace.types("offer from Northwind")
    before = workspace.reads()
    await workspace.presses("Fill in a form")
    assert workspace.reads() == before
    (view,) = workspace.slack.views
    assert view["title"]["text"] == "Offer from Northwind"
    assert await workspace.submits(view, **PAY) == {}
    assert "What is the base pay" not in " ".join(workspace.reads()[len(before) :])
    await workspace.presses("Right")
    before = workspace.reads()
    await workspace.presses("Enter my present job")
    assert workspace.reads() == before
    assert workspace.slack.views[1]["title"]["text"] == "My present job"
    assert await workspace.submits(workspace.slack.views[1], **PAY) == {}
    assert "Offer from My present job" in workspace.reads()[-1]


async def test_a_form_asked_for_without_a_trigger_is_a_button_away(workspace: Workspace) -> None:
    """A payload that brings nothing to open a modal with still leads to the form."""
    await workspace.types(BOOKING)
    await workspace.types("offer from Northwind 62k EUR a year")
    payload = {
        "type": "block_actions",
        "user": {"id": "U1"},
        "team": {"id": "T1"},
        "container": message_at("DU1"),
    }
    value = json.dumps(["offer.present", {}])
    action = {"type": "button", "action_id": "act:offer.present#0", "value": value, "action_ts": "1.1"}
    await workspace.interaction({**payload, "actions": [action]})
    await workspace.settled()
    assert workspace.slack.views == []
    await workspace.presses("Fill in")
    assert workspace.slack.views[0]["title"]["text"] == "My present job"


async def test_a_line_of_a_note_is_changed_in_a_modal_and_redrawn(workspace: Workspace) -> None:
    await workspace.has_been_there()
    await workspace.says("later")
    note = "\n".join(f"{'output' if n % 2 else 'outcome'}: passage {n}" for n in range(24))
    await workspace.says(f"debrief Northwind\n{note}")
    read = workspace.newest("What I read about Northwind")
    assert sum("I read that as" in text or "Output: “" in text for text in workspace.reads()) == 1
    await workspace.presses("Change", read)
    (view,) = workspace.slack.views
    answer = await workspace.submits(view, label="unclear")
    assert answer == {}
    assert read.edits == 1
    assert "Neither, as you read it" in read.text


async def test_problems_are_said_inside_the_modal_and_nowhere_else(workspace: Workspace) -> None:
    await workspace.types("settings")
    await workspace.presses("Change")
    (view,) = workspace.slack.views
    before = workspace.reads()
    answer = await workspace.submits(view, zone="Atlantis", quiet="nine to five")
    assert answer["response_action"] == "errors"
    assert set(answer["errors"]) == {"field:zone", "field:quiet"}
    assert "Atlantis" in answer["errors"]["field:zone"]
    assert workspace.reads() == before
    assert await workspace.submits(view, zone="Tokyo", quiet="22:00-7:00") == {}
    assert "Asia/Tokyo" in " ".join(workspace.reads()) or "Tokyo" in " ".join(workspace.reads())


async def test_a_modal_sent_twice_has_one_effect(workspace: Workspace) -> None:
    await workspace.says("hello")
    await workspace.presses("Add my next interview")
    (view,) = workspace.slack.views
    values = {"company": "Globex", "when@day": "2026-03-16", "when@time": "10:00"}
    await workspace.submits(view, **values)
    once = workspace.reads()
    await workspace.submits(view, **values)
    assert workspace.reads() == once


async def test_a_trigger_that_ran_out_ends_in_a_sentence(workspace: Workspace) -> None:
    await workspace.says("hello")
    await workspace.presses("Add my next interview", trigger="old-1")
    assert "Press the button once more" in workspace.reads()[-1]


async def test_a_button_of_last_month_still_says_what_it_meant(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    gone = json.dumps(["verdict.show", {"opportunity": "o-gone"}])
    await workspace.acts(
        {"type": "button", "action_id": "act:verdict.show#0", "value": gone}, message_at("DU1")
    )
    assert "not in your list any more" in workspace.reads()[-1]


@pytest.mark.parametrize(
    "value", ["", "nonsense", "[]", '["no.such.act",{}]', '["answer",{"dialog":"none"}]', "z" * 1500]
)
async def test_an_unknown_action_ends_in_a_sentence(workspace: Workspace, value: str) -> None:
    await workspace.says("hello")
    before = len(workspace.reads())
    answer = await workspace.acts(
        {"type": "button", "action_id": "act:x#0", "value": value}, message_at("DU1")
    )
    assert answer.status == 200
    assert len(workspace.reads()) == before + 1


async def test_a_modal_of_an_earlier_version_ends_in_a_sentence(workspace: Workspace) -> None:
    await workspace.says("hello")
    view = {
        "id": "V9",
        "hash": "h",
        "callback_id": "form",
        "private_metadata": "{}",
        "blocks": [],
        "type": "modal",
    }
    assert await workspace.submits(view) == {}
    assert "earlier version of me" in workspace.reads()[-1]


# -- trust ----------------------------------------------------------------------------------------------------


async def test_a_bad_signature_is_refused(workspace: Workspace) -> None:
    answer = await workspace.types("status", secret="someone else's")
    assert answer.status == 401
    assert workspace.slack.messages == []


async def test_a_stale_request_is_refused(workspace: Workspace) -> None:
    answer = await workspace.types("status", at=int(time.time()) - 400)
    assert answer.status == 401
    assert workspace.slack.messages == []


async def test_another_workspaces_request_is_not_answered_with_our_token(workspace: Workspace) -> None:
    fields = {"command": "/coach", "text": "status", "team_id": "T9", "user_id": "U9", "trigger_id": "t9"}
    answer = await workspace.form(fields | {"channel_id": "D9"})
    await workspace.settled()
    assert answer.status == 200
    assert workspace.slack.messages == []


async def test_slacks_own_checks_are_answered(workspace: Workspace) -> None:
    challenge = await workspace.send('{"type":"url_verification","challenge":"c1"}', "application/json")
    assert await challenge.json() == {"challenge": "c1"}
    assert (await workspace.form({"ssl_check": "1", "token": "x"})).status == 200


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("", "application/json"),
        ("{", "application/json"),
        ("[]", "application/json"),
        ('{"type":"event_callback"}', "application/json"),
        ('{"type":"event_callback","event":{"type":"message"}}', "application/json"),
        ("payload=%7B", "application/x-www-form-urlencoded"),
        ("payload=%7B%22type%22%3A%22block_actions%22%7D", "application/x-www-form-urlencoded"),
        ("command=%2Fcoach", "application/x-www-form-urlencoded"),
        ("\x00\x01", "application/octet-stream"),
    ],
)
async def test_malformed_payloads_do_no_harm(workspace: Workspace, body: str, kind: str) -> None:
    answer = await workspace.send(body, kind)
    assert answer.status in (200, 400, 404, 500)
    await workspace.says("help")
    assert workspace.reads()


async def test_a_request_of_many_megabytes_is_turned_away(workspace: Workspace) -> None:
    answer = await workspace.send("x" * 2_000_000, "application/json")
    assert answer.status == 413


async def test_a_very_long_message_is_read_and_answered(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    before = len(workspace.reads())
    await workspace.says("debrief Northwind " + "they talked of this and that. " * 1100)
    assert len(workspace.reads()) > before


# -- once -----------------------------------------------------------------------------------------------------


async def test_the_same_delivery_three_times_at_once_has_one_effect(workspace: Workspace) -> None:
    event = {
        "type": "message",
        "channel": "DU1",
        "channel_type": "im",
        "user": "U1",
        "text": BOOKING,
        "ts": "1.9",
    }
    retry = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    answers = await asyncio.gather(
        workspace.event(event, id="Ev-same"),
        workspace.event(event, id="Ev-same", **retry),
        workspace.event(event, id="Ev-same", **retry),
    )
    await workspace.settled()
    assert [answer.status for answer in answers] == [200, 200, 200]
    once = workspace.reads()
    await workspace.event(event, id="Ev-same", **retry)
    await workspace.settled()
    assert workspace.reads() == once
    assert sum("Northwind · Operations analyst" in text for text in once) == 1


async def test_the_same_command_and_the_same_press_twice_have_one_effect(workspace: Workspace) -> None:
    await workspace.types(BOOKING, trigger="t1")
    once = workspace.reads()
    await workspace.types(BOOKING, trigger="t1")
    assert workspace.reads() == once
    await workspace.presses("Questions to ask", trigger="t2")
    once = workspace.reads()
    await workspace.presses(
        "Questions to ask", workspace.newest("Northwind · Operations analyst"), trigger="t2"
    )
    assert workspace.reads() == once


async def test_what_one_person_sends_in_quick_succession_is_answered_in_that_order(
    workspace: Workspace,
) -> None:
    workspace.hold()
    base = {"type": "message", "channel": "DU1", "channel_type": "im", "user": "U1"}
    for n, text in enumerate((BOOKING, "status", "help")):
        await workspace.event({**base, "text": text, "ts": f"1.{n}"})
    workspace.let_go()
    await workspace.settled()
    order = [text.partition("\n")[0] for text in workspace.reads()]
    assert order[1:] == [
        "Northwind · Operations analyst",
        "You have 1 opportunity open.",
        "From here you can say:",
    ]


async def test_what_one_person_sends_to_two_processes_at_once_is_all_kept(
    workspace: Workspace, database: Path
) -> None:
    """Which of the two is played first is which of them was kept first; neither is lost, and neither is said twice."""
    await workspace.says("hello")
    other = Workspace(database)
    await other.start()
    base = {"type": "message", "channel": "DU1", "channel_type": "im", "user": "U1"}
    companies = ["Aldgate", "Brightwater", "Globex", "Northwind"]
    await asyncio.gather(
        *(
            (workspace, other)[n % 2].event(
                {**base, "text": f"interview {company}, Thursday {n + 9}am, recruiter", "ts": f"2.{n}"},
                id=f"Ev2-{n}",
            )
            for n, company in enumerate(companies)
        )
    )
    for each in (workspace, other):
        await each.settled()
    kept = (await workspace.store.load("T1", "U1", "x")).person
    assert kept is not None
    assert sorted(o.company for o in kept.opportunities) == companies
    cards = [text.partition("\n")[0] for text in workspace.reads() + other.reads()]
    assert sorted(text for text in cards if text in companies) == companies
    await other.stop()


async def test_a_command_is_acknowledged_in_time_while_its_work_takes_longer(workspace: Workspace) -> None:
    workspace.hold()
    fields = {"command": "/coach", "text": "help", "team_id": "T1", "user_id": "U1", "trigger_id": "t-slow"}
    answer = await workspace.form(fields | {"channel_id": "DU1"})  # its work waits, and still it is answered
    assert answer.status == 200
    assert workspace.reads() == []
    workspace.let_go()
    await workspace.settled()
    assert workspace.reads()


async def test_what_is_under_way_is_finished_when_the_process_stops(workspace: Workspace) -> None:
    workspace.hold()
    event = {
        "type": "message",
        "channel": "DU1",
        "channel_type": "im",
        "user": "U1",
        "text": BOOKING,
        "ts": "1.9",
    }
    assert (await workspace.event(event)).status == 200
    stopping = asyncio.ensure_future(workspace.restart())
    workspace.let_go()
    await stopping
    await workspace.settled()
    assert "Northwind" in " ".join(workspace.reads())


async def _put_aside(workspace: Workspace) -> None:
    async def is_there() -> bool:
        return await workspace.store.next_due(workspace.clock.now()) is not None

    await until(is_there)


async def test_what_was_acknowledged_when_the_process_was_killed_is_played_by_a_worker(
    workspace: Workspace,
) -> None:
    await workspace.types("help")
    known = len(workspace.reads())
    workspace.hold()
    fields = {"command": "/coach", "text": BOOKING, "team_id": "T1", "user_id": "U1"}
    fields |= {"trigger_id": "t-killed", "channel_id": "DU1"}
    assert (await workspace.form(fields)).status == 200
    await _put_aside(workspace)
    await workspace.dies()
    assert len(workspace.reads()) == known
    await workspace.waits(PLAYED_BY)
    told = workspace.reads()
    assert "Northwind" in " ".join(told)
    assert (await workspace.form(fields)).status == 200  # should it come again after all
    await workspace.waits(timedelta(minutes=5))
    assert workspace.reads() == told


async def test_what_a_worker_cannot_play_ends_in_one_apology(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await workspace.types("help")
    known = workspace.reads()
    workspace.hold()
    fields = {"command": "/coach", "text": BOOKING, "team_id": "T1", "user_id": "U1"}
    assert (await workspace.form(fields | {"trigger_id": "t-killed", "channel_id": "DU1"})).status == 200
    await _put_aside(workspace)
    await workspace.dies()
    with monkeypatch.context() as for_a_while:
        for_a_while.setattr(Service, "handle", broken(Service.handle))
        await workspace.waits(timedelta(hours=2))
    await workspace.waits(timedelta(days=2))
    (sorry,) = workspace.reads()[len(known) :]
    assert "send it again" in sorry
    logged = capsys.readouterr().out
    (given_up,) = [line for line in logged.splitlines() if "given up" in line]
    assert given_up.partition("mark=")[2].split()[0] in sorry
    assert "northwind" not in logged.lower()


async def test_a_form_that_no_trigger_is_left_for_is_offered_in_a_message(workspace: Workspace) -> None:
    workspace.hold()
    fields = {"command": "/coach", "text": "offer", "team_id": "T1", "user_id": "U1"}
    assert (await workspace.form(fields | {"trigger_id": "t-form", "channel_id": "DU1"})).status == 200
    await _put_aside(workspace)
    await workspace.dies()
    await workspace.waits(PLAYED_BY)
    assert workspace.slack.views == []
    assert workspace.reads()


async def test_what_failed_and_was_said_to_have_failed_is_not_played_later(workspace: Workspace) -> None:
    workspace.break_service(RuntimeError("disk full"))  # three tries take longer than a moment
    await workspace.types(BOOKING)
    (apology,) = workspace.reads()
    assert "send it again" in apology
    await workspace.restart()
    await workspace.waits(timedelta(minutes=5))
    assert workspace.reads() == [apology]


async def test_a_failure_after_the_acknowledgement_ends_in_an_apology(workspace: Workspace) -> None:
    workspace.break_service(RuntimeError("disk full"))
    answer = await workspace.types("status")
    assert answer.status == 200
    (apology,) = workspace.reads()
    assert "went wrong on my side" in apology


async def test_a_failure_of_a_modal_keeps_it_open_with_what_was_typed(workspace: Workspace) -> None:
    await workspace.types("settings")
    await workspace.presses("Change")
    workspace.break_service(RuntimeError("disk full"))
    answer = await workspace.submits(workspace.slack.views[0], zone="Tokyo")
    assert answer["response_action"] == "errors"
    assert "not kept" in next(iter(answer["errors"].values()))


async def test_longer_work_shows_that_it_is_under_way(workspace: Workspace) -> None:
    workspace.hold()
    saying = asyncio.ensure_future(workspace.says("help"))
    await until(lambda: bool(workspace.slack.called("assistant.threads.setStatus")))
    workspace.let_go()
    await saying
    shown = [args["status"] for args in workspace.slack.called("assistant.threads.setStatus")]
    assert shown == ["is reading what you wrote…", ""]


async def test_forgetting_takes_the_coachs_own_messages_away_too(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    await workspace.says("verdict Northwind")
    secret = len(workspace.slack.standing())
    await workspace.says("forget everything")
    await workspace.presses("Forget everything")
    await until(lambda: not any("Northwind" in text for text in workspace.reads()))
    assert not any("Northwind" in text for text in workspace.reads())
    assert sum(message.deleted for message in workspace.slack.messages) >= secret
    assert (await workspace.store.load("T1", "U1", "x")).person is None


# -- leaving --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "event", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["U0BOT"]}}]
)
async def test_removing_the_app_forgets_everything_and_stops(
    workspace: Workspace, event: dict[str, object]
) -> None:
    await workspace.types(BOOKING)
    sent = len(workspace.slack.called("chat.postMessage"))
    assert (await workspace.event(dict(event))).status == 200
    await workspace.settled()
    loaded = await workspace.store.load("T1", "U1", "x")
    assert loaded.person is None
    await workspace.types("status")
    assert len(workspace.slack.called("chat.postMessage")) == sent


async def test_a_revoked_user_token_changes_nothing(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    await workspace.event({"type": "tokens_revoked", "tokens": {"oauth": ["U5"], "bot": []}})
    await workspace.settled()
    assert (await workspace.store.load("T1", "U1", "x")).person is not None
