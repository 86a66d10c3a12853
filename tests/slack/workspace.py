"""A workspace with a person in it, who types, presses and fills in, and reads what comes."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from aiohttp import ClientResponse

from tests.slack.fake_slack import Message
from tests.slack.served import Served

BOOKING = "interview Northwind operations analyst, Thursday 3pm, hiring manager"
BOOKING_EVENT = {
    "type": "message",
    "channel": "DU1",
    "channel_type": "im",
    "user": "U1",
    "text": BOOKING,
    "ts": "1.9",
}
PAY = {"base.amount": "62000", "base.currency": "EUR", "base.per": "year"}


def message_at(channel: str) -> dict[str, str]:
    """The container of a button on a message."""
    return {"type": "message", "channel_id": channel, "message_ts": "1700000000.000100"}


class Workspace(Served):
    """Everything one test needs: a person at what is served, who types and presses, and what that person reads."""

    # -- what a person does -------------------------------------------------------------------------------------

    def trigger(self) -> str:
        """A new trigger id."""
        return f"trigger-{next(self._numbers)}"

    async def types(self, text: str, channel: str = "DU1", trigger: str = "", **more: Any) -> ClientResponse:
        """`/coach text`"""
        fields = {"command": "/coach", "text": text, "team_id": "T1", "user_id": "U1", "channel_id": channel}
        fields |= {"api_app_id": "A1", "trigger_id": trigger or self.trigger()}
        answer = await self.form(fields, **more)
        await self.settled()
        return answer

    async def says(self, text: str, thread: str | None = None, **more: Any) -> ClientResponse:
        """A message in the private conversation."""
        event = {"type": "message", "channel": "DU1", "channel_type": "im", "user": "U1", "text": text}
        event |= {"ts": f"{1_800_000_000 + next(self._numbers)}.000200"}
        answer = await self.event(event | ({"thread_ts": thread} if thread else {}), **more)
        await self.settled()
        return answer

    async def has_been_there(self) -> None:
        """An interview at Northwind was booked, and is over: the coach asks how it went."""
        await self.types(BOOKING)
        await self.waits(timedelta(days=4))

    async def mentions(self, text: str, thread: str | None = None, channel: str = "C1") -> ClientResponse:
        """`@Delta text` in a channel."""
        event = {"type": "app_mention", "channel": channel, "user": "U1", "text": f"<@U0BOT> {text}"}
        event |= {"ts": f"{1_800_000_000 + next(self._numbers)}.000300"}
        answer = await self.event(event | ({"thread_ts": thread} if thread else {}))
        await self.settled()
        return answer

    async def presses(
        self, label: str, message: Message | None = None, trigger: str = "", *, settle: bool = True
    ) -> ClientResponse:
        """Presses a button, or chooses a menu's entry, on the newest message that has it."""
        found, action = self._find(label, message)
        container: dict[str, Any] = {"type": "message", "channel_id": found.channel, "message_ts": found.ts}
        answered = any(each.thread == found.ts for each in self.slack.standing(found.channel))
        thread = found.thread or (found.ts if answered else None)  # the head of a thread names itself
        container |= {"thread_ts": thread} if thread else {}
        return await self.acts(action, container, trigger, settle=settle)

    async def acts(
        self, action: dict[str, Any], container: dict[str, Any], trigger: str = "", *, settle: bool = True
    ) -> ClientResponse:
        """Any action, as it would come."""
        payload = {
            "type": "block_actions",
            "user": {"id": "U1", "team_id": "T1"},
            "team": {"id": "T1"},
            "api_app_id": "A1",
            "trigger_id": trigger or self.trigger(),
            "container": container,
            "actions": [{"action_ts": "1800000000.1", **action}],
        }
        answer = await self.interaction(payload)
        if settle:
            await self.settled()
        return answer

    async def submits(self, view: dict[str, Any], **values: str) -> dict[str, Any]:
        """Sends a modal, its fields as opened but for `values`; gives Slack's answer to it."""
        from tests.slack.test_render import sent

        state = sent(view)
        for field, value in values.items():
            block = next(b for b in state if b.removeprefix("field:") == field)
            entered = state[block]["value"]
            name = {"static_select": "selected_option", "datepicker": "selected_date"}.get(
                entered["type"], "value"
            )
            name = "selected_time" if entered["type"] == "timepicker" else name
            entered[name] = {"value": value} if name == "selected_option" else value
        payload = {
            "type": "view_submission",
            "user": {"id": "U1", "team_id": "T1"},
            "team": {"id": "T1"},
            "view": {**view, "state": {"values": state}},
        }
        answer = await self.interaction(payload)
        assert answer.status == 200, await answer.text()
        text = await answer.text()
        await self.settled()
        return json.loads(text) if text else {}

    def _find(self, label: str, message: Message | None) -> tuple[Message, dict[str, Any]]:
        for each in reversed([message] if message else self.slack.standing()):
            for block in each.blocks:
                elements = [
                    *block.get("elements", ()),
                    *([block["accessory"]] if "accessory" in block else []),
                ]
                for element in elements:
                    if element.get("type") == "button" and element["text"]["text"] == label:
                        return each, {**element, "block_id": block.get("block_id", "b1")}
                    for option in element.get("options", ()):
                        if option["text"]["text"] == label:
                            return each, {**element, "selected_option": option, "block_id": "b1"}
        every = [e for m in self.slack.standing() for b in m.blocks for e in b.get("elements", ())]
        labels = [e["text"]["text"] for e in every if e.get("type") == "button"]
        raise AssertionError(f"no button {label!r} among {labels}")

    # -- what a person reads ------------------------------------------------------------------------------------

    def reads(self, channel: str | None = None) -> list[str]:
        """The texts of all messages, oldest first."""
        return [message.text for message in self.slack.standing(channel)]

    def newest(self, words: str) -> Message:
        """The newest message with these words."""
        for message in reversed(self.slack.standing()):
            if words in message.text:
                return message
        raise AssertionError(f"{words!r} not among {self.reads()}")
