"""A sender to a Slack of our own, and where it sends to."""

from __future__ import annotations

from bot.slack.sender import SlackSender
from dialogs.activity import ConversationReference, Platform
from dialogs.replies import Reply
from dialogs.turn import Message
from tests.slack.fake_slack import FakeSlack

PRIVATE = ConversationReference(Platform.SLACK, "T1", "U1", "U1")
CHANNEL = ConversationReference(Platform.SLACK, "T1", "C1", "U1", "1699999999.000100", shared=True)


class Tokens:
    """The tokens of the test's workspaces."""

    async def token(self, tenant: str, team: str | None = None) -> str | None:
        """A token for T1 alone."""
        return {"T1": "xoxb-1", "T3": "xoxb-bad"}.get(tenant)


class Bench:
    """A sender and the Slack it talks to."""

    def __init__(self, slack: FakeSlack, sender: SlackSender) -> None:
        self.slack, self.sender = slack, sender

    async def send(
        self, reply: Reply, to: ConversationReference = PRIVATE, n: int = 1, **more: str | None
    ) -> str | None:
        """Sends one reply; gives the platform's reference."""
        only_for = more.pop("only_for", None)
        where = {"replaces": more.get("replaces"), "thread": more.get("thread")}
        sent = await self.sender.send(Message(to, reply, only_for=only_for), delivery=f"d{n}", **where)
        return sent.platform_ref
