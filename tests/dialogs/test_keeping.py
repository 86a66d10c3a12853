"""What is the person's own: settings, pause, share, export, forget; and what the coach says when lost."""

from __future__ import annotations

import json

import pytest

from dialogs.activity import ConversationReference, Unsent
from dialogs.records import Advisor
from dialogs.replies import Export, Preview, SettingsShown, Shared
from tests.player import CHANNEL, Player


def with_verdict(player: Player) -> Player:
    for words in ("output: a", "output: b", "output: c", "skip", "skip"):
        player.says(words)
    return player


def test_first_contact_says_what_it_does_and_who_can_see_what_once(player: Player) -> None:
    first = player.arrives()
    assert "bot" in first
    assert "employer" in first
    assert "I'm Delta" not in player.says("hello")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("settings zone New York", "New York"),
        ("settings evening 19:30", "19:30"),
        ("settings minutes 30", "30 minutes"),
        ("settings minutes off", "off"),
        ("settings quiet 22:00-7:30", "22:00 to 07:30"),
        ("settings floor 48000 EUR", "€48,000"),
        ("settings order growth, pay", "growth then pay"),
        ("settings trade nurse", "nurse"),
        ("settings zone Atlantis", "don't know a time zone"),
        ("settings evening at dusk", "18:00"),
        ("settings minutes many", "number of minutes"),
        ("settings quiet never", "two times"),
        ("settings floor plenty", "amount"),
        ("settings order blue", "I know pay"),
    ],
)
def test_settings_in_one_line(player: Player, words: str, expected: str) -> None:
    assert expected.casefold() in player.says(words).casefold()


def test_settings_as_a_form_and_reminders_follow(booked: Player) -> None:
    before = {w.id: w.due_at for w in booked.wakes.values() if w.kind.value == "day_before"}
    booked.says("settings")
    shown = booked.replies(SettingsShown)[0]
    values = {f.id: f.value for f in shown.form.fields}
    booked.fills(shown.form.act, **{**values, "evening": "20:00"})
    after = {w.id: w.due_at for w in booked.wakes.values() if w.kind.value == "day_before"}
    assert [after[i] - before[i] for i in before] == [before[i].resolution * 7_200_000_000 for i in before]


def test_a_wrong_field_brings_the_form_back_as_typed(player: Player) -> None:
    player.says("settings")
    form = player.replies(SettingsShown)[0].form
    player.fills(form.act, zone="Lisbon", evening="teatime")
    fields = {f.id: f for f in player.form().fields}
    assert fields["evening"].problem
    assert fields["evening"].value == "teatime"


def test_a_pause_holds_reminders_and_ends_by_itself(booked: Player) -> None:
    booked.says("pause until saturday")
    assert booked.wakes_up("day_before") == ""
    assert booked.wakes_up("debrief") == ""
    booked.waits(days=3)
    booked.says("hello")
    assert booked.me.paused_until is None


def test_a_reminder_that_came_too_late_says_so_instead(booked: Player) -> None:
    booked.now = max(w.due_at for w in booked.wakes.values() if w.kind.value == "hour_before")
    booked.waits(hours=3)
    assert "held up" in booked.wakes_up("hour_before")


def test_a_snoozed_reminder_comes_back(booked: Player) -> None:
    booked.wakes_up("day_before")
    answer = booked.presses("Snooze")
    assert "19:00" in answer
    assert "Northwind" in booked.wakes_up("day_before")


def test_the_invitation_to_debrief_comes_twice_at_most(booked: Player) -> None:
    assert "How did it go" in booked.wakes_up("debrief")
    assert "yesterday" in booked.wakes_up("debrief_again")
    assert not [w for w in booked.wakes.values() if w.kind.value.startswith("debrief")]


def test_sharing_shows_exactly_what_is_seen_and_can_be_taken_back(debriefing: Player) -> None:
    with_verdict(debriefing)
    debriefing.plays([("share northwind", "with whom"), ("#career-circle", "how much")])
    debriefing.presses("Shape only: no quotes, no pay")
    preview = debriefing.replies(Preview)[0]
    assert not any("“" in line for line in preview.lines)
    debriefing.presses("Post it")
    posted = next(m for m in debriefing.said if isinstance(m.reply, Shared))
    assert (posted.reply.title, posted.reply.lines) == (preview.title, preview.lines)
    assert posted.to.conversation == "#career-circle"
    debriefing.presses("Take it back")
    removed = next(m for m in debriefing.said if m.key == posted.key)
    assert removed.reply.kind == "removed"
    assert debriefing.me.shares == ()


