"""`coach chat`: talk to the coach here and now."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.app import Coaching, build, open_local
from bot.clock import TickingClock
from bot.console.forms import HOW, Drafts, fill
from bot.console.terminal import ConsoleSender, Terminal, save_export
from bot.reading import SecondReader
from dialogs.activity import Platform
from dialogs.replies import Export, Form, Reply

HELLO = (
    "Delta, the interview coach. Type as you would to a friend; “help” helps, "
    "“later 1d” lets a day pass, “bye” ends.\n"
)


def local_zone() -> str | None:
    """The machine's own time zone, where it says."""
    named = os.environ.get("TZ", "")
    if named and "/" in named:
        return named
    try:
        target = os.path.realpath("/etc/localtime")
    except OSError:
        return None
    return target.partition("zoneinfo/")[2] or None


async def talk(database: Path, zone: str | None) -> None:
    """Reads lines until the end of input."""
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 80)
    keeper, drafts = Keeper(), Drafts()
    sender = ConsoleSender(console, keeper.see)
    clock = TickingClock()
    second = second_reader(console, clock)
    coaching = build(open_local(database), clock, {Platform.TERMINAL: sender}, second=second)
    try:
        console.print(HELLO, style="dim")
        terminal = terminal_of(coaching, sender, clock, zone or local_zone())
        await terminal.arrive()
        while True:
            line = await read_line(console)
            if line is None or line.strip().casefold() in ("bye", "quit", "exit"):
                break
            if not line.strip():
                continue
            await terminal.say(line)
            await _fill_forms(console, terminal, sender, drafts)
            for path in keeper.saved():
                console.print(f"Saved: {path}", style="dim")
    finally:
        await coaching.close()


def second_reader(console: Console, clock: TickingClock) -> SecondReader | None:
    """The language model that the environment names; where that cannot work it is said, and the coach reads alone."""
    from bot import llm

    try:
        return llm.configured(lambda: clock.now().date())
    except ValueError as error:
        console.print(f"No second reader: {error}", style="dim")
        return None


def terminal_of(coaching: Coaching, sender: ConsoleSender, clock: TickingClock, zone: str | None) -> Terminal:
    """The terminal over a running coach."""
    return Terminal(coaching.service, coaching.delivery, coaching.store, sender, clock, zone)


async def read_line(console: Console) -> str | None:
    """One line of input, off the event loop; None at its end."""
    import asyncio

    if sys.stdin.isatty():
        try:
            return await asyncio.to_thread(console.input, "> ")
        except (EOFError, KeyboardInterrupt):
            return None
    line = await asyncio.to_thread(sys.stdin.readline)
    if line:
        console.print(f"> {line.rstrip()}", style="bold")
    return line.rstrip("\n") if line else None


async def _fill_forms(console: Console, terminal: Terminal, sender: ConsoleSender, drafts: Drafts) -> None:
    """Fills in the form that was opened, until it is taken or left."""

    async def ask(prompt: str) -> str | None:
        console.print(Text(prompt), end="")
        return await read_line(console)

    while sender.form is not None:
        form: Form = sender.form
        console.print(HOW, style="dim")
        values = await fill(form, ask, drafts, terminal.zone)
        if values is None:
            sender.form = None
            console.print("Left. What you typed waits until you open it again.\n", style="dim")
            return
        console.print()
        await terminal.fill(form.act, values)


class Keeper:
    """Saves exported files beside the person's working folder."""

    def __init__(self) -> None:
        self._exports: list[Export] = []

    def see(self, reply: Reply) -> None:
        """Notices an export."""
        if isinstance(reply, Export):
            self._exports.append(reply)

    def saved(self) -> list[str]:
        """Writes what was noticed, and says where."""
        paths = [path for export in self._exports for path in save_export(export, str(Path.cwd()))]
        self._exports.clear()
        return paths
