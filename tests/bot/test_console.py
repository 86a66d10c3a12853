"""The terminal: the whole story on a real database, numbers that press buttons, and time that passes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.clock import SteppedClock
from bot.console.demo import play
from bot.console.story import BEGINS
from tests.bot.screen import Screen

ROOT = Path(__file__).parent.parent.parent


async def test_a_number_presses_a_button_and_time_passes(tmp_path: Path) -> None:
    screen = Screen(tmp_path / "t.db", SteppedClock(BEGINS))
    try:
        assert "I'm Delta" in await screen.says("hello")
        assert "Thursday 12 March, 15:00" in await screen.says("northwind thursday 3pm, hiring manager")
        assert "worth asking the hiring manager" in await screen.says("1")
        assert "Pinned" in await screen.says("pin all")
        passed = await screen.says("later 4d")
        assert passed.count("Reminder: Northwind") == 2
        assert "How did it go at Northwind?" in passed
    finally:
        await screen.close()


async def test_a_restart_between_all_messages_changes_nothing(tmp_path: Path) -> None:
    clock = SteppedClock(BEGINS)
    said = []
    for typed in (
        "northwind thursday 3pm, hiring manager",
        "questions",
        "later 4d",
        "the date, and everybody's bonus hangs on going live before summer",
        "later",
        "debrief northwind",
    ):
        screen = Screen(tmp_path / "t.db", clock)
        try:
            said.append(await screen.says(typed))
        finally:
            await screen.close()
    assert "What did they say?" in said[-1]


async def test_the_demo_plays_to_its_end_and_saves_its_pictures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await play(str(tmp_path / "pictures"))
    printed = capsys.readouterr().out
    for part in (
        "worth asking",
        "Reminder: Northwind",
        "Verdict",
        "Offer: Globex",
        "Globex or Northwind?",
        "draw",
    ):
        assert part in printed, part
    assert "I'm not sure what to do with that" not in printed, (
        "the story types something the coach cannot read"
    )
    pictures = sorted(p.name for p in (tmp_path / "pictures").glob("*.png"))
    assert len(pictures) == 4
    assert all((tmp_path / "pictures" / p).read_bytes().startswith(b"\x89PNG") for p in pictures)


def run(*arguments: str, given: str) -> subprocess.CompletedProcess[str]:
    """A command as a script would call it."""
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, cwd=ROOT, check=False)


def test_chat_reads_from_a_pipe_and_ends_with_it(tmp_path: Path) -> None:
    done = run(
        "chat",
        "--db",
        str(tmp_path / "c.db"),
        "--zone",
        "Europe/Lisbon",
        given="hello\nacme tomorrow 3pm\nbye\n",
    )
    assert done.returncode == 0, done.stderr
    assert "I'm Delta" in done.stdout
    assert "Acme" in done.stdout
    assert (tmp_path / "c.db.key").stat().st_mode & 0o077 == 0


async def test_a_pin_or_a_swap_prints_what_is_new_and_not_all_again(tmp_path: Path) -> None:
    screen = Screen(tmp_path / "t.db", SteppedClock(BEGINS))
    try:
        await screen.says("northwind thursday 3pm, hiring manager")
        await screen.says("questions")
        assert (await screen.says("Pin 2")).startswith("Pinned: 2. [1]")
        swapped = await screen.says("Swap 1")
        assert swapped.startswith("1. ")
        assert "If it stays vague" in swapped
        assert "worth asking" not in swapped
    finally:
        await screen.close()


async def test_where_a_number_is_asked_for_a_number_is_the_answer(tmp_path: Path) -> None:
    screen = Screen(tmp_path / "t.db", SteppedClock(BEGINS))
    try:
        await screen.says("offer acme 60k EUR a year")
        await screen.says("offer globex 60k USD a year")
        await screen.says("compare")
        await screen.says("skip")
        assert "Which rate" in await screen.says("skip")
        assert "Globex or Acme?" in await screen.says("1")
    finally:
        await screen.close()
