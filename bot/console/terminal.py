"""The terminal as a platform: what is typed becomes activities, what is owed is printed."""

from __future__ import annotations

import itertools
import re
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from rich.console import Console
from rich.text import Text

from bot.console.render import choices_of, draw, redrawn
from bot.delivery import Delivery
from bot.service import Service
from dialogs.activity import (
    Act,
    Acted,
    Activity,
    Arrived,
    ConversationReference,
    Event,
    Filled,
    Platform,
    Said,
)
from dialogs.engine import Input
from dialogs.plain import as_text
from dialogs.ports import Posted, Sent, Store
from dialogs.replies import Choice, Export, Form, Question, Reply
from dialogs.turn import Message

TENANT = "terminal"
PERSON = "you"
GAP = 3
"""Columns between two buttons."""
HERE = ConversationReference(Platform.TERMINAL, TENANT, "terminal", PERSON)


class MovableClock(Protocol):
    """A clock that can be moved ahead, so that a day of reminders can be lived through in minutes."""

    def now(self) -> datetime:
        """The present instant."""
        ...

    def move_to(self, instant: datetime) -> None:
        """Moves ahead to an instant."""
        ...


class ConsoleSender:
    """Prints replies. What would be edited in place elsewhere is printed again only where it says something new."""

    def __init__(self, console: Console, on_reply: Callable[[Reply], None] = lambda reply: None) -> None:
        self.console = console
        self.offered: list[Choice] = []
        self.stale = False
        self._standing: dict[str, Reply] = {}
        self.form: Form | None = None
        self.asks_number = False
        """Whether a number is awaited, so that a bare number is the answer and presses nothing."""
        self._ids = itertools.count(1)
        self._on_reply = on_reply

    async def send(
        self, message: Message, *, delivery: str, replaces: str | None, thread: str | None
    ) -> Sent:
        """Prints one message, its buttons as numbers."""
        reply = message.reply
        self._on_reply(reply)
        before = self._standing.get(message.key or "")
        if not self._is_redrawn(message, replaces):
            self.console.print(redrawn(before, reply) if replaces and before else draw(reply))
            self._offer(choices_of(reply))
            if isinstance(reply, Form):
                self.form = reply
            self.console.print()
        if isinstance(reply, Question):
            self.asks_number = reply.input in (Input.NUMBER, Input.MONEY)
        return Sent(replaces or f"line-{next(self._ids)}")

    def _is_redrawn(self, message: Message, replaces: str | None) -> bool:
        """Whether this would be an edit in place that says nothing new to somebody who reads line by line."""
        if message.key is None:
            return False
        before = self._standing.get(message.key)
        self._standing[message.key] = message.reply
        same = before is not None and as_text(before) == as_text(message.reply)
        return replaces is not None and (message.key.startswith("card:") or same)

    async def blank(self, posted: Posted) -> bool:
        """What was printed cannot be unprinted."""
        return False

    def _offer(self, choices: tuple[Choice, ...]) -> None:
        if not choices:
            return
        if self.stale:  # buttons stay pressable until there are newer ones
            self.offered.clear()
            self.stale = False
        line = Text()
        for choice in choices:
            self.offered.append(choice)
            button = Text(f"[{len(self.offered)}] ", style="dim").append(choice.label, style="not dim")
            if line.cell_len and line.cell_len + GAP + button.cell_len > self.console.width:
                self.console.print(line)
                line = Text()
            line.append(" " * GAP if line.cell_len else "").append_text(button)
        self.console.print(line)


class Terminal:
    """One person's conversation with the coach."""

    def __init__(
        self,
        service: Service,
        delivery: Delivery,
        store: Store,
        sender: ConsoleSender,
        clock: MovableClock,
        zone: str | None,
        run: str = "",
    ) -> None:
        """`run` begins the ids of what is said, by which chance is drawn too: with the same one all is said again as it
        was, over an empty store. Without, it is one that was never there."""
        self._service = service
        self._delivery = delivery
        self._store = store
        self._sender = sender
        self._clock = clock
        self.zone = zone
        self._ids = itertools.count(1)
        self._run = run or uuid.uuid4().hex

    async def arrive(self) -> None:
        """Opens the conversation."""
        await self.deliver()
        await self._happens(Arrived())

    async def say(self, typed: str) -> None:
        """Takes one line: a number or a button's label presses it, anything else is said.

        What deletes is pressed by its number or in brackets: "forget acme" in words is asked about every time.
        """
        moved = re.fullmatch(r"\s*/?later\s+(\d+)\s*(m|min|h|d|w)\w*\s*", typed, re.IGNORECASE)
        if moved:
            await self.later(int(moved.group(1)), moved.group(2).casefold())
            return
        choice = self._choice(typed)
        self._sender.stale = True
        await self._happens(Acted(choice.act) if choice else Said(typed))

    async def fill(self, act: Act, values: Mapping[str, str]) -> None:
        """Sends a form."""
        self._sender.form = None
        await self._happens(Filled(act, values))

    async def later(self, number: int, unit: str) -> None:
        """Lets time pass, stopping at every moment at which the coach has something to say."""
        seconds = {"m": 60, "min": 60, "h": 3600, "d": 86400, "w": 7 * 86400}[unit]
        until = self._clock.now() + timedelta(seconds=number * seconds)
        while True:
            due = await self._store.next_due(self._clock.now())
            if due is None or due > until:
                break
            self._clock.move_to(due)
            self._sender.console.print(Text(self._stamp(due), style="dim"))
            self._sender.stale = True
            await self.deliver()
        self._clock.move_to(until)
        self._sender.console.print(Text(self._stamp(until), style="dim"))
        await self.deliver()

    async def deliver(self) -> None:
        """Prints all that is owed by now."""
        await self._delivery.drain()

    def _stamp(self, instant: datetime) -> str:
        from zoneinfo import ZoneInfo

        return f"({instant.astimezone(ZoneInfo(self.zone or 'UTC')):%A %d %B, %H:%M})"

    def _choice(self, typed: str) -> Choice | None:
        wanted = typed.strip().strip("[]")
        if wanted == typed.strip() and wanted.isdigit() and self._sender.asks_number:
            return None
        if wanted.isdigit() and 1 <= int(wanted) <= len(self._sender.offered):
            return self._sender.offered[int(wanted) - 1]
        named = next((c for c in self._sender.offered if c.label.casefold() == wanted.casefold()), None)
        in_words = wanted == typed.strip()
        return None if named is not None and named.danger and in_words else named

    async def _happens(self, event: Event) -> None:
        now = self._clock.now()
        activity = Activity(
            id=f"{self._run}-{next(self._ids)}",
            tenant=TENANT,
            person=PERSON,
            at=now,
            reference=HERE,
            event=event,
            zone=self.zone,
        )
        await self._service.handle(activity)
        await self.deliver()


def save_export(export: Export, folder: str) -> list[str]:
    """Writes an export's files into a folder; returns where they are."""
    from pathlib import Path

    paths = []
    for document in export.documents:
        path = Path(folder) / document.name
        path.write_text(document.content, encoding="utf-8")
        paths.append(str(path))
    return paths
