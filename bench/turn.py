"""The targets of a turn: the engine alone, a stored turn on SQLite , chat, `coach --help`.

python -m bench.turn
"""

from __future__ import annotations

import asyncio
import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console

from bot.app import build, open_local
from bot.clock import SteppedClock
from bot.console.story import BEGINS, ZONE
from bot.console.terminal import ConsoleSender, Terminal
from bot.service import Service
from dialogs import engine
from dialogs.activity import Acted, Activity, ConversationReference, Platform, Said
from dialogs.coach import Coach
from dialogs.engine import DialogInstance, Mark, Response, Step
from dialogs.questions.loading import load_bank
from dialogs.replies import Question
from tests.player import MarkedReader

HERE = ConversationReference(Platform.TERMINAL, "bench", "dm", "ada")
NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


def _times(work: Callable[[], object], times: int) -> dict[str, float]:
    took = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        took.append((time.perf_counter() - start) * 1000)
    took.sort()
    return {
        "median_ms": round(statistics.median(took), 4),
        "p99_ms": round(took[int(len(took) * 0.99) - 1], 4),
        "n": times,
    }


def engine_alone() -> dict[str, float]:
    """One answer taken and the next step asked, in a dialog of twelve steps."""
    steps = tuple(Step(f"s{n}", f"Question {n}?") for n in range(12))
    half = DialogInstance("d", answers={f"s{n}": Response(Mark.GIVEN, "x") for n in range(6)}, asked="s6")
    return _times(lambda: engine.answer(half, steps, "s6", Response(Mark.GIVEN, "an answer")), 5000)


def companies(number: int) -> list[str]:
    """Different names, the last of them Bluewater Foods."""
    firsts = ("North", "Green", "Silver", "Old", "Red", "Upper", "Quiet", "Swift", "Iron", "Blue")
    seconds = ("field", "bridge", "stone", "gate", "water")
    thirds = ("Bank", "Clinic", "Foods")
    names = [f"{a}{b} {c}" for c in thirds for b in seconds for a in firsts]
    return names[-number:]


def _activity(id: str, text: str) -> Activity:
    return Activity(id, "bench", "ada", NOW, HERE, Said(text), "Europe/Lisbon")


def whole_turn() -> dict[str, float]:
    """A button of a debrief played by the whole coach, without storage."""
    from dialogs.turn import Loaded

    coach = Coach(load_bank(), MarkedReader())
    booked = coach.handle(
        _activity("1", "interview Northwind, Thursday 3pm, hiring manager"), Loaded(False, None, {})
    )
    person, opportunities = booked.person, {o.id: o for o in booked.changed}
    after = replace(_activity("2", "debrief northwind"), at=NOW + timedelta(days=4))
    asked = coach.handle(after, Loaded(False, person, opportunities))
    opportunities = opportunities | {o.id: o for o in asked.changed}
    question = asked.messages[-1].reply
    if not isinstance(question, Question):
        raise TypeError(question)
    not_asked = next(c.act for c in question.choices if c.label == "Not asked")
    press = replace(after, id="3", event=Acted(not_asked))
    loaded = Loaded(False, asked.person, opportunities)
    return _times(lambda: coach.handle(press, loaded), 2000)


async def stored_turns() -> dict[str, object]:
    """Turns on SQLite with 150 opportunities behind them."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_local(Path(folder) / "bench.db")
        coach = Coach(load_bank(), MarkedReader())
        clock = SteppedClock(NOW)
        with ThreadPoolExecutor(1) as readers:
            service = Service(store, coach, clock, readers)

            async def run(name: str, texts: list[str]) -> dict[str, float]:
                took = []
                for n, text in enumerate(texts):
                    start = time.perf_counter()
                    await service.handle(_activity(f"{name}{n}", text))
                    took.append((time.perf_counter() - start) * 1000)
                took.sort()
                return {
                    "median_ms": round(statistics.median(took), 3),
                    "p99_ms": round(took[int(len(took) * 0.99) - 1], 3),
                }

            empty = await run("a", ["status"] * 200)
            await run("b", [f"interview {name}, Thursday 3pm, recruiter" for name in companies(150)])
            full = await run("c", ["verdict Bluewater Foods"] * 200)
            booked = await run("d", ["interview Globex, Friday 3pm, hiring manager"] * 50)
        await store.close()
        return {"empty": empty, "after_150_opportunities": full, "booking": booked}


async def chat() -> dict[str, float]:
    """What somebody at the terminal waits for, the real reader included."""
    with tempfile.TemporaryDirectory() as folder:
        clock = SteppedClock(BEGINS)
        sender = ConsoleSender(Console(file=io.StringIO(), width=80))
        coaching = build(open_local(Path(folder) / "chat.db"), clock, {Platform.TERMINAL: sender})
        terminal = Terminal(coaching.service, coaching.delivery, coaching.store, sender, clock, ZONE)
        await terminal.say("northwind thursday 3pm, hiring manager")
        await terminal.say("questions")
        await terminal.say("later 4d")
        took = []
        for text in (
            "they count what ships",
            "back",
            "wait, when is the northwind one?",
            "status",
            "help",
        ) * 12:
            start = time.perf_counter()
            await terminal.say(text)
            took.append((time.perf_counter() - start) * 1000)
        await coaching.close()
        took.sort()
        return {"median_ms": round(statistics.median(took), 2), "max_ms": round(took[-1], 2)}


def help_text() -> dict[str, float]:
    """`coach --help` as a process."""
    took = []
    for _ in range(7):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "bot", "--help"], capture_output=True, check=True)
        took.append(time.perf_counter() - start)
    return {"median_s": round(statistics.median(took), 3), "max_s": round(max(took), 3)}


def main() -> None:
    """Prints one JSON object for each measurement."""
    for name, result in (
        ("engine_answer", engine_alone()),
        ("whole_turn_without_storage", whole_turn()),
        ("stored_turn_sqlite", asyncio.run(stored_turns())),
        ("chat_answer", asyncio.run(chat())),
        ("coach_help", help_text()),
    ):
        sys.stdout.write(json.dumps({name: result}) + "\n")


if __name__ == "__main__":
    main()
