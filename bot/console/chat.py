"""`coach chat`: talk to the coach here and now."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from rich.console import Console

from bot.app import Coaching, build, open_local
from bot.clock import TickingClock
from bot.console.terminal import ConsoleSender, Terminal, save_export
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
    keeper = Keeper()
    sender = ConsoleSender(console, keeper.see)
    clock = TickingClock()
    coaching = build(open_local(database), clock, {Platform.TERMINAL: sender})
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
            await _fill_forms(console, terminal, sender)
            for path in keeper.saved():
                console.print(f"Saved: {path}", style="dim")
    finally:
        await coaching.close()


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


async def _fill_forms(console: Console, terminal: Terminal, sender: ConsoleSender) -> None:
    """A form in the terminal: one prompt for each field, Enter keeps what stands there."""
    while sender.form is not None:
        form: Form = sender.form
        values: dict[str, str] = {}
        console.print("Enter keeps what is there; “-” empties it; “cancel” leaves the form.", style="dim")
        for field in form.fields:
            shown = f"{field.label} [{field.value or field.hint}]: "
            console.print(shown, end="")
            typed = await read_line(console)
            if typed is None or typed.strip().casefold() == "cancel":
                sender.form = None
                return
            values[field.id] = "" if typed.strip() == "-" else (typed.strip() or field.value)
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