def test_export_holds_everything_and_stays_private(debriefing: Player) -> None:
    with_verdict(debriefing)
    debriefing.says("export")
    markdown, machine = debriefing.replies(Export)[0].documents
    assert "Northwind" in markdown.content
    assert json.loads(machine.content)["opportunities"][0]["company"] == "Northwind"
    debriefing.here = CHANNEL
    assert "private conversation" in debriefing.says("export")
    assert not debriefing.replies(Export)


def test_forgetting_one_takes_its_dialogs_and_its_place_in_the_list(debriefing: Player) -> None:
    debriefing.says("forget northwind")
    debriefing.presses("Forget Northwind")
    assert debriefing.opportunities == {}
    assert debriefing.me.opportunities == ()
    assert debriefing.me.dialogs.front is None


def test_nothing_is_forgotten_by_mistake(booked: Player) -> None:
    booked.says("forget everything")
    assert "nothing was deleted" in booked.presses("Keep it").casefold()
    assert booked.company("Northwind")
    assert "I hold nothing on" in booked.says("forget Umbrella Corp")


@pytest.mark.parametrize(
    "words", ["🙂🙂🙂", "asdfgh qwerty", "\x00\x01", "was ist das für ein Ding?", "x" * 10_000]
)
def test_what_cannot_be_read_gets_one_sentence_that_helps(booked: Player, words: str) -> None:
    answer = booked.says(words)
    assert answer
    assert "“" in answer or "help" in answer


def test_a_button_nobody_knows_any_more(booked: Player) -> None:
    assert "earlier version" in booked.acts("interview.teleport")


@pytest.mark.parametrize(
    "name",
    [
        "verdict.show",
        "prep.start",
        "debrief.start",
        "offer.form",
        "answer.edit",
        "reading.why",
        "interview.move",
    ],
)
def test_a_button_about_something_gone(player: Player, name: str) -> None:
    answer = player.acts(name, opportunity="o-gone", interview="i-gone", answer="a-gone")
    assert "any more" in answer


def test_the_overview_puts_first_what_waits(booked: Player) -> None:
    booked.says("interview Globex, 17 March 10am, recruiter")
    booked.waits(days=4)
    answer = booked.says("status")
    assert answer.index("Northwind") < answer.index("Globex")
    assert "Debrief waiting" in answer


def test_help_depends_on_where_one_stands(player: Player) -> None:
    assert "Start with your next interview" in player.says("help")
    player.says("interview Globex, Thursday 3pm, recruiter")
    assert "prep Globex" in player.says("help")
    player.waits(days=4)
    assert "debrief Globex" in player.says("help")


def test_a_place_is_named_where_the_platform_finds_it_and_reached_otherwise(debriefing: Player) -> None:
    with_verdict(debriefing)
    debriefing.finds_places, debriefing.name = False, "Ana"
    assert "go to the channel or the group chat" in debriefing.says("share northwind")
    assert debriefing.me.dialogs.front is None
    home = ConversationReference(debriefing.here.platform, "t", "danas", "d1")
    debriefing.advisors = (Advisor("d1", "Dana Reis", home), Advisor("d2", "Tom Reis", home))
    debriefing.plays([("share northwind", "Name the advisor"), ("reis", "can't share"), ("dana", "how much")])
    debriefing.presses("With quotes")
    assert debriefing.replies(Preview)[0].where == "Dana Reis"
    debriefing.presses("Post it")
    posted = next(m for m in debriefing.said if isinstance(m.reply, Shared))
    assert posted.to == home
    assert debriefing.does(Unsent(posted.key or "")).startswith("What you wanted to share was not posted")
    assert debriefing.me.shares == ()


def test_nobody_is_found_who_did_not_say_so(player: Player) -> None:
    player.says("hello")
    assert "nothing to switch on" in player.says("settings advisor on")
    player.finds_places, player.name = False, "Ana"
    player.plays(
        [("settings advisor", "off"), ("settings advisor on", "with you, Ana"), ("settings", "as Ana")]
    )
    player.plays([("settings advisor off", "nobody can find you")])
    assert player.me.settings.advisor == ""
